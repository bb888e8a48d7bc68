/**
 * Page of the desk: the shift that is handed over. What stands now, who signs it and who takes it over, and the shifts of before on paper. What is
 * written down is the host's own look at the same moment.
 */
import './handover.css';
import { Button, Callout, HTMLTable } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import { nextClock } from '../../../shared/cases/case-order.ts';
import {
  type Handover,
  incomingShift,
  isDown,
  isDueBy,
  mayTakeOver,
  openCases,
  unseenAlerts,
} from '../../../shared/cases/handover.ts';
import { EMPTY_ROSTER } from '../../../shared/cases/roster.ts';
import { AlertBadge } from '../../app/AlertBadge.tsx';
import { useSeat } from '../../app/access/seat.ts';
import { useNow } from '../../app/alert-age.ts';
import { alertName } from '../../app/alert-name.ts';
import { currentActor, handOver, takeOver, useCaseSession } from '../../app/case-session.ts';
import { currentEngine } from '../../app/open-session.ts';
import { useSession } from '../../app/session.ts';
import type { CasePageProps } from '../case-pages.tsx';
import { MOMENT, spanText } from '../case-text.ts';
import { errorText } from '../error-text.ts';
import { PageHead } from '../PageHead.tsx';
import { Problem } from '../Problem.tsx';
import { useAsked } from '../use-asked.ts';
import { useGridNames } from '../use-grid-names.ts';
import { HandoverSheet } from './HandoverSheet.tsx';
import { usePersonNames } from './use-person-names.ts';

const MOST_ROWS = 200;

export function HandoverPage({ onClose, onCase, onShow }: CasePageProps) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  const names = usePersonNames();
  const [asked, setAsked] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const handovers = useAsked(
    String(asked),
    () => currentEngine().handovers(),
    ({ journalSeq }) => journalSeq,
  );
  // Followed: another seat or person may do other things.
  useCaseSession((session) => session.seat);
  useSeat((seat) => seat.person);
  const actor = currentActor({ tasks: [] });
  const ofDesk = actor.roles.some((role) => role === 'operator' || role === 'supervisor');
  const act = async (what: () => Promise<unknown>) => {
    setBusy(true);
    setProblem('');
    try {
      await what();
    } catch (error) {
      setProblem(errorText(intl, error));
    } finally {
      setBusy(false);
      setAsked((count) => count + 1);
    }
  };
  const waiting = (handovers ?? []).filter(({ signedInBy }) => signedInBy === '');
  const shown = handovers?.find(({ id }) => id === chosen);
  return (
    <>
      <PageHead title={say('cases.page.handover')} onClose={onClose}>
        <Button
          size="small"
          intent="primary"
          icon="log-out"
          disabled={busy || !ofDesk}
          title={ofDesk ? undefined : say('cases.handover.notYours')}
          text={say('cases.handover.sign')}
          onClick={() => void act(handOver)}
        />
      </PageHead>
      <div className="cases-scroll">
        <Problem text={problem} />
        {waiting.map((handover) => (
          <Waiting
            key={handover.id}
            handover={handover}
            name={names(handover.signedOutBy)}
            may={ofDesk && mayTakeOver(handover, actor.id)}
            busy={busy}
            onTake={() => void act(() => takeOver(handover.id))}
          />
        ))}
        <Standing onCase={onCase} onShow={onShow} />
        <h3>{say('cases.handover.past')}</h3>
        <PastShifts
          handovers={handovers ?? []}
          chosen={chosen}
          names={names}
          onChoose={(id) => setChosen(id === chosen ? null : id)}
        />
        {shown && <HandoverSheet key={shown.id} handover={shown} names={names} />}
      </div>
    </>
  );
}

function Waiting({
  handover,
  name,
  may,
  busy,
  onTake,
}: {
  handover: Handover;
  name: string;
  may: boolean;
  busy: boolean;
  onTake(): void;
}) {
  const { formatMessage, formatDate } = useIntl();
  const values = {
    ...{ name, at: formatDate(handover.at, MOMENT) },
    ...{ cases: handover.openCases.length, due: handover.due.length, alerts: handover.alerts.length },
  };
  return (
    <Callout compact className="handover-waiting" icon="swap-horizontal">
      <span>{formatMessage({ id: 'cases.handover.waiting' }, values)}</span>
      <Button
        size="small"
        intent="primary"
        icon="log-in"
        disabled={busy || !may}
        text={formatMessage({ id: 'cases.handover.take' })}
        onClick={onTake}
      />
      {!may && <span className="cases-hint">{formatMessage({ id: 'cases.handover.another' })}</span>}
    </Callout>
  );
}

