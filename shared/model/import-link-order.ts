/** In which order imported tables are linked. Data only; the linking is import-links.ts. */
import type { ImportRole } from './import-roles.ts';

/** The order in which tables can be linked: what is linked to comes first. */
export const LINK_ORDER: readonly ImportRole[] = [
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
  'parties',
  'workers',
  'pastAlerts',
  'addresses',
  'services',
  'readings',
];
