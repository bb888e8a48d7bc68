/**
 * The partition that a plan of the open community begins with: cells from footprints and barriers, buildings and entrances as atoms, grids as
 * the plan in force has them. Owns what is read from which table; the geometry is shared/partition.
 */
import { NO_COORDINATE, NONE } from '../columns/column.ts';
import { ringsAt } from '../columns/ring.ts';
import { WGS84 } from '../geo/crs.ts';
import { type PreparedPolygon, polygonHolds, prepareWholeRings } from '../geo/points-in-polygon.ts';
import { NO_GRID as NO_GRID_ROW, type Progress } from '../model/bundle.ts';
import type { TableName } from '../model/tables.ts';
import { arcLength, rightCellOf } from '../partition/cell-geometry.ts';
import { type Lattice, latticeFor, toLattice } from '../partition/lattice.ts';
import { NO_GRID } from '../partition/outline.ts';
import { buildPartition } from '../partition/partition-build.ts';
import { PartitionModel, type PartitionState } from '../partition/partition-model.ts';
import { type AtomTable, type GridRecord, NO_ATOM } from '../partition/partition-records.ts';
import type { BaseAtom, PlanBase } from '../partition/plan-base.ts';
import { PlanError } from '../partition/plan-error.ts';
import { type Tessellation, tessellate } from '../partition/tessellation.ts';
import { columnOf, labelAt, linkAt, linkValues } from './column-access.ts';
import { type Community, rowCount } from './community.ts';
import { hasPlace, ownCoordinates } from './spots.ts';

/** Key of a record, as it outlives the moving of rows. */
export type KeyOf = (table: TableName, row: number) => string;

/** Of no community: an enclave, which no grid takes. */
const NOWHERE = -1;
/** Around the buildings, where the map has no boundary; metres. */
const MARGIN = 30;
const BARRIERS = new Set(['mainRoad', 'wall', 'water']);

/** Throws PlanError 'plan-no-buildings', PartitionError. Yields between its steps. */
export function* communityPartition(community: Community, keyOf: KeyOf): Generator<Progress, PlanBase> {
  yield { stage: 'grids.ground', done: 0, total: 3 };
  const ground = groundOf(community);
  yield { stage: 'grids.cells', done: 1, total: 3 };
  const cells = tessellate({
    boundary: ground.boundary,
    lines: ground.lines,
    areas: ground.areas,
    footprints: ground.footprints,
    places: ground.places,
  });
  yield { stage: 'grids.assign', done: 2, total: 3 };
  const { atoms, places } = atomsOf(community, ground, keyOf);
  const communityOfCell = communitiesOf(ground, cells);
  const grids = gridRecords(community, ground, communityOfCell, cells);
  const built = buildPartition({
    map: cells.map,
    community: communityOfCell,
    grid: startGrids(community, ground, cells, communityOfCell, grids),
    grids,
    atoms: { ...places, keys: atoms.map(({ key }) => key), measures: [] },
  });
  const state = JSON.parse(built.model.stateText()) as PartitionState;
  return {
    lattice: ground.lattice,
    state: withVoidCells(state, places),
    atoms,
    places,
    gridKeys: grids.map((_, row) => keyOf('grids', row)),
    communities: ground.areaRows.map((row) => (row === NONE ? '' : keyOf('areas', row))),
  };
}

interface Ground {
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

function groundOf(community: Community): Ground {
  const { tables } = community;
  const own = ownCoordinates(tables.buildings);
  const buildings = Array.from({ length: rowCount(community, 'buildings') }, (_, row) => row).filter((row) =>
    hasPlace(own, row),
  );
  if (buildings.length === 0) throw new PlanError('plan-no-buildings');
  const areaRows = communityAreas(community);
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
    ...barriersOf(community, place),
    buildings,
    footprints,
    places: Int32Array.from(buildings.flatMap((row) => [...place([own.lng[row], own.lat[row]])])),
  };
}

