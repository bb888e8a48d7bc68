/**
 * A turned frame for laying rows of buildings in a plot: x along the rows, y across them. Owns the frame and the search for
 * free stretches; metres.
 */
import { contains, inside, type Ring } from './plane.ts';

export interface Frame {
  /** The plot in the frame. */
  plot: Ring;
  low: [number, number];
  high: [number, number];
  /** From the frame back to the plane. */
  back(x: number, y: number): [number, number];
  ring(local: Ring): Ring;
  /** The widest stretch of x that is inside the plot for every y from y0 to y1; undefined when there is none. */
  stretch(y0: number, y1: number): [number, number] | undefined;
  fits(local: Ring): boolean;
}

/** A frame along direction (ux, uy), a unit vector. */
export function createFrame(plot: Ring, ux: number, uy: number): Frame {
  const turned: Ring = [];
  const low: [number, number] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  const high: [number, number] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < plot.length; i += 2) {
    const x = plot[i] * ux + plot[i + 1] * uy;
    const y = plot[i + 1] * ux - plot[i] * uy;
    turned.push(x, y);
    low[0] = Math.min(low[0], x);
    low[1] = Math.min(low[1], y);
    high[0] = Math.max(high[0], x);
    high[1] = Math.max(high[1], y);
  }
  const back = (x: number, y: number): [number, number] => [x * ux - y * uy, x * uy + y * ux];
  return {
    plot: turned,
    low,
    high,
    back,
    ring: (local) => {
      const out: Ring = [];
      for (let i = 0; i < local.length; i += 2) out.push(...back(local[i], local[i + 1]));
      return out;
    },
    stretch: (y0, y1) => {
      let from = Number.NEGATIVE_INFINITY;
      let to = Number.POSITIVE_INFINITY;
      for (const y of [y0, (y0 + y1) / 2, y1]) {
        const span = widest(turned, y);
        if (!span) return undefined;
        from = Math.max(from, span[0]);
        to = Math.min(to, span[1]);
      }
      return to - from > 4 ? [from, to] : undefined;
    },
    fits: (local) => contains(turned, local),
  };
}

function widest(ring: Ring, y: number): [number, number] | undefined {
  const hits: number[] = [];
  for (let i = 0, n = ring.length, j = n - 2; i < n; j = i, i += 2) {
    if (ring[i + 1] > y !== ring[j + 1] > y) {
      hits.push(ring[i] + ((ring[j] - ring[i]) * (y - ring[i + 1])) / (ring[j + 1] - ring[i + 1]));
    }
  }
  hits.sort((a, b) => a - b);
  let best: [number, number] | undefined;
  for (let i = 0; i + 1 < hits.length; i += 2) {
    if (!best || hits[i + 1] - hits[i] > best[1] - best[0]) best = [hits[i], hits[i + 1]];
  }
  return best;
}

/** The direction of the plot's longest side that runs roughly east-west (within about 24 degrees), else due east. */
export function southFacing(plot: Ring): [number, number] {
  let best: [number, number] = [1, 0];
  let longest = 0;
  for (let i = 0; i < plot.length; i += 2) {
    const k = (i + 2) % plot.length;
    const dx = plot[k] - plot[i];
    const dy = plot[k + 1] - plot[i + 1];
    const length = Math.sqrt(dx * dx + dy * dy);
    if (Math.abs(dy) > 0.44 * Math.abs(dx) || length <= longest) continue;
    longest = length;
    const sign = dx < 0 ? -1 : 1;
    best = [(sign * dx) / length, (sign * dy) / length];
  }
  return best;
}

/** The direction of the plot's longest side. */
export function alongSide(plot: Ring): [number, number] {
  let best: [number, number] = [1, 0];
  let longest = 0;
  for (let i = 0; i < plot.length; i += 2) {
    const k = (i + 2) % plot.length;
    const dx = plot[k] - plot[i];
    const dy = plot[k + 1] - plot[i + 1];
    const length = Math.sqrt(dx * dx + dy * dy);
    if (length > longest) {
      longest = length;
      best = [dx / length, dy / length];
    }
  }
  return best;
}

