/**
 * Drawn micro-grids laid onto a plan: each cell of a grid goes where its building lies, or a place inside, and all of it is one action. Owns which
 * record is a micro-grid and which of the plan's it is. Ground that none is drawn on stays as it is within grids that the file does not divide.
 */

import { placeGrids } from '../drawn-grids.ts';
import type { Lattice } from '../lattice.ts';
import { microCode, microsByCode, suffixFault } from '../micro-codes.ts';
import type { PartitionModel } from '../partition-model.ts';
import { inverted } from '../partition-patch.ts';
import { NO_MICRO, type PartitionPatch } from '../partition-records.ts';
import { type PlanAction, runAction } from '../plan-action.ts';
import { PlanError } from '../plan-error.ts';
import { placeInRings } from '../ring-places.ts';
import { insideOfCell } from '../same-atoms.ts';
import { type AreaFields, areaGrid, fieldText } from './area-fields.ts';
import { type AreasOnPlan, type AreasRequest, type DrawnArea, layAreas } from './areas-on-plan.ts';

/** A record of our own layer of micro-grids. */
export const isMicroArea = ({ fields }: { fields: AreaFields }): boolean =>
  fieldText(fields, ['micro_id']) !== '';

export interface MicroFigures {
  /** Records that are micro-grids of the plan already. */
  known: number;
  /** Records that become new ones. */
  fresh: number;
  /** Records whose grid is not in the plan. */
  homeless: number;
  /** Cells that change micro-grid. */
  moved: number;
}

interface MicrosOnPlan extends MicroFigures {
  actions: PlanAction[];
}

/** `first`: what is done before, the grids of the same file. Throws PlanError 'plan-file-elsewhere'. The model is the same to the byte afterwards. */
function layMicros(
  model: PartitionModel,
  lattice: Lattice,
  { areas, plan, first }: { areas: readonly DrawnArea[]; plan: string; first: PlanAction | null },
): MicrosOnPlan {
  const told: MicrosOnPlan = { known: 0, fresh: 0, homeless: 0, moved: 0, actions: [] };
  const done: PartitionPatch[] = [];
  const act = (action: PlanAction): boolean => {
    const result = runAction(model, action);
    if (!result.ok) return false;
    model.apply(result.patch);
    done.push(result.patch);
    told.actions.push(action);
    return true;
  };
  try {
    if (first && !act(first)) return told;
    told.actions.length = 0;
    const known = matches(model, areas, plan);
    const microOf = areas.map((area, at) => settled(model, area, { plan, known: known[at] }, told, act));
    for (const [micro, cells] of moves(model, lattice, areas, microOf))
      if (act({ type: 'assignMicro', cells, micro })) told.moved += cells.length;
    return told;
  } finally {
    for (const patch of done.toReversed()) model.apply(inverted(patch));
  }
}

/** The micro-grid of the plan that a record is, brought to what the record says, or made; null: it has no grid here. */
function settled(
  model: PartitionModel,
  { fields, name: called }: DrawnArea,
  { plan, known }: { plan: string; known: number | undefined },
  told: MicrosOnPlan,
  act: (action: PlanAction) => boolean,
): number | null {
  const { code, name, attributes, id: gridId, plan: from } = areaGrid(fields);
  const grid =
    known === undefined ? gridOf(model, fields, from === plan ? gridId : -1) : model.micro(known).grid;
  if (grid === undefined) {
    told.homeless++;
    return null;
  }
  const head = model.grid(grid).code;
  const digits = code.startsWith(head) ? code.slice(head.length) : '';
  if (known === undefined) {
    const made = { type: 'createMicro' as const, grid, name: name || code || called, attributes };
    const next = model.micros.next ?? 0;
    if (!(digits !== '' && act({ ...made, suffix: digits })) && !act(made)) return null;
    told.fresh++;
    return next;
  }
  told.known++;
  const now = model.micro(known);
  const free = digits !== '' && suffixFault(model, grid, digits, known) === null;
  const given = {
    ...(name !== '' && name !== now.name && { name }),
    ...(free && digits !== now.suffix && { suffix: digits }),
    ...(Object.entries(attributes).some(([key, value]) => now.attributes[key] !== value) && { attributes }),
  };
  if (Object.keys(given).length > 0) act({ type: 'setMicro', micro: known, ...given });
  return known;
}

