/**
 * The cache database: chunks of columns and nothing else. It may be lost at any time without losing anything: relaxed
 * durability, no secondary index, and what is read is checked by its caller.
 */
import { Dexie, type Table } from 'dexie';

export const CACHE_VERSION = 1;

export class CacheDatabase extends Dexie {
  /** Key: `chunkKey` of shared/columns/chunk.ts. The chunk's own header holds codec, rows, checksum and key id. */
  declare chunks: Table<Uint8Array, string>;

  constructor(profileId: string) {
    super(`linli-cache-${profileId}`, {
      chromeTransactionDurability: 'relaxed',
      // Dexie's own cache would clone every chunk that is read.
      cache: 'disabled',
      // Deleted while in use, it must not come back empty by itself.
      autoOpen: false,
    });
    this.version(CACHE_VERSION).stores({ chunks: '' });
  }
}
