/** Posts, shifts and days of a roster in words. */
import type { IntlShape } from 'react-intl';
import { DAY_MS } from '../../../shared/cases/china-day.ts';
import { dayNumberOf, endOf, type Post, type Roster } from '../../../shared/cases/roster.ts';

export function postName({ formatMessage }: IntlShape, { kind, grid, rank }: Post): string {
  const name = formatMessage({ id: `cases.post.${kind}` });
  return kind === 'grid' ? `${name} ${grid} ${rank.toUpperCase()}` : name;
}

/** The product's own shifts have names; a site's are called as it wrote them. */
export function shiftName({ formatMessage, messages }: IntlShape, id: string): string {
  const key = `cases.shift.${id}`;
  return key in messages ? formatMessage({ id: key }) : id;
}

export const clockText = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

export const shiftSpan = (shift: Roster['shifts'][number]): string =>
  `${clockText(shift.from)}–${clockText(endOf(shift))}`;

/** `周三`. */
export function weekdayName(intl: IntlShape, day: string): string {
  return intl.formatDate(dayNumberOf(day) * DAY_MS, { weekday: 'short', timeZone: 'UTC' });
}

/** `12/2`. */
export function dayName(intl: IntlShape, day: string): string {
  return intl.formatDate(dayNumberOf(day) * DAY_MS, { month: 'numeric', day: 'numeric', timeZone: 'UTC' });
}
