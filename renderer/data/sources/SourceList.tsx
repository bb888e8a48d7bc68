/** The sources, one a row: how each goes, when it was heard last, what became of its messages. The figures follow the host every second. */
import type { IconName } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Feed, FeedState } from '../../../shared/feeds/feed-status.ts';
import { OUTCOMES } from '../../../shared/feeds/outcome.ts';
import { ageText, useNow } from '../../app/alert-age.ts';
import { grouped, useCount } from '../../app/count.tsx';
import { useSession } from '../../app/session.ts';
import { ConnectionState } from '../connections/ConnectionState.tsx';
import { Removal } from '../connections/Removal.tsx';
import { RowButton } from '../connections/RowButton.tsx';
import { type Listed, useSources } from './store.ts';

const ICONS: Record<FeedState, IconName> = {
  stopped: 'pause',
  connecting: 'refresh',
  running: 'tick-circle',
  interrupted: 'offline',
  failed: 'error',
  ended: 'flag',
};
const FIGURES = ['received', ...OUTCOMES, 'waiting'] as const;

export function SourceList({ listed, mayChange }: { listed: readonly Listed[]; mayChange: boolean }) {
  const { formatMessage } = useIntl();
  const feeds = useSession((session) => session.feeds);
  const [asked, setAsked] = useState('');
  const toRemove = listed.find(({ source }) => source.id === asked);
  return (
    <>
      <table className="sources-table">
        <thead>
          <tr>
            <th>{formatMessage({ id: 'sources.source' })}</th>
            <th>{formatMessage({ id: 'sources.state' })}</th>
            <th>{formatMessage({ id: 'sources.heard' })}</th>
            <th className="data-number">{formatMessage({ id: 'sources.rate' })}</th>
            {FIGURES.map((figure) => (
              <th key={figure} className="data-number">
                {formatMessage({ id: `sources.figure.${figure}` })}
              </th>
            ))}
            {mayChange && <th className="sources-actions">{formatMessage({ id: 'sources.actions' })}</th>}
          </tr>
        </thead>
        <tbody>
          {listed.map(({ source }) => (
            <Row
              key={source.id}
              source={source}
              feed={feeds.find(({ id }) => id === source.id)}
              onRemove={mayChange ? () => setAsked(source.id) : null}
            />
          ))}
        </tbody>
      </table>
      <p className="data-note">{formatMessage({ id: 'sources.sum' })}</p>
      {toRemove && <RemoveSource source={toRemove.source} onDone={() => setAsked('')} />}
    </>
  );
}

interface RowProps {
  source: Listed['source'];
  /** Undefined: the host has not told of it yet. */
  feed: Feed | undefined;
  /** null: it may not be changed. */
  onRemove: (() => void) | null;
}

function Row({ source, feed, onRemove }: RowProps) {
  const intl = useIntl();
  const count = useCount();
  const now = useNow();
  const isOpen = useSources((sources) => sources.draft?.id === source.id);
  const { formatMessage } = intl;
  return (
    <tr aria-selected={isOpen}>
      <th scope="row">
        <span className="sources-name">{source.name}</span>
        <span className="sources-small">
          {formatMessage({ id: `sources.type.${source.type}` })}
          {source.drill && ` · ${formatMessage({ id: 'sources.drill.short' })}`}
        </span>
      </th>
      <td>{feed && <State feed={feed} now={now} />}</td>
      <td className="sources-heard">
        {feed && feed.lastHeard > 0
          ? formatMessage({ id: 'sources.ago' }, { age: ageText(intl, feed.lastHeard, now) })
          : formatMessage({ id: 'sources.never' })}
      </td>
      <td className="data-number">{grouped(intl, feed?.rate ?? 0, 1)}</td>
      {FIGURES.map((figure) => (
        <td key={figure} className="data-number" data-figure={figure}>
          {count(feed?.[figure] ?? 0)}
        </td>
      ))}
      {onRemove && (
        <td className="sources-actions">
          <Actions source={source} onRemove={onRemove} />
        </td>
      )}
    </tr>
  );
}

function State({ feed: { state, since, why }, now }: { feed: Feed; now: number }) {
  const isBroken = state === 'interrupted' || state === 'failed';
  return (
    <ConnectionState
      {...{ state, now, icon: ICONS[state], word: `feeds.state.${state}` }}
      since={isBroken ? since : 0}
      sinceWord="sources.since"
      why={why === '' ? '' : `feeds.why.${why}`}
    />
  );
}

function Actions({ source, onRemove }: { source: Listed['source']; onRemove(): void }) {
  const { formatMessage } = useIntl();
  const { busy, act, open } = useSources();
  const button = (what: string, icon: IconName, onClick: () => void) => {
    const name = formatMessage({ id: `sources.${what}` }, { name: source.name });
    return <RowButton name={name} icon={icon} disabled={busy !== null} onClick={onClick} />;
  };
  return (
    <>
      {source.enabled
        ? button('stop', 'stop', () => void act('stop', source.id))
        : button('start', 'play', () => void act('start', source.id))}
      {button('edit', 'edit', () => void open(source.id))}
      {button('remove', 'trash', onRemove)}
    </>
  );
}

function RemoveSource({ source, onDone }: { source: Listed['source']; onDone(): void }) {
  const { formatMessage } = useIntl();
  const act = useSources((sources) => sources.act);
  return (
    <Removal
      question={formatMessage({ id: 'sources.remove.ask' }, { name: source.name })}
      go={formatMessage({ id: 'sources.remove.go' })}
      cancel={formatMessage({ id: 'sources.cancel' })}
      onRemove={() => void act('remove', source.id)}
      onDone={onDone}
    />
  );
}
