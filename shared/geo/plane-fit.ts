/**
 * Least squares of plane transformations over pairs of points: four parameters (similarity) and six (affine), as in the surveying
 * textbooks. Owns the algebra and what cannot be fitted; what the planes mean is local-grid.ts and scan-fit.ts.
 */

/** x' = a·x + b·y + c, y' = d·x + e·y + f, as [a, b, c, d, e, f]. */
export type AffineMatrix = [number, number, number, number, number, number];

/** Control points from which nothing can be fitted; message `error.<code>`. */
export class ControlPointError extends Error {
  readonly code:
    | 'control-too-few'
    | 'control-not-finite'
    | 'control-coincide'
    | 'control-collinear'
    | 'control-folded';

  constructor(code: ControlPointError['code'], message: string) {
    super(message);
    this.name = 'ControlPointError';
    this.code = code;
  }
}

/** A place on a plane, both in the same unit. */
export interface Place {
  x: number;
  y: number;
}

export function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function centred(points: Place[]): { middle: Place; points: Place[] } {
  const middle = { x: mean(points.map(({ x }) => x)), y: mean(points.map(({ y }) => y)) };
  return { middle, points: points.map(({ x, y }) => ({ x: x - middle.x, y: y - middle.y })) };
}

/** Sums of products about the middle. */
export function moments(points: Place[]): { xx: number; yy: number; xy: number } {
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
export function roundness(points: Place[]): number {
  const { xx, yy, xy } = moments(centred(points).points);
  const half = (xx + yy) / 2;
  const root = Math.sqrt(((xx - yy) / 2) ** 2 + xy * xy);
  return half + root === 0 ? 0 : Math.sqrt(Math.max(0, half - root) / (half + root));
}

function withOffset(a: number, b: number, d: number, e: number, from: Place, to: Place): AffineMatrix {
  return [a, b, to.x - a * from.x - b * from.y, d, e, to.y - d * from.x - e * from.y];
}

export function fitSimilarity(from: Place[], to: Place[]): AffineMatrix {
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

export function fitAffine(from: Place[], to: Place[]): AffineMatrix {
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
