/**
 * Reads a text table (CSV, TSV and their kin), streaming. Owns naming the columns and checking the number of
 * cells; cutting is csv-splitter.ts. A cell stays text: codes keep their leading zeros.
 */
import { type CellBlock, rowTexts } from './cell-block.ts';
import { CsvBlocks } from './csv-blocks.ts';
import type { CsvDialect } from './csv-dialect.ts';
import { type CsvRow, CsvSplitter } from './csv-splitter.ts';
import { writeCsvRow } from './csv-writer.ts';
import { decodeStream, type Encoding, StreamDecoder } from './encoding.ts';
import { FormatError } from './format-error.ts';
import type { SourceFile } from './source-file.ts';
import { cutRaw, type ReadBatch, type SourceRecord } from './source-record.ts';

export interface CsvOptions extends CsvDialect {
  encoding: Encoding | 'auto';
  /** Plain rows may come as blocks of cells (ReadBatch.block). */
  blocks?: boolean;
}

/** Batches of rows as records of text cells. Throws `empty-file` when there is not even a header. */
export async function* readCsv(file: SourceFile, options: CsvOptions): AsyncGenerator<ReadBatch> {
  const decoder = new StreamDecoder(options.encoding);
  const splitter = new CsvSplitter(options.delimiter);
  let names: string[] | null = null;
  const collect = (rows: CsvRow[]): ReadBatch => {
    const batch: ReadBatch = { records: [], unread: [], bytes: decoder.bytes };
    for (const row of rows) {
      if (row.broken === null && row.cells.every((cell) => cell.trim() === '')) continue;
      if (names === null) {
        if (row.line === 1 && /^sep=.$/.test(row.cells.join(options.delimiter).trim())) continue;
        if (row.broken !== null) throw new FormatError('no-header', { line: row.line, column: 1 });
        if (row.cells.some((cell) => decoder.damaged && cell.includes('\ufffd'))) {
          throw new FormatError(
            'wrong-encoding',
            { line: row.line, column: 1 },
            { encoding: decoder.encoding ?? '' },
          );
        }
        names = columnNames(row.cells, options.header);
        if (options.header) continue;
      }
      addRow(batch, row, names, decoder.damaged);
    }
    return batch;
  };
  let blocks: CsvBlocks | null = null;
  for await (const chunk of decodeStream(file.open(), decoder)) {
    const text = options.newline === 'cr' ? chunk.replaceAll('\r', '\n') : chunk;
    // Damaged text is looked through cell by cell.
    if (blocks && !decoder.damaged) {
      if (splitter.hold(text)) continue;
      const { block, rows } = blocks.push(text);
      yield { ...collect(rows), block };
      continue;
    }
    yield collect(splitter.push(text));
    if (options.blocks && names && isAscii(options.delimiter))
      blocks ??= new CsvBlocks(splitter, options.delimiter, names);
  }
  yield collect(splitter.end());
  if (names === null) throw new FormatError('empty-file');
}

/** The columns of a table whose first row is this: named, made unique, and harmless as keys. */
export function columnNames(cells: string[], header: boolean): string[] {
  const used = new Set<string>();
  return cells.map((cell, index) => {
    const given = header ? cell.trim().replace(/^__proto__$/, 'proto') : '';
    const base = given === '' ? `column_${index + 1}` : given;
    let name = base;
    for (let count = 2; used.has(name); count++) name = `${base}_${count}`;
    used.add(name);
    return name;
  });
}

function isAscii(delimiter: string): boolean {
  return delimiter.length === 1 && delimiter < '\x80' && delimiter !== '"';
}

/** A row of a block as the record it would have been. */
export function blockRecord(block: CellBlock, row: number): SourceRecord {
  const cells = rowTexts(block, row);
  return recordOf(block.lines[row], cells, block.names, () => cutRaw(writeCsvRow(cells)));
}

function recordOf(
  line: number,
  cells: readonly string[],
  names: readonly string[],
  raw: () => string,
): SourceRecord {
  const fields: SourceRecord['fields'] = {};
  for (let index = 0; index < names.length; index++) fields[names[index]] = cells[index];
  return { line, id: '', geometry: null, fields, raw };
}

function addRow(batch: ReadBatch, row: CsvRow, names: string[], damaged: boolean): void {
  const { line, cells } = row;
  const place = { line, column: 1, place: '' };
  const raw = () => cutRaw(row.broken === null ? writeCsvRow(cells) : cells[0]);
  if (row.broken !== null) {
    batch.unread.push({ ...place, reason: row.broken, params: {}, raw: raw() });
    return;
  }
  let width = cells.length;
  while (width > names.length && cells[width - 1].trim() === '') width--;
  if (width !== names.length) {
    const reason = width > names.length ? 'too-many-fields' : 'too-few-fields';
    batch.unread.push({ ...place, reason, params: { found: width, expected: names.length }, raw: raw() });
    return;
  }
  if (damaged && cells.some((cell) => cell.includes('\ufffd'))) {
    batch.unread.push({ ...place, reason: 'wrong-encoding', params: {}, raw: raw() });
    return;
  }
  batch.records.push(recordOf(line, cells, names, raw));
}
