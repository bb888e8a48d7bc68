/**
 * The faulty rings of drawn grids: each with its polygon, place and area. Owns what is compared between the rings of a polygon
 * and the polygons of a grid; a ring alone is ring-faults.ts.
 */
import type { DrawnGrid, LatticeGrids } from './drawn-grids.ts';
import { ExactSum } from './exact.ts';
import { rounded } from './lattice.ts';
import type { NodedRings } from './noding.ts';
import type { PlanarMap } from './planar-map.ts';
import { type RingFault, ringFault } from './ring-faults.ts';
import { addDoubleArea, doubleArea, ringCorners } from './ring-tracing.ts';

export interface RingFinding {
  fault: RingFault;
  /** Of the polygon by the even-odd rule, square metres on the lattice. */
  area: number;
  place: [number, number] | null;
  grids: string[];
  /** From 1, in the record. */
  polygon: number;
  /** 0: the outer ring. */
  ring: number;
}

export interface DrawnRings {
  grids: readonly DrawnGrid[];
  placed: LatticeGrids;
  noded: NodedRings;
  map: PlanarMap;
  /** By cell: the polygons over it. */
  labels: readonly Int32Array[];
  degrees: (x: number, y: number) => [number, number] | null;
}

/** In the order of the file; a boundary's rings, which come after those of the grids, are left aside. */
export function findRingFaults(drawn: DrawnRings): RingFinding[] {
  const { grids, placed } = drawn;
  const areas = coveredAreas(drawn);
  const overlapping = polygonsOverOthers(drawn);
  const found: RingFinding[] = [];
  let polygonOfGrid = 0;
  for (let r = 0; r < placed.rings.length; ) {
    const { polygon } = placed.rings[r];
    const grid = placed.owner[polygon];
    if (grid >= grids.length) break;
    polygonOfGrid = grid === placed.owner[polygon - 1] ? polygonOfGrid + 1 : 1;
    let end = r;
    while (end < placed.rings.length && placed.rings[end].polygon === polygon) end++;
    const faults = polygonFaults(drawn, r, end, areas[polygon]);
    if (overlapping.has(polygon)) faults.push({ fault: 'parts-overlap', r, at: null });
    const area = rounded(areas[polygon].value() / 2e6, 4);
    for (const { fault, r: ring, at } of faults)
      found.push({
        fault,
        area,
        place: placeOf(drawn, ring, at),
        grids: [grids[grid].name],
        polygon: polygonOfGrid,
        ring: ring - r,
      });
    r = end;
  }
  return found;
}

interface FaultAt {
  fault: RingFault;
  /** Index of the ring. */
  r: number;
  /** Id of a corner; null: the ring's first. */
  at: number | null;
}

/** Faults of the rings [from, end) of one polygon. */
function polygonFaults({ placed, noded }: DrawnRings, from: number, end: number, area: ExactSum): FaultAt[] {
  const faults: FaultAt[] = [];
  const drawn = new ExactSum();
  for (let r = from; r < end; r++) {
    if (placed.rings[r].unplaced > 0) faults.push({ fault: 'not-a-place', r, at: null });
    const own = ringFault(noded, noded.rings[r]);
    if (own) faults.push({ fault: own.fault, r, at: own.at });
    const size = Math.abs(doubleArea(cornersOf(noded, noded.rings[r])));
    drawn.add(r === from ? size : -size);
  }
  // Sound rings that do not add up to what they cover cross, or lie outside each other.
  if (faults.length === 0 && drawn.exact() !== area.exact())
    faults.push({ fault: 'rings-cross', r: end - 1, at: null });
  return faults;
}

function cornersOf({ x, y }: NodedRings, ring: Int32Array): Int32Array {
  const corners = new Int32Array(2 * ring.length);
  ring.forEach((id, i) => {
    corners[2 * i] = x[id];
    corners[2 * i + 1] = y[id];
  });
  return corners;
}

function placeOf(
  { placed, noded, degrees }: DrawnRings,
  r: number,
  at: number | null,
): [number, number] | null {
  if (at !== null && noded.rings[r].length > 0) return degrees(noded.x[at], noded.y[at]);
  const { corners } = placed.rings[r];
  return corners.length > 0 ? degrees(corners[0], corners[1]) : null;
}

/** By polygon: twice the area of its cells, square millimetres. */
function coveredAreas({ placed, map, labels }: DrawnRings): ExactSum[] {
  const areas = placed.owner.map(() => new ExactSum());
  labels.forEach((label, cell) => {
    if (label.length === 0) return;
    const corners = map.cells[cell].map((ring) => ringCorners(map, ring));
    for (const polygon of label) for (const ring of corners) addDoubleArea(areas[polygon], ring);
  });
  return areas;
}

/** Polygons that lie over an earlier one of the same grid. */
function polygonsOverOthers({ placed, labels }: DrawnRings): Set<number> {
  const found = new Set<number>();
  for (const label of labels)
    label.forEach((polygon, i) => {
      if (i > 0 && placed.owner[polygon] === placed.owner[label[i - 1]]) found.add(polygon);
    });
  return found;
}
