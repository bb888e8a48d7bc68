/**
 * A generation with its overlay: the tables as they are now. Owns building them; what is not touched is shared with the generation as
 * stored, or with the tables before the last change. Built anew from the beginning or step by step, the bytes are the same.
 */
import {
  type Column,
  NO_COORDINATE,
  NONE,
  type NumberColumn,
  type PackedColumn,
  type Table,
} from '../columns/column.ts';
import { DictBuilder, NumberBuilder, TagsBuilder, TextBuilder } from '../columns/column-builder.ts';
import { GeometryBuilder } from '../columns/geometry-builder.ts';
import { withPackedCells } from '../columns/packed-cells.ts';
import { packText } from '../columns/packed-text.ts';
import { isWhole, takeColumn } from '../columns/take-rows.ts';
import { type CommunityBundle, NO_GRID } from '../model/bundle.ts';
import { concatTables } from '../model/import-concat.ts';
import { type ColumnSpec, TABLES, type TableName } from '../model/tables.ts';
import type { NetCell, Overlay, TableOverlay, Touched } from './overlay.ts';
import type { EditRing } from './record-edit.ts';
import { type OverlayRows, overlayRows, slotCount, type TableRows } from './row-order.ts';

export interface Overlaid {
  /** As the overlay says; its plan is by row as the tables are. */
  bundle: CommunityBundle;
  rows: OverlayRows;
}

/** From the beginning; or from `before`, the tables before what was touched since. */
export function overlaidBundle(overlay: Overlay, before?: Overlaid, touched?: Touched): Overlaid {
  const { base } = overlay;
  const moved = !before || !touched || touched.rows.size > 0;
  const rows = moved ? overlayRows(overlay, touched && before?.rows, touched?.rows) : before.rows;
  const tables: CommunityBundle['tables'] = { ...base.tables };
  for (const name of Object.keys(TABLES) as TableName[]) {
    const table = overlaidTable(overlay, rows, name, before, touched);
    if (table) tables[name] = table;
    else delete tables[name];
  }
  const buildings = rows.get('buildings')?.order;
  const bySlot = planBySlot(overlay);
  const gridOfBuilding = buildings ? Uint16Array.from(buildings, (slot) => bySlot[slot]) : bySlot;
  const plan = rows.has('buildings') ? { ...base.plan, gridOfBuilding } : base.plan;
  return { bundle: { ...base, tables, plan }, rows };
}

function overlaidTable(
  overlay: Overlay,
  rows: OverlayRows,
  name: TableName,
  before: Overlaid | undefined,
  touched: Touched | undefined,
): Table | undefined {
  const base = overlay.base.tables[name];
  const net = overlay.tables.get(name);
  const own = rows.get(name);
  const stored = base ?? emptyTable(name, net);
  if (!stored) return undefined;
  const last =
    before && sameOrder(own?.order, before.rows.get(name)?.order) ? before.bundle.tables[name] : undefined;
  const columns: Record<string, Column> = {};
  for (const column of columnNames(stored, net)) {
    const target = linkOf(name, column);
    const targetSame =
      !target || !before || sameOrder(rows.get(target)?.order, before.rows.get(target)?.order);
    const isTouched = !touched || touched.columns.get(name)?.has(column) === true;
    const kept = last && targetSame && !isTouched ? last.columns[column] : undefined;
    const built =
      kept ?? overlaidColumn(stored, net, own, column, target ? rows.get(target)?.rowOf : undefined);
    if (built) columns[column] = built;
  }
  const whole = { name, rows: own?.order.length ?? stored.rows, columns };
  // The very table where nothing of it changed: whatever was derived from it holds.
  return [last, base].find((table) => table && isSameTable(table, whole)) ?? whole;
}

function isSameTable(a: Table, b: Table): boolean {
  const names = Object.keys(a.columns);
  return (
    a.rows === b.rows &&
    names.length === Object.keys(b.columns).length &&
    names.every((name) => a.columns[name] === b.columns[name])
  );
}

