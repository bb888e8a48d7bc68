/**
 * One record with all its fields and what it is linked to, in both directions: person - home - building - grid,
 * household, contacts, vehicles, devices. Personal fields are marked as such; whether they are shown is the caller's.
 */
import { tagsAt } from '../columns/cell.ts';
import { NONE } from '../columns/column.ts';
import { TABLES, type TableName } from '../model/tables.ts';
import type { Dossier, ServiceLine } from './answers.ts';
import { eachChild, eachLinkTo } from './children.ts';
import { labelAt, linkAt, linkValues, valueAt } from './column-access.ts';
import { type Community, childIndex, rowCount } from './community.ts';
import { UNKNOWN_AGE } from './population.ts';
import { addressOfHome, pointOf, refOf, titleOf } from './record-labels.ts';
import { cellOf } from './table-page.ts';

/** Most links of one kind: a grid's or building's thousands belong in a table. */
const MOST_LINKS = 200;

type Link = Dossier['links'][number];

/** @throws RangeError for a row that is not there. */
export function recordDossier(community: Community, table: TableName, row: number): Dossier {
  if (!(row >= 0 && row < rowCount(community, table))) throw new RangeError(`no row ${row} in ${table}`);
  const record = community.tables[table]!;
  const fields: Dossier['fields'] = [];
  for (const [column, values] of Object.entries(record.columns)) {
    const spec = TABLES[table].columns[column];
    if (values.kind === 'tags' || values.kind === 'geometry') continue;
    if (spec?.kind === 'number' && spec.link) continue;
    fields.push({ column, value: cellOf(values, row, record.rows), pii: spec?.class === 'pii' });
  }
  const tags = record.columns['tags'];
  const age = table === 'residents' ? community.population.age[row] : UNKNOWN_AGE;
  return {
    table,
    row,
    title: titleOf(community, table, row),
    point: pointOf(community, table, row),
    fields,
    tags: tags?.kind === 'tags' ? tagsAt(tags, row, record.rows) : [],
    links: linksOf(community, table, row),
    age: age === UNKNOWN_AGE ? null : age,
    ...(table === 'residents' ? { services: servicesOf(community, row) } : {}),
  };
}

function servicesOf({ tables }: Community, resident: number): ServiceLine[] {
  const { services, workers } = tables;
  const lines: ServiceLine[] = [];
  eachLinkTo(linkValues(services, 'resident'), resident, (row) => {
    lines.push({
      row,
      at: valueAt(services, 'at', row),
      kind: labelAt(services, 'kind', row),
      outcome: labelAt(services, 'outcome', row),
      worker: labelAt(workers, 'name', linkAt(services, 'worker', row)),
    });
  });
  return lines.sort((a, b) => b.at - a.at || b.row - a.row).slice(0, MOST_LINKS);
}

function linksOf(community: Community, table: TableName, row: number): Link[] {
  const links: Link[] = [];
  const counts = new Map<string, number>();
  const add = (relation: string, target: TableName, to: number) => {
    const count = counts.get(relation) ?? 0;
    if (to >= rowCount(community, target) || count >= MOST_LINKS) return;
    counts.set(relation, count + 1);
    const ref = refOf(community, target, to);
    links.push({ ...ref, label: target === 'homes' ? addressOfHome(community, to) : ref.label, relation });
  };
  addUpwards(community, table, row, add);
  addDownwards(community, table, row, add);
  return links;
}

type Add = (relation: string, target: TableName, row: number) => void;

/** What the record's own columns name, and on from there to building and grid. */
function addUpwards(community: Community, table: TableName, row: number, add: Add): void {
  for (const [column, spec] of Object.entries(TABLES[table].columns))
    if (spec.kind === 'number' && spec.link)
      add(column, spec.link, linkAt(community.tables[table], column, row));
  const home = table === 'homes' ? row : linkAt(community.tables[table], 'home', row);
  let building = table === 'buildings' ? row : linkAt(community.tables[table], 'building', row);
  if (building === NONE && home < rowCount(community, 'homes')) {
    building = linkAt(community.tables.homes, 'building', home);
    add('building', 'buildings', building);
  }
  if (building < rowCount(community, 'buildings'))
    add('grid', 'grids', community.plan.gridOfBuilding[building]);
}

