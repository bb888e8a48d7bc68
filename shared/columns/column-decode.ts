/**
 * Chunks back to columns. Nothing a chunk or manifest says is believed before it is checked against the bytes that are
 * there, so hostile input costs at most a small multiple of its own size. Payload layouts: column-encode.ts.
 */
import { type ChunkHead, openPayload, readChunk } from './chunk.ts';
import { ChunkError, type ChunkPlace } from './chunk-error.ts';
import type { ChunkKeys } from './chunk-keys.ts';
import type {
  Column,
  DictColumn,
  GeometryColumn,
  NumberArray,
  NumberType,
  PackedColumn,
  TextColumn,
} from './column.ts';
import type { ColumnPlace } from './column-encode.ts';
import type { ColumnManifest, PartManifest } from './manifest.ts';
import { bytesOf, newNumbers, viewNumbers } from './number-array.ts';
import { isPackedBlock, PACKED_ROWS } from './packed-text.ts';
import { readUtf8 } from './utf8.ts';

/** A checked part: its payload in the clear. */
interface Part {
  place: ChunkPlace;
  codec: string;
  rows: number;
  items: number;
  payload: Uint8Array;
}

/**
 * The column that `manifest` describes. `chunks` are in the order of manifest.parts; undefined: not found. A column of
 * one chunk is a view into it when the chunk owns its buffer. Throws ChunkError.
 */
export async function decodeColumn(
  manifest: ColumnManifest,
  chunks: readonly (Uint8Array | undefined)[],
  rows: number,
  at: ColumnPlace,
  keys?: ChunkKeys,
): Promise<Column> {
  const parts: Part[] = [];
  for (let i = 0; i < manifest.parts.length; i++) {
    const place = { ...at, part: manifest.parts[i].part };
    const head = checkPart(chunks[i], manifest.parts[i], place);
    const payload =
      head.keyId === null ? head.payload : await openPayload(head, keys?.opening(head.keyId), place);
    parts.push({ place, codec: head.codec, rows: head.rows, items: head.items, payload });
  }
  const words = parts.filter((part) => part.place.part.startsWith('w'));
  const body = parts.filter((part) => !part.place.part.startsWith('w'));
  if (body.reduce((sum, part) => sum + part.rows, 0) !== rows) {
    throw new ChunkError('chunk-content', { ...at, part: '' }, 'rows');
  }
  return join(manifest, words, body, rows, at);
}

/** Checks a chunk against its manifest entry; throws ChunkError. */
export function checkPart(bytes: Uint8Array | undefined, part: PartManifest, place: ChunkPlace): ChunkHead {
  if (!bytes) throw new ChunkError('chunk-missing', place);
  if (bytes.length !== part.bytes) throw new ChunkError('chunk-damaged', place, 'length');
  const head = readChunk(bytes, place);
  if (head.checksum !== part.checksum || head.codec !== part.codec || head.rows !== part.rows) {
    throw new ChunkError('chunk-damaged', place, 'manifest');
  }
  return head;
}

function join(manifest: ColumnManifest, words: Part[], body: Part[], rows: number, at: ColumnPlace): Column {
  switch (manifest.kind) {
    case 'number': {
      const { type, missing } = manifest;
      const values = joinValues(body, type, rows);
      return missing === undefined
        ? { kind: 'number', type, values }
        : { kind: 'number', type, values, missing };
    }
    case 'dict': {
      const codes = joinValues(body, manifest.type, rows) as DictColumn['codes'];
      const list = joinWords(words);
      checkCodes(codes, list, at);
      return { kind: 'dict', codes, words: list };
    }
    case 'text':
      return joinText(body, 'text', rows);
    case 'packed':
      return joinPacked(body, rows);
    case 'tags': {
      const names = joinWords(words);
      return { kind: 'tags', masks: joinTags(body, (names.length + 31) >>> 5, rows), names };
    }
    case 'geometry':
      return joinGeometry(body, manifest.shape, rows);
  }
}

function requirePayload(part: Part, codec: string, payloadBytes: number): void {
  if (part.codec !== codec) throw new ChunkError('chunk-content', part.place, `codec ${part.codec}`);
  if (part.payload.length !== payloadBytes) throw new ChunkError('chunk-content', part.place, 'payload');
}

/** Whether views into a payload keep nothing else alive and are aligned for any number. */
function ownsBuffer(payload: Uint8Array): boolean {
  return payload.byteOffset % 8 === 0 && payload.buffer.byteLength - payload.byteLength <= 64;
}

function joinValues(parts: Part[], type: NumberType, rows: number): NumberArray {
  const width = bytesOf(type);
  for (const part of parts) requirePayload(part, type, part.rows * width);
  if (parts.length === 1 && ownsBuffer(parts[0].payload)) {
    return viewNumbers(type, parts[0].payload.buffer, parts[0].payload.byteOffset, rows);
  }
  const values = newNumbers(type, rows);
  const bytes = new Uint8Array(values.buffer);
  let end = 0;
  for (const part of parts) {
    bytes.set(part.payload, end);
    end += part.payload.length;
  }
  return values;
}

function checkCodes(codes: DictColumn['codes'], words: string[], at: ColumnPlace): void {
  let largest = codes.length > 0 ? 0 : -1;
  for (let i = 0; i < codes.length; i++) if (codes[i] > largest) largest = codes[i];
  if (largest >= words.length || (words.length > 0 && words[0] !== '')) {
    throw new ChunkError('chunk-content', { ...at, part: 'w0' }, 'words');
  }
}

