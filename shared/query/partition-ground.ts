/**
 * The ground that a plan is made on, read from the tables of a community: which areas, buildings and barriers, in millimetres of one lattice.
 * Owns what is read from which table and which of it lies within the scope; the cells are shared/partition.
 */
import { NONE } from '../columns/column.ts';
import { ringsAt } from '../columns/ring.ts';
import { WGS84 } from '../geo/crs.ts';
import { type PreparedPolygon, polygonHolds, prepareWholeRings } from '../geo/points-in-polygon.ts';
import type { TableName } from '../model/tables.ts';
import type { Box } from '../partition/box-index.ts';
import { type Lattice, latticeFor, toLattice } from '../partition/lattice.ts';
import { PlanError } from '../partition/plan-error.ts';
import { boxOf } from '../partition/ring-places.ts';
import { columnOf, labelAt, linkValues } from './column-access.ts';
import { type Community, rowCount } from './community.ts';
import { hasPlace, ownCoordinates } from './spots.ts';

/** Around the buildings, where the map has no boundary; metres. */
const MARGIN = 30;
const BARRIERS = new Set(['mainRoad', 'wall', 'water']);

export interface Ground {
  lattice: Lattice;
  /** Rows of `areas` that are communities; [NONE] where there is none with a boundary. */
  areaRows: number[];
  /** By community: its rings. */
  rings: Int32Array[][];
  boundary: Int32Array[];
  lines: Int32Array[];
  areas: Int32Array[];
  /** Buildings with a place. */
  buildings: number[];
  footprints: Int32Array[][];
  places: Int32Array;
}

export function groundOf(community: Community, scope: readonly number[] | undefined): Ground {
  const { tables } = community;
  const own = ownCoordinates(tables.buildings);
  const areaRows = planAreas(community).filter((row) => !scope || scope.includes(row));
  const buildings = buildingsWithin(community, own, scope && areaRows);
  if (buildings.length === 0) throw new PlanError('plan-no-buildings');
  const corners = areaRows.flatMap((row) => ringsOf(community, 'areas', 'boundary', row));
  const lattice = latticeFor(WGS84, extentOf(corners, own, buildings));
  const place = (ring: ArrayLike<number>) => latticeRing(lattice, ring);
  const rings =
    areaRows.length === 0
      ? [[boxAround(lattice, own, buildings)]]
      : areaRows.map((row) => ringsOf(community, 'areas', 'boundary', row).map(place));
  const footprints = buildings.map((row) => {
    const drawn = ringsOf(community, 'buildings', 'footprint', row).map(place);
    return drawn.length > 0 ? drawn : [place([own.lng[row], own.lat[row]])];
  });
  return {
    lattice,
    areaRows: areaRows.length === 0 ? [NONE] : areaRows,
    rings,
    boundary: rings.flat(),
    ...barriersOf(community, place, scope ? boxOfRings(rings.flat()) : null),
    buildings,
    footprints,
    places: Int32Array.from(buildings.flatMap((row) => [...place([own.lng[row], own.lat[row]])])),
  };
}

/** Buildings with a place; `areas`: those that lie in one of them, or say that they are of it. */
function buildingsWithin(
  community: Community,
  own: ReturnType<typeof ownCoordinates>,
  areas: readonly number[] | undefined,
): number[] {
  const placed = Array.from({ length: rowCount(community, 'buildings') }, (_, row) => row).filter((row) =>
    hasPlace(own, row),
  );
  if (!areas) return placed;
  const polygons = areas.map((row) =>
    prepared(ringsOf(community, 'areas', 'boundary', row).map((ring) => Int32Array.from(ring))),
  );
  const said = linkValues(community.tables.buildings, 'area');
  return placed.filter(
    (row) =>
      areas.includes(said[row]) ||
      polygons.some((polygon) => polygonHolds(polygon, own.lng[row], own.lat[row])),
  );
}

/** Rows of the lowest level of areas that has boundaries: what a plan can be of. */
export function planAreas({ tables }: Pick<Community, 'tables'>): number[] {
  const rows = Array.from({ length: tables.areas?.rows ?? 0 }, (_, row) => row);
  const boundary = columnOf(tables.areas, 'boundary', 'geometry');
  if (!boundary) return [];
  for (const levels of [['community', 'village'], ['street'], ['district']]) {
    const found = rows.filter(
      (row) => levels.includes(labelAt(tables.areas, 'level', row)) && ringsAt(boundary, row).length > 0,
    );
    if (found.length > 0) return found;
  }
  return [];
}

/** Villages only: another size of grid is aimed at. */
export function isRural(community: Pick<Community, 'tables'>): boolean {
  const areas = planAreas(community);
  return (
    areas.length > 0 && areas.every((row) => labelAt(community.tables.areas, 'level', row) === 'village')
  );
}

