/**
 * Puts collected layers together into a community: joins them to what is there, links, orders by place, gives added
 * buildings the grid whose outline holds them. Owns the order of these steps. The current community is not changed.
 */
import { textAt } from '../columns/cell.ts';
import {
  type GeometryColumn,
  NO_COORDINATE,
  NONE,
  type NumberColumn,
  type Table,
  type TextColumn,
} from '../columns/column.ts';
import { TableBuilder } from '../columns/table-builder.ts';
import { polygonHolds, prepareWholeRings } from '../geo/points-in-polygon.ts';
import { type CommunityBundle, NO_GRID } from './bundle.ts';
import { openingBounds } from './import-bounds.ts';
import type { CollectedLayer } from './import-collect.ts';
import { concatTables } from './import-concat.ts';
import { BuildingFinder, foldPart, HomeFinder } from './import-link.ts';
import { orderByPlace } from './import-order.ts';
import type { ImportPlan, LinkReport } from './import-plan.ts';
import { ROLES } from './import-roles.ts';
import { TABLE_NAMES, type TableName } from './tables.ts';

type Tables = Record<TableName, Table>;

/** Rows of a merged table that came with this import, and the texts by which they name others. */
interface Added {
  from: number;
  rows: number;
  links: Record<string, TextColumn>;
}

/** A new generation from the layers, alone or joined to `current`. */
export function assembleCommunity(
  layers: readonly CollectedLayer[],
  current: CommunityBundle | null,
  plan: Pick<ImportPlan, 'name' | 'asOfDay' | 'layers'>,
): { bundle: CommunityBundle; links: LinkReport } {
  const tables = startingTables(current);
  const oldBuildings = tables.buildings.rows;
  const added: Partial<Record<TableName, Added>> = {};
  for (const layer of layers) {
    const name = ROLES[layer.role].table;
    added[name] = { from: tables[name].rows, rows: layer.table.rows, links: layer.links };
    tables[name] = concatTables(tables[name], layer.table);
  }
  const links = linkAll(tables, added);
  const ordered = orderByPlace(tables);
  const whole = ordered.tables as Tables;
  const grids = gridsOf(whole, ordered.buildingOrder, current, oldBuildings);
  const bundle: CommunityBundle = {
    name: current ? current.name : plan.name,
    source: {
      kind: 'import',
      files: [...(current?.source.files ?? []), ...plan.layers.map((layer) => layer.name)],
    },
    asOfDay: plan.asOfDay,
    bounds: boundsOf(whole) ?? current?.bounds ?? [73, 18, 135, 54],
    tables: whole,
    plan: { id: current?.plan.id ?? 'plan-0', gridOfBuilding: grids },
  };
  return { bundle, links };
}

/** Every table, empty where the current community has none. */
function startingTables(current: CommunityBundle | null): Tables {
  const tables = {} as Tables;
  for (const name of TABLE_NAMES) tables[name] = current?.tables[name] ?? new TableBuilder(name).finish();
  return tables;
}

function linkAll(tables: Tables, added: Partial<Record<TableName, Added>>): LinkReport {
  const report: LinkReport = {
    homesLinked: 0,
    homes: 0,
    residentsLinked: 0,
    residents: 0,
    devicesLinked: 0,
    devices: 0,
  };
  const needed = added.homes || added.residents || added.devices;
  if (!needed) return report;
  const buildings = new BuildingFinder(tables.buildings);
  if (added.homes) {
    report.homes = added.homes.rows;
    report.homesLinked = linkHomes(tables, added.homes, buildings);
  }
  const homes = new HomeFinder(tables.homes, tables.entrances, tables.buildings);
  if (added.residents) {
    report.residents = added.residents.rows;
    report.residentsLinked = linkResidents(tables, added.residents, buildings, homes);
  }
  if (added.devices) {
    report.devices = added.devices.rows;
    report.devicesLinked = linkDevices(tables, added.devices, buildings, homes);
  }
  return report;
}

function values(table: Table, column: string): NumberColumn['values'] {
  return (table.columns[column] as NumberColumn).values;
}

function linkHomes(tables: Tables, added: Added, buildings: BuildingFinder): number {
  const building = values(tables.homes, 'building');
  const entrance = values(tables.homes, 'entrance');
  const entrances = new TableBuilder('entrances');
  const rowOf = entranceRows(tables);
  let linked = 0;
  for (let i = 0; i < added.rows; i++) {
    const row = added.from + i;
    building[row] = buildings.find(textAt(added.links['building'], i));
    entrance[row] = NONE;
    if (building[row] === NONE) continue;
    linked++;
    const label = textAt(added.links['entrance'], i);
    if (label === '') continue;
    const key = `${building[row]}|${foldPart(label)}`;
    let known = rowOf.get(key);
    if (known === undefined) {
      const lng = values(tables.buildings, 'lng')[building[row]];
      const lat = values(tables.buildings, 'lat')[building[row]];
      known = tables.entrances.rows + entrances.add({ building: building[row], label, lng, lat });
      rowOf.set(key, known);
    }
    entrance[row] = known;
  }
  tables.entrances = concatTables(tables.entrances, entrances.finish());
  return linked;
}

