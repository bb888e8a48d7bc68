/**
 * How evenly grids are sized: households of each against the target, or its share of the area where nobody counted
 * households. Owns the comparison; the target is the local profile's.
 */

import { rounded } from './lattice.ts';

export interface GridTarget {
  /** Households. */
  min: number;
  max: number;
}

export type BalanceState = 'below' | 'within' | 'above';

export interface GridBalance {
  by: 'households' | 'area';
  target: GridTarget | null;
  grids: {
    grid: string;
    households: number | null;
    /** Of the whole: 0-1. */
    share: number;
    state: BalanceState | null;
    /** Households that are too many, or too few (negative); 0 within the target. */
    off: number | null;
  }[];
  /** Grids within the target; null without households. */
  within: number | null;
  /** Households in no grid, or in a building of several grids. */
  unassigned: number | null;
}

/** `households`: by grid, and last the unassigned; null where they are not known. */
export function balanceOf(
  names: readonly string[],
  areas: readonly number[],
  households: readonly number[] | null,
  target: GridTarget,
): GridBalance {
  const values = households ? households.slice(0, names.length) : areas;
  const total = values.reduce((sum, value) => sum + value, 0);
  const share = (grid: number) => (total > 0 ? rounded(values[grid] / total, 6) : 0);
  if (!households)
    return {
      by: 'area',
      target: null,
      grids: names.map((name, grid) => ({
        grid: name,
        households: null,
        share: share(grid),
        state: null,
        off: null,
      })),
      within: null,
      unassigned: null,
    };
  const grids = names.map((name, grid) => {
    const count = households[grid];
    const off = count < target.min ? count - target.min : count > target.max ? count - target.max : 0;
    const state: BalanceState = off < 0 ? 'below' : off > 0 ? 'above' : 'within';
    return { grid: name, households: count, share: share(grid), state, off };
  });
  const within = grids.filter(({ state }) => state === 'within').length;
  return { by: 'households', target, grids, within, unassigned: households[names.length] };
}
