/**
 * Shapes made of records: everything that belongs to grids, compounds, areas, buildings or homes by link and plan,
 * and picked records with what is linked to them. Knows nothing of coordinates.
 */
import { Bitset } from '../columns/bitset.ts';
import { NONE } from '../columns/column.ts';
import type { TableName } from '../model/tables.ts';
import { eachChild, eachLinkTo } from './children.ts';
import { linkAt, linkValues } from './column-access.ts';
import { type Community, childIndex, rowCount } from './community.ts';
import { isSelectable, type RowSets, type Selectable } from './row-sets.ts';

type Owner = 'grids' | 'compounds' | 'areas' | 'buildings' | 'homes';

/** Tables with a `building` link of their own, apart from homes. */
const IN_BUILDING = ['entrances', 'devices', 'cameras', 'facilities', 'organisations'] as const;

/** Adds all that belongs to these owners. Workers belong to grids. */
export function addMembers(community: Community, table: Owner, rows: readonly number[], sets: RowSets): void {
  const known = rows.filter((row) => row >= 0 && row < rowCount(community, table));
  if (table === 'homes') {
    for (const home of known) addHome(community, home, sets);
    return;
  }
  const owners = Bitset.of(rowCount(community, table), known);
  if (table === 'areas') growAreas(community, owners);
  for (let building = 0; building < rowCount(community, 'buildings'); building++)
    if (belongs(community, table, building, owners)) addBuilding(community, building, sets);
  if (table === 'grids') addWorkers(community, owners, sets);
  if (table === 'areas') {
    const grids = new Bitset(rowCount(community, 'grids'));
    linkValues(community.tables.grids, 'area').forEach((area, grid) => {
      if (area !== NONE && owners.has(area)) grids.add(grid);
    });
    addWorkers(community, grids, sets);
  }
}

function belongs(
  community: Community,
  table: Exclude<Owner, 'homes'>,
  building: number,
  owners: Bitset,
): boolean {
  if (table === 'buildings') return owners.has(building);
  if (table === 'grids') {
    const grid = community.plan.gridOfBuilding[building];
    return grid < owners.size && owners.has(grid);
  }
  const column = table === 'compounds' ? 'compound' : 'area';
  const owner = linkAt(community.tables.buildings, column, building);
  return owner < owners.size && owners.has(owner);
}

/** Adds the areas below those given, at any depth. */
function growAreas(community: Community, areas: Bitset): void {
  const parents = linkValues(community.tables.areas, 'parent');
  for (let grown = true; grown; ) {
    grown = false;
    parents.forEach((parent, area) => {
      if (parent < areas.size && areas.has(parent) && !areas.has(area)) {
        areas.add(area);
        grown = true;
      }
    });
  }
}

function addWorkers(community: Community, grids: Bitset, sets: RowSets): void {
  linkValues(community.tables.workers, 'grid').forEach((grid, worker) => {
    if (grid < grids.size && grids.has(grid)) sets.workers.add(worker);
  });
}

/** The building and everything in it. */
function addBuilding(community: Community, building: number, sets: RowSets): void {
  const { homeStarts } = community;
  sets.buildings.add(building);
  for (const table of IN_BUILDING)
    eachChild(childIndex(community, table, 'building', 'buildings'), building, (row) => sets[table].add(row));
  for (let home = homeStarts[building]; home < homeStarts[building + 1]; home++)
    addHome(community, home, sets);
}

/** The home, its residents, vehicles and devices. */
function addHome(community: Community, home: number, sets: RowSets): void {
  const { residentStarts } = community;
  sets.homes.add(home);
  sets.residents.fill(residentStarts[home], residentStarts[home + 1]);
  for (const table of ['vehicles', 'devices'] as const)
    eachChild(childIndex(community, table, 'home', 'homes'), home, (row) => sets[table].add(row));
}

/**
 * Adds the records themselves. With `linked`: of a building or home all that is in it; of a resident the home, the
 * household, and the vehicles and devices of home and person; of anything else what it links to.
 */
export function addRows(
  community: Community,
  table: TableName,
  rows: readonly number[],
  linked: boolean,
  sets: RowSets,
): void {
  const known = rows.filter((row) => row >= 0 && row < rowCount(community, table));
  if (table === 'grids' || table === 'compounds' || table === 'areas') {
    addMembers(community, table, known, sets);
    return;
  }
  if (!isSelectable(table)) return;
  for (const row of known) sets[table].add(row);
  if (!linked) return;
  for (const row of known) addLinked(community, table, row, sets);
}

function addLinked(community: Community, table: Selectable, row: number, sets: RowSets): void {
  if (table === 'buildings') addBuilding(community, row, sets);
  else if (table === 'residents') addResidentLinks(community, row, sets);
  else {
    if (table === 'homes') addHome(community, row, sets);
    const record = community.tables[table];
    for (const [column, target] of [
      ['building', 'buildings'],
      ['entrance', 'entrances'],
      ['home', 'homes'],
      ['resident', 'residents'],
    ] as const) {
      const to = linkAt(record, column, row);
      if (to < sets[target].size) sets[target].add(to);
    }
  }
}

function addResidentLinks(community: Community, resident: number, sets: RowSets): void {
  const home = linkAt(community.tables.residents, 'home', resident);
  for (const table of ['vehicles', 'devices'] as const)
    eachLinkTo(linkValues(community.tables[table], 'resident'), resident, (row) => sets[table].add(row));
  if (home >= sets.homes.size) return;
  sets.homes.add(home);
  const { household } = community.population;
  for (let row = community.residentStarts[home]; row < community.residentStarts[home + 1]; row++)
    if (household[row] !== NONE && household[row] === household[resident]) sets.residents.add(row);
  for (const table of ['vehicles', 'devices'] as const)
    eachChild(childIndex(community, table, 'home', 'homes'), home, (row) => sets[table].add(row));
  const building = linkAt(community.tables.homes, 'building', home);
  if (building < sets.buildings.size) sets.buildings.add(building);
}
