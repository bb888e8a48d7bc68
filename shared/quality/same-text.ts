/**
 * Which rows of a text column say the same. Open addressing over the bytes, so that a million numbers take a fraction
 * of a second and no string is made.
 */
import { NONE, type TextColumn } from '../columns/column.ts';

export interface SameText {
  /** The first row with this row's text; NONE: the row was left out. */
  first: Uint32Array;
  /** At that first row: how many rows say it. */
  count: Uint32Array;
}

/** Rows that `takes` leaves out, and those without a text, belong to nothing. */
export function sameText(column: TextColumn, takes: (row: number) => boolean = () => true): SameText {
  const { bytes, offsets } = column;
  const rows = offsets.length - 1;
  const first = new Uint32Array(rows).fill(NONE);
  const count = new Uint32Array(rows);
  const bits = Math.max(4, 33 - Math.clz32(rows));
  const slots = new Uint32Array(1 << bits).fill(NONE);
  const mask = slots.length - 1;
  for (let row = 0; row < rows; row++) {
    const from = offsets[row];
    const to = offsets[row + 1];
    if (from === to || !takes(row)) continue;
    let slot = (hashOf(bytes, from, to) >>> (32 - bits)) & mask;
    while (slots[slot] !== NONE && !equal(bytes, offsets, slots[slot], from, to)) slot = (slot + 1) & mask;
    if (slots[slot] === NONE) slots[slot] = row;
    first[row] = slots[slot];
    count[slots[slot]]++;
  }
  return { first, count };
}

/** FNV-1a, then stirred so that the high bits carry it. */
function hashOf(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ bytes[i], 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x9e3779b1) >>> 0;
}

function equal(bytes: Uint8Array, offsets: Uint32Array, row: number, from: number, to: number): boolean {
  const start = offsets[row];
  if (offsets[row + 1] - start !== to - from) return false;
  for (let i = 0; i < to - from; i++) if (bytes[start + i] !== bytes[from + i]) return false;
  return true;
}
