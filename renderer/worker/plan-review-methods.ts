/**
 * The worker's part before a plan is handed in and after: who moves, what is to be put right, whether it may go into another state. Changes
 * nothing: a new state is a record that the page appends.
 */
import { NONE } from '../../shared/columns/column.ts';
import { modelOfBase } from '../../shared/partition/plan-base.ts';
import { PlanError } from '../../shared/partition/plan-error.ts';
import { placeOfGrid, planFindings } from '../../shared/partition/plan-findings.ts';
import { movePairs, movesBetween } from '../../shared/partition/plan-moves.ts';
import { type PlanCondition, type PlanState, planObstacles } from '../../shared/partition/plan-state.ts';
import { PLAN_MEASURES } from '../../shared/query/atom-measures.ts';
import { labelAt, linkAt } from '../../shared/query/column-access.ts';
import { type Community, rowCount } from '../../shared/query/community.ts';
import { refOf } from '../../shared/query/record-labels.ts';
import { type EngineState, openedOf } from './engine-state.ts';
import type { OpenPlan } from './open-plan.ts';
import type { PlanCheck, PlanEngine, PlanMoves } from './plan-api.ts';
import { openPlanOf } from './plan-methods.ts';

const DAY_MS = 86_400_000;
/** The target holds nothing up, so a state is asked for without one. */
const ANY_TARGET = { min: 0, max: Number.MAX_SAFE_INTEGER };

type Methods = Pick<PlanEngine, 'planMoves' | 'checkPlan' | 'planObstacles' | 'statePlan'>;

export function planReviewMethods(state: EngineState): Methods {
  const obstacles = (to: PlanState, effectiveFrom: number | null): PlanCondition[] | null => {
    const { history, model } = openPlanOf(state);
    return planObstacles(history.state, to, {
      checksPass: planFindings(model, ANY_TARGET).passes,
      by: state.access.actor?.id ?? '',
      submittedBy: history.submittedBy,
      today: today(),
      effectiveFrom: effectiveFrom ?? history.effectiveFrom,
    });
  };
  return {
    planMoves: async () => movesOf(openPlanOf(state), openedOf(state).community),
    async checkPlan(target) {
      const plan = openPlanOf(state);
      return checkOf(plan, openedOf(state).community, target);
    },
    planObstacles: async (to, effectiveFrom) => obstacles(to, effectiveFrom),
    async statePlan(to, effectiveFrom, note) {
      const { history } = openPlanOf(state);
      const found = obstacles(to, effectiveFrom);
      if (found === null || found.length > 0)
        throw new PlanError('plan-obstacles', `${history.state} to ${to}`, {
          obstacles: (found ?? []).join(' '),
        });
      return {
        kind: 'plan.stated',
        plan: history.created.plan,
        after: history.seq,
        state: to,
        day: today(),
        effectiveFrom,
        note,
        by: state.access.actor?.id ?? '',
      };
    },
  };
}

const today = (): number => Math.floor(Date.now() / DAY_MS);

const measureOf = (tallies: readonly number[], name: (typeof PLAN_MEASURES)[number]): number =>
  tallies[PLAN_MEASURES.indexOf(name)];

function movesOf({ base, model, rows }: OpenPlan, community: Community): PlanMoves {
  const code = (grid: number) => (model.hasGrid(grid) ? model.grid(grid).code : '');
  const counts = (tallies: readonly number[]) => ({
    households: measureOf(tallies, 'households'),
    residents: measureOf(tallies, 'residents'),
    devices: measureOf(tallies, 'devices'),
  });
  const moves = movesBetween(modelOfBase(base, []), model);
  const pairs = movePairs(moves).map(({ from, to, atoms, tallies }) => ({
    ...{ from: code(from), to: code(to), atoms },
    ...counts(tallies),
  }));
  const buildings = moves.flatMap(({ atom, from, to, tallies }) => {
    const { table, row } = rows[atom];
    if (row === NONE) return [];
    const { label } = refOf(community, table, row);
    return [{ table, row, label, from: code(from), to: code(to), ...counts(tallies) }];
  });
  return { buildings, pairs, workers: workersOf(community, pairs) };
}

/** Workers of the grids in force, by the codes of the grids that lose or gain. */
function workersOf({ tables }: Community, pairs: PlanMoves['pairs']): PlanMoves['workers'] {
  const change = new Map<string, { loses: number; gains: number }>();
  const of = (code: string) => {
    const known = change.get(code) ?? { loses: 0, gains: 0 };
    change.set(code, known);
    return known;
  };
  for (const { from, to, households } of pairs) {
    of(from).loses += households;
    of(to).gains += households;
  }
  const found: PlanMoves['workers'] = [];
  for (let row = 0; row < (tables.workers?.rows ?? 0); row++) {
    if (labelAt(tables.workers, 'role', row) !== 'gridWorker') continue;
    const grid = labelAt(tables.grids, 'code', linkAt(tables.workers, 'grid', row));
    const own = grid === '' ? undefined : change.get(grid);
    if (own) found.push({ name: labelAt(tables.workers, 'name', row), grid, ...own });
  }
  return found;
}

function checkOf(plan: OpenPlan, community: Community, target: { min: number; max: number }): PlanCheck {
  const { model, scale, rows } = plan;
  const { proof, ...findings } = planFindings(model, target);
  const known = new Set(rows.flatMap(({ table, row }) => (table === 'buildings' ? [row] : [])));
  const at = (grid: number) => {
    const place = placeOfGrid(model, grid);
    return place && scale.place(...place);
  };
  return {
    ...findings,
    holds: proof.holds,
    faults: proof.faults.map(({ fault, place }) => ({ fault, at: place && scale.place(...place) })),
    detached: findings.detached.map((each) => ({ ...each, at: at(each.grid) })),
    unknownBuildings: Array.from({ length: rowCount(community, 'buildings') }, (_, row) => row).filter(
      (row) => !known.has(row),
    ),
  };
}
