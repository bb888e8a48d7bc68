/**
 * Well-Known Binary (OGC 06-103r4, ISO 13249-3 codes for Z and M, PostGIS flags of EWKB): one geometry to GeoJSON's shape
 * and back. Owns the bytes only: whether a polygon is any good is decided elsewhere. M is dropped, Z is kept; surfaces of
 * triangles become polygons; curves are refused.
 */
import type { RawGeometry } from './source-record.ts';

/** A collection has `geometries` and no coordinates of its own. */
export interface WkbGeometry extends RawGeometry {
  geometries?: WkbGeometry[];
}

export type WkbFault = 'unexpected-end' | 'count' | 'type' | 'curve' | 'depth' | 'number' | 'order';

/** The bytes are not a geometry that can be shown; the record around it is refused. */
export class WkbError extends Error {
  readonly code: WkbFault;
  constructor(code: WkbFault) {
    super(`broken WKB: ${code}`);
    this.name = 'WkbError';
    this.code = code;
  }
}

const MAX_DEPTH = 8;
const POINT = 1;
const TYPES: readonly string[] = [
  'Point',
  'LineString',
  'Polygon',
  'MultiPoint',
  'MultiLineString',
  'MultiPolygon',
  'GeometryCollection',
];
const COLLECTION = 7;
/** Codes of members and what they add up to: straight members of MultiCurve and MultiSurface, TIN and polyhedra. */
const GATHERED: Record<number, { type: string; member: number[] }> = {
  4: { type: 'MultiPoint', member: [POINT] },
  5: { type: 'MultiLineString', member: [2] },
  6: { type: 'MultiPolygon', member: [3] },
  11: { type: 'MultiLineString', member: [2] },
  12: { type: 'MultiPolygon', member: [3] },
  15: { type: 'MultiPolygon', member: [3] },
  16: { type: 'MultiPolygon', member: [17, 3] },
};
const TRIANGLE = 17;

interface Cursor {
  view: DataView;
  at: number;
}

interface Head {
  little: boolean;
  code: number;
  z: boolean;
  /** Numbers per position. */
  width: number;
}

/**
 * The geometry, or null when it is empty. Coordinates are `[x, y]` or `[x, y, z]`. Throws WkbError; memory stays in proportion to
 * the bytes whatever their counts say.
 */
export function readWkb(bytes: Uint8Array): WkbGeometry | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return readGeometry({ view, at: 0 }, 0, null);
}

function readGeometry(cursor: Cursor, depth: number, members: readonly number[] | null): WkbGeometry | null {
  if (depth > MAX_DEPTH) throw new WkbError('depth');
  const head = readHead(cursor);
  const { code } = head;
  if (members && !members.includes(code)) throw new WkbError(code >= 8 && code <= 12 ? 'curve' : 'type');
  if (code === POINT) {
    const position = readPosition(cursor, head, true);
    return position && { type: 'Point', coordinates: position };
  }
  if (code === 2) return filled('LineString', readPositions(cursor, head));
  if (code === 3 || code === TRIANGLE) return filled('Polygon', readRings(cursor, head));
  if (code === COLLECTION) {
    const geometries = readMembers(cursor, head, depth, null);
    return geometries.length > 0 ? { type: 'GeometryCollection', coordinates: [], geometries } : null;
  }
  const gathered = GATHERED[code];
  if (!gathered) throw new WkbError(code >= 8 && code <= 14 ? 'curve' : 'type');
  const parts = readMembers(cursor, head, depth, gathered.member);
  return filled(
    gathered.type,
    parts.map(({ coordinates }) => coordinates),
  );
}

function filled(type: string, coordinates: unknown[]): WkbGeometry | null {
  return coordinates.length > 0 ? { type, coordinates } : null;
}

function readHead(cursor: Cursor): Head {
  need(cursor, 5);
  const order = cursor.view.getUint8(cursor.at);
  if (order > 1) throw new WkbError('order');
  const little = order === 1;
  const word = cursor.view.getUint32(cursor.at + 1, little);
  cursor.at += 5;
  const iso = Math.floor((word & 0x0fffffff) / 1000);
  if (iso > 3) throw new WkbError('type');
  const z = (word & 0x80000000) !== 0 || iso === 1 || iso === 3;
  const m = (word & 0x40000000) !== 0 || iso === 2 || iso === 3;
  if ((word & 0x20000000) !== 0) {
    need(cursor, 4);
    cursor.at += 4;
  }
  return { little, code: (word & 0x0fffffff) % 1000, z, width: 2 + Number(z) + Number(m) };
}

/** Every item takes at least `size` bytes, so a count that the rest of the bytes cannot hold is refused before it is believed. */
function readCount(cursor: Cursor, little: boolean, size: number): number {
  need(cursor, 4);
  const count = cursor.view.getUint32(cursor.at, little);
  cursor.at += 4;
  if (count * size > cursor.view.byteLength - cursor.at) throw new WkbError('count');
  return count;
}

function readMembers(
  cursor: Cursor,
  { little }: Head,
  depth: number,
  codes: readonly number[] | null,
): WkbGeometry[] {
  const count = readCount(cursor, little, 9);
  const found: WkbGeometry[] = [];
  for (let i = 0; i < count; i++) {
    const member = readGeometry(cursor, depth + 1, codes);
    if (member) found.push(member);
  }
  return found;
}

function readRings(cursor: Cursor, head: Head): number[][][] {
  const count = readCount(cursor, head.little, 4);
  const rings: number[][][] = [];
  for (let i = 0; i < count; i++) {
    const ring = readPositions(cursor, head);
    if (ring.length > 0) rings.push(ring);
  }
  return rings;
}