/** A table that only the overlay has; undefined while nothing is in it. */
function emptyTable(name: TableName, net: TableOverlay | undefined): Table | undefined {
  return net && net.removed.size < net.created.length ? { name, rows: 0, columns: {} } : undefined;
}

function columnNames(stored: Table, net: TableOverlay | undefined): string[] {
  return [...new Set([...Object.keys(stored.columns), ...(net?.cells.keys() ?? [])])];
}

function linkOf(table: TableName, column: string): TableName | undefined {
  const spec = TABLES[table].columns[column];
  return spec?.kind === 'number' ? spec.link : undefined;
}

function sameOrder(a: Uint32Array | undefined, b: Uint32Array | undefined): boolean {
  if (a === b) return true;
  if (!a || !b || a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function overlaidColumn(
  stored: Table,
  net: TableOverlay | undefined,
  rows: TableRows | undefined,
  name: string,
  targetRowOf: Uint32Array | undefined,
): Column | undefined {
  const base = stored.columns[name];
  const cells = net?.cells.get(name);
  const made = net ? net.created.length : 0;
  let column: Column | undefined = base;
  const alive = (slot: number) => !net?.removed.has(slot);
  if (rows || cells) {
    const packed = base?.kind === 'packed' ? overlaidPacked(base, cells, rows?.order, made, alive) : null;
    if (packed) return packed;
    const extra = extraColumn(stored, name, cells, made, alive);
    if (!extra) return undefined;
    const whole = concatTables(
      { name: stored.name, rows: stored.rows, columns: base ? { [name]: base } : {} },
      { name: stored.name, rows: extra.rows, columns: { [name]: extra.column } },
    );
    const source = sourceOf(rows, stored.rows, made, extra);
    column = takeColumn(whole.columns[name] ?? extra.column, source, whole.rows);
    if (base?.kind === 'packed' && column.kind === 'text') column = packText(column);
  }
  return column && targetRowOf ? withRows(column as NumberColumn, targetRowOf) : column;
}

/** Cells stay by slot, so that rows may move without a block packed anew; null: it cannot stay packed. */
function overlaidPacked(
  base: PackedColumn,
  cells: ReadonlyMap<number, NetCell> | undefined,
  order: Uint32Array | undefined,
  made: number,
  alive: (slot: number) => boolean,
): PackedColumn | null {
  const texts = new Map<number, string>();
  for (const [slot, cell] of cells ?? [])
    if (alive(slot)) texts.set(slot, typeof cell === 'string' ? cell : '');
  const still = !order || isWhole(order, base.rows);
  const slots = base.rows + (still ? 0 : made);
  const whole = texts.size > 0 || slots > base.rows ? withPackedCells(base, texts, slots) : base;
  if (!whole || still) return whole;
  return { ...whole, rows: order.length, moved: { cells: slots, order } };
}

interface Extra {
  column: Column;
  rows: number;
  /** Row of the extra column for a slot; absent: `blank` for one that was made, else the stored row. */
  at: ReadonlyMap<number, number>;
  blank: number;
}

/** The cells of the overlay as a column of their own, a blank one first; undefined: nothing is known of such a column. */
function extraColumn(
  stored: Table,
  name: string,
  cells: ReadonlyMap<number, NetCell> | undefined,
  made: number,
  alive: (slot: number) => boolean,
): Extra | undefined {
  const builder = builderLike(stored, name);
  if (!builder) return undefined;
  builder.push(null);
  const at = new Map<number, number>();
  for (const [slot, cell] of [...(cells ?? [])].sort(([a], [b]) => a - b)) {
    if (slot >= stored.rows + made || !alive(slot)) continue;
    at.set(slot, builder.length);
    builder.push(cell);
  }
  return { column: builder.finish(), rows: builder.length, at, blank: 0 };
}

interface CellBuilder {
  length: number;
  push(cell: NetCell): void;
  finish(): Column;
}

function builderLike(stored: Table, name: string): CellBuilder | undefined {
  const base = stored.columns[name];
  const spec: ColumnSpec | undefined = TABLES[stored.name as TableName].columns[name];
  const kind = base?.kind === 'packed' ? 'text' : (base?.kind ?? spec?.kind);
  switch (kind) {
    case 'number': {
      const like = base?.kind === 'number' ? base : spec?.kind === 'number' ? spec : undefined;
      return like && (new NumberBuilder(stored.name, name, like.type, like.missing) as CellBuilder);
    }
    case 'dict':
      return new DictBuilder() as CellBuilder;
    case 'text':
      return new TextBuilder(stored.name, name) as CellBuilder;
    case 'tags':
      return new TagsBuilder(base?.kind === 'tags' ? base.names : []) as CellBuilder;
    case 'geometry': {
      const shape =
        base?.kind === 'geometry' ? base.shape : spec?.kind === 'geometry' ? spec.shape : 'polygon';
      const builder = new GeometryBuilder(shape);
      return {
        get length() {
          return builder.length;
        },
        push: (cell) => builder.push((cell ?? []) as EditRing[]),
        finish: () => builder.finish(),
      };
    }
    default:
      return undefined;
  }
}

/** Row of the joined column (stored rows, then extra ones) for each row of the result. */
function sourceOf(rows: TableRows | undefined, storedRows: number, made: number, extra: Extra): Uint32Array {
  const source = rows ? rows.order.slice() : new Uint32Array(storedRows);
  if (!rows) for (let row = 0; row < storedRows; row++) source[row] = row;
  const put = (slot: number, at: number) => {
    const row = rows ? rows.rowOf[slot] : slot;
    if (row < source.length) source[row] = storedRows + at;
  };
  for (let slot = storedRows; slot < storedRows + made; slot++) put(slot, extra.blank);
  for (const [slot, at] of extra.at) put(slot, at);
  return source;
}

function withRows(column: NumberColumn, rowOf: Uint32Array): NumberColumn {
  const values = new Uint32Array(column.values.length);
  for (let row = 0; row < values.length; row++) {
    const slot = column.values[row];
    values[row] = slot === NONE ? NONE : (rowOf[slot] ?? NONE);
  }
  return { ...column, values };
}

/** Plan 0 by slot: a building that was made lies in the grid of the nearest one that was there. */
export function planBySlot(overlay: Overlay): Uint16Array {
  const { base } = overlay;
  const net = overlay.tables.get('buildings');
  if (!net || net.created.length === 0) return base.plan.gridOfBuilding;
  const grids = new Uint16Array(slotCount(net)).fill(NO_GRID);
  grids.set(base.plan.gridOfBuilding);
  const lng = numbersOf(base.tables.buildings, 'lng');
  const lat = numbersOf(base.tables.buildings, 'lat');
  for (let slot = net.baseRows; slot < grids.length; slot++) {
    const [x, y] = ['lng', 'lat'].map((column) => net.cells.get(column)?.get(slot));
    if (typeof x !== 'number' || typeof y !== 'number') continue;
    const squeeze = Math.cos((y / 1e7) * (Math.PI / 180));
    let nearest = Infinity;
    for (let row = 0; row < net.baseRows; row++) {
      if (lng[row] === NO_COORDINATE || base.plan.gridOfBuilding[row] === NO_GRID) continue;
      const distance = ((lng[row] - x) * squeeze) ** 2 + (lat[row] - y) ** 2;
      if (distance >= nearest) continue;
      nearest = distance;
      grids[slot] = base.plan.gridOfBuilding[row];
    }
  }
  return grids;
}

function numbersOf(table: Table | undefined, name: string): ArrayLike<number> {
  const column = table?.columns[name];
  return column?.kind === 'number' ? column.values : [];
}
