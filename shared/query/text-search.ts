/**
 * Finds text in a text column by its bytes, without making strings: exact, at the start, inside, at the end. Owns
 * the scan; ranking is search.ts.
 */
import type { TextColumn } from '../columns/column.ts';

/** 0 the whole cell, 1 at its start, 2 inside. */
export type MatchRank = 0 | 1 | 2;

/** Rows that hold the needle, best rank first, at most `limit` per rank. ASCII letters match in either case. */
export function findInColumn(column: TextColumn, text: string, limit: number): [number, MatchRank][] {
  const best = new Map<number, MatchRank>();
  for (const variant of new Set([text, text.toUpperCase(), text.toLowerCase()])) {
    const needle = new TextEncoder().encode(variant);
    if (needle.length === 0) continue;
    for (const [row, rank] of findBytes(column, needle, limit, text.length === 1))
      if (rank < (best.get(row) ?? 3)) best.set(row, rank);
  }
  return [...best].sort((a, b) => a[1] - b[1] || a[0] - b[0]);
}

/**
 * One pass over all bytes at once. `hasty`: stop once enough cells start with the needle; a single character is in
 * so many cells that looking for the one that equals it is not worth the time.
 */
function findBytes(
  { bytes, offsets }: TextColumn,
  needle: Uint8Array,
  limit: number,
  hasty: boolean,
): [number, MatchRank][] {
  const found: [number, MatchRank][][] = [[], [], []];
  const [whole, start] = found;
  const size = needle.length;
  const end = offsets[offsets.length - 1];
  // The last byte of a Chinese character varies most, so it is the one to look for.
  let at = bytes.indexOf(needle[size - 1], offsets[0] + size - 1);
  let row = 0;
  while (at >= 0 && at < end && whole.length < limit && !(hasty && start.length >= limit)) {
    const from = at - size + 1;
    if (same(bytes, from, needle)) {
      row = rowAt(offsets, from, row);
      if (at < offsets[row + 1]) {
        const rank = from > offsets[row] ? 2 : at + 1 < offsets[row + 1] ? 1 : 0;
        if (found[rank].length < limit) found[rank].push([row, rank]);
        at = offsets[row + 1] - 1;
      }
    }
    at = bytes.indexOf(needle[size - 1], at + 1);
  }
  return found.flat();
}

/** Rows whose cell ends with these ASCII characters, at most `limit`. */
export function findTails({ bytes, offsets }: TextColumn, tail: string, limit: number): number[] {
  const needle = new TextEncoder().encode(tail);
  const last = needle[needle.length - 1];
  const rows: number[] = [];
  for (let row = 0; row + 1 < offsets.length && rows.length < limit; row++) {
    const end = offsets[row + 1];
    if (bytes[end - 1] !== last || end - offsets[row] < needle.length) continue;
    if (same(bytes, end - needle.length, needle)) rows.push(row);
  }
  return rows;
}

function same(bytes: Uint8Array, from: number, needle: Uint8Array): boolean {
  for (let i = 0; i < needle.length; i++) if (bytes[from + i] !== needle[i]) return false;
  return true;
}

/** The row whose cell holds byte `at`, which is at or after `from`: in strides that double, then by halves. */
function rowAt(offsets: Uint32Array, at: number, from: number): number {
  const last = offsets.length - 2;
  let low = from;
  let stride = 1;
  while (low + stride <= last && offsets[low + stride] <= at) {
    low += stride;
    stride *= 2;
  }
  let high = Math.min(last, low + stride);
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (offsets[middle] <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
