/** What stands still on its way up, with what the receiver said, and what came down; for somebody to decide. */
import { Button, HTMLSelect } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { SKIP_REASONS } from '../../../shared/uplink/uplink-status.ts';
import { pretty } from './DestinationList.tsx';
import { type ListedDestination, type Standing, useUplink } from './store.ts';

interface Props {
  standing: Standing;
  listed: readonly ListedDestination[];
}

const nameOf = (listed: Props['listed'], id: string): string =>
  listed.find(({ destination }) => destination.id === id)?.destination.name ?? id;

export function StandsStill({ standing, listed }: Props) {
  const { formatMessage, formatDate } = useIntl();
  return (
    <section className="data-section" aria-labelledby="uplink-standing">
      <h2 id="uplink-standing">{formatMessage({ id: 'uplink.standing' })}</h2>
      <p className="data-note">{formatMessage({ id: 'uplink.standing.what' })}</p>
      <ul className="uplink-standing">
        {standing.up.map(({ destination, held, type, behind, event }) => (
          <li key={`${destination} ${held.seq}`} data-held={held.state}>
            <p>
              <b>{formatMessage({ id: `uplink.held.${held.state}` })}</b> {nameOf(listed, destination)} ·{' '}
              {type} ·{' '}
              {formatDate(held.at, { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' })}
            </p>
            <p>
              {held.status > 0
                ? formatMessage({ id: 'uplink.said' }, { status: held.status, said: held.said || '–' })
                : formatMessage({ id: 'uplink.mayNotLeave' })}
              {behind > 0 && ` ${formatMessage({ id: 'uplink.behind' }, { count: behind })}`}
            </p>
            <details className="data-details">
              <summary>{formatMessage({ id: 'uplink.event' })}</summary>
              <pre className="data-sample">{pretty(event)}</pre>
            </details>
            <Decide item={{ destination, seq: held.seq }} />
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Came({ standing, listed }: Props) {
  const { formatMessage, formatDate, messages } = useIntl();
  return (
    <section className="data-section" aria-labelledby="uplink-came">
      <h2 id="uplink-came">{formatMessage({ id: 'uplink.came' })}</h2>
      <ul className="uplink-standing">
        {standing.down.map(({ received, at }) => {
          const { from, event, type, outcome, reason, caseId, destination } = received;
          const refused = reason === 'layout' ? 'uplink.layout' : `uplink.refused.${reason}`;
          return (
            <li key={`${from} ${event}`} data-outcome={outcome}>
              <p>
                <b>{formatMessage({ id: `uplink.outcome.${outcome}` })}</b> {nameOf(listed, destination)} ·{' '}
                {type} ·{' '}
                {formatDate(at, { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit' })}
                {caseId !== '' && ` · ${caseId}`}
              </p>
              {reason !== '' && (
                <p className="data-note">
                  {refused in messages
                    ? formatMessage({ id: refused })
                    : formatMessage({ id: 'uplink.refused' }, { reason })}
                </p>
              )}
              {outcome === 'conflict' && <Decide item={{ from, event }} />}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

type Item = { destination: string; seq: number } | { from: string; event: string };

function Decide({ item }: { item: Item }) {
  const { formatMessage } = useIntl();
  const { busy, decide } = useUplink();
  // That the receiver has it already is said of what goes up alone.
  const reasons = 'seq' in item ? SKIP_REASONS : SKIP_REASONS.filter((each) => each !== 'receiverHasIt');
  const [reason, setReason] = useState(reasons[0]);
  const label = formatMessage({ id: 'uplink.reason' });
  return (
    <div className="data-buttons uplink-decide">
      <Button
        icon="repeat"
        text={formatMessage({ id: 'uplink.retry' })}
        disabled={busy !== null}
        onClick={() => void decide({ item, decision: 'retry', reason: null })}
      />
      <Button
        icon="step-forward"
        text={formatMessage({ id: 'uplink.skip' })}
        disabled={busy !== null}
        onClick={() => void decide({ item, decision: 'skip', reason })}
      />
      <HTMLSelect
        aria-label={label}
        value={reason}
        onChange={({ currentTarget }) =>
          setReason(reasons.find((each) => each === currentTarget.value) ?? reasons[0])
        }
        options={reasons.map((value) => ({
          value,
          label: formatMessage({ id: `uplink.reason.${value}` }),
        }))}
      />
    </div>
  );
}
