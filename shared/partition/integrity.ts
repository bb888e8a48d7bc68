/**
 * The proof that a partition has no gap and no overlap, exact on the lattice:
 * every arc is once in each direction over all rings; every ring of a cell is simple, outer rings turn left and holes right;
 * the rings around the map are simple and turn right. Inner arcs then cancel, so the windings of all cells add up to that of
 * the outline, which is 1 inside, and each cell gives 0 or 1: exactly one cell covers each place. The plan adds: outlines of
 * grids have the area of their cells. Owns the proof; it mends nothing.
 */
import Flatbush from 'flatbush';
import { cross, ExactSum } from './exact.ts';
import { type CellPlan, gridOutlines, NO_GRID, outlineArea } from './outline.ts';
import { leftOf, OUTSIDE, type PlanarMap } from './planar-map.ts';
import { addDoubleArea, doubleArea, endOf, ringCorners, startOf } from './ring-tracing.ts';

export type IntegrityFault =
  /** A directed arc is in no ring, in two, or in a ring of another cell than it says. */
  | 'arc-use'
  /** A ring is not closed or meets itself at a node. */
  | 'ring-not-simple'
  /** An outer ring turns right, or a hole left. */
  | 'ring-turn'
  /** Two sides meet other than at a node of both. */
  | 'sides-cross'
  /** The areas of the cells do not add up to that of the outline. */
  | 'area-total'
  /** The plan has another number of cells than the map. */
  | 'plan-cells'
  /** The outline of a grid has another area than its cells. */
  | 'grid-area';

export interface Proof {
  holds: boolean;
  /** Each kind once, with a place in millimetres where there is one. */
  faults: { fault: IntegrityFault; place: [number, number] | null }[];
}

/** Proves the map, and that the plan's outlines are the sums of their cells. Some 30 ms for 5,000 cells. */
export function proveIntegrity(map: PlanarMap, plan: CellPlan): Proof {
  const faults = new Map<IntegrityFault, [number, number] | null>();
  const report = (fault: IntegrityFault, place: [number, number] | null = null) => {
    if (!faults.has(fault)) faults.set(fault, place);
  };
  const areas = proveRings(map, report);
  const crossing = firstCrossing(map);
  if (crossing) report('sides-cross', crossing);
  if (plan.length === map.cells.length) provePlan(map, plan, areas, report);
  else report('plan-cells');
  return {
    holds: faults.size === 0,
    faults: [...faults].map(([fault, place]) => ({ fault, place })),
  };
}

type Report = (fault: IntegrityFault, place?: [number, number]) => void;

/** Checks every ring; gives the area of each cell. */
function proveRings(map: PlanarMap, report: Report): ExactSum[] {
  const uses = new Uint8Array(2 * map.arcFrom.length);
  const total = new ExactSum();
  const proveRing = (ring: Int32Array, cell: number, turnsLeft: boolean): Int32Array => {
    const corners = ringCorners(map, ring);
    const place: [number, number] = [corners[0], corners[1]];
    for (const ref of ring) {
      if (uses[ref]++ > 0 || leftOf(map, ref) !== cell) report('arc-use', place);
    }
    if (!isClosedPath(map, ring)) report('ring-not-simple', place);
    const area = doubleArea(corners);
    if (area === 0 || area > 0 !== turnsLeft) report('ring-turn', place);
    return corners;
  };
  const areas = map.cells.map((rings, cell) => {
    const sum = new ExactSum();
    rings.forEach((ring, r) => {
      const corners = proveRing(ring, cell, r === 0);
      addDoubleArea(sum, corners);
      addDoubleArea(total, corners);
    });
    return sum;
  });
  for (const ring of map.outside) addDoubleArea(total, proveRing(ring, OUTSIDE, false));
  if (uses.some((times) => times !== 1)) report('arc-use');
  if (total.exact() !== 0n) report('area-total');
  return areas;
}

/** Arc to arc, back to the start, each node once. */
function isClosedPath(map: PlanarMap, ring: Int32Array): boolean {
  const nodes = new Set<number>();
  for (let i = 0; i < ring.length; i++) {
    const node = startOf(map, ring[i]);
    if (nodes.has(node) || endOf(map, ring[i === 0 ? ring.length - 1 : i - 1]) !== node) return false;
    nodes.add(node);
  }
  return ring.length > 0;
}

