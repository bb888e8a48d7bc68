/**
 * Which unit is in which grid while a plan is sought, and what that costs, kept up to date by moves. Owns the objective. All sums are
 * whole numbers and every cost follows from sums alone, so that the way there does not matter and all machines agree.
 */
import type { GridTarget } from '../grid-balance.ts';
import type { BalanceProblem } from './balance-problem.ts';
import { BALANCE_AIMS, type BalanceAim, type BalanceWeights, POINTS } from './balance-settings.ts';

/** Households outside the band, residents moved, cuts of compounds, decimetres of border, household-metres, care residents off the mean. */
export type BalanceTerms = Record<BalanceAim, number>;

/** Sums of a grid, one number each; see BalanceProblem. */
export const SUMS = 6;
const [HOUSEHOLDS, CARE, EAST, NORTH, SQUARE] = [0, 1, 2, 3, 4];
export const ATOMS = 5;

export class BalanceState {
  readonly problem: BalanceProblem;
  readonly target: GridTarget;
  /** By unit: place of its grid. Changed by `move` alone. */
  readonly grid: Int32Array;
  cost = 0;
  private readonly points: BalanceTerms;
  /** By grid, SUMS each. */
  private readonly sums: Float64Array;
  private readonly gridCosts: Float64Array;
  private readonly units: Int32Array;
  private readonly meanCare: Float64Array;
  /** By compound and grid: units. */
  private readonly inCompound: Int32Array;
  private readonly trial = new Float64Array(SUMS);

  constructor(problem: BalanceProblem, weights: BalanceWeights, target: GridTarget, grid = problem.start) {
    this.problem = problem;
    this.target = target;
    this.grid = grid.slice();
    this.points = pointsOf(weights);
    const count = problem.grids.length;
    this.sums = new Float64Array(count * SUMS);
    this.gridCosts = new Float64Array(count);
    this.units = new Int32Array(count);
    this.inCompound = new Int32Array(problem.compounds * count);
    this.meanCare = meanCare(problem);
    for (let unit = 0; unit < grid.length; unit++) this.enter(unit, grid[unit]);
    for (let each = 0; each < count; each++) this.gridCosts[each] = this.costOf(each, this.sums, each * SUMS);
    this.cost = weighted(this.terms(), this.points);
  }

  /** Every term, counted afresh. */
  terms(): BalanceTerms {
    const { problem, grid, target, sums } = this;
    const terms: BalanceTerms = {
      households: 0,
      moved: 0,
      compounds: 0,
      compactness: 0,
      walking: 0,
      care: 0,
    };
    for (let each = 0; each < problem.grids.length; each++) {
      const at = each * SUMS;
      terms.households += outside(sums[at + HOUSEHOLDS], target);
      terms.walking += walking(sums, at);
      terms.care += Math.abs(sums[at + CARE] - this.meanCare[each]);
    }
    for (let unit = 0; unit < grid.length; unit++) {
      if (grid[unit] !== problem.start[unit]) terms.moved += problem.residents[unit];
      for (let i = problem.first[unit]; i < problem.first[unit + 1]; i++)
        if (problem.neighbour[i] > unit && grid[problem.neighbour[i]] !== grid[unit])
          terms.compactness += problem.border[i];
    }
    const count = problem.grids.length;
    for (let compound = 0; compound < problem.compounds; compound++) {
      let grids = 0;
      for (let each = 0; each < count; each++) if (this.inCompound[compound * count + each] > 0) grids++;
      terms.compounds += Math.max(0, grids - 1);
    }
    return terms;
  }

  householdsOf(grid: number): number {
    return this.sums[grid * SUMS + HOUSEHOLDS];
  }

  /** Whether a unit may leave: it is free, and something with a building is left behind where it takes one along. */
  mayLeave(unit: number): boolean {
    const from = this.grid[unit];
    const { fixed, atoms } = this.problem;
    if (fixed[unit] || this.units[from] <= 1) return false;
    return atoms[unit] === 0 || this.sums[from * SUMS + ATOMS] > atoms[unit];
  }

  /** What the cost would change by; hard rules are the caller's. */
  delta(unit: number, to: number): number {
    const from = this.grid[unit];
    if (from === to) return 0;
    return (
      this.gridCostWith(from, unit, -1) -
      this.gridCosts[from] +
      this.gridCostWith(to, unit, 1) -
      this.gridCosts[to] +
      this.movedDelta(unit, to) +
      this.borderDelta(unit, to) +
      this.compoundDelta(unit, to)
    );
  }

  /** What grids `a` and `b` would cost if `part` (sums) were `a` and the rest of both `b`, borders and compounds apart. */
  costOfParts(a: number, b: number, part: Float64Array, at: number): number {
    const { sums, trial } = this;
    for (let i = 0; i < SUMS; i++) trial[i] = sums[a * SUMS + i] + sums[b * SUMS + i] - part[at + i];
    return this.costOf(a, part, at) + this.costOf(b, trial, 0);
  }

  /** Points for the residents of a unit that is moved. */
  get movedPoints(): number {
    return this.points.moved;
  }

