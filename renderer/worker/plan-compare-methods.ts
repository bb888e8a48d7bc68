/** The worker's part in comparing the open plan with another one, or with the borders it began with. Changes nothing, keeps nothing. */
import { NONE } from '../../shared/columns/column.ts';
import type { PartitionModel } from '../../shared/partition/partition-model.ts';
import { NO_ATOM } from '../../shared/partition/partition-records.ts';
import { modelOfBase } from '../../shared/partition/plan-base.ts';
import { comparedGrids, comparedMoves, movedCells } from '../../shared/partition/plan-compare.ts';
import { gridView, type PlanScale } from '../../shared/partition/plan-view.ts';
import { PLAN_MEASURES } from '../../shared/query/atom-measures.ts';
import { type EngineState, openedOf } from './engine-state.ts';
import { type OpenPlan, planMeasures } from './open-plan.ts';
import type { PlanComparison, PlanEngine } from './plan-api.ts';
import { openPlanOf, readPlan, transferred } from './plan-methods.ts';
import { movesTold } from './plan-review-methods.ts';

export function planCompareMethods(state: EngineState): Pick<PlanEngine, 'comparePlan'> {
  return {
    async comparePlan(other) {
      const { community } = openedOf(state);
      const found = other && (await readPlan(state, other.id, other.token));
      // Only now: what was open may have been closed while the other one was read.
      const after = openPlanOf(state);
      const { base, model, rows } = after;
      const before = found?.model ?? modelOfBase(base, planMeasures(base, community, rows));
      const sameCells = !found || found.history.created.base.sha256 === after.history.created.base.sha256;
      const atomBefore = sameCells ? (atom: number) => atom : atomsByRow(found, after);
      const moves = comparedMoves(before, model, atomBefore);
      const scaleBefore = found?.scale ?? after.scale;
      const view = (of: PartitionModel, scale: PlanScale, id: number | null) =>
        id === null ? null : gridView(of, scale, id, null);
      const answer: PlanComparison = {
        name: found?.history.created.name ?? null,
        seq: after.history.seq,
        measures: [...PLAN_MEASURES],
        grids: comparedGrids(before, model).map((grid) => ({
          code: grid.code,
          before: view(before, scaleBefore, grid.before),
          after: view(model, after.scale, grid.after),
        })),
        moves: movesTold(community, rows, moves, base.units && base.atoms.map(({ id }) => id)),
        cells: Int32Array.from(
          sameCells ? movedCells(before, model) : new Set(moves.map(({ atom }) => model.cellOf(atom))),
        ),
      };
      return transferred(answer);
    },
  };
}

/** Plans of different beginnings know the same building by its row in the tables of today. */
function atomsByRow(before: OpenPlan, { rows }: OpenPlan): (atom: number) => number {
  const known = new Map<string, number>();
  before.rows.forEach(({ table, row }, atom) => {
    if (row !== NONE) known.set(`${table} ${row}`, atom);
  });
  return (atom) => known.get(`${rows[atom].table} ${rows[atom].row}`) ?? NO_ATOM;
}
