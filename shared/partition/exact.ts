/**
 * Exact predicates on the lattice: differences of coordinates are at most 2^26, so their products and the difference of two
 * products are exact doubles. Owns the signs; no tolerance is used here.
 */

/** Twice the area of the triangle a, b, p: > 0 where p is left of a -> b. Exact. */
export function cross(ax: number, ay: number, bx: number, by: number, px: number, py: number): number {
  return (bx - ax) * (py - ay) - (by - ay) * (px - ax);
}

/** Whether a direction lies before another, turning left from due east, the whole circle once: < 0 before, 0 the same. Exact. */
export function compareTurn(ax: number, ay: number, bx: number, by: number): number {
  const halfA = ay < 0 || (ay === 0 && ax < 0) ? 1 : 0;
  const halfB = by < 0 || (by === 0 && bx < 0) ? 1 : 0;
  return halfA - halfB || Math.sign(ay * bx - ax * by);
}

/**
 * A sum of whole numbers up to 2^53 that stays exact beyond it: high and low parts are kept apart. Areas of a whole scope
 * are compared to the last square millimetre.
 */
export class ExactSum {
  private high = 0;
  private low = 0;

  add(value: number): void {
    const high = Math.trunc(value / PART);
    this.high += high;
    this.low += value - high * PART;
  }

  join(other: ExactSum): void {
    this.high += other.high;
    this.low += other.low;
  }

  exact(): bigint {
    return BigInt(this.high) * BigInt(PART) + BigInt(this.low);
  }

  value(): number {
    return this.high * PART + this.low;
  }
}

const PART = 2 ** 26;
