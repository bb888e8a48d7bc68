/**
 * The keys that chunks are sealed with: one active key per class writes, any key that is here reads what names it. Owns the
 * choice of key; where keys come from and when they go is the caller's.
 */
import type { ColumnClass } from '../model/tables.ts';
import type { ChunkCipher } from './chunk.ts';

export interface ChunkKey {
  class: ColumnClass;
  cipher: ChunkCipher;
  /** Only active keys seal; retired ones still open what they sealed. */
  active: boolean;
}

export class ChunkKeys {
  private readonly keys: readonly ChunkKey[];

  constructor(keys: readonly ChunkKey[]) {
    this.keys = keys;
  }

  /** undefined: columns of this class are written plain. */
  sealing(of: ColumnClass): ChunkCipher | undefined {
    return this.keys.find((key) => key.active && key.class === of)?.cipher;
  }

  /** undefined: the key of this id is not here. */
  opening(keyId: string): ChunkCipher | undefined {
    return this.keys.find(({ cipher }) => cipher.keyId === keyId)?.cipher;
  }
}
