/**
 * Checks that the rows of a community lie in the order that tables.ts promises. Owns the check only; used by tests of whatever
 * makes or changes a generation.
 */
import { NONE, type NumberArray } from '../columns/column.ts';
import { hilbertOrder } from '../columns/hilbert.ts';
import type { CommunityBundle } from '../model/bundle.ts';
import type { TableName } from '../model/tables.ts';

/** What is out of order, in words for an engineer; empty: everything is as promised. */
export function rowOrderFaults(bundle: CommunityBundle): string[] {
  const column = (table: TableName, name: string): NumberArray => {
    const found = bundle.tables[table]?.columns[name];
    return found?.kind === 'number' ? found.values : new Uint32Array(0);
  };
  const faults: string[] = [];
  const inHilbert = (name: string, lng: NumberArray, lat: NumberArray): void => {
    const order = hilbertOrder(Int32Array.from(lng), Int32Array.from(lat));
    if (order.some((row, i) => row !== i)) faults.push(`${name}: not in Hilbert order`);
  };
  inHilbert('buildings', column('buildings', 'lng'), column('buildings', 'lat'));
  rising(faults, 'entrances', [column('entrances', 'building')]);
  rising(faults, 'homes', [
    column('homes', 'building'),
    column('homes', 'entrance'),
    column('homes', 'floor'),
  ]);
  const residentHomes = column('residents', 'home');
  rising(faults, 'residents', [residentHomes, linkedOnly(column('residents', 'household'), residentHomes)]);
  rising(faults, 'vehicles', [column('vehicles', 'home')]);
  rising(faults, 'contacts', [column('contacts', 'resident')]);
  rising(faults, 'services', [column('services', 'resident'), column('services', 'at')]);
  rising(faults, 'readings', [column('readings', 'device'), column('readings', 'at')]);
  for (const table of ['residents', 'vehicles'] as const) {
    const homes = column(table, 'home');
    const first = homes.indexOf(NONE);
    if (first < 0) continue;
    inHilbert(
      `${table} without a home`,
      column(table, 'lng').slice(first),
      column(table, 'lat').slice(first),
    );
  }
  return faults;
}

/** The key of rows without a home plays no part: there the own point decides. */
function linkedOnly(values: NumberArray, homes: NumberArray): NumberArray {
  return values.map((value, row) => (homes[row] === NONE ? 0 : value));
}

/** Rows must rise by the keys, the first the most important; NONE is the greatest. */
function rising(faults: string[], name: string, keys: NumberArray[]): void {
  for (let row = 1; row < keys[0].length; row++) {
    for (const key of keys) {
      if (key[row] > key[row - 1]) break;
      if (key[row] < key[row - 1]) {
        faults.push(`${name}: row ${row} comes too late`);
        return;
      }
    }
  }
}
