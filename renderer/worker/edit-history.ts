/** What was changed of one record since its generation was made, in values a person can read. Personal ones are masked as in its dossier. */
import { maskedName, maskedValue } from '../../shared/access/mask.ts';
import { NONE } from '../../shared/columns/column.ts';
import { keyOfSlot, slotOfKey } from '../../shared/edits/overlay.ts';
import type { EditCells, EditTable, EditValue, RecordEdit } from '../../shared/edits/record-edit.ts';
import { TABLES } from '../../shared/model/tables.ts';
import { addressOfHome, refOf } from '../../shared/query/record-labels.ts';
import { decide, isDaily, OF_PERSONS } from './disclosure.ts';
import type { EditEngine, EditHistoryEntry, FieldChange } from './edit-api.ts';
import type { ReadEdit } from './edit-state.ts';
import { type EngineState, openedOf } from './engine-state.ts';

/** Columns that say the same as another one. */
const QUIET = ['linkMethod', 'linkConfidence', 'lng', 'lat'];
/** Follows from the other columns of every change. */
const SOURCES = 'sources';

export function editHistory(
  state: EngineState,
  { table, row }: Parameters<EditEngine['editHistory']>[0],
): EditHistoryEntry[] {
  const { edited } = openedOf(state);
  const key = keyOfSlot(edited.overlay, table, edited.slotOf(table, row));
  const undone = new Set(edited.edits.flatMap(({ row: { undoOf } }) => undoOf ?? []));
  const found: EditHistoryEntry[] = [];
  for (const read of edited.edits) {
    const own = read.row.edits.findIndex((edit) => edit.table === table && edit.key === key);
    if (own < 0) continue;
    const { edit, seq, at, by, undoOf } = read.row;
    const fields = fieldsOf(state, read, own, row);
    found.push({ edit, seq, at, by, undoOf, undone: undone.has(edit), op: read.row.edits[own].op, fields });
  }
  return found.reverse();
}

function fieldsOf(
  state: EngineState,
  { row: { edits }, personal }: ReadEdit,
  own: number,
  row: number,
): FieldChange[] {
  const edit = edits[own];
  const { table, op } = edit;
  // A record that came or went says so; its fields are in its dossier.
  if (op !== 'change') return [];
  const shown = openedOf(state).personal === 'plain' || isDaily(decide(state, table, row));
  const fields: FieldChange[] = [];
  const columns = Object.keys(edit.set).filter((column) => !QUIET.includes(column) || !movesByLink(edit));
  for (const column of columns) {
    const text = (cells: EditCells) => textOf(state, table, column, cells.set[column] ?? null, shown);
    fields.push({ column, before: text(edit.before), after: text(edit), personal: false });
  }
  for (const column of Object.keys(edit.geometry))
    fields.push({
      column,
      before: corners(edit.before, column),
      after: corners(edit, column),
      personal: false,
    });
  for (const [place, value] of Object.entries(personal ?? {})) {
    const [index, which, column] = place.split('/');
    if (Number(index) !== own || which !== 'set' || column === SOURCES) continue;
    const before = personal?.[`${own}/before/${column}`] ?? null;
    const mask = (each: string | number | null) => (shown ? (each ?? '') : maskedValue(column, each ?? ''));
    fields.push({ column, before: mask(before), after: mask(value), personal: true });
  }
  return fields;
}

function movesByLink({ set }: RecordEdit): boolean {
  return 'home' in set || 'building' in set;
}

function corners(cells: EditCells, column: string): number {
  return (cells.geometry[column] ?? []).reduce((sum, { coords }) => sum + coords.length / 2, 0);
}

function textOf(
  state: EngineState,
  table: EditTable,
  column: string,
  value: EditValue,
  shown: boolean,
): string | number {
  const { community, edited } = openedOf(state);
  const spec = TABLES[table].columns[column];
  if (value === null) return '';
  if (Array.isArray(value)) return value.join(' ');
  if (spec?.kind !== 'number' || !spec.link) return value;
  const slot = slotOfKey(edited.overlay, spec.link, String(value));
  const row = slot === NONE ? NONE : edited.rowOf(spec.link, slot);
  if (row === NONE) return '';
  if (spec.link === 'homes') return addressOfHome(community, row);
  const { label } = refOf(community, spec.link, row);
  return shown || !OF_PERSONS.includes(spec.link) ? label : maskedName(label);
}
