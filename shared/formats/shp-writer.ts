/**
 * Writes shapes as the bytes of a .shp and its .shx (ESRI Shapefile Technical Description, 1998). Owns the layout and the
 * orientation of rings (outer clockwise, holes the other way); heights are kept, a place without one in a layer with heights
 * gets 0.
 */
import { type Position, ringArea } from './polygon-rings.ts';
import type { RawGeometry } from './source-record.ts';

export type ShapeKind = 'point' | 'multipoint' | 'line' | 'polygon';

const TYPES: Record<ShapeKind, number> = { point: 1, line: 3, polygon: 5, multipoint: 8 };
const NO_MEASURE = -1e39;
const HEADER = 100;

/** What a layer's .shp will be: measured once, before it is written. */
export class ShapeMeasure {
  readonly kind: ShapeKind;
  rows = 0;

  withZ = false;
  readonly box = [Infinity, Infinity, -Infinity, -Infinity, Infinity, -Infinity];
  private readonly sizes: { parts: number; points: number }[] = [];

  constructor(kind: ShapeKind) {
    this.kind = kind;
  }

  add(shape: Position[][] | null): void {
    const points = shape?.reduce((sum, part) => sum + part.length, 0) ?? 0;
    this.sizes.push({ parts: shape?.length ?? 0, points });
    this.rows++;
    for (const [x, y, z] of shape?.flat() ?? []) {
      this.box[0] = Math.min(this.box[0], x);
      this.box[1] = Math.min(this.box[1], y);
      this.box[2] = Math.max(this.box[2], x);
      this.box[3] = Math.max(this.box[3], y);
      if (z === undefined) continue;
      this.withZ = true;
      this.box[4] = Math.min(this.box[4], z);
      this.box[5] = Math.max(this.box[5], z);
    }
  }

  /** Content of record `index`, bytes. */
  contentLength(index: number): number {
    const { parts, points } = this.sizes[index];
    if (points === 0) return 4;
    if (this.kind === 'point') return this.withZ ? 36 : 20;
    const head = this.kind === 'multipoint' ? 40 : 44 + parts * 4;
    return head + points * 16 + (this.withZ ? 16 + points * 8 : 0);
  }

  /** The .shp's size in bytes. */
  fileLength(): number {
    let all = HEADER;
    for (let index = 0; index < this.rows; index++) all += 8 + this.contentLength(index);
    return all;
  }

  get type(): number {
    return TYPES[this.kind] + (this.withZ ? 10 : 0);
  }
}

/** Parts of a geometry as a .shp lists them, rings oriented; null: no place, or numbers that are none. */
export function shapeParts(geometry: RawGeometry | null): { kind: ShapeKind; parts: Position[][] } | null {
  if (!geometry) return null;
  const { type, coordinates } = geometry;
  const found = partsByType(type, coordinates);
  if (!found || found.parts.length === 0) return null;
  return found.parts.every((part) => part.every(isPosition)) ? found : null;
}

function partsByType(type: string, coordinates: unknown): { kind: ShapeKind; parts: Position[][] } | null {
  switch (type) {
    case 'Point':
      return { kind: 'point', parts: [[coordinates as Position]] };
    case 'MultiPoint':
      return { kind: 'multipoint', parts: [coordinates as Position[]] };
    case 'LineString':
      return { kind: 'line', parts: [coordinates as Position[]] };
    case 'MultiLineString':
      return { kind: 'line', parts: coordinates as Position[][] };
    case 'Polygon':
      return { kind: 'polygon', parts: oriented(coordinates as Position[][]) };
    case 'MultiPolygon':
      return { kind: 'polygon', parts: (coordinates as Position[][][]).flatMap(oriented) };
    default:
      return null;
  }
}

function isPosition(position: unknown): boolean {
  return (
    Array.isArray(position) && position.length >= 2 && position.slice(0, 3).every((v) => Number.isFinite(v))
  );
}

function oriented(rings: Position[][]): Position[][] {
  return rings
    .filter((ring) => ring.length > 0)
    .map((ring, index) => (ringArea(ring) > 0 === (index === 0) ? ring.toReversed() : ring));
}

/** The head of the .shp, or of the .shx when `length` is its size. */
export function shapeHeader(measure: ShapeMeasure, length: number): Uint8Array {
  const bytes = new Uint8Array(HEADER);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 9994, false);
  view.setUint32(24, length / 2, false);
  view.setInt32(28, 1000, true);
  view.setInt32(32, measure.type, true);
  measure.box.forEach((value, index) => {
    view.setFloat64(36 + index * 8, Number.isFinite(value) ? value : 0, true);
  });
  return bytes;
}

/** All of the .shx. */
export function* writeShx(measure: ShapeMeasure): Generator<Uint8Array> {
  yield shapeHeader(measure, HEADER + measure.rows * 8);
  let offset = HEADER;
  for (let start = 0; start < measure.rows; start += 8192) {
    const end = Math.min(measure.rows, start + 8192);
    const view = new DataView(new ArrayBuffer((end - start) * 8));
    for (let index = start; index < end; index++) {
      const length = measure.contentLength(index);
      view.setUint32((index - start) * 8, offset / 2, false);
      view.setUint32((index - start) * 8 + 4, length / 2, false);
      offset += 8 + length;
    }
    yield new Uint8Array(view.buffer);
  }
}

/** One record of the .shp with its head. */
export function shapeRecord(measure: ShapeMeasure, index: number, parts: Position[][] | null): Uint8Array {
  const length = measure.contentLength(index);
  const bytes = new Uint8Array(8 + length);
  const head = new DataView(bytes.buffer);
  head.setInt32(0, index + 1, false);
  head.setUint32(4, length / 2, false);
  if (!parts || length === 4) return bytes;
  const view = new DataView(bytes.buffer, 8);
  view.setInt32(0, measure.type, true);
  if (measure.kind === 'point') writePoint(view, parts[0][0], measure.withZ);
  else writeParts(view, parts, measure);
  return bytes;
}

function writePoint(view: DataView, [x, y, z]: Position, withZ: boolean): void {
  view.setFloat64(4, x, true);
  view.setFloat64(12, y, true);
  if (!withZ) return;
  view.setFloat64(20, z ?? 0, true);
  view.setFloat64(28, NO_MEASURE, true);
}

function writeParts(view: DataView, parts: Position[][], measure: ShapeMeasure): void {
  const own = new ShapeMeasure(measure.kind);
  own.add(parts);
  const points = parts.flat();
  for (let side = 0; side < 4; side++) view.setFloat64(4 + side * 8, own.box[side], true);
  let at = 40;
  if (measure.kind === 'multipoint') view.setInt32(36, points.length, true);
  else {
    view.setInt32(36, parts.length, true);
    view.setInt32(40, points.length, true);
    let first = 0;
    parts.forEach((part, index) => {
      view.setInt32(44 + index * 4, first, true);
      first += part.length;
    });
    at = 44 + parts.length * 4;
  }
  for (const [x, y] of points) {
    view.setFloat64(at, x, true);
    view.setFloat64(at + 8, y, true);
    at += 16;
  }
  if (!measure.withZ) return;
  const heights = points.map(([, , z]) => z ?? 0);
  view.setFloat64(
    at,
    heights.reduce((a, b) => Math.min(a, b)),
    true,
  );
  view.setFloat64(
    at + 8,
    heights.reduce((a, b) => Math.max(a, b)),
    true,
  );
  heights.forEach((z, index) => {
    view.setFloat64(at + 16 + index * 8, z, true);
  });
}
