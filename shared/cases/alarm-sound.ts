/**
 * What is to be heard of the live alerts: one tone at a time, of the worst that nobody has seen. Data and choice only; who plays it is the page.
 * Source: NUREG-0700 1.3.11 (few tones, at least a fifth apart in frequency, within 200 to 5,000 Hz, until somebody acknowledges); level IV is silent.
 */
import type { Alert } from './alert.ts';

export interface Tone {
  /** Hertz, one after the other. */
  notes: readonly number[];
  /** Seconds of each note. */
  seconds: number;
  /** Milliseconds from one beginning to the next, until it is acknowledged. */
  every: number;
}

export const TONES: Readonly<Record<1 | 2 | 3, Tone>> = {
  1: { notes: [988, 740, 988, 740], seconds: 0.18, every: 2_000 },
  2: { notes: [740, 554], seconds: 0.22, every: 6_000 },
  3: { notes: [554], seconds: 0.3, every: 30_000 },
};

/** The level that sounds now; null: nothing does. A condition that is over is still unseen, and still sounds; so does a drill. */
export function soundingLevel(alerts: readonly Pick<Alert, 'level' | 'acknowledged'>[]): 1 | 2 | 3 | null {
  let worst: 1 | 2 | 3 | null = null;
  for (const { level, acknowledged } of alerts) {
    if (acknowledged || level === 4) continue;
    if (worst === null || level < worst) worst = level;
  }
  return worst;
}
