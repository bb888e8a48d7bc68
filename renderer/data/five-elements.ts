/**
 * How the tables of a community fall into the field's five elements (人地事物组织) and into one standard, three actuals
 * (一标三实). Data only: both groupings must be complete on screen.
 */
import type { TableName } from '../../shared/model/tables.ts';

export const FIVE_ELEMENTS: { id: string; tables: TableName[] }[] = [
  { id: 'people', tables: ['residents', 'contacts', 'workers'] },
  {
    id: 'places',
    tables: [
      'areas',
      'grids',
      'compounds',
      'buildings',
      'entrances',
      'homes',
      'addresses',
      'places',
      'basemap',
    ],
  },
  { id: 'events', tables: ['pastAlerts', 'services'] },
  { id: 'things', tables: ['vehicles', 'devices', 'readings', 'cameras', 'facilities'] },
  { id: 'organisations', tables: ['organisations', 'parties'] },
];

/** standardAddress counts what carries an address: buildings and homes. */
export const THREE_ACTUALS: { id: string; tables: TableName[] }[] = [
  { id: 'standardAddress', tables: ['buildings', 'homes'] },
  { id: 'actualPopulation', tables: ['residents'] },
  { id: 'actualHouses', tables: ['homes'] },
  { id: 'actualOrganisations', tables: ['organisations'] },
];

export function sumOf(rows: Partial<Record<TableName, number>>, tables: readonly TableName[]): number {
  return tables.reduce((sum, table) => sum + (rows[table] ?? 0), 0);
}
