/**
 * Writes, activates, reads and sweeps generations. The one rule: until the ledger's `active` flips, in one strict
 * transaction, the old generation is untouched; a kill at any point leaves the old or the new one whole.
 * The caller holds the writer lease.
 */
import {
  decodeBundle,
  decodePersonal,
  encodeBundle,
  manifestBytes,
  partsOf,
  type StoredChunk,
} from '../../shared/columns/bundle-codec.ts';
import { columnBytes } from '../../shared/columns/cell.ts';
import { chunkKey } from '../../shared/columns/chunk.ts';
import { ChunkError, type ChunkPlace } from '../../shared/columns/chunk-error.ts';
import type { ChunkKeys } from '../../shared/columns/chunk-keys.ts';
import { checkPart } from '../../shared/columns/column-decode.ts';
import {
  canonicalJson,
  type GenerationManifest,
  parseManifest,
  SCHEMA_EPOCH,
} from '../../shared/columns/manifest.ts';
import { joinSnapshot, splitSnapshot } from '../../shared/columns/snapshot.ts';
import type { CommunityBundle, OnProgress } from '../../shared/model/bundle.ts';
import type { ColumnClass } from '../../shared/model/tables.ts';
import type { Databases } from './databases.ts';
import { browserFreeSpace, type FreeSpace, requireSpace } from './free-space.ts';
import { readBefore } from './import-ledger.ts';
import type { GenerationRow } from './ledger.ts';
import { asStorage, StorageError } from './storage-error.ts';

/** Chunks go to IndexedDB in transactions of about this many bytes (bounds what is in flight). */
const BATCH_BYTES = 16 * 1024 * 1024;

interface WriteOptions {
  onProgress?: OnProgress;
  signal?: AbortSignal;
  /** Columns are sealed with the key of their class; absent: all is written plain. */
  keys?: ChunkKeys;
  /** Who is asked for free space before anything is written; absent: the browser. */
  freeSpace?: readonly FreeSpace[];
}

export interface ActiveGeneration {
  generation: string;
  manifestHash: string;
  bytes: number;
}

/** SHA-256 hex of the canonical JSON. */
export async function hashManifest(manifest: GenerationManifest): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonicalJson(manifest)));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Writes `bundle` as generation `id`, reads every chunk back, checks it and activates it. Throws StorageError
 * ('storage-no-space' before anything is written, 'storage-cancelled' when the signal fires before the flip) or ChunkError; the old generation stays active then.
 */
export async function writeGeneration(
  databases: Databases,
  id: string,
  bundle: CommunityBundle,
  options: WriteOptions = {},
): Promise<ActiveGeneration> {
  return asStorage(async () => {
    await sweepBuilding(databases);
    await requireSpace(bundleBytes(bundle), options.freeSpace ?? [browserFreeSpace]);
    const known = await databases.ledger.generations.get(id);
    if (known) throw new StorageError('storage-failed', 'generation exists');
    await databases.ledger.generations.add(buildingRow(id, bundle));
    const manifest = await writeChunks(databases, id, bundle, options);
    await verifyChunks(databases, manifest, options);
    throwIfCancelled(options.signal);
    return activate(databases, manifest);
  });
}

function buildingRow(id: string, { name, source }: Pick<CommunityBundle, 'name' | 'source'>): GenerationRow {
  return {
    id,
    state: 'building',
    epoch: SCHEMA_EPOCH,
    manifest: '',
    manifestHash: '',
    rows: {},
    bytes: 0,
    name,
    source: JSON.stringify(source),
    createdAt: Date.now(),
    activatedAt: 0,
  };
}

/** What the chunks will take, to within their headers. */
function bundleBytes(bundle: CommunityBundle): number {
  let sum = bundle.plan.gridOfBuilding.byteLength;
  for (const table of Object.values(bundle.tables)) {
    for (const column of Object.values(table.columns)) sum += columnBytes(column);
  }
  return sum;
}

function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new StorageError('storage-cancelled');
}

async function writeChunks(
  databases: Databases,
  id: string,
  bundle: CommunityBundle,
  { onProgress, signal, keys }: WriteOptions,
): Promise<GenerationManifest> {
  let batch: StoredChunk[] = [];
  let size = 0;
  let done = 0;
  const total = Object.values(bundle.tables).reduce(
    (sum, table) => sum + Object.keys(table.columns).length,
    1,
  );
  // The write of one batch runs while the next one is encoded.
  let writing: Promise<unknown> = Promise.resolve();
  const flush = async () => {
    const full = batch;
    batch = [];
    size = 0;
    await writing;
    const keys = full.map(({ place }) => chunkKey(place));
    writing = databases.cache.chunks.bulkPut(
      full.map(({ bytes }) => bytes),
      keys,
    );
    // Reported at the next flush; without this an error in between would count as unhandled.
    writing.catch(() => {});
  };
  const sink = async (chunks: StoredChunk[]) => {
    throwIfCancelled(signal);
    for (const chunk of chunks) {
      batch.push(chunk);
      size += chunk.bytes.length;
      if (size >= BATCH_BYTES) await flush();
    }
    onProgress?.({ stage: 'store.write', done: ++done, total });
  };
  const manifest = await encodeBundle(bundle, id, sink, keys);
  await flush();
  await writing;
  return manifest;
}

