/**
 * What a table of a file can be imported as, and which columns each kind understands, under which names offices give them in
 * Chinese and English. Data only: the guess is import-mapping.ts, the reading of values import-values.ts.
 */
import type { RoleSpec } from './import-fields.ts';
import { GROUND_ROLES } from './import-roles-ground.ts';
import { PEOPLE_ROLES } from './import-roles-people.ts';
import { THING_ROLES } from './import-roles-things.ts';
import { WORK_ROLES } from './import-roles-work.ts';

export const IMPORT_ROLES = [
  'areas',
  'grids',
  'compounds',
  'buildings',
  'entrances',
  'homes',
  'residents',
  'contacts',
  'vehicles',
  'devices',
  'cameras',
  'facilities',
  'organisations',
  'workers',
  'pastAlerts',
  'places',
  'basemap',
  'addresses',
  'parties',
  'services',
  'readings',
] as const;
export type ImportRole = (typeof IMPORT_ROLES)[number];

export const ROLES: Record<ImportRole, RoleSpec> = {
  ...GROUND_ROLES,
  ...PEOPLE_ROLES,
  ...THING_ROLES,
  ...WORK_ROLES,
};
