/**
 * Contacts and past alerts have no id: the same file read twice must not double them. Owns what makes two such rows the same, once they
 * are linked, and joining the second to the first. Rows whose link was not found are left alone.
 */
import { textAt } from '../columns/cell.ts';
import { isKnown, sameCell } from '../columns/cell-compare.ts';
import { type Column, NONE, type NumberColumn, type Table, type TextColumn } from '../columns/column.ts';
import { newRowOf, takeColumn } from '../columns/take-rows.ts';
import type { AddedRows, Tables } from './import-links.ts';
import { ROW_CHANGED, ROW_NEW, ROW_SAME } from './import-merge.ts';

/** What a row is known by; '': by nothing. */
type KeyOf = (row: number) => string;

export type TwinRole = 'contacts' | 'pastAlerts';

export const TWIN_ROLES: ReadonlySet<string> = new Set<TwinRole>(['contacts', 'pastAlerts']);

/**
 * Joins the layer's new rows to the rows that were there before: what the file says goes into the row that is known, the new row goes.
 * `layer.rowOf` and `layer.state` follow.
 */
export function joinTwins(tables: Tables, layer: AddedRows, role: TwinRole): void {
  const table = tables[role];
  const given = new Uint8Array(table.rows);
  for (const row of layer.rowOf) given[row] = 1;
  const twin = new Uint32Array(table.rows).fill(NONE);
  const taken = new Uint8Array(table.rows);
  for (const keyOf of keysOf(table, role, layer.mapped)) {
    const known = new Map<string, number>();
    for (let row = table.rows - 1; row >= 0; row--)
      if (given[row] === 0 && taken[row] === 0) known.set(keyOf(row), row);
    known.delete('');
    for (const row of layer.rowOf) {
      const found = twin[row] === NONE ? known.get(keyOf(row)) : undefined;
      if (found === undefined || taken[found]) continue;
      twin[row] = found;
      taken[found] = 1;
    }
  }
  if (taken.includes(1)) join(tables, layer, role, twin);
}

function keysOf(table: Table, role: TwinRole, mapped: ReadonlySet<string>): KeyOf[] {
  const number = (column: string) => (table.columns[column] as NumberColumn).values;
  if (role === 'pastAlerts') {
    const [device, raised] = [number('device'), number('raised')];
    return [(row) => (device[row] === NONE || raised[row] === 0 ? '' : `${device[row]}|${raised[row]}`)];
  }
  const [resident, order] = [number('resident'), number('order')];
  const text = (column: string, row: number) => textAt(table.columns[column] as TextColumn, row);
  const byName: KeyOf = (row) => {
    const person = `${text('name', row)}|${text('phone', row)}`;
    return resident[row] === NONE || person === '|' ? '' : `${resident[row]}|${person}`;
  };
  const byOrder: KeyOf = (row) => (resident[row] === NONE ? '' : `${resident[row]}|${order[row]}`);
  // Without numbers of its own a file calls everybody the first.
  return mapped.has('order') ? [byName, byOrder] : [byName];
}

function join(tables: Tables, layer: AddedRows, role: TwinRole, twin: Uint32Array): void {
  const table = tables[role];
  const kept = new Uint32Array(table.rows);
  let rows = 0;
  for (let row = 0; row < table.rows; row++) if (twin[row] === NONE) kept[rows++] = row;
  const order = kept.subarray(0, rows);
  const place = newRowOf(order, table.rows);
  const columns: Record<string, Column> = {};
  for (let i = 0; i < layer.rowOf.length; i++)
    if (twin[layer.rowOf[i]] !== NONE && layer.state[i] === ROW_NEW) layer.state[i] = ROW_SAME;
  for (const [name, column] of Object.entries(table.columns)) {
    const taken = order.slice();
    for (let i = 0; layer.mapped.has(name) && i < layer.rowOf.length; i++) {
      const row = layer.rowOf[i];
      const known = twin[row];
      if (known === NONE || !isKnown(column, row, table.rows)) continue;
      if (sameCell(column, known, row, table.rows)) continue;
      taken[place[known]] = row;
      layer.state[i] = ROW_CHANGED;
    }
    columns[name] = takeColumn(column, taken, table.rows);
  }
  for (let i = 0; i < layer.rowOf.length; i++) {
    const row = layer.rowOf[i];
    layer.rowOf[i] = place[twin[row] === NONE ? row : twin[row]];
  }
  tables[role] = { name: table.name, rows, columns };
}
