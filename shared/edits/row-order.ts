/**
 * Where the records of an overlay stand: the slot of every row, in the order by place of tables.ts. Records that nobody moved keep their
 * order; those that came or moved are put in among their neighbours. Owns orders only; columns are overlaid.ts.
 */
import { NO_COORDINATE, NONE } from '../columns/column.ts';
import { hilbertOrder } from '../columns/hilbert.ts';
import { isWhole, newRowOf } from '../columns/take-rows.ts';
import type { TableName } from '../model/tables.ts';
import { ORDER_COLUMNS, type Overlay, type TableOverlay } from './overlay.ts';

/** Slot of each row, and row of each slot (NONE: removed). */
export interface TableRows {
  order: Uint32Array;
  rowOf: Uint32Array;
}
/** Tables that are not here stand as they are stored. */
export type OverlayRows = Map<TableName, TableRows>;

/** Every table after those it is grouped by. */
const GROUPED_BY: readonly { table: TableName; column: string; parent: TableName }[] = [
  { table: 'entrances', column: 'building', parent: 'buildings' },
  { table: 'homes', column: 'building', parent: 'buildings' },
  { table: 'residents', column: 'home', parent: 'homes' },
  { table: 'contacts', column: 'resident', parent: 'residents' },
  { table: 'vehicles', column: 'home', parent: 'homes' },
  { table: 'services', column: 'resident', parent: 'residents' },
  { table: 'readings', column: 'device', parent: 'devices' },
];

/** `before`: the rows before the tables in `touched` had records that came, went or moved; the others are taken over. */
export function overlayRows(
  overlay: Overlay,
  before?: OverlayRows,
  touched?: ReadonlySet<TableName>,
): OverlayRows {
  const rows: OverlayRows = new Map();
  const isSettled = (name: TableName, by: readonly TableName[] = []) =>
    before !== undefined &&
    touched?.has(name) === false &&
    by.every((each) => !touched.has(each) && rows.get(each) === before.get(each));
  const keep = (name: TableName, order: Uint32Array | null) => {
    const net = overlay.tables.get(name);
    const stored = overlay.base.tables[name]?.rows ?? 0;
    const slots = net ? slotCount(net) : stored;
    // Rows that stand as they are stored need no moving, nor do those that are grouped by them.
    if (order && !isWhole(order, stored)) rows.set(name, { order, rowOf: newRowOf(order, slots) });
  };
  const settle = (name: TableName, by: readonly TableName[], order: () => Uint32Array | null) => {
    if (!isSettled(name, by)) return keep(name, order());
    const known = before?.get(name);
    if (known) rows.set(name, known);
  };
  settle('buildings', [], () => buildingOrder(overlay));
  for (const [name, net] of overlay.tables)
    if (!ORDER_COLUMNS[name]) settle(name, [], () => (hasComeOrGone(net) ? aliveSlots(net) : null));
  for (const { table, column, parent } of GROUPED_BY)
    settle(table, table === 'homes' ? [parent, 'entrances'] : [parent], () =>
      groupedOrder(overlay, rows, table, column, parent),
    );
  return rows;
}

export function slotCount(net: TableOverlay): number {
  return net.baseRows + net.created.length;
}

function hasComeOrGone(net: TableOverlay): boolean {
  // Whoever was made and removed again changes nothing.
  if (net.removed.size !== net.created.length) return true;
  return net.created.some((_, i) => !net.removed.has(net.baseRows + i));
}

function aliveSlots(net: TableOverlay): Uint32Array {
  const slots = new Uint32Array(slotCount(net) - net.removed.size);
  let row = 0;
  for (let slot = 0; slot < slotCount(net); slot++) if (!net.removed.has(slot)) slots[row++] = slot;
  return slots;
}

/** Numbers of a column by slot: what the overlay says, else what is stored, else `missing`. */
export function numbersBySlot(
  overlay: Overlay,
  table: TableName,
  column: string,
  missing: number,
): ArrayLike<number> {
  const stored = overlay.base.tables[table]?.columns[column];
  const net = overlay.tables.get(table);
  const cells = net?.cells.get(column);
  if (stored?.kind === 'number' && !cells && (!net || net.created.length === 0)) return stored.values;
  const values = new Float64Array(net ? slotCount(net) : (overlay.base.tables[table]?.rows ?? 0)).fill(
    missing,
  );
  if (stored?.kind === 'number') values.set(stored.values);
  cells?.forEach((cell, slot) => {
    values[slot] = typeof cell === 'number' ? cell : missing;
  });
  return values;
}

