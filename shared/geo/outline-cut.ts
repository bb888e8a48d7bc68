/**
 * Cuts an outline in two along a line that crosses it. Owns the cut alone: what becomes of the two pieces is the caller's.
 */
import { type Corner, storedCorner } from './outline.ts';

/** Why a line cuts nothing; message `draw.cut.<reason>`. */
export type CutRefusal =
  /** The line does not lead through the outline from side to side. */
  | 'misses'
  /** The line goes in and out more than once. */
  | 'many';

export type Cut = { pieces: [Corner[], Corner[]] } | { refused: CutRefusal };

interface Crossing {
  at: Corner;
  /** Side of the ring and place on it, 0..1. */
  edge: number;
  t: number;
  /** Side of the line and place on it. */
  leg: number;
  u: number;
}

/** The pieces share the cut exactly: the same stored corners, in opposite order. */
export function cutOutline(ring: readonly Corner[], line: readonly Corner[]): Cut {
  const found = crossings(ring, line);
  if (found.length < 2) return { refused: 'misses' };
  if (found.length > 2) return { refused: 'many' };
  const [enter, leave] = found;
  const inner = line.slice(enter.leg + 1, leave.leg + 1);
  const path = [enter.at, ...inner, leave.at].map(storedCorner);
  const left = [...walk(ring, leave, enter), ...path];
  const right = [...walk(ring, enter, leave), ...path.slice().reverse()];
  const pieces: [Corner[], Corner[]] = [distinct(left), distinct(right)];
  return pieces.every((piece) => piece.length >= 3) ? { pieces } : { refused: 'misses' };
}

/** In the order of the line. A line that goes through a corner meets two sides there and counts once. */
function crossings(ring: readonly Corner[], line: readonly Corner[]): Crossing[] {
  const found: Crossing[] = [];
  for (let leg = 0; leg + 1 < line.length; leg++)
    for (let edge = 0; edge < ring.length; edge++) {
      const [a, b] = [line[leg], line[leg + 1]];
      const [c, d] = [ring[edge], ring[(edge + 1) % ring.length]];
      const det = (b[0] - a[0]) * (d[1] - c[1]) - (b[1] - a[1]) * (d[0] - c[0]);
      if (det === 0) continue;
      const u = ((c[0] - a[0]) * (d[1] - c[1]) - (c[1] - a[1]) * (d[0] - c[0])) / det;
      const t = ((c[0] - a[0]) * (b[1] - a[1]) - (c[1] - a[1]) * (b[0] - a[0])) / det;
      // The hand snaps the ends of the line on to the outline: rounding must not put them beside it.
      if (u < -NEAR || u > 1 + NEAR || t < -NEAR || t > 1 + NEAR) continue;
      const at: Corner = [c[0] + t * (d[0] - c[0]), c[1] + t * (d[1] - c[1])];
      const [x, y] = storedCorner(at);
      const again = found.some((each) => {
        const [px, py] = storedCorner(each.at);
        return Math.abs(px - x) < 2.5e-7 && Math.abs(py - y) < 2.5e-7;
      });
      if (!again) found.push({ at, edge, t, leg, u });
    }
  return found.sort((p, q) => p.leg + p.u - (q.leg + q.u));
}

const NEAR = 1e-6;

/** Corners of the ring strictly between two of its places, going forward. */
function walk(ring: readonly Corner[], from: Crossing, to: Crossing): Corner[] {
  const n = ring.length;
  const corners: Corner[] = [];
  const sides = to.edge === from.edge && to.t > from.t ? 0 : (to.edge - from.edge + n) % n || n;
  for (let step = 1; step <= sides; step++) corners.push(ring[(from.edge + step) % n]);
  return corners;
}

/** Without corners that fall on the one before. */
function distinct(ring: readonly Corner[]): Corner[] {
  const same = (a: Corner, b: Corner) => {
    const [p, q] = [storedCorner(a), storedCorner(b)];
    return Math.abs(p[0] - q[0]) < 1.5e-7 && Math.abs(p[1] - q[1]) < 1.5e-7;
  };
  return ring.filter((corner, i) => !same(corner, ring[(i + ring.length - 1) % ring.length]));
}
