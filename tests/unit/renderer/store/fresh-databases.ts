/**
 * Databases of a profile in an IndexedDB of the test's own.
 */

import { Dexie } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { closeDatabases, type Databases, openDatabases } from '../../../../renderer/store/databases.ts';

/** Forgets every database there was. */
export function emptyIndexedDb(): IDBFactory {
  const factory = new IDBFactory();
  Dexie.dependencies.indexedDB = factory;
  Dexie.dependencies.IDBKeyRange = IDBKeyRange;
  return factory;
}

export async function freshDatabases(profile = 'test'): Promise<Databases> {
  emptyIndexedDb();
  return openDatabases(profile);
}

/** As after the end of the program: closed and opened again. */
export async function reopened(databases: Databases, profile = 'test'): Promise<Databases> {
  closeDatabases(databases);
  return openDatabases(profile);
}

/** Every write to either database from the `fatal`-th on fails (counted from 1), as if the program had ended there. */
export async function dieAtWrite(databases: Databases, fatal: number): Promise<{ writes: number }> {
  const seen = { writes: 0 };
  for (const database of [databases.cache, databases.ledger]) {
    database.use({
      stack: 'dbcore',
      name: 'killer',
      create: (core) => ({
        ...core,
        table: (name) => {
          const table = core.table(name);
          return {
            ...table,
            mutate: async (request) => {
              if (++seen.writes >= fatal) throw new Error('killed');
              return table.mutate(request);
            },
          };
        },
      }),
    });
    // What is used takes effect when the database is opened.
    database.close();
    await database.open();
  }
  return seen;
}
