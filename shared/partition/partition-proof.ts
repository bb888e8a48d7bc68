/**
 * The proof that a plan may be saved: no gap, no overlap (integrity.ts), every atom inside its cell, every total the sum of its
 * atoms, every grid of an open record and of one community, every micro-grid
 * within one grid. Owns the putting together; some 50 ms for 5,000 cells.
 */

import type { IntegrityFault } from './integrity.ts';
import { proveIntegrity } from './integrity.ts';
import { NO_GRID } from './outline.ts';
import { atomsAstray, planarMapOf } from './partition-build.ts';
import type { PartitionModel } from './partition-model.ts';
import { NO_CELL, NO_MICRO } from './partition-records.ts';

export type PartitionFault =
  | IntegrityFault
  /** An atom is not inside its cell. */
  | 'atom-astray'
  /** A total is not the sum of its atoms. */
  | 'totals'
  /** A cell is in a grid that is not there, retired, or of another community. */
  | 'grid-record'
  /** A cell is in a micro-grid that is not there, retired, or of another grid. */
  | 'micro-record';

export interface PartitionProof {
  holds: boolean;
  faults: { fault: PartitionFault; place: [number, number] | null }[];
}

export function provePartition(model: PartitionModel): PartitionProof {
  const { map, plan, cells } = planarMapOf(model);
  const micros = model.microIds().length > 0 ? [Int32Array.from(cells, model.microOf)] : [];
  const faults: PartitionProof['faults'] = [...proveIntegrity(map, plan, ...micros).faults];
  for (const atom of atomsAstray(model, cells).slice(0, 1))
    faults.push({ fault: 'atom-astray', place: [model.atoms.x[atom], model.atoms.y[atom]] });
  if (!totalsHold(model)) faults.push({ fault: 'totals', place: null });
  if (!cells.every((cell) => gridHolds(model, cell))) faults.push({ fault: 'grid-record', place: null });
  if (!cells.every((cell) => microHolds(model, cell))) faults.push({ fault: 'micro-record', place: null });
  return { holds: faults.length === 0, faults };
}

function gridHolds(model: PartitionModel, cell: number): boolean {
  const grid = model.gridOf(cell);
  if (grid === NO_GRID) return true;
  if (!model.hasGrid(grid)) return false;
  const { retired, community } = model.grid(grid);
  return !retired && community === model.cell(cell).community;
}

function microHolds(model: PartitionModel, cell: number): boolean {
  const micro = model.microOf(cell);
  if (micro === NO_MICRO) return true;
  if (!model.hasMicro(micro)) return false;
  const { retired, grid } = model.micro(micro);
  return !retired && grid === model.gridOf(cell);
}

/** Counts every atom anew. */
function totalsHold(model: PartitionModel): boolean {
  const { measures, keys } = model.atoms;
  const grids = [NO_GRID, ...model.gridIds()];
  const width = measures.length;
  const counted = new Float64Array((model.next.grid - NO_GRID) * width);
  for (let atom = 0; atom < keys.length; atom++) {
    const cell = model.cellOf(atom);
    if (cell === NO_CELL) continue;
    const grid = model.gridOf(cell);
    if (grid !== NO_GRID && !model.hasGrid(grid)) return false;
    const row = (grid - NO_GRID) * width;
    for (let m = 0; m < width; m++) counted[row + m] += measures[m].values[atom];
  }
  return grids.every((grid) =>
    model.totals.of(grid).every((sum, m) => sum === counted[(grid - NO_GRID) * width + m]),
  );
}
