/**
 * Whether a geometry of a file can be used, and its whole 1e-7 degree form. Owns the reasons (range, swapped axes,
 * flat or crossed polygons); closes open rings and says so. Repairs nothing else.
 */
import { DEGREE } from '../columns/column.ts';
import { type Ring, twiceArea } from '../columns/ring.ts';
import type { FlatCoordinates } from '../formats/flat-coordinates.ts';
import type { RawGeometry } from '../formats/source-record.ts';
import { orientation } from '../geo/points-in-polygon.ts';

export type GeometryReason =
  | 'no-geometry'
  | 'not-a-number'
  | 'out-of-range'
  | 'coordinates-swapped'
  | 'zero-coordinates'
  | 'too-few-vertices'
  | 'flat-polygon'
  | 'crossed-polygon'
  | 'unsupported-geometry';

export type CheckedGeometry =
  | { ok: true; kind: 'point'; lng: number; lat: number }
  /** `closed`: at least one ring was open in the file. */
  | { ok: true; kind: 'line' | 'polygon'; rings: Ring[]; closed: boolean }
  | { ok: false; reason: GeometryReason; detail: string };

type Failure = Extract<CheckedGeometry, { ok: false }>;

/** `swap`: the file has latitude first. Coordinates come back in whole 1e-7 degrees. */
export function checkGeometry(geometry: RawGeometry | null, swap: boolean): CheckedGeometry {
  if (!geometry) return failure('no-geometry');
  const { type, flat } = geometry;
  if (flat) {
    const lines = type === 'LineString' ? 2 : type === 'MultiLineString' ? 3 : 0;
    if (flat.depth === lines) return checkFlatLines(flat, swap);
    const polygons = type === 'Polygon' ? 3 : type === 'MultiPolygon' ? 4 : 0;
    if (flat.depth === polygons) return checkFlatPolygons(flat, swap);
  }
  const { coordinates } = geometry;
  switch (type) {
    case 'Point':
      return checkPoint(coordinates, swap);
    case 'MultiPoint':
      return Array.isArray(coordinates) && coordinates.length === 1
        ? checkPoint(coordinates[0], swap)
        : failure('unsupported-geometry', type);
    case 'LineString':
      return checkLines([coordinates], swap);
    case 'MultiLineString':
      return checkLines(coordinates, swap);
    case 'Polygon':
      return checkPolygons([coordinates], swap);
    case 'MultiPolygon':
      return checkPolygons(coordinates, swap);
    default:
      return failure('unsupported-geometry', type.slice(0, 40));
  }
}

/** A point from two numbers that stood in columns. */
export function checkPoint(position: unknown, swap: boolean): CheckedGeometry {
  const out: number[] = [];
  const wrong = pushPosition(out, position, swap);
  if (wrong) return wrong;
  if (out[0] === 0 && out[1] === 0) return failure('zero-coordinates');
  return { ok: true, kind: 'point', lng: out[0], lat: out[1] };
}

function failure(reason: GeometryReason, detail = ''): Failure {
  return { ok: false, reason, detail };
}

/** Appends one position; returns why not, or null. */
function pushPosition(out: number[], position: unknown, swap: boolean): Failure | null {
  if (!Array.isArray(position) || position.length < 2) return failure('not-a-number');
  return pushNumbers(out, position[0], position[1], swap);
}

function pushNumbers(out: number[], first: unknown, second: unknown, swap: boolean): Failure | null {
  if (typeof first !== 'number' || typeof second !== 'number')
    return failure('not-a-number', `${first}, ${second}`.slice(0, 80));
  if (!Number.isFinite(first) || !Number.isFinite(second))
    return failure('not-a-number', `${first}, ${second}`);
  const lng = swap ? second : first;
  const lat = swap ? first : second;
  if (Math.abs(lat) > 90 || Math.abs(lng) > 180) {
    const swapped = Math.abs(lat) <= 180 && Math.abs(lng) <= 90;
    return failure(swapped ? 'coordinates-swapped' : 'out-of-range', `${lng}, ${lat}`);
  }
  out.push(Math.round(lng * DEGREE), Math.round(lat * DEGREE));
  return null;
}

function checkLines(lines: unknown, swap: boolean): CheckedGeometry {
  if (!Array.isArray(lines) || lines.length === 0) return failure('no-geometry');
  const rings: Ring[] = [];
  for (const line of lines) {
    const coords = readPositions(line, swap);
    if ('ok' in coords) return coords;
    if (coords.length < 4) return failure('too-few-vertices');
    rings.push({ coords, role: 0 });
  }
  return { ok: true, kind: 'line', rings, closed: false };
}

