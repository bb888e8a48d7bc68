/**
 * The drawing plane of a sample: metres east and north of an origin, and the way from there to 1e-7 degrees. Rings are
 * flat number arrays (x, y, x, y ...), not closed. Only + - * / and square roots are used, which IEEE 754 fixes to the
 * last bit, so every machine draws the same town; sine and cosine come from a polynomial of our own.
 */
import { DEGREE } from '../columns/column.ts';

export type Ring = number[];

/** Metres per degree of latitude and of longitude at the equator (WGS84, mean). */
const METRES_LAT = 111_132;
const METRES_LNG = 111_320;

export interface Origin {
  lng: number;
  lat: number;
}

export interface Projection {
  /** Metres to whole 1e-7 degrees. */
  lng(x: number): number;
  lat(y: number): number;
}

export function createProjection(origin: Origin): Projection {
  const shrink = cosine(origin.lat / 360);
  return {
    lng: (x) => Math.round((origin.lng + x / (METRES_LNG * shrink)) * DEGREE),
    lat: (y) => Math.round((origin.lat + y / METRES_LAT) * DEGREE),
  };
}

/** Sine of a share of a full turn; Taylor series on a quarter turn, error below 1e-9. */
export function sine(turn: number): number {
  let t = turn - Math.floor(turn);
  let sign = 1;
  if (t >= 0.5) {
    t -= 0.5;
    sign = -1;
  }
  if (t > 0.25) t = 0.5 - t;
  const a = t * 6.283185307179586;
  const s = a * a;
  return sign * a * (1 - (s / 6) * (1 - (s / 20) * (1 - (s / 42) * (1 - (s / 72) * (1 - s / 110)))));
}

export function cosine(turn: number): number {
  return sine(turn + 0.25);
}

/** Twice the signed area is positive for counter-clockwise rings; this is the area in square metres. */
export function areaOf(ring: Ring): number {
  let sum = 0;
  for (let i = 0, n = ring.length; i < n; i += 2) {
    const j = (i + 2) % n;
    sum += ring[i] * ring[j + 1] - ring[j] * ring[i + 1];
  }
  return sum / 2;
}

/** Even-odd rule. */
export function inside(ring: Ring, x: number, y: number): boolean {
  let odd = false;
  for (let i = 0, n = ring.length, j = n - 2; i < n; j = i, i += 2) {
    const yi = ring[i + 1];
    const yj = ring[j + 1];
    if (yi > y !== yj > y && x < ((ring[j] - ring[i]) * (y - yi)) / (yj - yi) + ring[i]) odd = !odd;
  }
  return odd;
}

function turns(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
}

/** Whether any edges of two rings cross. */
function ringsCross(a: Ring, b: Ring): boolean {
  for (let i = 0; i < a.length; i += 2) {
    const k = (i + 2) % a.length;
    for (let j = 0; j < b.length; j += 2) {
      const l = (j + 2) % b.length;
      const d1 = turns(a[i], a[i + 1], a[k], a[k + 1], b[j], b[j + 1]);
      const d2 = turns(a[i], a[i + 1], a[k], a[k + 1], b[l], b[l + 1]);
      const d3 = turns(b[j], b[j + 1], b[l], b[l + 1], a[i], a[i + 1]);
      const d4 = turns(b[j], b[j + 1], b[l], b[l + 1], a[k], a[k + 1]);
      if (d1 > 0 !== d2 > 0 && d3 > 0 !== d4 > 0) return true;
    }
  }
  return false;
}

/** Whether `ring` lies inside `container`. */
export function contains(container: Ring, ring: Ring): boolean {
  for (let i = 0; i < ring.length; i += 2) if (!inside(container, ring[i], ring[i + 1])) return false;
  return !ringsCross(container, ring);
}

/**
 * The ring moved inwards; edge i (vertex i to i + 1) by offsets[i] metres. Counter-clockwise in and out; undefined when
 * nothing usable is left.
 */
