/**
 * Whether there is room for a big write, asked before it begins: a disk that fills up half way can cost the whole origin.
 */
import { StorageError } from './storage-error.ts';

/** The old generation stays beside the new one, and the databases need as much again while they compact. */
const TIMES = 3;

/** Free bytes as the browser and, where it can tell, the host see them; null: not known. */
export type FreeSpace = () => Promise<number | null>;

/** What the browser says (quota less usage); null where it does not tell. */
export async function browserFreeSpace(): Promise<number | null> {
  const storage = typeof navigator === 'undefined' ? undefined : navigator.storage;
  const estimate = await storage?.estimate?.();
  if (estimate?.quota === undefined) return null;
  return Math.max(0, estimate.quota - (estimate.usage ?? 0));
}

/** Throws StorageError 'storage-no-space' with values {need, free} (bytes) when any source tells less than three times `bytes`. */
export async function requireSpace(bytes: number, sources: readonly FreeSpace[]): Promise<void> {
  const known = (await Promise.all(sources.map((source) => source()))).filter((free) => free !== null);
  const free = Math.min(...known);
  const need = TIMES * bytes;
  if (known.length > 0 && free < need) {
    throw new StorageError('storage-no-space', `${free} of ${need} bytes`, { need, free });
  }
}
