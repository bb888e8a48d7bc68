/** How the fields and links of a record are grouped on its page. Data and pure grouping only. */
import { TABLES, type TableName } from '../../shared/model/tables.ts';
import type { Dossier } from '../worker/engine-api.ts';

type Field = Dossier['fields'][number];
type Link = Dossier['links'][number];

export interface FieldGroup {
  /** `twin.group.<id>` */
  id: string;
  fields: Field[];
}

const GROUPS: Partial<Record<TableName, [string, string[]][]>> = {
  residents: [
    ['identity', ['name', 'sex', 'birthYear', 'birthMonth', 'birthDay', 'idNumber', 'phone']],
    ['residence', ['kind', 'registration', 'presence', 'relation', 'rawAddress']],
    ['life', ['marital', 'education', 'employment', 'income']],
    ['care', ['assistance', 'disability', 'mobility', 'health']],
  ],
  homes: [
    ['home', ['entrance', 'floor', 'door', 'area', 'tenure']],
    ['owner', ['owner', 'ownerPhone']],
  ],
  devices: [
    ['device', ['kind', 'model', 'installedDay']],
    ['state', ['health', 'lastValue', 'unit', 'alarmLow', 'alarmHigh', 'lastSeen']],
  ],
  cameras: [
    ['device', ['kind', 'owner', 'health']],
    ['view', ['bearing', 'view', 'range', 'viewers', 'snapshot', 'stream']],
  ],
};

/** Shown apart (tags, sources), as links, or as the place on the map. */
function isElsewhere(table: TableName, column: string): boolean {
  if (table === 'residents' && column === 'sources') return true;
  const spec = TABLES[table].columns[column];
  if (!spec) return false;
  return (
    spec.kind === 'tags' || spec.kind === 'geometry' || (spec.kind === 'number' && spec.link !== undefined)
  );
}

/** Every field once: the named groups first, the rest (ids, coordinates, extra columns) under "other". */
export function groupFields(dossier: Pick<Dossier, 'table' | 'fields'>): FieldGroup[] {
  const left = new Map(
    dossier.fields
      .filter((field) => !isElsewhere(dossier.table, field.column))
      .map((field) => [field.column, field]),
  );
  const groups: FieldGroup[] = [];
  for (const [id, columns] of GROUPS[dossier.table] ?? []) {
    const fields = columns.flatMap((column) => left.get(column) ?? []);
    for (const field of fields) left.delete(field.column);
    if (fields.length > 0) groups.push({ id, fields });
  }
  if (left.size > 0)
    groups.push({ id: groups.length === 0 ? 'fields' : 'other', fields: [...left.values()] });
  return groups;
}

const LINK_ORDER: TableName[] = [
  'residents',
  'contacts',
  'services',
  'homes',
  'buildings',
  'vehicles',
  'devices',
  'cameras',
  'organisations',
  'facilities',
  'workers',
  'parties',
  'grids',
  'compounds',
  'addresses',
];

/** Links by table, people first; within a table as they came. */
export function groupLinks(links: Link[]): { table: TableName; links: Link[] }[] {
  const byTable = new Map<TableName, Link[]>();
  for (const link of links) byTable.set(link.table, [...(byTable.get(link.table) ?? []), link]);
  return [...byTable.entries()]
    .map(([table, found]) => ({ table, links: found }))
    .sort((a, b) => order(a.table) - order(b.table));
}

function order(table: TableName): number {
  const at = LINK_ORDER.indexOf(table);
  return at < 0 ? LINK_ORDER.length : at;
}
