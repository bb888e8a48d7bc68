/**
 * The search for one plan: recombination and then single flips under a falling allowance (threshold accepting: Dueck, Scheuer,
 * J. Comput. Phys. 90, 1990), then flips that gain until none does; several times from the start, of which the best is kept; last
 * what gains nothing is put back. Owns the schedule; the steps keep every hard rule, so that it may be stopped after any of them.
 */
import { createRandom, type Random } from '../../sample/random.ts';
import type { BalanceProblem } from './balance-problem.ts';
import type { BalanceSettings, BalanceWeights } from './balance-settings.ts';
import { BalanceState } from './balance-state.ts';
import { changedGroups } from './changed-groups.ts';
import { Recombination } from './recombination.ts';
import { UnitWalk } from './unit-walk.ts';

/** A burst: per grid, and per unit. Measured on 12 grids of 500 buildings: twice the flips gain a thousandth or less. */
const RECOMBINATIONS = 12;
const FLIPS = 1000;
/** What a burst allows at first, in mean flips (`meanFlip`). Measured there too: both doubled is worse by a hundredth. */
const RECOMBINATION_ALLOWANCE = 1.5;
const FLIP_ALLOWANCE = 0.5;
/** Steps between two reports. */
const REPORT = 4096;

export class PlanSearch {
  readonly state: BalanceState;
  private readonly problem: BalanceProblem;
  private readonly random: Random;
  private readonly walk: UnitWalk;
  private readonly recombination: Recombination;
  private readonly effort: number;
  private readonly best: Int32Array;
  private bestCost: number;

  constructor(problem: BalanceProblem, settings: BalanceSettings, weights: BalanceWeights, stream: string) {
    this.problem = problem;
    this.random = createRandom(settings.seed, stream);
    this.state = new BalanceState(problem, weights, settings.target);
    this.walk = new UnitWalk(problem);
    this.recombination = new Recombination(this.state, this.random);
    this.effort = settings.effort;
    this.best = this.state.grid.slice();
    this.bestCost = this.state.cost;
  }

  /** Yields the share that is done, 0..1; afterwards `state` is the best that was found in so many bursts. */
  *run(bursts: number): Generator<number, void> {
    const { start, grids } = this.problem;
    const mean = this.meanFlip();
    for (let burst = 0; burst < bursts && grids.length > 1; burst++) {
      this.state.moveAll(start);
      for (const done of this.burst(mean)) yield (burst + done) / bursts;
      this.polish();
      this.keepBest();
    }
    this.state.moveAll(this.best);
    this.putBack();
    this.polish();
  }

  /** What a flip at the start changes the cost by, up or down, on the average: the scale of all allowances. */
  private meanFlip(): number {
    const { first, neighbour, contact, cells, start } = this.problem;
    let [sum, count] = [0, 0];
    for (let unit = 0; unit < cells.length; unit++)
      for (let i = first[unit]; i < first[unit + 1]; i++)
        if (contact[i] && start[neighbour[i]] !== start[unit]) {
          sum += Math.abs(this.state.delta(unit, start[neighbour[i]]));
          count++;
        }
    return count === 0 ? 0 : Math.round(sum / count);
  }

  private *burst(mean: number): Generator<number, void> {
    const { grids, cells } = this.problem;
    const recombinations = RECOMBINATIONS * this.effort * grids.length;
    for (let i = 0; i < recombinations; i++) {
      this.recombine(this.allowed(RECOMBINATION_ALLOWANCE * mean, i / recombinations));
      if (i % 16 === 0) yield i / recombinations / 4;
    }
    const flips = FLIPS * this.effort * cells.length;
    for (let i = 0; i < flips; i++) {
      this.flip(this.allowed(FLIP_ALLOWANCE * mean, i / flips));
      if (i % REPORT === 0) yield 0.25 + (0.75 * i) / flips;
    }
  }

  private allowed(allowance: number, done: number): number {
    const left = 1 - done;
    return Math.floor(allowance * left * left * this.random.unit());
  }

  private recombine(allowance: number): void {
    const unit = this.randomUnit();
    const other = this.randomNeighbour(unit);
    if (other < 0) return;
    const { grid } = this.state;
    const { communities } = this.problem;
    const [a, b] = [Math.min(grid[unit], grid[other]), Math.max(grid[unit], grid[other])];
    if (a !== b && communities[a] === communities[b]) this.recombination.step(a, b, allowance);
  }

  private flip(allowance: number): void {
    const unit = this.randomUnit();
    const other = this.randomNeighbour(unit);
    if (other < 0) return;
    this.tryMove(unit, this.state.grid[other], allowance);
  }

  private tryMove(unit: number, to: number, allowance: number): boolean {
    const { state, problem } = this;
    if (state.grid[unit] === to || problem.community[unit] !== problem.communities[to]) return false;
    if (!state.mayLeave(unit) || state.delta(unit, to) > allowance) return false;
    if (!this.walk.leavesWhole(state.grid, unit)) return false;
    state.move(unit, to);
    return true;
  }

  private randomUnit(): number {
    return Math.floor(this.random.unit() * this.problem.cells.length);
  }

  /** -1: it has no contact. */
  private randomNeighbour(unit: number): number {
    const { first, neighbour, contact } = this.problem;
    const count = first[unit + 1] - first[unit];
    if (count === 0) return -1;
    const at = first[unit] + Math.floor(this.random.unit() * count);
    return contact[at] ? neighbour[at] : -1;
  }

  /** Flips that gain, unit after unit, until a whole round has none. */
  private polish(): void {
    const { first, neighbour, contact, cells } = this.problem;
    for (let gained = true; gained; ) {
      gained = false;
      for (let unit = 0; unit < cells.length; unit++)
        for (let i = first[unit]; i < first[unit + 1]; i++)
          if (contact[i] && this.tryMove(unit, this.state.grid[neighbour[i]], -1)) gained = true;
    }
  }

  private keepBest(): void {
    if (this.state.cost >= this.bestCost) return;
    this.bestCost = this.state.cost;
    this.best.set(this.state.grid);
  }

  /** Groups that went from one grid to another together, put back where that costs nothing; the smallest first. */
  private putBack(): void {
    const { state, problem, walk } = this;
    const whole = walk.parts(problem.start);
    for (let changed = true; changed; ) {
      changed = false;
      const groups = changedGroups(problem, state.grid).toSorted((a, b) => a.units.length - b.units.length);
      for (const { units, from, to } of groups) {
        const before = state.cost;
        for (const unit of units) state.move(unit, from);
        const parts = walk.parts(state.grid);
        const kept = parts[from] <= whole[from] && parts[to] <= whole[to] && parts[to] > 0;
        if (kept && (whole[to] === 0 || state.atomsOf(to) > 0) && state.cost <= before) changed = true;
        else for (const unit of units) state.move(unit, to);
      }
    }
  }
}
