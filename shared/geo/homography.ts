/**
 * Projective transformations of the plane: fit, application, inverse. Owns the algebra only. The fit is the direct linear transformation
 * over normalised points (Hartley and Zisserman, Multiple View Geometry, 4.4), then Gauss-Newton on the distances in the target plane.
 */
import { ControlPointError, mean, type Place } from './plane-fit.ts';

/** Row by row: x' = (h0·x + h1·y + h2) / w, y' = (h3·x + h4·y + h5) / w, w = h6·x + h7·y + h8. */
export type Homography = [number, number, number, number, number, number, number, number, number];

/** Steps of Gauss-Newton; from the linear solution it settles in three or four. */
const STEPS = 12;
/** Determinant over normalised points below which they do not span the plane. */
const DEGENERATE = 1e-7;

export function homographyAt(h: Homography, x: number, y: number): Place {
  const w = h[6] * x + h[7] * y + h[8];
  return { x: (h[0] * x + h[1] * y + h[2]) / w, y: (h[3] * x + h[4] * y + h[5]) / w };
}

export function multiplyHomographies(a: Homography, b: Homography): Homography {
  const out = new Array<number>(9).fill(0);
  for (let row = 0; row < 3; row++)
    for (let column = 0; column < 3; column++)
      for (let k = 0; k < 3; k++) out[3 * row + column] += a[3 * row + k] * b[3 * k + column];
  return out as Homography;
}

/** The way back; entries are NaN where there is none. */
export function invertHomography([a, b, c, d, e, f, g, h, i]: Homography): Homography {
  const det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const inverse = [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ];
  return inverse.map((value) => value / det) as Homography;
}

/**
 * Least squares over four or more pairs. Throws ControlPointError 'control-coincide' for points in one place, 'control-collinear'
 * where three of four lie on one line or the points do not decide.
 */
export function fitHomography(from: readonly Place[], to: readonly Place[]): Homography {
  const source = normalised(from);
  const target = normalised(to);
  let h = solveLinear(source.points, target.points);
  if (from.length > 4) h = refined(h, source.points, target.points);
  const [a, b, c, d, e, f, g, i] = h;
  const det = a * (e - f * i) - b * (d - f * g) + c * (d * i - e * g);
  if (!(Math.abs(det) > DEGENERATE))
    throw new ControlPointError('control-collinear', 'three of the control points lie on one line');
  return multiplyHomographies(target.back, multiplyHomographies(h, source.there));
}

/** Middle at 0, mean distance from it √2; `there` leads to it, `back` away. */
function normalised(points: readonly Place[]): { points: Place[]; there: Homography; back: Homography } {
  const x = mean(points.map((point) => point.x));
  const y = mean(points.map((point) => point.y));
  const distance = mean(points.map((point) => Math.hypot(point.x - x, point.y - y)));
  if (!(distance > 1e-6))
    throw new ControlPointError('control-coincide', 'the control points are in one place');
  const s = Math.SQRT2 / distance;
  return {
    points: points.map((point) => ({ x: (point.x - x) * s, y: (point.y - y) * s })),
    there: [s, 0, -x * s, 0, s, -y * s, 0, 0, 1],
    back: [1 / s, 0, x, 0, 1 / s, y, 0, 0, 1],
  };
}

/** With the last entry at 1, which is the weight in the middle of the points: never 0 where all of them are in sight. */
function solveLinear(from: readonly Place[], to: readonly Place[]): Homography {
  const rows: number[][] = [];
  from.forEach(({ x, y }, i) => {
    const { x: u, y: v } = to[i];
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y, u], [0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  });
  return [...leastSquares(rows), 1] as Homography;
}

function refined(start: Homography, from: readonly Place[], to: readonly Place[]): Homography {
  let h = start;
  let error = errorOf(h, from, to);
  for (let step = 0; step < STEPS; step++) {
    const rows: number[][] = [];
    from.forEach(({ x, y }, i) => {
      const w = h[6] * x + h[7] * y + 1;
      const at = homographyAt(h, x, y);
      const [du, dv] = [to[i].x - at.x, to[i].y - at.y];
      rows.push(
        [x / w, y / w, 1 / w, 0, 0, 0, (-at.x * x) / w, (-at.x * y) / w, du],
        [0, 0, 0, x / w, y / w, 1 / w, (-at.y * x) / w, (-at.y * y) / w, dv],
      );
    });
    const change = leastSquares(rows);
    const next = h.map((value, i) => value + (change[i] ?? 0)) as Homography;
    const after = errorOf(next, from, to);
    // Contradicting points may lead a step astray: what was reached stays.
    if (!(after < error)) break;
    const settled = error - after < 1e-16;
    h = next;
    error = after;
    if (settled) break;
  }
  return h;
}

function errorOf(h: Homography, from: readonly Place[], to: readonly Place[]): number {
  return from.reduce((sum, { x, y }, i) => {
    const at = homographyAt(h, x, y);
    return sum + (at.x - to[i].x) ** 2 + (at.y - to[i].y) ** 2;
  }, 0);
}

/** Rows of eight coefficients and a right side; by the normal equations, elimination with pivots. */
function leastSquares(rows: readonly number[][]): number[] {
  const n = 8;
  const m = Array.from({ length: n }, () => new Array<number>(n + 1).fill(0));
  for (const row of rows) for (let i = 0; i < n; i++) for (let j = 0; j <= n; j++) m[i][j] += row[i] * row[j];
  for (let column = 0; column < n; column++) {
    let pivot = column;
    for (let row = column + 1; row < n; row++)
      if (Math.abs(m[row][column]) > Math.abs(m[pivot][column])) pivot = row;
    if (!(Math.abs(m[pivot][column]) > 1e-11))
      throw new ControlPointError('control-collinear', 'the control points do not span the plane');
    [m[column], m[pivot]] = [m[pivot], m[column]];
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = m[row][column] / m[column][column];
      for (let j = column; j <= n; j++) m[row][j] -= factor * m[column][j];
    }
  }
  return m.map((row, i) => row[n] / row[i]);
}
