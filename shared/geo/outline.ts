/**
 * Outlines under the hand: corners in WGS84 degrees, measured on the local plane in metres. Owns right angles, the nearest place of a
 * line, area and overlap, crossings, and the cut along a line. Rings close themselves; nothing here knows what an outline stands for.
 */
import { DEGREE } from '../columns/column.ts';
import { localPlane } from './distance.ts';
import { orientation } from './points-in-polygon.ts';

/** Longitude, latitude. */
export type Corner = readonly [number, number];

/** Metres per degree, east and north, at a latitude in degrees. */
function perDegree(latitude: number): { east: number; north: number } {
  const { perLng, perLat } = localPlane(latitude * DEGREE);
  return { east: perLng * DEGREE, north: perLat * DEGREE };
}

/** The place as it is stored: whole 1e-7 degrees. */
export function storedCorner([lng, lat]: Corner): [number, number] {
  return [Math.round(lng * DEGREE) / DEGREE, Math.round(lat * DEGREE) / DEGREE];
}

export function metresBetweenCorners(a: Corner, b: Corner): number {
  const { east, north } = perDegree((a[1] + b[1]) / 2);
  return Math.hypot((a[0] - b[0]) * east, (a[1] - b[1]) * north);
}

/** Square metres of a ring, whichever way round. */
export function ringSquareMetres(ring: readonly Corner[]): number {
  if (ring.length < 3) return 0;
  const { east, north } = perDegree(ring[0][1]);
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++)
    twice +=
      (ring[j][0] - ring[0][0]) * (ring[i][1] - ring[0][1]) -
      (ring[i][0] - ring[0][0]) * (ring[j][1] - ring[0][1]);
  return (Math.abs(twice) / 2) * east * north;
}

/** A rectangle with the side a-b; the third click says how wide and on which side. */
export function rectangleOf(a: Corner, b: Corner, c: Corner): Corner[] {
  const { east, north } = perDegree(a[1]);
  const [ux, uy] = [(b[0] - a[0]) * east, (b[1] - a[1]) * north];
  const length = Math.hypot(ux, uy);
  if (length === 0) return [a, b, c];
  const [nx, ny] = [-uy / length, ux / length];
  const width = (c[0] - b[0]) * east * nx + (c[1] - b[1]) * north * ny;
  const [dx, dy] = [(width * nx) / east, (width * ny) / north];
  return [a, b, [b[0] + dx, b[1] + dy], [a[0] + dx, a[1] + dy]];
}

/**
 * `at` moved so that the side from `from` stands at a right angle to (or in line with) the side before-from. Without a side before, with
 * `along` (degrees anticlockwise from east, of a neighbour's side) or the axes.
 */
export function squaredCorner(before: Corner | null, from: Corner, at: Corner, along = 0): Corner {
  const { east, north } = perDegree(from[1]);
  const base = before
    ? Math.atan2((from[1] - before[1]) * north, (from[0] - before[0]) * east)
    : (along * Math.PI) / 180;
  const [x, y] = [(at[0] - from[0]) * east, (at[1] - from[1]) * north];
  const turn = Math.round((Math.atan2(y, x) - base) / (Math.PI / 2)) * (Math.PI / 2) + base;
  const length = x * Math.cos(turn) + y * Math.sin(turn);
  return [from[0] + (length * Math.cos(turn)) / east, from[1] + (length * Math.sin(turn)) / north];
}

export interface OnOutline {
  at: Corner;
  /** The side from this corner to the next. */
  edge: number;
  metres: number;
}

/** The place of an outline nearest to `at`; null: there is no side. `closed` false: a line. */
export function nearestOnOutline(ring: readonly Corner[], at: Corner, closed = true): OnOutline | null {
  const { east, north } = perDegree(at[1]);
  let best: OnOutline | null = null;
  const last = closed ? ring.length : ring.length - 1;
  for (let edge = 0; edge < last; edge++) {
    const a = ring[edge];
    const b = ring[(edge + 1) % ring.length];
    const [ux, uy] = [(b[0] - a[0]) * east, (b[1] - a[1]) * north];
    const length = ux * ux + uy * uy;
    const along = ((at[0] - a[0]) * east * ux + (at[1] - a[1]) * north * uy) / length;
    const t = length === 0 ? 0 : Math.min(1, Math.max(0, along));
    const place: Corner = [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])];
    const metres = Math.hypot((place[0] - at[0]) * east, (place[1] - at[1]) * north);
    if (!best || metres < best.metres) best = { at: place, edge, metres };
  }
  return best;
}

type Whole = readonly [number, number];
const whole = (ring: readonly Corner[]): Whole[] =>
  ring.map(([lng, lat]) => [Math.round(lng * DEGREE), Math.round(lat * DEGREE)] as const);

