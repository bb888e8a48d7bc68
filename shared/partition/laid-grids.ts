/**
 * Drawn grids laid over each other on one planar map: which of them cover each cell, and what is within the boundary. Owns the way from
 * positions to covers, proved; what is wrong with them is for grid-check.ts, how it is mended for unit-fixes.ts.
 */
import type { Crs } from '../geo/crs.ts';
import { type DrawnGrid, extentOf, type LatticeGrids, placeGrids } from './drawn-grids.ts';
import { labelCells, mislabelledArcs } from './face-labels.ts';
import { proveIntegrity } from './integrity.ts';
import { type Lattice, latticeFor } from './lattice.ts';
import { type NodedRings, nodeRings } from './noding.ts';
import { NO_GRID } from './outline.ts';
import { PartitionError } from './partition-error.ts';
import { buildPlanarMap, type PlanarMap } from './planar-map.ts';

export interface DrawnScope {
  /** Of all positions. */
  crs: Crs;
  grids: readonly DrawnGrid[];
  /** Polygons that the grids must fill; null: none given. */
  boundary: readonly DrawnGrid[] | null;
  /** Of the same system: where they are laid on a partition that is there already. Absent: one around them all. */
  lattice?: Lattice;
}

export interface LaidGrids {
  lattice: Lattice;
  /** The boundary's polygons come after those of the grids. */
  placed: LatticeGrids;
  noded: NodedRings;
  map: PlanarMap;
  /** By cell: polygons over it, rising. */
  labels: readonly Int32Array[];
  /** By cell: grids over it, rising. */
  covers: readonly (readonly number[])[];
  /** By cell: within the boundary; without one, all. */
  within: readonly boolean[];
}

/** Throws PartitionError for what cannot be put on one lattice. */
export function layGrids({ crs, grids, boundary, ...given }: DrawnScope): LaidGrids {
  const all = [...grids, ...(boundary ?? [])];
  const lattice = given.lattice ?? latticeFor(crs, extentOf(all));
  const placed = placeGrids(lattice, all);
  const noded = nodeRings(placed.rings.map(({ corners }) => corners));
  const built = buildPlanarMap(
    noded,
    placed.rings.map(({ polygon }) => polygon),
  );
  const labels = labelCells(built);
  const { map } = built;
  const owners = labels.map((label) => [...new Set(Array.from(label, (polygon) => placed.owner[polygon]))]);
  const covers = owners.map((own) => own.filter((grid) => grid < grids.length).sort((a, b) => a - b));
  const within = owners.map((own) => !boundary || own.some((grid) => grid >= grids.length));
  const plan = Int32Array.from(covers, (own) => (own.length === 1 ? own[0] : NO_GRID));
  const proof = proveIntegrity(map, plan);
  if (!proof.holds || mislabelledArcs(built, labels).length > 0)
    throw new PartitionError('not-proved', proof.faults.map(({ fault }) => fault).join() || 'labels');
  return { lattice, placed, noded, map, labels, covers, within };
}
