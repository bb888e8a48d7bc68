import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHUNK_MAX_BYTES, CHUNK_MAX_ROWS, closeChunk, newChunk } from '../../../../shared/columns/chunk.ts';
import { ChunkError } from '../../../../shared/columns/chunk-error.ts';
import type { Column } from '../../../../shared/columns/column.ts';
import { NumberBuilder, TagsBuilder, TextBuilder } from '../../../../shared/columns/column-builder.ts';
import { decodeColumn } from '../../../../shared/columns/column-decode.ts';
import { encodeColumn } from '../../../../shared/columns/column-encode.ts';
import { GeometryBuilder } from '../../../../shared/columns/geometry-builder.ts';
import { PACKED_ROWS, packText } from '../../../../shared/columns/packed-text.ts';
import { anyColumn } from './arbitrary-column.ts';

const AT = { generation: 'g', table: 't', column: 'c' };
const anyTable = fc
  .integer({ min: 0, max: 30 })
  .chain((rows) => fc.tuple(fc.constant(rows), anyColumn(rows)));

async function rejection(work: Promise<unknown>): Promise<ChunkError> {
  const error = await work.then(
    () => null,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(ChunkError);
  return error;
}

async function roundTrip(column: Column, rows: number): Promise<{ column: Column; chunks: Uint8Array[] }> {
  const { manifest, chunks } = await encodeColumn(column, rows, 'core', AT);
  for (const chunk of chunks) expect(chunk.buffer.byteLength).toBe(chunk.length);
  return { column: await decodeColumn(JSON.parse(JSON.stringify(manifest)), chunks, rows, AT), chunks };
}

describe('round trip', () => {
  test('every column kind, arbitrary data', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, async ([rows, column]) => {
        expect((await roundTrip(column, rows)).column).toEqual(column);
      }),
      { numRuns: 300 },
    );
  });

  test('columns of several chunks, none over the limits', async () => {
    const rows = 2 * CHUNK_MAX_ROWS + 17;
    const text = new TextBuilder('t', 'c');
    const number = new NumberBuilder('t', 'c', 'u32', 0xffffffff);
    const tags = new TagsBuilder();
    const lines = new GeometryBuilder('line');
    const long = 'x'.repeat(90);
    for (let row = 0; row < rows; row++) {
      text.push(row % 5 === 0 ? null : `${long}${row}`);
      number.push(row % 7 === 0 ? null : row * 31);
      tags.push(row % 3 === 0 ? [`label${row % 40}`] : []);
      lines.push(row % 2 === 0 ? [{ coords: [row, 1, 2, row, 5, 6, 7, 8], role: 0 }] : null);
    }
    const plain = text.finish();
    const packed = packText(plain);
    for (const column of [plain, packed, number.finish(), tags.finish(), lines.finish()]) {
      const found = await roundTrip(column, rows);
      expect(found.chunks.length).toBeGreaterThan(2);
      for (const chunk of found.chunks) expect(chunk.length).toBeLessThanOrEqual(CHUNK_MAX_BYTES);
      // Byte by byte: toEqual on millions of values is slow.
      for (const [key, value] of Object.entries(column)) {
        const other = (found.column as unknown as Record<string, unknown>)[key];
        if (!ArrayBuffer.isView(value)) expect(other).toEqual(value);
        else expect(Buffer.compare(bytesOf(other as ArrayBufferView), bytesOf(value))).toBe(0);
      }
    }
  });

  test('a column that is longer or shorter than its table is not stored', async () => {
    const column: Column = { kind: 'number', type: 'u8', values: new Uint8Array(3) };
    await expect(encodeColumn(column, 4, 'core', AT)).rejects.toThrowError(/unequal-length/);
  });

  test('one row larger than a chunk is a chunk of its own; past the hard limit it is refused', async () => {
    const text = new TextBuilder('t', 'c');
    text.push('a');
    text.push('b'.repeat(5 * 1024 * 1024));
    text.push('c');
    const column = text.finish();
    expect((await roundTrip(column, 3)).chunks.length).toBe(3);
    const huge: Column = {
      kind: 'text',
      bytes: new Uint8Array(0),
      offsets: Uint32Array.of(0, 70 * 1024 * 1024),
    };
    expect((await rejection(encodeColumn(huge, 1, 'core', AT))).code).toBe('chunk-too-large');
  });
});

const bytesOf = (view: ArrayBufferView) => Buffer.from(view.buffer, view.byteOffset, view.byteLength);

