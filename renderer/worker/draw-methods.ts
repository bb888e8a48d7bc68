/** The worker's part of drawing: outlines near, one record to correct, where a new one belongs. Reads only. */
import { DEGREE, type GeometryColumn, NO_COORDINATE, NONE } from '../../shared/columns/column.ts';
import { ringsAt } from '../../shared/columns/ring.ts';
import type { Neighbour } from '../../shared/geo/drawing-check.ts';
import { type Corner, nearestOnOutline } from '../../shared/geo/outline.ts';
import type { TableName } from '../../shared/model/tables.ts';
import { eachChild } from '../../shared/query/children.ts';
import { columnOf, labelAt, linkAt, linkValues, valueAt } from '../../shared/query/column-access.ts';
import { type Community, childIndex, rowCount } from '../../shared/query/community.ts';
import { nearest } from '../../shared/query/near.ts';
import { refOf } from '../../shared/query/record-labels.ts';
import type { Bounds, LngLat } from '../../shared/query/selection.ts';
import { whatIsHere } from '../../shared/query/what-is-here.ts';
import type { Belonging, DrawEngine, DrawnEntrance, DrawnGround, DrawnRecord } from './draw-api.ts';
import { type EngineState, openedOf } from './engine-state.ts';

/** Outlines told at once: a view in which a hand can draw holds fewer. */
const MOST_NEAR = 1500;
/** Metres within which a new building joins its neighbour's grid. */
const NEIGHBOUR = 100;
const OUTLINE = { buildings: 'footprint', compounds: 'boundary', basemap: 'polygons' } as const;

export function drawMethods(state: EngineState): DrawEngine {
  const community = () => openedOf(state).community;
  return {
    drawnGround: async (bounds) => ground(community(), bounds),
    drawnRecord: async (table, row) => record(community(), table, row),
    drawnAt: async (table, point, within) =>
      table === 'compounds'
        ? (whatIsHere(community(), point).find((ref) => ref.table === 'compounds')?.row ?? null)
        : nearestLine(community(), point, within),
    belonging: async (point) => belonging(community(), point),
  };
}

function ground(community: Community, bounds: Bounds): DrawnGround {
  const buildings = outlinesIn(community, 'buildings', bounds);
  const compounds = outlinesIn(community, 'compounds', bounds);
  return {
    buildings: buildings.slice(0, MOST_NEAR),
    compounds: compounds.slice(0, MOST_NEAR),
    boundary: boundaryOf(community),
    more: buildings.length > MOST_NEAR || compounds.length > MOST_NEAR,
  };
}

function outlinesIn(community: Community, table: 'buildings' | 'compounds', bounds: Bounds): Neighbour[] {
  const column = columnOf(community.tables[table], OUTLINE[table], 'geometry');
  if (!column) return [];
  const [west, south, east, north] = bounds.map((value) => value * DEGREE);
  const middle = [(west + east) / 2, (south + north) / 2];
  const found: { row: number; away: number }[] = [];
  for (let row = 0; row < rowCount(community, table); row++) {
    const box = boxOf(column, row);
    if (!box || box[0] > east || box[2] < west || box[1] > north || box[3] < south) continue;
    found.push({
      row,
      away: Math.hypot((box[0] + box[2]) / 2 - middle[0], (box[1] + box[3]) / 2 - middle[1]),
    });
  }
  found.sort((a, b) => a.away - b.away);
  return found.slice(0, MOST_NEAR + 1).map(({ row }) => ({
    row,
    label: refOf(community, table, row).label,
    rings: ringsAt(column, row).map(({ coords }) => cornersOf(coords)),
  }));
}

/** Rings of the lowest areas, which is the community's own boundary. */
function boundaryOf(community: Community): Corner[][] {
  const column = columnOf(community.tables.areas, 'boundary', 'geometry');
  const parents = new Set(linkValues(community.tables.areas, 'parent'));
  const rings: Corner[][] = [];
  for (let row = 0; column && row < rowCount(community, 'areas'); row++)
    if (!parents.has(row)) for (const { coords } of ringsAt(column, row)) rings.push(cornersOf(coords));
  return rings;
}

/** Kinds of ground that are drawn as lines or edges; land and green lie under everything. */
const UNDER_ALL = ['land', 'green', 'plaza'];

function nearestLine(community: Community, point: LngLat, within: number): number | null {
  const { basemap } = community.tables;
  let best = within;
  let found: number | null = null;
  for (const [name, closed] of [
    ['lines', false],
    ['polygons', true],
  ] as const) {
    const column = columnOf(basemap, name, 'geometry');
    for (let row = 0; column && row < rowCount(community, 'basemap'); row++) {
      if (UNDER_ALL.includes(labelAt(basemap, 'kind', row))) continue;
      for (const { coords } of ringsAt(column, row)) {
        const near = nearestOnOutline(cornersOf(coords), point, closed);
        // Half the width of a road is road as well.
        const away = near ? near.metres - valueAt(basemap, 'width', row) / 2 : Infinity;
        if (away >= best) continue;
        best = away;
        found = row;
      }
    }
  }
  return found;
}

