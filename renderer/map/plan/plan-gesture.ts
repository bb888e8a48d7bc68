/** Which cells a gesture of the plan meets. Pure: rings and places only, no map. */
import type { LngLat } from '../../../shared/query/selection.ts';
import type { PlanAtoms, Rings } from './plan-store.ts';

export interface ScreenPoint {
  x: number;
  y: number;
}

/** Whether a circle on the screen touches a polygon of screen rings. */
export function circleMeets(
  rings: readonly (readonly ScreenPoint[])[],
  at: ScreenPoint,
  radius: number,
): boolean {
  if (inside(rings, at)) return true;
  return rings.some((ring) =>
    ring.some((from, i) => distanceToSide(at, from, ring[(i + 1) % ring.length]) <= radius),
  );
}

function inside(rings: readonly (readonly ScreenPoint[])[], { x, y }: ScreenPoint): boolean {
  let within = false;
  for (const ring of rings)
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [a, b] = [ring[i], ring[j]];
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) within = !within;
    }
  return within;
}

function distanceToSide(at: ScreenPoint, from: ScreenPoint, to: ScreenPoint): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const t =
    length === 0 ? 0 : Math.min(1, Math.max(0, ((at.x - from.x) * dx + (at.y - from.y) * dy) / length));
  return Math.hypot(at.x - from.x - t * dx, at.y - from.y - t * dy);
}

/**
 * Cells that a drawn ring takes: those whose building (or entrance) lies in it; of cells without any, those whose middle does. Rising.
 */
export function cellsWithin(
  ring: readonly LngLat[],
  cells: ReadonlyMap<number, Rings>,
  atoms: PlanAtoms,
): number[] {
  const area = [ring.map(([x, y]) => ({ x, y }))];
  const taken = new Set<number>();
  const inhabited = new Set<number>();
  atoms.cell.forEach((cell, i) => {
    if (cell < 0) return;
    inhabited.add(cell);
    if (inside(area, { x: atoms.lng[i], y: atoms.lat[i] })) taken.add(cell);
  });
  for (const [cell, rings] of cells) {
    if (inhabited.has(cell) || rings.length === 0) continue;
    if (inside(area, middleOf(rings[0]))) taken.add(cell);
  }
  return [...taken].sort((a, b) => a - b);
}

/** Centroid of a ring by area; of a flat one the mean of its corners. */
export function middleOf(ring: readonly LngLat[]): ScreenPoint {
  const [ox, oy] = ring[0];
  let [area, x, y] = [0, 0, 0];
  for (let i = 0; i < ring.length; i++) {
    const [ax, ay] = [ring[i][0] - ox, ring[i][1] - oy];
    const next = ring[(i + 1) % ring.length];
    const [bx, by] = [next[0] - ox, next[1] - oy];
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  if (area === 0) {
    const mean = (axis: 0 | 1) => ring.reduce((sum, at) => sum + at[axis], 0) / ring.length;
    return { x: mean(0), y: mean(1) };
  }
  return { x: ox + x / (3 * area), y: oy + y / (3 * area) };
}

/** The ring of a box between two places. */
export function boxRing([west, south]: LngLat, [east, north]: LngLat): LngLat[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ];
}

/**
 * Tones so that grids that touch have different ones: greedy, in order of id; one that was given stays while it can. `pairs`: grids with a
 * common border.
 */
export function tonesOf(
  grids: readonly number[],
  pairs: readonly (readonly [number, number])[],
  tones: number,
  before: ReadonlyMap<number, number> = new Map(),
): Map<number, number> {
  const beside = new Map<number, Set<number>>(grids.map((grid) => [grid, new Set()]));
  for (const [a, b] of pairs) {
    beside.get(a)?.add(b);
    beside.get(b)?.add(a);
  }
  const given = new Map<number, number>();
  for (const grid of grids) {
    const taken = new Set([...(beside.get(grid) ?? [])].map((other) => given.get(other)));
    let tone = before.get(grid) ?? 0;
    if (taken.has(tone)) tone = 0;
    while (taken.has(tone) && tone < tones - 1) tone++;
    given.set(grid, tone);
  }
  return given;
}
