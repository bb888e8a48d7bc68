/**
 * The net of all changes of a generation: per table which records were made or removed, and which cells differ from the generation as
 * stored. Owns folding changes in, in the order of the journal, and slots: the number a record keeps while rows move. How tables
 * come out of it is overlaid.ts. Nothing in a record of the journal may make folding fail: what cannot be is passed over.
 */
import { NONE, type Table } from '../columns/column.ts';
import type { CommunityBundle } from '../model/bundle.ts';
import { TABLES, type TableName } from '../model/tables.ts';
import { editValueAt, ringsOfCell, sameEditValue, sameRings, storedValue } from './cell-values.ts';
import { rulesOf } from './edit-rules.ts';
import type {
  EditRing,
  EditValue,
  PersonalCells,
  RecordEdit,
  RecordEdited,
  StableKey,
} from './record-edit.ts';

/** A cell of the overlay; a link is the slot it leads to. */
export type NetCell = EditValue | EditRing[];

/**
 * Slots of a table: `b<row>` has slot row; records made since count on from the rows as stored, in the order of the journal, and keep
 * their slot when they are removed.
 */
export interface TableOverlay {
  baseRows: number;
  /** Keys of slots baseRows, baseRows + 1, ... */
  created: StableKey[];
  slotOfCreated: Map<StableKey, number>;
  /** Slots of records that are not there any more. */
  removed: Set<number>;
  /** By column and slot; only what differs from the generation as stored. */
  cells: Map<string, Map<number, NetCell>>;
}

export interface Overlay {
  base: CommunityBundle;
  tables: Map<TableName, TableOverlay>;
}

/** What a fold touched, so that only that is built anew. */
export interface Touched {
  /** Columns by table. */
  columns: Map<TableName, Set<string>>;
  /** Tables in which rows came, went or may stand elsewhere. */
  rows: Set<TableName>;
}

export function newOverlay(base: CommunityBundle): Overlay {
  return { base, tables: new Map() };
}

export function newTouched(): Touched {
  return { columns: new Map(), rows: new Set() };
}

/** Columns that decide where a record stands among the rows (import-order.ts). */
export const ORDER_COLUMNS: Partial<Record<TableName, readonly string[]>> = {
  buildings: ['lng', 'lat'],
  entrances: ['building'],
  homes: ['building', 'entrance', 'floor', 'door'],
  residents: ['home', 'household', 'lng', 'lat'],
  contacts: ['resident', 'order'],
  vehicles: ['home', 'lng', 'lat'],
  services: ['resident', 'at'],
  readings: ['device', 'at'],
};

export function tableOverlay(overlay: Overlay, name: TableName): TableOverlay {
  let found = overlay.tables.get(name);
  if (!found) {
    found = {
      baseRows: overlay.base.tables[name]?.rows ?? 0,
      created: [],
      slotOfCreated: new Map(),
      removed: new Set(),
      cells: new Map(),
    };
    overlay.tables.set(name, found);
  }
  return found;
}

/** Slot of a key; NONE: there never was such a record. */
export function slotOfKey(overlay: Overlay, table: TableName, key: StableKey): number {
  if (key.startsWith('b')) {
    const slot = Number(key.slice(1));
    return slot < (overlay.base.tables[table]?.rows ?? 0) ? slot : NONE;
  }
  return overlay.tables.get(table)?.slotOfCreated.get(key) ?? NONE;
}

/** Key of a slot; '' for none. */
export function keyOfSlot(overlay: Overlay, table: TableName, slot: number): StableKey {
  const rows = overlay.base.tables[table]?.rows ?? 0;
  if (slot < rows) return `b${slot}`;
  return overlay.tables.get(table)?.created[slot - rows] ?? '';
}

/** Folds one change in. `personal`: its personal values; null: they cannot be read here, and stay as they were. */
export function foldEdits(
  overlay: Overlay,
  body: Pick<RecordEdited, 'edits'>,
  personal: PersonalCells | null,
  touched: Touched,
): void {
  const edits = body.edits.filter(({ table, op }) => rulesOf(table)?.[op]);
  // Records that are made here may be linked to by those before them.
  for (const edit of edits) if (edit.op === 'create') makeSlot(overlay, edit);
  for (const edit of edits) foldOne(overlay, edit, personalOf(personal, body.edits.indexOf(edit)), touched);
}

