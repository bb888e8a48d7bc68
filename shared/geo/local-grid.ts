/**
 * A city's own grid, fitted from control points whose place in WGS84 is known. The fit is on a Gauss-Krüger plane laid
 * through the points, so that it stays conformal. Owns the fit, its residuals and its warnings; choosing the control
 * points is a person's work. Formulas: least squares of the four-parameter (similarity) and six-parameter (affine)
 * transformation, as in the surveying textbooks.
 */
import proj4 from 'proj4';
import type { Crs } from './crs.ts';
import {
  type AffineMatrix,
  ControlPointError,
  centred,
  fitAffine,
  fitSimilarity,
  mean,
  moments,
  type Place,
  roundness,
} from './plane-fit.ts';

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
  matrix: AffineMatrix;
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