  move(unit: number, to: number): void {
    const from = this.grid[unit];
    if (from === to) return;
    this.cost += this.delta(unit, to);
    this.leave(unit, from);
    this.enter(unit, to);
    this.grid[unit] = to;
    this.gridCosts[from] = this.costOf(from, this.sums, from * SUMS);
    this.gridCosts[to] = this.costOf(to, this.sums, to * SUMS);
  }

  /** Goes to another assignment, whatever lies between. */
  moveAll(grid: Int32Array): void {
    for (let unit = 0; unit < grid.length; unit++) this.move(unit, grid[unit]);
  }

  /** Atoms in a grid. */
  atomsOf(grid: number): number {
    return this.sums[grid * SUMS + ATOMS];
  }

  private enter(unit: number, grid: number): void {
    addUnit(this.problem, unit, this.sums, grid * SUMS, 1);
    this.units[grid]++;
    const compound = this.problem.compound[unit];
    if (compound >= 0) this.inCompound[compound * this.problem.grids.length + grid]++;
  }

  private leave(unit: number, grid: number): void {
    addUnit(this.problem, unit, this.sums, grid * SUMS, -1);
    this.units[grid]--;
    const compound = this.problem.compound[unit];
    if (compound >= 0) this.inCompound[compound * this.problem.grids.length + grid]--;
  }

  private gridCostWith(grid: number, unit: number, times: 1 | -1): number {
    const { sums, trial } = this;
    for (let i = 0; i < SUMS; i++) trial[i] = sums[grid * SUMS + i];
    addUnit(this.problem, unit, trial, 0, times);
    return this.costOf(grid, trial, 0);
  }

  private costOf(grid: number, sums: Float64Array, at: number): number {
    const { points } = this;
    return (
      points.households * outside(sums[at + HOUSEHOLDS], this.target) +
      points.care * Math.abs(sums[at + CARE] - this.meanCare[grid]) +
      (points.walking > 0 ? points.walking * walking(sums, at) : 0)
    );
  }

  private movedDelta(unit: number, to: number): number {
    const { start, residents } = this.problem;
    const [was, is] = [this.grid[unit] === start[unit] ? 0 : 1, to === start[unit] ? 0 : 1];
    return this.points.moved * residents[unit] * (is - was);
  }

  private borderDelta(unit: number, to: number): number {
    const { first, neighbour, border } = this.problem;
    const { grid } = this;
    const from = grid[unit];
    let length = 0;
    for (let i = first[unit]; i < first[unit + 1]; i++) {
      const other = grid[neighbour[i]];
      if (other === from) length += border[i];
      else if (other === to) length -= border[i];
    }
    return this.points.compactness * length;
  }

  private compoundDelta(unit: number, to: number): number {
    const compound = this.problem.compound[unit];
    if (compound < 0) return 0;
    const at = compound * this.problem.grids.length;
    const opened = this.inCompound[at + to] === 0 ? 1 : 0;
    const closed = this.inCompound[at + this.grid[unit]] === 1 ? 1 : 0;
    return this.points.compounds * (opened - closed);
  }
}

/** Adds what a unit holds to sums, or takes it out. */
export function addUnit(
  problem: BalanceProblem,
  unit: number,
  sums: Float64Array,
  at: number,
  times: 1 | -1,
): void {
  sums[at + HOUSEHOLDS] += times * problem.households[unit];
  sums[at + CARE] += times * problem.care[unit];
  sums[at + EAST] += times * problem.east[unit];
  sums[at + NORTH] += times * problem.north[unit];
  sums[at + SQUARE] += times * problem.square[unit];
  sums[at + ATOMS] += times * problem.atoms[unit];
}

function pointsOf(weights: BalanceWeights): BalanceTerms {
  return Object.fromEntries(BALANCE_AIMS.map((aim) => [aim, weights[aim] * POINTS[aim]])) as BalanceTerms;
}

function weighted(terms: BalanceTerms, points: BalanceTerms): number {
  return BALANCE_AIMS.reduce((sum, aim) => sum + terms[aim] * points[aim], 0);
}

function outside(households: number, { min, max }: GridTarget): number {
  return households < min ? min - households : households > max ? households - max : 0;
}

/**
 * Households times the root of the mean square of their distance to their middle, whole metres: by the moments,
 * n * sum(d^2) = n * sum(p^2) - sum(p)^2. `Math.sqrt` is the one operation here that is not whole; IEEE 754 rounds it right.
 */
function walking(sums: Float64Array, at: number): number {
  const [east, north] = [sums[at + EAST], sums[at + NORTH]];
  const moment = sums[at + HOUSEHOLDS] * sums[at + SQUARE] - east * east - north * north;
  return moment > 0 ? Math.floor(Math.sqrt(moment)) : 0;
}

/** By grid: what each grid of its community would have if all had the same, whole. */
function meanCare({ start, care, communities }: BalanceProblem): Float64Array {
  const total = new Map<number, number>();
  const count = new Map<number, number>();
  for (const community of communities) count.set(community, (count.get(community) ?? 0) + 1);
  start.forEach((grid, unit) => {
    const community = communities[grid];
    total.set(community, (total.get(community) ?? 0) + care[unit]);
  });
  return Float64Array.from(communities, (community) =>
    Math.floor((total.get(community) ?? 0) / (count.get(community) as number)),
  );
}