/** By code, else by number where the file is of this plan, as a step taken back frees its numbers; then by a code before. None twice. */
function matches(model: PartitionModel, areas: readonly DrawnArea[], plan: string): (number | undefined)[] {
  const open = new Set(microsByCode(model));
  const found: (number | undefined)[] = areas.map(() => undefined);
  const ways: ((area: DrawnArea, micro: number) => boolean)[] = [
    ({ fields }, micro) => areaGrid(fields).code === microCode(model, micro),
    ({ fields }, micro) =>
      areaGrid(fields).plan === plan && Number(fieldText(fields, ['micro_id'])) === micro,
    ({ fields }, micro) => model.micro(micro).formerCodes.includes(areaGrid(fields).code),
  ];
  for (const way of ways)
    areas.forEach((area, at) => {
      found[at] ??= [...open].find((micro) => way(area, micro));
      open.delete(found[at] ?? NO_MICRO);
    });
  return found;
}

function gridOf(model: PartitionModel, fields: AreaFields, id: number): number | undefined {
  const open = model.gridIds().filter((grid) => !model.grid(grid).retired);
  const code = fieldText(fields, ['grid']);
  return (
    open.find((grid) => grid === id) ??
    open.find((grid) => model.grid(grid).code === code) ??
    open.find((grid) => model.grid(grid).formerCodes.includes(code))
  );
}

/** Cells by the micro-grid that they go into, only those that are not there yet. */
function moves(
  model: PartitionModel,
  lattice: Lattice,
  areas: readonly DrawnArea[],
  microOf: readonly (number | null)[],
): [number, number[]][] {
  const placed = placeGrids(lattice, areas);
  const drawn = new Map<number, { micro: number; rings: Int32Array[] }[]>();
  const polygons = new Map<number, Int32Array[]>();
  for (const { polygon, corners } of placed.rings)
    polygons.set(polygon, [...(polygons.get(polygon) ?? []), corners]);
  for (const [polygon, rings] of polygons) {
    const micro = microOf[placed.owner[polygon]] ?? null;
    if (micro === null) continue;
    const { grid } = model.micro(micro);
    drawn.set(grid, [...(drawn.get(grid) ?? []), { micro, rings }]);
  }
  const moving = new Map<number, number[]>();
  const { x, y } = model.atoms;
  let met = false;
  for (const [grid, own] of drawn)
    for (const cell of model.cellsIn(grid)) {
      const [atom] = model.atomsIn(cell);
      const at: readonly [number, number] =
        atom === undefined ? insideOfCell(model, cell) : [x[atom], y[atom]];
      const goal = own.find(({ rings }) => placeInRings(rings, ...at) >= 0)?.micro ?? NO_MICRO;
      if (goal !== NO_MICRO) met = true;
      if (goal !== model.microOf(cell)) moving.set(goal, [...(moving.get(goal) ?? []), cell]);
    }
  // Drawn elsewhere: nothing is taken out of the micro-grids that are here.
  if (drawn.size > 0 && !met) throw new PlanError('plan-file-elsewhere');
  return [...moving].sort(([a], [b]) => a - b);
}

/** Grids and micro-grids of a file as one action, the grids first. Throws as layAreas does. */
export function layDrawing(
  model: PartitionModel,
  lattice: Lattice,
  request: AreasRequest,
): AreasOnPlan & { names: string[]; micros: MicroFigures } {
  const grids = request.areas.filter((area) => !isMicroArea(area));
  const areas = request.areas.filter(isMicroArea);
  const laid =
    grids.length > 0 || areas.length === 0
      ? layAreas(model, lattice, { ...request, areas: grids })
      : NO_GRIDS;
  const names = grids.map(({ name }) => name);
  const { actions, ...micros } = layMicros(model, lattice, { areas, plan: request.plan, first: laid.action });
  const all = [...(laid.action ? [laid.action] : []), ...actions];
  return { ...laid, names, micros, action: all.length === 0 ? null : { type: 'several', actions: all } };
}

const NO_GRIDS: AreasOnPlan = {
  ...{ areas: [], problems: [], rings: [], cut: [], emptied: [], moved: 0, action: null },
  kept: { locked: 0, 'other-community': 0, 'not-covered': 0 },
};
