/**
 * How well a case was handled, exact and warm: clocks and proof on one side, the reporter's word and a visit on the other. The two are shown
 * side by side and never added up: a case in time that left somebody unhappy is not average. Pure; read off the folded case.
 */
import { type Case, type Clock, leadOf } from './case.ts';
import type { TimerKind } from './case-event.ts';

/** What the exact side looks at, with its weight in points of 100. */
export const EXACT_WEIGHTS = { accept: 10, arrive: 20, handle: 40, proof: 15, firstTime: 15 } as const;
export type ExactPoint = keyof typeof EXACT_WEIGHTS;

export interface Evaluation {
  exact: {
    /** True: met; false: not; null: does not apply, and its weight is not counted. */
    points: Record<ExactPoint, boolean | null>;
    /** 0 to 100; null: nothing applied. */
    score: number | null;
  };
  warm: {
    /** 1 to 5; 0: nobody was reached. */
    satisfaction: 0 | 1 | 2 | 3 | 4 | 5;
    visited: boolean;
  };
}

export function evaluationOf(file: Case): Evaluation {
  const lead = leadOf(file);
  const points: Evaluation['exact']['points'] = {
    accept: inTime(file, 'accept'),
    arrive: inTime(file, 'arrive'),
    handle: handledInTime(file),
    proof: lead?.state === 'done' ? lead.proof.length > 0 : null,
    // Neither done again nor come back.
    firstTime: file.reworks + file.reopens > 0 ? false : file.feedbackAt > 0 || null,
  };
  return {
    exact: { points, score: scoreOf(points) },
    warm: { satisfaction: file.evaluation?.satisfaction ?? 0, visited: file.evaluation?.visited ?? false },
  };
}

/**
 * Whether the result was told by the time that was promised, with what was granted since; null: it was never given to anybody, or the time
 * is not up and nothing was told. `now`: ms since the epoch; without it an untold result does not count as late.
 */
export function handledInTime({ handleBy, feedbackAt, state }: Case, now = 0): boolean | null {
  if (handleBy === 0) return null;
  // After rework the result is the new one: the old one did not hold.
  const told = feedbackAt > 0 && state !== 'dispatched' && state !== 'accepted' && state !== 'onSite';
  if (told) return feedbackAt <= handleBy;
  return now > handleBy ? false : null;
}

/** Of every clock of a kind what it waited for came by its time; null: there was none that ended. */
function inTime({ clocks }: Case, kind: TimerKind): boolean | null {
  const ended = clocks.filter((clock) => clock.kind === kind && clock.endedAt > 0 && clock.heldAt === 0);
  return ended.length === 0 ? null : ended.every(isInTime);
}

const isInTime = ({ endedAt, dueAt, firedAt }: Clock) => firedAt === 0 && endedAt <= dueAt;

function scoreOf(points: Evaluation['exact']['points']): number | null {
  let [met, most] = [0, 0];
  for (const [point, value] of Object.entries(points) as [ExactPoint, boolean | null][]) {
    if (value === null) continue;
    most += EXACT_WEIGHTS[point];
    if (value) met += EXACT_WEIGHTS[point];
  }
  return most === 0 ? null : Math.round((met / most) * 100);
}