function makeSlot(overlay: Overlay, { table, key }: RecordEdit): void {
  const net = tableOverlay(overlay, table);
  if (key.startsWith('b') || net.slotOfCreated.has(key)) return;
  net.slotOfCreated.set(key, net.baseRows + net.created.length);
  net.created.push(key);
  // Until its cells are set it is not there.
  net.removed.add(net.baseRows + net.created.length - 1);
}

function personalOf(personal: PersonalCells | null, edit: number): Record<string, EditValue> | null {
  if (!personal) return null;
  const prefix = `${edit}/set/`;
  const found = Object.entries(personal).filter(([place]) => place.startsWith(prefix));
  return Object.fromEntries(found.map(([place, value]) => [place.slice(prefix.length), value]));
}

function foldOne(
  overlay: Overlay,
  edit: RecordEdit,
  personal: Record<string, EditValue> | null,
  touched: Touched,
): void {
  const { table, op } = edit;
  const slot = slotOfKey(overlay, table, edit.key);
  if (slot === NONE) return;
  const net = tableOverlay(overlay, table);
  if (op === 'remove') {
    net.removed.add(slot);
    touched.rows.add(table);
    return;
  }
  const values: Record<string, EditValue> = { ...edit.set, ...personal };
  if (op === 'create') {
    net.removed.delete(slot);
    touched.rows.add(table);
    // What comes back is what is said now, not what it was when it went.
    for (const [column, spec] of Object.entries(TABLES[table].columns)) {
      const readable = spec.class === 'core' || personal !== null;
      if (!readable || spec.kind === 'geometry' || column in values) continue;
      if (slot < net.baseRows || net.cells.get(column)?.has(slot))
        values[column] = spec.kind === 'tags' ? [] : null;
    }
  }
  for (const [column, value] of Object.entries(values))
    putValue(overlay, table, slot, column, value, touched);
  const shapes = op === 'create' ? { ...noShapes(table), ...edit.geometry } : edit.geometry;
  for (const [column, rings] of Object.entries(shapes))
    putRings(overlay, table, slot, column, rings, touched);
}

function noShapes(table: TableName): Record<string, EditRing[]> {
  const shapes = Object.entries(TABLES[table].columns).filter(([, spec]) => spec.kind === 'geometry');
  return Object.fromEntries(shapes.map(([column]) => [column, []]));
}

/** A cell of the overlay; what is the same as stored is none. A link is given by its key. */
export function putValue(
  overlay: Overlay,
  table: TableName,
  slot: number,
  column: string,
  value: EditValue,
  touched: Touched,
): void {
  const spec = TABLES[table].columns[column];
  const column0 = overlay.base.tables[table]?.columns[column];
  if (spec?.kind === 'geometry' || (!spec && !column0)) return;
  const link = spec?.kind === 'number' ? spec.link : undefined;
  const like = column0 ?? spec;
  const type = like?.kind === 'number' ? like.type : undefined;
  let cell: EditValue = like ? storedValue(like.kind, type, value) : null;
  if (link) {
    const to = typeof value === 'string' ? slotOfKey(overlay, link, value) : NONE;
    cell = to === NONE ? null : to;
  }
  put(
    overlay,
    table,
    slot,
    column,
    cell,
    (stored, rows) => sameEditValue(editValueAt(stored, column, slot, rows), cell),
    touched,
  );
}

/** As putValue, of a geometry column. */
export function putRings(
  overlay: Overlay,
  table: TableName,
  slot: number,
  column: string,
  rings: EditRing[],
  touched: Touched,
): void {
  if (TABLES[table].columns[column]?.kind !== 'geometry') return;
  put(
    overlay,
    table,
    slot,
    column,
    rings,
    (stored) => sameRings(ringsOfCell(stored, column, slot), rings),
    touched,
  );
}

function put(
  overlay: Overlay,
  table: TableName,
  slot: number,
  column: string,
  cell: NetCell,
  isStored: (stored: Table, rows: number) => boolean,
  touched: Touched,
): void {
  const net = tableOverlay(overlay, table);
  const stored = overlay.base.tables[table];
  const cells = net.cells.get(column) ?? new Map<number, NetCell>();
  net.cells.set(column, cells);
  const same =
    slot < net.baseRows && stored
      ? isStored(stored, stored.rows)
      : cell === null || (Array.isArray(cell) && cell.length === 0);
  if (same) cells.delete(slot);
  else cells.set(slot, cell);
  if (cells.size === 0) net.cells.delete(column);
  const columns = touched.columns.get(table) ?? new Set();
  touched.columns.set(table, columns.add(column));
  if (ORDER_COLUMNS[table]?.includes(column)) touched.rows.add(table);
}
