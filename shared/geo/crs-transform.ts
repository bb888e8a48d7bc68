/**
 * Points from one coordinate system to another, by way of WGS84 degrees; x is always east (longitude), y north
 * (latitude), whatever order a system's register lists. Owns the conversion of points, arrays and geometries. A point
 * that has no answer becomes NaN and is counted: nothing is thrown for data. Grid shift files are not used; seven
 * parameters are, where the system has them.
 */
import proj4 from 'proj4';
import type { RawGeometry } from '../formats/source-record.ts';
import {
  bd09FromWgs84,
  gcj02FromWgs84,
  type OffsetOut,
  wgs84FromBd09,
  wgs84FromGcj02,
} from './china-offset.ts';
import type { Crs, CrsDefinition } from './crs.ts';
import { type LocalFit, planeText } from './local-grid.ts';

/**
 * Converts one point: writes x to `out[at]`, y to `out[at + 1]` and says true; or writes NaN and says false where the
 * point is not finite or outside what the system can say.
 */
export type PointTransform = (x: number, y: number, out: OffsetOut, at: number) => boolean;

/** The parts of proj4's projection that are used here, in its words: metres per unit, radians east of Greenwich. */
export type Projection = InstanceType<typeof proj4.Proj> & {
  projName?: string;
  units?: string;
  to_meter?: number;
  from_greenwich?: number;
  a?: number;
  x0?: number;
  y0?: number;
  k0?: number;
  lat0?: number;
  long0?: number;
};

const DEGREES = 180 / Math.PI;
const RADIANS = Math.PI / 180;
/** Kinds of datum in proj4 that carry a shift of three or seven parameters. */
const SHIFT_KINDS = new Set([1, 2]);

/** A reusable conversion. Build it once per layer. The definitions must come from crs-resolve or crs-registry. */
export function transformer(from: Crs, to: Crs): PointTransform {
  if (from.id === to.id) return from.unit === 'degree' ? keepDegrees : keepFinite;
  const enter = toDegrees(from.definition);
  const leave = fromDegrees(to.definition);
  if (leave === keepDegrees) return enter;
  if (enter === keepDegrees) return leave;
  return (x, y, out, at) => enter(x, y, out, at) && leave(out[at], out[at + 1], out, at);
}

/** Converts x, y, x, y, … into `target` (which may be `source`). Returns how many points had no answer (they are NaN). */
export function transformInterleaved(
  transform: PointTransform,
  source: Float64Array,
  target: Float64Array = source,
): number {
  let failed = 0;
  for (let at = 0; at + 1 < source.length; at += 2) {
    if (!transform(source[at], source[at + 1], target, at)) failed++;
  }
  return failed;
}

export interface GeometryResult {
  /** A new geometry; heights and measures behind x and y are kept. */
  geometry: RawGeometry;
  points: number;
  /** Points without an answer: their x and y are NaN, for the reader of geometries to refuse. */
  failed: number;
}

/** Nesting of GeoJSON coordinates, with room: deeper ones are not geometry. */
const DEPTH_LIMIT = 6;

/** Converts a geometry that has not been checked. What is not a position or a list of them counts as failed and stays. */
export function transformGeometry(transform: PointTransform, geometry: RawGeometry): GeometryResult {
  const count = { points: 0, failed: 0 };
  const pair = [0, 0];
  const walk = (value: unknown, depth: number): unknown => {
    if (!Array.isArray(value) || depth > DEPTH_LIMIT) {
      count.failed++;
      return value;
    }
    if (value.length === 0 || Array.isArray(value[0])) return value.map((each) => walk(each, depth + 1));
    count.points++;
    const [x, y] = value;
    const usable = typeof x === 'number' && typeof y === 'number';
    if (!(usable && transform(x, y, pair, 0))) {
      count.failed++;
      pair[0] = Number.NaN;
      pair[1] = Number.NaN;
    }
    return value.length > 2 ? [pair[0], pair[1], ...value.slice(2)] : [pair[0], pair[1]];
  };
  return { geometry: { type: geometry.type, coordinates: walk(geometry.coordinates, 0) }, ...count };
}

/** Builds the projection of a proj4 or WKT text. Throws what proj4 throws; crs-resolve asks before a system is made. */
export function projectionOf(text: string): Projection {
  return new proj4.Proj(text);
}

/** Whether the projection brings the shift from its datum to WGS84. */
export function hasShift(projection: Projection): boolean {
  const { datum_type: kind, datum_params: parameters } = projection.datum as {
    datum_type?: number;
    datum_params?: number[];
  };
  return SHIFT_KINDS.has(kind ?? 0) && (parameters ?? []).some((value) => Math.abs(value) > 1e-12);
}

const keepDegrees: PointTransform = (lng, lat, out, at) => {
  if (Math.abs(lng) <= 180 && Math.abs(lat) <= 90) {
    out[at] = lng;
    out[at + 1] = lat;
    return true;
  }
  return fail(out, at);
};

const keepFinite: PointTransform = (x, y, out, at) => {
  out[at] = x;
  out[at + 1] = y;
  return (Number.isFinite(x) && Number.isFinite(y)) || fail(out, at);
};

