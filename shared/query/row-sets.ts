/**
 * One set of rows per table: what a selection is made of. Owns making and combining them; a table that is not in
 * it has no row selected. What shapes put in is shapes.ts.
 */
import { Bitset } from '../columns/bitset.ts';
import type { TableName } from '../model/tables.ts';
import { type Community, rowCount } from './community.ts';
import type { Combine } from './selection.ts';

/** Tables that shapes select from; contacts, past alerts and the rest follow from these (table-rows.ts). */
export const SELECTABLE = [
  'buildings',
  'entrances',
  'homes',
  'residents',
  'vehicles',
  'devices',
  'cameras',
  'facilities',
  'organisations',
  'workers',
  'places',
] as const satisfies readonly TableName[];
export type Selectable = (typeof SELECTABLE)[number];

/** The set of a table is made when it is first asked for: most questions are about one table. */
export type RowSets = Readonly<Record<Selectable, Bitset>>;

/** Sets that `make` fills one table at a time, each once. */
export function lazySets(make: (table: Selectable) => Bitset): RowSets {
  const sets = {} as Record<Selectable, Bitset>;
  for (const table of SELECTABLE)
    Object.defineProperty(sets, table, {
      configurable: true,
      enumerable: true,
      get() {
        const set = make(table);
        Object.defineProperty(sets, table, { value: set, enumerable: true });
        return set;
      },
    });
  return sets;
}

export function emptySets(community: Community): RowSets {
  const sets = {} as Record<Selectable, Bitset>;
  for (const table of SELECTABLE) sets[table] = new Bitset(rowCount(community, table));
  return sets;
}

/** `left` with `right` added, taken away and so on; neither is changed. */
export function combineSets(left: RowSets, right: RowSets, combine: Combine): RowSets {
  if (combine === 'replace') return right;
  return lazySets((table) => {
    const set = left[table].clone();
    if (combine === 'add') return set.or(right[table]);
    return combine === 'subtract' ? set.andNot(right[table]) : set.and(right[table]);
  });
}

export function isSelectable(table: TableName): table is Selectable {
  return (SELECTABLE as readonly TableName[]).includes(table);
}