/** Positions as flat whole degrees, immediate repeats left out. */
function readPositions(line: unknown, swap: boolean): number[] | Failure {
  if (!Array.isArray(line)) return failure('not-a-number');
  const coords: number[] = [];
  for (const position of line) {
    const wrong = pushPosition(coords, position, swap);
    if (wrong) return wrong;
    dropRepeat(coords);
  }
  return coords;
}

function dropRepeat(coords: number[]): void {
  const last = coords.length;
  if (last >= 4 && coords[last - 1] === coords[last - 3] && coords[last - 2] === coords[last - 4])
    coords.length -= 2;
}

/** Numbers of the list that is being read: what grows by itself is copied over and over. */
const positions: number[] = [];

/** As `readPositions`, of the positions [from, to). */
function flatPositions({ values, from: start }: FlatCoordinates, from: number, to: number, swap: boolean) {
  let length = 0;
  for (let at = start + 2 * from; at < start + 2 * to; at += 2) {
    const x = values[at];
    const y = values[at + 1];
    const lng = swap ? y : x;
    const lat = swap ? x : y;
    // `<=`: what is no number is none of these.
    if (!(Math.abs(lat) <= 90 && Math.abs(lng) <= 180)) return pushNumbers([], x, y, swap) as Failure;
    const east = Math.round(lng * DEGREE);
    const north = Math.round(lat * DEGREE);
    if (length >= 2 && positions[length - 2] === east && positions[length - 1] === north) continue;
    positions[length++] = east;
    positions[length++] = north;
  }
  return positions.slice(0, length);
}

function checkFlatLines(flat: FlatCoordinates, swap: boolean): CheckedGeometry {
  const rings: Ring[] = [];
  for (let index = 0; index < flat.lists.length; index++) {
    const coords = flatPositions(flat, index === 0 ? 0 : flat.lists[index - 1], flat.lists[index], swap);
    if ('ok' in coords) return coords;
    if (coords.length < 4) return failure('too-few-vertices');
    rings.push({ coords, role: 0 });
  }
  return { ok: true, kind: 'line', rings, closed: false };
}

function checkFlatPolygons(flat: FlatCoordinates, swap: boolean): CheckedGeometry {
  const rings: Ring[] = [];
  let closed = false;
  for (let list = 0, part = 0; part < flat.parts.length; part++) {
    for (const first = list; list < flat.parts[part]; list++) {
      const coords = flatPositions(flat, list === 0 ? 0 : flat.lists[list - 1], flat.lists[list], swap);
      if ('ok' in coords) return coords;
      const wrong = closeRing(coords);
      if (typeof wrong !== 'boolean') return wrong;
      closed ||= wrong;
      rings.push({ coords, role: list === first ? 0 : 1 });
    }
  }
  if (crosses(rings)) return failure('crossed-polygon');
  return { ok: true, kind: 'polygon', rings, closed };
}

/** Takes away the repeated last vertex; true: there was none, the ring stood open. */
function closeRing(coords: number[]): boolean | Failure {
  const end = coords.length;
  const open = !(end >= 4 && coords[0] === coords[end - 2] && coords[1] === coords[end - 1]);
  if (!open) coords.length = end - 2;
  if (coords.length < 6) return failure(coords.length < 4 ? 'too-few-vertices' : 'flat-polygon');
  if (twiceArea(coords) === 0 && !crosses([{ coords, role: 0 }])) return failure('flat-polygon');
  return open;
}

function checkPolygons(polygons: unknown, swap: boolean): CheckedGeometry {
  if (!Array.isArray(polygons) || polygons.length === 0) return failure('no-geometry');
  const rings: Ring[] = [];
  let closed = false;
  for (const polygon of polygons) {
    if (!Array.isArray(polygon) || polygon.length === 0) return failure('no-geometry');
    for (let index = 0; index < polygon.length; index++) {
      const coords = readPositions(polygon[index], swap);
      if ('ok' in coords) return coords;
      const wrong = closeRing(coords);
      if (typeof wrong !== 'boolean') return wrong;
      closed ||= wrong;
      rings.push({ coords, role: index === 0 ? 0 : 1 });
    }
  }
  if (crosses(rings)) return failure('crossed-polygon');
  return { ok: true, kind: 'polygon', rings, closed };
}

/**
 * True when two edges of the rings cross each other (meeting in an end point does not count). Edges are swept from
 * west to east; exact by `orientation`.
 */
