/**
 * A case (案卷): the file opened on a condition or a report, from receipt to evaluation. Owns the shape and what can be read off it; how
 * events make it is case-fold.ts. Holds no personal value, so that a wall may show it whole. Instants are ms since the epoch; 0: not yet.
 */
import type { DeviceKind } from '../model/words.ts';
import type { AlertLevel } from './alert.ts';
import type { Category, MatterId } from './case-codes.ts';
import type { Assignee, BodyOf, CasePlace, Proof } from './case-command.ts';
import type { Begun } from './case-event.ts';
import {
  type CaseSource,
  type CaseState,
  type Escalation,
  type Mark,
  STATE_TRAITS,
  type TaskState,
} from './case-words.ts';

/** A job given to somebody (派遣单). A case has one lead at a time, and parties that handle with it. */
export interface CaseTask {
  /** `t1`, `t2` ... in the order of giving. */
  id: string;
  assignee: Assignee;
  lead: boolean;
  state: TaskState;
  offeredAt: number;
  acceptedAt: number;
  enrouteAt: number;
  arrivedAt: number;
  endedAt: number;
  /** Of parties: until when; 0 for the lead, whose clock is the case's. */
  dueAt: number;
  /** `near`, or why the place was not shown; '': not there yet. */
  arrival: 'near' | NonNullable<BodyOf<'arrive'>['reason']> | '';
  result: BodyOf<'feedback'>['result'] | '';
  proof: readonly Proof[];
  /** Why it was returned, taken off or cannot be solved; ''. */
  reason: string;
}

/** A clock of the case. It runs while it has neither fired nor ended nor is held. */
export interface Clock extends Begun {
  firedAt: number;
  /** When what it waited for happened, or no longer mattered. */
  endedAt: number;
  /** Since when it is held by a suspension. */
  heldAt: number;
}

/** Something one party cannot solve: a point of the joint meeting's agenda. */
export interface PoolEntry {
  task: string;
  party: string;
  reason: BodyOf<'cannot'>['reason'];
  since: number;
  outcome: BodyOf<'meeting'>['outcome'] | '';
  settledAt: number;
}

/** A line of a list that was worked through. */
export interface Tick {
  list: string;
  item: string;
  mark: Exclude<Mark, 'open'>;
  at: number;
  by: string;
}

export interface Supervision {
  asks: BodyOf<'supervise'>['asks'];
  by: string;
  at: number;
  due: number;
  answeredAt: number;
}

export interface Case {
  caseId: string;
  caseNo: string;
  /** Number of its last event. */
  version: number;
  state: CaseState;
  /** The state to go back to from a suspension. */
  before: CaseState;
  level: AlertLevel;
  escalation: Escalation;
  source: CaseSource;
  device: DeviceKind | '';
  matter: MatterId;
  category: Category;
  grid: string;
  place: CasePlace;
  drill: boolean;
  progressCode: string;
  follows: string;

  receivedAt: number;
  openedAt: number;
  changedAt: number;
  acknowledgedAt: number;
  /** From when the clocks of the present turn count: receipt, rework or reopening. */
  clockFrom: number;
  /** Until when the result is due; 0 before the first dispatch. */
  handleBy: number;
  feedbackAt: number;
  closedAt: number;

  alerts: readonly { id: string; active: boolean }[];
  /** The case it was merged into; ''. */
  parent: string;
  children: readonly string[];
  tasks: readonly CaseTask[];
  clocks: readonly Clock[];
  /** Ids of all who worked on it, and of those who wrote it down for them: none of them may check it. */
  handlers: readonly string[];
  supervisions: readonly Supervision[];
  urgings: readonly number[];
  contacts: readonly {
    at: number;
    by: string;
    whom: BodyOf<'contact'>['whom'];
    outcome: BodyOf<'contact'>['outcome'];
    next: NonNullable<BodyOf<'contact'>['next']> | '';
  }[];
  triage: BodyOf<'triage'>['triage'] | '';
  /** Lines that were marked, of all lists; what is open again is not among them. */
  ticks: readonly Tick[];
  pool: readonly PoolEntry[];

  extensions: number;
  returns: number;
  reworks: number;
  reopens: number;
  cancelAsked: { by: string; at: number; reason: BodyOf<'cancel'>['reason'] } | null;
  closeCode: BodyOf<'pass'>['closeCode'] | '';
  /** Why it was closed though a device still reported; ''. */
  override: NonNullable<BodyOf<'pass'>['override']> | '';
  evaluation: {
    satisfaction: BodyOf<'evaluate'>['satisfaction'];
    visited: boolean;
    by: string;
    at: number;
  } | null;
  recheck: 'none' | 'due' | 'good' | 'bad';
  /** Events that carry a sealed text, by number. */
  notes: readonly number[];
}

export function isOpen({ state }: Pick<Case, 'state'>): boolean {
  return STATE_TRAITS[state].open;
}

/** The task of whoever has the case now, or had it to the end; undefined: nobody. */
export function leadOf({ tasks }: Pick<Case, 'tasks'>): CaseTask | undefined {
  return tasks.findLast((task) => task.lead && isHeld(task));
}

/** Neither given back nor taken away. */
export function isHeld({ state }: Pick<CaseTask, 'state'>): boolean {
  return state !== 'returned' && state !== 'cancelled';
}

/** Still to be done by its party. */
export function isOwed(task: Pick<CaseTask, 'state'>): boolean {
  return isHeld(task) && task.state !== 'done';
}

/** Parties that handle with the lead and are not back yet. */
export function partiesOut({ tasks }: Pick<Case, 'tasks'>): CaseTask[] {
  return tasks.filter((task) => !task.lead && isOwed(task));
}

export function taskOf({ tasks }: Pick<Case, 'tasks'>, id: string): CaseTask | undefined {
  return tasks.find((task) => task.id === id);
}

export function isRunning(clock: Clock): boolean {
  return clock.firedAt === 0 && clock.endedAt === 0 && clock.heldAt === 0;
}
