/**
 * Whose clock counts. A device's own time is used only while it is close to ours; far off, ours is taken and the message is marked. Pure: both
 * times come in, ms since the epoch.
 */

/** Further off than this, in either direction, a device's clock is not believed. */
export const MOST_SKEW_MS = 5 * 60_000;
/** A time this far ahead is drawn back to ours and marked. */
export const MOST_AHEAD_MS = 2 * 60_000;
/** Older than this is history: it changes nothing today. */
export const HISTORY_MS = 24 * 3_600_000;

export interface Timed {
  /** The time that counts; never after `receivedAt`. */
  at: number;
  /** The device's clock was not used as it is. */
  mark: '' | 'ahead' | 'skewed';
  history: boolean;
}

export function timed(occurredAt: number | null, receivedAt: number): Timed {
  if (occurredAt === null) return { at: receivedAt, mark: '', history: false };
  const skew = occurredAt - receivedAt;
  const history = -skew > HISTORY_MS;
  if (Math.abs(skew) > MOST_SKEW_MS) return { at: receivedAt, mark: 'skewed', history };
  if (skew > MOST_AHEAD_MS) return { at: receivedAt, mark: 'ahead', history };
  return { at: Math.min(occurredAt, receivedAt), mark: '', history };
}
