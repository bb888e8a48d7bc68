/**
 * Whole copies of a generation, streamed in and out; the newest KEPT stay. The bytes are opaque here. A snapshot counts once its
 * hash was named and found right: its file first, then the small note that lists it, each by rename.
 */
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { type SnapshotInfo, SnapshotInfoSchema } from '../../shared/host/contract.ts';
import { HostError } from '../../shared/host/host-error.ts';
import type { BulkTokens } from './bulk.ts';
import { diskError } from './disk-error.ts';
import { type DurableDisk, readJson, realDisk, replaceFile, syncFolder, TEMPORARY } from './durable-file.ts';

const KEPT = 3;
/** Free space asked for before a write, as a multiple of its size. */
const SPACE_FACTOR = 3;
/** Uncommitted arrivals at once; the oldest is given up for a new one. */
const MOST_ARRIVALS = 8;

const NoteSchema = v.object({ file: v.string(), info: SnapshotInfoSchema });
type Note = v.InferOutput<typeof NoteSchema>;

export interface SnapshotService {
  /** Newest first. */
  list(): Promise<SnapshotInfo[]>;
  /** Rejects with HostError: disk-full (less than three times the need is free), bad-arguments. */
  put(request: { generation: string; name: string; bytes: number }): Promise<{ token: string }>;
  /** Rejects with HostError: not-found (nothing arrived on that token), bad-arguments (another hash). */
  commit(token: string, sha256: string): Promise<SnapshotInfo>;
  get(generation: string): Promise<{ token: string; info: SnapshotInfo } | null>;
  /** Takes what is kept under this name away. */
  remove(generation: string): Promise<void>;
  /** Removes all copies but those of this generation. */
  retain(generation: string): Promise<void>;
  /** Free bytes on the disk of the profile. */
  space(): Promise<number>;
}

export interface SnapshotOptions {
  /** Folder of the snapshots; made when missing. */
  folder: string;
  /** How many stay; absent: KEPT. */
  kept?: number;
  tokens: BulkTokens;
  now: () => number;
  disk?: DurableDisk;
  freeBytes?: (folder: string) => Promise<number>;
}

/** What arrived on a token and waits for its commit. */
interface Arrival {
  temporary: string;
  generation: string;
  name: string;
  bytes: number;
  hash: Hash;
  /** Known once everything has arrived and is flushed. */
  sha256: string | null;
}

export async function openSnapshots(options: SnapshotOptions): Promise<SnapshotService> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const disk = options.disk ?? realDisk;
  const freeBytes = options.freeBytes ?? freeOnDisk;
  const arrivals = new Map<string, Arrival>();
  await sweep(options.folder, disk);

  async function discard(token: string): Promise<void> {
    const arrival = arrivals.get(token);
    arrivals.delete(token);
    if (arrival) await disk.unlink(arrival.temporary).catch(() => {});
  }

  return {
    list: async () => (await readNotes(options.folder)).map((note) => note.info),
    space: () => freeBytes(options.folder),
    put: async ({ generation, name, bytes }) => {
      if (!Number.isSafeInteger(bytes) || bytes < 1) throw new HostError('bad-arguments', 'bytes');
      const free = await freeBytes(options.folder);
      if (free < bytes * SPACE_FACTOR) throw new HostError('disk-full', `${free} free, ${bytes} to write`);
      while (arrivals.size >= MOST_ARRIVALS) await discard(arrivals.keys().next().value as string);
      const token = options.tokens.offerPut(bytes, {
        write: (stream) => receive(arrivals.get(token), stream, disk).catch((error) => refuse(token, error)),
        finish: () => settle(arrivals.get(token), disk).catch((error) => refuse(token, error)),
        expire: () => void discard(token),
      });
      const temporary = join(options.folder, `${token}${TEMPORARY}`);
      arrivals.set(token, { temporary, generation, name, bytes, hash: createHash('sha256'), sha256: null });
      return { token };
    },
    commit: async (token, sha256) => {
      const arrival = arrivals.get(token);
      if (!arrival?.sha256) throw new HostError('not-found', 'token');
      if (arrival.sha256 !== sha256.toLowerCase()) {
        await discard(token);
        throw new HostError('bad-arguments', 'the bytes have another hash');
      }
      arrivals.delete(token);
      const info: SnapshotInfo = {
        generation: arrival.generation,
        name: arrival.name,
        bytes: arrival.bytes,
        sha256: arrival.sha256,
        createdAt: options.now(),
      };
      try {
        await keep(options.folder, arrival.temporary, info, disk);
        await dropOthers(options.folder, disk, (notes) => notes.slice(0, options.kept ?? KEPT));
      } catch (error) {
        throw diskError(error);
      }
      return info;
    },
    remove,
    retain: async (generation) => {
      try {
        await dropOthers(options.folder, disk, (notes) =>
          notes.filter((note) => note.info.generation === generation),
        );
      } catch (error) {
        throw diskError(error);
      }
    },
    get: async (generation) => {
      const note = (await readNotes(options.folder)).find((each) => each.info.generation === generation);
      if (!note) return null;
      const path = join(options.folder, note.file);
      const { bytes } = note.info;
      const token = options.tokens.offerGet(async () => ({ bytes, stream: createReadStream(path) }));
      return { token, info: note.info };
    },
  };

  async function remove(generation: string): Promise<void> {
    const name = noteName(generation);
    const note = await readJson(join(options.folder, `${name}.json`), NoteSchema).catch(() => null);
    // The note first: a file without one is rubbish, a note without its file would be a loss.
    await disk.unlink(join(options.folder, `${name}.json`)).catch(ignoreMissing);
    await syncFolder(options.folder, disk);
    if (note) await disk.unlink(join(options.folder, note.file)).catch(ignoreMissing);
  }

  async function refuse(token: string, error: unknown): Promise<never> {
    await discard(token);
    throw diskError(error);
  }
}

