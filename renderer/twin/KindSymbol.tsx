/**
 * The small symbol of a table. Shape tells the kind first, colour second; the same shapes as on the map:
 * person dot, home square, vehicle rounded bar, device hexagon, camera wedge, worker ring, facility diamond.
 */
import type { ReactNode } from 'react';
import type { TableName } from '../../shared/model/tables.ts';

const SHAPES: Partial<Record<TableName, ReactNode>> = {
  residents: <circle cx="8" cy="8" r="4" />,
  contacts: <circle cx="8" cy="8" r="3.25" className="twin-symbol-open" />,
  homes: <rect x="3.5" y="3.5" width="9" height="9" rx="1" />,
  vehicles: <rect x="2" y="5" width="12" height="6" rx="3" />,
  devices: <path d="M8 2.2 13 5.1v5.8L8 13.8 3 10.9V5.1Z" />,
  cameras: <path d="M2.5 8 13.5 2.8a11 11 0 0 1 0 10.4Z" />,
  workers: <circle cx="8" cy="8" r="4.5" className="twin-symbol-open" />,
  facilities: <path d="M8 2 14 8 8 14 2 8Z" />,
  organisations: <path d="M3 13.5v-9h4v-2h6v11Z" />,
  buildings: <path d="M3.5 14V5l4.5-3 4.5 3v9h-3v-3h-3v3Z" />,
  entrances: <path d="M4.5 14V3h7v11Z" className="twin-symbol-open" />,
  compounds: <path d="M2.5 3.5h11v9h-11Z" className="twin-symbol-open" />,
  grids: <path d="M2.5 2.5h11v11h-11Zm5.5 0v11m-5.5-5.5h11" className="twin-symbol-open" />,
  areas: <path d="m2.5 5 5-2.5 6 2-1 8-6 1-4-3.500Z" className="twin-symbol-open" />,
};
const PLACE = <path d="M8 14S3.500 9.300 3.500 6.300a4.500 4.500 0 0 1 9 0C12.500 9.300 8 14 8 14Z" />;

/** Decorative: the name of the kind stands beside it or in the group's label. */
export function KindSymbol({ table }: { table: TableName }) {
  return (
    <svg className={`twin-symbol twin-symbol-${table}`} viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[table] ?? PLACE}
    </svg>
  );
}