export function crosses(rings: readonly Ring[]): boolean {
  if (rings.length === 1 && rings[0].coords.length <= 2 * FEW) return ringCrosses(rings[0].coords);
  const edges: number[][] = [];
  for (const { coords } of rings) {
    const count = coords.length >>> 1;
    for (let i = 0; i < count; i++) {
      const j = i + 1 === count ? 0 : i + 1;
      const [ax, ay, bx, by] = [coords[2 * i], coords[2 * i + 1], coords[2 * j], coords[2 * j + 1]];
      edges.push(ax <= bx ? [ax, ay, bx, by] : [bx, by, ax, ay]);
    }
  }
  edges.sort((a, b) => a[0] - b[0]);
  let open: number[][] = [];
  for (const edge of edges) {
    open = open.filter((other) => other[2] >= edge[0]);
    for (const other of open) if (edgesCross(edge, other)) return true;
    open.push(edge);
  }
  return false;
}

/** Edges up to which every pair is looked at: sorting them takes longer. */
const FEW = 24;

/** `crosses` for one small ring, without anything made for its edges. */
function ringCrosses(coords: ArrayLike<number>): boolean {
  const end = coords.length;
  for (let i = 0; i < end; i += 2) {
    const next = i + 2 === end ? 0 : i + 2;
    const [ax, ay, bx, by] = [coords[i], coords[i + 1], coords[next], coords[next + 1]];
    // The edge after next is the first that does not share a vertex.
    for (let j = i + 4; j < end; j += 2) {
      const after = j + 2 === end ? 0 : j + 2;
      const [cx, cy, dx, dy] = [coords[j], coords[j + 1], coords[after], coords[after + 1]];
      if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) continue;
      if (segmentsCross(ax, ay, bx, by, cx, cy, dx, dy)) return true;
    }
  }
  return false;
}

function segmentsCross(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return false;
  const c = orientation(ax, ay, bx, by, cx, cy);
  const d = orientation(ax, ay, bx, by, dx, dy);
  if (c === 0 || d === 0 || c > 0 === d > 0) return false;
  const a = orientation(cx, cy, dx, dy, ax, ay);
  const b = orientation(cx, cy, dx, dy, bx, by);
  return a !== 0 && b !== 0 && a > 0 !== b > 0;
}

function edgesCross([ax, ay, bx, by]: number[], [cx, cy, dx, dy]: number[]): boolean {
  return segmentsCross(ax, ay, bx, by, cx, cy, dx, dy);
}

/**
 * A point inside the polygon (even-odd over all rings): the middle of the widest stretch inside on a horizontal line
 * near the middle of its height. Whole 1e-7 degrees. Rings must have area.
 */
export function insidePoint(rings: readonly Ring[]): { lng: number; lat: number } {
  let south = Infinity;
  let north = -Infinity;
  for (const { coords } of rings) {
    for (let i = 1; i < coords.length; i += 2) {
      south = Math.min(south, coords[i]);
      north = Math.max(north, coords[i]);
    }
  }
  let best = { lng: rings[0].coords[0], lat: rings[0].coords[1] };
  let width = -1;
  for (const share of [0.5, 0.43, 0.57, 0.31, 0.69, 0.13, 0.87]) {
    const lat = Math.round(south + (north - south) * share);
    const cuts = cutsAt(rings, lat);
    for (let i = 0; i + 1 < cuts.length; i += 2) {
      if (cuts[i + 1] - cuts[i] > width) {
        width = cuts[i + 1] - cuts[i];
        best = { lng: Math.round((cuts[i] + cuts[i + 1]) / 2), lat };
      }
    }
    // The middle line is good enough unless it only grazes the shape.
    if (width > 20) break;
  }
  return best;
}

/** The point lies inside the rings (even-odd). */
export function isInside(rings: readonly Ring[], { lng, lat }: { lng: number; lat: number }): boolean {
  return cutsAt(rings, lat).filter((cut) => cut < lng).length % 2 === 1;
}

/** Where the rings cut a horizontal line, from west to east; half-open edges, so a vertex counts once. */
function cutsAt(rings: readonly Ring[], lat: number): number[] {
  const cuts: number[] = [];
  for (const { coords } of rings) {
    const count = coords.length >>> 1;
    for (let i = 0; i < count; i++) {
      const j = i + 1 === count ? 0 : i + 1;
      const ay = coords[2 * i + 1];
      const by = coords[2 * j + 1];
      if (ay > lat === by > lat) continue;
      cuts.push(coords[2 * i] + ((lat - ay) / (by - ay)) * (coords[2 * j] - coords[2 * i]));
    }
  }
  return cuts.sort((a, b) => a - b);
}
