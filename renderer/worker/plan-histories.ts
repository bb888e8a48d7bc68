/**
 * Plans of the open community as the ledger has them, and the day they are looked at. Owns reading them; what they come to is
 * shared/partition/plan-in-force.ts.
 */
import { localDayOf } from '../../shared/partition/plan-day.ts';
import { historiesOf, type PlanHistory } from '../../shared/partition/plan-history.ts';
import { stateOn } from '../../shared/partition/plan-in-force.ts';
import { madeGridKeys } from '../../shared/partition/plan-outcome.ts';
import type { PlanState } from '../../shared/partition/plan-state.ts';
import { communityKey } from '../../shared/work/hand-tags.ts';
import { readPlanRecords } from '../store/plan-ledger.ts';
import { databasesOf, type EngineState, openedOf } from './engine-state.ts';

/** Of the plans of the open community, or of one of them. */
export async function historiesHere(state: EngineState, id?: string): Promise<Map<string, PlanHistory>> {
  return historiesFor(state, communityKey(openedOf(state).bundle), id);
}

async function historiesFor(
  state: EngineState,
  community: string,
  id?: string,
): Promise<Map<string, PlanHistory>> {
  const histories = historiesOf(await readPlanRecords(databasesOf(state), id));
  return new Map([...histories].filter(([, { created }]) => created.community === community));
}

/** Keys of all grids that plans of a community make: records may be linked to them on any day. */
export async function madeGridsOf(state: EngineState, community: string): Promise<string[]> {
  return [...(await historiesFor(state, community)).values()].flatMap(madeGridKeys);
}

/** The local day, as the page has it. */
export const todayOf = (state: EngineState): number => state.day?.today ?? localDayOf(Date.now());

/** The state of a plan as it is told today. */
export async function toldState(state: EngineState, history: PlanHistory): Promise<PlanState> {
  if (history.state !== 'approved') return history.state;
  const histories = await historiesHere(state);
  const known = histories.get(history.created.plan) ?? history;
  return stateOn(histories, openedOf(state).edited.base.plan.id, known, todayOf(state));
}
