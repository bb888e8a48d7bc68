/**
 * Columns to chunks: at most 65,536 rows and 4 MiB each (one row alone may be larger). Owns the payload layouts:
 *
 *   number, dict  the values; a dict's words are parts of their own ('w0' ...), laid out as text
 *   text          rows + 1 offsets (u32, from 0), then the UTF-8 bytes; items = bytes
 *   packed        the blocks' starts and where the last ends (u32, from 0), then the blocks; items = their bytes
 *   tags          `items` lanes of `rows` masks (u32); the label ids are words
 *   geometry      rows + 1 ring starts, items + 1 vertex starts (u32, from 0), x, y (i32), roles (u8); items = rings
 */
import type { ColumnClass } from '../model/tables.ts';
import { rowsOf, tagLanes } from './cell.ts';
import {
  CHUNK_MAX_ROWS,
  type ChunkCipher,
  closeChunk,
  HEADER,
  headOf,
  MAX_PAYLOAD,
  newChunk,
  sealChunk,
  tooLarge,
} from './chunk.ts';
import { ChunkError, type ChunkPlace } from './chunk-error.ts';
import type { Column, GeometryColumn, NumberArray, PackedColumn, TagsColumn, TextColumn } from './column.ts';
import { TextBuilder } from './column-builder.ts';
import { ColumnError } from './column-error.ts';
import type { ColumnManifest } from './manifest.ts';
import { PACKED_ROWS, settledText } from './packed-text.ts';

/** Where a column belongs. */
export type ColumnPlace = Omit<ChunkPlace, 'part'>;

const SEALED_AT_ONCE = 3;

interface EncodedColumn {
  manifest: ColumnManifest;
  /** In the order of manifest.parts; each owns its buffer. */
  chunks: Uint8Array[];
}

/**
 * All chunks of a column. `cipher` seals them: it is the key of the column's class. `rows`: of the table (labels without names do
 * not know it). Throws ChunkError 'chunk-too-large' when one row alone passes 64 MiB, ColumnError 'unequal-length'
 * when the column holds more or fewer rows than the table, 'out-of-range' when its missing value is infinite.
 */
export async function encodeColumn(
  given: Column,
  rows: number,
  columnClass: ColumnClass,
  at: ColumnPlace,
  cipher?: ChunkCipher,
): Promise<EncodedColumn> {
  const column = given.kind === 'packed' ? settledText(given) : given;
  const held = rowsOf(column);
  if (held !== null && held !== rows) {
    throw new ColumnError('unequal-length', at.table, at.column, `${held} of ${rows} rows`);
  }
  if (column.kind === 'number' && Math.abs(column.missing ?? 0) === Number.POSITIVE_INFINITY) {
    // The manifest is JSON, which has no infinity.
    throw new ColumnError('out-of-range', at.table, at.column, 'missing');
  }
  const chunks: Uint8Array[] = [];
  const manifest = manifestOf(column, columnClass);
  const waiting: [string, Uint8Array | Promise<Uint8Array>][] = [];
  const settle = async () => {
    const [part, sealing] = waiting.shift() ?? ['', new Uint8Array(0)];
    const stored = await sealing;
    const { codec, rows: partRows, checksum } = headOf(stored);
    manifest.parts.push({ part, codec, rows: partRows, bytes: stored.length, checksum });
    chunks.push(stored);
  };
  let lastPrefix = '';
  let index = 0;
  for (const { prefix, bytes } of cutColumn(column, rows, at)) {
    index = prefix === lastPrefix ? index : 0;
    lastPrefix = prefix;
    const place = { ...at, part: `${prefix}${index++}` };
    if (!cipher) closeChunk(bytes);
    // Sealing goes on elsewhere while the next chunk is cut; a few at a time, so that no column is held twice.
    waiting.push([place.part, cipher ? sealChunk(bytes, cipher, place) : bytes]);
    if (waiting.length > SEALED_AT_ONCE) await settle();
  }
  while (waiting.length > 0) await settle();
  return { manifest, chunks };
}

function manifestOf(column: Column, columnClass: ColumnClass): ColumnManifest {
  const common = { class: columnClass, parts: [] };
  switch (column.kind) {
    case 'number': {
      const known = column.missing !== undefined && !Number.isNaN(column.missing);
      const base = { kind: column.kind, type: column.type, ...common };
      return known ? { ...base, missing: column.missing } : base;
    }
    case 'dict':
      return { kind: column.kind, type: codeType(column.codes), ...common };
    case 'geometry':
      return { kind: column.kind, shape: column.shape, ...common };
    default:
      return { kind: column.kind, ...common };
  }
}

function codeType(codes: NumberArray): 'u8' | 'u16' | 'u32' {
  return codes.BYTES_PER_ELEMENT === 1 ? 'u8' : codes.BYTES_PER_ELEMENT === 2 ? 'u16' : 'u32';
}

interface Cut {
  prefix: '' | 'w';
  bytes: Uint8Array;
}

