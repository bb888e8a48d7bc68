/**
 * Lays a scan or photo on the map by control points: similarity for two, affine for three, projective from four on, least squares
 * beyond what each needs. Owns the fit, its residuals and warnings, and both ways through it; pixels themselves are scan-warp.ts.
 * The plane is Web Mercator about the control points, scaled to metres there, because that is how the map draws a picture.
 */
import { fitHomography, type Homography, homographyAt, invertHomography } from './homography.ts';
import { ControlPointError, fitAffine, fitSimilarity, mean, type Place, roundness } from './plane-fit.ts';

/** One place known on both: pixels of the scan from its upper left corner, y down; WGS84 degrees. */
export interface ScanPoint {
  x: number;
  y: number;
  lng: number;
  lat: number;
}

export type ScanMethod = 'similarity' | 'affine' | 'projective';

/** Control points each method needs; with more it is fitted by least squares. */
export const SCAN_POINTS_NEEDED: Record<ScanMethod, number> = { similarity: 2, affine: 3, projective: 4 };

/** Message `scan.fit.<id>`. */
export type ScanFitWarning =
  /** As many points as the method needs: nothing checks them. */
  | 'no-check'
  /** The scan lies mirrored: two points are probably exchanged. */
  | 'mirrored'
  /** The points lie nearly on one line. */
  | 'collinear'
  /** The points span less than a third of the scan: errors grow away from them. */
  | 'close'
  /** Root mean square above LARGE_RESIDUAL. */
  | 'residuals';

export interface ScanFit {
  method: ScanMethod;
  /** Pixel (x, -y, 1) to metres of the plane. */
  toPlane: Homography;
  /** Middle of the plane, degrees. */
  lng0: number;
  lat0: number;
  /** Metres on the ground per point: where the fit puts it against where it is said to be. */
  residuals: number[];
  /** Root mean square of the residuals in metres; 0 where nothing checks the fit. */
  rms: number;
  /** Metres per pixel in the middle of the points. */
  scale: number;
  warnings: ScanFitWarning[];
}

const EARTH = 6_378_137;
const RADIANS = Math.PI / 180;
/** A fit by hand has a few points. */
const MOST_POINTS = 100;
/** Metres from the middle of the points: a plan of a place reaches no farther. */
const FARTHEST = 300_000;
/** Points closer together than the hand can tell apart fit nothing. */
const LEAST_SPAN_PIXELS = 4;
const LEAST_SPAN_METRES = 0.5;
/** Root mean square in metres above which houses would be drawn in the wrong place. */
const LARGE_RESIDUAL = 5;

/** What `count` points allow at best. */
export function scanMethodFor(count: number): ScanMethod | null {
  if (count < 2) return null;
  return count === 2 ? 'similarity' : count === 3 ? 'affine' : 'projective';
}

/**
 * Fits a scan of `size` pixels. Throws ControlPointError: too few points for the method, numbers that are none, points in one
 * place or on one line, and 'control-folded' where the fit would turn a part of the scan inside out.
 */
export function fitScan(
  points: readonly ScanPoint[],
  size: { width: number; height: number },
  method: ScanMethod | null = scanMethodFor(points.length),
): ScanFit {
  checkPoints(points, method);
  const used = method as ScanMethod;
  const lng0 = mean(points.map(({ lng }) => lng));
  const lat0 = mean(points.map(({ lat }) => lat));
  const from = points.map(({ x, y }) => ({ x, y: -y }));
  const to = points.map((point) => planeOf(point.lng, point.lat, lng0, lat0));
  if (!to.every(({ x, y }) => Math.hypot(x, y) < FARTHEST))
    throw new ControlPointError('control-not-finite', 'a control point is too far from the others');
  if (spanOf(from) < LEAST_SPAN_PIXELS || spanOf(to) < LEAST_SPAN_METRES)
    throw new ControlPointError('control-coincide', 'the control points are in one place');
  const toPlane = matrixOf(used, from, to);
  if (!toPlane.every(Number.isFinite))
    throw new ControlPointError('control-collinear', 'the control points do not span the plane');
  refuseFolded(toPlane, from, size);
  const residuals = from.map(({ x, y }, i) => {
    const at = homographyAt(toPlane, x, y);
    return Math.hypot(at.x - to[i].x, at.y - to[i].y);
  });
  const checked = points.length > SCAN_POINTS_NEEDED[used];
  const rms = checked ? Math.sqrt(mean(residuals.map((each) => each * each))) : 0;
  const area = areaScale(toPlane, { x: mean(from.map(({ x }) => x)), y: mean(from.map(({ y }) => y)) });
  const warnings: ScanFitWarning[] = [];
  if (!checked) warnings.push('no-check');
  if (area < 0) warnings.push('mirrored');
  if (points.length > 2 && Math.min(roundness(from), roundness(to)) < 0.05) warnings.push('collinear');
  if (spanOf(from) < Math.hypot(size.width, size.height) / 3) warnings.push('close');
  if (rms > LARGE_RESIDUAL) warnings.push('residuals');
  return { method: used, toPlane, lng0, lat0, residuals, rms, scale: Math.sqrt(Math.abs(area)), warnings };
}