/** Rows of the lowest level of areas that has boundaries. */
function communityAreas({ tables }: Community): number[] {
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

/** Main roads, walls, water, compounds; and the borders in force, so that a plan begins with the very lines it is to change. */
function barriersOf({ tables }: Community, place: (ring: ArrayLike<number>) => Int32Array) {
  const lines: Int32Array[] = [];
  const areas: Int32Array[] = [];
  const [drawn, filled] = (['lines', 'polygons'] as const).map((name) =>
    columnOf(tables.basemap, name, 'geometry'),
  );
  for (let row = 0; row < (tables.basemap?.rows ?? 0); row++) {
    if (!BARRIERS.has(labelAt(tables.basemap, 'kind', row))) continue;
    if (drawn) for (const { coords } of ringsAt(drawn, row)) lines.push(place(coords));
    if (filled) for (const { coords } of ringsAt(filled, row)) areas.push(place(coords));
  }
  const compounds = columnOf(tables.compounds, 'boundary', 'geometry');
  if (compounds)
    for (let row = 0; row < (tables.compounds?.rows ?? 0); row++)
      for (const { coords } of ringsAt(compounds, row)) areas.push(place(coords));
  const grids = columnOf(tables.grids, 'outline', 'geometry');
  if (grids)
    for (let row = 0; row < (tables.grids?.rows ?? 0); row++)
      for (const { coords } of ringsAt(grids, row)) areas.push(place(coords));
  return { lines, areas };
}

function ringsOf({ tables }: Community, table: TableName, column: string, row: number): ArrayLike<number>[] {
  const geometry = columnOf(tables[table], column, 'geometry');
  return geometry ? ringsAt(geometry, row).map(({ coords }) => coords) : [];
}

/** From whole 1e-7 degrees; a place beyond the lattice is left out, and so is one that is written twice. */
function latticeRing(lattice: Lattice, ring: ArrayLike<number>): Int32Array {
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

/** Every building with a place, then the entrances of those that have several. */
function atomsOf(
  { tables }: Community,
  { lattice, buildings, footprints, places }: Ground,
  keyOf: KeyOf,
): { atoms: BaseAtom[]; places: PlanBase['places'] } {
  const atoms: BaseAtom[] = [];
  const [x, y, building]: number[][] = [[], [], []];
  const rings: AtomTable['footprints'][number][] = [];
  const atomOfRow = new Map<number, number>();
  buildings.forEach((row, b) => {
    atomOfRow.set(row, atoms.length);
    const id = labelAt(tables.buildings, 'id', row);
    atoms.push({ table: 'buildings', key: keyOf('buildings', row), id });
    x.push(places[2 * b]);
    y.push(places[2 * b + 1]);
    building.push(NO_ATOM);
    rings.push(footprints[b][0].length >= 6 ? footprints[b] : null);
  });
  const doors = ownCoordinates(tables.entrances);
  linkValues(tables.entrances, 'building').forEach((row, entrance) => {
    const of = atomOfRow.get(row);
    if (of === undefined || doors.lng[entrance] === NO_COORDINATE) return;
    const at = toLattice(lattice, doors.lng[entrance] / 1e7, doors.lat[entrance] / 1e7);
    if (!at) return;
    const id = atoms[of].id && `${atoms[of].id}/${labelAt(tables.entrances, 'label', entrance)}`;
    atoms.push({ table: 'entrances', key: keyOf('entrances', entrance), id });
    x.push(at[0]);
    y.push(at[1]);
    building.push(of);
    rings.push(null);
  });
  const columns = { x: Int32Array.from(x), y: Int32Array.from(y), building: Int32Array.from(building) };
  return { atoms, places: { ...columns, footprints: rings } };
}

function communitiesOf({ rings }: Ground, { cellPlaces, inside }: Tessellation): Int32Array {
  const polygons = rings.map(prepared);
  return Int32Array.from(inside, (within, cell) => {
    if (!within) return NOWHERE;
    const [x, y] = [cellPlaces[2 * cell], cellPlaces[2 * cell + 1]];
    return polygons.findIndex((polygon) => polygonHolds(polygon, x, y));
  });
}

function prepared(rings: readonly Int32Array[]): PreparedPolygon {
  const spans: [number, number][] = [];
  let at = 0;
  for (const ring of rings) {
    spans.push([at / 2, (at + ring.length) / 2]);
    at += ring.length;
  }
  return prepareWholeRings(Int32Array.from(rings.flatMap((ring) => [...ring])), spans);
}

/** In the order of the rows of `grids`. */
function gridRecords(
  community: Community,
  { areaRows, buildings }: Ground,
  communityOfCell: Int32Array,
  { cellOfBuilding }: Tessellation,
): GridRecord[] {
  const { tables, plan } = community;
  const seen = new Map<number, number>();
  buildings.forEach((row, b) => {
    const at = communityOfCell[cellOfBuilding[b]] ?? NOWHERE;
    if (at !== NOWHERE && !seen.has(plan.gridOfBuilding[row])) seen.set(plan.gridOfBuilding[row], at);
  });
  return Array.from({ length: rowCount(community, 'grids') }, (_, row): GridRecord => {
    const area = areaRows.indexOf(linkAt(tables.grids, 'area', row));
    return {
      code: labelAt(tables.grids, 'code', row),
      name: labelAt(tables.grids, 'name', row),
      kind: labelAt(tables.grids, 'kind', row) === 'exclusive' ? 'exclusive' : 'general',
      community: area >= 0 ? area : (seen.get(row) ?? 0),
      locked: false,
      retired: labelAt(tables.grids, 'status', row) === 'ended',
      formerCodes: [],
      attributes: {},
    };
  });
}

/** By cell of the map: the grid of its buildings, else the one whose outline holds it. */
function startGrids(
  community: Community,
  ground: Ground,
  { cellOfBuilding, cellPlaces, map }: Tessellation,
  communityOfCell: Int32Array,
  grids: readonly GridRecord[],
): Int32Array {
  const grid = new Int32Array(map.cells.length).fill(NO_GRID);
  const may = (cell: number, row: number) =>
    row < grids.length && !grids[row].retired && grids[row].community === communityOfCell[cell];
  ground.buildings.forEach((row, b) => {
    const cell = cellOfBuilding[b];
    const own = community.plan.gridOfBuilding[row];
    if (cell >= 0 && own !== NO_GRID_ROW && grid[cell] === NO_GRID && may(cell, own)) grid[cell] = own;
  });
  const outlines = grids.map((_, row) => {
    const rings = ringsOf(community, 'grids', 'outline', row).map((ring) =>
      latticeRing(ground.lattice, ring),
    );
    return rings.length > 0 ? prepared(rings) : null;
  });
  const held = new Set(cellOfBuilding);
  for (let cell = 0; cell < grid.length; cell++) {
    if (held.has(cell)) continue;
    const [x, y] = [cellPlaces[2 * cell], cellPlaces[2 * cell + 1]];
    const at = outlines.findIndex((polygon, row) => polygon && may(cell, row) && polygonHolds(polygon, x, y));
    if (at >= 0) grid[cell] = at;
  }
  return grid;
}

/** Streets and greens that no outline holds go with the neighbour they have the longest border with, from the grids outwards. */
function withVoidCells(state: PartitionState, places: PlanBase['places']): PartitionState {
  const model = new PartitionModel(state, { ...places, keys: state.atomCell.map(String), measures: [] });
  const cellGrid = [...state.cellGrid];
  const filled = new Set(state.atomCell);
  let waiting = model
    .cellIds()
    .filter((cell) => cellGrid[cell] === NO_GRID && !filled.has(cell) && model.cell(cell).community >= 0);
  for (;;) {
    const found = waiting.map((cell) => longestNeighbour(model, cellGrid, cell));
    waiting.forEach((cell, i) => {
      if (found[i] !== NO_GRID) cellGrid[cell] = found[i];
    });
    const left = waiting.filter((_, i) => found[i] === NO_GRID);
    if (left.length === waiting.length) return { ...state, cellGrid };
    waiting = left;
  }
}

function longestNeighbour(model: PartitionModel, cellGrid: readonly number[], cell: number): number {
  const lengths = new Map<number, number>();
  const { community, rings } = model.cell(cell);
  for (const ref of rings.flat()) {
    const other = rightCellOf(model, ref);
    const grid = cellGrid[other] ?? NO_GRID;
    if (other < 0 || grid === NO_GRID || model.grid(grid).community !== community) continue;
    lengths.set(grid, (lengths.get(grid) ?? 0) + arcLength(model, ref >> 1));
  }
  const [best] = [...lengths].sort(([a, la], [b, lb]) => lb - la || a - b);
  return best?.[0] ?? NO_GRID;
}
