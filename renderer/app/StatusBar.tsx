/** The strip at the bottom: what data this is, the feeds, open alerts by level, the connection. Shows, decides nothing. */
import { useEffect, useState } from 'react';
import { useIntl } from 'react-intl';
import { type AlertLevel, LEVEL_NUMERALS } from '../../shared/cases/alert.ts';
import { interruptions } from '../../shared/feeds/feed-health.ts';
import type { Feed } from '../../shared/feeds/feed-status.ts';
import { PeopleCount } from './count.tsx';
import { interruptionText } from './interruption-text.ts';
import { usePreferences } from './preferences.ts';
import { useSession } from './session.ts';

const LEVELS: AlertLevel[] = [1, 2, 3, 4];
const CACHE_WORDS = {
  fine: 'app.offlineReady',
  rebuilding: 'app.cacheRebuilding',
  rebuilt: 'app.cacheRebuilt',
} as const;

export function StatusBar() {
  const { formatMessage } = useIntl();
  const { community, alerts, feeds, connected, version, cache, copyError } = useSession();
  const language = usePreferences((preferences) => preferences.language);
  const residents = community?.rows.residents ?? 0;
  return (
    <footer className="status-bar" aria-label={formatMessage({ id: 'app.statusBar' })}>
      {community && (
        <>
          <strong>{community.name[language]}</strong>
          {community.source.kind === 'sample' && (
            <span className="chip">{formatMessage({ id: 'app.demoData' })}</span>
          )}
          <span>
            <PeopleCount value={residents} /> {formatMessage({ id: 'app.personRecords' })}
          </span>
        </>
      )}
      <span className="status-space" />
      <FeedState feeds={feeds} />
      <span className="status-levels" role="group" aria-label={formatMessage({ id: 'app.openAlerts' })}>
        {LEVELS.map((level) => (
          <span key={level} data-level={level}>
            {LEVEL_NUMERALS[level]}{' '}
            <b>{alerts.filter((alert) => alert.level === level && alert.active).length}</b>
          </span>
        ))}
      </span>
      <span role="status" data-connected={connected}>
        {formatMessage({ id: connected ? CACHE_WORDS[cache] : 'app.hostGone' })}
      </span>
      {copyError && (
        <span role="alert" className="status-warning" title={formatMessage({ id: `error.${copyError}` })}>
          {formatMessage({ id: 'app.copyMissing' })}
        </span>
      )}
      <span className="status-version">{version && `v${version}`}</span>
    </footer>
  );
}

/** Feeds running of all; each that fell silent, else the age of the last message heard. */
function FeedState({ feeds }: { feeds: Feed[] }) {
  const intl = useIntl();
  const { formatMessage } = intl;
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (feeds.length === 0) return null;
  const silent = interruptions(feeds, now);
  const running = feeds.filter((feed) => feed.running).length;
  if (silent.length > 0) {
    const told = silent.map((each) => interruptionText(intl, each));
    const more = silent.length - 1;
    return (
      <span data-stale title={told.join('\n')}>
        {formatMessage({ id: 'app.feeds' }, { running: feeds.length - silent.length, all: feeds.length })}
        {` · ${told[0]}`}
        {more > 0 && ` ${formatMessage({ id: 'app.interrupted.more' }, { count: more })}`}
      </span>
    );
  }
  const heard = Math.max(...feeds.map((feed) => feed.lastHeard));
  const seconds = heard > 0 ? Math.max(0, Math.round((now - heard) / 1000)) : null;
  return (
    <span data-stale={seconds === null || seconds > 30}>
      {formatMessage({ id: 'app.feeds' }, { running, all: feeds.length })}
      {seconds !== null && ` · ${formatMessage({ id: 'app.heardAgo' }, { seconds })}`}
    </span>
  );
}