function fail(out: OffsetOut, at: number): false {
  out[at] = Number.NaN;
  out[at + 1] = Number.NaN;
  return false;
}

/** An offset formula behind the check of its degrees. */
function checked(offset: (lng: number, lat: number, out: OffsetOut, at: number) => void): PointTransform {
  return (lng, lat, out, at) => {
    if (!keepDegrees(lng, lat, out, at)) return false;
    offset(lng, lat, out, at);
    return true;
  };
}

function toDegrees(definition: CrsDefinition): PointTransform {
  if (definition.form === 'degrees') return keepDegrees;
  if (definition.form === 'gcj02') return checked(wgs84FromGcj02);
  if (definition.form === 'bd09') return checked(wgs84FromBd09);
  if (definition.form === 'local') return localToDegrees(definition.fit);
  const inverse = projectedToDegrees(projectionOf(definition.text));
  const { reach } = definition;
  if (!reach) return inverse;
  return (x, y, out, at) => (isWithin(reach, x, y) ? inverse(x, y, out, at) : fail(out, at));
}

function fromDegrees(definition: CrsDefinition): PointTransform {
  if (definition.form === 'degrees') return keepDegrees;
  if (definition.form === 'gcj02') return checked(gcj02FromWgs84);
  if (definition.form === 'bd09') return checked(bd09FromWgs84);
  if (definition.form === 'local') return degreesToLocal(definition.fit);
  const forward = degreesToProjected(projectionOf(definition.text));
  const { reach } = definition;
  if (!reach) return forward;
  return (x, y, out, at) =>
    (forward(x, y, out, at) && isWithin(reach, out[at], out[at + 1])) || fail(out, at);
}

/** From the equator to a pole is 10,002 km: farther north is over the pole, on the other side of the earth. */
const QUARTER = 10_010_000;

function isWithin(reach: { easting: number; metres: number }, x: number, y: number): boolean {
  return Math.abs(x - reach.easting) <= reach.metres && Math.abs(y) <= QUARTER;
}

/** Without a shift the projection's own inverse is enough, and no object is made per point. */
function projectedToDegrees(projection: Projection): PointTransform {
  if (hasShift(projection)) return shifted(projection, projectionOf('WGS84'));
  const unit = projection.to_meter ?? 1;
  const prime = projection.from_greenwich ?? 0;
  const point = { x: 0, y: 0 };
  const flat = projection.projName === 'longlat';
  return (x, y, out, at) => {
    if (!(Number.isFinite(x) && Number.isFinite(y))) return fail(out, at);
    if (flat) return keepDegrees(x + prime * DEGREES, y, out, at);
    point.x = x * unit;
    point.y = y * unit;
    const found = projection.inverse(point);
    return found ? keepDegrees((found.x + prime) * DEGREES, found.y * DEGREES, out, at) : fail(out, at);
  };
}

function degreesToProjected(projection: Projection): PointTransform {
  if (hasShift(projection)) return afterDegrees(shifted(projectionOf('WGS84'), projection));
  const unit = projection.to_meter ?? 1;
  const prime = projection.from_greenwich ?? 0;
  const point = { x: 0, y: 0 };
  const flat = projection.projName === 'longlat';
  return afterDegrees((lng, lat, out, at) => {
    if (flat) return keepFinite(lng - prime * DEGREES, lat, out, at);
    point.x = lng * RADIANS - prime;
    point.y = lat * RADIANS;
    const found = projection.forward(point);
    return found ? keepFinite(found.x / unit, found.y / unit, out, at) : fail(out, at);
  });
}

function afterDegrees(inner: PointTransform): PointTransform {
  return (lng, lat, out, at) => keepDegrees(lng, lat, out, at) && inner(lng, lat, out, at);
}

/** The whole way through proj4, for systems whose datum is shifted. */
function shifted(from: Projection, to: Projection): PointTransform {
  const keep = to.projName === 'longlat' ? keepDegrees : keepFinite;
  return (x, y, out, at) => {
    if (!(Number.isFinite(x) && Number.isFinite(y))) return fail(out, at);
    const found = proj4.transform(from, to, { x, y });
    return found ? keep(found.x, found.y, out, at) : fail(out, at);
  };
}

function localToDegrees({ matrix, ...plane }: LocalFit): PointTransform {
  const [a, b, c, d, e, f] = matrix;
  const inverse = projectedToDegrees(projectionOf(planeText(plane)));
  return (x, y, out, at) => inverse(a * x + b * y + c, d * x + e * y + f, out, at);
}

function degreesToLocal({ matrix, ...plane }: LocalFit): PointTransform {
  const [a, b, c, d, e, f] = matrix;
  const determinant = a * e - b * d;
  const forward = degreesToProjected(projectionOf(planeText(plane)));
  return (lng, lat, out, at) => {
    if (!forward(lng, lat, out, at)) return false;
    const east = out[at] - c;
    const north = out[at + 1] - f;
    return keepFinite((e * east - b * north) / determinant, (a * north - d * east) / determinant, out, at);
  };
}
