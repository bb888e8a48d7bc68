/**
 * One stored chunk: a header of 64 bytes and a payload. Owns the header, its checks and sealing; what the payload
 * means is column-codec.ts. All numbers little-endian:
 *
 *   0 u32 magic 'LNCH'   4 u16 format   6 u16 flags (1: sealed)   8 codec name, 8 bytes ASCII, NUL padded
 *  16 u32 rows          20 u32 items (codec's own count)         24 u32 payload bytes   28 u32 CRC-32C
 *  32 key id, 28 bytes ASCII, NUL padded ('' when not sealed)    60 u32 zero            64 payload
 *
 * The checksum covers the header without its own field, and the payload as stored.
 */
import { ChunkError, type ChunkPlace } from './chunk-error.ts';
import { crc32c } from './crc32c.ts';

const CHUNK_FORMAT = 1;
export const CHUNK_MAX_ROWS = 65_536;
export const CHUNK_MAX_BYTES = 4 * 1024 * 1024;
/** A single row may be larger than a chunk should be (a very long line); beyond this it is refused. */
const CHUNK_HARD_LIMIT = 64 * 1024 * 1024;
export const HEADER = 64;
/** What a cipher may add: IV and authentication tag. */
const SEAL_ROOM = 64;
/** The largest payload that still fits a chunk after sealing. */
export const MAX_PAYLOAD = CHUNK_MAX_BYTES - HEADER - SEAL_ROOM;

const MAGIC = 0x48434e4c;
const SEALED = 1;
const KEY_ID_BYTES = 28;

/** The key of one class. `seal` puts a fresh IV into what it returns; `open` rejects when the bytes or the data differ. */
export interface ChunkCipher {
  readonly keyId: string;
  seal(bytes: Uint8Array, additionalData: Uint8Array): Promise<Uint8Array>;
  open(sealed: Uint8Array, additionalData: Uint8Array): Promise<Uint8Array>;
}

export interface ChunkHead {
  codec: string;
  rows: number;
  items: number;
  checksum: number;
  /** null: not sealed. */
  keyId: string | null;
  /** A view into the chunk. */
  payload: Uint8Array;
}

/** The key of a chunk in the cache; names are escaped, so that a '/' in a column's name stays inside it. */
export function chunkKey(place: ChunkPlace): string {
  return [place.generation, place.table, place.column, place.part].map(encodeURIComponent).join('/');
}

/** A chunk whose payload (from byte HEADER on) is still to be written; then `closeChunk`. */
export function newChunk(codec: string, rows: number, items: number, payloadBytes: number): Uint8Array {
  const bytes = new Uint8Array(HEADER + payloadBytes);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint16(4, CHUNK_FORMAT, true);
  writeAscii(bytes, 8, codec);
  view.setUint32(16, rows, true);
  view.setUint32(20, items, true);
  view.setUint32(24, payloadBytes, true);
  return bytes;
}

/** Writes the checksum; returns it. */
export function closeChunk(bytes: Uint8Array): number {
  const checksum = checksumOf(bytes);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(28, checksum, true);
  return checksum;
}

function checksumOf(bytes: Uint8Array): number {
  return crc32c(bytes.subarray(32), crc32c(bytes.subarray(0, 28)));
}

/** Checks the header and the checksum and returns what the chunk says of itself. Throws ChunkError; allocates nothing. */
export function readChunk(bytes: Uint8Array, place: ChunkPlace): ChunkHead {
  if (bytes.length < HEADER) throw new ChunkError('chunk-damaged', place, 'short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== MAGIC) throw new ChunkError('chunk-damaged', place, 'magic');
  const checksum = view.getUint32(28, true);
  if (checksumOf(bytes) !== checksum) throw new ChunkError('chunk-damaged', place, 'checksum');
  const format = view.getUint16(4, true);
  if (format !== CHUNK_FORMAT) throw new ChunkError('chunk-format', place, `format ${format}`);
  if (view.getUint32(24, true) !== bytes.length - HEADER) {
    throw new ChunkError('chunk-damaged', place, 'length');
  }
  return headOf(bytes);
}

/** What the header says, unchecked: for chunks made here. */
export function headOf(bytes: Uint8Array): ChunkHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sealed = (view.getUint16(6, true) & SEALED) !== 0;
  return {
    codec: readAscii(bytes, 8, 8),
    rows: view.getUint32(16, true),
    items: view.getUint32(20, true),
    checksum: view.getUint32(28, true),
    keyId: sealed ? readAscii(bytes, 32, KEY_ID_BYTES) : null,
    payload: bytes.subarray(HEADER),
  };
}

/** The same chunk with its payload sealed and closed. Throws ChunkError 'chunk-too-large' for a key id over 28 bytes. */
export async function sealChunk(
  bytes: Uint8Array,
  cipher: ChunkCipher,
  place: ChunkPlace,
): Promise<Uint8Array> {
  if (cipher.keyId.length > KEY_ID_BYTES) throw new ChunkError('chunk-too-large', place, 'key id');
  const head = headOf(bytes);
  const payload = await cipher.seal(head.payload, boundTo(place, head.rows, cipher.keyId));
  const sealed = newChunk(head.codec, head.rows, head.items, payload.length);
  new DataView(sealed.buffer).setUint16(6, SEALED, true);
  writeAscii(sealed, 32, cipher.keyId);
  sealed.set(payload, HEADER);
  closeChunk(sealed);
  return sealed;
}

/** The payload in the clear. Throws ChunkError 'chunk-locked' without a key, 'chunk-key' when the key does not open it. */
export async function openPayload(
  head: ChunkHead,
  cipher: ChunkCipher | undefined,
  place: ChunkPlace,
): Promise<Uint8Array> {
  if (head.keyId === null) return head.payload;
  if (!cipher) throw new ChunkError('chunk-locked', place);
  if (cipher.keyId !== head.keyId) throw new ChunkError('chunk-key', place, 'key id');
  try {
    return await cipher.open(head.payload, boundTo(place, head.rows, head.keyId));
  } catch {
    throw new ChunkError('chunk-key', place, 'not opened');
  }
}

/** What a sealed chunk is bound to: moved to another place, it does not open. */
function boundTo(place: ChunkPlace, rows: number, keyId: string): Uint8Array {
  const { generation, table, column, part } = place;
  const bound = [CHUNK_FORMAT, generation, table, column, part, rows, keyId];
  return new TextEncoder().encode(JSON.stringify(bound));
}

export function tooLarge(payloadBytes: number): boolean {
  return payloadBytes + HEADER + SEAL_ROOM > CHUNK_HARD_LIMIT;
}

function writeAscii(bytes: Uint8Array, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i);
}

function readAscii(bytes: Uint8Array, at: number, length: number): string {
  let text = '';
  for (let i = 0; i < length && bytes[at + i] !== 0; i++) text += String.fromCharCode(bytes[at + i]);
  return text;
}
