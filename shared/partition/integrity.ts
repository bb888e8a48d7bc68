/**
 * The proof that a partition has no gap and no overlap, exact on the lattice:
 * every arc is once in each direction over all rings; every ring of a cell is simple, outer rings turn left and holes right;
 * holes lie in their outer ring and apart; the rings around the map are simple and turn right. Inner arcs then cancel, so the windings of all cells add up to that of
 * the outline, which is 1 inside, and each cell gives 0 or 1: exactly one cell covers each place. The plan adds: outlines of
 * grids have the area of their cells. Owns the proof; it mends nothing.
 */
import Flatbush from 'flatbush';
import { cross, ExactSum } from './exact.ts';
import { type CellPlan, gridOutlines, NO_GRID, outlineArea } from './outline.ts';
import { leftOf, OUTSIDE, type PlanarMap } from './planar-map.ts';
import { holeAstray } from './ring-places.ts';
import { addDoubleArea, endOf, ringCorners, startOf } from './ring-tracing.ts';

export type IntegrityFault =
  /** A directed arc is in no ring, in two, or in a ring of another cell than it says. */
  | 'arc-use'
  /** A ring is not closed or meets itself at a node. */
  | 'ring-not-simple'
  /** An outer ring turns right, or a hole left. */
  | 'ring-turn'
  /** A hole is not in its outer ring, or in another hole. */
  | 'hole-astray'
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
  /** By node: the last ring that came by, so that no ring comes twice. */
  const passed = new Int32Array(map.nodeX.length);
  const total = new ExactSum();
  let rings = 0;
  const proveRing = (ring: Int32Array, cell: number, turnsLeft: boolean): ExactSum => {
    const corners = ringCorners(map, ring);
    const place: [number, number] = [corners[0], corners[1]];
    rings++;
    let end = endOf(map, ring[ring.length - 1]);
    for (const ref of ring) {
      const node = startOf(map, ref);
      if (uses[ref]++ > 0 || leftOf(map, ref) !== cell) report('arc-use', place);
      if (node !== end || passed[node] === rings) report('ring-not-simple', place);
      passed[node] = rings;
      end = endOf(map, ref);
    }
    const area = new ExactSum();
    addDoubleArea(area, corners);
    total.join(area);
    if (area.value() === 0 || area.value() > 0 !== turnsLeft) report('ring-turn', place);
    return area;
  };
  const areas = map.cells.map((own, cell) => {
    const sum = new ExactSum();
    own.forEach((ring, r) => {
      sum.join(proveRing(ring, cell, r === 0));
    });
    if (own.length > 1) {
      const corners = own.map((ring) => ringCorners(map, ring));
      for (let r = 1; r < own.length; r++)
        if (holeAstray(corners, r)) report('hole-astray', [corners[r][0], corners[r][1]]);
    }
    return sum;
  });
  for (const ring of map.outside) proveRing(ring, OUTSIDE, false);
  if (uses.some((times) => times !== 1)) report('arc-use');
  if (total.exact() !== 0n) report('area-total');
  return areas;
}

/** Where two sides meet other than at a node of both, or where one goes on into the other inside an arc. */
function firstCrossing(map: PlanarMap): [number, number] | null {
  const { coords, arcStart } = map;
  const corners = coords.length / 2;
  const isNode = new Uint8Array(corners);
  for (let arc = 0; arc < map.arcFrom.length; arc++) {
    isNode[arcStart[arc]] = 1;
    isNode[arcStart[arc + 1] - 1] = 2;
  }
  const sides = corners - map.arcFrom.length;
  if (sides === 0) return null;
  const index = new Flatbush(sides, 16, Int32Array);
  const starts = new Uint32Array(sides);
  let side = 0;
  for (let at = 0; at < corners; at++) {
    if (isNode[at] === 2) continue;
    starts[side++] = at;
    const [ax, ay, bx, by] = [coords[2 * at], coords[2 * at + 1], coords[2 * at + 2], coords[2 * at + 3]];
    index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
  }
  index.finish();
  let found = -1;
  let s = 0;
  const look = (t: number): boolean => {
    if (t > s && meetBadly(coords, starts[s], starts[t], isNode)) found = starts[s];
    return false;
  };
  for (; s < sides && found < 0; s++) {
    const at = starts[s];
    const [ax, ay, bx, by] = [coords[2 * at], coords[2 * at + 1], coords[2 * at + 2], coords[2 * at + 3]];
    index.search(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by), look);
  }
  return found < 0 ? null : [coords[2 * found], coords[2 * found + 1]];
}

/** Sides by their first corners. They may share one end: a node of both arcs, or the corner between them in one arc. */
function meetBadly(coords: Int32Array, s: number, t: number, isNode: Uint8Array): boolean {
  const same = (p: number, q: number) =>
    coords[2 * p] === coords[2 * q] && coords[2 * p + 1] === coords[2 * q + 1];
  let shared = -1;
  let other = -1;
  for (const p of [s, s + 1])
    for (const q of [t, t + 1]) {
      if (!same(p, q)) continue;
      if (shared >= 0) return true;
      shared = p;
      other = q;
    }
  if (shared < 0) return sidesTouch(coords, s, t);
  if (shared !== other && !(isNode[shared] && isNode[other])) return true;
  const p = 2 * (shared === s ? s + 1 : s);
  const q = 2 * (other === t ? t + 1 : t);
  const [x, y] = [coords[2 * shared], coords[2 * shared + 1]];
  // In one line from the common end: bad when they go the same way.
  if (cross(x, y, coords[p], coords[p + 1], coords[q], coords[q + 1]) !== 0) return false;
  return (coords[p] - x) * (coords[q] - x) + (coords[p + 1] - y) * (coords[q + 1] - y) > 0;
}

/** Two sides without a common end have a common place. */
function sidesTouch(coords: Int32Array, s: number, t: number): boolean {
  const [ax, ay, bx, by] = [coords[2 * s], coords[2 * s + 1], coords[2 * s + 2], coords[2 * s + 3]];
  const [cx, cy, dx, dy] = [coords[2 * t], coords[2 * t + 1], coords[2 * t + 2], coords[2 * t + 3]];
  const c = cross(ax, ay, bx, by, cx, cy);
  const d = cross(ax, ay, bx, by, dx, dy);
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return false;
  const a = cross(cx, cy, dx, dy, ax, ay);
  const b = cross(cx, cy, dx, dy, bx, by);
  if ((a > 0 && b > 0) || (a < 0 && b < 0)) return false;
  // All on one line: the search found their boxes touching, so they do.
  return true;
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
