/** What the tests of the SQLite formats share: databases made by statements, files read to their end, seeded byte changes. */
import { loadSqliteWasm } from '../../../../electron/cli/sqlite-wasm.ts';
import { FormatError } from '../../../../shared/formats/format-error.ts';
import { geoPackageOpener } from '../../../../shared/formats/geopackage-reader.ts';
import { type GeoPackageTable, writeGeoPackage } from '../../../../shared/formats/geopackage-writer.ts';
import type { OpenedFile } from '../../../../shared/formats/opened-file.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import type { SourceRecord, UnreadRecord } from '../../../../shared/formats/source-record.ts';
import { createSqlite } from '../../../../shared/formats/sqlite.ts';
import type { SqliteValue } from '../../../../shared/formats/sqlite-statement.ts';

export const loadWasm = loadSqliteWasm;
export const CHANGED = '2026-01-02T03:04:05.678Z';

export function together(parts: Iterable<Uint8Array>): Uint8Array {
  return new Uint8Array(Buffer.concat([...parts]));
}

/** A database made by statements and rows. */
export async function database(
  sql: string,
  rows: [string, readonly SqliteValue[][]][] = [],
): Promise<Uint8Array> {
  const made = await createSqlite(loadWasm);
  made.run(sql);
  for (const [insert, values] of rows) {
    const writer = made.writer(insert);
    for (const row of values) writer.write(row);
    writer.finish();
  }
  const bytes = together(made.bytes());
  made.close();
  return bytes;
}

export async function geoPackage(
  tables: readonly GeoPackageTable[],
  meta: ReadonlyMap<string, string> = new Map(),
): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of writeGeoPackage(tables, { loadWasm, changed: CHANGED, meta })) parts.push(part);
  return together(parts);
}

export interface ReadLayer {
  records: SourceRecord[];
  unread: UnreadRecord[];
}

/** The opened file (closed again) with every layer read; a FormatError comes back as it is. */
export async function readGeoPackage(
  bytes: Uint8Array,
  name = 'a.gpkg',
): Promise<{ file: OpenedFile; layers: Map<string, ReadLayer> } | FormatError> {
  try {
    const file = await geoPackageOpener(loadWasm)(memoryFile(name, bytes), {});
    const layers = new Map<string, ReadLayer>();
    try {
      for (const layer of file.layers) {
        const read: ReadLayer = { records: [], unread: [] };
        for await (const batch of file.read(layer.name)) {
          read.records.push(...batch.records);
          read.unread.push(...batch.unread);
        }
        layers.set(layer.name, read);
      }
    } finally {
      file.close();
    }
    return { file, layers };
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
}

/** As `readGeoPackage`, for files that must open. */
export async function mustRead(bytes: Uint8Array) {
  const read = await readGeoPackage(bytes);
  if (read instanceof FormatError) throw read;
  return read;
}

/** Numbers from 0 to 1, the same for a seed. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x100000000;
  };
}

/** A copy with one to six bytes changed, now and then cut. */
export function changed(bytes: Uint8Array, next: () => number, from = 0): Uint8Array {
  const copy = bytes.slice();
  const count = 1 + Math.floor(next() * 6);
  for (let i = 0; i < count; i++) {
    const at = from + Math.floor(next() * (copy.length - from));
    copy[at] = next() < 0.4 ? [0, 1, 0x7f, 0x80, 0xff][Math.floor(next() * 5)] : Math.floor(next() * 256);
  }
  return next() < 0.1 ? copy.slice(0, Math.floor(next() * copy.length)) : copy;
}