/** Degrees of a pixel of the scan. */
export function scanToMap(fit: ScanFit, x: number, y: number): [number, number] {
  const at = homographyAt(fit.toPlane, x, -y);
  return degreesOf(at, fit.lng0, fit.lat0);
}

/** Pixel of the scan at a place in degrees; outside the scan where the place is. */
export function mapToScan(fit: ScanFit, lng: number, lat: number): Place {
  const { x, y } = planeOf(lng, lat, fit.lng0, fit.lat0);
  const at = homographyAt(invertHomography(fit.toPlane), x, y);
  return { x: at.x, y: -at.y };
}

/** Degrees of the corners: upper left, upper right, lower right, lower left. */
export function scanCorners(
  fit: ScanFit,
  { width, height }: { width: number; height: number },
): [[number, number], [number, number], [number, number], [number, number]] {
  return [
    scanToMap(fit, 0, 0),
    scanToMap(fit, width, 0),
    scanToMap(fit, width, height),
    scanToMap(fit, 0, height),
  ];
}

/** Metres east and north of the middle, on Web Mercator scaled to be true there. */
export function planeOf(lng: number, lat: number, lng0: number, lat0: number): Place {
  const scale = EARTH * Math.cos(lat0 * RADIANS);
  const north = (degrees: number) => Math.log(Math.tan(Math.PI / 4 + (degrees * RADIANS) / 2));
  return { x: scale * (lng - lng0) * RADIANS, y: scale * (north(lat) - north(lat0)) };
}

/** The way back from `planeOf`, degrees. */
export function degreesOf({ x, y }: Place, lng0: number, lat0: number): [number, number] {
  const scale = EARTH * Math.cos(lat0 * RADIANS);
  const north = Math.log(Math.tan(Math.PI / 4 + (lat0 * RADIANS) / 2)) + y / scale;
  return [lng0 + x / scale / RADIANS, (2 * Math.atan(Math.exp(north)) - Math.PI / 2) / RADIANS];
}

function checkPoints(points: readonly ScanPoint[], method: ScanMethod | null): void {
  if (!method || points.length < SCAN_POINTS_NEEDED[method] || points.length > MOST_POINTS)
    throw new ControlPointError('control-too-few', `${points.length} points for ${method}`);
  for (const { x, y, lng, lat } of points) {
    const ok = [x, y, lng, lat].every(Number.isFinite) && Math.abs(lng) <= 180 && Math.abs(lat) <= 85;
    if (!ok) throw new ControlPointError('control-not-finite', 'a control point has no usable coordinates');
  }
}

function matrixOf(method: ScanMethod, from: Place[], to: Place[]): Homography {
  if (method === 'projective') return fitHomography(from, to);
  const fitted = method === 'affine' ? fitAffine(from, to) : fitSimilarity(from, to);
  return [...fitted, 0, 0, 1] as Homography;
}

/** Behind the horizon of a projection the picture comes out at the other side of the world. */
function refuseFolded(
  h: Homography,
  from: readonly Place[],
  { width, height }: { width: number; height: number },
): void {
  const corners = [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: -height },
    { x: 0, y: -height },
  ];
  const weight = ({ x, y }: Place) => h[6] * x + h[7] * y + h[8];
  const middle = weight({ x: mean(from.map(({ x }) => x)), y: mean(from.map(({ y }) => y)) });
  if (![...corners, ...from].every((place) => weight(place) / middle > 0.05))
    throw new ControlPointError('control-folded', 'the fit turns a part of the scan inside out');
}

/** Determinant of the derivative at a place: square metres per square pixel, negative where mirrored. */
function areaScale(h: Homography, at: Place): number {
  const origin = homographyAt(h, at.x, at.y);
  const east = homographyAt(h, at.x + 0.5, at.y);
  const north = homographyAt(h, at.x, at.y + 0.5);
  return 4 * ((east.x - origin.x) * (north.y - origin.y) - (east.y - origin.y) * (north.x - origin.x));
}

/** Longest distance between two of the points. */
function spanOf(points: readonly Place[]): number {
  let longest = 0;
  for (const a of points)
    for (const b of points) longest = Math.max(longest, Math.hypot(a.x - b.x, a.y - b.y));
  return longest;
}
