/**
 * The worker's part in carrying the open plan over onto today's borders: what has changed since it was begun, the new base, the conflicts, the one
 * step that brings its changes. Which they are is shared/partition/plan-carry.ts.
 */
import { DEGREE, NONE } from '../../shared/columns/column.ts';
import { slotOfKey } from '../../shared/edits/overlay.ts';
import type { StableKey } from '../../shared/edits/record-edit.ts';
import { toLattice } from '../../shared/partition/lattice.ts';
import { microLines } from '../../shared/partition/micro-onto.ts';
import { runAction } from '../../shared/partition/plan-action.ts';
import { modelOfBase, type PlanBase } from '../../shared/partition/plan-base.ts';
import { type CarryChoice, carryOver, drawnLines } from '../../shared/partition/plan-carry.ts';
import { PlanError } from '../../shared/partition/plan-error.ts';
import { begunOn, planOn, rootOf } from '../../shared/partition/plan-in-force.ts';
import { rowCount } from '../../shared/query/community.ts';
import { hasPlace, ownCoordinates } from '../../shared/query/spots.ts';
import { type EngineState, type Opened, openedOf } from './engine-state.ts';
import { abortable } from './in-turns.ts';
import type { OpenPlan } from './open-plan.ts';
import type { PlanEngine } from './plan-api.ts';
import { drafted, draftOf, inDegrees } from './plan-draft.ts';
import { historiesHere, todayOf } from './plan-histories.ts';
import { openPlanOf } from './plan-methods.ts';

type Methods = Pick<PlanEngine, 'planDrift' | 'draftCarry' | 'carryStep'>;

export function planCarryMethods(state: EngineState): Methods {
  return {
    async planDrift() {
      const { history, rows, base, model } = openPlanOf(state);
      const { community, edited } = openedOf(state);
      const histories = await historiesHere(state);
      const ground = edited.base.plan.id;
      const today = todayOf(state);
      const last = planOn(histories, ground, Number.MAX_SAFE_INTEGER);
      const own = ownCoordinates(community.tables.buildings);
      const within = (row: number) => {
        const at =
          hasPlace(own, row) && toLattice(base.lattice, own.lng[row] / DEGREE, own.lat[row] / DEGREE);
        return at && model.hasCell(model.cellAt(...at));
      };
      const known = new Set(rows.flatMap(({ table, row }) => (table === 'buildings' ? [row] : [])));
      let unknown = 0;
      for (let row = 0; row < rowCount(community, 'buildings'); row++)
        if (!known.has(row) && within(row)) unknown++;
      return {
        borders:
          begunOn(history) !== (planOn(histories, ground, today)?.created.plan ?? rootOf(histories, ground)),
        waiting:
          last && Number(last.effectiveFrom) > today && last.seq !== history.seq ? last.created.name : null,
        gone: rows.filter(({ table, row }) => table === 'buildings' && row === NONE).length,
        unknown,
      };
    },
    async draftCarry({ id, name }, onProgress) {
      const source = openPlanOf(state);
      const opened = openedOf(state);
      opened.backToToday();
      const { base: begun, model } = source;
      const lines = drawnLines({ before: modelOfBase(begun, []), after: model });
      const drawn = inDegrees(begun, [...lines, ...microLines(model)]);
      const areas = areasOf(opened, source);
      return abortable(state, async (signal) => {
        const base = await drafted(opened, { areas, drawn }, signal, onProgress);
        const { conflicts } = carried(state, source, base, new Map());
        const begun = await draftOf(state, { id, name, scoped: areas !== undefined }, base, signal);
        state.carry = { id, source, base };
        return { ...begun, conflicts };
      });
    },
    async carryStep(choices, name) {
      const { carry } = state;
      const plan = openPlanOf(state);
      if (!carry || carry.id !== plan.history.created.plan) throw new PlanError('plan-not-open');
      state.carry = null;
      const { action } = carried(state, carry.source, carry.base, new Map(Object.entries(choices)));
      if (!action) return null;
      const result = runAction(plan.model, action);
      if (!result.ok) throw new PlanError('plan-not-carried', result.reason);
      const { history } = plan;
      return {
        ...{ kind: 'plan.edited', plan: carry.id, after: history.seq, step: history.done + 1 },
        ...{ name, patch: result.patch, by: state.access.actor?.id ?? '' },
      };
    },
  };
}

/** The areas that the plan is of, as rows of today; undefined: all, or nothing is known of them in this generation. */
function areasOf({ edited, info }: Opened, { history }: OpenPlan): number[] | undefined {
  const { scope, generation } = history.created;
  if (!scope || generation !== info.generation) return undefined;
  const rows = scope.flatMap((key) => {
    const slot = slotOfKey(edited.overlay, 'areas', key as StableKey);
    const row = slot === NONE ? NONE : edited.rowOf('areas', slot);
    return row === NONE ? [] : [row];
  });
  return rows.length > 0 ? rows : undefined;
}

function carried(
  state: EngineState,
  { base, model, history }: OpenPlan,
  today: PlanBase,
  choices: ReadonlyMap<string, CarryChoice>,
) {
  const begunHere = history.created.generation === openedOf(state).info.generation;
  const source = { base, before: modelOfBase(base, []), after: model };
  return carryOver(source, { base: today, model: modelOfBase(today, []) }, begunHere, choices);
}
