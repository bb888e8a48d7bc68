/**
 * What an answer of the worker changes in the plan that is shown: cells, grids, micro-grids, what a gesture under way would do. Pure; owns no
 * state, that is plan-edit.ts.
 */
import type { CellRings, PlanGrid, PlanMicro } from '../../../shared/partition/plan-view.ts';
import type { LngLat } from '../../../shared/query/selection.ts';
import type { PlanAtoms, PlanChange, PlanPreview } from '../../worker/plan-api.ts';

/** Rings of a cell as they are drawn: the outer one first, not closed. */
export type CellShape = readonly (readonly LngLat[])[];

/** What a gesture under way would change. */
export interface PlanTrial {
  grids: ReadonlyMap<number, PlanGrid>;
  micros: ReadonlyMap<number, PlanMicro>;
  cellGrid: ReadonlyMap<number, number>;
  cellMicro: ReadonlyMap<number, number>;
  unassigned: number[];
}

/** What is shown of a plan; the rest of the editor is where it was. */
export interface PlanShown {
  grids: ReadonlyMap<number, PlanGrid>;
  micros: ReadonlyMap<number, PlanMicro>;
  cells: ReadonlyMap<number, CellShape>;
  /** -1: in none. */
  cellGrid: ReadonlyMap<number, number>;
  /** -1: in none. */
  cellMicro: ReadonlyMap<number, number>;
  /** Cells that stay in their grid. */
  locked: ReadonlySet<number>;
  /** Counts changes of cells' shapes. */
  shapes: number;
  atoms: PlanAtoms;
  /** The grid that strokes go to, or that is divided into micro-grids. */
  target: number | null;
  /** The micro-grid that strokes go to; -1: none of them. */
  microTarget: number | null;
}

export function trialOf(preview: Extract<PlanPreview, { ok: true }>): PlanTrial {
  const { grids, micros, cellGrid, cellMicro, unassigned } = preview;
  return {
    grids: byId(grids),
    micros: byId(micros),
    cellGrid: pairsOf(cellGrid),
    cellMicro: pairsOf(cellMicro),
    unassigned,
  };
}

export const byId = <T extends { id: number }>(list: readonly T[]): Map<number, T> =>
  new Map(list.map((each) => [each.id, each]));

/** What a step changed, put into what is shown. */
export function changed(state: PlanShown, change: PlanChange): PlanShown {
  const reshaped = change.cells.ids.length > 0 || change.removedCells.length > 0;
  const cells = reshaped ? new Map(state.cells) : state.cells;
  const cellGrid = new Map(state.cellGrid);
  const cellMicro = change.cellMicro.length > 0 || reshaped ? new Map(state.cellMicro) : state.cellMicro;
  if (cells instanceof Map) {
    for (const cell of change.removedCells)
      for (const of of [cells, cellGrid, cellMicro]) (of as Map<number, unknown>).delete(cell);
    for (const [cell, shape] of shapesOf(change.cells)) cells.set(cell, shape);
  }
  for (const [cell, grid] of pairsOf(change.cellGrid)) cellGrid.set(cell, grid);
  if (cellMicro instanceof Map)
    for (const [cell, micro] of pairsOf(change.cellMicro)) cellMicro.set(cell, micro);
  const grids = merged(state.grids, change.grids, change.removedGrids);
  const micros = merged(state.micros, change.micros, change.removedMicros);
  const { target, microTarget } = state;
  const isGone = (of: ReadonlyMap<number, { retired: boolean }>, id: number | null) =>
    id !== null && id >= 0 && of.get(id)?.retired !== false;
  const moved = microTarget !== null && microTarget >= 0 && micros.get(microTarget)?.grid !== target;
  return {
    cells,
    cellGrid,
    cellMicro,
    grids,
    micros,
    locked: reshaped ? withLocks(state.locked, change.cells) : state.locked,
    shapes: reshaped ? state.shapes + 1 : state.shapes,
    atoms: change.atomCell.length > 0 ? withCells(state.atoms, change.atomCell) : state.atoms,
    target: isGone(grids, target) ? null : target,
    microTarget: isGone(grids, target) || isGone(micros, microTarget) || moved ? null : microTarget,
  };
}

function merged<T extends { id: number }>(
  before: ReadonlyMap<number, T>,
  changes: readonly T[],
  removed: readonly number[],
): ReadonlyMap<number, T> {
  if (changes.length + removed.length === 0) return before;
  const now = new Map(before);
  for (const each of changes) now.set(each.id, each);
  for (const id of removed) now.delete(id);
  return now;
}

export function withLocks(locked: ReadonlySet<number>, cells: CellRings): Set<number> {
  const now = new Set(locked);
  cells.ids.forEach((cell, i) => {
    if (cells.locked[i]) now.add(cell);
    else now.delete(cell);
  });
  return now;
}

function withCells(atoms: PlanAtoms, pairs: Int32Array): PlanAtoms {
  const cell = atoms.cell.slice();
  for (let i = 0; i < pairs.length; i += 2) cell[pairs[i]] = pairs[i + 1];
  return { ...atoms, cell };
}

function pairsOf(pairs: Int32Array): Map<number, number> {
  const found = new Map<number, number>();
  for (let i = 0; i < pairs.length; i += 2) found.set(pairs[i], pairs[i + 1]);
  return found;
}

export function* shapesOf({
  ids,
  ringStarts,
  cornerStarts,
  lngLat,
}: CellRings): Generator<[number, CellShape]> {
  for (const [i, cell] of ids.entries()) {
    const shape: LngLat[][] = [];
    for (let ring = ringStarts[i]; ring < ringStarts[i + 1]; ring++) {
      const corners: LngLat[] = [];
      for (let corner = cornerStarts[ring]; corner < cornerStarts[ring + 1]; corner++)
        corners.push([lngLat[2 * corner], lngLat[2 * corner + 1]]);
      shape.push(corners);
    }
    yield [cell, shape];
  }
}
