/**
 * Moves of a balance plan carried out: all of them, or those that were chosen. Owns what must hold: the plan is of this very
 * partition, and no grid falls into more parts than before or loses its last building. Where one would, the moves that make it
 * whole again are named.
 */
import { assignmentFault } from '../actions/assign-cells.ts';
import { gridParts } from '../grid-contiguity.ts';
import { PartitionDraft } from '../partition-draft.ts';
import type { PartitionModel } from '../partition-model.ts';
import { inverted } from '../partition-patch.ts';
import { type ActionResult, type PartitionPatch, type RefusalReason, refuse } from '../partition-records.ts';
import type { BalanceMove } from './balance-plan.ts';

export interface CutOff {
  ok: false;
  reason: 'cut-off' | 'emptied';
  /** The grid that would fall apart, or be left without a building. */
  grid: number;
  /** Cells that would hang on nothing; of a grid without a building, none. */
  cells: number[];
  /** Moves that have to come along, by id. Empty: not even all moves would do. */
  needs: number[];
}

/** Whether a move can still be carried out: `overtaken` where its cells have gone elsewhere since, or only some of them went. */
export type MoveStanding = 'open' | 'done' | 'overtaken';

/** `gridOf`: the grid of a cell now; undefined for a cell that is not there any more. */
export function moveStanding(
  { cells, from, to }: Pick<BalanceMove, 'cells' | 'from' | 'to'>,
  gridOf: (cell: number) => number | undefined,
): MoveStanding {
  if (cells.every((cell) => gridOf(cell) === from)) return 'open';
  return cells.every((cell) => gridOf(cell) === to) ? 'done' : 'overtaken';
}

/** The patch of the chosen moves (ids), or why not. The model is as before. */
export function acceptMoves(
  model: PartitionModel,
  moves: readonly BalanceMove[],
  chosen: readonly number[],
): ActionResult | CutOff {
  const ids = new Set(chosen);
  const own = moves.filter(({ id }) => ids.has(id));
  if (own.length === 0) return refuse('nothing-changes');
  for (const move of own) {
    const fault = moveFault(model, move);
    if (fault) return refuse(fault, null, move.atoms);
  }
  const patch = patchOf(model, own);
  const fault = wholeFault(model, own, patch);
  return fault ? { ok: false, ...fault, needs: neededMoves(model, moves, own) } : { ok: true, patch };
}

function moveFault(model: PartitionModel, { cells, from, to }: BalanceMove): RefusalReason | null {
  for (const cell of cells) {
    if (!model.hasCell(cell) || model.gridOf(cell) !== from || !model.hasGrid(to)) return 'unknown';
    const fault = model.grid(to).retired ? 'unknown' : assignmentFault(model, cell, to);
    if (fault) return fault;
  }
  return null;
}

function patchOf(model: PartitionModel, moves: readonly BalanceMove[]): PartitionPatch {
  const draft = new PartitionDraft(model);
  for (const { cells, to } of moves) for (const cell of cells) draft.assign(cell, to);
  return draft.patch();
}

function wholeFault(
  model: PartitionModel,
  moves: readonly BalanceMove[],
  patch: PartitionPatch,
): Pick<CutOff, 'reason' | 'grid' | 'cells'> | null {
  const grids = [...new Set(moves.flatMap(({ from, to }) => [from, to]))].sort((a, b) => a - b);
  const before = grids.map((grid) => ({
    parts: gridParts(model, grid).length,
    atoms: model.totals.atomsIn(grid),
  }));
  model.apply(patch);
  try {
    for (const [at, grid] of grids.entries()) {
      const parts = gridParts(model, grid);
      if (parts.length > Math.max(1, before[at].parts))
        return { reason: 'cut-off', grid, cells: parts.slice(1).flat() };
      if (parts.length === 0 || (model.totals.atomsIn(grid) === 0 && before[at].atoms > 0))
        return { reason: 'emptied', grid, cells: [] };
    }
    return null;
  } finally {
    model.apply(inverted(patch));
  }
}

/** Others added in the order of the plan until all is whole, then those left out again that it is whole without. */
function neededMoves(
  model: PartitionModel,
  moves: readonly BalanceMove[],
  own: readonly BalanceMove[],
): number[] {
  const stands = (some: readonly BalanceMove[]) =>
    some.every((move) => moveFault(model, move) === null) &&
    wholeFault(model, some, patchOf(model, some)) === null;
  const rest = moves.filter((move) => !own.includes(move));
  let needed: BalanceMove[] = [];
  for (const move of rest) {
    needed.push(move);
    if (stands([...own, ...needed])) break;
  }
  if (!stands([...own, ...needed])) return [];
  for (const move of needed.toReversed()) {
    const without = needed.filter((each) => each !== move);
    if (stands([...own, ...without])) needed = without;
  }
  return needed.map(({ id }) => id);
}
