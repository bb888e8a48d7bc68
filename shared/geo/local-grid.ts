/**
 * A city's own grid, fitted from control points whose place in WGS84 is known. The fit is on a Gauss-Krüger plane laid
 * through the points, so that it stays conformal. Owns the fit, its residuals and its warnings; choosing the control
 * points is a person's work. Formulas: least squares of the four-parameter (similarity) and six-parameter (affine)
 * transformation, as in the surveying textbooks.
 */
import proj4 from 'proj4';
import type { Crs } from './crs.ts';

export interface ControlPoint {
  /** In the local grid. */
  x: number;
  y: number;
  /** WGS84 degrees. */
  lng: number;
  lat: number;
}

export type FitMethod = 'similarity' | 'affine';

/** East = a·x + b·y + c, north = d·x + e·y + f, in metres on the plane. Plain numbers: it goes to JSON and back. */
export interface LocalFit {
  method: FitMethod;
  /** Central meridian and origin of the plane, degrees. */
  lng0: number;
  lat0: number;
  /** a, b, c, d, e, f. Rounded nowhere: c and f take the size of the local coordinates. */
  matrix: [number, number, number, number, number, number];
}

/** Message `crs.fit.<id>`. */
export type FitWarning =
  /** As many points as the method needs: nothing checks them. */
  | 'no-check'
  /** The grid is a mirror image: x and y are probably exchanged (surveyors' x is north). */
  | 'mirrored'
  /** Turned by more than 45 degrees, with two points only: x and y may be exchanged. */
  | 'turned'
  /** One unit is not one metre within 0.1 %. */
  | 'scale'
  /** The points lie nearly on one line. */
  | 'collinear'
  /** All points within 100 m: small errors grow with the distance from them. */
  | 'close'
  /** Residuals above 1 m. */
  | 'residuals';

export interface LocalGrid {
  crs: Crs;
  /** Metres between where the fit puts each control point and where it is said to be: east, north, distance. */
  residuals: { east: number; north: number; distance: number }[];
  /** Root mean square of the distances, metres; 0 where nothing checks the fit. */
  rms: number;
  /** Metres per unit of the local grid (square root of the area's), and turn anticlockwise in degrees. */
  scale: number;
  rotation: number;
  warnings: FitWarning[];
}

/** Control points from which no grid can be fitted; message `error.<code>`. */
export class ControlPointError extends Error {
  readonly code: 'control-too-few' | 'control-not-finite' | 'control-coincide' | 'control-collinear';

  constructor(code: ControlPointError['code'], message: string) {
    super(message);
    this.name = 'ControlPointError';
    this.code = code;
  }
}

export interface FitOptions {
  /** Default 'similarity': it keeps shapes, and two points are enough. 'affine' needs three. */
  method?: FitMethod;
  /** The first coordinate is the northing, as surveyors write it. */
  swapped?: boolean;
}

/** Points taken in total; a fit by hand has a few. */
const MOST_POINTS = 10_000;
/** Metres from the middle: a city's grid reaches no farther, and beyond it the plane is no plane. */
const FARTHEST = 300_000;

/** Definition of the plane for proj4. Metres from the origin, CGCS2000 ellipsoid, scale 1. */
export function planeText(fit: { lng0: number; lat0: number }): string {
  return `+proj=tmerc +lat_0=${fit.lat0} +lon_0=${fit.lng0} +k=1 +x_0=0 +y_0=0 +ellps=GRS80 +units=m +no_defs`;
}

/**
 * Fits the grid. `name` is what the office calls it. Throws ControlPointError for fewer points than the method needs,
 * numbers that are none, points in one place, and (affine) on one line.
 */
export function fitLocalGrid(
  points: readonly ControlPoint[],
  name: string,
  options: FitOptions = {},
): LocalGrid {
  const method = options.method ?? 'similarity';
  checkPoints(points, method);
  const lng0 = mean(points.map(({ lng }) => lng));
  const lat0 = mean(points.map(({ lat }) => lat));
  const plane = proj4(planeText({ lng0, lat0 }));
  const from = points.map(({ x, y }) => (options.swapped ? { x: y, y: x } : { x, y }));
  const to = points.map(({ lng, lat }) => {
    const [x, y] = plane.forward([lng, lat]);
    return { x, y };
  });
  if (!to.every(({ x, y }) => Math.hypot(x, y) < FARTHEST)) {
    throw new ControlPointError('control-not-finite', 'a control point is too far from the others');
  }
  const fitted = method === 'affine' ? fitAffine(from, to) : fitSimilarity(from, to);
  const [a, b, c, d, e, f] = fitted;
  const residuals = from.map(({ x, y }, index) => {
    const east = a * x + b * y + c - to[index].x;
    const north = d * x + e * y + f - to[index].y;
    return { east, north, distance: Math.hypot(east, north) };
  });
  const needed = method === 'affine' ? 3 : 2;
  const checked = points.length > needed;
  const rms = checked ? Math.sqrt(mean(residuals.map(({ distance }) => distance ** 2))) : 0;
  const scale = Math.sqrt(Math.abs(a * e - b * d));
  const rotation = (Math.atan2(d, a) * 180) / Math.PI;
  const matrix: LocalFit['matrix'] = options.swapped ? [b, a, c, e, d, f] : fitted;
  const fit: LocalFit = { method, lng0, lat0, matrix };
  return {
    crs: localCrs(fit, name),
    residuals,
    rms,
    scale,
    rotation,
    warnings: warningsOf({ from, to, checked, rms, scale, rotation, mirrored: a * e - b * d < 0 }),
  };
}

