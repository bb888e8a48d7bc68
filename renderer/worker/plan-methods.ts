/**
 * The worker's part in grid plans: begun, opened, tried, written down. Nothing is changed here: what a person does becomes a record that the
 * page appends, and the open plan follows the journal, in every window alike.
 */
import * as Comlink from 'comlink';
import { NONE } from '../../shared/columns/column.ts';
import { slotOfKey } from '../../shared/edits/overlay.ts';
import { atomRows } from '../../shared/edits/plan-atoms.ts';
import type { StableKey } from '../../shared/edits/record-edit.ts';
import { borderNear, vertexNear } from '../../shared/partition/actions/move-vertex.ts';
import { toLattice } from '../../shared/partition/lattice.ts';
import { NO_GRID } from '../../shared/partition/outline.ts';
import { inverted } from '../../shared/partition/partition-patch.ts';
import type { PartitionPatch } from '../../shared/partition/partition-records.ts';
import { type PlanAction, runAction } from '../../shared/partition/plan-action.ts';
import type { PlanBase } from '../../shared/partition/plan-base.ts';
import { PlanError } from '../../shared/partition/plan-error.ts';
import { type PlanHistory, stepNames } from '../../shared/partition/plan-history.ts';
import { stateOn } from '../../shared/partition/plan-in-force.ts';
import { isOpenToEdits } from '../../shared/partition/plan-state.ts';
import { type PlanTouch, touchOf } from '../../shared/partition/plan-touch.ts';
import {
  cellsView,
  gridView,
  microView,
  type PlanGrid,
  type PlanMicro,
} from '../../shared/partition/plan-view.ts';
import type { AtomRow } from '../../shared/query/atom-measures.ts';
import { labelAt, linkAt, linkValues } from '../../shared/query/column-access.ts';
import { planAreas } from '../../shared/query/partition-ground.ts';
import type { LngLat } from '../../shared/query/selection.ts';
import { getBulk, putBulk } from '../host.ts';
import { type EngineState, type Opened, openedOf } from './engine-state.ts';
import { abortable } from './in-turns.ts';
import { OpenPlan, type PlanAreaName } from './open-plan.ts';
import type { PlanChange, PlanEngine, PlanPreview, PlanSteps, PlanView } from './plan-api.ts';
import { readBase } from './plan-bytes.ts';
import { EXACT, type PlanCounter } from './plan-counter.ts';
import { drafted, draftOf } from './plan-draft.ts';
import { historiesHere, todayOf, toldState } from './plan-histories.ts';

type Methods = Omit<
  PlanEngine,
  | 'planMoves'
  | 'planCodes'
  | 'exportPlanCodes'
  | 'checkPlan'
  | 'planObstacles'
  | 'statePlan'
  | 'balancePlan'
  | 'acceptBalance'
  | 'comparePlan'
  | 'servePlan'
  | 'planDrift'
  | 'draftCarry'
  | 'carryStep'
>;