function buildingOrder(overlay: Overlay): Uint32Array | null {
  const net = overlay.tables.get('buildings');
  if (!net) return null;
  const moved = net.cells.has('lng') || net.cells.has('lat');
  if (!moved && !hasComeOrGone(net)) return null;
  const alive = aliveSlots(net);
  return hilbertOf(overlay, 'buildings', alive);
}

/** The slots along the Hilbert curve of their points; equal ones keep their order. */
function hilbertOf(overlay: Overlay, table: TableName, slots: Uint32Array): Uint32Array {
  const at = (column: string) => {
    const values = numbersBySlot(overlay, table, column, NO_COORDINATE);
    return Int32Array.from(slots, (slot) => values[slot]);
  };
  return hilbertOrder(at('lng'), at('lat')).map((i) => slots[i]);
}

function groupedOrder(
  overlay: Overlay,
  rows: OverlayRows,
  table: TableName,
  column: string,
  parent: TableName,
): Uint32Array | null {
  const net = overlay.tables.get(table) ?? null;
  const unsettled = unsettledSlots(overlay, rows, table, net);
  const parentRows = rows.get(parent);
  if (!parentRows && unsettled.size === 0 && !(net && hasComeOrGone(net))) return null;
  const baseRows = overlay.base.tables[table]?.rows ?? 0;
  if (baseRows === 0 && !net) return null;
  const parents = parentRows?.order.length ?? overlay.base.tables[parent]?.rows ?? 0;
  const links = numbersBySlot(overlay, table, column, NONE);
  const groupOf = (slot: number): number => {
    const to = links[slot];
    const row = to === NONE ? NONE : parentRows ? (parentRows.rowOf[to] ?? NONE) : to;
    return row < parents ? row : parents;
  };
  const { order, starts } = groupSlots(net, baseRows, groupOf, parents);
  const groups = new Set<number>();
  for (const slot of unsettled) if (!net?.removed.has(slot)) groups.add(groupOf(slot));
  const before = ranking(overlay, rows, table);
  for (const group of groups) {
    if (group === parents && before.byPoint) continue;
    const part = order.subarray(starts[group], starts[group + 1]);
    part.set(inserted(part, unsettled, before.compare));
  }
  const loose = order.subarray(starts[parents], starts[parents + 1]);
  // Those whose owner went stand among each other as they would in a group.
  if (!before.byPoint && (overlay.tables.get(parent)?.removed.size ?? 0) > 0)
    loose.sort((a, b) => before.compare(a, b) || a - b);
  if (before.byPoint) {
    const wasLoose = looseChanged(overlay, table, column, unsettled, net, groupOf, parents);
    if (wasLoose) loose.set(hilbertOf(overlay, table, loose.slice()));
  }
  return order;
}

/** Slots that were made, or whose place among the rows a change has touched. */
function unsettledSlots(
  overlay: Overlay,
  rows: OverlayRows,
  table: TableName,
  net: TableOverlay | null,
): Set<number> {
  const found = new Set<number>();
  for (const column of ORDER_COLUMNS[table] ?? [])
    for (const slot of net?.cells.get(column)?.keys() ?? []) if (!net?.removed.has(slot)) found.add(slot);
  net?.created.forEach((_, i) => {
    if (!net.removed.has(net.baseRows + i)) found.add(net.baseRows + i);
  });
  if (table !== 'homes') return found;
  // An entrance that moved or went takes the order of its homes with it.
  const entrances = overlay.tables.get('entrances');
  const gone = new Set([...(entrances?.removed ?? []), ...(entrances?.cells.get('building')?.keys() ?? [])]);
  if (gone.size === 0 || !rows.has('entrances')) return found;
  const of = numbersBySlot(overlay, 'homes', 'entrance', NONE);
  for (let slot = 0; slot < of.length; slot++)
    if (gone.has(of[slot]) && !net?.removed.has(slot)) found.add(slot);
  return found;
}

