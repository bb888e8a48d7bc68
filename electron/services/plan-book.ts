/**
 * Where every grid plan stands, as the journal tells: its state, its last record, who handed it in. Owns the host's answer to what may be
 * appended to a plan; borders and counts it never reads.
 */

import type { Action } from '../../shared/access/permissions.ts';
import { HostError } from '../../shared/host/host-error.ts';
import type { JournalBody, JournalRecord } from '../../shared/host/journal-record.ts';
import type { PartitionPatch } from '../../shared/partition/partition-records.ts';
import { localDayOf } from '../../shared/partition/plan-day.ts';
import {
  follow,
  newHistory,
  type PlanHistory,
  receivedHistory,
  takesIn,
} from '../../shared/partition/plan-history.ts';
import { followsOn, rootOf } from '../../shared/partition/plan-in-force.ts';
import type { PlanStated } from '../../shared/partition/plan-records.ts';
import { isOpenToEdits, PLAN_TRANSITIONS, planObstacles } from '../../shared/partition/plan-state.ts';
import type { PlanLedgerBody, PlanReceived } from '../../shared/partition/signed/signed-records.ts';

const NO_IDS = { node: 0, arc: 0, cell: 0, grid: 0, exception: 0 };
/** Stands for every patch: the host counts steps and keeps none of them. */
const ANY_PATCH: PartitionPatch = {
  nodes: [],
  arcs: [],
  cells: [],
  grids: [],
  exceptions: [],
  cellGrid: { ids: [], before: [], after: [] },
  atomCell: { ids: [], before: [], after: [] },
  next: { before: NO_IDS, after: NO_IDS },
};

export class PlanBook {
  private readonly plans = new Map<string, PlanHistory>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** For every record of the journal, at start and as it grows. */
  replay({ seq, at, body }: JournalRecord): void {
    if (body.kind === 'plan.created') {
      if (!this.plans.has(body.plan)) this.plans.set(body.plan, newHistory({ seq, at, body }));
    } else if (body.kind === 'plan.received') {
      if (takesIn(this.plans.get(body.plan), body))
        this.plans.set(body.plan, receivedHistory({ seq, at, body: withoutPatches(body) }));
    } else if (body.kind === 'plan.edited') this.follow(seq, at, { ...body, patch: ANY_PATCH });
    else if (isPlanWord(body)) this.follow(seq, at, body);
  }

  /** As the journal has it; undefined: there is no such plan. Patches are not in it. */
  get(plan: string): PlanHistory | undefined {
    return this.plans.get(plan);
  }

  private follow(seq: number, at: number, body: PlanLedgerBody): void {
    const history = this.plans.get(body.plan);
    if (history) follow(history, { seq, at, body });
  }

  /** What a role must allow to append this; null: it is not about a plan with borders. */
  needs(body: JournalBody): Action | null {
    switch (body.kind) {
      case 'plan.created':
      case 'plan.edited':
      case 'plan.stepped':
        return 'plan.edit';
      case 'plan.stated':
        return this.way(body)?.action ?? 'plan.approve';
      default:
        return null;
    }
  }

  /**
   * Throws HostError: 'conflict' (the plan was changed since, or is frozen, or begun twice), 'not-found', 'not-allowed' (no way leads to that
   * state, the same person, the day has not come).
   */
  check(body: JournalBody): void {
    if (body.kind === 'plan.created') {
      if (this.plans.has(body.plan)) throw new HostError('conflict', 'plan');
      return;
    }
    if (body.kind !== 'plan.edited' && body.kind !== 'plan.stepped' && body.kind !== 'plan.stated') return;
    const history = this.plans.get(body.plan);
    if (!history) throw new HostError('not-found', 'plan');
    if (body.after !== history.seq) throw new HostError('conflict', 'plan');
    if (body.kind === 'plan.stated') this.checkState(history, body);
    else if (!isOpenToEdits(history.state)) throw new HostError('conflict', 'plan is frozen');
  }

  /** Among the plans of its community; which grids a file brought in anew is the worker's to know. */
  followsOn(history: PlanHistory): boolean {
    const { community, plan } = history.created;
    const own = new Map([...this.plans].filter(([, { created }]) => created.community === community));
    return followsOn(own, rootOf(own, plan), history);
  }

  private checkState(history: PlanHistory, { state, by, day, effectiveFrom }: PlanStated): void {
    const today = localDayOf(this.now());
    // The days say what is in force; a page whose clock is wrong must not say it for all. Midnight may come in between.
    if (Math.abs(day - today) > 1) throw new HostError('not-allowed', 'day');
    const obstacles = planObstacles(history.state, state, {
      // The worker proves the plan; the host knows no borders.
      checksPass: true,
      baseCurrent: this.followsOn(history),
      by,
      submittedBy: history.submittedBy,
      today,
      effectiveFrom: effectiveFrom ?? history.effectiveFrom,
    });
    if (obstacles === null) throw new HostError('not-allowed', `${history.state} to ${state}`);
    if (obstacles.length > 0) throw new HostError('not-allowed', obstacles.join(' '));
  }

  private way({ plan, state }: PlanStated) {
    const from = this.plans.get(plan)?.state;
    return PLAN_TRANSITIONS.find((each) => each.from === from && each.to === state);
  }
}

const WORDS: readonly JournalBody['kind'][] = ['plan.stepped', 'plan.stated', 'plan.signed', 'plan.answered'];

function isPlanWord(body: JournalBody): body is PlanLedgerBody {
  return WORDS.includes(body.kind);
}

function withoutPatches(body: PlanReceived): PlanReceived {
  const { file } = body;
  const steps = file.body.steps.map((step) => ({ ...step, patch: ANY_PATCH }));
  return { ...body, file: { ...file, body: { ...file.body, steps } } };
}
