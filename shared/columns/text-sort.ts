/**
 * Sorts rows by a text column in the order of UTF-8 bytes (for text of the basic plane: JavaScript's `<`), stable.
 *
 * The bytes after the prefix that all rows share are packed into 64-bit keys: at each position only the bytes that occur
 * there get a rank (0: the text has ended), so a digit costs four bits and not eight. An 18-digit id number or a
 * Chinese name fits one key; what stays equal is sorted again from where the key ended.
 */
import type { TextColumn } from './column.ts';
import { radixSort } from './radix.ts';

/** Groups up to this size are sorted by comparing bytes. */
const SMALL = 24;

/** Puts `rows` in order, in place. Rows that are equal keep the order they came in, also when descending. */
export function sortRowsByText(column: TextColumn, rows: Uint32Array, descending: boolean): void {
  if (alreadySorted(column, rows, descending)) return;
  const pending: { from: number; to: number; depth: number }[] = [{ from: 0, to: rows.length, depth: 0 }];
  for (let group = pending.pop(); group; group = pending.pop()) {
    const part = rows.subarray(group.from, group.to);
    if (part.length <= SMALL) {
      insertionSort(column, part, group.depth, descending);
      continue;
    }
    const depth = group.depth + sharedPrefix(column, part, group.depth);
    const packing = packingOf(column, part, depth);
    if (packing.ranks.length === 0) continue;
    const base = group.from;
    sortPacked(column, part, packing, descending, (from, to) => {
      const next = depth + packing.ranks.length;
      if (to - from <= SMALL) insertionSort(column, part.subarray(from, to), next, descending);
      else pending.push({ from: base + from, to: base + to, depth: next });
    });
  }
}

/** True when the rows came in order, or strictly in the reverse order and have been turned round. */
function alreadySorted(column: TextColumn, rows: Uint32Array, descending: boolean): boolean {
  let inOrder = true;
  let reversed = true;
  for (let i = 1; i < rows.length && (inOrder || reversed); i++) {
    const order = compareText(column, rows[i - 1], rows[i], 0);
    const rising = descending ? -order : order;
    if (rising > 0) inOrder = false;
    else reversed = false;
  }
  if (reversed && !inOrder) rows.reverse();
  return inOrder || reversed;
}

interface Packing {
  depth: number;
  /** Per position the rank of each byte, and at index 256 that of "the text has ended" (always 0). */
  ranks: Uint8Array[];
  bits: number[];
}

/** How many bytes from `depth` on all rows of the part share. */
function sharedPrefix(column: TextColumn, rows: Uint32Array, depth: number): number {
  const { bytes, offsets } = column;
  const first = offsets[rows[0]] + depth;
  let shared = Math.max(0, offsets[rows[0] + 1] - first);
  for (let i = 1; i < rows.length && shared > 0; i++) {
    const from = offsets[rows[i]] + depth;
    const length = Math.min(shared, Math.max(0, offsets[rows[i] + 1] - from));
    let same = 0;
    while (same < length && bytes[from + same] === bytes[first + same]) same++;
    shared = same;
  }
  return shared;
}

/** As many positions from `depth` on as fit 64 bits; none: every text of the part ends at `depth`. */
function packingOf(column: TextColumn, rows: Uint32Array, depth: number): Packing {
  const packing: Packing = { depth, ranks: [], bits: [] };
  const { bytes, offsets } = column;
  const seen = new Uint8Array(257);
  for (let left = 64; left > 0; ) {
    const position = depth + packing.ranks.length;
    seen.fill(0);
    for (let i = 0; i < rows.length; i++) {
      const at = offsets[rows[i]] + position;
      seen[at < offsets[rows[i] + 1] ? bytes[at] : 256] = 1;
    }
    const ranks = new Uint8Array(257);
    let rank = 0;
    // Rank 0 is kept for the end even where no text ends, so that a rank never means two things.
    for (let byte = 0; byte < 256; byte++) if (seen[byte] === 1) ranks[byte] = ++rank;
    if (rank === 0) break;
    const bits = 32 - Math.clz32(rank);
    if (bits > left) break;
    left -= bits;
    packing.ranks.push(ranks);
    packing.bits.push(bits);
  }
  return packing;
}

function sortPacked(
  column: TextColumn,
  part: Uint32Array,
  packing: Packing,
  descending: boolean,
  tied: (from: number, to: number) => void,
): void {
  const low = new Uint32Array(part.length);
  const high = new Uint32Array(part.length);
  let used = 0;
  for (let p = packing.ranks.length - 1; p >= 0; p--) {
    packPosition(column, part, packing.depth + p, packing.ranks[p], used, low, high);
    used += packing.bits[p];
  }
  if (descending) {
    for (let i = 0; i < part.length; i++) {
      low[i] = ~low[i];
      high[i] = ~high[i];
    }
  }
  const sorted = radixSort({ rows: part.slice(), low, high: used > 32 ? high : null });
  part.set(sorted.rows);
  const last = packing.depth + packing.ranks.length;
  for (let from = 0; from < part.length; ) {
    let to = from + 1;
    while (
      to < part.length &&
      sorted.low[to] === sorted.low[from] &&
      (sorted.high === null || sorted.high[to] === sorted.high[from])
    ) {
      to++;
    }
    // Equal keys of ended texts are equal texts; only longer ones have more to compare.
    if (to - from > 1 && anyLonger(column, part, from, to, last)) tied(from, to);
    from = to;
  }
}

function anyLonger(column: TextColumn, rows: Uint32Array, from: number, to: number, depth: number): boolean {
  for (let i = from; i < to; i++) {
    if (column.offsets[rows[i] + 1] - column.offsets[rows[i]] > depth) return true;
  }
  return false;
}

/** Adds the ranks of one byte position at bit `shift` of the 64-bit keys. */
function packPosition(
  column: TextColumn,
  rows: Uint32Array,
  position: number,
  ranks: Uint8Array,
  shift: number,
  low: Uint32Array,
  high: Uint32Array,
): void {
  const { bytes, offsets } = column;
  for (let i = 0; i < rows.length; i++) {
    const at = offsets[rows[i]] + position;
    const rank = at < offsets[rows[i] + 1] ? ranks[bytes[at]] : 0;
    if (shift < 32) {
      low[i] |= rank << shift;
      // A rank has at most 9 bits, so it can reach over the word's end only from bit 24 on.
      if (shift > 23) high[i] |= rank >>> (32 - shift);
    } else {
      high[i] |= rank << (shift - 32);
    }
  }
}

function insertionSort(column: TextColumn, rows: Uint32Array, depth: number, descending: boolean): void {
  for (let i = 1; i < rows.length; i++) {
    const row = rows[i];
    let at = i;
    while (at > 0) {
      const order = compareText(column, rows[at - 1], row, depth);
      if (descending ? order >= 0 : order <= 0) break;
      rows[at] = rows[at - 1];
      at--;
    }
    rows[at] = row;
  }
}

/** Byte order of two cells that are equal up to `depth`. */
export function compareText(column: TextColumn, a: number, b: number, depth: number): number {
  const { bytes, offsets } = column;
  const endA = offsets[a + 1];
  const endB = offsets[b + 1];
  let i = offsets[a] + depth;
  let k = offsets[b] + depth;
  while (i < endA && k < endB && bytes[i] === bytes[k]) {
    i++;
    k++;
  }
  if (i >= endA || k >= endB) return (i >= endA ? 0 : 1) - (k >= endB ? 0 : 1);
  return bytes[i] - bytes[k];
}
