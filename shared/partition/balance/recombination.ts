/**
 * One step of recombination (ReCom: DeFord, Duchin, Solomon, Harvard Data Science Review 3.1, 2021): two neighbouring grids are made
 * one, a random spanning tree is laid through it, and a branch of the tree becomes a grid again. Both sides hang together by
 * construction. Owns the tree and the choice of the branch; whether the step is taken is the caller's.
 *
 * Trees keep to compounds and to the present border at random, so that many branches are small changes of what is there.
 */
import type { Random } from '../../sample/random.ts';
import type { BalanceProblem } from './balance-problem.ts';
import { ATOMS, addUnit, type BalanceState, SUMS } from './balance-state.ts';

/** Branches whose borders and compounds are worked out as well. */
const SHORTLIST = 4;
/** Room for the number of an edge below its random weight in one double: 2^22 edges, weights below 2^31. */
const EDGE_ROOM = 2 ** 22;

interface Branch {
  /** Its uppermost unit, by place in the tree. */
  top: number;
  /** Grid of the branch, and of the rest. */
  grid: number;
  rest: number;
  cost: number;
}

export class Recombination {
  private readonly problem: BalanceProblem;
  private readonly state: BalanceState;
  private readonly random: Random;
  /** By unit: the root of its set while the tree grows. */
  private readonly set: Int32Array;
  private readonly keys: Float64Array;
  private readonly treeFirst: Int32Array;
  private readonly treeNext: Int32Array;
  private readonly treeUnit: Int32Array;
  /** Units of the pair, parents before children. */
  private readonly order: Int32Array;
  /** By place in `order`: place of the parent, and how many places the branch has. */
  private readonly parent: Int32Array;
  private readonly sums: Float64Array;
  /** By place: residents moved if the branch is the lower grid, and the higher; locked units of either. */
  private readonly moved: [Float64Array, Float64Array];
  private readonly fixed: [Int32Array, Int32Array];
  private readonly inBranch: Uint8Array;
  private readonly undone: number[] = [];

  constructor(state: BalanceState, random: Random) {
    const { problem } = state;
    const units = problem.cells.length;
    this.problem = problem;
    this.state = state;
    this.random = random;
    this.set = new Int32Array(units);
    this.keys = new Float64Array(problem.neighbour.length);
    this.treeFirst = new Int32Array(units);
    this.treeNext = new Int32Array(2 * units);
    this.treeUnit = new Int32Array(2 * units);
    this.order = new Int32Array(units);
    this.parent = new Int32Array(units);
    this.sums = new Float64Array(units * SUMS);
    this.moved = [new Float64Array(units), new Float64Array(units)];
    this.fixed = [new Int32Array(units), new Int32Array(units)];
    this.inBranch = new Uint8Array(units);
  }

  /** Recombines two grids that touch; taken when the cost rises by no more than `allowance`. @returns whether anything changed. */
  step(a: number, b: number, allowance: number): boolean {
    const count = this.growTree(a, b);
    if (count === 0) return false;
    this.sumBranches(count, a, b);
    const before = this.state.cost;
    for (const branch of this.shortlist(count, a, b)) {
      this.take(count, branch);
      if (this.undone.length === 0) continue;
      if (this.state.cost - before <= allowance) return true;
      this.takeBack();
    }
    return false;
  }

  /** @returns units of the pair; 0 where it does not hang together, or is one unit. */
  private growTree(a: number, b: number): number {
    const { set, treeFirst } = this;
    const { grid } = this.state;
    let units = 0;
    for (let unit = 0; unit < grid.length; unit++)
      if (grid[unit] === a || grid[unit] === b) {
        set[unit] = unit;
        treeFirst[unit] = -1;
        this.order[units++] = unit;
      }
    let links = 0;
    for (const key of this.weighedEdges(units, a, b)) {
      const edge = key % EDGE_ROOM;
      const from = this.ownerOf(edge);
      const to = this.problem.neighbour[edge];
      const [one, other] = [this.root(from), this.root(to)];
      if (one === other) continue;
      set[one] = other;
      this.link(from, to, links++);
      this.link(to, from, links++);
      if (links === 2 * (units - 1)) return this.layOut(units);
    }
    return 0;
  }

  /** Contacts within the pair, each once, by rising random weight. */
  private weighedEdges(units: number, a: number, b: number): Float64Array {
    const { first, neighbour, contact, compound } = this.problem;
    const { grid } = this.state;
    const { random, keys } = this;
    const [keepsBorder, keepsCompound] = [random.int(0, 2), random.int(0, 2)];
    let edges = 0;
    for (let at = 0; at < units; at++) {
      const unit = this.order[at];
      for (let i = first[unit]; i < first[unit + 1]; i++) {
        const other = neighbour[i];
        if (other <= unit || !contact[i] || (grid[other] !== a && grid[other] !== b)) continue;
        let weight = random.next() >>> 3;
        if (grid[other] !== grid[unit]) weight += keepsBorder * 2 ** 28;
        if (compound[other] !== compound[unit]) weight += keepsCompound * 2 ** 28;
        keys[edges++] = weight * EDGE_ROOM + i;
      }
    }
    return keys.subarray(0, edges).sort();
  }

