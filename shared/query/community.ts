/**
 * An opened community: the tables of one generation with the indexes that questions need, and the current grid of
 * each building (the only part that changes). Owns opening and the plan; answers are in the files beside. Rows
 * must be ordered by place as model/tables.ts says: homes by building, residents by home.
 */
import type { Bitset } from '../columns/bitset.ts';
import { NONE, type Table } from '../columns/column.ts';
import { runsOf } from '../columns/runs.ts';
import { indexPoints, type PointBlocks } from '../geo/point-blocks.ts';
import { type CommunityBundle, NO_GRID } from '../model/bundle.ts';
import type { TableName } from '../model/tables.ts';
import { type Children, childrenOf } from './children.ts';
import { columnOf, linkAt, linkValues, sameColumns } from './column-access.ts';
import { type Population, readPopulation, tagSets } from './population.ts';
import type { LngLat } from './selection.ts';
import {
  buildSpots,
  findLoose,
  hasPlace,
  type LooseResidents,
  ownCoordinates,
  type Spots,
  spotOfHome,
} from './spots.ts';

/** Tables whose records stand at a point of their own (else of their home, else of their building). */
export type PointTable =
  | 'buildings'
  | 'entrances'
  | 'vehicles'
  | 'devices'
  | 'cameras'
  | 'facilities'
  | 'organisations'
  | 'workers'
  | 'places';
export const POINT_TABLES: readonly PointTable[] = [
  'buildings',
  'entrances',
  'vehicles',
  'devices',
  'cameras',
  'facilities',
  'organisations',
  'workers',
  'places',
];

export interface Plan {
  /** The grid (row of `grids`) of each building; NO_GRID: in none. */
  gridOfBuilding: Uint16Array;
  /** Grows with every change: a key for what is derived from the plan. */
  version: number;
}

export interface Community {
  bundle: CommunityBundle;
  /** Days since 1970-01-01, for ages. */
  today: number;
  tables: Partial<Record<TableName, Table>>;
  plan: Plan;
  /** First home of each building; one more entry: where homes without a building begin. */
  homeStarts: Uint32Array;
  /** First resident of each home; one more entry: where residents without a home begin. */
  residentStarts: Uint32Array;
  spots: Spots;
  loose: LooseResidents;
  population: Population;
  homeTags: Map<string, Bitset>;
  /** Filled on first use: points(), childIndex(). */
  pointIndexes: Map<PointTable, PointBlocks>;
  childIndexes: Map<string, Children>;
}

const POINT = ['lng', 'lat'];

/**
 * Opens a bundle. Columns are used in place, nothing is copied.
 * @param options.today days since 1970-01-01 that ages refer to.
 * @param options.before the same community before a change of records: what rests on columns that are still the same is taken over.
 * @throws ColumnError 'not-sorted' when homes are not grouped by building or residents not by home.
 */
export function openCommunity(
  bundle: CommunityBundle,
  options: { today: number; before?: Community },
): Community {
  const { tables } = bundle;
  const before = options.before?.today === options.today ? options.before : undefined;
  const buildings = tables.buildings?.rows ?? 0;
  const homes = tables.homes?.rows ?? 0;
  const still = (table: TableName, columns: readonly string[]) =>
    before !== undefined && sameColumns(tables[table], before.tables[table], columns);
  const homeStarts =
    before && still('homes', ['building']) && buildings === rowCount(before, 'buildings')
      ? before.homeStarts
      : runsOf(linkValues(tables.homes, 'building'), buildings);
  const residentStarts =
    before && still('residents', ['home']) && homes === rowCount(before, 'homes')
      ? before.residentStarts
      : runsOf(linkValues(tables.residents, 'home'), homes);
  const placed = still('entrances', POINT) && still('buildings', POINT);
  const spots =
    before && placed && still('homes', ['building', 'entrance'])
      ? before.spots
      : buildSpots(tables.homes, tables.entrances, tables.buildings);
  const loose =
    before && spots === before.spots && residentStarts === before.residentStarts && still('residents', POINT)
      ? before.loose
      : findLoose(spots, tables.residents, residentStarts);
  const gridOfBuilding = new Uint16Array(buildings).fill(NO_GRID);
  gridOfBuilding.set(bundle.plan.gridOfBuilding.subarray(0, buildings));
  return {
    bundle,
    today: options.today,
    tables,
    plan: { gridOfBuilding, version: 0 },
    homeStarts,
    residentStarts,
    spots,
    loose,
    population: readPopulation(
      tables.residents,
      options.today,
      before && { residents: before.tables.residents, population: before.population },
    ),
    homeTags: tagSets(columnOf(tables.homes, 'tags', 'tags'), tables.homes?.rows ?? 0),
    pointIndexes: new Map(),
    childIndexes: new Map(),
  };
}