export function planMethods(state: EngineState): Methods {
  const open = () => openPlanOf(state);
  const by = () => state.access.actor?.id ?? '';
  return {
    async plans() {
      const histories = await historiesHere(state);
      const { info, edited } = openedOf(state);
      const { generation } = info;
      const told = (history: PlanHistory) => stateOn(histories, edited.base.plan.id, history, todayOf(state));
      return [...histories.values()].map(({ created, ...history }) => ({
        id: created.plan,
        name: created.name,
        state: told({ created, ...history }),
        generation: created.generation,
        base: created.base.sha256,
        baseChanged: created.generation !== generation,
        areas: created.scope?.length ?? null,
        createdAt: history.createdAt,
        editedAt: history.editedAt,
        steps: history.done,
        effectiveFrom: history.effectiveFrom,
      }));
    },
    async planAreas() {
      const { community } = openedOf(state);
      const { areas, buildings } = community.tables;
      const counts = new Map<number, number>();
      for (const area of linkValues(buildings, 'area')) counts.set(area, (counts.get(area) ?? 0) + 1);
      return planAreas(community).map((row) => ({
        row,
        name: labelAt(areas, 'name', row),
        above: labelAt(areas, 'name', linkAt(areas, 'parent', row)),
        buildings: counts.get(row) ?? 0,
      }));
    },
    async draftPlan({ id, name, areas }, onProgress) {
      const opened = openedOf(state);
      opened.backToToday();
      return abortable(state, async (signal) => {
        const base = await drafted(opened, { areas }, signal, onProgress);
        return draftOf(state, { id, name, scoped: areas !== undefined }, base, signal);
      });
    },
    async sendPlanBase(sha256, token) {
      const { draft } = state;
      state.draft = null;
      if (draft?.sha256 === sha256) await putBulk(token, draft.bytes);
    },
    async openPlan(id, token) {
      state.plan = await readPlan(state, id, token);
      return viewOf(state.plan, EXACT);
    },
    async closePlan() {
      state.plan = null;
    },
    async tryAction(action) {
      return preview(open(), action, EXACT);
    },
    async actOn(action, name) {
      const plan = open();
      if (!isOpenToEdits(plan.history.state)) throw new PlanError('plan-frozen');
      const result = runAction(plan.model, action);
      return result.ok ? { ok: true, body: plan.edited(name, result.patch, by()) } : plan.refusal(result);
    },
    async planStep(direction) {
      const { history } = open();
      if (!isOpenToEdits(history.state)) throw new PlanError('plan-frozen');
      const step = direction === 'undo' ? history.done : history.done + 1;
      if (step === 0 || step > history.steps.length) return null;
      const { plan } = history.created;
      return { kind: 'plan.stepped', plan, after: history.seq, direction, step, by: by() };
    },
    async planChange(since) {
      const plan = open();
      plan.told = await toldState(state, plan.history);
      const patch = plan.changedSince(since);
      return patch === undefined ? null : changeOf(plan, patch, EXACT);
    },
    async vertexNear(at, reachMetres) {
      const { model, scale, ...plan } = open();
      const place = latticePlace(plan.base, at);
      const found = place && vertexNear(model, place[0], place[1], reachMetres * 1000);
      return (
        found && { vertex: found.vertex, at: scale.place(...found.place), metres: found.distance / 1000 }
      );
    },
    async borderNear(at, reachMetres) {
      const { model, scale, ...plan } = open();
      const place = latticePlace(plan.base, at);
      const found = place && borderNear(model, place[0], place[1], reachMetres * 1000);
      if (!found) return null;
      const metres = found.distance / 1000;
      return { arc: found.arc, corner: found.at, at: scale.place(...found.place), metres };
    },
    async cellAt(at) {
      const { model, base } = open();
      const place = latticePlace(base, at);
      return place ? model.cellAt(...place) : -1;
    },
  };
}

export function openPlanOf(state: EngineState): OpenPlan {
  if (!state.plan) throw new PlanError('plan-not-open');
  return state.plan;
}

/** A plan of the open community as it stands. `token`: of the host, for its base. */
export async function readPlan(state: EngineState, id: string, token: string): Promise<OpenPlan> {
  const opened = openedOf(state);
  const history = (await historiesHere(state, id)).get(id);
  if (!history) throw new PlanError('plan-unknown');
  const base = await readBase(await getBulk(token), history.created.base.sha256);
  const { edited, info } = opened;
  const begunHere = history.created.generation === info.generation;
  // Units of a file are no records of the community.
  const found = base.units ? null : atomRows(edited.overlay, edited.now, base.atoms, begunHere);
  const rows = base.atoms.map(({ table }, i): AtomRow => ({ table, row: found?.[i] ?? NONE }));
  const told = await toldState(state, history);
  return new OpenPlan(base, history, opened.community, { rows, areas: areasOf(opened, base, history), told });
}

/** Names and codes; nothing is known of areas in another generation. */
function areasOf(
  { edited, community, info }: Opened,
  { communities }: PlanBase,
  { created }: PlanHistory,
): PlanAreaName[] {
  const { areas } = community.tables;
  return communities.map((key) => {
    const known = key !== '' && created.generation === info.generation;
    const slot = known ? slotOfKey(edited.overlay, 'areas', key as StableKey) : NONE;
    const row = slot === NONE ? NONE : edited.rowOf('areas', slot);
    return { name: labelAt(areas, 'name', row), code: labelAt(areas, 'code', row) };
  });
}

function latticePlace({ lattice }: PlanBase, [lng, lat]: LngLat): [number, number] | null {
  return toLattice(lattice, lng, lat);
}

function gridsOf(plan: OpenPlan, ids: readonly number[], counter: PlanCounter): PlanGrid[] {
  return ids.map((id) => ({
    ...gridView(plan.model, plan.scale, id, counter.baseTallies(plan, id)),
    tallies: counter.tallies(plan, id),
  }));
}

function microsOf(plan: OpenPlan, ids: readonly number[], counter: PlanCounter): PlanMicro[] {
  return ids.map((id) => ({
    ...microView(plan.model, plan.scale, id),
    tallies: counter.ofMicro(plan, id),
  }));
}

const stepsOf = ({ history }: OpenPlan): PlanSteps => stepNames(history);

function exceptionsOf({ model, scale }: OpenPlan): PlanView['exceptions'] {
  return model.exceptionIds().map((id) => {
    const exception = model.exception(id);
    return { id, ...exception, at: [scale.place(...exception.from), scale.place(...exception.to)] };
  });
}

