/**
 * A generation as one file: what the host keeps and what "save to disk" writes. Owns the frame around manifest and
 * chunks. All numbers little-endian, every chunk padded to 8 bytes, chunks in the order of the manifest:
 *
 *   0 magic 'LINLISNP'   8 u32 format   12 u32 schema epoch   16 u32 manifest bytes   20 u32 CRC-32C of the manifest
 *  24 manifest (UTF-8 JSON)   ... chunks ...   last 8: u32 CRC-32C of everything before, u32 zero
 */
import type { CommunityBundle } from '../model/bundle.ts';
import { decodeBundle, encodeBundle, partsOf, type StoredChunk } from './bundle-codec.ts';
import { chunkKey } from './chunk.ts';
import { ChunkError } from './chunk-error.ts';
import type { ChunkKeys } from './chunk-keys.ts';
import { checkPart } from './column-decode.ts';
import { crc32c } from './crc32c.ts';
import { type GenerationManifest, parseManifest, SCHEMA_EPOCH } from './manifest.ts';

const MAGIC = 'LINLISNP';
const SNAPSHOT_FORMAT = 1;
const HEAD = 24;
const TAIL = 8;
const PLACE = { table: '', column: '', part: 'snapshot' };

const padded = (size: number) => (size + 7) & ~7;

/** Encodes a bundle as a snapshot of `generation`. */
export async function packSnapshot(
  bundle: CommunityBundle,
  generation: string,
  keys?: ChunkKeys,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  const manifest = await encodeBundle(
    bundle,
    generation,
    async (stored) => {
      for (const { bytes } of stored) chunks.push(bytes);
    },
    keys,
  );
  return joinSnapshot(manifest, chunks);
}

/** A snapshot from chunks that are already encoded, in the order of the manifest. */
export function joinSnapshot(manifest: GenerationManifest, chunks: readonly Uint8Array[]): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(manifest));
  let size = HEAD + padded(json.length) + TAIL;
  for (const chunk of chunks) size += padded(chunk.length);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < MAGIC.length; i++) bytes[i] = MAGIC.charCodeAt(i);
  view.setUint32(8, SNAPSHOT_FORMAT, true);
  view.setUint32(12, manifest.epoch, true);
  view.setUint32(16, json.length, true);
  view.setUint32(20, crc32c(json), true);
  bytes.set(json, HEAD);
  let end = HEAD + padded(json.length);
  for (const chunk of chunks) {
    bytes.set(chunk, end);
    end += padded(chunk.length);
  }
  view.setUint32(end, crc32c(bytes.subarray(0, end)), true);
  return bytes;
}

/**
 * The generation and bundle of a snapshot. Throws ChunkError: 'chunk-format' for a newer format or epoch,
 * 'chunk-damaged' or 'chunk-content' for anything that is not what it says, 'chunk-locked' without the key.
 */
export async function unpackSnapshot(
  bytes: Uint8Array,
  keys?: ChunkKeys,
): Promise<{ generation: string; bundle: CommunityBundle }> {
  const { manifest, chunks } = cutSnapshot(bytes);
  const chunkAt = new Map(chunks.map((chunk) => [chunkKey(chunk.place), chunk.bytes]));
  const source = async (places: Parameters<typeof chunkKey>[0][]) =>
    places.map((place) => chunkAt.get(chunkKey(place)));
  return { generation: manifest.generation, bundle: await decodeBundle(manifest, source, { keys }) };
}

/**
 * Manifest and chunks of a snapshot as they are, sealed ones still sealed: no key is needed. Chunks are views into
 * `bytes`. Throws ChunkError as `unpackSnapshot`, but for content that only decoding finds.
 */
export function splitSnapshot(bytes: Uint8Array): { manifest: GenerationManifest; chunks: StoredChunk[] } {
  const { manifest, chunks } = cutSnapshot(bytes);
  partsOf(manifest).forEach(({ place, part }, i) => {
    checkPart(chunks[i].bytes, part, place);
  });
  return { manifest, chunks };
}

function cutSnapshot(bytes: Uint8Array): { manifest: GenerationManifest; chunks: StoredChunk[] } {
  const { manifest, at } = openFrame(bytes);
  const chunks: StoredChunk[] = [];
  let end = at;
  for (const { place, part } of partsOf(manifest)) {
    if (end + part.bytes > bytes.length - TAIL) throw new ChunkError('chunk-missing', place);
    chunks.push({ place, bytes: bytes.subarray(end, end + part.bytes) });
    end += padded(part.bytes);
  }
  if (end !== bytes.length - TAIL) throw new ChunkError('chunk-damaged', PLACE, 'length');
  return { manifest, chunks };
}

/** Checks the frame; `at` is where the first chunk begins. */
function openFrame(bytes: Uint8Array): { manifest: GenerationManifest; at: number } {
  const damaged = (what: string) => new ChunkError('chunk-damaged', PLACE, what);
  if (bytes.length < HEAD + TAIL) throw damaged('short');
  for (let i = 0; i < MAGIC.length; i++) if (bytes[i] !== MAGIC.charCodeAt(i)) throw damaged('magic');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const format = view.getUint32(8, true);
  const epoch = view.getUint32(12, true);
  if (format > SNAPSHOT_FORMAT || epoch > SCHEMA_EPOCH) {
    throw new ChunkError('chunk-format', PLACE, `format ${format}, epoch ${epoch}`);
  }
  const end = bytes.length - TAIL;
  if (crc32c(bytes.subarray(0, end)) !== view.getUint32(end, true)) throw damaged('checksum');
  const length = view.getUint32(16, true);
  if (HEAD + length > end) throw damaged('manifest length');
  const json = bytes.subarray(HEAD, HEAD + length);
  if (crc32c(json) !== view.getUint32(20, true)) throw damaged('manifest checksum');
  return { manifest: parseManifest(new TextDecoder().decode(json)), at: HEAD + padded(length) };
}