export function rowCount(community: Community, table: TableName): number {
  return community.tables[table]?.rows ?? 0;
}

/** Moves buildings into a grid (NO_GRID: out of any). The bundle's own plan stays as it was. */
export function setGridOfBuilding(community: Community, buildings: ArrayLike<number>, grid: number): void {
  for (let i = 0; i < buildings.length; i++) community.plan.gridOfBuilding[buildings[i]] = grid;
  community.plan.version++;
}

/** Rows of `child` by the row of `parent` that their column links to; indexed on first use. */
export function childIndex(
  community: Community,
  child: TableName,
  column: string,
  parent: TableName,
): Children {
  const key = `${child}.${column}`;
  let index = community.childIndexes.get(key);
  if (!index) {
    index = childrenOf(linkValues(community.tables[child], column), rowCount(community, parent));
    community.childIndexes.set(key, index);
  }
  return index;
}

/** Points of a table, indexed on first use. A record without a point of its own takes its home's or building's. */
export function pointsOf(community: Community, table: PointTable): PointBlocks {
  let index = community.pointIndexes.get(table);
  if (!index) {
    const { lng, lat } = placedCoordinates(community, table);
    index = indexPoints(lng, lat);
    community.pointIndexes.set(table, index);
  }
  return index;
}

function placedCoordinates(community: Community, table: PointTable) {
  const own = ownCoordinates(community.tables[table]);
  const rows = rowCount(community, table);
  let missing = 0;
  for (let row = 0; row < rows; row++) if (!hasPlace(own, row)) missing++;
  if (missing === 0 || table === 'buildings') return own;
  const lng = own.lng.slice();
  const lat = own.lat.slice();
  const home = linkValues(community.tables[table], 'home');
  const building = linkValues(community.tables[table], 'building');
  const insides = ownCoordinates(community.tables.buildings);
  const { points } = community.spots;
  for (let row = 0; row < rows; row++) {
    if (hasPlace(own, row)) continue;
    const spot = home[row] < rowCount(community, 'homes') ? spotOfHome(community.spots, home[row]) : NONE;
    if (spot !== NONE && hasPlace(points, spot)) {
      lng[row] = points.lng[spot];
      lat[row] = points.lat[spot];
    } else if (building[row] < insides.lng.length) {
      lng[row] = insides.lng[building[row]];
      lat[row] = insides.lat[building[row]];
    }
  }
  return { lng, lat };
}

/** The place of a record in whole 1e-7 degrees by the rule of selection.ts; null: it has none. */
export function placeOf(community: Community, table: TableName, row: number): LngLat | null {
  if (table === 'residents') {
    const home = linkAt(community.tables.residents, 'home', row);
    const atHome = home === NONE ? null : placeOf(community, 'homes', home);
    if (atHome) return atHome;
    const own = ownCoordinates(community.tables.residents);
    return hasPlace(own, row) ? [own.lng[row], own.lat[row]] : null;
  }
  if (table === 'homes') {
    if (row >= rowCount(community, 'homes')) return null;
    const spot = spotOfHome(community.spots, row);
    const { points } = community.spots;
    return hasPlace(points, spot) ? [points.lng[spot], points.lat[spot]] : null;
  }
  if (!isPointTable(table)) return null;
  const points = pointsOf(community, table);
  return hasPlace(points, row) ? [points.lng[row], points.lat[row]] : null;
}

export function isPointTable(table: TableName): table is PointTable {
  return (POINT_TABLES as readonly TableName[]).includes(table);
}

/** Residents of a building as a run of rows [from, to). */
export function residentsOfBuilding(community: Community, building: number): [number, number] {
  const { homeStarts, residentStarts } = community;
  return [residentStarts[homeStarts[building]], residentStarts[homeStarts[building + 1]]];
}