function readPositions(cursor: Cursor, head: Head): number[][] {
  const count = readCount(cursor, head.little, head.width * 8);
  const positions: number[][] = [];
  for (let i = 0; i < count; i++) {
    const position = readPosition(cursor, head, false);
    if (position) positions.push(position);
  }
  return positions;
}

/** Null for the point of no numbers, which stands for an empty one. */
function readPosition(cursor: Cursor, { little, z, width }: Head, mayBeEmpty: boolean): number[] | null {
  need(cursor, width * 8);
  const { view, at } = cursor;
  cursor.at += width * 8;
  const x = view.getFloat64(at, little);
  const y = view.getFloat64(at + 8, little);
  if (mayBeEmpty && Number.isNaN(x) && Number.isNaN(y)) return null;
  if (!Number.isFinite(x) || !Number.isFinite(y)) throw new WkbError('number');
  if (!z) return [x, y];
  const height = view.getFloat64(at + 16, little);
  // A height that was never measured is written as NaN by some programs.
  if (Number.isNaN(height)) return [x, y];
  if (!Number.isFinite(height)) throw new WkbError('number');
  return [x, y, height];
}

function need(cursor: Cursor, bytes: number): void {
  if (cursor.at + bytes > cursor.view.byteLength) throw new WkbError('unexpected-end');
}

export interface WrittenWkb {
  bytes: Uint8Array;
  /** Minimum x, minimum y, maximum x, maximum y; the minima are above the maxima when there is no position. */
  bounds: [number, number, number, number];
  /** With heights. */
  z: boolean;
}

/**
 * The geometry in little-endian ISO WKB, with Z when every position has a third number. Throws WkbError for shapes that are not
 * GeoJSON's and for numbers that are not finite.
 */
export function writeWkb(geometry: WkbGeometry): WrittenWkb {
  const z = everyHasHeight(geometry, 0);
  const writer = new WkbWriter(z);
  writer.geometry(geometry, 0);
  return { bytes: writer.taken(), bounds: writer.bounds, z: z && writer.bounds[0] <= writer.bounds[2] };
}

function everyHasHeight(geometry: WkbGeometry, depth: number): boolean {
  if (depth > MAX_DEPTH) throw new WkbError('depth');
  if (geometry.type === 'GeometryCollection')
    return (geometry.geometries ?? []).every((member) => everyHasHeight(member, depth + 1));
  return heights(geometry.coordinates, 0);
}

function heights(value: unknown, depth: number): boolean {
  if (!Array.isArray(value) || depth > 4) throw new WkbError('type');
  if (value.length === 0) return true;
  return typeof value[0] === 'number'
    ? value.length > 2
    : value.every((item: unknown) => heights(item, depth + 1));
}

class WkbWriter {
  readonly bounds: WrittenWkb['bounds'] = [
    Number.POSITIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    -Infinity,
    -Infinity,
  ];
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;
  #z: boolean;

  constructor(z: boolean) {
    this.#z = z;
  }

  taken(): Uint8Array {
    return this.#bytes.slice(0, this.#at);
  }

  geometry(geometry: WkbGeometry, depth: number): void {
    const code = 1 + TYPES.indexOf(geometry.type);
    if (code === 0) throw new WkbError('type');
    if (depth > MAX_DEPTH) throw new WkbError('depth');
    this.#head(code);
    const { coordinates } = geometry;
    if (code === POINT) this.#position(coordinates, true);
    else if (code === 2) this.#list(coordinates, (item) => this.#position(item, false));
    else if (code === 3) this.#rings(coordinates);
    else if (code === COLLECTION)
      this.#list(geometry.geometries ?? [], (_, index) =>
        this.geometry((geometry.geometries ?? [])[index], depth + 1),
      );
    else
      this.#list(coordinates, (item) =>
        this.geometry({ type: TYPES[code - 4], coordinates: item }, depth + 1),
      );
  }

  #rings(rings: unknown): void {
    this.#list(rings, (ring) => this.#list(ring, (item) => this.#position(item, false)));
  }

  #head(code: number): void {
    this.#room(5);
    this.#view.setUint8(this.#at, 1);
    this.#view.setUint32(this.#at + 1, this.#z ? 1000 + code : code, true);
    this.#at += 5;
  }

  #list(items: unknown, write: (item: unknown, index: number) => void): void {
    if (!Array.isArray(items)) throw new WkbError('type');
    this.#room(4);
    this.#view.setUint32(this.#at, items.length, true);
    this.#at += 4;
    items.forEach(write);
  }

  #position(position: unknown, mayBeEmpty: boolean): void {
    if (!Array.isArray(position)) throw new WkbError('type');
    const empty = mayBeEmpty && position.length === 0;
    const width = this.#z ? 3 : 2;
    this.#room(width * 8);
    for (let i = 0; i < width; i++) {
      const value: unknown = empty ? Number.NaN : position[i];
      if (typeof value !== 'number' || (!empty && !Number.isFinite(value))) throw new WkbError('number');
      this.#view.setFloat64(this.#at, value, true);
      this.#at += 8;
      if ((i === 0 || i === 1) && !empty) this.#extend(i, value);
    }
  }

  #extend(axis: 0 | 1, value: number): void {
    const { bounds } = this;
    if (value < bounds[axis]) bounds[axis] = value;
    if (value > bounds[axis + 2]) bounds[axis + 2] = value;
  }

  #room(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
    this.#view = new DataView(larger.buffer);
  }
}
