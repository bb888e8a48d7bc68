/** The sources, one a row: how each goes, when it was heard last, what became of its messages. The figures follow the host every second. */
import { Button, Icon, type IconName } from '@blueprintjs/core';
import { useState } from 'react';
import { useIntl } from 'react-intl';
import type { Feed, FeedState } from '../../../shared/feeds/feed-status.ts';
import { OUTCOMES } from '../../../shared/feeds/outcome.ts';
import { ageText, useNow } from '../../app/alert-age.ts';
import { grouped, useCount } from '../../app/count.tsx';
import { useSession } from '../../app/session.ts';
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
      {toRemove && <Removal source={toRemove.source} onDone={() => setAsked('')} />}
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

function State({ feed, now }: { feed: Feed; now: number }) {
  const intl = useIntl();
  const { formatMessage } = intl;
  const { state, why, since } = feed;
  const isBroken = state === 'interrupted' || state === 'failed';
  return (
    <div className="sources-state" data-state={state}>
      <Icon icon={ICONS[state]} size={14} />
      <div>
        <span>{formatMessage({ id: `feeds.state.${state}` })}</span>
        {isBroken && since > 0 && (
          <span className="sources-small">
            {formatMessage(
              { id: 'sources.since' },
              {
                time: intl.formatDate(since, {
                  ...(now - since > 43_200_000 && { month: 'numeric', day: 'numeric' }),
                  ...{ hour: '2-digit', minute: '2-digit', hour12: false },
                }),
                age: ageText(intl, since, now),
              },
            )}
          </span>
        )}
        {why !== '' && <span className="sources-small">{formatMessage({ id: `feeds.why.${why}` })}</span>}
      </div>
    </div>
  );
}

function Actions({ source, onRemove }: { source: Listed['source']; onRemove(): void }) {
  const { formatMessage } = useIntl();
  const { busy, act, open } = useSources();
  const button = (what: string, icon: IconName, onClick: () => void) => {
    const name = formatMessage({ id: `sources.${what}` }, { name: source.name });
    const wait = busy !== null;
    return (
      <Button
        variant="minimal"
        icon={icon}
        aria-label={name}
        title={name}
        disabled={wait}
        onClick={onClick}
      />
    );
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

function Removal({ source, onDone }: { source: Listed['source']; onDone(): void }) {
  const { formatMessage } = useIntl();
  const act = useSources((sources) => sources.act);
  return (
    <div className="data-consent" role="alert">
      <p>{formatMessage({ id: 'sources.remove.ask' }, { name: source.name })}</p>
      <div className="data-buttons">
        <Button
          className="data-primary"
          text={formatMessage({ id: 'sources.remove.go' })}
          onClick={() => {
            onDone();
            void act('remove', source.id);
          }}
        />
        <Button text={formatMessage({ id: 'sources.cancel' })} onClick={onDone} />
      </div>
    </div>
  );
}
