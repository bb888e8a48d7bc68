/**
 * Outlines of sets of cells: the arcs with the set on one side only, strung together at nodes. Parts that touch at a corner
 * are apart; holes are holes. Owns no area of its own making: an outline is arcs of the map, never a clipped polygon.
 */
import { ExactSum } from './exact.ts';
import { OUTSIDE, type PlanarMap, rightOf } from './planar-map.ts';
import { addDoubleArea, doubleArea, ringCorners, traceRings } from './ring-tracing.ts';

/** One connected part: corners in whole millimetres, 2 numbers each, not closed. The outer ring turns left, holes right. */
export interface OutlinePart {
  outer: Int32Array;
  holes: Int32Array[];
}

export interface Outline {
  /** The largest first. */
  parts: OutlinePart[];
}

/** In no grid. */
export const NO_GRID = -1;

/** Grid of each cell, NO_GRID for none. */
export type CellPlan = Int32Array;

/** The outline of some cells. */
export function outlineOf(map: PlanarMap, cells: readonly number[]): Outline {
  const inside = new Set(cells);
  const border: number[] = [];
  for (const cell of cells)
    for (const ring of map.cells[cell])
      for (const ref of ring) {
        const other = rightOf(map, ref);
        if (other === OUTSIDE || !inside.has(other)) border.push(ref);
      }
  return outlineFromWalks(
    traceRings(map, border).map((rings) => rings.map((ring) => ringCorners(map, ring))),
  );
}

/**
 * Outlines by grid. Given the outlines before and the grids that a change touched, only those are made again and the others
 * are the same objects.
 */
export function gridOutlines(
  map: PlanarMap,
  plan: CellPlan,
  before: ReadonlyMap<number, Outline> = new Map(),
  touched: ReadonlySet<number> = new Set(plan),
): Map<number, Outline> {
  const outlines = new Map(before);
  const cells = new Map<number, number[]>();
  plan.forEach((grid, cell) => {
    if (grid === NO_GRID || !touched.has(grid)) return;
    const known = cells.get(grid);
    if (known) known.push(cell);
    else cells.set(grid, [cell]);
  });
  for (const grid of touched) {
    const own = cells.get(grid);
    if (own) outlines.set(grid, outlineOf(map, own));
    else outlines.delete(grid);
  }
  return outlines;
}

/** Twice the area of an outline, square millimetres. */
export function outlineArea({ parts }: Outline): ExactSum {
  const sum = new ExactSum();
  for (const { outer, holes } of parts) for (const ring of [outer, ...holes]) addDoubleArea(sum, ring);
  return sum;
}

/** The outline that rings make, those of one walk (ring-tracing.ts) together. */
export function outlineFromWalks(walks: readonly Int32Array[][]): Outline {
  const parts: (OutlinePart & { area: number })[] = [];
  const loose: Int32Array[] = [];
  for (const rings of walks) {
    const outer = rings.find((ring) => doubleArea(ring) > 0);
    if (!outer) loose.push(...rings);
    else parts.push({ outer, holes: rings.filter((ring) => ring !== outer), area: doubleArea(outer) });
  }
  parts.sort((a, b) => a.area - b.area);
  // Borders never cross, so the smallest part around one corner of a hole is around all of it. A smaller one may be in it.
  for (const ring of loose) {
    const size = -doubleArea(ring);
    parts.find(({ outer, area }) => area > size && ringHolds(outer, ring[0], ring[1]))?.holes.push(ring);
  }
  return { parts: parts.reverse().map(({ outer, holes }) => ({ outer, holes })) };
}

/** Whether a ring turning left holds a place that is not on it. */
function ringHolds(ring: Int32Array, x: number, y: number): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [ring[j], ring[j + 1], ring[i], ring[i + 1]];
    if (ay > y === by > y) continue;
    const side = (bx - ax) * (y - ay) - (by - ay) * (x - ax);
    if (side !== 0 && side > 0 === by > ay) inside = !inside;
  }
  return inside;
}
