/**
 * What lies at a point of the map: buildings whose footprint holds it, then compound, grid and areas. Exact by the
 * edge rule of selection.ts. Outlines are looked through one by one: a few thousand boxes take microseconds.
 */
import { DEGREE, type GeometryColumn } from '../columns/column.ts';
import { polygonHolds, prepareWholeRings } from '../geo/points-in-polygon.ts';
import type { TableName } from '../model/tables.ts';
import type { RecordRef } from './answers.ts';
import { type Community, rowCount } from './community.ts';
import { refOf } from './record-labels.ts';
import type { LngLat } from './selection.ts';
import { polygonColumn, ringsOf } from './shapes.ts';

const LAYERS: readonly TableName[] = ['buildings', 'compounds', 'grids', 'areas'];

export function whatIsHere(community: Community, point: LngLat): RecordRef[] {
  const x = Math.round(point[0] * DEGREE);
  const y = Math.round(point[1] * DEGREE);
  const found: RecordRef[] = [];
  for (const table of LAYERS) {
    const rows = polygonsAt(community, table, x, y);
    // The grid of the building is the plan's; outlines may be those of an earlier one.
    if (table === 'grids') addPlanGrids(community, found, rows);
    for (const row of rows) found.push(refOf(community, table, row));
  }
  return found;
}

function addPlanGrids(community: Community, found: readonly RecordRef[], rows: number[]): void {
  const grids = found
    .filter((ref) => ref.table === 'buildings')
    .map((ref) => community.plan.gridOfBuilding[ref.row])
    .filter((grid) => grid < rowCount(community, 'grids'));
  if (grids.length > 0) rows.splice(0, rows.length, ...new Set(grids));
}

function polygonsAt(community: Community, table: TableName, x: number, y: number): number[] {
  const column = polygonColumn(community, table);
  if (!column) return [];
  const rows: number[] = [];
  for (let row = 0; row < rowCount(community, table); row++)
    if (
      nearBox(column, row, x, y) &&
      polygonHolds(prepareWholeRings(column.coords, ringsOf(column, row)), x, y)
    )
      rows.push(row);
  return rows;
}

function nearBox(column: GeometryColumn, row: number, x: number, y: number): boolean {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  const from = column.ringVertices[column.rowRings[row]];
  const to = column.ringVertices[column.rowRings[row + 1]];
  for (let v = from; v < to; v++) {
    const vx = column.coords[2 * v];
    const vy = column.coords[2 * v + 1];
    if (vx < west) west = vx;
    if (vx > east) east = vx;
    if (vy < south) south = vy;
    if (vy > north) north = vy;
  }
  return x >= west && x <= east && y >= south && y <= north;
}
