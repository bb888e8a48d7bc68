/** Who moves: buildings and entrances that are in another grid than in the partition the plan began with, and sums by pair of grids. Owns the comparing of two models over the same atoms. */
import { NO_GRID } from './outline.ts';
import type { PartitionModel } from './partition-model.ts';
import { NO_ATOM, NO_CELL } from './partition-records.ts';

export interface AtomMove {
  atom: number;
  /** Ids; NO_GRID for none. */
  from: number;
  to: number;
  /** In the order of the measures. */
  tallies: number[];
}

/** Sums by pair; grids by id or by code. */
export interface MovePair<Grid> {
  from: Grid;
  to: Grid;
  atoms: number;
  tallies: number[];
}

/** `measured`: the model whose measures are counted; its atoms in play are what is listed, in their order. */
export function movesBetween(before: PartitionModel, measured: PartitionModel): AtomMove[] {
  const { keys, measures, building } = measured.atoms;
  const moves: AtomMove[] = [];
  for (let atom = 0; atom < keys.length; atom++) {
    const cell = measured.cellOf(atom);
    if (cell === NO_CELL) continue;
    const to = measured.gridOf(cell);
    const from = gridHolding(before, atom, building[atom]);
    if (from !== to) moves.push({ atom, from, to, tallies: measures.map(({ values }) => values[atom]) });
  }
  return moves;
}

/** The grid that an atom was in; an entrance was where its building was, while that was whole. NO_ATOM for what is not there. */
export function gridHolding(before: PartitionModel, atom: number, building: number): number {
  const own = atom === NO_ATOM ? NO_CELL : before.cellOf(atom);
  if (own !== NO_CELL) return before.gridOf(own);
  const cell = building === NO_ATOM ? NO_CELL : before.cellOf(building);
  return cell === NO_CELL ? NO_GRID : before.gridOf(cell);
}

/** In the order of their first moves. */
export function movePairs<Grid extends string | number>(
  moves: readonly { from: Grid; to: Grid; tallies: readonly number[] }[],
): MovePair<Grid>[] {
  const pairs = new Map<string, MovePair<Grid>>();
  for (const { from, to, tallies } of moves) {
    const key = `${from} ${to}`;
    const known = pairs.get(key);
    if (!known) pairs.set(key, { from, to, atoms: 1, tallies: [...tallies] });
    else {
      known.atoms++;
      tallies.forEach((value, m) => {
        known.tallies[m] += value;
      });
    }
  }
  return [...pairs.values()];
}
