/**
 * The grids of plans in force laid over a generation: cells of the table `grids`, and the grid of every building by slot. Owns how a plan's
 * grids are found among those of the generation; everything else of the overlay is changes by hand, which grids never have.
 */
import { NONE } from '../columns/column.ts';
import { type PreparedPolygon, polygonHolds, prepareWholeRings } from '../geo/points-in-polygon.ts';
import { NO_GRID } from '../model/bundle.ts';
import { TABLES } from '../model/tables.ts';
import type { OutcomeGrid, PlanOutcome } from '../partition/plan-outcome.ts';
import { labelAt } from '../query/column-access.ts';
import { ringsOfCell } from './cell-values.ts';
import { slotOfRow } from './make-edits.ts';
import type { Overlaid } from './overlaid.ts';
import {
  keyOfSlot,
  type Overlay,
  putRings,
  putValue,
  slotOfKey,
  type Touched,
  tableOverlay,
} from './overlay.ts';
import { atomRows } from './plan-atoms.ts';
import type { EditRing, StableKey } from './record-edit.ts';
import { numbersBySlot, slotCount } from './row-order.ts';

const TABLE = 'grids';

export interface PlanLayer {
  outcome: PlanOutcome;
  /** It has grids for the whole community, and there are no others; else those that it does not name stay. */
  whole: boolean;
}

/** Grids by slot of building, as plans say. */
export interface LaidPlans {
  /** Slot of the grid, NO_GRID for none. */
  grid: Map<number, number>;
  outlines: { slot: number; polygon: PreparedPolygon }[];
}

/** Slots for grids that plans make, so that links to them hold before their plan is read, and on days when it is not in force. */
export function reserveGrids(overlay: Overlay, keys: readonly StableKey[]): void {
  const net = tableOverlay(overlay, TABLE);
  for (const key of keys) {
    if (net.slotOfCreated.has(key)) continue;
    const slot = slotCount(net);
    net.slotOfCreated.set(key, slot);
    net.created.push(key);
    net.removed.add(slot);
  }
}

/**
 * Puts the overlay's grids as these plans have them, the earlier ones first; [] as the generation has them. `generation`: its id. `now`: the
 * tables before, by which buildings are found.
 */
export function layPlans(
  overlay: Overlay,
  now: Overlaid,
  layers: readonly PlanLayer[],
  generation: string,
  touched: Touched,
): LaidPlans {
  clear(overlay, touched);
  const grid = new Map<number, number>();
  for (const { outcome, whole } of layers) {
    const slots = slotsOf(overlay, outcome, outcome.generation === generation);
    if (whole) endAll(overlay);
    layGrids(overlay, outcome, slots, touched);
    const rows = atomRows(overlay, now, outcome.buildings, outcome.generation === generation);
    rows.forEach((row, i) => {
      if (row === NONE) return;
      grid.set(slotOfRow(now, 'buildings', row), slots.inPlay[outcome.gridOf[i]] ?? NO_GRID);
    });
    const areas = outcome.generation === generation ? outcome.grids.map(({ area }) => area) : [];
    layAreas(overlay, slots.inPlay, areas, grid, touched);
  }
  return { grid, outlines: layers.length > 0 ? outlinesOf(overlay) : [] };
}

/**
 * `own`: the grid of each building by slot without any plan; changed to what the plans say. A building that no plan knows lies where it
 * stands, else where it was as long as that grid is there.
 */
export function putLaid(overlay: Overlay, { grid, outlines }: LaidPlans, own: Uint16Array): void {
  const { removed } = tableOverlay(overlay, TABLE);
  const [lng, lat] = ['lng', 'lat'].map((column) => numbersBySlot(overlay, 'buildings', column, NONE));
  for (let slot = 0; slot < own.length; slot++) {
    const known = grid.get(slot);
    if (known !== undefined) own[slot] = known;
    else {
      const here = outlines.find(({ polygon }) => polygonHolds(polygon, lng[slot], lat[slot]));
      if (here) own[slot] = here.slot;
      else if (removed.has(own[slot])) own[slot] = NO_GRID;
    }
  }
}

function clear(overlay: Overlay, touched: Touched): void {
  const net = tableOverlay(overlay, TABLE);
  net.cells.clear();
  net.removed.clear();
  for (let slot = net.baseRows; slot < slotCount(net); slot++) net.removed.add(slot);
  touched.rows.add(TABLE);
  touched.columns.set(TABLE, new Set(Object.keys(TABLES.grids.columns)));
}

interface Slots {
  /** By grid of the outcome. */
  inPlay: number[];
  ended: number[];
}

