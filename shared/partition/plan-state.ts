/**
 * A plan's way from draft to approved, as a table: from where to where, who may, and what must hold. Owns the rules; how a state is kept
 * is plan-history.ts. In a state that is frozen nothing of the plan may be changed. Nobody says that a plan is in force, or that another
 * has followed it: the days say so (plan-in-force.ts).
 */
import type { Action } from '../access/permissions.ts';

export const PLAN_STATES = [
  'draft',
  'checked',
  'walked',
  'submitted',
  'approved',
  'effective',
  'archived',
] as const;
export type PlanState = (typeof PLAN_STATES)[number];

export type PlanCondition =
  /** The proof holds, nothing is unassigned, no grid is in parts without a link. */
  | 'checks-pass'
  /** Somebody else than who submitted it. */
  | 'other-person'
  /** It was begun on the grids that it is to follow (plan-in-force.ts). */
  | 'base-current'
  /** A day from which it holds is given. */
  | 'day-given'
  /** That day is today or later: what was in force on a past day stays so. */
  | 'day-ahead'
  /** It is not in force yet: after that, another plan follows it. */
  | 'before-day';

export interface PlanTransition {
  readonly from: PlanState;
  readonly to: PlanState;
  /** What the person's role must allow. */
  readonly action: Action;
  readonly conditions: readonly PlanCondition[];
}

const step = (
  from: PlanState,
  to: PlanState,
  action: Action,
  ...conditions: PlanCondition[]
): PlanTransition => ({ from, to, action, conditions });

export const PLAN_TRANSITIONS: readonly PlanTransition[] = [
  step('draft', 'checked', 'plan.edit', 'checks-pass'),
  step('checked', 'walked', 'plan.edit'),
  // Walking the line is the office's own rule: a plan may be handed in without.
  step('checked', 'submitted', 'plan.edit', 'checks-pass'),
  step('walked', 'submitted', 'plan.edit', 'checks-pass'),
  step('submitted', 'draft', 'plan.approve'),
  step(
    'submitted',
    'approved',
    'plan.approve',
    ...(['checks-pass', 'other-person', 'base-current', 'day-given', 'day-ahead'] as const),
  ),
  step('approved', 'draft', 'plan.approve', 'before-day'),
  step('draft', 'archived', 'plan.edit'),
  step('checked', 'archived', 'plan.edit'),
  step('walked', 'archived', 'plan.edit'),
];

/** Whether steps may be done in this state; doing one makes it a draft again. */
export const isOpenToEdits = (state: PlanState): boolean =>
  state === 'draft' || state === 'checked' || state === 'walked';

export interface PlanFacts {
  checksPass: boolean;
  baseCurrent: boolean;
  /** Id of who does it, and of who submitted it; '' for nobody at the desk (without a vault there is one person only). */
  by: string;
  submittedBy: string;
  /** Local day (plan-day.ts). */
  today: number;
  effectiveFrom: number | null;
}

/** What stands in the way, [] for nothing; null: there is no such way. Roles are the caller's to ask. */
export function planObstacles(from: PlanState, to: PlanState, facts: PlanFacts): PlanCondition[] | null {
  const way = PLAN_TRANSITIONS.find((each) => each.from === from && each.to === to);
  return way ? way.conditions.filter((condition) => !HOLDS[condition](facts)) : null;
}

const HOLDS: Record<PlanCondition, (facts: PlanFacts) => boolean> = {
  'checks-pass': ({ checksPass }) => checksPass,
  'base-current': ({ baseCurrent }) => baseCurrent,
  'other-person': ({ by, submittedBy }) => by === '' || by !== submittedBy,
  'day-given': ({ effectiveFrom }) => effectiveFrom !== null,
  // That none is given is a word of its own.
  'day-ahead': ({ effectiveFrom, today }) => effectiveFrom === null || effectiveFrom >= today,
  'before-day': ({ effectiveFrom, today }) => effectiveFrom === null || today < effectiveFrom,
};
