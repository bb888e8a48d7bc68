/**
 * The proof that a partition has no gap and no overlap, exact on the lattice:
 * every arc is once in each direction over all rings; every ring of a cell is simple, outer rings turn left and holes right;
 * holes lie in their outer ring and apart; the rings around the map are simple and turn right. Inner arcs then cancel, so the windings of all cells add up to that of
 * the outline, which is 1 inside, and each cell gives 0 or 1: exactly one cell covers each place. The plan adds: outlines of
 * grids have the area of their cells. Owns the proof; it mends nothing.
 */
import { ExactSum } from './exact.ts';
import { type CellPlan, gridOutlines, NO_GRID, outlineArea } from './outline.ts';
import { leftOf, OUTSIDE, type PlanarMap } from './planar-map.ts';
import { holeAstray } from './ring-places.ts';
import { addRingArea, endOf, ringCorners, startOf } from './ring-tracing.ts';
import { firstCrossing } from './side-crossing.ts';

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

/** Proves the map, and that the outlines of each plan (grids, micro-grids) are the sums of their cells. Some 30 ms for 5,000 cells. */
export function proveIntegrity(map: PlanarMap, ...plans: CellPlan[]): Proof {
  const faults = new Map<IntegrityFault, [number, number] | null>();
  const report = (fault: IntegrityFault, place: [number, number] | null = null) => {
    if (!faults.has(fault)) faults.set(fault, place);
  };
  const areas = proveRings(map, report);
  const crossing = firstCrossing(map);
  if (crossing) report('sides-cross', crossing);
  for (const plan of plans) {
    if (plan.length === map.cells.length) provePlan(map, plan, areas, report);
    else report('plan-cells');
  }
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
    const first = startOf(map, ring[0]);
    const place: [number, number] = [map.nodeX[first], map.nodeY[first]];
    rings++;
    let end = endOf(map, ring[ring.length - 1]);
    for (let i = 0; i < ring.length; i++) {
      const ref = ring[i];
      const node = startOf(map, ref);
      if (uses[ref]++ > 0 || leftOf(map, ref) !== cell) report('arc-use', place);
      if (node !== end || passed[node] === rings) report('ring-not-simple', place);
      passed[node] = rings;
      end = endOf(map, ref);
    }
    const area = new ExactSum();
    addRingArea(area, map, ring);
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
