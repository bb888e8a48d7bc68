/**
 * Stable sorting of row numbers by unsigned keys of up to 64 bits, held as two words per row. Linear in the rows;
 * digits of 11 bits: three passes a word, with counts that stay in the first-level cache. Digits that are the same in
 * every row are skipped.
 */

const BITS = 11;
const BUCKETS = 1 << BITS;

interface KeyedRows {
  /** Row numbers, and their keys at the same places. All three are reordered together. */
  rows: Uint32Array;
  low: Uint32Array;
  /** null: keys of 32 bits. */
  high: Uint32Array | null;
}

/** Sorts by key, ascending; equal keys keep their order. The input arrays are used as scratch. */
export function radixSort(keyed: KeyedRows): KeyedRows {
  const size = keyed.rows.length;
  let from = keyed;
  let to: KeyedRows = {
    rows: new Uint32Array(size),
    low: new Uint32Array(size),
    high: keyed.high ? new Uint32Array(size) : null,
  };
  const counts = new Uint32Array(BUCKETS);
  for (const word of keyed.high ? (['low', 'high'] as const) : (['low'] as const)) {
    for (let shift = 0; shift < 32; shift += BITS) {
      if (!countDigits(from[word] as Uint32Array, shift, counts)) continue;
      scatter(from, to, from[word] as Uint32Array, shift, counts);
      [from, to] = [to, from];
    }
  }
  return from;
}

/** Fills `counts` with the start of each bucket; false: all rows share one digit. */
function countDigits(keys: Uint32Array, shift: number, counts: Uint32Array): boolean {
  counts.fill(0);
  for (let i = 0; i < keys.length; i++) counts[(keys[i] >>> shift) & (BUCKETS - 1)]++;
  let start = 0;
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    const count = counts[bucket];
    if (count === keys.length) return false;
    counts[bucket] = start;
    start += count;
  }
  return true;
}

function scatter(
  from: KeyedRows,
  to: KeyedRows,
  keys: Uint32Array,
  shift: number,
  starts: Uint32Array,
): void {
  const { rows, low, high } = from;
  if (high === null || to.high === null) {
    for (let i = 0; i < rows.length; i++) {
      const at = starts[(keys[i] >>> shift) & (BUCKETS - 1)]++;
      to.rows[at] = rows[i];
      to.low[at] = low[i];
    }
    return;
  }
  for (let i = 0; i < rows.length; i++) {
    const at = starts[(keys[i] >>> shift) & (BUCKETS - 1)]++;
    to.rows[at] = rows[i];
    to.low[at] = low[i];
    to.high[at] = high[i];
  }
}
