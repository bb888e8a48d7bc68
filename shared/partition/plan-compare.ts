/**
 * Two plans beside each other, or a plan beside the borders it began with: which grids there are in either, by code, and which buildings are in
 * another grid. Ids of grids are of one plan only, so codes tell grids apart. Owns the comparing; places and words are the reader's.
 */
import { NO_GRID } from './outline.ts';
import type { PartitionModel } from './partition-model.ts';
import { NO_ATOM, NO_CELL } from './partition-records.ts';
import { gridHolding } from './plan-moves.ts';

export interface ComparedGrid {
  code: string;
  /** Ids; null: not in that plan. */
  before: number | null;
  after: number | null;
}

export interface ComparedMove {
  /** Of the plan after. */
  atom: number;
  /** Codes; '' for none. */
  from: string;
  to: string;
  tallies: number[];
}

/** Grids in play of either, in the order of their codes. */
export function comparedGrids(before: PartitionModel, after: PartitionModel): ComparedGrid[] {
  const found = new Map<string, ComparedGrid>();
  const take = (model: PartitionModel, side: 'before' | 'after') => {
    for (const id of model.gridIds()) {
      const { code, retired } = model.grid(id);
      if (retired) continue;
      const known = found.get(code) ?? { code, before: null, after: null };
      found.set(code, { ...known, [side]: id });
    }
  };
  take(before, 'before');
  take(after, 'after');
  return [...found.values()].sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}

/**
 * Atoms in play after that are in a grid of another code than before. `atomBefore`: the same building in the plan before, NO_ATOM where
 * it does not know it (it was in no grid then). Counted by the measures of the plan after.
 */
export function comparedMoves(
  before: PartitionModel,
  after: PartitionModel,
  atomBefore: (atom: number) => number,
): ComparedMove[] {
  const { keys, measures, building } = after.atoms;
  const moves: ComparedMove[] = [];
  for (let atom = 0; atom < keys.length; atom++) {
    const cell = after.cellOf(atom);
    if (cell === NO_CELL) continue;
    const to = codeOf(after, after.gridOf(cell));
    const own = atomBefore(atom);
    const whole = building[atom] === NO_ATOM ? NO_ATOM : atomBefore(building[atom]);
    const from = codeOf(before, gridHolding(before, own, whole));
    if (from !== to) moves.push({ atom, from, to, tallies: measures.map(({ values }) => values[atom]) });
  }
  return moves;
}

/** Cells after that are in a grid of another code than the same place before, for plans that began with the same cells. */
export function movedCells(before: PartitionModel, after: PartitionModel): number[] {
  return after.cellIds().filter((cell) => {
    const { origin } = after.cell(cell);
    const then = before.hasCell(cell) ? cell : origin;
    return before.hasCell(then) && codeOf(before, before.gridOf(then)) !== codeOf(after, after.gridOf(cell));
  });
}

const codeOf = (model: PartitionModel, grid: number): string =>
  grid !== NO_GRID && model.hasGrid(grid) ? model.grid(grid).code : '';
