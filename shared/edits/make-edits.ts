/**
 * From what a person asks for, by rows of now, to the changes that the journal keeps, by keys and with what was before; and from a change
 * to its inverse. Owns completeness: a link that changes says how it came about, a removed record is kept whole in `before`.
 */
import { NONE } from '../columns/column.ts';
import { CONFIDENCE } from '../model/link-marks.ts';
import { tellsSources } from '../model/sources-column.ts';
import { TABLES, type TableName } from '../model/tables.ts';
import { editValueAt, ringsOfCell, sameEditValue, sameRings, storedValue } from './cell-values.ts';
import { EditError } from './edit-problem.ts';
import { rulesOf } from './edit-rules.ts';
import { handSources, handStamp, SOURCES } from './hand-sources.ts';
import type { Overlaid } from './overlaid.ts';
import { keyOfSlot, type Overlay } from './overlay.ts';
import {
  type EditCells,
  type EditRing,
  type EditValue,
  isPersonalColumn,
  type PersonalCells,
  type RecordEdit,
  type StableKey,
} from './record-edit.ts';

/** A link as a form gives it: a row of now, or the key of a record that the same request makes. */
export type DraftValue = EditValue | { row: number };

/** One record of a request. Rows are those of now; a request is prepared against the community as it is. */
export interface DraftEdit {
  table: TableName;
  op: 'create' | 'change' | 'remove';
  /** Row of the record; left out for `create`. */
  row?: number;
  /** For `create`: the key it gets, so that other drafts can link to it; left out: one is made. */
  key?: StableKey;
  /** Columns to set, personal ones too; null: not known. Columns that stay may be left out. */
  set?: Record<string, DraftValue>;
  /** Geometry columns to set, whole 1e-7 degrees; []: none. */
  geometry?: Record<string, EditRing[]>;
  /** What the form showed in the columns that it sets: differs from now, then 'edit-conflict'. Links are rows. */
  expected?: Record<string, DraftValue>;
}

/** Changes with their personal values apart. */
export interface MadeEdits {
  edits: RecordEdit[];
  personal: PersonalCells;
}

/** Slot of a row of now. */
export function slotOfRow({ rows }: Overlaid, table: TableName, row: number): number {
  return rows.get(table)?.order[row] ?? row;
}

/** Row of now of a slot; NONE: removed. */
export function rowOfSlot({ rows, bundle }: Overlaid, table: TableName, slot: number): number {
  const moved = rows.get(table);
  if (moved) return moved.rowOf[slot] ?? NONE;
  return slot < (bundle.tables[table]?.rows ?? 0) ? slot : NONE;
}

/** A cell of now as a change names it: links are keys. */
export function currentValue(
  overlay: Overlay,
  overlaid: Overlaid,
  table: TableName,
  column: string,
  row: number,
): EditValue {
  const data = overlaid.bundle.tables[table];
  const value = editValueAt(data, column, row, data?.rows ?? 0);
  const spec = TABLES[table].columns[column];
  if (spec?.kind !== 'number' || !spec.link) return value;
  return typeof value === 'number'
    ? keyOfSlot(overlay, spec.link, slotOfRow(overlaid, spec.link, value))
    : null;
}

/**
 * Throws EditError: 'edit-gone' (no such row), 'edit-conflict' (a column is not what the draft expects), 'edit-nothing' (nothing would
 * differ), 'edit-invalid' for a table that is not changed by hand. `today`: `YYYY-MM-DD`, the day that what is typed carries.
 */
export function makeEdits(
  overlay: Overlay,
  overlaid: Overlaid,
  drafts: readonly DraftEdit[],
  newKey: () => StableKey,
  today: string,
): MadeEdits {
  const edits: RecordEdit[] = [];
  const personal: PersonalCells = {};
  for (const draft of drafts) {
    const made = makeOne(overlay, overlaid, draft, newKey, today);
    if (!made) continue;
    const index = edits.length;
    const clear = (which: 'set' | 'before', cells: EditCells): EditCells => {
      const set: EditCells['set'] = {};
      for (const [column, value] of Object.entries(cells.set))
        if (!isPersonalColumn(draft.table, column)) set[column] = value;
        else if (!Array.isArray(value)) personal[`${index}/${which}/${column}`] = value;
      return { ...cells, set };
    };
    const after = clear('set', made);
    edits.push({ ...made, ...after, before: clear('before', made.before) });
  }
  if (edits.length === 0) throw new EditError('edit-nothing');
  return { edits, personal };
}