/** Four corners of a plot, counter-clockwise from the south-west, drawn in until they hold together inside it. */
export function quadOf(plot: Ring): Ring | undefined {
  const n = plot.length / 2;
  const sharp: { at: number; turn: number }[] = [];
  for (let i = 0; i < n; i++) {
    const h = (i + n - 1) % n;
    const k = (i + 1) % n;
    const ax = plot[2 * i] - plot[2 * h];
    const ay = plot[2 * i + 1] - plot[2 * h + 1];
    const bx = plot[2 * k] - plot[2 * i];
    const by = plot[2 * k + 1] - plot[2 * i + 1];
    const size = Math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by)) || 1;
    const cross = (ax * by - ay * bx) / size;
    sharp.push({ at: i, turn: ax * bx + ay * by < 0 && cross > 0 ? 2 - cross : cross });
  }
  if (n < 4) return undefined;
  const corners = sharp
    .sort((a, b) => b.turn - a.turn || a.at - b.at)
    .slice(0, 4)
    .map((c) => c.at)
    .sort((a, b) => a - b);
  let first = 0;
  for (let i = 1; i < 4; i++) {
    const sum = plot[2 * corners[i]] + plot[2 * corners[i] + 1];
    if (sum < plot[2 * corners[first]] + plot[2 * corners[first] + 1]) first = i;
  }
  let quad: Ring = [];
  for (let i = 0; i < 4; i++) {
    const c = corners[(first + i) % 4];
    quad.push(plot[2 * c], plot[2 * c + 1]);
  }
  const cx = (quad[0] + quad[2] + quad[4] + quad[6]) / 4;
  const cy = (quad[1] + quad[3] + quad[5] + quad[7]) / 4;
  for (let tries = 0; tries < 14; tries++) {
    quad = quad.map((value, i) => {
      const centre = i % 2 === 0 ? cx : cy;
      return centre + (value - centre) * (tries === 0 ? 0.998 : 0.98);
    });
    if (convex(quad) && contains(plot, quad)) return quad;
  }
  return undefined;
}

function convex(quad: Ring): boolean {
  for (let i = 0; i < 8; i += 2) {
    const j = (i + 2) % 8;
    const k = (i + 4) % 8;
    const cross =
      (quad[j] - quad[i]) * (quad[k + 1] - quad[j + 1]) - (quad[j + 1] - quad[i + 1]) * (quad[k] - quad[j]);
    if (cross <= 0) return false;
  }
  return true;
}

/** Mean length of the sides along u (south, north) and along v (east, west). */
export function quadSize(quad: Ring): [number, number] {
  const side = (a: number, b: number): number => {
    const dx = quad[b] - quad[a];
    const dy = quad[b + 1] - quad[a + 1];
    return Math.sqrt(dx * dx + dy * dy);
  };
  return [(side(0, 2) + side(4, 6)) / 2, (side(2, 4) + side(6, 0)) / 2];
}

/** A point surely inside a footprint, for its label and its people: the middle, else near the first corner. */
export function insidePoint(ring: Ring, hole?: Ring): [number, number] {
  let x = 0;
  let y = 0;
  for (let i = 0; i < ring.length; i += 2) {
    x += ring[i];
    y += ring[i + 1];
  }
  const n = ring.length / 2;
  x /= n;
  y /= n;
  const good = (px: number, py: number): boolean => inside(ring, px, py) && !(hole && inside(hole, px, py));
  if (good(x, y)) return [x, y];
  // Midpoints of the diagonals from each corner to the second next; then a small step in from each corner.
  for (const share of [0.5, 0.3, 0.15, 0.06]) {
    for (let i = 0; i < ring.length; i += 2) {
      const k = (i + 4) % ring.length;
      const px = ring[i] + (ring[k] - ring[i]) * share;
      const py = ring[i + 1] + (ring[k + 1] - ring[i + 1]) * share;
      if (good(px, py)) return [px, py];
    }
  }
  return [x, y];
}
