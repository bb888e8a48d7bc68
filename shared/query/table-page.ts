/**
 * One page of a table as it is shown: rows of the selection or all under the filter, sorted, with the cells of the
 * chosen columns. Owns paging and the order kept between pages; sorting is columns/sort-rows.ts. 'age' is a column of
 * residents here.
 */
import { numberAt, tagsAt, textAt, wordAt } from '../columns/cell.ts';
import type { Column, Table } from '../columns/column.ts';
import { sortRows } from '../columns/sort-rows.ts';
import { TABLES, type TableName } from '../model/tables.ts';
import type { TablePage, TableRequest } from './answers.ts';
import { type Community, rowCount } from './community.ts';
import type { FilterResult } from './filter.ts';
import { UNKNOWN_AGE } from './population.ts';
import { titleOf } from './record-labels.ts';
import type { SelectionResult } from './shapes.ts';
import { rowsForTable } from './table-rows.ts';

interface Order {
  filter: FilterResult;
  sets: SelectionResult['sets'];
  rows: Uint32Array;
}
/** The last order per community, table, scope and sort: paging asks for the same one again and again. */
const memory = new WeakMap<Community, Map<string, Order>>();
const MOST_ORDERS = 4;

/** @throws ColumnError for a sort column that is absent or has no order. */
export function tablePage(
  community: Community,
  request: TableRequest,
  selection: SelectionResult,
  filter: FilterResult,
): TablePage {
  const order = tableOrder(community, request, selection, filter);
  const rows = order.slice(Math.max(0, request.from), Math.max(0, request.to));
  const cells: TablePage['cells'] = {};
  for (const column of request.columns) cells[column] = cellsOf(community, request.table, column, rows);
  return { total: order.length, rows, cells };
}

/** All rows of the request in its order; do not change them. Unsorted: by place. */
export function tableOrder(
  community: Community,
  request: Pick<TableRequest, 'table' | 'scope' | 'sort'>,
  selection: SelectionResult,
  filter: FilterResult,
): Uint32Array {
  const sets = request.scope === 'selection' ? selection.sets : null;
  const key = `${request.table} ${request.scope} ${community.plan.version} ${JSON.stringify(request.sort)}`;
  const kept = memory.get(community) ?? new Map<string, Order>();
  memory.set(community, kept);
  const known = kept.get(key);
  if (known && known.filter === filter && known.sets === sets) return known.rows;
  const within = rowsForTable(community, request.table, { sets }, filter);
  const rows = orderedRows(community, request, within);
  kept.delete(key);
  kept.set(key, { filter, sets, rows });
  if (kept.size > MOST_ORDERS) kept.delete(kept.keys().next().value!);
  return rows;
}

function orderedRows(
  community: Community,
  { table, sort }: Pick<TableRequest, 'table' | 'sort'>,
  within: ReturnType<typeof rowsForTable>,
): Uint32Array {
  if (sort) {
    const by = sortable(community, table, sort.column);
    const rows = sortRows(by, sort.column, sort.descending, within);
    return sort.descending ? rows : knownFirst(by, sort.column, rows);
  }
  if (within) return within.toRows();
  return Uint32Array.from({ length: rowCount(community, table) }, (_, row) => row);
}

/** What is not known is never what a person looks for first: it comes last both ways. */
function knownFirst(table: Table, column: string, rows: Uint32Array): Uint32Array {
  const by = table.columns[column];
  let known = 0;
  while (known < rows.length && cellOf(by, rows[known], table.rows) === '') known++;
  if (known === 0) return rows;
  const turned = new Uint32Array(rows.length);
  turned.set(rows.subarray(known));
  turned.set(rows.subarray(0, known), rows.length - known);
  return turned;
}

function sortable(community: Community, name: TableName, column: string): Table {
  const table = community.tables[name] ?? { name, rows: 0, columns: {} };
  const found = tableColumn(community, name, column);
  return found ? { ...table, columns: { [column]: found } } : table;
}

/** The column of a table by name, with 'age' among those of residents. */
export function tableColumn(community: Community, table: TableName, name: string): Column | undefined {
  if (table === 'residents' && name === 'age')
    return { kind: 'number', type: 'u8', values: community.population.age, missing: UNKNOWN_AGE };
  return community.tables[table]?.columns[name];
}

/** Cells as shown: words are codes, labels a list of codes by comma, '' not known. */
export function cellsOf(
  community: Community,
  table: TableName,
  name: string,
  rows: Uint32Array,
): (string | number)[] {
  const column = tableColumn(community, table, name);
  const all = rowCount(community, table);
  const spec = TABLES[table].columns[name];
  if (spec?.kind === 'number' && spec.link && column?.kind === 'number') {
    const { link } = spec;
    // A link reads as the title of what it leads to.
    return Array.from(rows, (row) => {
      const target = column.values[row];
      return target < rowCount(community, link) ? titleOf(community, link, target) : '';
    });
  }
  return Array.from(rows, (row) => (column ? cellOf(column, row, all) : ''));
}

/** One cell as shown. `rows`: how many rows the column has. */
export function cellOf(column: Column, row: number, rows: number): string | number {
  switch (column.kind) {
    case 'text':
    case 'packed':
      return textAt(column, row);
    case 'dict':
      return wordAt(column, row);
    case 'number':
      return numberAt(column, row) ?? '';
    case 'tags':
      return tagsAt(column, row, rows).join(',');
    case 'geometry':
      return column.rowRings[row + 1] - column.rowRings[row];
  }
}