function cornersOf(coords: Int32Array): Corner[] {
  const corners: Corner[] = [];
  for (let i = 0; i < coords.length; i += 2) corners.push([coords[i] / DEGREE, coords[i + 1] / DEGREE]);
  return corners;
}

function boxOf(column: GeometryColumn, row: number): [number, number, number, number] | null {
  const from = column.ringVertices[column.rowRings[row]];
  const to = column.ringVertices[column.rowRings[row + 1]];
  if (!(to > from)) return null;
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let v = from; v < to; v++) {
    const x = column.coords[2 * v];
    const y = column.coords[2 * v + 1];
    if (x < box[0]) box[0] = x;
    if (y < box[1]) box[1] = y;
    if (x > box[2]) box[2] = x;
    if (y > box[3]) box[3] = y;
  }
  return box;
}

const SHOWN: Record<DrawnRecord['table'], readonly string[]> = {
  buildings: ['id', 'name', 'address', 'use', 'builtYear', 'floors', 'floorsBelow', 'height'],
  compounds: ['id', 'name', 'company', 'builtYear'],
  basemap: ['kind', 'name', 'width'],
};

function record(community: Community, table: DrawnRecord['table'], row: number): DrawnRecord | null {
  const source = community.tables[table];
  if (!source || row < 0 || row >= source.rows) return null;
  const outline = columnOf(source, OUTLINE[table], 'geometry');
  const lines = table === 'basemap' ? columnOf(source, 'lines', 'geometry') : undefined;
  const rings = outline ? ringsAt(outline, row) : [];
  const [line] = lines ? ringsAt(lines, row) : [];
  return {
    table,
    row,
    rings: rings.map(({ role, coords }) => ({ role, ring: cornersOf(coords) })),
    line: line ? cornersOf(line.coords) : [],
    entrances: table === 'buildings' ? entrancesOf(community, row) : [],
    values: Object.fromEntries(SHOWN[table].map((column) => [column, cellOf(community, table, column, row)])),
    usedFloor: table === 'buildings' ? usedFloor(community, row) : 0,
  };
}

function cellOf(community: Community, table: TableName, name: string, row: number): string | number {
  const source = community.tables[table];
  return columnOf(source, name, 'number') ? valueAt(source, name, row) : labelAt(source, name, row);
}

function entrancesOf(community: Community, building: number): DrawnEntrance[] {
  const { entrances } = community.tables;
  const found: DrawnEntrance[] = [];
  const lng = columnOf(entrances, 'lng', 'number');
  const lat = columnOf(entrances, 'lat', 'number');
  for (let row = 0; row < rowCount(community, 'entrances'); row++) {
    if (linkAt(entrances, 'building', row) !== building) continue;
    const homes = homesAt(community, building, row);
    const placed = lng && lat && lng.values[row] !== NO_COORDINATE;
    found.push({
      row,
      label: labelAt(entrances, 'label', row),
      at: placed ? [lng.values[row] / DEGREE, lat.values[row] / DEGREE] : null,
      homes,
      devices: devicesIn(community, homes),
    });
  }
  return found;
}

function homesAt(community: Community, building: number, entrance: number): number[] {
  const homes: number[] = [];
  for (let home = community.homeStarts[building]; home < community.homeStarts[building + 1]; home++)
    if (linkAt(community.tables.homes, 'entrance', home) === entrance) homes.push(home);
  return homes;
}

function devicesIn(community: Community, homes: readonly number[]): number[] {
  const index = childIndex(community, 'devices', 'home', 'homes');
  const devices: number[] = [];
  for (const home of homes) eachChild(index, home, (device) => devices.push(device));
  return devices;
}

function usedFloor(community: Community, building: number): number {
  const floors = columnOf(community.tables.homes, 'floor', 'number');
  let highest = 0;
  for (let home = community.homeStarts[building]; floors && home < community.homeStarts[building + 1]; home++)
    highest = Math.max(highest, floors.values[home]);
  return highest;
}

function belonging(community: Community, point: LngLat): Belonging {
  const here = whatIsHere(community, point);
  const first = (table: TableName) => here.find((ref) => ref.table === table)?.row ?? null;
  const compound = first('compounds');
  const neighbour = nearest(community, { point, tables: ['buildings'], k: 1, within: NEIGHBOUR })[0]?.row;
  const planned = neighbour === undefined ? NONE : community.plan.gridOfBuilding[neighbour];
  const outlined = first('grids');
  // The plan is the truth: outlines may be those of an earlier one.
  const grid = outlined ?? (planned < rowCount(community, 'grids') ? planned : null);
  const areas = here.filter((ref) => ref.table === 'areas');
  return { compound, area: areas.at(-1)?.row ?? areaOf(community, neighbour), grid };
}

/** Without boundaries a new building belongs where its neighbour does, or where all do. */
function areaOf(community: Community, neighbour: number | undefined): number | null {
  if (neighbour !== undefined) {
    const area = linkAt(community.tables.buildings, 'area', neighbour);
    if (area < rowCount(community, 'areas')) return area;
  }
  const parents = new Set(linkValues(community.tables.areas, 'parent'));
  const lowest = Array.from({ length: rowCount(community, 'areas') }, (_, row) => row).filter(
    (row) => !parents.has(row),
  );
  return lowest.length === 1 ? lowest[0] : null;
}