/** Where two sides meet other than at a corner that is a node of both, or two corners running in one arc. */
function firstCrossing(map: PlanarMap): [number, number] | null {
  const { coords, arcStart } = map;
  const sides: number[] = [];
  for (let arc = 0; arc < map.arcFrom.length; arc++)
    for (let at = arcStart[arc]; at + 1 < arcStart[arc + 1]; at++) sides.push(at);
  if (sides.length === 0) return null;
  const index = new Flatbush(sides.length, 16, Int32Array);
  const box = (at: number): [number, number, number, number] => {
    const [ax, ay, bx, by] = [coords[2 * at], coords[2 * at + 1], coords[2 * at + 2], coords[2 * at + 3]];
    return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)];
  };
  for (const at of sides) index.add(...box(at));
  index.finish();
  let found: [number, number] | null = null;
  for (let s = 0; s < sides.length && !found; s++) {
    index.search(...box(sides[s]), (t) => {
      if (!found && t > s && meetBadly(coords, sides[s], sides[t]))
        found = [coords[2 * sides[s]], coords[2 * sides[s] + 1]];
      return false;
    });
  }
  return found ?? innerCorner(map);
}

/** Two sides share more than one end of both. */
function meetBadly(coords: Int32Array, s: number, t: number): boolean {
  const [ax, ay, bx, by] = [coords[2 * s], coords[2 * s + 1], coords[2 * s + 2], coords[2 * s + 3]];
  const [cx, cy, dx, dy] = [coords[2 * t], coords[2 * t + 1], coords[2 * t + 2], coords[2 * t + 3]];
  const shared =
    Number((ax === cx && ay === cy) || (ax === dx && ay === dy)) +
    Number((bx === cx && by === cy) || (bx === dx && by === dy));
  if (shared === 2) return true;
  const c = cross(ax, ay, bx, by, cx, cy);
  const d = cross(ax, ay, bx, by, dx, dy);
  if (shared === 1) {
    if (c !== 0 || d !== 0) return false;
    // In one line from a common end: bad when they go the same way.
    const [ex, ey, px, py] =
      (ax === cx && ay === cy) || (ax === dx && ay === dy) ? [ax, ay, bx, by] : [bx, by, ax, ay];
    const [qx, qy] = ex === cx && ey === cy ? [dx, dy] : [cx, cy];
    return (px - ex) * (qx - ex) + (py - ey) * (qy - ey) > 0;
  }
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return false;
  const a = cross(cx, cy, dx, dy, ax, ay);
  const b = cross(cx, cy, dx, dy, bx, by);
  if ((a > 0 && b > 0) || (a < 0 && b < 0)) return false;
  if (a !== 0 || b !== 0) return true;
  return (
    Math.max(ax, bx) >= Math.min(cx, dx) &&
    Math.max(cx, dx) >= Math.min(ax, bx) &&
    Math.max(ay, by) >= Math.min(cy, dy) &&
    Math.max(cy, dy) >= Math.min(ay, by)
  );
}

/** A place where arcs meet without a node: a corner inside an arc that comes twice. */
function innerCorner({ coords, arcStart, arcFrom }: PlanarMap): [number, number] | null {
  const seen = new Set<number>();
  const keyOf = (at: number) => coords[2 * at] * 2 ** 27 + coords[2 * at + 1];
  for (let arc = 0; arc < arcFrom.length; arc++)
    for (let at = arcStart[arc] + 1; at < arcStart[arc + 1] - 1; at++) {
      if (seen.has(keyOf(at))) return [coords[2 * at], coords[2 * at + 1]];
      seen.add(keyOf(at));
    }
  for (let arc = 0; arc < arcFrom.length; arc++)
    for (const at of [arcStart[arc], arcStart[arc + 1] - 1])
      if (seen.has(keyOf(at))) return [coords[2 * at], coords[2 * at + 1]];
  return null;
}

function provePlan(map: PlanarMap, plan: CellPlan, areas: readonly ExactSum[], report: Report): void {
  const cellsOf = new Map<number, bigint>();
  plan.forEach((grid, cell) => {
    if (grid !== NO_GRID) cellsOf.set(grid, (cellsOf.get(grid) ?? 0n) + areas[cell].exact());
  });
  const outlines = gridOutlines(map, plan);
  for (const [grid, area] of cellsOf) {
    const outline = outlines.get(grid);
    if (!outline || outlineArea(outline).exact() !== area) report('grid-area');
  }
}