function entranceRows(tables: Tables): Map<string, number> {
  const rows = new Map<string, number>();
  const building = values(tables.entrances, 'building');
  const label = tables.entrances.columns['label'];
  if (label.kind !== 'dict') return rows;
  for (let row = 0; row < tables.entrances.rows; row++)
    rows.set(`${building[row]}|${foldPart(label.words[label.codes[row]])}`, row);
  return rows;
}

function linkResidents(tables: Tables, added: Added, buildings: BuildingFinder, homes: HomeFinder): number {
  const { links } = added;
  const home = values(tables.residents, 'home');
  const lng = values(tables.residents, 'lng');
  const lat = values(tables.residents, 'lat');
  const household = householdNumbers(values(tables.residents, 'household'), added.from);
  let linked = 0;
  for (let i = 0; i < added.rows; i++) {
    const row = added.from + i;
    const building = buildings.find(textAt(links['building'], i));
    let found = homes.byId(textAt(links['home'], i));
    if (found === NONE)
      found = homes.byDoor(building, textAt(links['entrance'], i), textAt(links['door'], i));
    if (found === NONE) found = homes.byAddress(textAt(links['address'], i));
    home[row] = found;
    household.set(row, textAt(links['household'], i), found);
    if (found !== NONE) {
      linked++;
      // The place of a resident with a home is the home's.
      lng[row] = NO_COORDINATE;
      lat[row] = NO_COORDINATE;
    } else if (lng[row] === NO_COORDINATE && building !== NONE) {
      lng[row] = values(tables.buildings, 'lng')[building];
      lat[row] = values(tables.buildings, 'lat')[building];
    }
  }
  return linked;
}

/** Households keep the number of the file; where it gives none, the people of one home are one household. */
function householdNumbers(column: NumberColumn['values'], from: number) {
  let next = 0;
  for (let row = 0; row < from; row++)
    if (column[row] !== NONE && column[row] >= next) next = column[row] + 1;
  const numbers = new Map<string, number>();
  return {
    set(row: number, text: string, home: number): void {
      const key = text !== '' ? `n${text}` : home !== NONE ? `h${home}` : '';
      if (key === '') {
        column[row] = NONE;
        return;
      }
      const known = numbers.get(key) ?? next++;
      numbers.set(key, known);
      column[row] = known;
    },
  };
}

function linkDevices(tables: Tables, added: Added, buildings: BuildingFinder, homes: HomeFinder): number {
  const building = values(tables.devices, 'building');
  const home = values(tables.devices, 'home');
  const resident = values(tables.devices, 'resident');
  const lng = values(tables.devices, 'lng');
  const lat = values(tables.devices, 'lat');
  const homeBuilding = values(tables.homes, 'building');
  let linked = 0;
  for (let i = 0; i < added.rows; i++) {
    const row = added.from + i;
    resident[row] = NONE;
    home[row] = homes.byId(textAt(added.links['home'], i));
    const named = buildings.find(textAt(added.links['building'], i));
    building[row] = home[row] === NONE || homeBuilding[home[row]] === NONE ? named : homeBuilding[home[row]];
    if (building[row] === NONE) continue;
    linked++;
    if (lng[row] !== NO_COORDINATE) continue;
    lng[row] = values(tables.buildings, 'lng')[building[row]];
    lat[row] = values(tables.buildings, 'lat')[building[row]];
  }
  return linked;
}

/** Plan 0 in the new order: old buildings keep their grid, added ones get the one that holds their inside point. */
function gridsOf(
  tables: Tables,
  order: Uint32Array,
  current: CommunityBundle | null,
  oldRows: number,
): Uint16Array {
  const grids = new Uint16Array(order.length).fill(NO_GRID);
  const outline = tables.grids.columns['outline'] as GeometryColumn;
  const polygons = Array.from({ length: tables.grids.rows }, (_, grid) => {
    const rings: [number, number][] = [];
    for (let ring = outline.rowRings[grid]; ring < outline.rowRings[grid + 1]; ring++) {
      rings.push([outline.ringVertices[ring], outline.ringVertices[ring + 1]]);
    }
    return prepareWholeRings(outline.coords, rings);
  });
  const lng = values(tables.buildings, 'lng');
  const lat = values(tables.buildings, 'lat');
  for (let row = 0; row < order.length; row++) {
    if (current && order[row] < oldRows) grids[row] = current.plan.gridOfBuilding[order[row]];
    else {
      const found = polygons.findIndex((polygon) => polygonHolds(polygon, lng[row], lat[row]));
      if (found >= 0) grids[row] = found;
    }
  }
  return grids;
}

/** West, south, east, north in degrees of the place with most in it; null: nothing has a place. */
function boundsOf(tables: Tables): [number, number, number, number] | null {
  const lists: ArrayLike<number>[] = [];
  for (const name of ['buildings', 'devices', 'places'] as const) {
    const lng = values(tables[name], 'lng');
    const lat = values(tables[name], 'lat');
    lists.push(Array.from({ length: 2 * tables[name].rows }, (_, i) => (i % 2 === 0 ? lng : lat)[i >> 1]));
  }
  const shapes = [
    tables.buildings.columns['footprint'],
    tables.basemap.columns['lines'],
    tables.basemap.columns['polygons'],
  ];
  for (const shape of shapes) {
    if (shape?.kind === 'geometry') lists.push(shape.coords);
  }
  return openingBounds(lists);
}
