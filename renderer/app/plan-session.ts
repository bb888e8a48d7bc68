/**
 * Grid plans at this window: begun, opened, changed, moved on. Owns the order of worker, host and journal: the partition is kept before the
 * record that names it, and a step is kept before anything shows it.
 */
import * as Comlink from 'comlink';
import type { JournalBody } from '../../shared/host/journal-record.ts';
import type { OnProgress } from '../../shared/model/bundle.ts';
import type { PlanAction } from '../../shared/partition/plan-action.ts';
import type { CarryChoice, CarryConflict } from '../../shared/partition/plan-carry.ts';
import { PlanError } from '../../shared/partition/plan-error.ts';
import type { PlanState } from '../../shared/partition/plan-state.ts';
import { StorageError } from '../store/storage-error.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import type { PlanComparison, PlanRefusal, PlanView } from '../worker/plan-api.ts';
import type { UnitsChoice } from '../worker/plan-file-api.ts';
import { notePlanBegun, notePlanState } from './access/audit-notes.ts';
import { appendAndApply, currentHost } from './open-session.ts';

export interface NewPlan {
  name: string;
  /** Rows of the areas that it is of; null: all. */
  areas: readonly number[] | null;
}

/**
 * Begins a plan of the open community and answers its id. Rejects as `draftPlan` does; nothing is kept then. `signal`: given up by the person, as
 * long as the host has nothing of it.
 */
export async function beginPlan(
  engine: DataEngine,
  { name, areas }: NewPlan,
  report: OnProgress,
  signal?: AbortSignal,
): Promise<string> {
  const id = newPlanId();
  const request = { id, name, ...(areas && { areas }) };
  const giveUp = () => void engine.cancel();
  signal?.addEventListener('abort', giveUp);
  try {
    const begun = await engine.draftPlan(request, Comlink.proxy(report));
    // It was ready just when it was given up.
    if (signal?.aborted) throw new StorageError('storage-cancelled');
    await keepBegun(engine, id, begun);
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
  return id;
}

/** The same of the areas of the file on the desk. Rejects as `draftUnitPlan` does. */
export async function beginUnitPlan(engine: DataEngine, name: string, choice: UnitsChoice): Promise<string> {
  const id = newPlanId();
  await keepBegun(engine, id, await engine.draftUnitPlan({ id, name }, choice));
  return id;
}

type Begun = Pick<Awaited<ReturnType<DataEngine['draftPlan']>>, 'bytes' | 'sha256' | 'body'>;

/** The host has the base before the journal names it. */
async function keepBegun(engine: DataEngine, id: string, { bytes, sha256, body }: Begun): Promise<void> {
  const host = currentHost();
  const { token } = await host.call('plan.put', { plan: id, bytes });
  await engine.sendPlanBase(sha256, token);
  await host.call('plan.commit', { token, sha256 });
  await notePlanBegun(id);
  await appendAndApply([body]);
}

/** A plan that is to follow the open one on today's borders, with what contradicts. Nothing is kept yet. */
export type CarryDraft = Begun & { id: string; conflicts: CarryConflict[] };

export async function draftCarry(engine: DataEngine, name: string, report: OnProgress): Promise<CarryDraft> {
  const id = newPlanId();
  return { id, ...(await engine.draftCarry({ id, name }, Comlink.proxy(report))) };
}

/**
 * Keeps it with these choices and opens it; the plan before stays as it is. Rejects with PlanError 'plan-not-carried', HostError; killed in between, the new
 * plan is there with today's borders.
 */
export async function keepCarried(
  engine: DataEngine,
  draft: CarryDraft,
  choices: Record<string, CarryChoice>,
  step: string,
): Promise<PlanView> {
  await keepBegun(engine, draft.id, draft);
  const begun = await openPlan(engine, draft.id);
  const body = await engine.carryStep(choices, step);
  if (!body) return begun;
  await appendAndApply([body]);
  return openPlan(engine, draft.id);
}

/** Rejects with PlanError. */
export async function openPlan(engine: DataEngine, id: string): Promise<PlanView> {
  return engine.openPlan(id, await baseToken(id));
}

/** The open plan beside another one; null: beside the borders it began with. Rejects with PlanError. */
export async function comparePlan(engine: DataEngine, id: string | null): Promise<PlanComparison> {
  return engine.comparePlan(id === null ? null : { id, token: await baseToken(id) });
}

/** What the worker fetches the base of a plan with. */
export async function baseToken(plan: string): Promise<string> {
  const found = await currentHost().call('plan.get', { plan });
  if (!found) throw new PlanError('plan-damaged', 'the host does not have its base');
  return found.token;
}

/** Does it and keeps it. A refusal changes nothing; null: done. Rejects with PlanError, HostError 'conflict' (another window was quicker). */
export async function doOnPlan(
  engine: DataEngine,
  action: PlanAction,
  name: string,
): Promise<PlanRefusal | null> {
  const written = await engine.actOn(action, name);
  if (!written.ok) return written;
  await keepStep(written.body);
  return null;
}

/** In the journal when it resolves. Rejects with HostError 'conflict' (another window was quicker). */
export async function keepStep(body: JournalBody): Promise<void> {
  await appendAndApply([body]);
}

/** False: nothing to take back or do again. */
export async function stepPlan(engine: DataEngine, direction: 'undo' | 'redo'): Promise<boolean> {
  const body: JournalBody | null = await engine.planStep(direction);
  if (body) await appendAndApply([body]);
  return body !== null;
}

/** Moves a plan on, or sends it back; audited. Rejects with PlanError 'plan-obstacles', HostError. */
export async function movePlan(
  engine: DataEngine,
  to: PlanState,
  effectiveFrom: number | null,
  note: string,
): Promise<void> {
  const body = await engine.statePlan(to, effectiveFrom, note);
  if (body.kind === 'plan.stated') await notePlanState(body.plan, to);
  await appendAndApply([body]);
}

/** Sortable by time and unique enough for one desk. */
function newPlanId(): string {
  const random = crypto.getRandomValues(new Uint8Array(4));
  const tail = Array.from(random, (byte) => byte.toString(36).padStart(2, '0')).join('');
  return `p-${Date.now().toString(36)}${tail}`;
}