function* cutColumn(column: Column, rows: number, at: ColumnPlace): Generator<Cut> {
  switch (column.kind) {
    case 'number':
      yield* cutValues(column.type, column.values, at);
      break;
    case 'dict':
      yield* cutText('w', 'words', textOf(column.words), at);
      yield* cutValues(codeType(column.codes), column.codes, at);
      break;
    case 'text':
      yield* cutText('', 'text', column, at);
      break;
    case 'packed':
      yield* cutPacked(column, at);
      break;
    case 'tags':
      yield* cutText('w', 'words', textOf(column.names), at);
      yield* cutTags(column, rows, at);
      break;
    case 'geometry':
      yield* cutGeometry(column, at);
      break;
  }
}

/** Spans [from, to) of at most `most` rows whose payload fits a chunk. */
function* spans(
  rows: number,
  at: ColumnPlace,
  payload: (from: number, to: number) => number,
  most = CHUNK_MAX_ROWS,
): Generator<[number, number, number]> {
  for (let from = 0; from < rows; ) {
    let to = Math.min(rows, from + most);
    let bytes = payload(from, to);
    while (bytes > MAX_PAYLOAD && to - from > 1) {
      to = from + ((to - from) >>> 1);
      bytes = payload(from, to);
    }
    if (tooLarge(bytes)) throw new ChunkError('chunk-too-large', { ...at, part: '' }, `row ${from}`);
    yield [from, to, bytes];
    from = to;
  }
}

function* cutValues(codec: string, values: NumberArray, at: ColumnPlace): Generator<Cut> {
  const width = values.BYTES_PER_ELEMENT;
  for (const [from, to, size] of spans(values.length, at, (a, b) => (b - a) * width)) {
    const bytes = newChunk(codec, to - from, 0, size);
    bytes.set(bytesOfView(values.subarray(from, to)), HEADER);
    yield { prefix: '', bytes };
  }
}

function* cutText(prefix: '' | 'w', codec: string, column: TextColumn, at: ColumnPlace): Generator<Cut> {
  const { offsets } = column;
  const size = (a: number, b: number) => 4 * (b - a + 1) + offsets[b] - offsets[a];
  for (const [from, to, payload] of spans(offsets.length - 1, at, size)) {
    const start = offsets[from];
    const bytes = newChunk(codec, to - from, offsets[to] - start, payload);
    writeRebased(bytes, HEADER, offsets, from, to);
    bytes.set(column.bytes.subarray(start, offsets[to]), HEADER + 4 * (to - from + 1));
    yield { prefix, bytes };
  }
}

/** Whole blocks only. */
function* cutPacked({ rows, starts, bytes: held }: PackedColumn, at: ColumnPlace): Generator<Cut> {
  const size = (a: number, b: number) => 4 * (b - a + 1) + starts[b] - starts[a];
  for (const [from, to, payload] of spans(starts.length - 1, at, size, CHUNK_MAX_ROWS / PACKED_ROWS)) {
    const count = Math.min(rows, to * PACKED_ROWS) - from * PACKED_ROWS;
    const bytes = newChunk('packed', count, starts[to] - starts[from], payload);
    const end = writeRebased(bytes, HEADER, starts, from, to);
    bytes.set(held.subarray(starts[from], starts[to]), end);
    yield { prefix: '', bytes };
  }
}

function* cutTags(column: TagsColumn, rows: number, at: ColumnPlace): Generator<Cut> {
  const lanes = tagLanes(column);
  for (const [from, to, size] of spans(rows, at, (a, b) => 4 * lanes * (b - a))) {
    const bytes = newChunk('tags', to - from, lanes, size);
    for (let lane = 0; lane < lanes; lane++) {
      const part = column.masks.subarray(lane * rows + from, lane * rows + to);
      bytes.set(bytesOfView(part), HEADER + 4 * lane * (to - from));
    }
    yield { prefix: '', bytes };
  }
}

function* cutGeometry(column: GeometryColumn, at: ColumnPlace): Generator<Cut> {
  const { coords, ringVertices, rowRings, ringRole } = column;
  const size = (a: number, b: number) => {
    const rings = rowRings[b] - rowRings[a];
    const vertices = ringVertices[rowRings[b]] - ringVertices[rowRings[a]];
    return 4 * (b - a + 1) + 4 * (rings + 1) + 8 * vertices + rings;
  };
  for (const [from, to, payload] of spans(rowRings.length - 1, at, size)) {
    const firstRing = rowRings[from];
    const lastRing = rowRings[to];
    const bytes = newChunk('geometry', to - from, lastRing - firstRing, payload);
    let end = writeRebased(bytes, HEADER, rowRings, from, to);
    end = writeRebased(bytes, end, ringVertices, firstRing, lastRing);
    const part = coords.subarray(2 * ringVertices[firstRing], 2 * ringVertices[lastRing]);
    bytes.set(bytesOfView(part), end);
    bytes.set(ringRole.subarray(firstRing, lastRing), end + part.byteLength);
    yield { prefix: '', bytes };
  }
}

/** Writes starts[from..to] less starts[from]; returns where they end. */
function writeRebased(bytes: Uint8Array, at: number, starts: Uint32Array, from: number, to: number): number {
  const target = new Uint32Array(bytes.buffer, at, to - from + 1);
  const base = starts[from];
  for (let i = 0; i < target.length; i++) target[i] = starts[from + i] - base;
  return at + target.byteLength;
}

function textOf(words: readonly string[]): TextColumn {
  const builder = new TextBuilder('', '');
  for (const word of words) builder.push(word);
  return builder.finish();
}

function bytesOfView(values: NumberArray): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
