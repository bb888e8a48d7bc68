/**
 * Turns the texts by which imported rows name others (a building, a home, a person, a grid ...) into links. Owns which finder serves
 * which table, and what a link gives a row besides (its place, its household). What cannot be found stays unlinked and is counted.
 */
import { textAt } from '../columns/cell.ts';
import { NO_COORDINATE, NONE, type NumberColumn, type Table, type TextColumn } from '../columns/column.ts';
import { TableBuilder } from '../columns/table-builder.ts';
import { concatTables } from './import-concat.ts';
import { BuildingFinder, foldPart, HomeFinder, RecordFinder } from './import-link.ts';
import { ROW_CHANGED, ROW_NEW, ROW_SAME } from './import-merge.ts';
import type { LinkReport } from './import-plan.ts';
import { type ImportRole, ROLES } from './import-roles.ts';
import type { TableName } from './tables.ts';

export type Tables = Record<TableName, Table>;

/** The rows of one layer as they stand in the joined table, and the texts by which they name others. */
export interface AddedRows {
  role: ImportRole;
  /** Row of the joined table of each row of the layer. */
  rowOf: Uint32Array;
  /** ROW_NEW, ROW_CHANGED or ROW_SAME; a row whose link changes becomes ROW_CHANGED. */
  state: Uint8Array;
  /** One text per row of the layer, '' where the file says nothing. */
  links: Record<string, TextColumn>;
}

/** The order in which tables can be linked: what is linked to comes first. */
const LINK_ORDER: readonly ImportRole[] = [
  'areas',
  'grids',
  'compounds',
  'buildings',
  'homes',
  'residents',
  'contacts',
  'vehicles',
  'devices',
  'cameras',
  'facilities',
  'organisations',
  'workers',
];

