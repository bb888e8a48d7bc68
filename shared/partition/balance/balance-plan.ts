/**
 * A plan of moves as plain data, in an order in which as many as can stand each by themselves, with the reason of each. Owns the
 * grouping into moves, their order and their reasons; words are the reader's: `balance.reason.<id>`.
 */
import type { PartitionModel } from '../partition-model.ts';
import type { BalanceProblem } from './balance-problem.ts';
import { BALANCE_AIMS, type BalanceAim, type BalanceSettings, POINTS } from './balance-settings.ts';
import { BalanceState, type BalanceTerms } from './balance-state.ts';
import { type ChangedGroup, changedGroups } from './changed-groups.ts';
import { UnitWalk } from './unit-walk.ts';

export type BalanceReasonId =
  /** A grid with too many comes down: `before`, `after` are its households. */
  | 'relieves'
  /** A grid with too few goes up: the same of the other grid. */
  | 'fills'
  /** A compound is in fewer grids: how many cuts less is `gain`. */
  | 'compounds'
  /** The borders are `gain` metres shorter. */
  | 'compactness'
  /** Ways are shorter: metres on the average of the households of both grids. */
  | 'walking'
  /** Special-care residents are spread more evenly: `gain` fewer off the mean. */
  | 'care'
  /** It gains nothing by itself: other moves of the plan need it. */
  | 'makes-room';

export interface BalanceReason {
  id: BalanceReasonId;
  values: Record<string, number>;
}

export interface BalanceMove {
  /** In the plan, from 0: the order in which to carry them out. */
  id: number;
  /** Grids of the model. */
  from: number;
  to: number;
  /** Cells of the model, rising; they touch each other. */
  cells: number[];
  atoms: number[];
  households: number;
  residents: number;
  reason: BalanceReason;
}

export interface BalancePlan {
  /** What this plan gave more weight to than asked for; null: as asked for. */
  emphasis: BalanceAim | null;
  moves: BalanceMove[];
  before: BalanceTerms;
  after: BalanceTerms;
  /** Points by the weights asked for. */
  cost: { before: number; after: number };
  /** Every grid of the problem. */
  grids: { grid: number; before: number; after: number }[];
}

/** The plan that leads to an assignment of the problem's units. */
export function balancePlan(
  model: PartitionModel,
  problem: BalanceProblem,
  settings: BalanceSettings,
  grid: Int32Array,
  emphasis: BalanceAim | null,
): BalancePlan {
  const state = new BalanceState(problem, settings.weights, settings.target);
  const before = { terms: state.terms(), cost: state.cost, households: householdsOf(state) };
  const moves: BalanceMove[] = [];
  const left = changedGroups(problem, grid);
  const walk = new UnitWalk(problem);
  const whole = walk.parts(problem.start);
  while (left.length > 0) {
    const at = nextGroup(state, walk, whole, left);
    const [group] = left.splice(at, 1);
    moves.push(moveOf(model, state, settings, group, moves.length));
  }
  return {
    emphasis,
    moves,
    before: before.terms,
    after: state.terms(),
    cost: { before: before.cost, after: state.cost },
    grids: Array.from(problem.grids, (id, place) => ({
      grid: id,
      before: before.households[place],
      after: state.householdsOf(place),
    })),
  };
}

const householdsOf = (state: BalanceState) =>
  Array.from(state.problem.grids, (_, grid) => state.householdsOf(grid));

/** Of those that keep their grids whole by themselves the one that gains most; where none does, the one that gains most. */
function nextGroup(
  state: BalanceState,
  walk: UnitWalk,
  whole: Int32Array,
  groups: readonly ChangedGroup[],
): number {
  let best = -1;
  let [bestWhole, bestCost] = [false, 0];
  groups.forEach((group, at) => {
    carryOut(state, group.units, group.to);
    const parts = walk.parts(state.grid);
    const stands = parts.every(
      (count, grid) => count <= Math.max(1, whole[grid]) && (count > 0 || whole[grid] === 0),
    );
    const { cost } = state;
    carryOut(state, group.units, group.from);
    if (best >= 0 && (bestWhole !== stands ? bestWhole : cost >= bestCost)) return;
    [best, bestWhole, bestCost] = [at, stands, cost];
  });
  return best;
}

function carryOut(state: BalanceState, units: readonly number[], to: number): void {
  for (const unit of units) state.move(unit, to);
}

/** Carries the group out on the state. */
function moveOf(
  model: PartitionModel,
  state: BalanceState,
  settings: BalanceSettings,
  { units, from, to }: ChangedGroup,
  id: number,
): BalanceMove {
  const { problem } = state;
  const sum = (values: Float64Array) => units.reduce((total, unit) => total + values[unit], 0);
  const terms = state.terms();
  const households = [state.householdsOf(from), state.householdsOf(to)];
  carryOut(state, units, to);
  const cells = units.map((unit) => problem.cells[unit]);
  return {
    id,
    from: problem.grids[from],
    to: problem.grids[to],
    cells,
    atoms: cells.flatMap((cell) => [...model.atomsIn(cell)]).sort((a, b) => a - b),
    households: sum(problem.households),
    residents: sum(problem.residents),
    reason: reasonOf(settings, terms, state.terms(), {
      from: [households[0], state.householdsOf(from)],
      to: [households[1], state.householdsOf(to)],
    }),
  };
}

/** The aim that gains most by weight; for households, whichever grid comes nearer the band by more. */
function reasonOf(
  { weights, target }: BalanceSettings,
  before: BalanceTerms,
  after: BalanceTerms,
  { from, to }: Record<'from' | 'to', [before: number, after: number]>,
): BalanceReason {
  const gain = (aim: BalanceAim) => (before[aim] - after[aim]) * weights[aim] * POINTS[aim];
  let best: Exclude<BalanceAim, 'moved'> | null = null;
  for (const aim of BALANCE_AIMS)
    if (aim !== 'moved' && gain(aim) > 0 && (best === null || gain(aim) > gain(best))) best = aim;
  const less = best === null ? 0 : before[best] - after[best];
  switch (best) {
    case null:
      return { id: 'makes-room', values: {} };
    case 'households': {
      const relief = Math.max(0, from[0] - target.max) - Math.max(0, from[1] - target.max);
      const filling = Math.max(0, target.min - to[0]) - Math.max(0, target.min - to[1]);
      return relief >= filling
        ? { id: 'relieves', values: { before: from[0], after: from[1] } }
        : { id: 'fills', values: { before: to[0], after: to[1] } };
    }
    case 'compactness':
      return { id: 'compactness', values: { gain: Math.round(less / 10) } };
    case 'walking':
      return { id: 'walking', values: { gain: Math.round(less / Math.max(1, from[0] + to[0])) } };
    default:
      return { id: best, values: { gain: less } };
  }
}
