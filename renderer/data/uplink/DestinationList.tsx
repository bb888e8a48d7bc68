/** The destinations, one a row: how each goes, what waits and since when, what arrived last. */
import type { IconName } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { UplinkState, UplinkStatus } from '../../../shared/uplink/uplink-status.ts';
import { ageText, useNow } from '../../app/alert-age.ts';
import { useCount } from '../../app/count.tsx';
import { ConnectionState } from '../connections/ConnectionState.tsx';
import { Removal } from '../connections/Removal.tsx';
import { RowButton } from '../connections/RowButton.tsx';
import { type ListedDestination, useUplink } from './store.ts';

const ICONS: Record<UplinkState, IconName> = {
  stopped: 'pause',
  connecting: 'refresh',
  running: 'tick-circle',
  interrupted: 'offline',
};
const FIGURES = ['waiting', 'sent', 'refused', 'conflicts', 'skipped'] as const;

export function DestinationList({ listed }: { listed: readonly ListedDestination[] }) {
  const { formatMessage } = useIntl();
  const [asked, setAsked] = useState('');
  const [looked, setLooked] = useState('');
  const toRemove = listed.find(({ destination }) => destination.id === asked);
  const shown = listed.find(({ destination }) => destination.id === looked);
  return (
    <>
      <table className="sources-table">
        <thead>
          <tr>
            <th>{formatMessage({ id: 'uplink.destination' })}</th>
            <th>{formatMessage({ id: 'uplink.state' })}</th>
            {FIGURES.map((figure) => (
              <th key={figure} className="data-number">
                {formatMessage({ id: `uplink.figure.${figure}` })}
              </th>
            ))}
            <th>{formatMessage({ id: 'uplink.oldest' })}</th>
            <th>{formatMessage({ id: 'uplink.lastSent' })}</th>
            <th className="sources-actions">{formatMessage({ id: 'uplink.actions' })}</th>
          </tr>
        </thead>
        <tbody>
          {listed.map((each) => (
            <Row
              key={each.destination.id}
              listed={each}
              onLook={() => setLooked(looked === each.destination.id ? '' : each.destination.id)}
              onRemove={() => setAsked(each.destination.id)}
            />
          ))}
        </tbody>
      </table>
      {shown && (
        <>
          <h3 className="uplink-last">
            {formatMessage({ id: 'uplink.last' }, { name: shown.destination.name })}
          </h3>
          <pre className="data-sample">
            {pretty(shown.status.last) || formatMessage({ id: 'uplink.last.none' })}
          </pre>
        </>
      )}
      {toRemove && <RemoveDestination listed={toRemove} onDone={() => setAsked('')} />}
    </>
  );
}

function Row({ listed, onLook, onRemove }: { listed: ListedDestination; onLook(): void; onRemove(): void }) {
  const intl = useIntl();
  const { formatMessage } = intl;
  const count = useCount();
  const now = useNow();
  const { destination, status } = listed;
  const isOpen = useUplink(({ draft }) => draft?.id === destination.id);
  const ago = (at: number) =>
    at > 0
      ? formatMessage({ id: 'uplink.ago' }, { age: ageText(intl, at, now) })
      : formatMessage({ id: 'uplink.never' });
  return (
    <tr aria-selected={isOpen}>
      <th scope="row">
        <span className="sources-name">{destination.name}</span>
        <span className="sources-small">{formatMessage({ id: `uplink.type.${destination.type}` })}</span>
      </th>
      <td>
        <State status={status} now={now} />
      </td>
      {FIGURES.map((figure) => (
        <td key={figure} className="data-number" data-figure={figure}>
          {count(status[figure])}
        </td>
      ))}
      <td className="sources-heard">{status.oldest > 0 ? ago(status.oldest) : '–'}</td>
      <td className="sources-heard">{ago(status.lastSentAt)}</td>
      <td className="sources-actions">
        <Actions destination={destination} onLook={onLook} onRemove={onRemove} />
      </td>
    </tr>
  );
}

function State({ status: { state, interruptedSince, why }, now }: { status: UplinkStatus; now: number }) {
  return (
    <ConnectionState
      {...{ state, now, icon: ICONS[state], word: `uplink.state.${state}` }}
      since={interruptedSince}
      sinceWord="uplink.since"
      why={why === '' ? '' : `uplink.why.${why}`}
    />
  );
}

interface ActionsProps {
  destination: ListedDestination['destination'];
  onLook(): void;
  onRemove(): void;
}

function Actions({ destination, onLook, onRemove }: ActionsProps) {
  const { formatMessage } = useIntl();
  const { busy, act, open } = useUplink();
  const button = (what: string, icon: IconName, onClick: () => void) => {
    const name = formatMessage({ id: `uplink.${what}` }, { name: destination.name });
    return <RowButton name={name} icon={icon} disabled={busy !== null} onClick={onClick} />;
  };
  return (
    <>
      {button('look', 'code', onLook)}
      {destination.enabled
        ? button('stop', 'stop', () => void act('stop', destination.id))
        : button('start', 'play', () => void act('start', destination.id))}
      {button('edit', 'edit', () => open(destination))}
      {button('remove', 'trash', onRemove)}
    </>
  );
}

interface RemoveProps {
  listed: ListedDestination;
  onDone(): void;
}

function RemoveDestination({ listed: { destination, status }, onDone }: RemoveProps) {
  const { formatMessage } = useIntl();
  const act = useUplink((uplink) => uplink.act);
  const values = { name: destination.name, count: status.waiting };
  return (
    <Removal
      question={formatMessage({ id: 'uplink.remove.ask' }, values)}
      go={formatMessage({ id: 'uplink.remove.go' })}
      cancel={formatMessage({ id: 'uplink.cancel' })}
      onRemove={() => void act('remove', destination.id)}
      onDone={onDone}
    />
  );
}

/** As it is where it was cut. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 1);
  } catch {
    return text;
  }
}
