/**
 * Opens and closes the two databases of a profile. Database names carry the profile's id, so that a browser that was
 * never used with this profile is told from one that lost its copy.
 */
import { Dexie } from 'dexie';
import { CACHE_VERSION, CacheDatabase } from './cache.ts';
import { LEDGER_VERSION, LedgerDatabase } from './ledger.ts';
import { asStorage, StorageError } from './storage-error.ts';

export interface Databases {
  cache: CacheDatabase;
  ledger: LedgerDatabase;
}

/**
 * Throws StorageError: 'storage-denied' where the browser keeps no databases, 'storage-future' when they were made by
 * a newer version, 'storage-quota' on a full disk. Nothing is deleted, ever.
 */
export async function openDatabases(profileId: string): Promise<Databases> {
  const databases = { cache: new CacheDatabase(profileId), ledger: new LedgerDatabase(profileId) };
  return asStorage(async () => {
    try {
      await refuseNewer(databases.ledger, LEDGER_VERSION);
      await refuseNewer(databases.cache, CACHE_VERSION);
      await databases.ledger.open();
      await databases.cache.open();
      return databases;
    } catch (error) {
      closeDatabases(databases);
      throw error;
    }
  });
}

/** Dexie opens a newer database all the same and adds the stores it misses: look before it does. */
async function refuseNewer(database: Dexie, version: number): Promise<void> {
  const factory: IDBFactory | undefined = Dexie.dependencies.indexedDB;
  const existing = (await factory?.databases?.())?.find(({ name }) => name === database.name);
  // Dexie stores ten times its version, and counts the last digit up when it repaired something.
  const found = Math.floor((existing?.version ?? 0) / 10);
  if (found > version) throw new StorageError('storage-future', `${database.name} version ${found}`);
}

/** False once the browser closed either: it was deleted, or taken over by a newer version. */
export function areOpen({ cache, ledger }: Databases): boolean {
  return cache.isOpen() && ledger.isOpen();
}

export function closeDatabases(databases: Databases): void {
  databases.cache.close();
  databases.ledger.close();
}