/** Reads back what was written and compares checksums; sealed payloads are checked as stored. */
async function verifyChunks(
  { cache }: Databases,
  manifest: GenerationManifest,
  { onProgress, signal }: WriteOptions,
): Promise<void> {
  const parts = partsOf(manifest);
  for (let from = 0; from < parts.length; ) {
    let to = from;
    for (let size = 0; to < parts.length && size < BATCH_BYTES; to++) size += parts[to].part.bytes;
    const batch = parts.slice(from, to);
    const chunks = await cache.chunks.bulkGet(batch.map(({ place }) => chunkKey(place)));
    batch.forEach(({ place, part }, i) => {
      checkPart(chunks[i], part, place);
    });
    throwIfCancelled(signal);
    onProgress?.({ stage: 'store.verify', done: to, total: parts.length });
    from = to;
  }
}

/** The flip: one strict transaction. Hashing comes before it: awaiting it inside would end the transaction. */
async function activate({ ledger }: Databases, manifest: GenerationManifest): Promise<ActiveGeneration> {
  const manifestHash = await hashManifest(manifest);
  const { generation } = manifest;
  const rows = Object.fromEntries(Object.entries(manifest.tables).map(([name, table]) => [name, table.rows]));
  const bytes = manifestBytes(manifest);
  const json = JSON.stringify(manifest);
  await ledger.transaction('rw', ledger.meta, ledger.generations, ledger.plans, async () => {
    const before = await ledger.meta.get('active');
    if (before) await ledger.generations.update(String(before.value), { state: 'retired' });
    await ledger.generations.update(generation, {
      state: 'ready',
      manifest: json,
      manifestHash,
      rows,
      bytes,
      activatedAt: Date.now(),
    });
    const plan = manifest.plan.id;
    await ledger.plans.put({ key: `${generation}/${plan}`, generation, plan, base: true });
    await ledger.meta.bulkPut([
      { key: 'active', value: generation },
      { key: 'epoch', value: SCHEMA_EPOCH },
    ]);
  });
  return { generation, manifestHash, bytes };
}

/** The active generation's row and manifest; null: there is none. Throws ChunkError when the manifest is not what its hash says. */
export async function activeManifest({
  ledger,
}: Databases): Promise<{ row: GenerationRow; manifest: GenerationManifest } | null> {
  return asStorage(async () => {
    const active = await ledger.meta.get('active');
    const row = active ? await ledger.generations.get(String(active.value)) : undefined;
    if (!row) return null;
    const manifest = parseManifest(row.manifest);
    if ((await hashManifest(manifest)) !== row.manifestHash) {
      throw new ChunkError('chunk-damaged', { table: '', column: '', part: 'manifest' }, 'hash');
    }
    return { row, manifest };
  });
}

/**
 * The active generation, every chunk checked. `classes`: only columns of these (a wall: core). Throws StorageError
 * 'storage-damaged' when there is none, ChunkError for what is missing or damaged.
 */
export async function readGeneration(
  databases: Databases,
  options: { keys?: ChunkKeys; classes?: readonly ColumnClass[]; onProgress?: OnProgress } = {},
): Promise<ActiveGeneration & { bundle: CommunityBundle }> {
  return asStorage(async () => {
    const active = await activeManifest(databases);
    if (!active) throw new StorageError('storage-damaged', 'no active generation');
    const { row, manifest } = active;
    const { onProgress } = options;
    const bundle = await decodeBundle(manifest, (places) => readChunks(databases, places), {
      ...options,
      onColumn: (done, total) => onProgress?.({ stage: 'store.read', done, total }),
    });
    return { bundle, generation: row.id, manifestHash: row.manifestHash, bytes: row.bytes };
  });
}

/** `bundle`, which is the active generation `id` without its personal columns, with them. Throws as `readGeneration`. */
export async function readPersonal(
  databases: Databases,
  id: string,
  bundle: CommunityBundle,
  keys: ChunkKeys,
): Promise<CommunityBundle> {
  return asStorage(async () => {
    const active = await activeManifest(databases);
    if (active?.row.id !== id) throw new StorageError('storage-damaged', 'another generation is active');
    return decodePersonal(active.manifest, bundle, (places) => readChunks(databases, places), keys);
  });
}

/**
 * Makes the generation of a snapshot the active one, under its own id, so that the edits of the journal still fit. Its chunks are
 * stored as they are: sealed ones stay sealed, and no key is needed. It may be here already, lost in part: its edits stay. Throws as `writeGeneration`.
 */