/** What names the record: members of the home or household, vehicles, devices, contacts. */
function addDownwards(community: Community, table: TableName, row: number, add: Add): void {
  const { residentStarts } = community;
  const children = (child: TableName, column: string, relation: string) =>
    eachChild(childIndex(community, child, column, table), row, (to) => add(relation, child, to));
  if (table === 'homes') {
    for (let r = residentStarts[row]; r < residentStarts[row + 1]; r++) add('resident', 'residents', r);
    children('vehicles', 'home', 'vehicle');
    children('devices', 'home', 'device');
  }
  if (table === 'residents') addOfResident(community, row, add);
  if (table === 'buildings')
    for (const child of ['devices', 'cameras', 'facilities', 'organisations'] as const)
      children(child, 'building', child);
  if (table === 'grids') children('workers', 'grid', 'worker');
  if (table === 'parties') children('workers', 'party', 'worker');
  if (table === 'vehicles') addOfVehicle(community, row, add);
  if (table === 'devices') addOfDevice(community, row, add);
  if (table === 'organisations') addOfOrganisation(community, row, add);
}

/** Other vehicles of the same home. */
function addOfVehicle(community: Community, row: number, add: Add): void {
  const home = linkAt(community.tables.vehicles, 'home', row);
  if (home >= rowCount(community, 'homes')) return;
  eachChild(childIndex(community, 'vehicles', 'home', 'homes'), home, (v) => {
    if (v !== row) add('sameHomeVehicle', 'vehicles', v);
  });
}

/** Whom a one-key device calls for: the emergency contacts of its resident. */
function addOfDevice(community: Community, row: number, add: Add): void {
  const resident = linkAt(community.tables.devices, 'resident', row);
  if (resident >= rowCount(community, 'residents')) return;
  eachLinkTo(linkValues(community.tables.contacts, 'resident'), resident, (c) =>
    add('contact', 'contacts', c),
  );
}

/** What stands in the same building, and the vehicles of its own premises. */
function addOfOrganisation(community: Community, row: number, add: Add): void {
  const { organisations } = community.tables;
  const building = linkAt(organisations, 'building', row);
  if (building < rowCount(community, 'buildings'))
    for (const child of ['facilities', 'devices'] as const)
      eachChild(childIndex(community, child, 'building', 'buildings'), building, (to) =>
        add(child, child, to),
      );
  const home = linkAt(organisations, 'home', row);
  if (home < rowCount(community, 'homes'))
    eachChild(childIndex(community, 'vehicles', 'home', 'homes'), home, (v) => add('vehicle', 'vehicles', v));
}

function addOfResident(community: Community, row: number, add: Add): void {
  const { household } = community.population;
  const home = linkAt(community.tables.residents, 'home', row);
  if (home < rowCount(community, 'homes')) {
    for (let r = community.residentStarts[home]; r < community.residentStarts[home + 1]; r++)
      if (r !== row)
        add(
          household[r] === household[row] && household[r] !== NONE ? 'household' : 'sameHome',
          'residents',
          r,
        );
    eachChild(childIndex(community, 'vehicles', 'home', 'homes'), home, (v) => add('vehicle', 'vehicles', v));
    eachChild(childIndex(community, 'devices', 'home', 'homes'), home, (d) => add('device', 'devices', d));
  }
  eachLinkTo(linkValues(community.tables.vehicles, 'resident'), row, (v) => {
    if (linkAt(community.tables.vehicles, 'home', v) !== home) add('vehicle', 'vehicles', v);
  });
  eachLinkTo(linkValues(community.tables.devices, 'resident'), row, (d) => {
    if (linkAt(community.tables.devices, 'home', d) !== home) add('device', 'devices', d);
  });
  eachLinkTo(linkValues(community.tables.contacts, 'resident'), row, (c) => add('contact', 'contacts', c));
}