/** The system of a fit. Its id is made of the numbers, so that equal fits are equal systems whatever they are called. */
export function localCrs(fit: LocalFit, name: string): Crs {
  const numbers = [fit.lng0, fit.lat0, ...fit.matrix];
  return {
    id: `LOCAL:${numbers.join(',')}`,
    name: { zh: name, en: name },
    kind: 'local',
    datum: 'wgs84',
    unit: 'metre',
    definition: { form: 'local', fit },
    warnings: [],
  };
}

interface Place {
  x: number;
  y: number;
}

function checkPoints(points: readonly ControlPoint[], method: FitMethod): void {
  if (points.length < (method === 'affine' ? 3 : 2)) {
    throw new ControlPointError(
      'control-too-few',
      `${method} needs more than ${points.length} control points`,
    );
  }
  if (points.length > MOST_POINTS)
    throw new ControlPointError('control-too-few', 'that is not a set of control points');
  for (const { x, y, lng, lat } of points) {
    const ok = [x, y, lng, lat].every(Number.isFinite) && Math.abs(lng) <= 180 && Math.abs(lat) <= 89;
    if (!ok) throw new ControlPointError('control-not-finite', 'a control point has no usable coordinates');
  }
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function centred(points: Place[]): { middle: Place; points: Place[] } {
  const middle = { x: mean(points.map(({ x }) => x)), y: mean(points.map(({ y }) => y)) };
  return { middle, points: points.map(({ x, y }) => ({ x: x - middle.x, y: y - middle.y })) };
}

/** Sums of products about the middle. */
function moments(points: Place[]): { xx: number; yy: number; xy: number } {
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (const { x, y } of points) {
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  return { xx, yy, xy };
}

/** Width over length of the cloud of points, 0 on one line. */
function roundness(points: Place[]): number {
  const { xx, yy, xy } = moments(centred(points).points);
  const half = (xx + yy) / 2;
  const root = Math.sqrt(((xx - yy) / 2) ** 2 + xy * xy);
  return half + root === 0 ? 0 : Math.sqrt(Math.max(0, half - root) / (half + root));
}

function withOffset(a: number, b: number, d: number, e: number, from: Place, to: Place): LocalFit['matrix'] {
  return [a, b, to.x - a * from.x - b * from.y, d, e, to.y - d * from.x - e * from.y];
}

function fitSimilarity(from: Place[], to: Place[]): LocalFit['matrix'] {
  const source = centred(from);
  const target = centred(to);
  const { xx, yy } = moments(source.points);
  const spread = moments(target.points);
  if (xx + yy < 1e-6 || spread.xx + spread.yy < 1e-6) {
    throw new ControlPointError('control-coincide', 'the control points are all in one place');
  }
  let along = 0;
  let across = 0;
  source.points.forEach(({ x, y }, index) => {
    const { x: east, y: north } = target.points[index];
    along += x * east + y * north;
    across += x * north - y * east;
  });
  const a = along / (xx + yy);
  const d = across / (xx + yy);
  // Perfectly mirrored points cancel out: a fit of scale zero puts everything in one place.
  if (Math.hypot(a, d) < 1e-9)
    throw new ControlPointError('control-coincide', 'the control points do not fit a grid');
  return withOffset(a, -d, d, a, source.middle, target.middle);
}

function fitAffine(from: Place[], to: Place[]): LocalFit['matrix'] {
  const source = centred(from);
  const target = centred(to);
  const { xx, yy, xy } = moments(source.points);
  const determinant = xx * yy - xy * xy;
  if (roundness(from) < 1e-4 || roundness(to) < 1e-4) {
    throw new ControlPointError('control-collinear', 'the control points lie on one line');
  }
  let xe = 0;
  let ye = 0;
  let xn = 0;
  let yn = 0;
  source.points.forEach(({ x, y }, index) => {
    const { x: east, y: north } = target.points[index];
    xe += x * east;
    ye += y * east;
    xn += x * north;
    yn += y * north;
  });
  const a = (xe * yy - ye * xy) / determinant;
  const b = (ye * xx - xe * xy) / determinant;
  const d = (xn * yy - yn * xy) / determinant;
  const e = (yn * xx - xn * xy) / determinant;
  return withOffset(a, b, d, e, source.middle, target.middle);
}

interface Judged {
  from: Place[];
  to: Place[];
  checked: boolean;
  rms: number;
  scale: number;
  rotation: number;
  mirrored: boolean;
}

function warningsOf(judged: Judged): FitWarning[] {
  const { from, to, checked, rms, scale, rotation } = judged;
  const warnings: FitWarning[] = [];
  if (!checked) warnings.push('no-check');
  if (judged.mirrored || fitsMirrored(from, to, rms)) warnings.push('mirrored');
  else if (to.length === 2 && Math.abs(rotation) > 45) warnings.push('turned');
  if (Math.abs(scale - 1) > 0.001) warnings.push('scale');
  if (to.length > 2 && roundness(to) < 0.05) warnings.push('collinear');
  const { xx, yy } = moments(centred(to).points);
  if (Math.sqrt((xx + yy) / to.length) < 50) warnings.push('close');
  if (rms > 1) warnings.push('residuals');
  return warnings;
}

/** Whether x and y exchanged fit far better than they stand. Two points fit either way. */
function fitsMirrored(from: Place[], to: Place[], rms: number): boolean {
  if (to.length < 3 || rms < 1) return false;
  const turned = from.map(({ x, y }) => ({ x: y, y: x }));
  const [a, b, c, d, e, f] = fitSimilarity(turned, to);
  const squares = turned.map(
    ({ x, y }, index) => (a * x + b * y + c - to[index].x) ** 2 + (d * x + e * y + f - to[index].y) ** 2,
  );
  return Math.sqrt(mean(squares)) < rms / 10;
}
