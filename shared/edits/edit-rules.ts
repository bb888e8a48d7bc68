/**
 * Which tables may be changed by hand and how: data only. Grids and areas belong to the boundary editor, past alerts are history. The
 * checks of single fields are field-rules.ts.
 */
import type { TableName } from '../model/tables.ts';

export interface TableRules {
  create: boolean;
  change: boolean;
  remove: boolean;
  /**
   * What links to its records, for removing one. `block`: there must be none left; `along`: they go with it; `clear`: they stay, and their link
   * leads nowhere until the record comes back.
   */
  children: readonly { table: TableName; column: string; onRemove: 'block' | 'along' | 'clear' }[];
}

const ALL = { create: true, change: true, remove: true } as const;

const RULES: Partial<Record<TableName, TableRules>> = {
  compounds: { ...ALL, children: [{ table: 'buildings', column: 'compound', onRemove: 'block' }] },
  basemap: { ...ALL, children: [] },
  buildings: {
    ...ALL,
    children: [
      { table: 'homes', column: 'building', onRemove: 'block' },
      { table: 'entrances', column: 'building', onRemove: 'along' },
      { table: 'devices', column: 'building', onRemove: 'block' },
      { table: 'cameras', column: 'building', onRemove: 'block' },
      { table: 'facilities', column: 'building', onRemove: 'block' },
      { table: 'organisations', column: 'building', onRemove: 'block' },
    ],
  },
  entrances: { ...ALL, children: [{ table: 'homes', column: 'entrance', onRemove: 'block' }] },
  homes: {
    ...ALL,
    children: [
      { table: 'residents', column: 'home', onRemove: 'block' },
      { table: 'vehicles', column: 'home', onRemove: 'block' },
      { table: 'devices', column: 'home', onRemove: 'block' },
    ],
  },
  residents: {
    ...ALL,
    children: [
      { table: 'contacts', column: 'resident', onRemove: 'along' },
      { table: 'services', column: 'resident', onRemove: 'along' },
      { table: 'vehicles', column: 'resident', onRemove: 'clear' },
      { table: 'devices', column: 'resident', onRemove: 'clear' },
    ],
  },
  contacts: { ...ALL, children: [] },
  services: { ...ALL, children: [] },
  vehicles: { ...ALL, children: [] },
  devices: { ...ALL, children: [] },
  cameras: { ...ALL, children: [] },
  facilities: { ...ALL, children: [] },
  organisations: { ...ALL, children: [] },
  workers: { ...ALL, children: [] },
  places: { ...ALL, children: [] },
};

/** undefined: the table is not changed by hand. */
export function rulesOf(table: TableName): TableRules | undefined {
  return RULES[table];
}
