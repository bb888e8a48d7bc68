/**
 * The rows of a table in the order of one column, as row numbers: the table itself never moves. Stable both ways; not
 * known comes first ascending and last descending, for every kind.
 */
import type { Bitset } from './bitset.ts';
import type { DictColumn, NumberColumn, Table } from './column.ts';
import { ColumnError } from './column-error.ts';
import { plainText } from './packed-text.ts';
import { radixSort } from './radix.ts';
import { sortRowsByText } from './text-sort.ts';
import { compareCodePoints } from './utf8.ts';

/**
 * Row numbers sorted by `column`; `within`: only those rows. Words and text are in code point order. Throws
 * ColumnError for a column that is not there ('unknown-column') or has no order ('wrong-kind': labels, geometry).
 */
export function sortRows(
  table: Table,
  column: string,
  descending: boolean,
  within: Bitset | null = null,
): Uint32Array {
  const by = table.columns[column];
  if (!by) throw new ColumnError('unknown-column', table.name, column);
  const all = within === null || within.count() === table.rows;
  if (by.kind === 'dict') return sortByWord(by, all ? null : within.toRows(), descending);
  const rows = all ? allRows(table.rows) : within.toRows();
  switch (by.kind) {
    case 'number':
      return sortByNumber(by, rows, descending);
    case 'text':
    case 'packed':
      sortRowsByText(by.kind === 'packed' ? plainText(by) : by, rows, descending);
      return rows;
    default:
      throw new ColumnError('wrong-kind', table.name, column, by.kind);
  }
}

function allRows(count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return rows;
}

/** Counting sort over the words' ranks. `rows` null: all. */
function sortByWord(column: DictColumn, rows: Uint32Array | null, descending: boolean): Uint32Array {
  const { codes, words } = column;
  const byWord = words.map((_, code) => code).sort((a, b) => compareCodePoints(words[a], words[b]));
  if (descending) byWord.reverse();
  if (!rows && codes instanceof Uint8Array) return sortAllBytes(codes, byWord);
  const counts = new Uint32Array(words.length);
  if (rows) for (let i = 0; i < rows.length; i++) counts[codes[rows[i]]]++;
  else for (let row = 0; row < codes.length; row++) counts[codes[row]]++;
  let start = 0;
  for (const code of byWord) {
    const count = counts[code];
    counts[code] = start;
    start += count;
  }
  const sorted = new Uint32Array(rows ? rows.length : codes.length);
  if (rows) for (let i = 0; i < rows.length; i++) sorted[counts[codes[rows[i]]]++] = rows[i];
  else for (let row = 0; row < codes.length; row++) sorted[counts[codes[row]]++] = row;
  return sorted;
}

/**
 * Counting sort of all rows by a byte each, codes in the order `byWord`. Four quarters of the rows side by side, each
 * with its own counts: with few words the next count would else wait for the one just written.
 */
function sortAllBytes(codes: Uint8Array, byWord: readonly number[]): Uint32Array {
  const rows = codes.length;
  const quarter = rows >>> 2;
  const b = quarter;
  const c = quarter * 2;
  const d = quarter * 3;
  const ofA = new Uint32Array(256);
  const ofB = new Uint32Array(256);
  const ofC = new Uint32Array(256);
  const ofD = new Uint32Array(256);
  for (let i = 0; i < quarter; i++) {
    ofA[codes[i]]++;
    ofB[codes[b + i]]++;
    ofC[codes[c + i]]++;
    ofD[codes[d + i]]++;
  }
  for (let row = quarter * 4; row < rows; row++) ofD[codes[row]]++;
  let start = 0;
  for (const code of byWord)
    for (const counts of [ofA, ofB, ofC, ofD]) {
      const count = counts[code];
      counts[code] = start;
      start += count;
    }
  const sorted = new Uint32Array(rows);
  for (let i = 0; i < quarter; i++) {
    sorted[ofA[codes[i]]++] = i;
    sorted[ofB[codes[b + i]]++] = b + i;
    sorted[ofC[codes[c + i]]++] = c + i;
    sorted[ofD[codes[d + i]]++] = d + i;
  }
  for (let row = quarter * 4; row < rows; row++) sorted[ofD[codes[row]]++] = row;
  return sorted;
}

function sortByNumber(column: NumberColumn, rows: Uint32Array, descending: boolean): Uint32Array {
  const low = new Uint32Array(rows.length);
  const high = column.type === 'f64' ? new Uint32Array(rows.length) : null;
  orderedKeys(column, rows, low, high);
  if (descending) {
    for (let i = 0; i < rows.length; i++) low[i] = ~low[i];
    if (high) for (let i = 0; i < rows.length; i++) high[i] = ~high[i];
  }
  return radixSort({ rows, low, high }).rows;
}

/** Keys whose unsigned order is the order of the values; 0: not known (no value maps to it that is not the least). */
function orderedKeys(
  column: NumberColumn,
  rows: Uint32Array,
  low: Uint32Array,
  high: Uint32Array | null,
): void {
  const { values, missing, type } = column;
  const float = new Float64Array(1);
  const words = new Uint32Array(float.buffer);
  const single = new Float32Array(1);
  const singleWord = new Uint32Array(single.buffer);
  for (let i = 0; i < rows.length; i++) {
    const value = values[rows[i]];
    if (value === missing || Number.isNaN(value)) continue;
    if (type === 'f64' && high) {
      // `+ 0` makes -0 and 0 one value.
      float[0] = value + 0;
      const negative = words[1] >>> 31 === 1;
      low[i] = negative ? ~words[0] : words[0];
      high[i] = negative ? ~words[1] : words[1] | 0x80000000;
    } else if (type === 'f32') {
      single[0] = value + 0;
      low[i] = singleWord[0] >>> 31 === 1 ? ~singleWord[0] : singleWord[0] | 0x80000000;
    } else if (type === 'i16' || type === 'i32') {
      const shifted = value + 0x80000000;
      low[i] = missing === undefined ? shifted : withGap(shifted, missing + 0x80000000);
    } else {
      low[i] = missing === undefined ? value : withGap(value, missing);
    }
  }
}

/** Room for "not known" below 0: values under the missing one move up by one. */
function withGap(value: number, missing: number): number {
  return value < missing ? value + 1 : value;
}