  /** The unit whose neighbour an entry is. */
  private ownerOf(entry: number): number {
    const { first } = this.problem;
    let [low, high] = [0, first.length - 2];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (first[middle] <= entry) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private root(unit: number): number {
    const { set } = this;
    let at = unit;
    while (set[at] !== at) {
      set[at] = set[set[at]];
      at = set[at];
    }
    return at;
  }

  private link(from: number, to: number, at: number): void {
    this.treeUnit[at] = to;
    this.treeNext[at] = this.treeFirst[from];
    this.treeFirst[from] = at;
  }

  /** Parents before children, from the first unit. `set` is by unit the place in the order from here on. */
  private layOut(units: number): number {
    const { order, parent, set } = this;
    parent[0] = -1;
    let end = 1;
    for (let at = 0; at < end; at++) {
      const unit = order[at];
      const above = parent[at] < 0 ? -1 : order[parent[at]];
      set[unit] = at;
      for (let i = this.treeFirst[unit]; i >= 0; i = this.treeNext[i]) {
        if (this.treeUnit[i] === above) continue;
        parent[end] = at;
        order[end++] = this.treeUnit[i];
      }
    }
    return units;
  }

  private sumBranches(count: number, a: number, b: number): void {
    const { order, parent, sums, moved, fixed, problem } = this;
    const { grid } = this.state;
    sums.fill(0, 0, count * SUMS);
    for (const side of [0, 1]) {
      moved[side].fill(0, 0, count);
      fixed[side].fill(0, 0, count);
    }
    for (let at = count - 1; at >= 0; at--) {
      const unit = order[at];
      addUnit(problem, unit, sums, at * SUMS, 1);
      moved[0][at] += problem.start[unit] === a ? 0 : problem.residents[unit];
      moved[1][at] += problem.start[unit] === b ? 0 : problem.residents[unit];
      if (problem.fixed[unit]) fixed[grid[unit] === a ? 0 : 1][at]++;
      const above = parent[at];
      if (above < 0) continue;
      for (let i = 0; i < SUMS; i++) sums[above * SUMS + i] += sums[at * SUMS + i];
      for (const side of [0, 1]) {
        moved[side][above] += moved[side][at];
        fixed[side][above] += fixed[side][at];
      }
    }
  }

  /** The cheapest ways to cut the tree, borders and compounds apart; first the one that comes first in the tree. */
  private shortlist(count: number, a: number, b: number): Branch[] {
    const list: Branch[] = [];
    for (let top = 1; top < count; top++)
      for (const side of [0, 1]) {
        if (!this.mayStand(top, side, a, b)) continue;
        const [grid, rest] = side === 0 ? [a, b] : [b, a];
        const moved = this.moved[side][top] + this.moved[1 - side][0] - this.moved[1 - side][top];
        const cost =
          this.state.costOfParts(grid, rest, this.sums, top * SUMS) + moved * this.state.movedPoints;
        if (list.length === SHORTLIST && cost >= list[SHORTLIST - 1].cost) continue;
        if (list.length === SHORTLIST) list.pop();
        const at = list.findIndex((each) => each.cost > cost);
        list.splice(at < 0 ? list.length : at, 0, { top, grid, rest, cost });
      }
    return list;
  }

  /** Locked units stay in their grid, and a building is left on either side where both had one. */
  private mayStand(top: number, side: number, a: number, b: number): boolean {
    const { fixed, sums, state } = this;
    const other = 1 - side;
    if (fixed[side][top] !== fixed[side][0] || fixed[other][top] !== 0) return false;
    const atoms = sums[top * SUMS + ATOMS];
    const rest = sums[ATOMS] - atoms;
    const [had, restHad] = side === 0 ? [a, b] : [b, a];
    return (atoms > 0 || state.atomsOf(had) === 0) && (rest > 0 || state.atomsOf(restHad) === 0);
  }

  private take(count: number, { top, grid, rest }: Branch): void {
    const { order, parent, inBranch, state } = this;
    this.undone.length = 0;
    for (let at = 0; at < count; at++) {
      inBranch[at] = at === top || (at > top && inBranch[parent[at]] === 1) ? 1 : 0;
      const to = inBranch[at] ? grid : rest;
      const unit = order[at];
      if (state.grid[unit] === to) continue;
      this.undone.push(unit, state.grid[unit]);
      state.move(unit, to);
    }
  }

  private takeBack(): void {
    for (let i = 0; i < this.undone.length; i += 2) this.state.move(this.undone[i], this.undone[i + 1]);
  }
}
