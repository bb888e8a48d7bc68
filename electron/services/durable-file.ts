/**
 * Whole files that are either the old or the new one after a crash: temporary file, fsync, rename, fsync of the folder.
 * The disk is a port, so that tests can fill it up at any call. Files are made for their owner alone.
 */
import { open, readFile, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as v from 'valibot';
import { HostError } from '../../shared/host/host-error.ts';
import { diskError } from './disk-error.ts';

/** Names every temporary file; what ends so at start is rubbish of a crash. */
export const TEMPORARY = '.tmp';

export interface DurableDisk {
  open: typeof open;
  rename: typeof rename;
  unlink: typeof unlink;
}

export const realDisk: DurableDisk = { open, rename, unlink };

/** Two writers of one file at the same time each have a temporary file of their own: the later rename wins whole. */
let written = 0;

/** Puts `bytes` in place of `path`. On failure the old file is untouched and the temporary one is gone. */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  disk: DurableDisk = realDisk,
): Promise<void> {
  const temporary = `${path}.${process.pid}-${++written}${TEMPORARY}`;
  try {
    const file = await disk.open(temporary, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await disk.rename(temporary, path);
  } catch (error) {
    await disk.unlink(temporary).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(path), disk);
}

/** Makes a rename or a new file survive power loss. Windows cannot open folders and needs no such call. */
export async function syncFolder(folder: string, disk: DurableDisk = realDisk): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await disk.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A small file of ours as its schema says; null when there is none. */
export async function readJson<S extends v.GenericSchema>(
  path: string,
  schema: S,
): Promise<v.InferOutput<S> | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw diskError(error);
  }
  try {
    return v.parse(schema, JSON.parse(text));
  } catch {
    throw new HostError('internal', 'a file of the profile cannot be read');
  }
}
