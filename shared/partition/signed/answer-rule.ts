/**
 * Whether an answer that came in on a signed file may be taken: it answers the plan as it is handed in here now, nothing else was decided meanwhile,
 * and its day is still ahead. Owns the rule; whose key signed it is asked elsewhere.
 */
import type { PlanErrorCode } from '../plan-error.ts';
import { type PlanHistory, submittedAt } from '../plan-history.ts';
import { planObstacles } from '../plan-state.ts';
import type { Answer } from './signed-plan.ts';

export interface AnswerFacts {
  /** Of the answer's signed text. */
  digest: string;
  /** The key that signed it is this machine's own. */
  own: boolean;
  /** The plan follows the grids that it is to follow (plan-in-force.ts). */
  baseCurrent: boolean;
  /** Local day (plan-day.ts). */
  today: number;
}

/** null: it may. `history`: of the plan that it names; undefined: there is none here. */
export function answerFault(
  history: PlanHistory | undefined,
  answer: Answer,
  { digest, own, baseCurrent, today }: AnswerFacts,
): PlanErrorCode | null {
  if (own) return 'plan-answer-own';
  if (!history?.papers.some(({ of, own: mine }) => of === 'submission' && mine)) return 'plan-answer-unknown';
  if (history.papers.some((paper) => paper.digest === digest)) return 'plan-answer-twice';
  if (!answersNow(history, answer)) return 'plan-answer-stale';
  const { submittedBy, state } = history;
  const effectiveFrom = answer.effectiveFrom ?? history.effectiveFrom;
  const facts = { checksPass: true, baseCurrent, by: '', submittedBy, today, effectiveFrom };
  const obstacles = planObstacles(state, answer.state, facts);
  if (obstacles === null) return 'plan-answer-stale';
  if (obstacles.includes('base-current')) return 'plan-answer-base';
  return obstacles.length > 0 ? 'plan-answer-day' : null;
}

/** It is about the submission that counts now, and no later word of that machine came before it. */
function answersNow(history: PlanHistory, { submission, said }: Answer): boolean {
  const { papers, seq } = history;
  const now = submittedAt(history);
  const asked = papers.some(
    ({ of, seq, digest }) => of === 'submission' && seq === now && digest === submission,
  );
  if (!asked) return false;
  if (seq === now) return true;
  // What was decided since must have come by a file too, and earlier.
  const last = papers.findLast(({ of, own }) => of === 'answer' && !own);
  return last !== undefined && last.seq === seq && (last.saidAt ?? 0) < said.at;
}
