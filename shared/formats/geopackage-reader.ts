/**
 * Reads a GeoPackage: every feature and attribute table is a layer. Owns the walk over the rows, in batches; what the file
 * declares is geopackage-contents.ts, the geometry is geopackage-geometry.ts. Tiles are left out and said so.
 */
import { FormatError } from './format-error.ts';
import { type GeoPackageLayer, quoted, readContents } from './geopackage-contents.ts';
import { readGeoPackageGeometry } from './geopackage-geometry.ts';
import type { FileOpener, FileProblem, OpenedFile } from './opened-file.ts';
import type { SourceFile } from './source-file.ts';
import {
  cutRaw,
  type RawGeometry,
  type ReadBatch,
  type ReadReason,
  type SourceRecord,
} from './source-record.ts';
import { type LoadWasm, openSqlite } from './sqlite.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { requireKind } from './sqlite-kind.ts';
import type { SqliteValue } from './sqlite-statement.ts';
import { WkbError } from './wkb.ts';

/** A batch ends at whichever comes first. */
const BATCH_ROWS = 500;
const BATCH_SIZE = 4_000_000;
/** Bytes and characters of one row; more is no record. */
const ROW_LIMIT = 64_000_000;

/**
 * An opener of GeoPackages. It throws `unsupported` by name for other SQLite files, else the errors of openSqlite. Records carry
 * the row's key as `id` and its number from 1 as `line`; whole numbers beyond 2^53 come as text.
 */
export function geoPackageOpener(loadWasm: LoadWasm): FileOpener {
  return async (file) => {
    const database = await openSqlite(file, loadWasm);
    try {
      requireKind(database, 'geopackage');
      return opened(file, database);
    } catch (error) {
      database.close();
      throw error;
    }
  };
}

function opened(file: SourceFile, database: SqliteDatabase): OpenedFile {
  const { layers, problems } = readContents(database);
  return {
    layers: layers.map(({ info }) => info),
    problems: [...problems, ...unmerged(file)],
    encoding: null,
    read: (name) => readLayer(file, database, layers, name),
    close: () => database.close(),
  };
}

/** Changes that another program had not yet written into the file itself. */
function unmerged({ name, companions }: SourceFile): FileProblem[] {
  const log = companions?.find((companion) => companion.name.toLowerCase() === `${name.toLowerCase()}-wal`);
  if (!log || log.size === 0) return [];
  return [{ code: 'wal-left-out', message: 'Changes beside the file (-wal) are left out.', count: 1 }];
}

async function* readLayer(
  file: SourceFile,
  database: SqliteDatabase,
  layers: readonly GeoPackageLayer[],
  name: string,
): AsyncGenerator<ReadBatch> {
  const layer = layers.find(({ info }) => info.name === name);
  if (!layer) throw new FormatError('missing-part', {}, { name });
  const total = Math.max(1, layer.info.features ?? 1);
  let batch = emptyBatch();
  let line = 0;
  let size = 0;
  for (const row of database.rows(selectOf(layer))) {
    line++;
    const rowSize = sizeOf(row);
    size += rowSize;
    addRow(batch, layer, row, line, rowSize);
    if (line % BATCH_ROWS !== 0 && size < BATCH_SIZE) continue;
    yield { ...batch, bytes: Math.min(file.size, Math.round((file.size * line) / total)) };
    batch = emptyBatch();
    size = 0;
  }
  yield { ...batch, bytes: file.size };
}

const emptyBatch = (): ReadBatch => ({ records: [], unread: [], bytes: 0 });

function selectOf({ table, keyColumn, geometryColumn, info }: GeoPackageLayer): string {
  const fixed = [keyColumn, geometryColumn].map((column) => (column === '' ? 'NULL' : quoted(column)));
  const columns = [...fixed, ...info.fields.map((field) => quoted(field.name))];
  return `SELECT ${columns.join(', ')} FROM ${quoted(table)}`;
}

function sizeOf(row: readonly SqliteValue[]): number {
  let size = 0;
  for (const value of row)
    size += typeof value === 'string' || value instanceof Uint8Array ? value.length : 8;
  return size;
}

function addRow(
  batch: ReadBatch,
  layer: GeoPackageLayer,
  row: readonly SqliteValue[],
  line: number,
  size: number,
): void {
  const [key, blob] = row;
  const id = key === null ? '' : String(key);
  const refuse = (reason: ReadReason, raw: string, params = {}) =>
    batch.unread.push({ line, column: 1, place: `${layer.info.name} ${id}`.trim(), reason, params, raw });
  if (size > ROW_LIMIT) {
    refuse('record-too-large', '');
    return;
  }
  const fields = fieldsOf(layer, row);
  const raw = () => JSON.stringify(fields);
  try {
    const record: SourceRecord = { line, id, geometry: geometryOf(blob), fields, raw };
    batch.records.push(record);
  } catch (error) {
    if (!(error instanceof WkbError)) throw error;
    refuse('broken-geometry', cutRaw(raw()), { fault: error.code });
  }
}

function geometryOf(blob: SqliteValue): RawGeometry | null {
  if (blob === null) return null;
  if (!(blob instanceof Uint8Array)) throw new WkbError('type');
  return readGeoPackageGeometry(blob);
}

/** Without a prototype: a field called `__proto__` is a field. */
function fieldsOf(layer: GeoPackageLayer, row: readonly SqliteValue[]): Record<string, unknown> {
  const fields: Record<string, unknown> = Object.create(null);
  layer.info.fields.forEach(({ name }, index) => {
    fields[name] = plain(row[index + 2], layer.booleans[index]);
  });
  return fields;
}

function plain(value: SqliteValue, boolean: boolean): string | number | boolean | null {
  if (value === null || value instanceof Uint8Array) return null;
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return value;
  if (boolean && (value === 0 || value === 1)) return value === 1;
  return Number.isFinite(value) ? value : null;
}
