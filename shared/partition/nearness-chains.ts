/**
 * Borders by nearness between footprints: what is nearer to one building than to any other (Voronoi of places along the walls).
 * Owns the sampling and the lines; where they are cut off is tessellation.ts. Millimetres.
 */
import Flatbush from 'flatbush';
import { circumcircle, type Triangulation, triangulate } from './delaunay.ts';
import { boxOf, placeInRings } from './ring-places.ts';
import { BATCH, type Steps, within } from './work-steps.ts';

/** A building: its ground plan, outer ring first; or a point alone. */
export interface Footprint {
  rings: readonly Int32Array[];
}

/** Walls that touch are taken apart by this much, so that the border lies between them. */
const SHRINK = 200;
/** Places along a wall are at most this far apart, and nearer where another building is near. */
const WIDEST = 4000;
const NARROWEST = 500;
/** Borders are simplified by at most this, and by at most a quarter of their distance from the walls. */
const SIMPLER = 300;

/** Lines between the regions of these footprints, 2 whole numbers a corner; they reach far outside. */
export function* nearnessChains(footprints: readonly Footprint[]): Steps<Int32Array[]> {
  if (footprints.length < 2) return [];
  const { x, y, owner } = sample(footprints);
  const mesh = yield* within(triangulate(x, y), 0, 0.6);
  return yield* within(chainsOf(mesh, owner), 0.6, 1);
}

function sample(footprints: readonly Footprint[]): { x: number[]; y: number[]; owner: number[] } {
  const boxes = new Flatbush(footprints.length, 16, Int32Array);
  for (const { rings } of footprints) boxes.add(...(boxOf(rings[0]) as [number, number, number, number]));
  boxes.finish();
  const out = { x: [] as number[], y: [] as number[], owner: [] as number[] };
  footprints.forEach(({ rings }, f) => {
    const put = (x: number, y: number) => {
      out.x.push(Math.round(x));
      out.y.push(Math.round(y));
      out.owner.push(f);
    };
    if (rings[0].length < 6) {
      put(rings[0][0], rings[0][1]);
      return;
    }
    for (const ring of rings)
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
        const [ax, ay, bx, by] = [ring[j], ring[j + 1], ring[i], ring[i + 1]];
        const length = Math.hypot(bx - ax, by - ay);
        if (length === 0) continue;
        const steps = Math.ceil(length / spacing(boxes, f, ax, ay, bx, by));
        const [nx, ny] = inwards(rings, ax, ay, bx, by, length);
        // The middles of equal stretches: corners belong to two walls.
        for (let k = 0; k < steps; k++) {
          const t = (k + 0.5) / steps;
          put(ax + t * (bx - ax) + nx, ay + t * (by - ay) + ny);
        }
      }
  });
  return out;
}

/** How far apart places on a wall may be: no farther than the next building is away. */
function spacing(boxes: Flatbush, own: number, ax: number, ay: number, bx: number, by: number): number {
  const [west, east] = ax < bx ? [ax, bx] : [bx, ax];
  const [south, north] = ay < by ? [ay, by] : [by, ay];
  let gap = WIDEST;
  boxes.search(west - WIDEST, south - WIDEST, east + WIDEST, north + WIDEST, (other, x0, y0, x1, y1) => {
    if (other === own) return false;
    const dx = Math.max(0, x0 - east, west - x1);
    const dy = Math.max(0, y0 - north, south - y1);
    gap = Math.min(gap, Math.hypot(dx, dy));
    return false;
  });
  return Math.max(NARROWEST, gap);
}

