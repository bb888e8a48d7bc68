/**
 * What is to be put right before a plan is handed in: proof, parts that are cut off, what is in no grid, codes; and grids outside the target,
 * which are told but hold nothing up. Owns the check; places are millimetres of the lattice.
 */
import { gridParts } from './grid-contiguity.ts';
import { NO_GRID } from './outline.ts';
import type { PartitionModel } from './partition-model.ts';
import { type PartitionProof, provePartition } from './partition-proof.ts';
import { NO_ATOM, NO_CELL } from './partition-records.ts';

export interface PlanFindings {
  /** Nothing is left but grids outside the target. */
  passes: boolean;
  proof: PartitionProof;
  /** Cells of every part but the largest. */
  detached: { grid: number; cells: number[] }[];
  unassignedCells: number[];
  /** In no grid, or in no cell at all. */
  unassignedAtoms: number[];
  codes: { grid: number; fault: 'missing' | 'double' }[];
  /** Exclusive grids are not balanced. */
  outsideTarget: { grid: number; households: number }[];
}

/** `target`: households of one grid. */
export function planFindings(model: PartitionModel, target: { min: number; max: number }): PlanFindings {
  const grids = model.gridIds().filter((grid) => !model.grid(grid).retired);
  const proof = provePartition(model);
  const detached = grids.flatMap((grid) => {
    const cells = gridParts(model, grid).slice(1).flat();
    return cells.length > 0 ? [{ grid, cells }] : [];
  });
  // An enclave belongs to no community, and so to no grid.
  const unassignedCells = model.cellsIn(NO_GRID).filter((cell) => model.cell(cell).community >= 0);
  const unassignedAtoms = atomsOfNoGrid(model);
  const codes = codeFaults(model, grids);
  const households = model.atoms.measures.findIndex(({ name }) => name === 'households');
  const outsideTarget = grids.flatMap((grid) => {
    const count = model.totals.of(grid)[households] ?? 0;
    const balanced = model.grid(grid).kind === 'general' && (count < target.min || count > target.max);
    return balanced ? [{ grid, households: count }] : [];
  });
  const lists = [detached, unassignedCells, unassignedAtoms, codes];
  const passes = proof.holds && lists.every(({ length }) => length === 0);
  return { passes, proof, detached, unassignedCells, unassignedAtoms, codes, outsideTarget };
}

function atomsOfNoGrid(model: PartitionModel): number[] {
  const { building, keys } = model.atoms;
  const shattered = new Set(model.cellIds().map((cell) => model.cell(cell).shatteredFrom));
  const found: number[] = [];
  for (let atom = 0; atom < keys.length; atom++) {
    const cell = model.cellOf(atom);
    const whole = building[atom] === NO_ATOM && !shattered.has(atom);
    if (cell === NO_CELL ? whole : model.gridOf(cell) === NO_GRID) found.push(atom);
  }
  return found;
}

function codeFaults(model: PartitionModel, grids: readonly number[]): PlanFindings['codes'] {
  const times = new Map<string, number>();
  for (const grid of grids) {
    const { code } = model.grid(grid);
    times.set(code, (times.get(code) ?? 0) + 1);
  }
  return grids.flatMap((grid): PlanFindings['codes'] => {
    const { code } = model.grid(grid);
    if (code === '') return [{ grid, fault: 'missing' }];
    return (times.get(code) ?? 0) > 1 ? [{ grid, fault: 'double' }] : [];
  });
}
