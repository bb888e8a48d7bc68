/**
 * Grids as files draw them: polygons of positions in one coordinate system, put on the lattice. Owns the reading of positions and
 * what is counted on the way; whether a ring is sound is ring-faults.ts.
 */
import { type Extent, type Lattice, toLattice } from './lattice.ts';

export type DrawnPosition = readonly unknown[];
export type DrawnPolygon = readonly (readonly DrawnPosition[])[];

/** One record of the file. */
export interface DrawnGrid {
  /** Shown: its code or name, unique in the file. */
  name: string;
  /** Line or number in the file. */
  row: number;
  /** Outer ring first. */
  polygons: readonly DrawnPolygon[];
}

/** Corners on the lattice: 2 numbers each, not closed. */
export interface LatticeRing {
  /** Index of the polygon over all grids; its rings follow each other, outer first. */
  polygon: number;
  /** 0: the outer ring. */
  ring: number;
  corners: Int32Array;
  /** A position that is no number, or beyond the lattice. */
  unplaced: number;
}

export interface LatticeGrids {
  rings: LatticeRing[];
  /** By polygon: index of its grid. */
  owner: number[];
  /** By grid: corners written twice in a row. Harmless. */
  repeated: number[];
}

/** The extent of all positions that are numbers, in units of their system; turned inside out when there are none. */
export function extentOf(grids: Iterable<DrawnGrid>): Extent {
  const extent = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number];
  for (const { polygons } of grids)
    for (const polygon of polygons)
      for (const ring of polygon)
        for (const [x, y] of ring) {
          if (typeof x !== 'number' || typeof y !== 'number' || !Number.isFinite(x) || !Number.isFinite(y))
            continue;
          if (x < extent[0]) extent[0] = x;
          if (y < extent[1]) extent[1] = y;
          if (x > extent[2]) extent[2] = x;
          if (y > extent[3]) extent[3] = y;
        }
  return extent;
}

export function placeGrids(lattice: Lattice, grids: readonly DrawnGrid[]): LatticeGrids {
  const placed: LatticeGrids = { rings: [], owner: [], repeated: grids.map(() => 0) };
  grids.forEach(({ polygons }, grid) => {
    for (const polygon of polygons) {
      polygon.forEach((positions, ring) => {
        const { corners, unplaced, repeated } = placeRing(lattice, positions);
        placed.repeated[grid] += repeated;
        placed.rings.push({ polygon: placed.owner.length, ring, corners, unplaced });
      });
      placed.owner.push(grid);
    }
  });
  return placed;
}

function placeRing(lattice: Lattice, positions: readonly DrawnPosition[]) {
  const corners: number[] = [];
  let unplaced = 0;
  let repeated = 0;
  positions.forEach(([x, y], at) => {
    const place = typeof x === 'number' && typeof y === 'number' ? toLattice(lattice, x, y) : null;
    if (!place) {
      unplaced++;
      return;
    }
    const last = corners.length - 2;
    if (last < 0 || corners[last] !== place[0] || corners[last + 1] !== place[1]) corners.push(...place);
    // The last position closes the ring: it is no repetition.
    else if (at < positions.length - 1) repeated++;
  });
  const end = corners.length - 2;
  if (end > 0 && corners[0] === corners[end] && corners[1] === corners[end + 1]) corners.length = end;
  return { corners: Int32Array.from(corners), unplaced, repeated };
}
