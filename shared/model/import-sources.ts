/**
 * Source and date of each field of the residents of a merge: what the files state carries their stamp, what they leave blank keeps the one
 * it had. Owns which rows are joined; a record that only the community has stays as it is.
 */
import type { Table } from '../columns/column.ts';
import type { CollectedLayer } from './import-collect.ts';
import { type MergedTable, ROW_NEW } from './import-merge.ts';
import { joinedColumn, knownFields } from './sources-column.ts';

/** The merged table of residents with its sources joined; `merged` as mergeTables gave it, before links are found. */
export function withJoinedSources(
  { table: incoming, links }: Pick<CollectedLayer, 'table' | 'links'>,
  { table, rowOf, state }: MergedTable,
): Table {
  const newer = incoming.columns['sources'];
  const there = table.columns['sources'];
  if (newer?.kind !== 'dict' || there?.kind !== 'dict' || !state.some((each) => each !== ROW_NEW))
    return table;
  const stated = knownFields(incoming, links);
  const known = knownFields(table, {});
  const sources = joinedColumn(there, newer.words, (join) => {
    for (let row = 0; row < incoming.rows; row++) {
      if (state[row] === ROW_NEW) continue;
      const said = stated(row);
      join(rowOf[row], newer.codes[row], said, known(rowOf[row]) & ~said);
    }
  });
  return { ...table, columns: { ...table.columns, sources } };
}