function makeOne(
  overlay: Overlay,
  overlaid: Overlaid,
  draft: DraftEdit,
  newKey: () => StableKey,
  today: string,
): RecordEdit | null {
  const { table, op } = draft;
  if (!rulesOf(table)?.[op]) throw new EditError('edit-invalid');
  const asValue = (column: string, value: DraftValue): EditValue => {
    const spec = TABLES[table].columns[column];
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
      if (spec?.kind !== 'number' || !spec.link) return null;
      return keyOfSlot(overlay, spec.link, slotOfRow(overlaid, spec.link, value.row)) || null;
    }
    if (spec?.kind === 'number' && spec.link) return value;
    const like = overlaid.bundle.tables[table]?.columns[column] ?? spec;
    return like ? storedValue(like.kind, like.kind === 'number' ? like.type : undefined, value) : null;
  };
  if (op === 'create') {
    const set: EditCells['set'] = {};
    for (const [column, value] of Object.entries(draft.set ?? {})) {
      const known = asValue(column, value);
      if (known !== null && !(Array.isArray(known) && known.length === 0)) set[column] = known;
    }
    if (tellsSources(overlaid.bundle.tables[table])) set[SOURCES] = handStamp(today);
    const before: EditCells = { set: {}, geometry: {} };
    return { table, key: draft.key ?? newKey(), op, set, geometry: draft.geometry ?? {}, before };
  }
  const { row = NONE } = draft;
  const data = overlaid.bundle.tables[table];
  if (!data || row >= data.rows) throw new EditError('edit-gone');
  const key = keyOfSlot(overlay, table, slotOfRow(overlaid, table, row));
  const now = (column: string) => currentValue(overlay, overlaid, table, column, row);
  const different = Object.entries(draft.expected ?? {}).filter(
    ([column, value]) => !sameEditValue(now(column), asValue(column, value)),
  );
  if (different.length > 0)
    throw new EditError('edit-conflict', { columns: different.map(([column]) => column).join(' ') });
  if (op === 'remove')
    return { table, key, op, set: {}, geometry: {}, before: wholeRecord(overlay, overlaid, table, row) };
  const set: EditCells['set'] = {};
  const before: EditCells = { set: {}, geometry: {} };
  for (const [column, value] of Object.entries(withLinkMarks(table, draft.set ?? {}))) {
    const after = asValue(column, value);
    if (sameEditValue(now(column), after)) continue;
    set[column] = after;
    before.set[column] = now(column);
  }
  const sources = tellsSources(data) ? handSources(now, Object.keys(set), today) : null;
  if (sources !== null && sources !== now(SOURCES)) {
    set[SOURCES] = sources;
    before.set[SOURCES] = now(SOURCES);
  }
  const geometry: EditCells['geometry'] = {};
  for (const [column, rings] of Object.entries(draft.geometry ?? {})) {
    const there = ringsOfCell(data, column, row);
    if (sameRings(there, rings)) continue;
    geometry[column] = rings;
    before.geometry[column] = there;
  }
  const nothing = Object.keys(set).length + Object.keys(geometry).length === 0;
  return nothing ? null : { table, key, op, set, geometry, before };
}

/** A link that a person sets was found by hand, and whoever has a home is where the home is. */
export function withLinkMarks(table: TableName, set: Record<string, DraftValue>): Record<string, DraftValue> {
  const { columns } = TABLES[table];
  if (!columns['linkMethod']) return set;
  const place = ['home', 'building'].find((column) => column in set);
  if (!place) return set;
  const linked = ['home', 'building'].some((column) => set[column] !== null && set[column] !== undefined);
  const marks: Record<string, DraftValue> = linked
    ? { linkMethod: 'hand', linkConfidence: CONFIDENCE.hand }
    : { linkMethod: null, linkConfidence: null };
  const point: Record<string, DraftValue> =
    linked && (table === 'residents' || table === 'vehicles') ? { lng: null, lat: null } : {};
  return { ...point, ...marks, ...set };
}

/** All that is known of a record. */
function wholeRecord(overlay: Overlay, overlaid: Overlaid, table: TableName, row: number): EditCells {
  const cells: EditCells = { set: {}, geometry: {} };
  for (const [name, column] of Object.entries(overlaid.bundle.tables[table]?.columns ?? {})) {
    if (column.kind === 'geometry') {
      const rings = ringsOfCell(overlaid.bundle.tables[table], name, row);
      if (rings.length > 0) cells.geometry[name] = rings;
      continue;
    }
    const value = currentValue(overlay, overlaid, table, name, row);
    if (value !== null && !(Array.isArray(value) && value.length === 0)) cells.set[name] = value;
  }
  return cells;
}

/** What takes a change back: the last record of it first. */
export function inverseEdits({ edits, personal }: MadeEdits): MadeEdits {
  const inverse: PersonalCells = {};
  const last = edits.length - 1;
  for (const [place, value] of Object.entries(personal)) {
    const [index, which, column] = place.split('/');
    inverse[`${last - Number(index)}/${which === 'set' ? 'before' : 'set'}/${column}`] = value;
  }
  const back = { create: 'remove', remove: 'create', change: 'change' } as const;
  return {
    edits: edits
      .map(({ table, key, op, set, geometry, before }) => ({
        ...{ table, key, op: back[op] },
        ...before,
        before: { set, geometry },
      }))
      .reverse(),
    personal: inverse,
  };
}
