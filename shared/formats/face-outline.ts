/**
 * The outline of faces that lie side by side in the plane: shared edges cancel, what is left is linked to rings, holes
 * go into the ring around them. Owns that union only; faces that overlap without sharing corners stay as they are.
 */

export type Position = [number, number];

const HALF = 2 ** 26;
/** Beyond this many border edges corners lying on other edges are no longer looked for: it takes the square of the number. */
const SPLIT_LIMIT = 3000;

/** Corners snapped to a grid, so that equal places have one number. */
class Corners {
  readonly places: Position[] = [];
  private readonly numbers = new Map<number | string, number>();
  private readonly step: number;
  private originX = 0;
  private originY = 0;

  constructor(step: number) {
    this.step = step;
  }

  numberOf(place: Position): number {
    if (this.places.length === 0) [this.originX, this.originY] = place;
    const x = Math.round((place[0] - this.originX) / this.step);
    const y = Math.round((place[1] - this.originY) / this.step);
    // One number while both fit in half of 53 bits: 67 km in millimetres.
    const key = Math.abs(x) < HALF && Math.abs(y) < HALF ? x * 2 * HALF + y : `${x},${y}`;
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.places.length;
      this.numbers.set(key, number);
      this.places.push([place[0], place[1]]);
    }
    return number;
  }
}

/** Directed edges between corners, with how often each is there more than its reverse. */
class EdgeSet {
  /** By from * 2^26 + to. */
  private readonly counts = new Map<number, number>();

  add(from: number, to: number): void {
    if (from === to) return;
    const back = this.counts.get(to * HALF + from);
    const key = from * HALF + to;
    if (back === undefined) this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
    else if (back > 1) this.counts.set(to * HALF + from, back - 1);
    else this.counts.delete(to * HALF + from);
  }

  all(): [number, number][] {
    return Array.from(this.counts.keys(), (key) => [Math.floor(key / HALF), key % HALF]);
  }
}

/**
 * Polygons (closed rings, the outer one counter-clockwise first) that cover the faces. A face is its rings, outer first,
 * open or closed, in any direction. `step`: corners nearer than this are one, in the unit of the coordinates.
 * Null: the rings do not close.
 */
export function outlineOf(faces: readonly Position[][][], step: number): Position[][][] | null {
  const corners = new Corners(step);
  const edges = new EdgeSet();
  for (const face of faces) {
    for (let index = 0; index < face.length; index++) {
      const ring = face[index].map((place) => corners.numberOf(place));
      const turn = signedArea(ring.map((number) => corners.places[number]));
      if (turn === 0) continue;
      if (turn > 0 !== (index === 0)) ring.reverse();
      for (let at = 0; at < ring.length; at++) edges.add(ring[at], ring[(at + 1) % ring.length]);
    }
  }
  const border = splitAtCorners(edges.all(), corners.places, step);
  const rings = linkRings(border, corners.places);
  return rings === null ? null : nestRings(rings);
}

/** Twice the area of a ring, positive when counter-clockwise. */
export function signedArea(ring: readonly Position[]): number {
  let sum = 0;
  const [originX, originY] = ring[0] ?? [0, 0];
  for (let at = 0; at < ring.length; at++) {
    const [x1, y1] = ring[at];
    const [x2, y2] = ring[(at + 1) % ring.length];
    sum += (x1 - originX) * (y2 - originY) - (x2 - originX) * (y1 - originY);
  }
  return sum;
}

/** Edges cut where a corner of another edge lies on them, so that a long edge cancels against two short ones. */
function splitAtCorners(edges: [number, number][], places: Position[], step: number): [number, number][] {
  if (edges.length > SPLIT_LIMIT) return edges;
  const used = [...new Set(edges.flat())].sort((a, b) => places[a][0] - places[b][0]);
  const cut = new EdgeSet();
  for (const [from, to] of edges) {
    const inside: { number: number; along: number }[] = [];
    const [ax, ay] = places[from];
    const dx = places[to][0] - ax;
    const dy = places[to][1] - ay;
    const length = Math.hypot(dx, dy);
    const right = Math.max(ax, ax + dx) + step;
    for (let at = firstFrom(used, places, Math.min(ax, ax + dx) - step); at < used.length; at++) {
      const number = used[at];
      if (places[number][0] > right) break;
      if (number === from || number === to) continue;
      const px = places[number][0] - ax;
      const py = places[number][1] - ay;
      const along = (px * dx + py * dy) / length;
      if (along <= 0 || along >= length || Math.abs(px * dy - py * dx) > step * length) continue;
      inside.push({ number, along });
    }
    inside.sort((a, b) => a.along - b.along);
    let last = from;
    for (const { number } of [...inside, { number: to }]) {
      cut.add(last, number);
      last = number;
    }
  }
  return cut.all();
}

