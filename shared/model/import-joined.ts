/**
 * Recognises a table that says something of grids or areas that are there, by a column of their codes: statistics, leaders, targets.
 * Owns the recognition by a sample; the rows are joined like any other import of the role.
 */
import { textAt } from '../columns/cell.ts';
import type { Table } from '../columns/column.ts';
import type { SourceRecord } from '../formats/source-record.ts';
import { guessChoices } from './import-mapping.ts';
import type { ColumnChoice, FoundColumn, LayerLook } from './import-plan.ts';
import { plainText } from './import-values.ts';

/** The codes of the open community. */
export type CodeTables = Record<'grids' | 'areas', ReadonlySet<string>>;

/** Share of the filled cells that must be known codes. */
const MOST = 0.6;

/** The codes of grids and areas of a community; empty sets where it has none. */
export function codesOf(tables: Partial<Record<string, Table>>): CodeTables {
  return { grids: codesIn(tables['grids']), areas: codesIn(tables['areas']) };
}

function codesIn(table: Table | undefined): Set<string> {
  const codes = new Set<string>();
  const column = table?.columns['code'];
  if (table && column?.kind === 'text')
    for (let row = 0; row < table.rows; row++) codes.add(textAt(column, row));
  codes.delete('');
  return codes;
}

/** The column that names most known grids or areas; null: none names enough. */
export function joinedBy(
  records: readonly SourceRecord[],
  columns: readonly FoundColumn[],
  codes: CodeTables,
): LayerLook['joined'] {
  let best: LayerLook['joined'] = null;
  for (const { name } of columns) {
    const cells = records.map(({ fields }) => plainText(fields[name])).filter((cell) => cell !== '');
    for (const to of ['grids', 'areas'] as const) {
      const matched = cells.filter((cell) => codes[to].has(cell)).length;
      if (matched === 0 || matched < cells.length * MOST || matched <= (best?.matched ?? 0)) continue;
      best = { column: name, to, matched, of: cells.length };
    }
  }
  return best;
}

/** The key column becomes the code; what else the table says is kept in columns of its own. */
export function joinedChoices(
  { column, to }: NonNullable<LayerLook['joined']>,
  columns: FoundColumn[],
): ColumnChoice[] {
  return guessChoices(to, columns).map((choice) =>
    choice.name === column
      ? { ...choice, target: { to: 'field', field: 'code' }, type: 'text' }
      : { ...choice, target: { to: 'extra' } },
  );
}
