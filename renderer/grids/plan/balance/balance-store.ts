/**
 * Balancing at this window: what is asked for, the search under way, the plans it found, which moves are ticked. Owns no rule: the search
 * and what may be carried out are the worker's (shared/partition/balance).
 */
import * as Comlink from 'comlink';
import { create } from 'zustand';
import { moveStanding } from '../../../../shared/partition/balance/accept-moves.ts';
import type { BalanceMove, BalancePlan } from '../../../../shared/partition/balance/balance-plan.ts';
import {
  type BalanceWeights,
  DEFAULT_BALANCE_WEIGHTS,
} from '../../../../shared/partition/balance/balance-settings.ts';
import type { PlanAction } from '../../../../shared/partition/plan-action.ts';
import { codeOf } from '../../../app/error-code.ts';
import type { DataEngine } from '../../../worker/engine-api.ts';
import type { BalanceAnswer } from '../../../worker/plan-api.ts';
import { usePlan } from '../plan-edit.ts';

/** How many plans are asked for, and how hard is sought for each: five times as long as the least. */
const PLANS = 5;
export const EFFORTS = { quick: 1, thorough: 5 } as const;
export type Effort = keyof typeof EFFORTS;

type Engine = Pick<DataEngine, 'balancePlan' | 'cancel'>;

interface BalanceStore {
  weights: BalanceWeights;
  /** Households of one grid; null: as the local profile has it. */
  target: { min: number; max: number } | null;
  seed: number;
  effort: Effort;
  /** null: all grids that may be balanced. */
  grids: ReadonlySet<number> | null;
  /** Share that is done; null: nothing is sought. */
  share: number | null;
  /** Code of the error that ended the last search; '': none. */
  failed: string;
  /** The plan that was balanced, so that another one does not show its answer. */
  of: string;
  answer: BalanceAnswer | null;
  /** Place in the answer; null: none is looked at. */
  chosen: number | null;
  /** Moves of the chosen plan that are to be carried out, by id. */
  ticked: ReadonlySet<number>;
  ask(weights: Partial<BalanceWeights>): void;
  /** `usual`: the target of the local profile. */
  seek(engine: Engine, usual: { min: number; max: number }): Promise<void>;
  choose(plan: number | null): void;
  tick(moves: readonly number[], on: boolean): void;
}

export const useBalance = create<BalanceStore>((set, get) => ({
  weights: DEFAULT_BALANCE_WEIGHTS,
  target: null,
  seed: 1,
  effort: 'quick',
  grids: null,
  share: null,
  failed: '',
  of: '',
  answer: null,
  chosen: null,
  ticked: new Set(),
  ask: (weights) => set({ weights: { ...get().weights, ...weights } }),
  async seek(engine, usual) {
    const { weights, seed, effort, grids } = get();
    set({ share: 0, failed: '', answer: null, chosen: null, ticked: new Set(), of: planId() });
    const settings = { target: get().target ?? usual, weights, plans: PLANS, seed, effort: EFFORTS[effort] };
    try {
      const answer = await engine.balancePlan(
        { grids: grids && [...grids], settings },
        Comlink.proxy(({ done }: { done: number }) => set({ share: done })),
      );
      set({ answer });
      if (answer.plans.length > 0) get().choose(0);
    } catch (error) {
      const failed = codeOf(error);
      // Given up by the person.
      set({ failed: failed === 'storage-cancelled' ? '' : failed });
    } finally {
      set({ share: null });
    }
  },
  choose(chosen) {
    const moves = (chosen !== null && get().answer?.plans[chosen]?.moves) || [];
    set({ chosen, ticked: new Set(moves.map(({ id }) => id)) });
  },
  tick(moves, on) {
    const ticked = new Set(get().ticked);
    for (const move of moves) {
      if (on) ticked.add(move);
      else ticked.delete(move);
    }
    set({ ticked });
  },
}));

const planId = () => usePlan.getState().plan?.id ?? '';

/** The plan that is looked at, if it is one of the plan that is open. */
export function chosenPlan({
  answer,
  chosen,
  of,
}: Pick<BalanceStore, 'answer' | 'chosen' | 'of'>): BalancePlan | null {
  return (of === planId() && chosen !== null && answer?.plans[chosen]) || null;
}

export const standingOf = (move: BalanceMove, cellGrid: ReadonlyMap<number, number>) =>
  moveStanding(move, (cell) => cellGrid.get(cell));

/** The ticked moves as one step, for the preview on the map; null: none. */
export function tickedAction(
  plan: BalancePlan,
  ticked: ReadonlySet<number>,
  cellGrid: ReadonlyMap<number, number>,
): PlanAction | null {
  const actions = plan.moves
    .filter((move) => ticked.has(move.id) && standingOf(move, cellGrid) === 'open')
    .map(({ cells, to }): PlanAction => ({ type: 'assignCells', cells, grid: to }));
  return actions.length === 0 ? null : { type: 'several', actions };
}
