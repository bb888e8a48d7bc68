/**
 * Reads a dBASE table (.dbf) row by row, in pieces. Owns rows and names of columns; the head is dbf-header.ts, values
 * dbf-value.ts, the encoding dbf-encoding.ts. Deleted rows are null, so that rows keep their number beside a .shp.
 */
import { columnNames } from './csv-reader.ts';
import { type CellSample, cpgEncoding, dbfEncoding, sampleRow } from './dbf-encoding.ts';
import { type DbfHeader, dbfFieldType, isReadColumn, readDbfHeader } from './dbf-header.ts';
import { type DbfValue, dbfValue } from './dbf-value.ts';
import type { Encoding } from './encoding.ts';
import { FormatError } from './format-error.ts';
import type { FileProblem, LayerField, OpenedFile, OpenOptions, TextEncoding } from './opened-file.ts';
import { PieceReader } from './piece-reader.ts';
import type { SourceFile } from './source-file.ts';
import { cutRaw, type ReadBatch } from './source-record.ts';

/** Rows up to this many bytes are all looked at before the first is read: for the encoding and the deleted ones. */
const SCAN = 256 * 1024 * 1024;
export const BATCH = 1000;

export type DbfRow = Record<string, DbfValue>;

export interface DbfTable {
  fields: LayerField[];
  /** Rows that are there, deleted ones too. */
  rows: number;
  /** Rows that are not deleted; null when the table is too long to count them beforehand. */
  live: number | null;
  encoding: TextEncoding;
  problems: FileProblem[];
  /** Fields of row `index` from 0; null: deleted. Undefined behind the last row. In order it is fastest. */
  row(index: number): Promise<DbfRow | null | undefined>;
}

/** Opens the table; `cpg`: the file beside it that names the encoding. Throws FormatError. */
export async function openDbfTable(
  file: SourceFile,
  cpg: SourceFile | undefined,
  chosen: Encoding | undefined,
): Promise<DbfTable> {
  const header = await readDbfHeader(file);
  const problems: FileProblem[] = [];
  const skipped = header.columns.filter((column) => !isReadColumn(column));
  if (skipped.length > 0) add(problems, 'memo-skipped', 'columns stored outside the table', skipped.length);
  if (header.declared > header.rows)
    add(problems, 'rows-missing', 'rows missing at the end of the table', header.declared - header.rows);
  const named = cpg ? new TextDecoder().decode(await cpg.slice(0, 64)) : '';
  const cpgName = cpgEncoding(named);
  if (cpg && cpgName === null && named.trim() !== '')
    add(problems, 'encoding-unknown', 'the .cpg names an encoding that is not known', 1);
  const { samples, live } = await scan(file, header);
  const encoding = dbfEncoding(samples, header.language, cpgName, chosen);
  const text = new TextDecoder(encoding.encoding);
  const columns = header.columns.filter(isReadColumn);
  const names = columnNames(
    columns.map(({ name }) => text.decode(name).replace(/\ufffd+$/, '')),
    true,
  );
  const fields = columns.map((column, index) => ({ name: names[index], type: dbfFieldType(column) }));
  const pieces = new PieceReader(file);
  const row = async (index: number): Promise<DbfRow | null | undefined> => {
    if (index >= header.rows) return undefined;
    const bytes = await pieces.bytes(header.start + index * header.rowWidth, header.rowWidth);
    if (bytes.length < header.rowWidth) throw new FormatError('truncated', { place: 'dbf' });
    if (bytes[0] === 0x2a) return null;
    const values: DbfRow = Object.create(null);
    columns.forEach((column, at) => {
      values[names[at]] = dbfValue(bytes, column, text, header.level7);
    });
    return values;
  };
  return { fields, rows: header.rows, live, encoding, problems, row };
}

async function scan(file: SourceFile, header: DbfHeader) {
  const samples: CellSample[] = [];
  const pieces = new PieceReader(file);
  const rows = Math.min(header.rows, Math.ceil(SCAN / header.rowWidth));
  let wanted = header.columns.some(({ type }) => type === 'C');
  let live = 0;
  for (let index = 0; index < rows; index++) {
    const row = await pieces.bytes(header.start + index * header.rowWidth, header.rowWidth);
    if (row[0] === 0x2a) continue;
    live++;
    if (wanted) wanted = sampleRow(row, header, samples);
  }
  return { samples, live: rows === header.rows ? live : null };
}

function add(problems: FileProblem[], code: string, message: string, count: number): void {
  problems.push({ code, message, count });
}

/** A .dbf by itself: a table without places. */
export async function openDbf(file: SourceFile, options: OpenOptions): Promise<OpenedFile> {
  const base = file.name.replace(/\.[^.]*$/, '').toLowerCase();
  const cpg = file.companions?.find(({ name }) => name.toLowerCase() === `${base}.cpg`);
  const table = await openDbfTable(file, cpg, options.encoding);
  const name = file.name.replace(/^.*\//, '').replace(/\.dbf$/i, '');
  return {
    layers: [{ name, geometry: 'none', features: table.live, fields: table.fields, bounds: null, crs: null }],
    problems: table.problems,
    encoding: table.encoding,
    read: () => readRows(table, file.size),
    close: () => undefined,
  };
}

async function* readRows(table: DbfTable, size: number): AsyncGenerator<ReadBatch> {
  let batch: ReadBatch = { records: [], unread: [], bytes: 0 };
  for (let index = 0; index < table.rows; index++) {
    const fields = await table.row(index);
    if (fields) {
      const raw = () => cutRaw(JSON.stringify(fields));
      batch.records.push({ line: index + 1, id: '', geometry: null, fields, raw });
    }
    if (batch.records.length < BATCH) continue;
    yield { ...batch, bytes: Math.floor((size * (index + 1)) / table.rows) };
    batch = { records: [], unread: [], bytes: 0 };
  }
  yield { ...batch, bytes: size };
}
