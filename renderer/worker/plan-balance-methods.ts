/**
 * The worker's part in balancing the open plan: the search, run in short turns so that other questions are answered meanwhile, and the
 * record that carries chosen moves out. Changes nothing itself.
 */

import { NONE } from '../../shared/columns/column.ts';
import { acceptMoves } from '../../shared/partition/balance/accept-moves.ts';
import { balanceHindrances } from '../../shared/partition/balance/balance-hindrances.ts';
import { type BalanceScope, balanceProblem } from '../../shared/partition/balance/balance-problem.ts';
import { balanceSteps } from '../../shared/partition/balance/balance-run.ts';
import { PlanError } from '../../shared/partition/plan-error.ts';
import { isOpenToEdits } from '../../shared/partition/plan-state.ts';
import type { PlanMeasure } from '../../shared/query/atom-measures.ts';
import { linkAt } from '../../shared/query/column-access.ts';
import type { Community } from '../../shared/query/community.ts';
import { type EngineState, openedOf } from './engine-state.ts';
import { abortable, inTurns } from './in-turns.ts';
import type { OpenPlan } from './open-plan.ts';
import type { PlanEngine } from './plan-api.ts';
import { openPlanOf } from './plan-methods.ts';

type Methods = Pick<PlanEngine, 'balancePlan' | 'acceptBalance'>;

/** What counts as which: names of PLAN_MEASURES. */
const MEASURES = {
  households: 'households',
  residents: 'residents',
  care: ['keyPopulation'],
} as const satisfies { households: PlanMeasure; residents: PlanMeasure; care: readonly PlanMeasure[] };

export function planBalanceMethods(state: EngineState): Methods {
  return {
    async balancePlan({ grids, settings }, onProgress) {
      const plan = openPlanOf(state);
      const scope: BalanceScope = {
        measures: MEASURES,
        compounds: compoundsOf(plan, openedOf(state).community),
        ...(grids && { grids }),
      };
      const problem = balanceProblem(plan.model, scope);
      const hindrances = balanceHindrances(plan.model, problem, grids ?? undefined);
      const households = problem.households.reduce((sum, count) => sum + count, 0);
      const steps = balanceSteps(plan.model, scope, settings);
      const plans = await abortable(state, (signal) => inTurns(steps, signal, onProgress));
      return { plans, hindrances, households };
    },
    async acceptBalance(moves, chosen, name) {
      const plan = openPlanOf(state);
      if (!isOpenToEdits(plan.history.state)) throw new PlanError('plan-frozen');
      const result = acceptMoves(plan.model, moves, chosen);
      if (result.ok) return { ok: true, body: plan.edited(name, result.patch, state.access.actor?.id ?? '') };
      return 'needs' in result ? result : plan.refusal(result);
    },
  };
}

/** Row of the compound by atom, -1 for none; an entrance is in that of its building. */
function compoundsOf({ rows, base }: OpenPlan, { tables }: Community): Int32Array {
  return Int32Array.from(rows, (own, atom) => {
    const building = own.table === 'buildings' ? own : rows[base.places.building[atom]];
    const compound = building ? linkAt(tables.buildings, 'compound', building.row) : NONE;
    return compound === NONE ? -1 : compound;
  });
}