/** Appends one part. */
async function receive(
  arrival: Arrival | undefined,
  stream: AsyncIterable<Uint8Array>,
  disk: DurableDisk,
): Promise<void> {
  if (!arrival) throw new HostError('not-found', 'token');
  const file = await disk.open(arrival.temporary, 'a', 0o600);
  try {
    for await (const part of stream) {
      arrival.hash.update(part);
      await file.writeFile(part);
    }
  } finally {
    await file.close();
  }
}

/** Flushes what arrived and takes its hash. */
async function settle(arrival: Arrival | undefined, disk: DurableDisk): Promise<void> {
  if (!arrival) throw new HostError('not-found', 'token');
  const file = await disk.open(arrival.temporary, 'a', 0o600);
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  arrival.sha256 = arrival.hash.digest('hex');
}

async function keep(folder: string, temporary: string, info: SnapshotInfo, disk: DurableDisk): Promise<void> {
  const name = noteName(info.generation);
  const file = `${name}-${info.sha256.slice(0, 16)}.snapshot`;
  await disk.rename(temporary, join(folder, file));
  await syncFolder(folder, disk);
  const note: Note = { file, info };
  await replaceFile(join(folder, `${name}.json`), new TextEncoder().encode(JSON.stringify(note)), disk);
}

/** Generations are free text, file names are not. */
function noteName(generation: string): string {
  return createHash('sha256').update(generation).digest('hex').slice(0, 32);
}

/** Notes whose file is there in full, newest first. */
async function readNotes(folder: string): Promise<Note[]> {
  const notes: Note[] = [];
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.json')) continue;
    const note = await readJson(join(folder, name), NoteSchema).catch(() => null);
    if (!note) continue;
    const bytes = await stat(join(folder, note.file)).then(
      (found) => found.size,
      () => -1,
    );
    if (bytes === note.info.bytes) notes.push(note);
  }
  return notes.sort((a, b) => b.info.createdAt - a.info.createdAt);
}

/** `choose`: what stays, of all notes newest first. */
async function dropOthers(
  folder: string,
  disk: DurableDisk,
  choose: (notes: Note[]) => Note[],
): Promise<void> {
  const notes = await readNotes(folder);
  const chosen = choose(notes);
  for (const note of notes) {
    if (!chosen.includes(note)) await disk.unlink(join(folder, `${noteName(note.info.generation)}.json`));
  }
  const kept = new Set(chosen.map((note) => note.file));
  for (const name of await readdir(folder)) {
    if (name.endsWith('.snapshot') && !kept.has(name)) await disk.unlink(join(folder, name)).catch(() => {});
  }
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw diskError(error);
}

/** What a crash left half done. */
async function sweep(folder: string, disk: DurableDisk): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith(TEMPORARY)) await disk.unlink(join(folder, name)).catch(() => {});
  }
}

async function freeOnDisk(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}