/** What would be written down now. */
function Standing({ onCase, onShow }: Pick<CasePageProps, 'onCase' | 'onShow'>) {
  const intl = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => intl.formatMessage({ id }, values);
  const now = useNow();
  const gridName = useGridNames();
  const cases = useSession((session) => session.cases);
  const alerts = useSession((session) => session.alerts);
  const feeds = useSession((session) => session.feeds);
  const roster = useCaseSession(({ settings }) => settings?.roster ?? EMPTY_ROSTER);
  const { until } = incomingShift(roster, now);
  const open = openCases(cases.values());
  const due = open.filter((file) => isDueBy(file, until));
  const unseen = unseenAlerts(alerts);
  const down = feeds.filter(isDown);
  const time = intl.formatDate(until, MOMENT);
  return (
    <>
      <dl className="handover-counts">
        <dt>{say('cases.handover.open')}</dt>
        <dd data-count="open">{open.length}</dd>
        <dt>{say('cases.handover.due', { time })}</dt>
        <dd data-count="due">{due.length}</dd>
        <dt>{say('cases.handover.unseen')}</dt>
        <dd data-count="alerts">{unseen.length}</dd>
        <dt>{say('cases.handover.down')}</dt>
        <dd data-count="feeds">{down.length}</dd>
      </dl>
      {down.map(({ id, name, since }) => (
        <p key={id} className="cases-hint">
          {say('cases.handover.downSince', { name, at: since > 0 ? intl.formatDate(since, MOMENT) : '—' })}
        </p>
      ))}
      <h3>{say('cases.handover.open')}</h3>
      {open.length === 0 && <p className="cases-hint">{say('cases.handover.none')}</p>}
      {open.length > 0 && (
        <HTMLTable compact className="handover-table">
          <thead>
            <tr>
              {['level', 'matter', 'place', 'state', 'next'].map((head) => (
                <th key={head} scope="col">
                  {say(`cases.handover.${head}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {open.slice(0, MOST_ROWS).map((file) => {
              const clock = nextClock(file);
              return (
                <tr key={file.caseId}>
                  <td>
                    <AlertBadge level={file.level} size={20} />
                  </td>
                  <td>
                    <button type="button" onClick={() => onCase(file.caseId)}>
                      <b>{say(`cases.matter.${file.matter}`)}</b> {file.caseNo}
                    </button>
                  </td>
                  <td>{[gridName(file.grid), file.place.text].filter(Boolean).join(' · ') || '—'}</td>
                  <td>{say(`cases.state.${file.state}`)}</td>
                  <td className="cases-clock" data-late={clock !== null && clock.dueAt <= now}>
                    {clock ? `${say(`cases.timer.${clock.kind}`)} ${spanText(intl, clock.dueAt - now)}` : '—'}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </HTMLTable>
      )}
      {open.length > MOST_ROWS && (
        <p className="cases-hint">{say('cases.indicators.more', { count: open.length - MOST_ROWS })}</p>
      )}
      {unseen.length > 0 && <h3>{say('cases.handover.unseen')}</h3>}
      <ul className="handover-alerts">
        {unseen.slice(0, MOST_ROWS).map((alert) => (
          <li key={alert.id}>
            <button type="button" onClick={() => onShow(alert)}>
              <AlertBadge level={alert.level} size={18} />
              <b>{alertName(intl, alert)}</b>
              <span>{alert.place}</span>
              <span>{intl.formatDate(alert.raisedAt, MOMENT)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function PastShifts({
  handovers,
  chosen,
  names,
  onChoose,
}: {
  handovers: readonly Handover[];
  chosen: string | null;
  names(id: string): string;
  onChoose(id: string): void;
}) {
  const { formatMessage, formatDate } = useIntl();
  const say = (id: string, values?: Record<string, string | number>) => formatMessage({ id }, values);
  if (handovers.length === 0) return <p className="cases-hint">{say('cases.handover.nonePast')}</p>;
  return (
    <ul className="handover-past">
      {handovers.map((each) => (
        <li key={each.id}>
          <button type="button" aria-expanded={each.id === chosen} onClick={() => onChoose(each.id)}>
            <b>{formatDate(each.at, MOMENT)}</b>
            <span>
              {names(each.signedOutBy)} →{' '}
              {each.signedInBy === '' ? say('cases.handover.notYet') : names(each.signedInBy)}
            </span>
            <span>
              {say('cases.handover.counts', { cases: each.openCases.length, alerts: each.alerts.length })}
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