function slotsOf(overlay: Overlay, { grids, ended }: PlanOutcome, begunHere: boolean): Slots {
  reserveGrids(
    overlay,
    grids.map(({ own }) => own as StableKey),
  );
  const byCode = begunHere ? new Map<string, number>() : slotsByCode(overlay);
  const find = ({ key, own, code, formerCodes }: PlanOutcome['ended'][number]) => {
    const known = begunHere ? slotOfKey(overlay, TABLE, key as StableKey) : NONE;
    if (known !== NONE) return known;
    for (const each of [code, ...formerCodes.toReversed()]) {
      const slot = byCode.get(each);
      if (slot !== undefined) return slot;
    }
    return slotOfKey(overlay, TABLE, own as StableKey);
  };
  return { inPlay: grids.map(find), ended: ended.map(find).filter((slot) => slot !== NONE) };
}

function slotsByCode(overlay: Overlay): Map<string, number> {
  const stored = overlay.base.tables[TABLE];
  const found = new Map<string, number>();
  for (let row = (stored?.rows ?? 0) - 1; row >= 0; row--) {
    const code = labelAt(stored, 'code', row);
    if (code !== '') found.set(code, row);
  }
  return found;
}

function layGrids(overlay: Overlay, outcome: PlanOutcome, { inPlay, ended }: Slots, touched: Touched): void {
  const { removed, baseRows } = tableOverlay(overlay, TABLE);
  for (const slot of ended) removed.add(slot);
  outcome.grids.forEach((grid, i) => {
    const slot = inPlay[i];
    removed.delete(slot);
    const put = (column: string, value: string | number) =>
      putValue(overlay, TABLE, slot, column, value, touched);
    put('code', grid.code);
    put('name', grid.name);
    if (kindStored(overlay, slot) !== grid.kind) put('kind', grid.kind);
    if (slot >= baseRows) {
      put('status', 'active');
      put('startDay', outcome.from);
    }
    putRings(overlay, TABLE, slot, 'outline', grid.outline, touched);
  });
}

/** But for those that had ended already: they are history of the register. */
function endAll(overlay: Overlay): void {
  const { removed, baseRows } = tableOverlay(overlay, TABLE);
  for (let slot = 0; slot < baseRows; slot++)
    if (labelAt(overlay.base.tables[TABLE], 'status', slot) !== 'ended') removed.add(slot);
}

/** As a plan tells kinds apart: a grid within another is a general one to it, and stays what it is. */
function kindStored(overlay: Overlay, slot: number): OutcomeGrid['kind'] | '' {
  const { baseRows } = tableOverlay(overlay, TABLE);
  if (slot >= baseRows) return '';
  return labelAt(overlay.base.tables[TABLE], 'kind', slot) === 'exclusive' ? 'exclusive' : 'general';
}

/** A grid that is new here belongs to the area that its plan says, else to that of its first building. */
function layAreas(
  overlay: Overlay,
  slots: readonly number[],
  said: readonly string[],
  gridOfBuilding: ReadonlyMap<number, number>,
  touched: Touched,
): void {
  const { baseRows } = tableOverlay(overlay, TABLE);
  const areas = numbersBySlot(overlay, 'buildings', 'area', NONE);
  const first = new Map<number, number>();
  for (const [building, grid] of gridOfBuilding)
    if (!first.has(grid) && areas[building] !== NONE) first.set(grid, areas[building]);
  slots.forEach((slot, i) => {
    if (slot < baseRows) return;
    const own = first.get(slot);
    const key = said[i] || (own === undefined ? '' : keyOfSlot(overlay, 'areas', own));
    if (key !== '') putValue(overlay, TABLE, slot, 'area', key, touched);
  });
}

function outlinesOf(overlay: Overlay): LaidPlans['outlines'] {
  const net = tableOverlay(overlay, TABLE);
  const drawn = net.cells.get('outline');
  const found: LaidPlans['outlines'] = [];
  for (let slot = 0; slot < slotCount(net); slot++) {
    if (net.removed.has(slot)) continue;
    const cell = drawn?.get(slot) as EditRing[] | undefined;
    // One that is as it is stored has no cell.
    const rings = cell ?? ringsOfCell(overlay.base.tables[TABLE], 'outline', slot);
    if (rings.length > 0) found.push({ slot, polygon: prepared(rings) });
  }
  return found;
}

function prepared(rings: readonly EditRing[]): PreparedPolygon {
  let at = 0;
  const spans = rings.map(({ coords }): [number, number] => {
    const from = at;
    at += coords.length / 2;
    return [from, at];
  });
  return prepareWholeRings(Int32Array.from(rings.flatMap(({ coords }) => coords)), spans);
}
