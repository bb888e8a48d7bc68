/**
 * Turns the texts by which imported rows name others (a building, a home, a person, a grid ...) into links. Owns which finder serves
 * which table, and what a link gives a row besides (its place, its household). What cannot be found stays unlinked and is counted.
 */
import { textAt, wordAt } from '../columns/cell.ts';
import { NO_COORDINATE, NONE, type NumberColumn, type Table, type TextColumn } from '../columns/column.ts';
import { TableBuilder } from '../columns/table-builder.ts';
import { movedLinks, newRowOf, takeRows } from '../columns/take-rows.ts';
import { concatTables } from './import-concat.ts';
import { buildingOf, Finders } from './import-finders.ts';
import { Households } from './import-households.ts';
import { type BuildingFinder, foldPart } from './import-link.ts';
import { LINK_ORDER } from './import-link-order.ts';
import { ROW_CHANGED, ROW_NEW, ROW_SAME } from './import-merge.ts';
import type { LinkReport } from './import-plan.ts';
import { type ImportRole, ROLES } from './import-roles.ts';
import { joinTwins } from './import-twins.ts';
import { partText } from './link-address.ts';
import { CONFIDENCE, LEAST_CONFIDENCE, LinkMarks, type LinkMethod } from './link-marks.ts';
import type { TableName } from './tables.ts';

export type Tables = Record<TableName, Table>;

/** The rows of one layer as they stand in the joined table, and the texts by which they name others. */
export interface AddedRows {
  role: ImportRole;
  /** Row of the joined table of each row of the layer. */
  rowOf: Uint32Array;
  /** ROW_NEW, ROW_CHANGED or ROW_SAME; a row whose link changes becomes ROW_CHANGED. */
  state: Uint8Array;
  /** Columns that the file speaks of. */
  mapped: ReadonlySet<string>;
  /** One text per row of the layer, '' where the file says nothing. */
  links: Record<string, TextColumn>;
}

/**
 * Links every layer; the tables are changed in place (entrances may be added). `nearestMetres`: how far from a building a point may lie
 * to be linked to it; 0: only points within a footprint are.
 */
export function linkLayers(tables: Tables, layers: readonly AddedRows[], nearestMetres = 0): LinkReport {
  const report: LinkReport = {};
  const finders = new Finders(tables, nearestMetres);
  for (const role of LINK_ORDER) {
    for (const layer of layers) {
      if (layer.role !== role) continue;
      const linked = linkLayer(tables, layer, finders);
      if (linked === null) continue;
      const known = report[role] ?? { rows: 0, linked: 0 };
      report[role] = { rows: known.rows + layer.rowOf.length, linked: known.linked + linked };
    }
  }
  return report;
}

/** How many rows found what counts for the role's correlation rate; null: the role has no such link. */
function linkLayer(tables: Tables, layer: AddedRows, finders: Finders): number | null {
  switch (layer.role) {
    case 'entrances':
      return linkEntrances(tables, layer, finders.buildings);
    case 'homes':
      linkPlain(tables, layer, finders, ['building']);
      return linkHomes(tables, layer, finders);
    case 'residents':
      return linkResidents(tables, layer, finders);
    case 'vehicles':
      linkPlain(tables, layer, finders, ['home']);
      return linkVehicles(tables, layer, finders);
    case 'devices':
      linkPlain(tables, layer, finders, ['building']);
      return linkToBuilding(tables, layer, finders);
    case 'cameras':
    case 'facilities':
    case 'organisations':
      linkPlain(tables, layer, finders, ['building']);
      return linkToBuilding(tables, layer, finders);
    case 'contacts':
    case 'pastAlerts':
      linkPlain(tables, layer, finders, []);
      joinTwins(tables, layer, layer.role);
      return null;
    default:
      linkPlain(tables, layer, finders, []);
      return null;
  }
}

