/**
 * The words of what becomes of a message from outside: its lane, its end, and why one was set aside. Every message ends as exactly one of
 * OUTCOMES; shown as `feeds.outcome.<word>` and `feeds.reason.<word>`.
 */
import * as v from 'valibot';

/** LIFE is acknowledged when it is on the disk, BULK when it is written; LIFE never waits behind BULK. */
export const LANES = ['life', 'bulk'] as const;
export type Lane = (typeof LANES)[number];

export const OUTCOMES = ['applied', 'duplicate', 'stale', 'quarantined'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How many of a source ended how. */
export const TallySchema = v.object({
  applied: v.number(),
  duplicate: v.number(),
  stale: v.number(),
  quarantined: v.number(),
});
export type Tally = v.InferOutput<typeof TallySchema>;

export function noTally(): Tally {
  return { applied: 0, duplicate: 0, stale: 0, quarantined: 0 };
}

/** Why a message was set aside. */
export const REASONS = [
  'too-large',
  'not-utf8',
  'not-json',
  'too-deep',
  'unsafe-name',
  'no-device',
  'unknown-device',
  'bad-kind',
  'bad-value',
  'bad-alarm',
  'bad-time',
  'bad-number',
  'bad-place',
  'swapped-place',
] as const;
export type Reason = (typeof REASONS)[number];
export const ReasonSchema = v.picklist(REASONS);
