/**
 * What queries ask of sets of rows beyond columns/bitset.ts: counts of an intersection without making it, and
 * visits to part of a set. Allocates nothing.
 */
import type { Bitset } from '../columns/bitset.ts';

/** The words of a set that hold any row: what many sets are compared with. */
export interface FilledWords {
  index: Uint32Array;
  words: Uint32Array;
}

export function filledWords({ words }: Bitset): FilledWords {
  let count = 0;
  for (let i = 0; i < words.length; i++) if (words[i] !== 0) count++;
  const filled = { index: new Uint32Array(count), words: new Uint32Array(count) };
  for (let i = 0, at = 0; at < count; i++) {
    if (words[i] === 0) continue;
    filled.index[at] = i;
    filled.words[at++] = words[i];
  }
  return filled;
}

/** Rows of the set among the filled words. */
export function countWithin({ words }: Bitset, part: FilledWords): number {
  const { index } = part;
  let sum = 0;
  for (let i = 0; i < index.length; i++) {
    let x = words[index[i]] & part.words[i];
    if (x === 0) continue;
    x -= (x >>> 1) & 0x55555555;
    x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
    sum += Math.imul((x + (x >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return sum;
}

/** Rows of the set within [from, to) in rising order. */
export function eachRowOfRun(set: Bitset, from: number, to: number, visit: (row: number) => void): void {
  for (let row = from; row < to; row++) {
    const rest = set.words[row >>> 5] >>> (row & 31);
    if (rest === 0) row |= 31;
    else if (rest & 1) visit(row);
  }
}
