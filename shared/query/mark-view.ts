/**
 * What of a layer lies in view: its records, buildings and grids with the counts that pass the filter. Owns the
 * counting per building (kept per layer until filter or plan change); levels and budget are visible.ts.
 */
import { Bitset } from '../columns/bitset.ts';
import { DEGREE } from '../columns/column.ts';
import { searchPoints } from '../geo/point-blocks.ts';
import { boxRegion } from '../geo/region.ts';
import type { MarkLayerId } from './answers.ts';
import { eachChild } from './children.ts';
import { type Community, childIndex, type PointTable, pointsOf, rowCount } from './community.ts';
import { eachRowOfRun } from './row-set.ts';
import type { Bounds } from './selection.ts';
import { hasPlace } from './spots.ts';

/** Layers whose records belong to homes; the others stand at points of their own. */
export type HomeLayer = 'residents' | 'homes' | 'vehicles';

export function isHomeLayer(layer: MarkLayerId): layer is HomeLayer {
  return layer === 'residents' || layer === 'homes' || layer === 'vehicles';
}

/** Rows of the layer in a building that pass. */
export function eachOfBuilding(
  community: Community,
  layer: HomeLayer,
  passes: Bitset,
  building: number,
  visit: (row: number) => void,
): void {
  const { homeStarts, residentStarts } = community;
  const from = homeStarts[building];
  const to = homeStarts[building + 1];
  if (layer === 'homes') eachRowOfRun(passes, from, to, visit);
  else if (layer === 'residents') eachRowOfRun(passes, residentStarts[from], residentStarts[to], visit);
  else {
    const vehicles = childIndex(community, 'vehicles', 'home', 'homes');
    for (let home = from; home < to; home++)
      eachChild(vehicles, home, (row) => {
        if (passes.has(row)) visit(row);
      });
  }
}

interface Kept {
  passes: Bitset;
  perBuilding: Uint32Array;
}
const memory = new WeakMap<Community, Map<HomeLayer, Kept>>();

/** Rows that pass per building. */
export function countsOfBuildings(community: Community, layer: HomeLayer, passes: Bitset): Uint32Array {
  const kept = memory.get(community) ?? new Map<HomeLayer, Kept>();
  memory.set(community, kept);
  const known = kept.get(layer);
  if (known?.passes === passes) return known.perBuilding;
  const { homeStarts, residentStarts } = community;
  const perBuilding = new Uint32Array(rowCount(community, 'buildings'));
  for (let building = 0; building < perBuilding.length; building++) {
    const from = homeStarts[building];
    const to = homeStarts[building + 1];
    if (layer === 'homes') perBuilding[building] = passes.countRange(from, to);
    else if (layer === 'residents')
      perBuilding[building] = passes.countRange(residentStarts[from], residentStarts[to]);
    else
      eachOfBuilding(community, layer, passes, building, () => {
        perBuilding[building]++;
      });
  }
  kept.set(layer, { passes, perBuilding });
  return perBuilding;
}

/** Rows of points in the view, rising. */
export function pointsInView(
  community: Community,
  table: PointTable,
  bounds: Bounds,
  passes: Bitset,
): number[] {
  const rows: number[] = [];
  searchPoints(pointsOf(community, table), viewRegion(bounds), (from, to) => {
    eachRowOfRun(passes, from, to, (row) => rows.push(row));
  });
  return rows;
}

/** Residents at their own point in the view. */
export function looseInView(community: Community, bounds: Bounds, passes: Bitset): number[] {
  const rows: number[] = [];
  searchPoints(community.loose.points, viewRegion(bounds), (from, to) => {
    for (let i = from; i < to; i++)
      if (passes.has(community.loose.rows[i])) rows.push(community.loose.rows[i]);
  });
  return rows;
}

/** Buildings whose inside point is in view. */
export function buildingsInView(community: Community, bounds: Bounds): number[] {
  return pointsInView(community, 'buildings', bounds, Bitset.full(rowCount(community, 'buildings')));
}

function viewRegion(bounds: Bounds) {
  const [west, south, east, north] = bounds.map((v) => Math.round(v * DEGREE));
  return boxRegion(west, south, east, north);
}

const centres = new WeakMap<Community, { version: number; at: Float64Array }>();

/** Middle of each grid's buildings in degrees, 2 per grid; NaN for a grid without a placed building. */
export function gridCentres(community: Community): Float64Array {
  const { version, gridOfBuilding } = community.plan;
  const known = centres.get(community);
  if (known?.version === version) return known.at;
  const grids = rowCount(community, 'grids');
  const points = pointsOf(community, 'buildings');
  const at = new Float64Array(grids * 2);
  const counts = new Uint32Array(grids);
  for (let building = 0; building < gridOfBuilding.length; building++) {
    const grid = gridOfBuilding[building];
    if (grid >= grids || !hasPlace(points, building)) continue;
    at[2 * grid] += points.lng[building] / DEGREE;
    at[2 * grid + 1] += points.lat[building] / DEGREE;
    counts[grid]++;
  }
  for (let grid = 0; grid < grids; grid++) {
    at[2 * grid] /= counts[grid];
    at[2 * grid + 1] /= counts[grid];
  }
  centres.set(community, { version, at });
  return at;
}
