/** Statistics of one column over the rows in question (selection and filter). Owns which rows; counting is columns/statistics.ts. */
import { summarizeColumn } from '../columns/statistics.ts';
import type { TableName } from '../model/tables.ts';
import type { ColumnStatistics } from './answers.ts';
import { type Community, rowCount } from './community.ts';
import type { FilterResult } from './filter.ts';
import type { SelectionResult } from './shapes.ts';
import { tableColumn } from './table-page.ts';
import { rowsForTable } from './table-rows.ts';

/** A column that the community has not is known of no row. */
export function columnStatistics(
  community: Community,
  request: { table: TableName; scope: 'selection' | 'all'; column: string },
  selection: SelectionResult,
  filter: FilterResult,
): ColumnStatistics {
  const sets = request.scope === 'selection' ? selection.sets : null;
  const within = rowsForTable(community, request.table, { sets }, filter);
  const rows = rowCount(community, request.table);
  const column = tableColumn(community, request.table, request.column);
  if (!column) {
    const asked = within ? within.count() : rows;
    return { rows: asked, missing: asked, distinct: 0, min: null, max: null, mean: null, top: [] };
  }
  const table = { name: request.table, rows, columns: { [request.column]: column } };
  return summarizeColumn(table, request.column, within);
}
