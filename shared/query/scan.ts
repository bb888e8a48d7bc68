/**
 * Tests a whole column at once and gives the rows that pass. Tight loops over typed arrays, nothing per row; a
 * value that is not known never passes.
 */
import { Bitset } from '../columns/bitset.ts';
import type { DictColumn, NumberArray, NumberColumn, TextColumn } from '../columns/column.ts';

/** Rows with low <= value <= high. */
export function scanRange(column: NumberColumn, low: number, high: number): Bitset {
  const { values, missing } = column;
  // What is not known is most often the greatest byte: then it is the end of the range that moves.
  if (values instanceof Uint8Array && missing === 255 && high >= 255) return scanValues(values, low, 254);
  const found = scanValues(values, low, high);
  if (missing !== undefined && missing >= low && missing <= high) removeValue(found, values, missing);
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

/** Whole bounds, which may lie outside a byte. */
function scanBytes(values: Uint8Array, from: number, to: number): Bitset {
  const low = Math.max(0, from);
  const high = Math.min(255, to);
  if (low > high) return new Bitset(values.length);
  if (low < 128 && (values.byteOffset & 3) === 0) return scanByteRange(values, low, high);
  const flags = new Uint8Array(256);
  for (let value = low; value <= high; value++) flags[value] = 1;
  return scanFlags(values, flags);
}

/**
 * Rows with low <= byte <= high, low < 128, eight bytes a step. Added to the low seven bits of each byte, 128 - low carries into bit 7
 * where they are at least low, and 127 - high (or 255 - high) where they are above high; no byte reaches the next.
 */
function scanByteRange(values: Uint8Array, low: number, high: number): Bitset {
  const set = new Bitset(values.length);
  const whole = values.length >>> 3;
  const fours = new Uint32Array(values.buffer, values.byteOffset, whole * 2);
  const eights = new Uint8Array(set.words.buffer);
  const atLeast = Math.imul(128 - low, 0x01010101);
  if (high < 128) {
    const above = Math.imul(127 - high, 0x01010101);
    for (let i = 0, at = 0; i < whole; i++, at += 2) {
      const a = fours[at];
      const b = fours[at + 1];
      const restA = a & 0x7f7f7f7f;
      const restB = b & 0x7f7f7f7f;
      const passA = (restA + atLeast) & ~((restA + above) | a) & 0x80808080;
      const passB = (restB + atLeast) & ~((restB + above) | b) & 0x80808080;
      eights[i] = sideBySide(passA, passB);
    }
  } else {
    const above = Math.imul(255 - high, 0x01010101);
    for (let i = 0, at = 0; i < whole; i++, at += 2) {
      const a = fours[at];
      const b = fours[at + 1];
      const restA = a & 0x7f7f7f7f;
      const restB = b & 0x7f7f7f7f;
      const passA = ((restA + atLeast) | a) & ~((restA + above) & a) & 0x80808080;
      const passB = ((restB + atLeast) | b) & ~((restB + above) & b) & 0x80808080;
      eights[i] = sideBySide(passA, passB);
    }
  }
  for (let row = whole << 3; row < values.length; row++)
    if (values[row] >= low && values[row] <= high) set.add(row);
  return set;
}

/** The bits 7, 15, 23, 31 of both as a byte: the product has them at 24 to 31, and no two terms meet. */
function sideBySide(a: number, b: number): number {
  return Math.imul((a >>> 7) | (b >>> 3), 0x01020408) >>> 24;
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
  if (codes instanceof Uint8Array) {
    const first = flags.indexOf(1);
    const last = flags.lastIndexOf(1);
    // Codes side by side are a range, which is found faster.
    return first < 0 || flags.subarray(first, last).includes(0)
      ? scanFlags(codes, flags)
      : scanBytes(codes, first, last);
  }
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