function joinWords(parts: Part[]): string[] {
  const text = joinText(
    parts,
    'words',
    parts.reduce((sum, part) => sum + part.rows, 0),
  );
  const words: string[] = [];
  for (let i = 0; i + 1 < text.offsets.length; i++) {
    words.push(readUtf8(text.bytes, text.offsets[i], text.offsets[i + 1]));
  }
  return words;
}

function joinText(parts: Part[], codec: string, rows: number): TextColumn {
  let size = 0;
  for (const part of parts) {
    requirePayload(part, codec, 4 * (part.rows + 1) + part.items);
    size += part.items;
  }
  if (size > 0xffffffff) throw new ChunkError('chunk-content', parts[0].place, 'over 4 GiB');
  const offsets = new Uint32Array(rows + 1);
  const single = parts.length === 1 && ownsBuffer(parts[0].payload);
  const bytes = single ? parts[0].payload.subarray(4 * (rows + 1)) : new Uint8Array(size);
  let row = 0;
  let end = 0;
  for (const part of parts) {
    copyStarts(part, startsIn(part.payload, 0, part.rows + 1), part.items, offsets, row, end);
    if (!single) bytes.set(part.payload.subarray(4 * (part.rows + 1)), end);
    row += part.rows;
    end += part.items;
  }
  return { kind: 'text', bytes, offsets };
}

function joinPacked(parts: Part[], rows: number): PackedColumn {
  const size = parts.reduce((sum, part) => sum + part.items, 0);
  const blocks = Math.ceil(rows / PACKED_ROWS);
  for (const [i, part] of parts.entries()) {
    requirePayload(part, 'packed', 4 * (Math.ceil(part.rows / PACKED_ROWS) + 1) + part.items);
    if (i + 1 < parts.length && part.rows % PACKED_ROWS !== 0)
      throw new ChunkError('chunk-content', part.place, 'blocks');
  }
  const starts = new Uint32Array(blocks + 1);
  const bytes = new Uint8Array(size);
  let block = 0;
  let end = 0;
  for (const part of parts) {
    const count = Math.ceil(part.rows / PACKED_ROWS);
    copyStarts(part, startsIn(part.payload, 0, count + 1), part.items, starts, block, end);
    bytes.set(part.payload.subarray(4 * (count + 1)), end);
    block += count;
    end += part.items;
  }
  for (let b = 0; b < blocks; b++) {
    const held = Math.min(PACKED_ROWS, rows - b * PACKED_ROWS);
    if (!isPackedBlock(bytes, starts[b], starts[b + 1], held))
      throw new ChunkError('chunk-content', parts[0].place, 'blocks');
  }
  return { kind: 'packed', rows, starts, bytes };
}

/** `count` u32 at byte `at`; a copy when the payload is not aligned. */
function startsIn(payload: Uint8Array, at: number, count: number): Uint32Array {
  const offset = payload.byteOffset + at;
  if (offset % 4 === 0) return new Uint32Array(payload.buffer, offset, count);
  return new Uint32Array(payload.slice(at, at + 4 * count).buffer);
}

/** Copies starts to `target` from index `row` on, moved by `base`; they must rise from 0 to `last`. */
function copyStarts(
  part: Part,
  starts: Uint32Array,
  last: number,
  target: Uint32Array,
  row: number,
  base: number,
): void {
  let before = 0;
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i];
    if (start < before || start > last) throw new ChunkError('chunk-content', part.place, 'offsets');
    target[row + i] = base + start;
    before = start;
  }
  if (starts[0] !== 0 || before !== last) throw new ChunkError('chunk-content', part.place, 'offsets');
}

function joinTags(parts: Part[], lanes: number, rows: number): Uint32Array {
  for (const part of parts) requirePayload(part, 'tags', 4 * lanes * part.rows);
  const masks = new Uint32Array(lanes * rows);
  let row = 0;
  for (const part of parts) {
    for (let lane = 0; lane < lanes; lane++) {
      masks.set(startsIn(part.payload, 4 * lane * part.rows, part.rows), lane * rows + row);
    }
    row += part.rows;
  }
  return masks;
}

function joinGeometry(parts: Part[], shape: 'line' | 'polygon', rows: number): GeometryColumn {
  let rings = 0;
  let vertices = 0;
  for (const part of parts) {
    vertices += verticesIn(part);
    rings += part.items;
  }
  const coords = new Int32Array(2 * vertices);
  const coordBytes = new Uint8Array(coords.buffer);
  const ringVertices = new Uint32Array(rings + 1);
  const rowRings = new Uint32Array(rows + 1);
  const ringRole = new Uint8Array(rings);
  let row = 0;
  let ring = 0;
  let vertex = 0;
  for (const part of parts) {
    const count = verticesIn(part);
    copyStarts(part, startsIn(part.payload, 0, part.rows + 1), part.items, rowRings, row, ring);
    const at = 4 * (part.rows + 1);
    copyStarts(part, startsIn(part.payload, at, part.items + 1), count, ringVertices, ring, vertex);
    const from = at + 4 * (part.items + 1);
    coordBytes.set(part.payload.subarray(from, from + 8 * count), 8 * vertex);
    ringRole.set(part.payload.subarray(from + 8 * count), ring);
    row += part.rows;
    ring += part.items;
    vertex += count;
  }
  return { kind: 'geometry', shape, coords, ringVertices, rowRings, ringRole };
}

/** Vertices that a geometry payload holds by its length; throws when it is not a whole number. */
function verticesIn(part: Part): number {
  const count = (part.payload.length - 4 * (part.rows + 1) - 4 * (part.items + 1) - part.items) / 8;
  if (part.codec !== 'geometry' || count < 0 || !Number.isInteger(count)) {
    throw new ChunkError('chunk-content', part.place, 'geometry');
  }
  return count;
}
