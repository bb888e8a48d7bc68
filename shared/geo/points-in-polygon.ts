/**
 * Exact point-in-polygon by the even-odd rule over whole 1e-7 degrees; a point on an edge or a vertex is inside.
 * A polygon is prepared once: its edges are listed by horizontal band, so that a test touches few of them.
 * Owns the test of one point and of one box; which points to ask is point-blocks.ts.
 */
import { DEGREE } from '../columns/column.ts';

export interface PreparedPolygon {
  west: number;
  south: number;
  east: number;
  north: number;
  /** 4 per edge: ax, ay, bx, by. */
  edges: Float64Array;
  bands: number;
  bandScale: number;
  /** Edges of band b: bandEdges[bandStarts[b] .. bandStarts[b + 1]). */
  bandStarts: Uint32Array;
  bandEdges: Uint32Array;
}

const MOST_BANDS = 512;
/** 2^-53 for each rounded product and their difference, with room (Shewchuk 1997, first stage). */
const ROUNDING = 4.5e-16;

/**
 * Side of p against the line a -> b: > 0 left, < 0 right, 0 on it. Exact for whole numbers up to 2^32: the
 * differences are exact doubles, the error of the products is bounded, and what is too close is settled in BigInt.
 */
export function orientation(ax: number, ay: number, bx: number, by: number, px: number, py: number): number {
  const left = (bx - ax) * (py - ay);
  const right = (by - ay) * (px - ax);
  const det = left - right;
  const size = Math.abs(left) + Math.abs(right);
  if (size < Number.MAX_SAFE_INTEGER || Math.abs(det) > ROUNDING * size) return det;
  const exact = BigInt(bx - ax) * BigInt(py - ay) - BigInt(by - ay) * BigInt(px - ax);
  return exact > 0n ? 1 : exact < 0n ? -1 : 0;
}

/**
 * Prepares rings given in degrees (2 numbers a vertex, open or closed). All rings count by even-odd, so holes need
 * no mark. Vertices are rounded to 1e-7 degrees. Rings without area still hold the points on their edges.
 */
export function preparePolygon(rings: readonly (readonly (readonly [number, number])[])[]): PreparedPolygon {
  const edges: number[] = [];
  for (const ring of rings) {
    const whole = ring.map(([lng, lat]) => [Math.round(lng * DEGREE), Math.round(lat * DEGREE)] as const);
    pushRing(
      edges,
      whole.length,
      (i) => whole[i][0],
      (i) => whole[i][1],
    );
  }
  return prepareEdges(new Float64Array(edges));
}

/** Prepares rings already in whole 1e-7 degrees: vertices [from, to) of interleaved coords, one ring a pair. */
export function prepareWholeRings(
  coords: Int32Array,
  rings: readonly (readonly [number, number])[],
): PreparedPolygon {
  const edges: number[] = [];
  for (const [from, to] of rings)
    pushRing(
      edges,
      to - from,
      (i) => coords[2 * (from + i)],
      (i) => coords[2 * (from + i) + 1],
    );
  return prepareEdges(new Float64Array(edges));
}

function pushRing(
  edges: number[],
  length: number,
  xOf: (vertex: number) => number,
  yOf: (vertex: number) => number,
): void {
  const before = edges.length;
  for (let i = 0; i < length; i++) {
    const j = i + 1 === length ? 0 : i + 1;
    if (xOf(i) !== xOf(j) || yOf(i) !== yOf(j)) edges.push(xOf(i), yOf(i), xOf(j), yOf(j));
  }
  // A ring that is one point, however often it is said, holds that point.
  if (edges.length === before && length > 0) edges.push(xOf(0), yOf(0), xOf(0), yOf(0));
}

function prepareEdges(edges: Float64Array): PreparedPolygon {
  const count = edges.length / 4;
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let i = 0; i < edges.length; i += 2) {
    west = Math.min(west, edges[i]);
    east = Math.max(east, edges[i]);
    south = Math.min(south, edges[i + 1]);
    north = Math.max(north, edges[i + 1]);
  }
  const bands = Math.max(1, Math.min(MOST_BANDS, count * 2));
  const bandScale = north > south ? bands / (north - south) : 0;
  const bandOf = (y: number) => Math.min(bands - 1, Math.floor((y - south) * bandScale));
  const starts = new Uint32Array(bands + 1);
  const eachBand = (visit: (band: number, edge: number) => void) => {
    for (let e = 0; e < count; e++) {
      const low = bandOf(Math.min(edges[4 * e + 1], edges[4 * e + 3]));
      const high = bandOf(Math.max(edges[4 * e + 1], edges[4 * e + 3]));
      for (let b = low; b <= high; b++) visit(b, e);
    }
  };
  eachBand((band) => starts[band + 1]++);
  for (let b = 0; b < bands; b++) starts[b + 1] += starts[b];
  const next = starts.slice(0, bands);
  const bandEdges = new Uint32Array(starts[bands]);
  eachBand((band, edge) => {
    bandEdges[next[band]++] = edge;
  });
  return { west, south, east, north, edges, bands, bandScale, bandStarts: starts, bandEdges };
}

/** Is the point (whole 1e-7 degrees) inside or on an edge? */
export function polygonHolds(polygon: PreparedPolygon, x: number, y: number): boolean {
  if (!(x >= polygon.west && x <= polygon.east && y >= polygon.south && y <= polygon.north)) return false;
  const band = Math.min(polygon.bands - 1, Math.floor((y - polygon.south) * polygon.bandScale));
  const { edges, bandEdges } = polygon;
  const end = polygon.bandStarts[band + 1];
  let inside = false;
  for (let k = polygon.bandStarts[band]; k < end; k++) {
    const i = bandEdges[k] * 4;
    const ay = edges[i + 1];
    const by = edges[i + 3];
    if (y < ay ? y < by : y > ay && y > by) continue;
    const ax = edges[i];
    const bx = edges[i + 2];
    if (x > ax && x > bx) continue;
    const crosses = ay > y !== by > y;
    if (x < ax && x < bx) {
      if (crosses) inside = !inside;
      continue;
    }
    const side = orientation(ax, ay, bx, by, x, y);
    if (side === 0) return true;
    if (crosses && side > 0 === by > ay) inside = !inside;
  }
  return inside;
}

/** How a box lies to the polygon. 'mixed' only says that an edge comes near: ask each point. */
export function boxInPolygon(
  polygon: PreparedPolygon,
  west: number,
  south: number,
  east: number,
  north: number,
): 'inside' | 'outside' | 'mixed' {
  if (west > polygon.east || east < polygon.west || south > polygon.north || north < polygon.south)
    return 'outside';
  const last = polygon.bands - 1;
  const low = Math.min(last, Math.max(0, Math.floor((south - polygon.south) * polygon.bandScale)));
  const high = Math.min(last, Math.floor((north - polygon.south) * polygon.bandScale));
  const { edges, bandEdges } = polygon;
  for (let k = polygon.bandStarts[low]; k < polygon.bandStarts[high + 1]; k++) {
    const i = bandEdges[k] * 4;
    const apart =
      Math.max(edges[i], edges[i + 2]) < west ||
      Math.min(edges[i], edges[i + 2]) > east ||
      Math.max(edges[i + 1], edges[i + 3]) < south ||
      Math.min(edges[i + 1], edges[i + 3]) > north;
    if (!apart) return 'mixed';
  }
  return polygonHolds(polygon, west, south) ? 'inside' : 'outside';
}