/** From a wall into its building by SHRINK; nothing where the building is thinner. */
function inwards(
  rings: readonly Int32Array[],
  ax: number,
  ay: number,
  bx: number,
  by: number,
  length: number,
): [number, number] {
  const [nx, ny] = [(-(by - ay) / length) * SHRINK, ((bx - ax) / length) * SHRINK];
  const [mx, my] = [(ax + bx) / 2, (ay + by) / 2];
  if (placeInRings(rings, Math.round(mx + nx), Math.round(my + ny)) === 1) return [nx, ny];
  if (placeInRings(rings, Math.round(mx - nx), Math.round(my - ny)) === 1) return [-nx, -ny];
  return [0, 0];
}

/** Edges between circles whose triangle edge joins two owners, strung together and simplified. */
function* chainsOf(mesh: Triangulation, owner: readonly number[]): Steps<Int32Array[]> {
  const { start, twin, triangles } = mesh;
  const links: number[][] = Array.from({ length: triangles }, () => []);
  for (let h = 0; h < 3 * triangles; h++) {
    if (h % (16 * BATCH) === 0) yield h / (6 * triangles);
    const g = twin[h];
    if (g <= h) continue;
    const [a, b] = [owner[start[h]], owner[start[g]]];
    if (a === undefined || b === undefined || a === b) continue;
    const [t, u] = [Math.floor(h / 3), Math.floor(g / 3)];
    links[t].push(u);
    links[u].push(t);
  }
  const chains: Int32Array[] = [];
  const walk = (from: number, to: number) => {
    const path = [from];
    let [at, ahead] = [from, to];
    for (;;) {
      cutLink(links, at, ahead);
      path.push(ahead);
      at = ahead;
      if (degree[at] !== 2 || links[at].length === 0) break;
      ahead = links[at][0];
    }
    chains.push(simplified(mesh, path));
  };
  const degree = Uint8Array.from(links, (list) => list.length);
  for (let t = 0; t < triangles; t++) {
    if (t % BATCH === 0) yield 0.5 + t / (2 * triangles);
    if (degree[t] !== 2) while (links[t].length > 0) walk(t, links[t][0]);
  }
  for (let t = 0; t < triangles; t++) while (links[t].length > 0) walk(t, links[t][0]);
  return chains.filter((chain) => chain.length >= 4);
}

function cutLink(links: number[][], a: number, b: number): void {
  links[a].splice(links[a].indexOf(b), 1);
  links[b].splice(links[b].indexOf(a), 1);
}

/** Douglas and Peucker (1973) with a tolerance for each corner. */
function simplified(mesh: Triangulation, path: readonly number[]): Int32Array {
  const circles = path.map((t) => circumcircle(mesh, t));
  const kept = new Uint8Array(path.length);
  kept[0] = kept[path.length - 1] = 1;
  const spans: [number, number][] = [];
  // A chain round a building comes back to where it began: it is halved first.
  const middle = path.length >> 1;
  if (path[0] === path[path.length - 1] && middle > 0) {
    kept[middle] = 1;
    spans.push([0, middle], [middle, path.length - 1]);
  } else spans.push([0, path.length - 1]);
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    let worst = 1;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const off = distance(circles[from], circles[to], circles[i]) / Math.min(SIMPLER, circles[i][2] / 4);
      if (off <= worst) continue;
      worst = off;
      at = i;
    }
    if (at < 0) continue;
    kept[at] = 1;
    spans.push([from, at], [at, to]);
  }
  const out: number[] = [];
  circles.forEach(([cx, cy], i) => {
    if (!kept[i]) return;
    const [x, y] = [Math.round(cx), Math.round(cy)];
    if (out[out.length - 2] !== x || out[out.length - 1] !== y) out.push(x, y);
  });
  return Int32Array.from(out.map((value) => Math.max(-FARTHEST, Math.min(FARTHEST, value))));
}

/** Ends far outside are cut off there anyway: they must fit the numbers. */
const FARTHEST = 2 ** 27;

type Circle = readonly [number, number, number];

function distance([ax, ay]: Circle, [bx, by]: Circle, [px, py]: Circle): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / length));
  return Math.hypot(ax + t * dx - px, ay + t * dy - py);
}
