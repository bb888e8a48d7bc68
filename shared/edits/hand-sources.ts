/**
 * Source and date of the fields that a person changes: typed by hand on that day. Owns which fields a change speaks of; the text is
 * model/field-sources.ts.
 */
import {
  BY_HAND,
  joinedSources,
  SOURCED_FIELDS,
  SOURCED_NAMES,
  sourceStamp,
} from '../model/field-sources.ts';
import type { EditValue } from './record-edit.ts';

export const SOURCES = 'sources';

/** The text of a record that is typed anew. */
export function handStamp(isoDay: string): string {
  return sourceStamp(BY_HAND, isoDay);
}

/** The text of a resident after `columns` were set by hand; null: none of them has a source. `now`: the record as it is. */
export function handSources(
  now: (column: string) => EditValue,
  columns: readonly string[],
  isoDay: string,
): string | null {
  return sourcesAfter(now, columns, handStamp(isoDay));
}

/** The text after fields of `columns` got the sources that `newer` tells of them; null: none of them has a source. */
export function sourcesAfter(
  now: (column: string) => EditValue,
  columns: readonly string[],
  newer: string,
): string | null {
  const stated = SOURCED_NAMES.filter((field) =>
    SOURCED_FIELDS[field].some((column) => columns.includes(column)),
  );
  if (stated.length === 0) return null;
  const kept = SOURCED_NAMES.filter(
    (field) => !stated.includes(field) && SOURCED_FIELDS[field].some((column) => isSomething(now(column))),
  );
  return joinedSources(String(now(SOURCES) ?? ''), newer, stated, kept);
}

function isSomething(value: EditValue): boolean {
  return value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
