/**
 * Finds text in a text column by its bytes, without making strings: exact, at the start, inside, at the end. Owns
 * the scan; ranking is search.ts.
 */
import type { TextColumn } from '../columns/column.ts';

/** 0 the whole cell, 1 at its start, 2 inside. */
export type MatchRank = 0 | 1 | 2;

/** Rows that hold the needle, best rank first, at most `limit` per rank. ASCII letters match in either case. */
export function findInColumn(column: TextColumn, text: string, limit: number): [number, MatchRank][] {
  const found: [number, MatchRank][] = [];
  const seen = new Set<number>();
  for (const variant of new Set([text, text.toUpperCase(), text.toLowerCase()])) {
    const needle = new TextEncoder().encode(variant);
    if (needle.length === 0) continue;
    for (const [row, rank] of [...atStart(column, needle, limit), ...inside(column, needle, limit)])
      if (!seen.has(row)) {
        seen.add(row);
        found.push([row, rank]);
      }
  }
  return found.sort((a, b) => a[1] - b[1] || a[0] - b[0]);
}

function atStart({ bytes, offsets }: TextColumn, needle: Uint8Array, limit: number): [number, MatchRank][] {
  const whole: [number, MatchRank][] = [];
  const start: [number, MatchRank][] = [];
  const size = needle.length;
  for (let row = 0; row + 1 < offsets.length; row++) {
    const from = offsets[row];
    const length = offsets[row + 1] - from;
    if (length < size || bytes[from + size - 1] !== needle[size - 1] || !same(bytes, from, needle)) continue;
    if (length === size) {
      if (whole.push([row, 0]) === limit) break;
    } else if (start.length < limit) start.push([row, 1]);
  }
  return [...whole, ...start];
}

function inside({ bytes, offsets }: TextColumn, needle: Uint8Array, limit: number): [number, MatchRank][] {
  const found: [number, MatchRank][] = [];
  const size = needle.length;
  const end = offsets[offsets.length - 1];
  // The last byte of a Chinese character varies most, so it is the one to look for.
  let at = bytes.indexOf(needle[size - 1], offsets[0] + size - 1);
  while (at >= 0 && at < end && found.length < limit) {
    const from = at - size + 1;
    if (same(bytes, from, needle)) {
      const row = rowAt(offsets, from);
      if (at < offsets[row + 1]) {
        if (from > offsets[row]) found.push([row, 2]);
        at = offsets[row + 1] - 1;
      }
    }
    at = bytes.indexOf(needle[size - 1], at + 1);
  }
  return found;
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

/** The row whose cell holds byte `at`. */
function rowAt(offsets: Uint32Array, at: number): number {
  let low = 0;
  let high = offsets.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (offsets[middle] <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