describe('damage', () => {
  test('any single changed byte is found', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyTable,
        fc.nat(),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async ([rows, column], c, b, flip) => {
          const { manifest, chunks } = await encodeColumn(column, rows, 'core', AT);
          if (chunks.length === 0) return;
          const chunk = chunks[c % chunks.length];
          chunk[b % chunk.length] ^= flip;
          const error = await rejection(decodeColumn(manifest, chunks, rows, AT));
          expect(error.code).toBe('chunk-damaged');
          expect(error.part).toBe(manifest.parts[c % chunks.length].part);
        },
      ),
    );
  });

  test('missing, cut short and swapped chunks are found', async () => {
    const builder = new NumberBuilder('t', 'c', 'f64');
    for (let row = 0; row < CHUNK_MAX_ROWS * 2; row++) builder.push(row);
    const rows = CHUNK_MAX_ROWS * 2;
    const { manifest, chunks } = await encodeColumn(builder.finish(), rows, 'core', AT);
    expect((await rejection(decodeColumn(manifest, [chunks[0]], rows, AT))).code).toBe('chunk-missing');
    const short = [chunks[0], chunks[1].slice(0, 70)];
    expect((await rejection(decodeColumn(manifest, short, rows, AT))).code).toBe('chunk-damaged');
    const swapped = [chunks[1], chunks[0]];
    expect((await rejection(decodeColumn(manifest, swapped, rows, AT))).code).toBe('chunk-damaged');
    expect((await rejection(decodeColumn(manifest, chunks, rows + 1, AT))).code).toBe('chunk-content');
  });

  test('hostile chunks with a right checksum and manifest are refused, never believed', async () => {
    const kinds = [
      { kind: 'number', type: 'f64' },
      { kind: 'dict', type: 'u8' },
      { kind: 'text' },
      { kind: 'packed' },
      { kind: 'tags' },
      { kind: 'geometry', shape: 'polygon' },
    ] as const;
    const property = fc.asyncProperty(
      fc.constantFrom(...kinds),
      fc.constantFrom('f64', 'u8', 'text', 'packed', 'words', 'tags', 'geometry'),
      fc.nat(0xffffffff),
      fc.oneof(fc.nat(40), fc.nat(0xffffffff)),
      fc.uint8Array({ maxLength: 120 }),
      async (kind, codec, items, rows, payload) => {
        const chunk = newChunk(codec, rows, items, payload.length);
        chunk.set(payload, 64);
        const checksum = closeChunk(chunk);
        const part = { part: '0', codec, rows, bytes: chunk.length, checksum };
        const manifest = { ...kind, class: 'core' as const, parts: [part] };
        await decodeColumn(manifest, [chunk], rows, AT).then(
          (column) => {
            // Labels without names take no bytes whatever the rows.
            const most = kind.kind === 'packed' ? PACKED_ROWS * payload.length : payload.length;
            if (kind.kind !== 'tags') expect(rows).toBeLessThanOrEqual(most);
            expect(column.kind).toBe(kind.kind);
          },
          (error) => {
            expect(error).toBeInstanceOf(ChunkError);
            expect(error.code).toBe('chunk-content');
          },
        );
      },
    );
    await fc.assert(property, { numRuns: 500 });
  });

  test('offsets that do not rise and codes without a word are refused', async () => {
    const column: Column = { kind: 'text', bytes: new Uint8Array(4), offsets: Uint32Array.of(0, 3, 2, 4) };
    const text = await encodeColumn(column, 3, 'core', AT);
    expect((await rejection(decodeColumn(text.manifest, text.chunks, 3, AT))).detail).toBe('offsets');
    const dict: Column = { kind: 'dict', codes: Uint8Array.of(0, 5), words: ['', 'a'] };
    const codes = await encodeColumn(dict, 2, 'core', AT);
    expect((await rejection(decodeColumn(codes.manifest, codes.chunks, 2, AT))).detail).toBe('words');
  });

  test('packed blocks that are not whole, or not blocks, are refused', async () => {
    const text = new TextBuilder('t', 'c');
    for (let row = 0; row < 70; row++) text.push(`人民路${row}号`);
    const column = packText(text.finish());
    if (column.kind !== 'packed') throw new Error('not packed');
    for (const change of [
      (bytes: Uint8Array) => bytes.fill(9, 0, 1),
      (bytes: Uint8Array) => bytes.fill(0xff, 1, 2),
      (bytes: Uint8Array) => bytes.fill(0, column.starts[1] + 20),
    ]) {
      const bytes = column.bytes.slice();
      change(bytes);
      const { manifest, chunks } = await encodeColumn({ ...column, bytes }, 70, 'core', AT);
      expect((await rejection(decodeColumn(manifest, chunks, 70, AT))).detail).toBe('blocks');
    }
  });

  test('a newer chunk format says so', async () => {
    const builder = new NumberBuilder('t', 'c', 'u8');
    builder.push(1);
    const { manifest, chunks } = await encodeColumn(builder.finish(), 1, 'core', AT);
    chunks[0][4] = 2;
    manifest.parts[0].checksum = closeChunk(chunks[0]);
    expect((await rejection(decodeColumn(manifest, chunks, 1, AT))).code).toBe('chunk-format');
  });
});