/** Links every layer; the tables are changed in place (entrances may be added). */
export function linkLayers(tables: Tables, layers: readonly AddedRows[]): LinkReport {
  const report: LinkReport = {};
  const finders = new Finders(tables);
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

/** The finders, each made when it is first asked for. */
class Finders {
  private readonly tables: Tables;
  private readonly made = new Map<TableName, RecordFinder>();
  private knownBuildings: BuildingFinder | null = null;
  private knownHomes: HomeFinder | null = null;

  constructor(tables: Tables) {
    this.tables = tables;
  }

  get buildings(): BuildingFinder {
    this.knownBuildings ??= new BuildingFinder(this.tables.buildings);
    return this.knownBuildings;
  }

  get homes(): HomeFinder {
    this.knownHomes ??= new HomeFinder(this.tables.homes, this.tables.entrances, this.tables.buildings);
    return this.knownHomes;
  }

  /** By id or code, else by the other columns a table is known by. */
  record(table: TableName): RecordFinder {
    let finder = this.made.get(table);
    if (!finder) {
      finder = new RecordFinder(this.tables[table], KNOWN_BY[table] ?? ['id']);
      this.made.set(table, finder);
    }
    return finder;
  }
}

const KNOWN_BY: Partial<Record<TableName, readonly string[]>> = {
  areas: ['code', 'name'],
  grids: ['code', 'name'],
  compounds: ['id', 'name'],
  residents: ['id', 'idNumber'],
};

/** How many rows found what counts for the role's correlation rate; null: the role has no such link. */
function linkLayer(tables: Tables, layer: AddedRows, finders: Finders): number | null {
  switch (layer.role) {
    case 'homes':
      linkPlain(tables, layer, finders, ['building']);
      return linkHomes(tables, layer, finders.buildings);
    case 'residents':
      return linkResidents(tables, layer, finders);
    case 'vehicles':
      linkPlain(tables, layer, finders, ['home']);
      return linkVehicles(tables, layer, finders);
    case 'devices':
      linkPlain(tables, layer, finders, ['building']);
      return linkToBuilding(tables, layer, finders.buildings);
    case 'cameras':
    case 'facilities':
    case 'organisations':
      linkPlain(tables, layer, finders, ['building']);
      return linkToBuilding(tables, layer, finders.buildings);
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

function linkHomes(tables: Tables, layer: AddedRows, buildings: BuildingFinder): number {
  const building = values(tables.homes, 'building');
  const entrance = values(tables.homes, 'entrance');
  const entrances = new TableBuilder('entrances');
  const rowOfKey = entranceRows(tables);
  let linked = 0;
  for (let i = 0; i < layer.rowOf.length; i++) {
    const row = layer.rowOf[i];
    const text = linkText(layer, 'building', i);
    if (text !== '') setLink(layer, i, building, buildings.find(text));
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

function entranceRows(tables: Tables): Map<string, number> {
  const rows = new Map<string, number>();
  const building = values(tables.entrances, 'building');
  const label = tables.entrances.columns['label'];
  if (label.kind !== 'dict') return rows;
  for (let row = 0; row < tables.entrances.rows; row++)
    rows.set(`${building[row]}|${foldPart(label.words[label.codes[row]])}`, row);
  return rows;
}

/** The home a row names by id, by building + entrance + door, or by its address; null: it names none. */
function homeOf(layer: AddedRows, i: number, finders: Finders): { home: number; building: number } | null {
  const [home, building, entrance, door, address] = ['home', 'building', 'entrance', 'door', 'address'].map(
    (field) => linkText(layer, field, i),
  );
  if (home === '' && building === '' && address === '') return null;
  const place = finders.buildings.find(building);
  let found = finders.homes.byId(home);
  if (found === NONE) found = finders.homes.byDoor(place, entrance, door);
  if (found === NONE) found = finders.homes.byAddress(address);
  return { home: found, building: place };
}

function linkResidents(tables: Tables, layer: AddedRows, finders: Finders): number {
  const home = values(tables.residents, 'home');
  const household = new Households(values(tables.residents, 'household'), home);
  let linked = 0;
  for (let i = 0; i < layer.rowOf.length; i++) {
    const row = layer.rowOf[i];
    const before = home[row];
    const named = homeOf(layer, i, finders);
    if (named) setLink(layer, i, home, named.home);
    const moved = layer.state[i] === ROW_NEW || home[row] !== before;
    household.set(row, linkText(layer, 'household', i), moved ? home[row] : NONE);
    if (home[row] !== NONE) linked++;
    settlePlace(tables, tables.residents, row, home[row], named?.building ?? NONE);
  }
  return linked;
}

/** The place of a record with a home is the home's; without one it is the building's, where it has none of its own. */
function settlePlace(tables: Tables, table: Table, row: number, home: number, building: number): void {
  const lng = values(table, 'lng');
  const lat = values(table, 'lat');
  if (home !== NONE) {
    lng[row] = NO_COORDINATE;
    lat[row] = NO_COORDINATE;
  } else if (lng[row] === NO_COORDINATE && building !== NONE) {
    lng[row] = values(tables.buildings, 'lng')[building];
    lat[row] = values(tables.buildings, 'lat')[building];
  }
}

/**
 * Households keep the number of the file; where it gives none, the people of one home are one household, with those who live
 * there already.
 */
class Households {
  private readonly column: NumberColumn['values'];
  private readonly numbers = new Map<string, number>();
  private next = 0;

  constructor(column: NumberColumn['values'], home: NumberColumn['values']) {
    this.column = column;
    for (let row = 0; row < column.length; row++) {
      if (column[row] === NONE) continue;
      if (column[row] >= this.next) this.next = column[row] + 1;
      if (home[row] !== NONE) this.numbers.set(`h${home[row]}`, column[row]);
    }
  }

  /** `home`: where the row has come to live; NONE: nowhere new. */
  set(row: number, text: string, home: number): void {
    const key = text !== '' ? `n${text}` : home !== NONE ? `h${home}` : '';
    if (key === '') return;
    const known = this.numbers.get(key) ?? this.next++;
    this.numbers.set(key, known);
    this.column[row] = known;
  }
}

function linkVehicles(tables: Tables, layer: AddedRows, finders: Finders): number {
  const home = values(tables.vehicles, 'home');
  const resident = values(tables.vehicles, 'resident');
  const homeOfResident = values(tables.residents, 'home');
  let linked = 0;
  for (let i = 0; i < layer.rowOf.length; i++) {
    const row = layer.rowOf[i];
    const named = homeOf(layer, i, finders);
    if (named) setLink(layer, i, home, named.home);
    // A car stands where its owner lives, unless the file says otherwise.
    if (home[row] === NONE && resident[row] !== NONE) setLink(layer, i, home, homeOfResident[resident[row]]);
    if (home[row] !== NONE || resident[row] !== NONE) linked++;
    settlePlace(tables, tables.vehicles, row, home[row], named?.building ?? NONE);
  }
  return linked;
}

/** Devices, cameras, facilities, organisations: the building by the home where it is known, else by its own text. */
function linkToBuilding(tables: Tables, layer: AddedRows, buildings: BuildingFinder): number {
  const table = tables[ROLES[layer.role].table];
  const building = values(table, 'building');
  const home = table.columns['home'] ? values(table, 'home') : null;
  const homeBuilding = values(tables.homes, 'building');
  let linked = 0;
  for (let i = 0; i < layer.rowOf.length; i++) {
    const row = layer.rowOf[i];
    const ofHome = home && home[row] !== NONE ? homeBuilding[home[row]] : NONE;
    const text = linkText(layer, 'building', i);
    if (ofHome !== NONE) setLink(layer, i, building, ofHome);
    else if (text !== '') setLink(layer, i, building, buildings.find(text));
    if (building[row] !== NONE) linked++;
    settlePlace(tables, table, row, NONE, building[row]);
  }
  return linked;
}