/** Main roads, walls, water, compounds; and the borders in force, so that a plan begins with the very lines it is to change. */
function barriersOf(
  { tables }: Community,
  place: (ring: ArrayLike<number>) => Int32Array,
  within: Box | null,
) {
  const lines: Int32Array[] = [];
  const areas: Int32Array[] = [];
  const take = (into: Int32Array[], coords: ArrayLike<number>) => {
    const ring = place(coords);
    if (!within || boxesMeet(boxOf(ring), within)) into.push(ring);
  };
  const [drawn, filled] = (['lines', 'polygons'] as const).map((name) =>
    columnOf(tables.basemap, name, 'geometry'),
  );
  for (let row = 0; row < (tables.basemap?.rows ?? 0); row++) {
    if (!BARRIERS.has(labelAt(tables.basemap, 'kind', row))) continue;
    if (drawn) for (const { coords } of ringsAt(drawn, row)) take(lines, coords);
    if (filled) for (const { coords } of ringsAt(filled, row)) take(areas, coords);
  }
  const compounds = columnOf(tables.compounds, 'boundary', 'geometry');
  if (compounds)
    for (let row = 0; row < (tables.compounds?.rows ?? 0); row++)
      for (const { coords } of ringsAt(compounds, row)) take(areas, coords);
  const grids = columnOf(tables.grids, 'outline', 'geometry');
  if (grids)
    for (let row = 0; row < (tables.grids?.rows ?? 0); row++)
      for (const { coords } of ringsAt(grids, row)) take(areas, coords);
  return { lines, areas };
}

function boxOfRings(rings: readonly Int32Array[]): Box {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [west, south, east, north] of rings.map(boxOf)) {
    box[0] = Math.min(box[0], west);
    box[1] = Math.min(box[1], south);
    box[2] = Math.max(box[2], east);
    box[3] = Math.max(box[3], north);
  }
  return box;
}

const boxesMeet = (a: Box, b: Box): boolean => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

export function ringsOf(
  { tables }: Community,
  table: TableName,
  column: string,
  row: number,
): ArrayLike<number>[] {
  const geometry = columnOf(tables[table], column, 'geometry');
  return geometry ? ringsAt(geometry, row).map(({ coords }) => coords) : [];
}

/** From whole 1e-7 degrees; a place beyond the lattice is left out, and so is one that is written twice. */
export function latticeRing(lattice: Lattice, ring: ArrayLike<number>): Int32Array {
  const out: number[] = [];
  for (let i = 0; i + 1 < ring.length; i += 2) {
    const at = toLattice(lattice, ring[i] / 1e7, ring[i + 1] / 1e7);
    if (at && (at[0] !== out.at(-2) || at[1] !== out.at(-1))) out.push(...at);
  }
  return Int32Array.from(out);
}

function extentOf(
  rings: readonly ArrayLike<number>[],
  own: { lng: Int32Array; lat: Int32Array },
  buildings: readonly number[],
): [number, number, number, number] {
  const extent: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  const take = (lng: number, lat: number) => {
    extent[0] = Math.min(extent[0], lng / 1e7);
    extent[1] = Math.min(extent[1], lat / 1e7);
    extent[2] = Math.max(extent[2], lng / 1e7);
    extent[3] = Math.max(extent[3], lat / 1e7);
  };
  for (const ring of rings) for (let i = 0; i + 1 < ring.length; i += 2) take(ring[i], ring[i + 1]);
  for (const row of buildings) take(own.lng[row], own.lat[row]);
  return extent;
}

function boxAround(
  lattice: Lattice,
  { lng, lat }: { lng: Int32Array; lat: Int32Array },
  buildings: readonly number[],
): Int32Array {
  const ring = latticeRing(
    lattice,
    buildings.flatMap((row) => [lng[row], lat[row]]),
  );
  const [west, east] = bounds(ring, 0);
  const [south, north] = bounds(ring, 1);
  const by = MARGIN * 1000;
  return Int32Array.from([
    ...[west - by, south - by, east + by, south - by],
    ...[east + by, north + by, west - by, north + by],
  ]);
}

function bounds(ring: Int32Array, axis: 0 | 1): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (let i = axis; i < ring.length; i += 2) {
    low = Math.min(low, ring[i]);
    high = Math.max(high, ring[i]);
  }
  return [low, high];
}

export function prepared(rings: readonly Int32Array[]): PreparedPolygon {
  const spans: [number, number][] = [];
  let at = 0;
  for (const ring of rings) {
    spans.push([at / 2, (at + ring.length) / 2]);
    at += ring.length;
  }
  return prepareWholeRings(Int32Array.from(rings.flatMap((ring) => [...ring])), spans);
}