/** Index of the first corner, of those sorted by x, that is not left of this. */
function firstFrom(sorted: number[], places: Position[], x: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[sorted[middle]][0] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Closed rings without the last position again; null: an edge leads nowhere. */
function linkRings(edges: [number, number][], places: Position[]): Position[][] | null {
  const ways = new Map<number, number[]>();
  for (const [from, to] of edges) {
    const ends = ways.get(from);
    if (ends) ends.push(to);
    else ways.set(from, [to]);
  }
  const rings: Position[][] = [];
  for (const [start, ends] of ways) {
    while (ends.length > 0) {
      const ring = [start];
      let last = start;
      let here = ends.pop()!;
      while (here !== start) {
        ring.push(here);
        const next = takeNext(ways.get(here), places, last, here);
        if (next === null) return null;
        last = here;
        here = next;
      }
      rings.push(...simpleRings(ring).map((numbers) => numbers.map((number) => places[number])));
    }
  }
  return rings;
}

/** At a corner where rings touch the sharpest turn to the left keeps them apart. */
function takeNext(ends: number[] | undefined, places: Position[], last: number, here: number): number | null {
  if (!ends || ends.length === 0) return null;
  if (ends.length === 1) return ends.pop()!;
  const [x, y] = places[here];
  const came = Math.atan2(y - places[last][1], x - places[last][0]);
  let best = 0;
  let bestTurn = -Infinity;
  for (let index = 0; index < ends.length; index++) {
    const [nextX, nextY] = places[ends[index]];
    let turn = Math.atan2(nextY - y, nextX - x) - came;
    while (turn <= -Math.PI) turn += 2 * Math.PI;
    while (turn > Math.PI) turn -= 2 * Math.PI;
    if (turn > bestTurn) {
      bestTurn = turn;
      best = index;
    }
  }
  return ends.splice(best, 1)[0];
}

/** A ring that passes a corner twice, as rings that do not. */
function simpleRings(ring: number[]): number[][] {
  const rings: number[][] = [];
  const path: number[] = [];
  const seen = new Map<number, number>();
  for (const number of ring) {
    const at = seen.get(number);
    if (at !== undefined) {
      const loop = path.splice(at);
      for (const left of loop) seen.delete(left);
      if (loop.length > 2) rings.push(loop);
    }
    seen.set(number, path.length);
    path.push(number);
  }
  if (path.length > 2) rings.push(path);
  return rings;
}

/** Outer rings (counter-clockwise) with the holes (clockwise) that lie in the smallest ring around them. */
function nestRings(rings: Position[][]): Position[][][] | null {
  const outers = rings
    .filter((ring) => signedArea(ring) > 0)
    .map((ring) => ({ ring, area: signedArea(ring), holes: [] as Position[][] }))
    .sort((a, b) => a.area - b.area);
  if (outers.length === 0) return null;
  for (const hole of rings) {
    if (signedArea(hole) >= 0) continue;
    const around = outers.length === 1 ? outers[0] : outers.find(({ ring }) => ringContains(ring, hole));
    around?.holes.push(hole);
  }
  return outers.map(({ ring, holes }) => [ring, ...holes].map((open) => [...open, open[0]]));
}

/** Whether `inner` lies in `outer`: decided by the first corner that is not one of the outer ring's. */
export function ringContains(outer: readonly Position[], inner: readonly Position[]): boolean {
  const shared = new Set(outer.map(([x, y]) => `${x},${y}`));
  const probe = inner.find(([x, y]) => !shared.has(`${x},${y}`));
  if (probe) return pointInRing(probe, outer);
  const middle: Position = [(inner[0][0] + inner[1][0]) / 2, (inner[0][1] + inner[1][1]) / 2];
  return pointInRing(middle, outer);
}

function pointInRing([x, y]: Position, ring: readonly Position[]): boolean {
  let inside = false;
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [x1, y1] = ring[at];
    const [x2, y2] = ring[before];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}
