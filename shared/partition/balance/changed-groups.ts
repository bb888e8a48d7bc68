/** What is different from the start: units that went from one grid to one other and touch each other. Owns the grouping. */
import type { BalanceProblem } from './balance-problem.ts';

export interface ChangedGroup {
  /** Rising. */
  units: number[];
  /** Places of grids. */
  from: number;
  to: number;
}

/** In the order of their lowest units. */
export function changedGroups(
  { start, first, neighbour, contact }: BalanceProblem,
  grid: Int32Array,
): ChangedGroup[] {
  const seen = new Uint8Array(grid.length);
  const groups: ChangedGroup[] = [];
  for (let begin = 0; begin < grid.length; begin++) {
    if (seen[begin] || grid[begin] === start[begin]) continue;
    const [from, to] = [start[begin], grid[begin]];
    const units = [begin];
    seen[begin] = 1;
    for (let at = 0; at < units.length; at++)
      for (let i = first[units[at]]; i < first[units[at] + 1]; i++) {
        const other = neighbour[i];
        if (!contact[i] || seen[other] || start[other] !== from || grid[other] !== to) continue;
        seen[other] = 1;
        units.push(other);
      }
    groups.push({ units: units.sort((a, b) => a - b), from, to });
  }
  return groups;
}
