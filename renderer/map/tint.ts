/**
 * From values per grid to shares of the ramp. Owns the scale: over the middle nine tenths of the values in use, so that
 * one odd grid does not make all others alike; all equal gives the middle.
 */

/** Share of the values left out at each end. */
const TAIL = 0.05;

/** @returns share 0..1 per row */
export function tintsOf(values: ReadonlyMap<number, number>): Map<number, number> {
  const sorted = Float64Array.from(values.values()).sort();
  const last = sorted.length - 1;
  const least = sorted[Math.floor(TAIL * last)] ?? 0;
  const span = (sorted[Math.ceil((1 - TAIL) * last)] ?? 0) - least;
  const tints = new Map<number, number>();
  for (const [row, value] of values)
    tints.set(row, span > 0 ? Math.min(1, Math.max(0, (value - least) / span)) : 0.5);
  return tints;
}
