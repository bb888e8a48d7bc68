/** How long to wait after a failure: a random part of a span that doubles (full jitter), so that many senders never come back at one moment. */

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** A draw of nothing would be no wait at all. */
const LEAST_MS = 100;

/** `failures`: one after the other, from 1. `random`: 0 to 1. `asked`: what the receiver asked for, kept to at most ten times the longest. */
export function waitMs(failures: number, random: number, asked = 0): number {
  const span = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(Math.max(failures, 1) - 1, 20));
  return Math.max(LEAST_MS, Math.round(span * random), Math.min(asked, 10 * LONGEST_MS));
}
