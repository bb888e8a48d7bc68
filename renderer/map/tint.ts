/**
 * From values per grid to shares of the ramp. Owns the scale: from the lowest to the highest value in use, so that a
 * difference shows; all equal gives the middle.
 */

/** @returns share 0..1 per row */
export function tintsOf(values: ReadonlyMap<number, number>): Map<number, number> {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values.values()) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const span = most - least;
  const tints = new Map<number, number>();
  for (const [row, value] of values) tints.set(row, span > 0 ? (value - least) / span : 0.5);
  return tints;
}
