/**
 * The Delaunay triangulation of places, for borders by nearness. Places are put in one by one along a Z-curve, each into the
 * triangle it lies in, and edges are flipped until no circle holds a place (Lawson 1977). Orientation is exact; circles are told
 * in doubles, which moves a border by less than the lattice. A frame far outside stands for infinity. Owns triangles only.
 */
import { orientation } from '../geo/points-in-polygon.ts';
import { BATCH, type Steps } from './work-steps.ts';

export interface Triangulation {
  /** Places and the four of the frame, which come last. */
  x: Float64Array;
  y: Float64Array;
  /** Start of each half-edge: triangle t has the half-edges 3t, 3t + 1, 3t + 2, turning left. */
  start: Int32Array;
  /** The half-edge of the neighbour, -1 at the frame. */
  twin: Int32Array;
  triangles: number;
}

const next = (h: number): number => (h % 3 === 2 ? h - 2 : h + 1);

/** Whole millimetres in; a place given twice is used once. */
export function* triangulate(px: ArrayLike<number>, py: ArrayLike<number>): Steps<Triangulation> {
  const build = new Builder(px, py);
  let last = '';
  const places = alongCurve(px, py);
  for (let i = 0; i < places.length; i++) {
    if (i % BATCH === 0) yield i / places.length;
    const place = places[i];
    const key = `${px[place]},${py[place]}`;
    if (key !== last) build.insert(place);
    last = key;
  }
  return build;
}

/** Frame sides are this many times as far as the places reach. */
const FAR = 4;

class Builder implements Triangulation {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly start: Int32Array;
  readonly twin: Int32Array;
  triangles = 2;
  private hint = 0;
  private readonly stack: number[] = [];

  constructor(px: ArrayLike<number>, py: ArrayLike<number>) {
    const count = px.length;
    this.x = new Float64Array(count + 4);
    this.y = new Float64Array(count + 4);
    this.x.set(px);
    this.y.set(py);
    let [west, south, east, north] = [0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      west = i === 0 ? px[i] : Math.min(west, px[i]);
      east = i === 0 ? px[i] : Math.max(east, px[i]);
      south = i === 0 ? py[i] : Math.min(south, py[i]);
      north = i === 0 ? py[i] : Math.max(north, py[i]);
    }
    const reach = FAR * Math.max(east - west, north - south, 1_000_000);
    this.x.set([west - reach, east + reach, east + reach, west - reach], count);
    this.y.set([south - reach, south - reach, north + reach, north + reach], count);
    this.start = new Int32Array(3 * (2 * count + 2));
    this.twin = new Int32Array(3 * (2 * count + 2)).fill(-1);
    this.start.set([count, count + 1, count + 2, count, count + 2, count + 3]);
    this.twin[2] = 3;
    this.twin[3] = 2;
  }

  insert(p: number): void {
    const t = this.locate(p);
    const { start, twin } = this;
    const [a, b, c] = [start[3 * t], start[3 * t + 1], start[3 * t + 2]];
    const [ab, bc, ca] = [twin[3 * t], twin[3 * t + 1], twin[3 * t + 2]];
    const u = this.triangles++;
    const v = this.triangles++;
    this.triangle(t, a, b, p, ab, 3 * u + 2, 3 * v + 1);
    this.triangle(u, b, c, p, bc, 3 * v + 2, 3 * t + 1);
    this.triangle(v, c, a, p, ca, 3 * t + 2, 3 * u + 1);
    this.stack.push(3 * t, 3 * u, 3 * v);
    for (let h = this.stack.pop(); h !== undefined; h = this.stack.pop()) this.legalise(h);
    this.hint = t;
  }

  private triangle(t: number, a: number, b: number, c: number, ab: number, bc: number, ca: number): void {
    const h = 3 * t;
    this.start[h] = a;
    this.start[h + 1] = b;
    this.start[h + 2] = c;
    this.link(h, ab);
    this.link(h + 1, bc);
    this.link(h + 2, ca);
  }

  private link(h: number, other: number): void {
    this.twin[h] = other;
    if (other >= 0) this.twin[other] = h;
  }

