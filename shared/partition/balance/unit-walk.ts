/** Whether the units of a grid hang together by contact. Owns the walks and the room they take; nothing is allocated while a plan is sought. */
import type { BalanceProblem } from './balance-problem.ts';

export class UnitWalk {
  private readonly problem: BalanceProblem;
  private readonly seen: Int32Array;
  private readonly queue: Int32Array;
  private turn = 0;

  constructor(problem: BalanceProblem) {
    this.problem = problem;
    this.seen = new Int32Array(problem.cells.length);
    this.queue = new Int32Array(problem.cells.length);
  }

  /**
   * Whether a grid has no more parts after a unit left it: the unit's neighbours of its grid reach each other without it. Walks
   * no further than until the last of them is met.
   */
  leavesWhole(grid: Int32Array, unit: number): boolean {
    const { first, neighbour, contact } = this.problem;
    const own = grid[unit];
    const turn = ++this.turn;
    let [waiting, begin] = [0, -1];
    for (let i = first[unit]; i < first[unit + 1]; i++)
      if (contact[i] && grid[neighbour[i]] === own) {
        begin = neighbour[i];
        waiting++;
      }
    if (waiting <= 1) return true;
    this.seen[unit] = turn;
    this.seen[begin] = turn;
    this.queue[0] = begin;
    for (let at = 0, end = 1; at < end; at++) {
      const each = this.queue[at];
      if (this.touches(each, unit) && --waiting === 0) return true;
      for (let i = first[each]; i < first[each + 1]; i++) {
        const other = neighbour[i];
        if (!contact[i] || grid[other] !== own || this.seen[other] === turn) continue;
        this.seen[other] = turn;
        this.queue[end++] = other;
      }
    }
    return false;
  }

  touches(unit: number, other: number): boolean {
    const { first, neighbour, contact } = this.problem;
    for (let i = first[unit]; i < first[unit + 1]; i++) if (neighbour[i] === other) return contact[i] === 1;
    return false;
  }

  /** Whether a unit has contact with a grid. */
  reaches(grid: Int32Array, unit: number, to: number): boolean {
    const { first, neighbour, contact } = this.problem;
    for (let i = first[unit]; i < first[unit + 1]; i++)
      if (contact[i] && grid[neighbour[i]] === to) return true;
    return false;
  }

  /** Parts of every grid; 0 for one without units. */
  parts(grid: Int32Array): Int32Array {
    const { grids, first, neighbour, contact } = this.problem;
    const parts = new Int32Array(grids.length);
    const turn = ++this.turn;
    for (let begin = 0; begin < grid.length; begin++) {
      if (this.seen[begin] === turn) continue;
      const own = grid[begin];
      parts[own]++;
      this.seen[begin] = turn;
      this.queue[0] = begin;
      for (let at = 0, end = 1; at < end; at++)
        for (let i = first[this.queue[at]]; i < first[this.queue[at] + 1]; i++) {
          const other = neighbour[i];
          if (!contact[i] || grid[other] !== own || this.seen[other] === turn) continue;
          this.seen[other] = turn;
          this.queue[end++] = other;
        }
    }
    return parts;
  }
}
