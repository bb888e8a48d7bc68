/**
 * The partition that a plan of the open community begins with: cells from footprints and barriers, buildings and entrances as atoms, grids as
 * the plan in force has them. Owns what is read from which table; the geometry is shared/partition.
 */
import { NO_COORDINATE, NONE } from '../columns/column.ts';
import { polygonHolds } from '../geo/points-in-polygon.ts';
import type { Progress } from '../model/bundle.ts';
import type { TableName } from '../model/tables.ts';
import { arcLength, rightCellOf } from '../partition/cell-geometry.ts';
import { toLattice } from '../partition/lattice.ts';
import { NO_GRID } from '../partition/outline.ts';
import { partitionSteps } from '../partition/partition-build.ts';
import { PartitionModel, type PartitionState } from '../partition/partition-model.ts';
import { type AtomTable, type GridRecord, NO_ATOM } from '../partition/partition-records.ts';
import type { BaseAtom, PlanBase } from '../partition/plan-base.ts';
import { type Tessellation, tessellate } from '../partition/tessellation.ts';
import { type Steps, within } from '../partition/work-steps.ts';
import { labelAt, linkAt, linkValues } from './column-access.ts';
import { type Community, rowCount } from './community.ts';
import { type Ground, groundOf, latticeRing, prepared, ringsOf } from './partition-ground.ts';
import { ownCoordinates } from './spots.ts';

/** Key of a record, as it outlives the moving of rows. */
export type KeyOf = (table: TableName, row: number) => string;

/** Of no community: an enclave, which no grid takes. */
const NOWHERE = -1;
/** Shares of the work at which its stages end, as measured for twenty communities of the district sample. */
const DONE = { ground: 0.02, cells: 0.93, built: 0.97 };

/**
 * `scope`: rows of `areas`, of planAreas; absent: all. `drawn`: further lines to divide the ground along, 1e-7 degrees. Throws PlanError 'plan-no-buildings', PartitionError.
 * Tells the share that is done; given up by asking no further.
 */
export function* communityPartition(
  community: Community,
  keyOf: KeyOf,
  { scope, drawn = [] }: { scope?: readonly number[]; drawn?: readonly ArrayLike<number>[] } = {},
): Generator<Progress, PlanBase> {
  yield { stage: 'grids.ground', done: 0, total: 1 };
  const ground = groundOf(community, scope);
  for (const line of drawn) ground.lines.push(latticeRing(ground.lattice, line));
  const { boundary, lines, areas, footprints } = ground;
  const dividing = tessellate({ boundary, lines, areas, footprints, places: ground.places });
  const cells = yield* told('grids.cells', within(dividing, DONE.ground, DONE.cells));
  const assign = { stage: 'grids.assign', done: DONE.cells, total: 1 };
  yield assign;
  const { atoms, places } = atomsOf(community, ground, keyOf);
  const communityOfCell = communitiesOf(ground, cells);
  const gridRows = gridsWithin(community, ground, scope !== undefined);
  const grids = gridRecords(community, ground, gridRows, communityOfCell, cells);
  yield assign;
  const grid = startGrids(community, ground, cells, communityOfCell, { rows: gridRows, records: grids });
  yield assign;
  const building = partitionSteps({
    map: cells.map,
    community: communityOfCell,
    grid,
    grids,
    atoms: { ...places, keys: atoms.map(({ key }) => key), measures: [] },
  });
  const built = yield* told('grids.assign', within(building, DONE.cells, DONE.built));
  const last = { ...assign, done: DONE.built };
  yield last;
  const state = JSON.parse(built.model.stateText()) as PartitionState;
  yield last;
  return {
    lattice: ground.lattice,
    state: yield* withVoidCells(state, places, last),
    atoms,
    places,
    gridKeys: gridRows.map((row) => keyOf('grids', row)),
    communities: ground.areaRows.map((row) => (row === NONE ? '' : keyOf('areas', row))),
  };
}

function* told<T>(stage: string, steps: Steps<T>): Generator<Progress, T> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value as T;
    yield { stage, done: value as number, total: 1 };
  }
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

/** Rows of `grids`, rising: all, or those of the scope's areas and buildings. */
function gridsWithin(community: Community, { areaRows, buildings }: Ground, scoped: boolean): number[] {
  const all = Array.from({ length: rowCount(community, 'grids') }, (_, row) => row);
  if (!scoped) return all;
  const held = new Set(buildings.map((row) => community.plan.gridOfBuilding[row]));
  return all.filter((row) => held.has(row) || areaRows.includes(linkAt(community.tables.grids, 'area', row)));
}

/** In the order of `gridRows`. */
function gridRecords(
  { tables, plan }: Community,
  { areaRows, buildings }: Ground,
  gridRows: readonly number[],
  communityOfCell: Int32Array,
  { cellOfBuilding }: Tessellation,
): GridRecord[] {
  const seen = new Map<number, number>();
  buildings.forEach((row, b) => {
    const at = communityOfCell[cellOfBuilding[b]] ?? NOWHERE;
    if (at !== NOWHERE && !seen.has(plan.gridOfBuilding[row])) seen.set(plan.gridOfBuilding[row], at);
  });
  return gridRows.map((row): GridRecord => {
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
  { rows, records }: { rows: readonly number[]; records: readonly GridRecord[] },
): Int32Array {
  const grid = new Int32Array(map.cells.length).fill(NO_GRID);
  const idOf = new Map(rows.map((row, id) => [row, id]));
  const may = (cell: number, id: number) =>
    !records[id].retired && records[id].community === communityOfCell[cell];
  ground.buildings.forEach((row, b) => {
    const cell = cellOfBuilding[b];
    const own = idOf.get(community.plan.gridOfBuilding[row]);
    if (cell >= 0 && own !== undefined && grid[cell] === NO_GRID && may(cell, own)) grid[cell] = own;
  });
  const outlines = rows.map((row) => {
    const rings = ringsOf(community, 'grids', 'outline', row).map((ring) =>
      latticeRing(ground.lattice, ring),
    );
    return rings.length > 0 ? prepared(rings) : null;
  });
  const held = new Set(cellOfBuilding);
  for (let cell = 0; cell < grid.length; cell++) {
    if (held.has(cell)) continue;
    const [x, y] = [cellPlaces[2 * cell], cellPlaces[2 * cell + 1]];
    const at = outlines.findIndex((polygon, id) => polygon && may(cell, id) && polygonHolds(polygon, x, y));
    if (at >= 0) grid[cell] = at;
  }
  return grid;
}

/** Streets and greens that no outline holds go with the neighbour they have the longest border with, from the grids outwards. */
function* withVoidCells(
  state: PartitionState,
  places: PlanBase['places'],
  progress: Progress,
): Generator<Progress, PartitionState> {
  const model = new PartitionModel(state, { ...places, keys: state.atomCell.map(String), measures: [] });
  const cellGrid = [...state.cellGrid];
  const filled = new Set(state.atomCell);
  let waiting = model
    .cellIds()
    .filter((cell) => cellGrid[cell] === NO_GRID && !filled.has(cell) && model.cell(cell).community >= 0);
  for (;;) {
    yield progress;
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