const side = (a: Whole, b: Whole, p: Whole) => Math.sign(orientation(a[0], a[1], b[0], b[1], p[0], p[1]));
const between = (a: Whole, b: Whole, p: Whole) =>
  Math.min(a[0], b[0]) <= p[0] &&
  p[0] <= Math.max(a[0], b[0]) &&
  Math.min(a[1], b[1]) <= p[1] &&
  p[1] <= Math.max(a[1], b[1]);

/** Whether two sides share a place; exact. */
function touch(a: Whole, b: Whole, c: Whole, d: Whole): boolean {
  const [abc, abd, cda, cdb] = [side(a, b, c), side(a, b, d), side(c, d, a), side(c, d, b)];
  if (abc * abd < 0 && cda * cdb < 0) return true;
  return (
    (abc === 0 && between(a, b, c)) ||
    (abd === 0 && between(a, b, d)) ||
    (cda === 0 && between(c, d, a)) ||
    (cdb === 0 && between(c, d, b))
  );
}

/** The two sides that meet where they must not, by their first corners; null: none. Exact on the stored places. */
export function crossingSides(ring: readonly Corner[]): [number, number] | null {
  const places = whole(ring);
  const n = places.length;
  for (let i = 0; i < n; i++) {
    const [a, b] = [places[i], places[(i + 1) % n]];
    if (a[0] === b[0] && a[1] === b[1]) return [i, (i + 1) % n];
    for (let j = i + 1; j < n; j++) {
      const [c, d] = [places[j], places[(j + 1) % n]];
      const next = j === i + 1;
      const wraps = (j + 1) % n === i;
      // Neighbours share a corner; they cross only where one turns back along the other.
      if (next && wraps) continue;
      if (
        next ? side(a, b, d) === 0 && backwards(a, b, d) : wraps && side(c, d, b) === 0 && backwards(c, d, b)
      )
        return [i, j];
      if (!next && !wraps && touch(a, b, c, d)) return [i, j];
    }
  }
  return null;
}

const backwards = (a: Whole, b: Whole, c: Whole) =>
  (b[0] - a[0]) * (c[0] - b[0]) + (b[1] - a[1]) * (c[1] - b[1]) < 0;

/**
 * Square metres that two polygons (all rings by even-odd) share. Exact but for rounding: between two heights at which
 * something happens every side is straight, so the shared width in the middle of the band is its mean.
 */
export function overlapSquareMetres(
  a: readonly (readonly Corner[])[],
  b: readonly (readonly Corner[])[],
): number {
  const first = a[0]?.[0];
  if (!first || !b[0]?.[0]) return 0;
  const { east, north } = perDegree(first[1]);
  const sides = [sidesOf(a, first, east, north), sidesOf(b, first, east, north)];
  const heights = sides.flat().flatMap(([, y, , z]) => [y, z]);
  for (const [ax, ay, bx, by] of sides[0])
    for (const [cx, cy, dx, dy] of sides[1]) {
      const det = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
      const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / det;
      if (t > 0 && t < 1) heights.push(ay + t * (by - ay));
    }
  heights.sort((p, q) => p - q);
  let area = 0;
  for (let i = 0; i + 1 < heights.length; i++) {
    const thick = heights[i + 1] - heights[i];
    if (thick <= 0) continue;
    const middle = (heights[i] + heights[i + 1]) / 2;
    area += thick * sharedLength(spansAt(sides[0], middle), spansAt(sides[1], middle));
  }
  return area;
}

type Side = [number, number, number, number];

function sidesOf(rings: readonly (readonly Corner[])[], origin: Corner, east: number, north: number): Side[] {
  return rings.flatMap((ring) =>
    ring.map(([lng, lat], i): Side => {
      const [lng2, lat2] = ring[(i + 1) % ring.length];
      return [
        (lng - origin[0]) * east,
        (lat - origin[1]) * north,
        (lng2 - origin[0]) * east,
        (lat2 - origin[1]) * north,
      ];
    }),
  );
}

function spansAt(sides: readonly Side[], y: number): number[] {
  const xs: number[] = [];
  for (const [ax, ay, bx, by] of sides)
    if (ay > y !== by > y) xs.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
  return xs.sort((p, q) => p - q);
}

function sharedLength(a: readonly number[], b: readonly number[]): number {
  let shared = 0;
  for (let i = 0; i + 1 < a.length; i += 2)
    for (let j = 0; j + 1 < b.length; j += 2)
      shared += Math.max(0, Math.min(a[i + 1], b[j + 1]) - Math.max(a[i], b[j]));
  return shared;
}
