/**
 * Where sides of a planar map meet that must not: a sweep from west to east within level bands, over flat arrays. Owns the finding; exact
 * on the lattice, no tolerance.
 */
import { cross } from './exact.ts';
import type { ArcGraph } from './ring-tracing.ts';

/** A side's number in the low bits of its place in the order; the lattice takes 27 bits, so that both are a whole double. */
const SIDES = 2 ** 26;
/** Added to a place on the lattice it is no less than 0. */
const SHIFT = 2 ** 25;

/** Sides by their first corners, from west to east, and their boxes. */
interface Sides {
  corner: Int32Array;
  west: Int32Array;
  east: Int32Array;
  south: Int32Array;
  north: Int32Array;
}

/** The first corner of a side that meets another side other than at a node of both, or goes on into the next inside an arc; null: none does. */
export function firstCrossing(map: ArcGraph): [number, number] | null {
  const { coords } = map;
  const isNode = nodeCorners(map);
  const sides = sidesByWest(map, isNode);
  const { corner, west, east, south, north } = sides;
  const { starts, rows } = bandsOf(sides);
  for (let band = 0; band + 1 < starts.length; band++) {
    const end = starts[band + 1];
    for (let i = starts[band]; i < end; i++) {
      const s = rows[i];
      for (let j = i + 1; j < end; j++) {
        const t = rows[j];
        if (west[t] > east[s]) break;
        if (south[t] > north[s] || north[t] < south[s]) continue;
        if (meetBadly(coords, corner[s], corner[t], isNode))
          return [coords[2 * corner[s]], coords[2 * corner[s] + 1]];
      }
    }
  }
  return null;
}

/** By corner: 1 where an arc begins, 2 where one ends. */
function nodeCorners({ arcFrom, arcStart, coords }: ArcGraph): Uint8Array {
  const isNode = new Uint8Array(coords.length / 2);
  for (let arc = 0; arc < arcFrom.length; arc++) {
    isNode[arcStart[arc]] = 1;
    isNode[arcStart[arc + 1] - 1] = 2;
  }
  return isNode;
}

function sidesByWest({ coords, arcFrom }: ArcGraph, isNode: Uint8Array): Sides {
  const count = coords.length / 2 - arcFrom.length;
  const order = new Float64Array(count);
  const corner = new Int32Array(count);
  for (let at = 0, side = 0; side < count; at++) {
    if (isNode[at] === 2) continue;
    corner[side] = at;
    order[side] = (Math.min(coords[2 * at], coords[2 * at + 2]) + SHIFT) * SIDES + side;
    side++;
  }
  order.sort();
  const box = () => new Int32Array(count);
  const sides = { corner: box(), west: box(), east: box(), south: box(), north: box() };
  for (let i = 0; i < count; i++) {
    const at = corner[order[i] % SIDES];
    const ax = coords[2 * at];
    const ay = coords[2 * at + 1];
    const bx = coords[2 * at + 2];
    const by = coords[2 * at + 3];
    sides.corner[i] = at;
    sides.west[i] = ax < bx ? ax : bx;
    sides.east[i] = ax < bx ? bx : ax;
    sides.south[i] = ay < by ? ay : by;
    sides.north[i] = ay < by ? by : ay;
  }
  return sides;
}

/**
 * Level bands with the sides that reach into each, in their order. No narrower than the mean height of a side, so that there are three entries
 * a side at most.
 */
function bandsOf({ south, north }: Sides): { starts: Uint32Array; rows: Uint32Array } {
  const count = south.length;
  let [low, high, heights] = [Infinity, -Infinity, 0];
  for (let side = 0; side < count; side++) {
    if (south[side] < low) low = south[side];
    if (north[side] > high) high = north[side];
    heights += north[side] - south[side];
  }
  if (count === 0) return { starts: new Uint32Array(1), rows: new Uint32Array(0) };
  const height = Math.max(1, (high - low) / Math.sqrt(count), heights / count);
  const starts = new Uint32Array(Math.floor((high - low) / height) + 2);
  const bandOf = (y: number) => Math.floor((y - low) / height);
  for (let side = 0; side < count; side++)
    for (let band = bandOf(south[side]); band <= bandOf(north[side]); band++) starts[band + 1]++;
  for (let band = 1; band < starts.length; band++) starts[band] += starts[band - 1];
  const next = starts.slice();
  const rows = new Uint32Array(starts[starts.length - 1]);
  for (let side = 0; side < count; side++)
    for (let band = bandOf(south[side]); band <= bandOf(north[side]); band++) rows[next[band]++] = side;
  return { starts, rows };
}

/** Sides by their first corners. They may share one end: a node of both arcs, or the corner between them in one arc. */
function meetBadly(coords: Int32Array, s: number, t: number, isNode: Uint8Array): boolean {
  const first = samePlace(coords, s, t);
  const across = samePlace(coords, s, t + 1);
  const back = samePlace(coords, s + 1, t);
  const last = samePlace(coords, s + 1, t + 1);
  const common = Number(first) + Number(across) + Number(back) + Number(last);
  if (common > 1) return true;
  if (common === 0) return sidesTouch(coords, s, t);
  const shared = first || across ? s : s + 1;
  const other = first || back ? t : t + 1;
  if (shared !== other && !(isNode[shared] && isNode[other])) return true;
  const p = 2 * (shared === s ? s + 1 : s);
  const q = 2 * (other === t ? t + 1 : t);
  const x = coords[2 * shared];
  const y = coords[2 * shared + 1];
  // In one line from the common end: bad when they go the same way.
  if (cross(x, y, coords[p], coords[p + 1], coords[q], coords[q + 1]) !== 0) return false;
  return (coords[p] - x) * (coords[q] - x) + (coords[p + 1] - y) * (coords[q + 1] - y) > 0;
}

function samePlace(coords: Int32Array, p: number, q: number): boolean {
  return coords[2 * p] === coords[2 * q] && coords[2 * p + 1] === coords[2 * q + 1];
}

/** Two sides without a common end have a common place. Their boxes touch, so on one line they do. */
function sidesTouch(coords: Int32Array, s: number, t: number): boolean {
  const ax = coords[2 * s];
  const ay = coords[2 * s + 1];
  const bx = coords[2 * s + 2];
  const by = coords[2 * s + 3];
  const cx = coords[2 * t];
  const cy = coords[2 * t + 1];
  const dx = coords[2 * t + 2];
  const dy = coords[2 * t + 3];
  const c = cross(ax, ay, bx, by, cx, cy);
  const d = cross(ax, ay, bx, by, dx, dy);
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return false;
  const a = cross(cx, cy, dx, dy, ax, ay);
  const b = cross(cx, cy, dx, dy, bx, by);
  return !((a > 0 && b > 0) || (a < 0 && b < 0));
}
