/**
 * What keeps grids out of a balancing, counted, so that a person is told why nothing better was found. Owns the counting; the rules
 * are those of balance-problem.ts.
 */
import { isOpen } from '../actions/assign-cells.ts';
import type { PartitionModel } from '../partition-model.ts';
import type { BalanceProblem } from './balance-problem.ts';

export interface BalanceHindrances {
  /** Grids that can be balanced. */
  grids: number;
  /** Grids left out, by why. */
  exclusive: number;
  locked: number;
  empty: number;
  /** Cells with buildings that are locked, and those that are not, in the grids that can be balanced. */
  fixedCells: number;
  freeCells: number;
  /** Pairs of these grids that touch within one community: only they can exchange anything. */
  pairs: number;
}

/** `chosen`: ids of the model; absent: all. */
export function balanceHindrances(
  model: PartitionModel,
  problem: BalanceProblem,
  chosen?: readonly number[],
): BalanceHindrances {
  const asked = [...new Set(chosen ?? model.gridIds())].filter((grid) => isOpen(model, grid));
  const count = (test: (grid: number) => boolean) => asked.filter(test).length;
  const held = problem.atoms.map((atoms) => (atoms > 0 ? 1 : 0));
  const fixedCells = held.reduce((sum, each, unit) => sum + (each && problem.fixed[unit]), 0);
  return {
    grids: problem.grids.length,
    exclusive: count((grid) => model.grid(grid).kind === 'exclusive'),
    locked: count((grid) => model.grid(grid).kind === 'general' && model.grid(grid).locked),
    empty: count((grid) => model.cellsIn(grid).length === 0),
    fixedCells,
    freeCells: held.reduce((sum, each) => sum + each, 0) - fixedCells,
    pairs: touchingPairs(problem),
  };
}

function touchingPairs({ first, neighbour, contact, start, community }: BalanceProblem): number {
  const pairs = new Set<string>();
  for (let unit = 0; unit < start.length; unit++)
    for (let i = first[unit]; i < first[unit + 1]; i++) {
      const other = neighbour[i];
      if (contact[i] && start[unit] < start[other] && community[unit] === community[other])
        pairs.add(`${start[unit]} ${start[other]}`);
    }
  return pairs.size;
}