export async function storeSnapshot(
  databases: Databases,
  bytes: Uint8Array,
  options: Omit<WriteOptions, 'keys'> = {},
): Promise<ActiveGeneration> {
  return asStorage(async () => {
    const { manifest, chunks } = splitSnapshot(bytes);
    await sweepBuilding(databases);
    await requireSpace(bytes.length, options.freeSpace ?? [browserFreeSpace]);
    const known = await databases.ledger.generations.get(manifest.generation);
    if (!known) await databases.ledger.generations.add(buildingRow(manifest.generation, manifest));
    for (let from = 0; from < chunks.length; ) {
      let to = from;
      for (let size = 0; to < chunks.length && size < BATCH_BYTES; to++) size += chunks[to].bytes.length;
      const batch = chunks.slice(from, to);
      throwIfCancelled(options.signal);
      await databases.cache.chunks.bulkPut(
        // A copy each: a view would store the whole file once per chunk.
        batch.map((chunk) => chunk.bytes.slice()),
        batch.map(({ place }) => chunkKey(place)),
      );
      options.onProgress?.({ stage: 'store.write', done: to, total: chunks.length });
      from = to;
    }
    await verifyChunks(databases, manifest, options);
    throwIfCancelled(options.signal);
    return activate(databases, manifest);
  });
}

function readChunks({ cache }: Databases, places: ChunkPlace[]): Promise<(Uint8Array | undefined)[]> {
  return places.length === 0 ? Promise.resolve([]) : cache.chunks.bulkGet(places.map(chunkKey));
}

/** The active generation as a snapshot file, from the stored chunks as they are (sealed ones stay sealed). */
export async function packActiveGeneration(
  databases: Databases,
): Promise<{ bytes: Uint8Array; generation: string; name: CommunityBundle['name'] }> {
  return asStorage(async () => {
    const active = await activeManifest(databases);
    if (!active) throw new StorageError('storage-damaged', 'no active generation');
    const parts = partsOf(active.manifest);
    const chunks = await readChunks(
      databases,
      parts.map(({ place }) => place),
    );
    const checked = parts.map(({ place, part }, i) => {
      checkPart(chunks[i], part, place);
      return chunks[i] as Uint8Array;
    });
    const bytes = joinSnapshot(active.manifest, checked);
    return { bytes, generation: active.row.id, name: active.row.name };
  });
}

/**
 * Deletes every generation but the active one, and chunks that no generation owns. Call it after a start that went well and
 * after the witness names the active generation: until then the retired one is the way back, so nothing is deleted while another than `witnessed` is
 * active. `copies`: generations that the host can bring back; changes of plans and records stay for these and for what the last import replaced.
 * Returns the ids deleted.
 */
export async function sweep(
  databases: Databases,
  witnessed: string,
  copies: readonly string[] = [],
): Promise<string[]> {
  return asStorage(async () => {
    const active = await databases.ledger.meta.get('active');
    if (!active || active.value !== witnessed) return [];
    const ids = new Set<string>(await databases.ledger.generations.toCollection().primaryKeys());
    for (const key of await databases.cache.chunks.toCollection().primaryKeys()) {
      ids.add(decodeURIComponent(key.slice(0, key.indexOf('/'))));
    }
    ids.delete(String(active.value));
    for (const id of ids) await dropGeneration(databases, id);
    const before = await readBefore(databases);
    await dropEdits(databases, new Set([witnessed, ...(before ? [before.before] : []), ...copies]));
    return [...ids];
  });
}

/** What a killed write left behind. */
async function sweepBuilding(databases: Databases): Promise<void> {
  const rows = await databases.ledger.generations.toArray();
  for (const row of rows) if (row.state === 'building') await dropGeneration(databases, row.id);
}

/** Chunks first: a kill in between leaves the row, and the next sweep comes back to it. */
async function dropGeneration({ cache, ledger }: Databases, id: string): Promise<void> {
  await cache.chunks
    .where(':id')
    .startsWith(`${encodeURIComponent(id)}/`)
    .delete();
  await ledger.transaction('rw', [ledger.generations, ledger.plans], async () => {
    await ledger.plans.where('generation').equals(id).delete();
    await ledger.generations.delete(id);
  });
}

/** Changes of generations that nothing can bring back; the journal still has them. */
async function dropEdits({ ledger }: Databases, kept: ReadonlySet<string>): Promise<void> {
  await ledger.transaction('rw', [ledger.planPatches, ledger.overlay], async () => {
    for (const store of [ledger.planPatches, ledger.overlay]) {
      const held = (await store.orderBy('generation').uniqueKeys()).map(String);
      await store
        .where('generation')
        .anyOf(held.filter((id) => !kept.has(id)))
        .delete();
    }
  });
}
