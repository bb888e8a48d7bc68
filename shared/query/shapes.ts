/**
 * From shapes to the rows they hold. A building is hit when its inside point is in the shape; homes and residents
 * stand at the entrance (spots.ts), everything else at its own point, by the edge rule of selection.ts. Owns
 * shapes drawn on the map and their fold; shapes made of records are members.ts.
 */
import { Bitset } from '../columns/bitset.ts';
import { DEGREE, type GeometryColumn } from '../columns/column.ts';
import { localPlane } from '../geo/distance.ts';
import { type Region, searchPoints } from '../geo/point-blocks.ts';
import { type PreparedPolygon, preparePolygon, prepareWholeRings } from '../geo/points-in-polygon.ts';
import { boxRegion, bufferRegion, discRegion, polygonRegion } from '../geo/region.ts';
import type { TableName } from '../model/tables.ts';
import { columnOf } from './column-access.ts';
import { type Community, isPointTable, placeOf, pointsOf, rowCount } from './community.ts';
import { addMembers, addRows } from './members.ts';
import { combineSets, emptySets, lazySets, type RowSets, type Selectable } from './row-sets.ts';
import type { Selection, Shape } from './selection.ts';

/** What is selected, with the key it was asked by; null sets: nothing is selected, questions are about all. */
export interface SelectionResult {
  sets: RowSets | null;
}

/** Folds the steps from the left. An empty selection selects nothing (`sets` null). */
export function evaluateSelection(community: Community, selection: Selection): SelectionResult {
  let sets: RowSets | null = null;
  for (const step of selection) {
    const shape = evaluateShape(community, step.shape);
    sets = combineSets(sets ?? emptySets(community), shape, step.combine);
  }
  return { sets };
}

/** The rows of every table that the shape holds, table by table when asked for. */
export function evaluateShape(community: Community, shape: Shape): RowSets {
  if (shape.type === 'members' || shape.type === 'rows') {
    const sets = emptySets(community);
    if (shape.type === 'members') addMembers(community, shape.table, shape.rows, sets);
    else addRows(community, shape.table, shape.rows, shape.linked ?? false, sets);
    return sets;
  }
  const region = regionOf(community, shape);
  return lazySets((table) =>
    region ? rowsInRegion(community, region, table) : new Bitset(rowCount(community, table)),
  );
}

type DrawnShape = Exclude<Shape, { type: 'members' } | { type: 'rows' }>;

/** null: the shape holds nothing (a buffer of features without a place). */
function regionOf(community: Community, shape: DrawnShape): Region | null {
  switch (shape.type) {
    case 'box': {
      const [west, south, east, north] = shape.bounds.map((v) => Math.round(v * DEGREE));
      return boxRegion(west, south, east, north);
    }
    case 'polygon':
      return polygonRegion(preparePolygon(shape.rings));
    case 'circle': {
      const [x, y] = shape.center.map((v) => Math.round(v * DEGREE));
      return discRegion(localPlane(y), x, y, shape.radius);
    }
    case 'buffer':
      return bufferOf(community, shape.table, shape.rows, shape.distance);
  }
}

/** Footprints and outlines where the table has them (inside counts as distance 0), else the points. */
function bufferOf(
  community: Community,
  table: TableName,
  rows: readonly number[],
  distance: number,
): Region | null {
  const outline = polygonColumn(community, table);
  const segments: number[] = [];
  const polygons: PreparedPolygon[] = [];
  for (const row of rows) {
    const rings = outline ? ringsOf(outline, row) : [];
    if (outline && rings.length > 0) {
      const polygon = prepareWholeRings(outline.coords, rings);
      polygons.push(polygon);
      for (const value of polygon.edges) segments.push(value);
      continue;
    }
    const place = placeOf(community, table, row);
    if (place) segments.push(place[0], place[1], place[0], place[1]);
  }
  if (segments.length === 0) return null;
  let south = Infinity;
  let north = -Infinity;
  for (let i = 1; i < segments.length; i += 2) {
    south = Math.min(south, segments[i]);
    north = Math.max(north, segments[i]);
  }
  return bufferRegion(localPlane((south + north) / 2), Float64Array.from(segments), polygons, distance);
}

const POLYGON_OF: Partial<Record<TableName, string>> = {
  areas: 'boundary',
  grids: 'outline',
  compounds: 'boundary',
  buildings: 'footprint',
};

/** The polygon column of a table. */
export function polygonColumn(community: Community, table: TableName): GeometryColumn | undefined {
  const name = POLYGON_OF[table];
  return name ? columnOf(community.tables[table], name, 'geometry') : undefined;
}

/** Vertex ranges [from, to) of a row's rings. */
export function ringsOf(column: GeometryColumn, row: number): [number, number][] {
  const rings: [number, number][] = [];
  for (let ring = column.rowRings[row]; ring < column.rowRings[row + 1]; ring++)
    rings.push([column.ringVertices[ring], column.ringVertices[ring + 1]]);
  return rings;
}

function rowsInRegion(community: Community, region: Region, table: Selectable): Bitset {
  const { spots, loose, residentStarts } = community;
  const set = new Bitset(rowCount(community, table));
  if (isPointTable(table))
    searchPoints(pointsOf(community, table), region, (from, to) => {
      set.fill(from, to);
    });
  else
    searchPoints(spots.points, region, (from, to) => {
      const homeFrom = spots.homeStarts[from];
      const homeTo = spots.homeStarts[to];
      if (table === 'homes') set.fill(homeFrom, homeTo);
      else set.fill(residentStarts[homeFrom], residentStarts[homeTo]);
    });
  if (table === 'residents')
    searchPoints(loose.points, region, (from, to) => {
      for (let i = from; i < to; i++) set.add(loose.rows[i]);
    });
  return set;
}
