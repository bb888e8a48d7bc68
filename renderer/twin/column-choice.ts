/** Which columns a table shows until someone chooses others. Owns the lists only. */
import type { TableName } from '../../shared/model/tables.ts';
import { shownColumns } from './wording.ts';

const FIRST: Partial<Record<TableName, string[]>> = {
  residents: ['name', 'sex', 'age', 'kind', 'registration', 'presence', 'tags', 'home', 'phone'],
  homes: ['id', 'building', 'floor', 'door', 'area', 'tenure', 'tags', 'owner'],
  buildings: ['address', 'name', 'compound', 'use', 'builtYear', 'floors', 'height'],
  vehicles: ['plate', 'kind', 'energy', 'id'],
  devices: ['id', 'kind', 'health', 'building', 'floor', 'lastValue', 'lastSeen', 'installedDay', 'model'],
  cameras: ['id', 'kind', 'owner', 'building', 'health', 'bearing', 'view', 'range'],
  facilities: ['name', 'kind', 'party', 'id'],
  organisations: ['name', 'kind', 'headcount', 'unifiedCode', 'contact', 'phone'],
  workers: ['name', 'role', 'grid', 'onDuty', 'phone'],
  grids: ['code', 'name', 'kind', 'status', 'head', 'police', 'startDay'],
  services: ['at', 'kind', 'resident', 'worker', 'outcome'],
  parties: ['name', 'type', 'kind', 'duties', 'contact', 'phone'],
  readings: ['device', 'at', 'value', 'low', 'high', 'span'],
  addresses: ['text', 'code', 'road', 'number', 'compound', 'entrance', 'door'],
};

/** In the order of the drawer's tabs. */
export const TABLE_TABS: TableName[] = [
  'residents',
  'homes',
  'buildings',
  'vehicles',
  'devices',
  'cameras',
  'facilities',
  'organisations',
  'workers',
  'grids',
  'areas',
  'places',
  'services',
  'parties',
  'readings',
  'addresses',
];

/** `extra`: columns that files brought beyond the model's. */
export function startColumns(table: TableName, extra: readonly string[] = []): string[] {
  const own = FIRST[table] ?? shownColumns(table).slice(0, 8);
  return [...own, ...extra.slice(0, 6)];
}

/** Shows or hides one column; the order is the model's for those added later. At least one stays. */
export function toggleColumn(columns: string[], column: string): string[] {
  if (!columns.includes(column)) return [...columns, column];
  return columns.length === 1 ? columns : columns.filter((other) => other !== column);
}
