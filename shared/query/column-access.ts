/**
 * Columns of a community by table, name and kind, with undefined where a table or column is absent: an import
 * may bring only some. Owns the narrowing of kinds; reading cells is columns/cell.ts.
 */

import { numberAt, textAt, wordAt } from '../columns/cell.ts';
import {
  type Column,
  type DictColumn,
  type GeometryColumn,
  NONE,
  type NumberColumn,
  type PackedColumn,
  type Table,
  type TagsColumn,
  type TextColumn,
} from '../columns/column.ts';

type KindOf = {
  number: NumberColumn;
  dict: DictColumn;
  text: TextColumn;
  packed: PackedColumn;
  tags: TagsColumn;
  geometry: GeometryColumn;
};

/** The column if it is there and of the asked kind. */
export function columnOf<K extends Column['kind']>(
  table: Table | undefined,
  name: string,
  kind: K,
): KindOf[K] | undefined {
  const column = table?.columns[name];
  return column?.kind === kind ? (column as KindOf[K]) : undefined;
}

/** A link column's rows; all NONE when absent. */
export function linkValues(table: Table | undefined, name: string): Uint32Array {
  const column = columnOf(table, name, 'number');
  if (column?.values instanceof Uint32Array) return column.values;
  return new Uint32Array(table?.rows ?? 0).fill(NONE);
}

/** One link; NONE when absent. */
export function linkAt(table: Table | undefined, name: string, row: number): number {
  return columnOf(table, name, 'number')?.values[row] ?? NONE;
}

/** A cell of a text or dictionary column; '' when absent or not known. */
export function labelAt(table: Table | undefined, name: string, row: number): string {
  const column = table?.columns[name];
  if (column?.kind === 'text' || column?.kind === 'packed') return textAt(column, row);
  if (column?.kind === 'dict') return wordAt(column, row);
  return '';
}

/** A cell of a number column; 0 when absent or not known. */
export function valueAt(table: Table | undefined, name: string, row: number): number {
  const column = columnOf(table, name, 'number');
  return column ? (numberAt(column, row) ?? 0) : 0;
}

/** Whether these columns are the very same in both: then so is whatever is worked out from them. */
export function sameColumns(a: Table | undefined, b: Table | undefined, names: readonly string[]): boolean {
  return a?.rows === b?.rows && names.every((name) => a?.columns[name] === b?.columns[name]);
}
