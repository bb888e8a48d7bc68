/**
 * Cuts and thins the vertices of one tile: clipping to a square, simplification, areas. Works on flat lists
 * [x0, y0, x1, y1, ...] in tile units; knows nothing of tables or of the encoding.
 */

type Axis = 0 | 1;

/** Sutherland-Hodgman against one side: keeps what lies at `keepGreater ? >= : <=` the limit. */
function clipSide(ring: number[], axis: Axis, limit: number, keepGreater: boolean): number[] {
  const out: number[] = [];
  const count = ring.length / 2;
  if (count === 0) return out;
  const sign = keepGreater ? 1 : -1;
  let px = ring[2 * count - 2];
  let py = ring[2 * count - 1];
  let before = sign * ((axis === 0 ? px : py) - limit);
  for (let i = 0; i < count; i++) {
    const x = ring[2 * i];
    const y = ring[2 * i + 1];
    const now = sign * ((axis === 0 ? x : y) - limit);
    if (now >= 0 !== before >= 0) {
      const t = before / (before - now);
      if (axis === 0) out.push(limit, py + t * (y - py));
      else out.push(px + t * (x - px), limit);
    }
    if (now >= 0) out.push(x, y);
    px = x;
    py = y;
    before = now;
  }
  return out;
}

/** Clips a ring (first vertex not repeated) to min..max on both axes. Empty when nothing is left. */
export function clipRing(ring: number[], min: number, max: number): number[] {
  let out = clipSide(ring, 0, min, true);
  out = clipSide(out, 0, max, false);
  out = clipSide(out, 1, min, true);
  return clipSide(out, 1, max, false);
}

/** Liang-Barsky: the part of a segment within the square as parameters, or null. */
function clipSegment(
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  min: number,
  max: number,
): [number, number] | null {
  let from = 0;
  let to = 1;
  const dx = x1 - x0;
  const dy = y1 - y0;
  const sides: [number, number][] = [
    [-dx, x0 - min],
    [dx, max - x0],
    [-dy, y0 - min],
    [dy, max - y0],
  ];
  for (const [p, q] of sides) {
    if (p === 0) {
      if (q < 0) return null;
      continue;
    }
    const r = q / p;
    if (p < 0) from = Math.max(from, r);
    else to = Math.min(to, r);
    if (from > to) return null;
  }
  return [from, to];
}

/** Clips a line to the square: the pieces inside, in order. */
export function clipLine(line: number[], min: number, max: number): number[][] {
  const pieces: number[][] = [];
  let piece: number[] = [];
  const flush = () => {
    if (piece.length >= 4) pieces.push(piece);
    piece = [];
  };
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [x0, y0, x1, y1] = [line[i], line[i + 1], line[i + 2], line[i + 3]];
    const span = clipSegment(x0, y0, x1, y1, min, max);
    if (!span) {
      flush();
      continue;
    }
    const [from, to] = span;
    if (piece.length === 0 || from > 0) {
      flush();
      piece.push(x0 + from * (x1 - x0), y0 + from * (y1 - y0));
    }
    piece.push(x0 + to * (x1 - x0), y0 + to * (y1 - y0));
    if (to < 1) flush();
  }
  flush();
  return pieces;
}

/** Rounds to whole units and drops repeated vertices (also last = first when closed). */
export function roundVertices(list: ArrayLike<number>, closed: boolean): number[] {
  const out: number[] = [];
  for (let i = 0; i < list.length; i += 2) {
    const x = Math.round(list[i]);
    const y = Math.round(list[i + 1]);
    const n = out.length;
    if (n > 0 && out[n - 2] === x && out[n - 1] === y) continue;
    out.push(x, y);
  }
  const n = out.length;
  if (closed && n > 2 && out[0] === out[n - 2] && out[1] === out[n - 1]) out.length = n - 2;
  return out;
}

/** Twice the signed area in tile axes (y down): positive is clockwise on screen. */
export function doubleArea(ring: ArrayLike<number>): number {
  let sum = 0;
  const n = ring.length;
  let px = ring[n - 2];
  let py = ring[n - 1];
  for (let i = 0; i < n; i += 2) {
    sum += px * ring[i + 1] - ring[i] * py;
    px = ring[i];
    py = ring[i + 1];
  }
  return sum;
}

/** Turns the ring round in place when its area has the other sign. */
export function orient(ring: number[], clockwise: boolean): number[] {
  if (doubleArea(ring) > 0 === clockwise) return ring;
  for (let i = 0, j = ring.length - 2; i < j; i += 2, j -= 2) {
    [ring[i], ring[j]] = [ring[j], ring[i]];
    [ring[i + 1], ring[j + 1]] = [ring[j + 1], ring[i + 1]];
  }
  return ring;
}

function distanceSquared(list: ArrayLike<number>, i: number, a: number, b: number): number {
  const ax = list[2 * a];
  const ay = list[2 * a + 1];
  const dx = list[2 * b] - ax;
  const dy = list[2 * b + 1] - ay;
  const px = list[2 * i] - ax;
  const py = list[2 * i + 1] - ay;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / length));
  return (px - t * dx) ** 2 + (py - t * dy) ** 2;
}

/** Douglas-Peucker; end vertices stay. A closed ring is split at the vertex farthest from its first. */
export function simplify(list: ArrayLike<number>, tolerance: number, closed: boolean): number[] {
  const count = list.length / 2;
  if (count <= (closed ? 4 : 2)) return Array.from(list);
  const keep = new Uint8Array(count);
  const limit = tolerance * tolerance;
  const spans: [number, number][] = [[0, count - 1]];
  keep[0] = keep[count - 1] = 1;
  while (spans.length > 0) {
    const [a, b] = spans.pop() as [number, number];
    let worst = limit;
    let at = -1;
    for (let i = a + 1; i < b; i++) {
      const d = distanceSquared(list, i, a, b);
      if (d > worst) {
        worst = d;
        at = i;
      }
    }
    if (at < 0) continue;
    keep[at] = 1;
    spans.push([a, at], [at, b]);
  }
  const out: number[] = [];
  for (let i = 0; i < count; i++) if (keep[i]) out.push(list[2 * i], list[2 * i + 1]);
  return out;
}
