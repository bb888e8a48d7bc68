/**
 * Reads single cells of columns: for what is shown and for tests. Hot loops read the typed arrays themselves.
 */
import type { Column, DictColumn, NumberColumn, PackedColumn, TagsColumn, TextColumn } from './column.ts';
import { packedTextAt } from './packed-text.ts';
import { readUtf8 } from './utf8.ts';

/** '' means not known. */
export function textAt(column: TextColumn | PackedColumn, row: number): string {
  if (column.kind === 'packed') return packedTextAt(column, row);
  return readUtf8(column.bytes, column.offsets[row], column.offsets[row + 1]);
}

/** '' means not known. */
export function wordAt(column: DictColumn, row: number): string {
  return column.words[column.codes[row]] ?? '';
}

/** null: not known (the column's `missing` value, or NaN). */
export function numberAt(column: NumberColumn, row: number): number | null {
  const value = column.values[row];
  return value === column.missing || Number.isNaN(value) ? null : value;
}

/** Words of mask per row: 32 labels each. */
export function tagLanes(column: TagsColumn): number {
  return (column.names.length + 31) >>> 5;
}

/** The label ids of a row, in bit order. `rows` is the table's row count. */
export function tagsAt(column: TagsColumn, row: number, rows: number): string[] {
  const found: string[] = [];
  for (let lane = 0; lane < tagLanes(column); lane++) {
    let mask = column.masks[lane * rows + row];
    while (mask !== 0) {
      const bit = 31 - Math.clz32(mask & -mask);
      found.push(column.names[lane * 32 + bit]);
      mask &= mask - 1;
    }
  }
  return found;
}

/** Where label `name` is: its bit in masks[base + row]. null: the column has no such label. */
export function tagLane(
  column: TagsColumn,
  name: string,
  rows: number,
): { base: number; mask: number } | null {
  const index = column.names.indexOf(name);
  return index < 0 ? null : { base: (index >>> 5) * rows, mask: (1 << (index & 31)) >>> 0 };
}

/** Number of rows a column holds; null where the column alone does not tell (labels without names). */
export function rowsOf(column: Column): number | null {
  switch (column.kind) {
    case 'number':
      return column.values.length;
    case 'dict':
      return column.codes.length;
    case 'text':
      return column.offsets.length - 1;
    case 'packed':
      return column.rows;
    case 'tags':
      return column.names.length === 0 ? null : column.masks.length / tagLanes(column);
    case 'geometry':
      return column.rowRings.length - 1;
  }
}

/** Bytes held by a column's arrays and words (words counted as UTF-16). */
export function columnBytes(column: Column): number {
  const words = (list: string[]) => list.reduce((sum, word) => sum + 2 * word.length, 0);
  switch (column.kind) {
    case 'number':
      return column.values.byteLength;
    case 'dict':
      return column.codes.byteLength + words(column.words);
    case 'text':
      return column.bytes.byteLength + column.offsets.byteLength;
    case 'packed':
      return column.bytes.byteLength + column.starts.byteLength;
    case 'tags':
      return column.masks.byteLength + words(column.names);
    case 'geometry':
      return (
        column.coords.byteLength +
        column.ringVertices.byteLength +
        column.rowRings.byteLength +
        column.ringRole.byteLength
      );
  }
}
