/** "Data interrupted since hh:mm: <feed>", in the language of the window. */
import type { IntlShape } from 'react-intl';
import type { Interruption } from '../../shared/feeds/feed-health.ts';

export function interruptionText(intl: IntlShape, { feed, since }: Interruption): string {
  const name = feed.type === 'simulator' ? intl.formatMessage({ id: 'app.simulator' }) : feed.name;
  if (since === 0) return intl.formatMessage({ id: 'app.interrupted' }, { name });
  const today = new Date(since).toDateString() === new Date().toDateString();
  const time = intl.formatDate(since, {
    ...(today ? {} : { month: '2-digit', day: '2-digit' }),
    ...{ hour: '2-digit', minute: '2-digit', hour12: false },
  });
  return intl.formatMessage({ id: 'app.interrupted.since' }, { name, time });
}
