/**
 * The worker's part before a plan is handed in and after: who moves, what is to be put right, whether it may go into another state. Changes
 * nothing: a new state is a record that the page appends.
 */
import { NO_COORDINATE, NONE } from '../../shared/columns/column.ts';
import { toLattice } from '../../shared/partition/lattice.ts';
import { NO_CELL } from '../../shared/partition/partition-records.ts';
import { modelOfBase } from '../../shared/partition/plan-base.ts';
import type { ComparedMove } from '../../shared/partition/plan-compare.ts';
import { PlanError } from '../../shared/partition/plan-error.ts';
import { planFindings } from '../../shared/partition/plan-findings.ts';
import { cutOffParts, unassignedParts } from '../../shared/partition/plan-fixes.ts';
import { followsOn } from '../../shared/partition/plan-in-force.ts';
import { movePairs, movesBetween } from '../../shared/partition/plan-moves.ts';
import { type PlanCondition, type PlanState, planObstacles } from '../../shared/partition/plan-state.ts';
import { type AtomRow, PLAN_MEASURES } from '../../shared/query/atom-measures.ts';
import { labelAt, linkAt } from '../../shared/query/column-access.ts';
import { type Community, rowCount } from '../../shared/query/community.ts';
import { refOf } from '../../shared/query/record-labels.ts';
import { ownCoordinates } from '../../shared/query/spots.ts';
import { type EngineState, openedOf } from './engine-state.ts';
import type { OpenPlan } from './open-plan.ts';
import type { PlanCheck, PlanEngine, PlanMoves } from './plan-api.ts';
import { historiesHere, todayOf } from './plan-histories.ts';
import { openPlanOf } from './plan-methods.ts';

/** The target holds nothing up, so a state is asked for without one. */
const ANY_TARGET = { min: 0, max: Number.MAX_SAFE_INTEGER };

type Methods = Pick<PlanEngine, 'planMoves' | 'checkPlan' | 'planObstacles' | 'statePlan'>;

export function planReviewMethods(state: EngineState): Methods {
  const obstacles = async (to: PlanState, effectiveFrom: number | null): Promise<PlanCondition[] | null> => {
    const { history, model } = openPlanOf(state);
    const histories = await historiesHere(state);
    return planObstacles(history.state, to, {
      checksPass: planFindings(model, ANY_TARGET).passes,
      baseCurrent: followsOn(histories, openedOf(state).edited.base.plan.id, history),
      by: state.access.actor?.id ?? '',
      submittedBy: history.submittedBy,
      today: todayOf(state),
      effectiveFrom: effectiveFrom ?? history.effectiveFrom,
    });
  };
  return {
    planMoves: async () => movesOf(openPlanOf(state), openedOf(state).community),
    async checkPlan(target) {
      const plan = openPlanOf(state);
      return checkOf(plan, openedOf(state).community, target);
    },
    planObstacles: obstacles,
    async statePlan(to, effectiveFrom, note) {
      const { history } = openPlanOf(state);
      const found = await obstacles(to, effectiveFrom);
      if (found === null || found.length > 0)
        throw new PlanError('plan-obstacles', `${history.state} to ${to}`, {
          obstacles: (found ?? []).join(' '),
        });
      return {
        kind: 'plan.stated',
        plan: history.created.plan,
        after: history.seq,
        state: to,
        day: todayOf(state),
        effectiveFrom,
        note,
        by: state.access.actor?.id ?? '',
      };
    },
  };
}

const measureOf = (tallies: readonly number[], name: (typeof PLAN_MEASURES)[number]): number =>
  tallies[PLAN_MEASURES.indexOf(name)];

function movesOf({ base, model, rows }: OpenPlan, community: Community): PlanMoves {
  const code = (grid: number) => (model.hasGrid(grid) ? model.grid(grid).code : '');
  const moves = movesBetween(modelOfBase(base, []), model);
  return movesTold(
    community,
    rows,
    moves.map((move) => ({ ...move, from: code(move.from), to: code(move.to) })),
    base.units && base.atoms.map(({ id }) => id),
  );
}

/** Moves by codes of grids as the page lists them; `rows`: by atom; `units`: names by atom where they are those of a file. */
export function movesTold(
  community: Community,
  rows: readonly AtomRow[],
  moves: readonly ComparedMove[],
  units?: readonly string[],
): PlanMoves {
  const counts = (tallies: readonly number[]) => ({
    households: measureOf(tallies, 'households'),
    residents: measureOf(tallies, 'residents'),
    devices: measureOf(tallies, 'devices'),
  });
  const pairs = movePairs(moves).map(({ from, to, atoms, tallies }) => ({
    ...{ from, to, atoms },
    ...counts(tallies),
  }));
  const buildings = moves.flatMap(({ atom, from, to, tallies }) => {
    const { table, row } = rows[atom];
    if (row === NONE && !units) return [];
    const label = units ? units[atom] : refOf(community, table, row).label;
    return [{ table, row: units ? -1 : row, label, from, to, ...counts(tallies) }];
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
  const { proof, detached: _detached, ...findings } = planFindings(model, target);
  const buildingsIn = (cells: readonly number[]) =>
    cells.flatMap((cell) =>
      model.atomsIn(cell).flatMap((atom) => {
        const { table, row } = rows[atom];
        return row === NONE ? [] : [{ row, label: refOf(community, table, row).label }];
      }),
    );
  return {
    ...findings,
    holds: proof.holds,
    faults: proof.faults.map(({ fault, place }) => ({ fault, at: place && scale.place(...place) })),
    cutOff: cutOffParts(model).map((part) => ({ ...part, at: scale.place(...part.link.from) })),
    unassigned: unassignedParts(model).map((part) => ({
      ...part,
      at: scale.place(...part.place),
      buildings: buildingsIn(part.cells),
    })),
    unknownBuildings: unknownBuildings(plan, community),
  };
}

/** Rows of buildings that the plan does not know; of a plan of some areas only, those on its own ground. */
export function unknownBuildings({ base, history, model, rows }: OpenPlan, community: Community): number[] {
  // A plan of a file's units knows nothing of buildings.
  if (base.units) return [];
  const known = new Set(rows.flatMap(({ table, row }) => (table === 'buildings' ? [row] : [])));
  const all = Array.from({ length: rowCount(community, 'buildings') }, (_, row) => row);
  const unknown = all.filter((row) => !known.has(row));
  if (!history.created.scope) return unknown;
  const { lng, lat } = ownCoordinates(community.tables.buildings);
  return unknown.filter((row) => {
    const place = lng[row] === NO_COORDINATE ? null : toLattice(base.lattice, lng[row] / 1e7, lat[row] / 1e7);
    const cell = place ? model.cellAt(...place) : NO_CELL;
    return cell !== NO_CELL && model.cell(cell).community >= 0;
  });
}
