/**
 * Files that an earlier version wrote must always be read. A golden file is never changed: a new format gets new files beside
 * the old ones.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { textAt } from '../../../../shared/columns/cell.ts';
import type { Column, PackedColumn } from '../../../../shared/columns/column.ts';
import { decodeColumn } from '../../../../shared/columns/column-decode.ts';
import { encodeColumn } from '../../../../shared/columns/column-encode.ts';
import type { ColumnManifest } from '../../../../shared/columns/manifest.ts';
import { packSnapshot, unpackSnapshot } from '../../../../shared/columns/snapshot.ts';
import { GOLDEN_COLUMNS } from './golden-columns.ts';
import { sampleBundle } from './sample-bundle.ts';

const read = (name: string) => readFileSync(new URL(`./golden/${name}`, import.meta.url));
const AT = { generation: 'golden', table: 't', column: 'c' };

interface GoldenColumn {
  rows: number;
  manifest: ColumnManifest;
  /** Base64. */
  chunks: string[];
}

describe('chunk format 1', () => {
  const stored = JSON.parse(read('columns-1.json').toString()) as Record<string, GoldenColumn>;
  test.each(Object.entries(GOLDEN_COLUMNS))('%s', async (name, column: Column) => {
    const { rows, manifest, chunks } = stored[name];
    const bytes = chunks.map((chunk) => new Uint8Array(Buffer.from(chunk, 'base64')));
    expect(await decodeColumn(manifest, bytes, rows, AT)).toEqual(column);
    // And today's code writes the same bytes, so that equal data has equal checksums.
    const today = await encodeColumn(column, rows, 'core', AT);
    expect(today.manifest).toEqual(manifest);
    expect(today.chunks.map((chunk) => Buffer.from(chunk).toString('base64'))).toEqual(chunks);
  });
});

test('packed text, of epoch 2', async () => {
  const stored = JSON.parse(read('packed-2.json').toString()) as GoldenColumn & { cells: string[] };
  const bytes = stored.chunks.map((chunk) => new Uint8Array(Buffer.from(chunk, 'base64')));
  const column = await decodeColumn(stored.manifest, bytes, stored.rows, AT);
  expect(column.kind).toBe('packed');
  expect(stored.cells.map((_, row) => textAt(column as PackedColumn, row))).toEqual(stored.cells);
  const today = await encodeColumn(column, stored.rows, 'core', AT);
  expect(today.chunks.map((chunk) => Buffer.from(chunk).toString('base64'))).toEqual(stored.chunks);
});

test('snapshot format 1', async () => {
  const stored = new Uint8Array(read('snapshot-1.linli'));
  expect(await unpackSnapshot(stored)).toEqual({ generation: 'golden', bundle: sampleBundle() });
  expect(Buffer.compare(stored, await packSnapshot(sampleBundle(), 'golden'))).toBe(0);
});
