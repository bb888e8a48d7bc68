/**
 * What the journal's records of one plan come to in turn: its steps, how many of them stand, and its state. Owns the order and what is passed
 * over; models are kept by whoever reads it. A pure fold: every window and every start comes to the same.
 */
import { inverted } from './partition-patch.ts';
import type { PartitionPatch } from './partition-records.ts';
import type { PlanCreated, PlanRecordBody, PlanStated } from './plan-records.ts';
import { isOpenToEdits, PLAN_TRANSITIONS, type PlanState } from './plan-state.ts';

/** A record with its place in the journal; `at`: milliseconds since the epoch. */
export interface PlanRecord {
  seq: number;
  at: number;
  body: PlanRecordBody;
}

export interface PlanStep {
  name: string;
  by: string;
  at: number;
  patch: PartitionPatch;
}

export interface PlanHistory {
  created: PlanCreated;
  createdAt: number;
  editedAt: number;
  /** Journal number of the last record that counted. */
  seq: number;
  /** All that can be taken back or done again; the first `done` stand. */
  steps: PlanStep[];
  done: number;
  state: PlanState;
  /** Of the last word on it. */
  effectiveFrom: number | null;
  submittedBy: string;
  /** Every word on its state, the oldest first. */
  stated: (PlanStated & { at: number })[];
}

export function newHistory({ seq, at, body }: PlanRecord & { body: PlanCreated }): PlanHistory {
  return {
    created: body,
    createdAt: at,
    editedAt: at,
    seq,
    steps: [],
    done: 0,
    state: 'draft',
    effectiveFrom: null,
    submittedBy: '',
    stated: [],
  };
}

/**
 * Takes a record in. Returns the patch that the model must go through, null where it stays as it is; a record that was made on another
 * state of the plan, or that its state does not allow, changes nothing.
 */
export function follow(history: PlanHistory, { seq, at, body }: PlanRecord): PartitionPatch | null {
  if (body.kind === 'plan.created' || body.plan !== history.created.plan || body.after !== history.seq)
    return null;
  if (body.kind === 'plan.stated') {
    state(history, { seq, at }, body);
    return null;
  }
  if (!isOpenToEdits(history.state)) return null;
  const patch = body.kind === 'plan.edited' ? edited(history, body, at) : stepped(history, body);
  if (!patch) return null;
  Object.assign(history, { seq, editedAt: at, state: 'draft' });
  return patch;
}

function edited(
  history: PlanHistory,
  { step, name, by, patch }: Extract<PlanRecordBody, { kind: 'plan.edited' }>,
  at: number,
): PartitionPatch | null {
  if (step !== history.done + 1) return null;
  history.steps.length = history.done;
  history.steps.push({ name, by, at, patch });
  history.done = step;
  return patch;
}

function stepped(
  history: PlanHistory,
  { direction, step }: Extract<PlanRecordBody, { kind: 'plan.stepped' }>,
): PartitionPatch | null {
  const { steps, done } = history;
  if (direction === 'undo') {
    if (step !== done || done === 0) return null;
    history.done--;
    return inverted(steps[step - 1].patch);
  }
  if (step !== done + 1 || step > steps.length) return null;
  history.done++;
  return steps[step - 1].patch;
}

function state(history: PlanHistory, { seq, at }: { seq: number; at: number }, body: PlanStated): void {
  if (!PLAN_TRANSITIONS.some(({ from, to }) => from === history.state && to === body.state)) return;
  // In force it is not taken back, whatever was written.
  const { effectiveFrom } = history;
  if (history.state === 'approved' && effectiveFrom !== null && body.day >= effectiveFrom) return;
  history.seq = seq;
  history.state = body.state;
  history.stated.push({ ...body, at });
  if (body.effectiveFrom !== null || body.state === 'draft') history.effectiveFrom = body.effectiveFrom;
  if (body.state === 'submitted') history.submittedBy = body.by;
}

/** Histories of every plan that the records begin, by id; records in the order of the journal. */
export function historiesOf(records: readonly PlanRecord[]): Map<string, PlanHistory> {
  const found = new Map<string, PlanHistory>();
  for (const record of records) {
    const { body } = record;
    const known = found.get(body.plan);
    if (known) follow(known, record);
    else if (body.kind === 'plan.created') found.set(body.plan, newHistory({ ...record, body }));
  }
  return found;
}

/** Names of the steps that can be taken back, the next first, and of those that can be done again. */
export function stepNames({ steps, done }: PlanHistory): { undo: string[]; redo: string[] } {
  const names = steps.map(({ name }) => name);
  return { undo: names.slice(0, done).reverse(), redo: names.slice(done) };
}
