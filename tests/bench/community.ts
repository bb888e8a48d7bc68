/**
 * The community that benches ask: `gusu`, seed 1, or the first part of it by place. Owns making it and the plain
 * forms (points, row objects) that references work on; measures nothing.
 */

import { type Column, NONE, type Table } from '../../shared/columns/column.ts';
import { takeRows } from '../../shared/columns/take-rows.ts';
import type { CommunityBundle } from '../../shared/model/bundle.ts';
import type { TableName } from '../../shared/model/tables.ts';
import { linkValues } from '../../shared/query/column-access.ts';
import { cellOf } from '../../shared/query/table-page.ts';
import { generateSample } from '../../shared/sample/sample.ts';

/** Rows [0, count) of a table. */
export function firstRows(table: Table, count: number): Table {
  return takeRows(
    table,
    Uint32Array.from({ length: Math.min(count, table.rows) }, (_, row) => row),
  );
}

/** How many rows of `table`, in its order by place, link to owners below `owners`. */
function rowsOfOwners(table: Table, column: string, owners: number): number {
  const links = linkValues(table, column);
  let rows = 0;
  while (rows < links.length && links[rows] < owners) rows++;
  return rows;
}

/** What hangs on buildings in their own order: cut along with them. Other tables of places and people are left out. */
const CHAIN: readonly { table: TableName; column: string; owner: TableName }[] = [
  { table: 'entrances', column: 'building', owner: 'buildings' },
  { table: 'homes', column: 'building', owner: 'buildings' },
  { table: 'residents', column: 'home', owner: 'homes' },
];
const WHOLE: readonly TableName[] = ['areas', 'grids', 'compounds', 'basemap', 'buildings', 'workers'];

/** The first `share` of the buildings, by place, and what is in them. */
function cutByPlace(bundle: CommunityBundle, share: number): CommunityBundle {
  const tables: CommunityBundle['tables'] = {};
  for (const name of WHOLE) if (bundle.tables[name]) tables[name] = bundle.tables[name];
  const buildings = tables.buildings as Table;
  tables.buildings = firstRows(buildings, Math.ceil(buildings.rows * share));
  for (const { table, column, owner } of CHAIN) {
    const all = bundle.tables[table];
    const owners = tables[owner];
    if (all && owners) tables[table] = firstRows(all, rowsOfOwners(all, column, owners.rows));
  }
  const gridOfBuilding = bundle.plan.gridOfBuilding.slice(0, tables.buildings.rows);
  return { ...bundle, tables, plan: { ...bundle.plan, gridOfBuilding } };
}

/** Takes about ten seconds, whatever the scale. */
export function benchBundle(scale: number): CommunityBundle {
  const bundle = generateSample('gusu', 1);
  return scale < 1 ? cutByPlace(bundle, scale) : bundle;
}

export type RowObject = Record<string, string | number | string[]>;

function plainCell(column: Column, row: number, rows: number): string | number | string[] {
  const cell = cellOf(column, row, rows);
  return column.kind === 'tags' ? String(cell).split(',').filter(Boolean) : cell;
}

/**
 * Rows as plain objects with the given columns; fields that are not known are left out, as are links to nothing. One
 * object each, words shared as a parser would not share them: a reference is never made worse than it has to be.
 */
export function rowObjects(
  table: Table,
  rows: ArrayLike<number>,
  columns = Object.keys(table.columns),
): RowObject[] {
  return Array.from(rows, (row) => {
    const object: RowObject = {};
    for (const name of columns) {
      const cell = plainCell(table.columns[name], row, table.rows);
      if (cell !== '' && cell !== NONE) object[name] = cell;
    }
    return object;
  });
}