  /** A triangle that holds the place, on its border or not. */
  private locate(p: number): number {
    let t = this.hint;
    for (;;) {
      let out = -1;
      for (let h = 3 * t; h < 3 * t + 3 && out < 0; h++)
        if (this.turn(this.start[h], this.start[next(h)], p) < 0) out = this.twin[h];
      if (out < 0) return t;
      t = Math.floor(out / 3);
    }
  }

  private turn(a: number, b: number, c: number): number {
    const { x, y } = this;
    return orientation(x[a], y[a], x[b], y[b], x[c], y[c]);
  }

  /** Half-edge a -> b of a triangle whose third corner is the new place. */
  private legalise(h: number): void {
    const g = this.twin[h];
    if (g < 0) return;
    const [a, b] = [this.start[h], this.start[g]];
    const p = this.start[next(next(h))];
    const d = this.start[next(next(g))];
    // A place on the edge makes a triangle without area: its edge must go.
    if (this.turn(a, b, p) !== 0 && !this.circleHolds(a, b, p, d)) return;
    if (this.turn(p, a, d) <= 0 || this.turn(p, d, b) <= 0) return;
    const [t, u] = [Math.floor(h / 3), Math.floor(g / 3)];
    const [bp, pa] = [this.twin[next(h)], this.twin[next(next(h))]];
    const [ad, db] = [this.twin[next(g)], this.twin[next(next(g))]];
    this.triangle(t, a, d, p, ad, 3 * u + 2, pa);
    this.triangle(u, d, b, p, db, bp, 3 * t + 1);
    this.stack.push(3 * t, 3 * u);
  }

  /** Whether the circle through a, b, c holds d. */
  private circleHolds(a: number, b: number, c: number, d: number): boolean {
    const { x, y } = this;
    const [ax, ay] = [x[a] - x[d], y[a] - y[d]];
    const [bx, by] = [x[b] - x[d], y[b] - y[d]];
    const [cx, cy] = [x[c] - x[d], y[c] - y[d]];
    const [al, bl, cl] = [ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy];
    const det = al * (bx * cy - cx * by) - bl * (ax * cy - cx * ay) + cl * (ax * by - bx * ay);
    const size =
      al * (Math.abs(bx * cy) + Math.abs(cx * by)) +
      bl * (Math.abs(ax * cy) + Math.abs(cx * ay)) +
      cl * (Math.abs(ax * by) + Math.abs(bx * ay));
    // On one circle but for rounding: left as it is, or two edges would take turns for ever.
    return det > 1e-14 * size;
  }
}

/** Where the circle round a triangle has its middle, and its radius. */
export function circumcircle({ x, y, start }: Triangulation, t: number): [number, number, number] {
  const [a, b, c] = [start[3 * t], start[3 * t + 1], start[3 * t + 2]];
  const [bx, by] = [x[b] - x[a], y[b] - y[a]];
  const [cx, cy] = [x[c] - x[a], y[c] - y[a]];
  const twice = 2 * (bx * cy - by * cx);
  const [bl, cl] = [bx * bx + by * by, cx * cx + cy * cy];
  const ux = (cy * bl - by * cl) / twice;
  const uy = (bx * cl - cx * bl) / twice;
  return [x[a] + ux, y[a] + uy, Math.hypot(ux, uy)];
}

/** Places in the order of a Z-curve: each is near the one before, so finding its triangle takes few steps. */
function alongCurve(px: ArrayLike<number>, py: ArrayLike<number>): number[] {
  const low = (values: ArrayLike<number>) => {
    let least = Infinity;
    for (let i = 0; i < values.length; i++) least = Math.min(least, values[i]);
    return least;
  };
  const [west, south] = [low(px), low(py)];
  const codes = new Float64Array(px.length);
  // In steps of 2 m: 16 bits each way are 131 km.
  for (let i = 0; i < px.length; i++)
    codes[i] = spread((px[i] - west) / 2048) + 2 * spread((py[i] - south) / 2048);
  return Array.from(px, (_, i) => i).sort(
    (a, b) => codes[a] - codes[b] || px[a] - px[b] || py[a] - py[b] || a - b,
  );
}

/** Bits moved apart. */
function spread(value: number): number {
  let v = Math.floor(value) & 0xffff;
  v = (v | (v << 8)) & 0x00ff00ff;
  v = (v | (v << 4)) & 0x0f0f0f0f;
  v = (v | (v << 2)) & 0x33333333;
  v = (v | (v << 1)) & 0x55555555;
  return v;
}