/** The open plan as the page draws it. */
export function viewOf(plan: OpenPlan, counter: PlanCounter): PlanView {
  const { history, base, model, scale, rows } = plan;
  const { x, y, building } = model.atoms;
  const places = Array.from(x, (east, atom) => scale.place(east, y[atom]));
  return transferred({
    id: history.created.plan,
    name: history.created.name,
    state: plan.told,
    effectiveFrom: history.effectiveFrom,
    lattice: base.lattice,
    measures: [...counter.measures],
    numbers: counter.numbers,
    cells: cellsView(model, scale, model.cellIds()),
    grids: gridsOf(plan, model.gridIds(), counter),
    micros: microsOf(plan, model.microIds(), counter),
    unassigned: counter.tallies(plan, NO_GRID),
    exceptions: exceptionsOf(plan),
    communities: plan.areas.map(({ name }) => ({ name })),
    nextCodes: plan.nextCodes(),
    nextSuffixes: plan.nextSuffixes(),
    atoms: {
      rows: Int32Array.from(rows, ({ row }) => (row === NONE ? -1 : row)),
      lng: Float64Array.from(places, ([lng]) => lng),
      lat: Float64Array.from(places, ([, lat]) => lat),
      cell: Int32Array.from(x, (_, atom) => model.cellOf(atom)),
      building: building.slice(),
    },
    history: stepsOf(plan),
    seq: history.seq,
  });
}

/** id and value now, in turn. */
function pairs(ids: readonly number[], value: (id: number) => number): Int32Array {
  return Int32Array.from(ids.flatMap((id) => [id, value(id)]));
}

/** `patch`: what changed since the page asked last; null: nothing of the borders. */
export function changeOf(plan: OpenPlan, patch: PartitionPatch | null, counter: PlanCounter): PlanChange {
  const { history, model, scale } = plan;
  const touch = patch ? touchOf(model, patch) : UNTOUCHED;
  return transferred({
    seq: history.seq,
    state: plan.told,
    effectiveFrom: history.effectiveFrom,
    history: stepsOf(plan),
    cells: cellsView(model, scale, touch.cells),
    removedCells: Int32Array.from(touch.removedCells),
    cellGrid: pairs(
      (patch?.cellGrid.ids ?? []).filter((cell) => model.hasCell(cell)),
      model.gridOf,
    ),
    cellMicro: pairs(
      (patch?.cellMicro?.ids ?? []).filter((cell) => model.hasCell(cell)),
      model.microOf,
    ),
    atomCell: pairs(patch?.atomCell.ids ?? [], model.cellOf),
    grids: gridsOf(plan, touch.grids, counter),
    removedGrids: touch.removedGrids,
    micros: microsOf(plan, touch.micros, counter),
    removedMicros: touch.removedMicros,
    unassigned: counter.tallies(plan, NO_GRID),
    exceptions: exceptionsOf(plan),
    nextCodes: plan.nextCodes(),
    nextSuffixes: plan.nextSuffixes(),
  });
}

const UNTOUCHED: PlanTouch = {
  ...{ cells: [], removedCells: [], grids: [], removedGrids: [] },
  ...{ micros: [], removedMicros: [] },
};

/** Carried out, looked at, taken back: the model is the same to the byte afterwards. */
export function preview(plan: OpenPlan, action: PlanAction, counter: PlanCounter): PlanPreview {
  const { model, scale, history } = plan;
  if (!isOpenToEdits(history.state)) throw new PlanError('plan-frozen');
  const result = runAction(model, action);
  if (!result.ok) return plan.refusal(result);
  const { patch } = result;
  model.apply(patch);
  try {
    const touch = touchOf(model, patch);
    return transferred({
      ok: true as const,
      grids: gridsOf(plan, touch.grids, counter),
      micros: microsOf(plan, touch.micros, counter),
      unassigned: counter.tallies(plan, NO_GRID),
      cellGrid: pairs(
        patch.cellGrid.ids.filter((cell) => model.hasCell(cell)),
        model.gridOf,
      ),
      cellMicro: pairs(
        (patch.cellMicro?.ids ?? []).filter((cell) => model.hasCell(cell)),
        model.microOf,
      ),
      cells: cellsView(model, scale, touch.cells),
    });
  } finally {
    model.apply(inverted(patch));
  }
}

/** Arrays of cells and outlines go over without a copy. */
export function transferred<T extends object>(answer: T): T {
  const buffers = new Set<ArrayBuffer>();
  collect(answer, buffers);
  return Comlink.transfer(answer, [...buffers]);
}

function collect(value: unknown, buffers: Set<ArrayBuffer>): void {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) buffers.add(value.buffer);
  } else if (Array.isArray(value)) {
    if (typeof value[0] === 'object') for (const each of value) collect(each, buffers);
  } else if (value && typeof value === 'object')
    for (const each of Object.values(value)) collect(each, buffers);
}
