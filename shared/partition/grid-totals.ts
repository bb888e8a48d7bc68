/**
 * Sums of every measure by grid, changed by what moves: the work of a stroke does not depend on how many grids there are. Owns the
 * sums; whole numbers below 2^53 stay exact.
 */
import { NO_GRID } from './outline.ts';
import type { Measure } from './partition-records.ts';

export class GridTotals {
  readonly measures: readonly Measure[];
  /** By grid + 1, so that NO_GRID has a row; one number a measure, then the number of atoms. */
  private sums: Float64Array;

  constructor(measures: readonly Measure[]) {
    this.measures = measures;
    this.sums = new Float64Array(64 * this.width);
  }

  private get width(): number {
    return this.measures.length + 1;
  }

  /** Adds an atom to a grid, or with -1 takes it out. */
  add(grid: number, atom: number, times: 1 | -1): void {
    const at = (grid - NO_GRID) * this.width;
    if (at + this.width > this.sums.length) this.grow(at + this.width);
    const { measures, sums } = this;
    for (let m = 0; m < measures.length; m++) sums[at + m] += times * measures[m].values[atom];
    sums[at + measures.length] += times;
  }

  /** One number a measure; NO_GRID: what is in none. A copy. */
  of(grid: number): number[] {
    const at = (grid - NO_GRID) * this.width;
    return this.measures.map((_, m) => this.sums[at + m] ?? 0);
  }

  /** Atoms in a grid. */
  atomsIn(grid: number): number {
    return this.sums[(grid - NO_GRID) * this.width + this.measures.length] ?? 0;
  }

  private grow(length: number): void {
    const grown = new Float64Array(Math.max(length, 2 * this.sums.length));
    grown.set(this.sums);
    this.sums = grown;
  }
}