/** The links of a role that are found by one text alone. */
function linkPlain(tables: Tables, layer: AddedRows, finders: Finders, except: readonly string[]): void {
  const { table, fields } = ROLES[layer.role];
  for (const [field, { target, column: named }] of Object.entries(fields)) {
    if (!target || except.includes(field)) continue;
    const column = values(tables[table], named ?? field);
    for (let i = 0; i < layer.rowOf.length; i++) {
      const text = textAt(layer.links[field], i);
      if (text === '') continue;
      const found =
        target === 'buildings'
          ? finders.buildings.find(text)
          : target === 'homes'
            ? finders.homes.byId(text)
            : finders.record(target).find(text);
      setLink(layer, i, column, found);
    }
  }
}

/** Sets a link the file speaks of; a known row whose link becomes another one is changed. */
function setLink(layer: AddedRows, i: number, column: NumberColumn['values'], found: number): void {
  const row = layer.rowOf[i];
  if (column[row] === found) return;
  // What the file names but nobody knows does not undo a link that stands.
  if (found === NONE && layer.state[i] !== ROW_NEW) return;
  column[row] = found;
  if (layer.state[i] === ROW_SAME) layer.state[i] = ROW_CHANGED;
}

function values(table: Table, column: string): NumberColumn['values'] {
  return (table.columns[column] as NumberColumn).values;
}

/** Blank where the file says nothing; of a role that has no such field, always blank. */
function linkText(layer: AddedRows, field: string, i: number): string {
  const column = layer.links[field];
  return column ? textAt(column, i) : '';
}

function linkHomes(tables: Tables, layer: AddedRows, finders: Finders): number {
  const building = values(tables.homes, 'building');
  const entrance = values(tables.homes, 'entrance');
  const entrances = new TableBuilder('entrances');
  const rowOfKey = entranceRows(tables);
  let linked = 0;
  for (let i = 0; i < layer.rowOf.length; i++) {
    const row = layer.rowOf[i];
    const text = linkText(layer, 'building', i);
    if (text !== '') setLink(layer, i, building, buildingOf(text, finders).row);
    if (building[row] === NONE) continue;
    linked++;
    const label = linkText(layer, 'entrance', i);
    if (label === '') continue;
    const key = `${building[row]}|${foldPart(label)}`;
    let known = rowOfKey.get(key);
    if (known === undefined) {
      const lng = values(tables.buildings, 'lng')[building[row]];
      const lat = values(tables.buildings, 'lat')[building[row]];
      known = tables.entrances.rows + entrances.add({ building: building[row], label, lng, lat });
      rowOfKey.set(key, known);
    }
    setLink(layer, i, entrance, known);
  }
  tables.entrances = concatTables(tables.entrances, entrances.finish());
  return linked;
}

/**
 * The entrances of a file join those that are there by building and label; a known one is moved to where the file has it. The rows of the
 * layer stand behind the table's own (import-assembly.ts) and take the place of what they repeat.
 */
function linkEntrances(tables: Tables, layer: AddedRows, buildings: BuildingFinder): number {
  const { entrances } = tables;
  const building = values(entrances, 'building');
  const label = entrances.columns['label'];
  if (label.kind !== 'dict') return 0;
  const given = new Set(layer.rowOf);
  const known = new Map<string, number>();
  for (let row = 0; row < entrances.rows; row++)
    if (!given.has(row)) known.set(entranceKey(building[row], wordAt(label, row)), row);
  const gone = new Uint8Array(entrances.rows);
  const settle = placeSettler(tables, entrances);
  let linked = 0;
  for (let i = 0; i < layer.rowOf.length; i++) {
    const row = layer.rowOf[i];
    building[row] = buildings.find(linkText(layer, 'building', i));
    if (building[row] === NONE) continue;
    linked++;
    settle(row, NONE, building[row]);
    const twin = known.get(entranceKey(building[row], wordAt(label, row)));
    if (twin === undefined || gone[row]) continue;
    layer.state[i] = sameCells(entrances, twin, row) ? ROW_SAME : ROW_CHANGED;
    for (const name of ['lng', 'lat']) values(entrances, name)[twin] = values(entrances, name)[row];
    gone[row] = 1;
    layer.rowOf[i] = twin;
  }
  const kept = Uint32Array.from(Array.from(gone.keys()).filter((row) => gone[row] === 0));
  const newRow = newRowOf(kept, entrances.rows);
  for (let i = 0; i < layer.rowOf.length; i++) layer.rowOf[i] = newRow[layer.rowOf[i]];
  const entrance = movedLinks(values(tables.homes, 'entrance') as Uint32Array, newRow);
  const column = { ...(tables.homes.columns['entrance'] as NumberColumn), values: entrance };
  tables.homes = { ...tables.homes, columns: { ...tables.homes.columns, entrance: column } };
  tables.entrances = takeRows(entrances, kept);
  return linked;
}

