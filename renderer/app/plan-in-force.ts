/**
 * Brings the grids in force on a day under what this window shows: the base of a plan goes from host to worker, and the page asks again when
 * the local day turns. Owns the asking; which plan a day has is the worker's.
 */
import type { Host } from '../../shared/host/contract.ts';
import { localDayOf } from '../../shared/partition/plan-day.ts';
import { PlanError } from '../../shared/partition/plan-error.ts';
import type { DataEngine } from '../worker/engine-api.ts';

/** A machine may sleep over midnight, or its clock be set: the day is looked at, not waited for. */
const LOOK_MS = 15_000;

/**
 * `asOf`: another day; null: today. Resolves to whether rows of grids moved. Rejects with PlanError 'plan-damaged' where the host does not have
 * what a plan rests on; then the grids stay as they were.
 */
export async function servePlans(
  host: Pick<Host, 'call'>,
  engine: Pick<DataEngine, 'servePlan'>,
  asOf: number | null,
): Promise<boolean> {
  for (let token: string | null = null; ; ) {
    const { need, changed } = await engine.servePlan({ today: localDayOf(Date.now()), asOf }, token);
    if (need === null) return changed;
    const found = await host.call('plan.get', { plan: need });
    if (!found) throw new PlanError('plan-damaged', 'the host does not have its base');
    token = found.token;
  }
}

/** Calls `turned` with the new day soon after it began. Returns its own undo. */
export function watchDay(turned: (today: number) => void): () => void {
  let today = localDayOf(Date.now());
  const timer = setInterval(() => {
    const now = localDayOf(Date.now());
    if (now === today) return;
    today = now;
    turned(today);
  }, LOOK_MS);
  return () => clearInterval(timer);
}
