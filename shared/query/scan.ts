/**
 * Tests a whole column at once and gives the rows that pass. Tight loops over typed arrays, nothing per row; a
 * value that is not known never passes.
 */
import { Bitset } from '../columns/bitset.ts';
import type { DictColumn, NumberArray, NumberColumn, TextColumn } from '../columns/column.ts';

/** Rows with low <= value <= high. */
export function scanRange(column: NumberColumn, low: number, high: number): Bitset {
  const found = scanValues(column.values, low, high);
  const { missing } = column;
  if (missing !== undefined && missing >= low && missing <= high) removeValue(found, column.values, missing);
  return found;
}

function scanValues(values: NumberArray, low: number, high: number): Bitset {
  // A loop that sees one array type only runs several times faster, and ages are bytes.
  if (values instanceof Uint8Array) return scanBytes(values, Math.ceil(low), Math.floor(high));
  const set = new Bitset(values.length);
  const { words } = set;
  for (let w = 0; w < words.length; w++) {
    const from = w << 5;
    const to = Math.min(values.length, from + 32);
    let word = 0;
    for (let row = from; row < to; row++) {
      const value = values[row];
      if (value >= low && value <= high) word |= 1 << (row & 31);
    }
    words[w] = word;
  }
  return set;
}

function scanBytes(values: Uint8Array, low: number, high: number): Bitset {
  if (low >= 0 && low <= high && high < 128 && (values.byteOffset & 3) === 0)
    return scanSmallBytes(values, low, high);
  const flags = new Uint8Array(256);
  for (let value = Math.max(0, low); value <= Math.min(255, high); value++) flags[value] = 1;
  return scanFlags(values, flags);
}

/**
 * Rows with 0 <= low <= byte <= high < 128, four bytes a step: added to the low seven bits of each byte, 128 - low
 * carries into bit 7 where the byte is at least low, and 127 - high where it is above high; no byte reaches the next.
 */
function scanSmallBytes(values: Uint8Array, low: number, high: number): Bitset {
  const set = new Bitset(values.length);
  const { words } = set;
  const whole = values.length >>> 5;
  const fours = new Uint32Array(values.buffer, values.byteOffset, whole * 8);
  const atLeast = Math.imul(128 - low, 0x01010101);
  const above = Math.imul(127 - high, 0x01010101);
  for (let w = 0, at = 0; w < whole; w++) {
    let word = 0;
    for (let shift = 0; shift < 32; shift += 4, at++) {
      const four = fours[at];
      const rest = four & 0x7f7f7f7f;
      const passes = (rest + atLeast) & ~(rest + above) & ~four & 0x80808080;
      // The four bits 7, 15, 23, 31 side by side: the product has them at 24 to 27, and no two terms meet.
      word |= ((Math.imul(passes >>> 7, 0x01020408) >>> 24) & 15) << shift;
    }
    words[w] = word;
  }
  for (let row = whole << 5; row < values.length; row++)
    if (values[row] >= low && values[row] <= high) words[whole] |= 1 << (row & 31);
  return set;
}

/** Rows whose byte has a flag, one word of 32 rows at a time. */
function scanFlags(codes: Uint8Array, flags: Uint8Array): Bitset {
  const set = new Bitset(codes.length);
  const { words } = set;
  const whole = codes.length >>> 5;
  for (let w = 0, row = 0; w < whole; w++) {
    let word = 0;
    for (let bit = 0; bit < 32; bit++, row++) word |= flags[codes[row]] << bit;
    words[w] = word;
  }
  for (let row = whole << 5; row < codes.length; row++) words[whole] |= flags[codes[row]] << (row & 31);
  return set;
}

function removeValue(set: Bitset, values: NumberArray, value: number): void {
  for (let row = values.indexOf(value as never); row >= 0; row = values.indexOf(value as never, row + 1))
    set.remove(row);
}

/** Rows whose word passes the test; word 0 ('') is not known and never passes. */
export function scanWords(column: DictColumn, passes: (word: string) => boolean): Bitset {
  return scanCodes(column, (word) => word !== '' && passes(word));
}

/** Rows whose word passes the test, '' like any other. */
export function scanCodes(
  { codes, words: dictionary }: DictColumn,
  passes: (word: string) => boolean,
): Bitset {
  const flags = new Uint8Array(Math.max(256, dictionary.length));
  dictionary.forEach((word, code) => {
    if (passes(word)) flags[code] = 1;
  });
  if (codes instanceof Uint8Array) return scanFlags(codes, flags);
  const set = new Bitset(codes.length);
  const { words } = set;
  for (let w = 0; w < words.length; w++) {
    const from = w << 5;
    const to = Math.min(codes.length, from + 32);
    let word = 0;
    for (let row = from; row < to; row++) word |= flags[codes[row]] << (row & 31);
    words[w] = word;
  }
  return set;
}

/** How a text cell compares with the text asked for, byte by byte (so: case matters). */
export type TextTest = 'equals' | 'starts with' | 'contains';

export function scanText(column: TextColumn, text: string, test: TextTest): Bitset {
  const needle = new TextEncoder().encode(text);
  const { bytes, offsets } = column;
  const rows = offsets.length - 1;
  const set = new Bitset(rows);
  for (let row = 0; row < rows; row++) {
    const from = offsets[row];
    const room = offsets[row + 1] - from - needle.length;
    if (room < 0 || offsets[row + 1] === from || (test === 'equals' && room > 0)) continue;
    const last = test === 'contains' ? from + room : from;
    for (let at = from; at <= last; at++)
      if (bytesAt(bytes, at, needle)) {
        set.add(row);
        break;
      }
  }
  return set;
}

function bytesAt(bytes: Uint8Array, at: number, needle: Uint8Array): boolean {
  for (let i = 0; i < needle.length; i++) if (bytes[at + i] !== needle[i]) return false;
  return true;
}

/** Rows with text at all. */
export function scanFilled(column: TextColumn): Bitset {
  const rows = column.offsets.length - 1;
  const set = new Bitset(rows);
  for (let row = 0; row < rows; row++) if (column.offsets[row + 1] > column.offsets[row]) set.add(row);
  return set;
}

const float = new Float64Array(1);
const whole = new BigInt64Array(float.buffer);

/** The next double above, so that `> x` is the closed range from it. */
export function justAbove(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  if (!Number.isFinite(value)) return value;
  float[0] = value;
  whole[0] += value > 0 ? 1n : -1n;
  return float[0];
}

export function justBelow(value: number): number {
  return -justAbove(-value);
}
