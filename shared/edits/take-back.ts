/**
 * Whether a change can be taken back by itself: only while its records still stand as it left them. Owns that judgement, and
 * where the values come from afterwards; the inverse is make-edits.ts.
 */
import { NONE } from '../columns/column.ts';
import { ringsOfCell, sameEditValue, sameRings } from './cell-values.ts';
import { EditError } from './edit-problem.ts';
import { rulesOf } from './edit-rules.ts';
import { SOURCES, sourcesAfter } from './hand-sources.ts';
import { currentValue, type MadeEdits, rowOfSlot } from './make-edits.ts';
import type { Overlaid } from './overlaid.ts';
import { type Overlay, slotOfKey } from './overlay.ts';
import type { EditValue, RecordEdit } from './record-edit.ts';

/** Throws EditError 'edit-overtaken' (values.columns names what) where something later touched the same. */
export function demandUntouched(overlay: Overlay, overlaid: Overlaid, made: MadeEdits): void {
  const going = new Set(
    made.edits.flatMap(({ op, table, key }) => (op === 'create' ? [`${table}/${key}`] : [])),
  );
  made.edits.forEach((edit, i) => {
    const columns = touchedSince(overlay, overlaid, edit, personalSet(made, i), going);
    if (columns.length > 0)
      throw new EditError('edit-overtaken', { table: edit.table, columns: columns.join(' ') });
  });
}

function personalSet({ personal }: MadeEdits, edit: number): Record<string, EditValue> {
  const prefix = `${edit}/set/`;
  const own = Object.entries(personal).filter(([place]) => place.startsWith(prefix));
  return Object.fromEntries(own.map(([place, value]) => [place.slice(prefix.length), value]));
}

function touchedSince(
  overlay: Overlay,
  overlaid: Overlaid,
  { table, key, op, set, geometry }: RecordEdit,
  personal: Record<string, EditValue>,
  going: ReadonlySet<string>,
): string[] {
  const slot = slotOfKey(overlay, table, key);
  const row = slot === NONE ? NONE : rowOfSlot(overlaid, table, slot);
  if (op === 'remove') return row === NONE ? [] : ['id'];
  if (row === NONE) return ['id'];
  const values: Record<string, EditValue> = { ...set, ...personal };
  const columns =
    op === 'create' ? Object.keys(overlaid.bundle.tables[table]?.columns ?? {}) : Object.keys(values);
  const changed = columns.filter((column) => {
    // Where a value comes from follows the values: another field's change is no change of this one.
    if (column === SOURCES) return false;
    if (overlaid.bundle.tables[table]?.columns[column]?.kind === 'geometry') return false;
    return !sameEditValue(currentValue(overlay, overlaid, table, column, row), values[column] ?? null);
  });
  for (const [column, rings] of Object.entries(geometry))
    if (!sameRings(ringsOfCell(overlaid.bundle.tables[table], column, row), rings)) changed.push(column);
  if (op === 'create') changed.push(...childrenOf(overlay, overlaid, table, row, going));
  return changed;
}

/** Tables that link to a record which would go, but for those that go with it. */
function childrenOf(
  overlay: Overlay,
  overlaid: Overlaid,
  table: RecordEdit['table'],
  row: number,
  going: ReadonlySet<string>,
): string[] {
  return (rulesOf(table)?.children ?? []).flatMap(({ table: child, column }) => {
    const links = overlaid.bundle.tables[child]?.columns[column];
    if (links?.kind !== 'number') return [];
    for (let at = 0; at < links.values.length; at++) {
      if (links.values[at] !== row) continue;
      const slot = overlaid.rows.get(child)?.order[at] ?? at;
      const created = overlay.tables.get(child);
      const key = created && slot >= created.baseRows ? created.created[slot - created.baseRows] : `b${slot}`;
      if (!going.has(`${child}/${key}`)) return [child];
    }
    return [];
  });
}

/** The inverse of a change, with the sources of its fields as they were and those of fields changed since as they are. */
export function withSourcesTakenBack(overlay: Overlay, overlaid: Overlaid, inverse: MadeEdits): MadeEdits {
  const personal = { ...inverse.personal };
  inverse.edits.forEach(({ op, table, key, set }, i) => {
    const place = `${i}/set/${SOURCES}`;
    if (op !== 'change' || !(place in personal)) return;
    const slot = slotOfKey(overlay, table, key);
    const row = slot === NONE ? NONE : rowOfSlot(overlaid, table, slot);
    if (row === NONE) return;
    const now = (column: string) => currentValue(overlay, overlaid, table, column, row);
    const prefix = `${i}/set/`;
    const sealed = Object.keys(personal).flatMap((each) =>
      each.startsWith(prefix) ? [each.slice(prefix.length)] : [],
    );
    const there = now(SOURCES);
    personal[place] =
      sourcesAfter(now, [...Object.keys(set), ...sealed], String(personal[place] ?? '')) || null;
    personal[`${i}/before/${SOURCES}`] = typeof there === 'string' ? there : null;
  });
  return { edits: inverse.edits, personal };
}
