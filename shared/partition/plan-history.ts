/**
 * What the journal's records of one plan come to in turn: its steps, how many of them stand, and its state. Owns the order and what is passed
 * over; models are kept by whoever reads it. A pure fold: every window and every start comes to the same.
 */
import { inverted } from './partition-patch.ts';
import type { PartitionPatch } from './partition-records.ts';
import type { PlanCreated, PlanRecordBody, PlanStated } from './plan-records.ts';
import { isOpenToEdits, PLAN_TRANSITIONS, type PlanState } from './plan-state.ts';
import type { PlanAnswered, PlanLedgerBody, PlanPaper, PlanReceived } from './signed/signed-records.ts';

/** A record with its place in the journal; `at`: milliseconds since the epoch. */
export interface PlanRecord {
  seq: number;
  at: number;
  body: PlanLedgerBody;
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
  /** Every word on its state, the oldest first, with its place in the journal. */
  stated: (PlanStated & { at: number; seq: number })[];
  /** It came from another machine by a signed file. */
  received: boolean;
  /** Signatures on it, the oldest first. */
  papers: PlanPaper[];
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
    received: false,
    papers: [],
  };
}

/** A plan as it was handed in on another machine: its steps stand, and it waits for an answer. */
export function receivedHistory({ seq, at, body }: PlanRecord & { body: PlanReceived }): PlanHistory {
  const { plan, file, from, digest } = body;
  const { name, community, scope, generation, base, steps, trail, submitted } = file.body;
  const about = { plan, name, community, generation, from, base, ...(scope && { scope }) };
  const { key, signature } = file;
  return {
    ...newHistory({ seq, at, body: { kind: 'plan.created', ...about, by: '' } }),
    editedAt: submitted.at,
    steps: [...steps],
    done: steps.length,
    state: 'submitted',
    submittedBy: submitted.by.id,
    stated: trail.map((word) => ({ kind: 'plan.stated', plan, after: 1, note: '', ...word, seq })),
    received: true,
    papers: [
      {
        ...{ of: 'submission', digest, seal: { key, signature }, own: false, by: submitted.by },
        ...{ at, seq, saidAt: submitted.at },
      },
    ],
  };
}

/** Whether a plan that came in may come in anew: it was sent back from here, and nobody touched it since. */
export function awaitsReturn({ received, state, stated, seq }: PlanHistory): boolean {
  return received && state === 'draft' && stated.at(-1)?.seq === seq;
}

/** Journal number of the record that handed it in as it is now; 0: it is not handed in. */
export function submittedAt({ stated }: PlanHistory): number {
  return stated.findLast(({ state }) => state === 'submitted')?.seq ?? 0;
}

/**
 * Takes a record in. Returns the patch that the model must go through, null where it stays as it is; a record that was made on another
 * state of the plan, or that its state does not allow, changes nothing.
 */
export function follow(history: PlanHistory, { seq, at, body }: PlanRecord): PartitionPatch | null {
  if (body.plan !== history.created.plan || body.kind === 'plan.created' || body.kind === 'plan.received')
    return null;
  if (body.after !== history.seq) return null;
  if (body.kind === 'plan.signed') {
    const { of, digest, seal } = body;
    history.papers.push({ of, digest, seal, own: true, by: null, at, seq: history.seq, saidAt: null });
    return null;
  }
  if (body.kind === 'plan.stated') {
    state(history, { seq, at }, body);
    return null;
  }
  if (body.kind === 'plan.answered') {
    answered(history, { seq, at }, body);
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

/** False: it did not count. */
function state(history: PlanHistory, { seq, at }: { seq: number; at: number }, body: PlanStated): boolean {
  if (!PLAN_TRANSITIONS.some(({ from, to }) => from === history.state && to === body.state)) return false;
  // In force it is not taken back, whatever was written.
  const { effectiveFrom } = history;
  if (history.state === 'approved' && effectiveFrom !== null && body.day >= effectiveFrom) return false;
  history.seq = seq;
  history.state = body.state;
  history.stated.push({ ...body, at, seq });
  if (body.effectiveFrom !== null || body.state === 'draft') history.effectiveFrom = body.effectiveFrom;
  if (body.state === 'submitted') history.submittedBy = body.by;
  return true;
}

/** The word of another machine, as if it had been said here. */
function answered(
  history: PlanHistory,
  place: { seq: number; at: number },
  { plan, after, day, digest, file }: PlanAnswered,
): void {
  const { state: to, effectiveFrom, note, said } = file.body;
  const word = { plan, after, day, state: to, effectiveFrom, note, by: said.by.id };
  if (!state(history, place, { kind: 'plan.stated', ...word })) return;
  const { key, signature } = file;
  history.papers.push({
    ...{ of: 'answer', digest, seal: { key, signature }, own: false, by: said.by },
    ...{ ...place, saidAt: said.at },
  });
}

/** Whether a plan that comes in takes the place of what is known of it. */
export function takesIn(known: PlanHistory | undefined, { after, file }: PlanReceived): boolean {
  if (!known) return after === null;
  return awaitsReturn(known) && after === known.seq && known.created.base.sha256 === file.body.base.sha256;
}

/** Histories of every plan that the records begin, by id; records in the order of the journal. */
export function historiesOf(records: readonly PlanRecord[]): Map<string, PlanHistory> {
  const found = new Map<string, PlanHistory>();
  for (const record of records) {
    const { body } = record;
    const known = found.get(body.plan);
    if (body.kind === 'plan.received') {
      if (takesIn(known, body)) found.set(body.plan, receivedHistory({ ...record, body }));
    } else if (known) follow(known, record);
    else if (body.kind === 'plan.created') found.set(body.plan, newHistory({ ...record, body }));
  }
  return found;
}

/** Names of the steps that can be taken back, the next first, and of those that can be done again. */
export function stepNames({ steps, done }: PlanHistory): { undo: string[]; redo: string[] } {
  const names = steps.map(({ name }) => name);
  return { undo: names.slice(0, done).reverse(), redo: names.slice(done) };
}
