/**
 * Opens spreadsheets (.xlsx, .xls, WPS .et, and tables of text that are called .xls) as layers of records, one per sheet. Owns which rows become records and what a
 * person is told about the rest; what the bytes mean is sheet-xlsx.ts and sheet-biff.ts.
 */
import { writeCsvRow } from './csv-writer.ts';
import { FormatError } from './format-error.ts';
import type { LayerInfo, OpenedFile, OpenOptions } from './opened-file.ts';
import { openBiff } from './sheet-biff.ts';
import { type CellValue, noCounts, type SheetBook, type SheetPart, type SheetRow } from './sheet-book.ts';
import { MergeFill } from './sheet-fill.ts';
import { isTotalRow } from './sheet-footer.ts';
import type { HeaderChoice, HeaderGuess } from './sheet-header.ts';
import { openMarkup } from './sheet-markup.ts';
import { SheetProblems } from './sheet-problems.ts';
import { type SheetFacts, SheetScan } from './sheet-scan.ts';
import { openXlsx } from './sheet-xlsx.ts';
import { readHead, type SourceFile } from './source-file.ts';
import { cutRaw, type SourceRecord } from './source-record.ts';
import { isZip } from './zip-reader.ts';

export interface SheetOptions extends OpenOptions {
  /** The header of every sheet, as a person chose it; 0: there is none. Without it each is guessed. */
  headerRow?: number;
  /** Rows of that header, 1-3. */
  headerRows?: number;
  /** The header of single sheets by name, before `headerRow`. */
  headers?: Readonly<Record<string, HeaderChoice>>;
}

/** A sheet as the desk shows it, so that a person can check which rows are the header. */
export interface SheetPreview {
  layer: string;
  hidden: boolean;
  header: HeaderGuess;
  /** The first rows that hold anything, cells as text by column of the sheet. */
  rows: { number: number; cells: string[] }[];
}

export interface OpenedSheets extends OpenedFile {
  previews: SheetPreview[];
}

/** Columns of one sheet that hold anything. */
const COLUMNS_READ = 2000;
/** Columns shown in a preview. */
const PREVIEW_COLUMNS = 100;
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];

interface ReadSheet {
  part: SheetPart;
  facts: SheetFacts;
}

/**
 * Opens a spreadsheet and looks through all of it. Sheets without a cell, or with more than 2,000 columns, are left out with
 * a problem. Throws FormatError: empty-file, not-recognised, unsupported, unsafe-archive, too-large, damaged, truncated,
 * password, missing-part, unsupported-version, no-records when no sheet holds anything.
 */
export async function openSheets(file: SourceFile, options: SheetOptions): Promise<OpenedSheets> {
  const book = await openBook(file, options);
  try {
    return await openedSheets(file, book, options);
  } catch (error) {
    book.close();
    throw error;
  }
}

async function openBook(file: SourceFile, options: SheetOptions): Promise<SheetBook> {
  if (file.size === 0) throw new FormatError('empty-file');
  const head = await readHead(file, 8);
  if (isZip(head)) return openXlsx(file);
  if (COMPOUND.every((byte, index) => head[index] === byte)) return openBiff(file, options);
  return openMarkup(file);
}

async function openedSheets(file: SourceFile, book: SheetBook, options: SheetOptions): Promise<OpenedSheets> {
  const sheets = new Map<string, ReadSheet>();
  const problems = new SheetProblems();
  for (const part of book.sheets) {
    const facts = await look(part, headerChoice(options, part.name));
    if (facts === null) problems.add('empty-sheet', part.name);
    else if (facts.columns.length > COLUMNS_READ) problems.add('too-many-columns', part.name);
    else {
      let name = part.name.trim() || `sheet_${sheets.size + 1}`;
      for (let count = 2; sheets.has(name); count++) name = `${part.name}_${count}`;
      sheets.set(name, { part, facts });
      problems.addFacts(name, part.hidden, facts);
    }
  }
  if (sheets.size === 0) {
    throw problems.has('too-many-columns')
      ? new FormatError('too-large', {}, { what: 'columns' })
      : new FormatError('no-records');
  }
  return {
    layers: [...sheets].map(([name, { facts }]) => layerOf(name, facts)),
    problems: problems.list(),
    encoding: book.encoding,
    previews: [...sheets].map(([name, sheet]) => previewOf(name, sheet)),
    async *read(layer) {
      const sheet = sheets.get(layer);
      if (sheet === undefined) throw new FormatError('missing-part', {}, { name: layer });
      yield* readRows(sheet, file.size);
    },
    close: () => {
      sheets.clear();
      book.close();
    },
  };
}

function headerChoice(options: SheetOptions, sheet: string): HeaderChoice | null {
  const { headers, headerRow, headerRows } = options;
  const named = headers !== undefined && Object.hasOwn(headers, sheet) ? headers[sheet] : null;
  const choice = named ?? (headerRow === undefined ? null : { headerRow, headerRows: headerRows ?? 1 });
  if (choice === null) return null;
  const rows = Math.trunc(choice.headerRows);
  return { headerRow: Math.max(0, Math.trunc(choice.headerRow)), headerRows: Math.min(3, Math.max(1, rows)) };
}

async function look(part: SheetPart, choice: HeaderChoice | null): Promise<SheetFacts | null> {
  const scan = new SheetScan();
  for await (const { rows } of part.rows(scan.counts)) for (const row of rows) scan.add(row);
  return scan.finish(part.merges(), choice);
}

function layerOf(name: string, facts: SheetFacts): LayerInfo {
  return { name, geometry: 'none', features: facts.features, fields: facts.fields, bounds: null, crs: null };
}

function previewOf(layer: string, { part, facts }: ReadSheet): SheetPreview {
  const rows = facts.preview.map((row) => {
    const cells: string[] = [];
    row.columns.forEach((column, index) => {
      if (column < PREVIEW_COLUMNS) cells[column] = String(row.values[index]);
    });
    return { number: row.number, cells: Array.from(cells, (cell) => cell ?? '') };
  });
  return { layer, hidden: part.hidden, header: facts.header, rows };
}

async function* readRows({ part, facts }: ReadSheet, size: number): ReturnType<OpenedFile['read']> {
  const fill = new MergeFill(facts.ranges);
  const index = new Int32Array((facts.columns.at(-1) ?? 0) + 1).fill(-1);
  for (let at = 0; at < facts.columns.length; at++) index[facts.columns[at]] = at;
  const names = facts.fields.map(({ name }) => name);
  for await (const { rows, done } of part.rows(noCounts())) {
    const records: SourceRecord[] = [];
    for (const row of rows) {
      if (row.number < facts.bodyStart || facts.leftOut.has(row.number) || isTotalRow(row)) continue;
      if (facts.ranges.length > 0) fill.apply(row);
      records.push(recordOf(row, index, names));
    }
    yield { records, unread: [], bytes: Math.round(done * size) };
  }
}

function recordOf(row: SheetRow, index: Int32Array, names: readonly string[]): SourceRecord {
  const cells: (CellValue | null)[] = new Array(names.length).fill(null);
  for (let at = 0; at < row.columns.length; at++) {
    const place = index[row.columns[at]] ?? -1;
    if (place >= 0) cells[place] = row.values[at];
  }
  const fields: Record<string, CellValue | null> = Object.create(null);
  for (let at = 0; at < names.length; at++) fields[names[at]] = cells[at];
  return {
    line: row.number,
    id: '',
    geometry: null,
    fields,
    raw: () => cutRaw(writeCsvRow(names.map((name) => String(fields[name] ?? '')))),
  };
}
