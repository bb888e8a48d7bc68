/**
 * The wall display, plain: clock and age of the last data, open alerts worst first, the community in numbers, the map
 * with its pins. Dark only; shows places, never persons; reads and writes nothing but through wall-session.ts.
 */
import { useMemo } from 'react';
import { FormattedDate, FormattedNumber, FormattedTime, useIntl } from 'react-intl';
import type { Alert, AlertLevel } from '../../shared/cases/alert.ts';
import { shelfOf } from '../../shared/cases/alert-signals.ts';
import { interruptions } from '../../shared/feeds/feed-health.ts';
import { AlertBadge } from '../app/AlertBadge.tsx';
import { ageText, useNow } from '../app/alert-age.ts';
import { alertName } from '../app/alert-name.ts';
import { grouped, peopleText } from '../app/count.tsx';
import { interruptionText } from '../app/interruption-text.ts';
import { usePreferences } from '../app/preferences.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import { WallMap } from './WallMap.tsx';
import { wallList } from './wall-list.ts';
import { useWall } from './wall-session.ts';

/** Seconds without a message after which the wall says that data is interrupted. */
const SILENCE_S = 30;
const LEVELS: AlertLevel[] = [1, 2, 3, 4];
/** Feeds named in the head of the wall. */
const MOST_TOLD = 2;

export function WallApp({ engine }: { engine: DataEngine }) {
  const { formatMessage } = useIntl();
  const wall = useWall();
  const language = usePreferences((preferences) => preferences.language);
  const now = useNow();
  const list = useMemo(() => {
    const open = wall.alerts.filter((alert) => !shelfOf(alert, wall.shelves, now));
    return wallList(open, wall.flood);
  }, [wall.alerts, wall.shelves, wall.flood, now]);
  return (
    <main className="wall">
      <header className="wall-head">
        <h1>
          {wall.community ? wall.community.name[language] : formatMessage({ id: 'wall.title' })}
          {wall.community?.source.kind === 'sample' && (
            <span className="wall-demo">{formatMessage({ id: 'wall.demo' })}</span>
          )}
        </h1>
        <LastData now={now} />
        <time className="wall-clock">
          <FormattedTime value={now} hour="2-digit" minute="2-digit" second="2-digit" hour12={false} />
          <small>
            <FormattedDate value={now} year="numeric" month="2-digit" day="2-digit" weekday="short" />
          </small>
        </time>
      </header>
      {wall.community ? (
        <WallMap
          engine={engine}
          community={wall.community}
          alerts={wall.alerts}
          shelves={wall.shelves}
          revision={wall.revision}
        />
      ) : (
        <p className="wall-waiting">{formatMessage({ id: 'wall.waiting' })}</p>
      )}
      <Figures />
      <section className="wall-alerts" aria-label={formatMessage({ id: 'wall.openAlerts' })}>
        <h2>{formatMessage({ id: 'wall.openAlerts' })}</h2>
        <div className="wall-levels">
          {LEVELS.map((level) => (
            <span key={level}>
              <AlertBadge level={level} size={34} />
              <b>{list.byLevel[level]}</b>
            </span>
          ))}
        </div>
        {list.rows.length === 0 && <p className="wall-none">{formatMessage({ id: 'wall.none' })}</p>}
        <ol>
          {list.rows.map((alert) => (
            <Row key={alert.id} alert={alert} now={now} />
          ))}
        </ol>
        {list.more > 0 && (
          <p className="wall-more">{formatMessage({ id: 'wall.more' }, { count: list.more })}</p>
        )}
      </section>
    </main>
  );
}

function LastData({ now }: { now: number }) {
  const intl = useIntl();
  const { feeds, connected } = useWall();
  const told = interruptions(feeds, now);
  if (connected && told.length > 0)
    return (
      <p className="wall-last" data-silent role="status">
        {told.slice(0, MOST_TOLD).map((each) => (
          <span key={each.feed.id}>{interruptionText(intl, each)}</span>
        ))}
        {told.length > MOST_TOLD && (
          <span>
            {intl.formatMessage({ id: 'app.interrupted.more' }, { count: told.length - MOST_TOLD })}
          </span>
        )}
      </p>
    );
  const heard = Math.max(0, ...feeds.map((feed) => feed.lastHeard));
  const silent = !connected || heard === 0 || now - heard > SILENCE_S * 1000;
  return (
    <p className="wall-last" data-silent={silent} role="status">
      {intl.formatMessage({ id: silent ? 'wall.interrupted' : 'wall.lastData' })}
      {heard > 0 && ` ${intl.formatMessage({ id: 'age.ago' }, { age: ageText(intl, heard, now) })}`}
    </p>
  );
}

function Row({ alert, now }: { alert: Alert; now: number }) {
  const intl = useIntl();
  return (
    <li
      className="wall-row"
      data-acknowledged={alert.acknowledged}
      data-pulse={!alert.acknowledged && alert.active}
    >
      <AlertBadge level={alert.level} size={44} />
      <span>
        <b>{alertName(intl, alert)}</b>
        <span>{alert.place}</span>
      </span>
      <time>{ageText(intl, alert.raisedAt, now)}</time>
    </li>
  );
}

function Figures() {
  const intl = useIntl();
  const { formatMessage } = intl;
  const { community, permanent, households, deviceHealth, feeds, connected } = useWall();
  // What devices say of themselves comes by the feeds.
  const old = interruptions(feeds, useNow()).length > 0 || !connected;
  if (!community) return null;
  const rounded = community.numbers === 'rounded';
  const ok = deviceHealth.find((each) => each.word === 'ok')?.count ?? 0;
  const of = (value: number | undefined) => grouped(intl, value ?? 0, 0);
  const figures: [string, string][] = [
    ['wall.residents', peopleText(intl, permanent, rounded)],
    ['wall.households', peopleText(intl, households, rounded)],
    ['wall.buildings', of(community.rows.buildings)],
    ['wall.grids', of(community.rows.grids)],
    ['wall.devices', of(community.rows.devices)],
  ];
  const devices = community.rows.devices ?? 0;
  return (
    <section className="wall-figures" aria-label={formatMessage({ id: 'wall.title' })}>
      {figures.map(([id, value]) => (
        <p key={id}>
          <b>{value}</b>
          <span>{formatMessage({ id })}</span>
        </p>
      ))}
      <p data-old={old}>
        <b>
          <FormattedNumber value={devices ? ok / devices : 0} style="percent" maximumFractionDigits={1} />
        </b>
        <span>{formatMessage({ id: 'wall.deviceHealth' })}</span>
      </p>
    </section>
  );
}