export function insetRing(ring: Ring, offsets: number[]): Ring | undefined {
  const { points, widths } = withoutFlatVertices(ring, offsets);
  const n = widths.length;
  if (n < 3) return undefined;
  const out: Ring = [];
  for (let i = 0; i < n; i++) {
    const h = (i + n - 1) % n;
    const k = (i + 1) % n;
    const x = points[2 * i];
    const y = points[2 * i + 1];
    const before = unit(x - points[2 * h], y - points[2 * h + 1]);
    const after = unit(points[2 * k] - x, points[2 * k + 1] - y);
    const cross = before[0] * after[1] - before[1] * after[0];
    const d = widths[h];
    const e = widths[i];
    if (cross < 0.08 && cross > -0.08) {
      out.push(x - before[1] * d, y + before[0] * d);
      if (d !== e) out.push(x - after[1] * e, y + after[0] * e);
      continue;
    }
    // Where the two moved edges meet: the normals' offsets solved for both.
    let mx = (d * after[0] - e * before[0]) / cross;
    let my = (d * after[1] - e * before[1]) / cross;
    const length = Math.sqrt(mx * mx + my * my);
    const most = 2.6 * Math.max(d, e);
    if (length > most) {
      mx *= most / length;
      my *= most / length;
    }
    out.push(x + mx, y + my);
  }
  for (let i = 0; i < out.length; i += 2) if (!inside(ring, out[i], out[i + 1])) return undefined;
  return areaOf(out) > 20 && !crossesItself(out) ? out : undefined;
}

function unit(x: number, y: number): [number, number] {
  const length = Math.sqrt(x * x + y * y) || 1;
  return [x / length, y / length];
}

function crossesItself(ring: Ring): boolean {
  const n = ring.length;
  for (let i = 0; i < n; i += 2) {
    const k = (i + 2) % n;
    for (let j = i + 4; j < n; j += 2) {
      const l = (j + 2) % n;
      if (l === i) continue;
      if (
        turns(ring[i], ring[i + 1], ring[k], ring[k + 1], ring[j], ring[j + 1]) > 0 !==
          turns(ring[i], ring[i + 1], ring[k], ring[k + 1], ring[l], ring[l + 1]) > 0 &&
        turns(ring[j], ring[j + 1], ring[l], ring[l + 1], ring[i], ring[i + 1]) > 0 !==
          turns(ring[j], ring[j + 1], ring[l], ring[l + 1], ring[k], ring[k + 1]) > 0
      )
        return true;
    }
  }
  return false;
}

function withoutFlatVertices(ring: Ring, offsets: number[]): { points: Ring; widths: number[] } {
  const points: Ring = [];
  const widths: number[] = [];
  const n = offsets.length;
  for (let i = 0; i < n; i++) {
    const h = (i + n - 1) % n;
    const k = (i + 1) % n;
    const before = unit(ring[2 * i] - ring[2 * h], ring[2 * i + 1] - ring[2 * h + 1]);
    const after = unit(ring[2 * k] - ring[2 * i], ring[2 * k + 1] - ring[2 * i + 1]);
    const cross = before[0] * after[1] - before[1] * after[0];
    if (offsets[h] === offsets[i] && cross < 0.01 && cross > -0.01) continue;
    points.push(ring[2 * i], ring[2 * i + 1]);
    widths.push(offsets[i]);
  }
  return { points, widths };
}

/** A point of the unit square laid onto a convex quadrilateral (corners counter-clockwise from 0,0). */
export function onQuad(quad: Ring, u: number, v: number): [number, number] {
  const a = (1 - u) * (1 - v);
  const b = u * (1 - v);
  const c = u * v;
  const d = (1 - u) * v;
  return [
    a * quad[0] + b * quad[2] + c * quad[4] + d * quad[6],
    a * quad[1] + b * quad[3] + c * quad[5] + d * quad[7],
  ];
}

/** The closed ring with `parts` points for each of its edges, on a curve through all of them (Catmull-Rom). */
export function smoothed(ring: Ring, parts: number): Ring {
  const n = ring.length;
  const out: Ring = [];
  for (let i = 0; i < n; i += 2) {
    for (let k = 0; k < parts; k++) {
      const t = k / parts;
      for (const axis of [0, 1]) {
        const p0 = ring[((i + n - 2) % n) + axis];
        const p1 = ring[i + axis];
        const p2 = ring[((i + 2) % n) + axis];
        const p3 = ring[((i + 4) % n) + axis];
        const bend = 2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0);
        out.push(p1 + 0.5 * t * (p2 - p0 + t * bend));
      }
    }
  }
  return out;
}

/** A wobbling closed outline about a centre: ponds, groves, lakes. `roundness` 0 .. 1: 1 is an ellipse. */
export function organicRing(
  centre: [number, number],
  radii: [number, number],
  phases: [number, number, number],
  roundness: number,
  steps: number,
): Ring {
  const ring: Ring = [];
  const wobble = (1 - roundness) * 0.3;
  for (let i = 0; i < steps; i++) {
    const t = i / steps;
    const r =
      1 -
      wobble +
      wobble *
        (0.55 * sine(2 * t + phases[0]) + 0.3 * sine(3 * t + phases[1]) + 0.15 * sine(5 * t + phases[2]));
    ring.push(centre[0] + radii[0] * r * cosine(t), centre[1] + radii[1] * r * sine(t));
  }
  return ring;
}
