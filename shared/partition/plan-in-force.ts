/**
 * Which plan is in force on a day, and the state of each that follows from it. Owns that rule alone: of the approved plans whose day has
 * come, the one with the latest day, and of equal days the one approved last. Pure, so that every window, every start and every day that is
 * asked about later come to the same.
 */
import type { PlanHistory } from './plan-history.ts';
import type { PlanState } from './plan-state.ts';

/** The grids that a community came with, before any plan. */
export const FIRST_PLAN = 'plan-0';

/** The ground of plans whose cells are areas of a file: no community stands on it, so they are never in force. */
export const FILE_GROUND = 'file';

/** The ground of plans that came in and were drawn over other grids than there are here: they are carried over, not put in force. */
export const OTHER_GROUND = 'other';

type Histories = ReadonlyMap<string, PlanHistory>;

/** What a plan was begun on: the id of the plan in force then. */
export const begunOn = ({ created }: PlanHistory): string => created.from ?? FIRST_PLAN;

/**
 * The grids that a plan goes back to in the end. Plans follow one another on the same ground only: where a community's grids were brought in
 * anew by a file, earlier plans do not hold there.
 */
export function rootOf(histories: Histories, plan: string): string {
  const seen = new Set<string>();
  let root = plan;
  for (let history = histories.get(root); history && !seen.has(root); history = histories.get(root)) {
    seen.add(root);
    root = begunOn(history);
  }
  return root;
}

/** `ground`: what the open community's own grids are (`bundle.plan.id`). null: its own grids are in force. */
export function planOn(histories: Histories, ground: string, day: number): PlanHistory | null {
  return turnsBy(histories, ground, day).at(-1) ?? null;
}

/** The plans that are or were in force by that day, in the order of their days. */
export function turnsBy(histories: Histories, ground: string, day: number): PlanHistory[] {
  const root = rootOf(histories, ground);
  return [...histories.values()]
    .filter(
      ({ state, effectiveFrom, created }) =>
        state === 'approved' &&
        effectiveFrom !== null &&
        effectiveFrom <= day &&
        rootOf(histories, created.plan) === root,
    )
    .sort((a, b) => Number(a.effectiveFrom) - Number(b.effectiveFrom) || a.seq - b.seq);
}

/** The state as it is to be told on a day: an approved plan whose day has come is in force, or archived once another followed it. */
export function stateOn(histories: Histories, ground: string, history: PlanHistory, day: number): PlanState {
  const { state, effectiveFrom } = history;
  if (state !== 'approved' || effectiveFrom === null || effectiveFrom > day) return state;
  return planOn(histories, ground, day)?.created.plan === history.created.plan ? 'effective' : 'archived';
}

/**
 * Whether a plan was begun on the grids that it is to follow: those of the plan approved last, or the community's own. Else it would bring back
 * what has been changed since, and is to be carried over first.
 */
export function followsOn(histories: Histories, ground: string, history: PlanHistory): boolean {
  const last = planOn(histories, ground, Number.MAX_SAFE_INTEGER);
  return begunOn(history) === (last?.created.plan ?? rootOf(histories, ground));
}
