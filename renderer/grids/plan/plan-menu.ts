/** What can be done with one cell of the plan, and where its menu is open. Owns which operations there are for a cell; whether one is allowed is the worker's. */
import { create } from 'zustand';
import type { PlanAction } from '../../../shared/partition/plan-action.ts';
import type { PlanAtoms } from '../../worker/plan-api.ts';

interface PlanMenuState {
  /** Pixels of the map; null: closed. */
  at: { cell: number; x: number; y: number } | null;
}

export const usePlanMenu = create<PlanMenuState>(() => ({ at: null }));

export interface CellOperation {
  /** `plan.cell.<id>` is its name, `plan.step.cell.<id>` that of the step. */
  id: 'lock' | 'unlock' | 'shatter' | 'heal';
  action: PlanAction;
}

/** In the order in which they are shown. */
export function cellOperations(
  cell: number,
  { cell: cellOf, building }: Pick<PlanAtoms, 'cell' | 'building'>,
  locked: ReadonlySet<number>,
): CellOperation[] {
  const lock: CellOperation = locked.has(cell)
    ? { id: 'unlock', action: { type: 'unlockCells', cells: [cell] } }
    : { id: 'lock', action: { type: 'lockCells', cells: [cell] } };
  const atom = cellOf.indexOf(cell);
  if (atom < 0) return [lock];
  if (building[atom] >= 0) return [lock, { id: 'heal', action: { type: 'heal', building: building[atom] } }];
  const entrances = building.reduce((count, of) => count + Number(of === atom), 0);
  return entrances < 2 ? [lock] : [lock, { id: 'shatter', action: { type: 'shatter', building: atom } }];
}