/** Records without a home lie by their own point: again when one of them came, went or moved. */
function looseChanged(
  overlay: Overlay,
  table: TableName,
  column: string,
  unsettled: ReadonlySet<number>,
  net: TableOverlay | null,
  groupOf: (slot: number) => number,
  none: number,
): boolean {
  const stored = overlay.base.tables[table]?.columns[column];
  const links = stored?.kind === 'number' ? stored.values : null;
  const wasLoose = (slot: number) => links === null || slot >= links.length || links[slot] === NONE;
  for (const slot of unsettled) if (groupOf(slot) === none || wasLoose(slot)) return true;
  for (const slot of net?.removed ?? []) if (slot < (net?.baseRows ?? 0) && wasLoose(slot)) return true;
  // Homes that went leave their people without one.
  return (overlay.tables.get(column === 'home' ? 'homes' : 'buildings')?.removed.size ?? 0) > 0;
}

/** Slots that are there by group, within a group in the order of their slots. */
function groupSlots(
  net: TableOverlay | null,
  baseRows: number,
  groupOf: (slot: number) => number,
  groups: number,
): { order: Uint32Array; starts: Uint32Array } {
  const slots = net ? slotCount(net) : baseRows;
  const removed = net?.removed.size ? net.removed : null;
  const of = new Uint32Array(slots);
  const starts = new Uint32Array(groups + 2);
  for (let slot = 0; slot < slots; slot++) {
    if (removed?.has(slot)) {
      of[slot] = NONE;
      continue;
    }
    of[slot] = groupOf(slot);
    starts[of[slot] + 1]++;
  }
  for (let group = 0; group <= groups; group++) starts[group + 1] += starts[group];
  const next = starts.slice(0, groups + 1);
  const order = new Uint32Array(starts[groups + 1]);
  for (let slot = 0; slot < slots; slot++) if (of[slot] !== NONE) order[next[of[slot]]++] = slot;
  return { order, starts };
}

/** The part with its unsettled slots taken out and put before the first settled one that comes after them. */
function inserted(
  part: Uint32Array,
  unsettled: ReadonlySet<number>,
  compare: (a: number, b: number) => number,
): Uint32Array {
  const settled: number[] = [];
  const coming: number[] = [];
  for (const slot of part) (unsettled.has(slot) ? coming : settled).push(slot);
  coming.sort((a, b) => compare(a, b) || a - b);
  const out = new Uint32Array(part.length);
  let at = 0;
  let next = 0;
  for (const slot of settled) {
    while (next < coming.length && compare(coming[next], slot) < 0) out[at++] = coming[next++];
    out[at++] = slot;
  }
  while (next < coming.length) out[at++] = coming[next++];
  return out;
}

interface Ranking {
  /** Order of two slots of one group. */
  compare(a: number, b: number): number;
  /** Records in no group lie along the Hilbert curve. */
  byPoint: boolean;
}

function ranking(overlay: Overlay, rows: OverlayRows, table: TableName): Ranking {
  switch (table) {
    case 'homes': {
      const entrance = numbersBySlot(overlay, table, 'entrance', NONE);
      const floor = numbersBySlot(overlay, table, 'floor', -32768);
      const rowOf = rows.get('entrances')?.rowOf;
      const rank = (slot: number) =>
        rowOf && entrance[slot] !== NONE ? (rowOf[entrance[slot]] ?? NONE) : entrance[slot];
      const compare = (a: number, b: number) =>
        rank(a) - rank(b) || floor[a] - floor[b] || compareDoors(doorOf(overlay, a), doorOf(overlay, b));
      return { compare, byPoint: false };
    }
    case 'residents': {
      const household = numbersBySlot(overlay, table, 'household', NONE);
      return { compare: (a, b) => household[a] - household[b], byPoint: true };
    }
    case 'contacts': {
      const order = numbersBySlot(overlay, table, 'order', 0);
      return { compare: (a, b) => order[a] - order[b], byPoint: false };
    }
    case 'services':
    case 'readings': {
      const at = numbersBySlot(overlay, table, 'at', 0);
      return { compare: (a, b) => at[a] - at[b], byPoint: false };
    }
    default:
      return { compare: () => 0, byPoint: table === 'vehicles' };
  }
}

function doorOf(overlay: Overlay, slot: number): string {
  const cell = overlay.tables.get('homes')?.cells.get('door')?.get(slot);
  if (cell !== undefined) return typeof cell === 'string' ? cell : '';
  const doors = overlay.base.tables.homes?.columns['door'];
  return doors?.kind === 'dict' ? (doors.words[doors.codes[slot]] ?? '') : '';
}

/** 99 before 101, then by letters: as import-order.ts. */
function compareDoors(a: string, b: string): number {
  return (Number.parseInt(a, 10) || 0) - (Number.parseInt(b, 10) || 0) || (a < b ? -1 : a > b ? 1 : 0);
}
