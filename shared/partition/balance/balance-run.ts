/**
 * Balancing the grids of a model: several different plans, best first. Owns which searches are run and which results are plans;
 * the model is only read. Stopped by no longer asking for the next step (`return()` of the generator).
 */
import * as v from 'valibot';
import type { PartitionModel } from '../partition-model.ts';
import { type BalancePlan, balancePlan } from './balance-plan.ts';
import { type BalanceProblem, type BalanceScope, balanceProblem } from './balance-problem.ts';
import {
  type BalanceAim,
  type BalanceSettings,
  BalanceSettingsSchema,
  type BalanceWeights,
} from './balance-settings.ts';
import { BalanceState } from './balance-state.ts';
import { PlanSearch } from './plan-search.ts';

export interface BalanceProgress {
  /** Of the whole: 0..1, never falling. */
  done: number;
  /** Plans found so far, and the lowest cost among them and the start, in points. */
  plans: number;
  cost: number;
}

/** What the searches give more weight to, one after the other: that is what makes plans differ in kind. */
const EMPHASES: readonly (readonly BalanceAim[])[] = [
  [],
  ['moved'],
  ['compounds'],
  ['compactness', 'walking'],
  ['care'],
];
const EMPHASIS = 4;
/** Bursts of the search by the weights as asked for, and of the others: the first is the one that is to be best. */
const BURSTS = { asked: 5, emphasized: 1 };
/** Searches beyond the plans asked for, where two found the same. */
const MORE_SEARCHES = 3;
/** One building in so many must be in another grid for two plans to be different ones. */
const DIFFERENT = 100;

interface Found {
  grid: Int32Array;
  cost: number;
  emphasis: BalanceAim | null;
}

/**
 * Steps of the balancing; the plans are what it returns, the lowest cost first. No plan is worse than the start by the weights
 * given; where nothing better is found there is none. Throws ValiError for settings that are none.
 */
export function* balanceSteps(
  model: PartitionModel,
  scope: BalanceScope,
  given: BalanceSettings,
): Generator<BalanceProgress, BalancePlan[]> {
  const settings = v.parse(BalanceSettingsSchema, given);
  const problem = balanceProblem(model, scope);
  const atStart = new BalanceState(problem, settings.weights, settings.target).cost;
  const found: Found[] = [];
  let told = 0;
  const most = settings.plans + MORE_SEARCHES;
  for (let attempt = 0; attempt < most && found.length < settings.plans; attempt++) {
    const aims = EMPHASES[attempt % EMPHASES.length];
    const search = new PlanSearch(
      problem,
      settings,
      emphasized(settings.weights, aims),
      `balance ${attempt}`,
    );
    for (const part of search.run(aims.length === 0 ? BURSTS.asked : BURSTS.emphasized)) {
      told = Math.max(told, Math.min(0.99, (found.length + part) / settings.plans));
      yield { done: told, plans: found.length, cost: Math.min(atStart, ...found.map(({ cost }) => cost)) };
    }
    const { grid } = search.state;
    const cost = new BalanceState(problem, settings.weights, settings.target, grid).cost;
    if (cost < atStart && isNew(problem, grid, found)) found.push({ grid, cost, emphasis: aims[0] ?? null });
  }
  return found
    .toSorted((a, b) => a.cost - b.cost)
    .map(({ grid, emphasis }) => balancePlan(model, problem, settings, grid, emphasis));
}

function emphasized(weights: BalanceWeights, aims: readonly BalanceAim[]): BalanceWeights {
  const changed = { ...weights };
  for (const aim of aims) changed[aim] *= EMPHASIS;
  return changed;
}

/** Whether an assignment differs from every other in enough buildings. */
function isNew({ atoms }: BalanceProblem, grid: Int32Array, found: readonly Found[]): boolean {
  const all = atoms.reduce((sum, count) => sum + count, 0);
  return found.every((other) => {
    let different = 0;
    for (let unit = 0; unit < grid.length; unit++)
      if (grid[unit] !== other.grid[unit]) different += atoms[unit];
    return different >= Math.max(1, all / DIFFERENT);
  });
}