function entranceKey(building: number, label: string): string {
  return `${building}|${foldPart(label)}`;
}

function sameCells(table: Table, a: number, b: number): boolean {
  return ['lng', 'lat'].every((name) => values(table, name)[a] === values(table, name)[b]);
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

/** Where a row belongs by what it says of itself; `home` NONE: it does not say it well enough. */
interface Named {
  home: number;
  building: number;
  method: LinkMethod | null;
  percent: number;
}

/** The home a row names by id, by building + entrance + door, or by its address; null: it names none. */
function homeOf(layer: AddedRows, i: number, finders: Finders): Named | null {
  const home = layer.links['home'];
  const byId = home ? finders.homes.byIdAt(home, i) : NONE;
  // Its building is the home's, whatever else the row says.
  if (byId !== NONE) return { home: byId, building: NONE, method: 'id', percent: CONFIDENCE.id };
  const building = linkText(layer, 'building', i);
  const address = linkText(layer, 'address', i);
  if (building === '' && address === '' && linkText(layer, 'home', i) === '') return null;
  const place = building === '' ? NONE : buildingOf(building, finders).row;
  const entrance = linkText(layer, 'entrance', i);
  const door = linkText(layer, 'door', i);
  const byDoor = finders.homes.byDoor(place, entrance, door);
  if (byDoor !== NONE)
    return { home: byDoor, building: place, method: 'address', percent: CONFIDENCE.address };
  if (place !== NONE && door !== '') {
    const parts = { entrance: partText(entrance, 'entrance'), door: partText(door, 'door'), note: '' };
    const found = finders.addresses.homeOf(place, parts, CONFIDENCE.address);
    if (found.home !== NONE)
      return { home: found.home, building: place, method: 'address', percent: found.percent };
  }
  const found = finders.addresses.home(address);
  const at = place === NONE ? found.building : place;
  return found.percent < LEAST_CONFIDENCE
    ? { home: NONE, building: at, method: null, percent: 0 }
    : { home: found.home, building: at, method: 'address', percent: found.percent };
}

/** Whether the file names places by id: then its blanks are meant, and nothing is guessed from a point. */
function namesPlaces(layer: AddedRows, field: string): boolean {
  const column = layer.links[field];
  return column !== undefined && column.offsets[column.offsets.length - 1] > 0;
}

function linkResidents(tables: Tables, layer: AddedRows, finders: Finders): number {
  const home = values(tables.residents, 'home');
  const marks = new LinkMarks(tables.residents);
  const household = new Households(values(tables.residents, 'household'), home, tables.homes.rows);
  const settle = placeSettler(tables, tables.residents);
  const guess = !namesPlaces(layer, 'home');
  let linked = 0;
  for (let i = 0; i < layer.rowOf.length; i++) {
    const row = layer.rowOf[i];
    const before = home[row];
    const named = homeAt(tables.residents, row, homeOf(layer, i, finders), finders, guess);
    if (named) setLink(layer, i, home, named.home);
    if (named && home[row] === named.home && (home[row] !== before || layer.state[i] === ROW_NEW))
      marks.set(row, named.method, named.percent);
    const moved = layer.state[i] === ROW_NEW || home[row] !== before;
    household.set(row, layer.links['household'], i, moved ? home[row] : NONE);
    if (home[row] !== NONE) linked++;
    settle(row, home[row], named?.building ?? NONE);
  }
  return linked;
}

/** Where a row's point leads when its words lead nowhere: to a home only where the building is one home. */
function homeAt(
  table: Table,
  row: number,
  named: Named | null,
  finders: Finders,
  guess: boolean,
): Named | null {
  if (!guess || (named && named.home !== NONE)) return named;
  if (named && named.building !== NONE) return named;
  const place = finders.places.find(
    values(table, 'lng')[row],
    values(table, 'lat')[row],
    finders.nearestMetres,
  );
  if (!place) return named;
  const homes = finders.addresses.homesOf(place.building);
  if (homes.length !== 1) return named;
  return { home: homes[0], building: place.building, method: place.method, percent: place.percent };
}

/** Sets the place of records: with a home it is the home's; without one it is the building's, where it has none of its own. */
function placeSettler(tables: Tables, table: Table): (row: number, home: number, building: number) => void {
  const lng = values(table, 'lng');
  const lat = values(table, 'lat');
  const buildingLng = values(tables.buildings, 'lng');
  const buildingLat = values(tables.buildings, 'lat');
  return (row, home, building) => {
    if (home !== NONE) {
      lng[row] = NO_COORDINATE;
      lat[row] = NO_COORDINATE;
    } else if (lng[row] === NO_COORDINATE && building !== NONE) {
      lng[row] = buildingLng[building];
      lat[row] = buildingLat[building];
    }
  };
}

function linkVehicles(tables: Tables, layer: AddedRows, finders: Finders): number {
  const home = values(tables.vehicles, 'home');
  const resident = values(tables.vehicles, 'resident');
  const homeOfResident = values(tables.residents, 'home');
  const marks = new LinkMarks(tables.vehicles);
  const settle = placeSettler(tables, tables.vehicles);
  let linked = 0;
  for (let i = 0; i < layer.rowOf.length; i++) {
    const row = layer.rowOf[i];
    const before = home[row];
    let named = homeOf(layer, i, finders);
    if (named) setLink(layer, i, home, named.home);
    // A car stands where its owner lives, unless the file says otherwise.
    if (home[row] === NONE && resident[row] !== NONE) {
      const kept = homeOfResident[resident[row]];
      setLink(layer, i, home, kept);
      named = { home: kept, building: NONE, method: 'id', percent: CONFIDENCE.id };
    }
    if (named && home[row] === named.home && (home[row] !== before || layer.state[i] === ROW_NEW))
      marks.set(row, home[row] === NONE ? null : named.method, named.percent);
    if (home[row] !== NONE || resident[row] !== NONE) linked++;
    // A car has a place of its own; one without is where its home is.
    if (home[row] === NONE) settle(row, NONE, named?.building ?? NONE);
  }
  return linked;
}

/**
 * Devices, cameras, facilities, organisations: the building by the home where it is known, else by its own text; a device that names
 * none by the footprint it lies in.
 */
function linkToBuilding(tables: Tables, layer: AddedRows, finders: Finders): number {
  const table = tables[ROLES[layer.role].table];
  const building = values(table, 'building');
  const home = table.columns['home'] ? values(table, 'home') : null;
  const homeBuilding = values(tables.homes, 'building');
  const marks = layer.role === 'devices' ? new LinkMarks(table) : null;
  const settle = placeSettler(tables, table);
  const guess = marks !== null && !namesPlaces(layer, 'building') && !namesPlaces(layer, 'home');
  let linked = 0;
  for (let i = 0; i < layer.rowOf.length; i++) {
    const row = layer.rowOf[i];
    const before = building[row];
    const ofHome = home && home[row] !== NONE ? homeBuilding[home[row]] : NONE;
    const text = linkText(layer, 'building', i);
    let found: ReturnType<typeof buildingOf> | null = null;
    if (ofHome !== NONE) found = { row: ofHome, method: 'id', percent: CONFIDENCE.id };
    else if (text !== '') found = buildingOf(text, finders);
    else if (guess && before === NONE) {
      const place = finders.places.find(
        values(table, 'lng')[row],
        values(table, 'lat')[row],
        finders.nearestMetres,
      );
      if (place) found = { row: place.building, method: place.method, percent: place.percent };
    }
    if (found) setLink(layer, i, building, found.row);
    if (
      found &&
      found.row !== NONE &&
      building[row] === found.row &&
      (building[row] !== before || layer.state[i] === ROW_NEW)
    )
      marks?.set(row, found.method, found.percent);
    if (building[row] !== NONE) linked++;
    settle(row, NONE, building[row]);
  }
  return linked;
}
