/**
 * Workbooks for the tests of the spreadsheet reader: written by another program's library, or zipped by hand where that
 * library would not write what a hostile file holds.
 */
import * as writer from '@e965/xlsx';
import { strToU8, type ZipOptions, zipSync } from 'fflate';
import { FormatError } from '../../../../shared/formats/format-error.ts';
import { type OpenedSheets, openSheets, type SheetOptions } from '../../../../shared/formats/sheet-opener.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import type { SourceRecord } from '../../../../shared/formats/source-record.ts';

export type Kind = 'xlsx' | 'biff8' | 'biff5';
export type Cells = (string | number | boolean | null | writer.CellObject)[][];

/** The bytes of a workbook with these sheets; merges as 'A1:B2'. */
export function workbook(
  kind: Kind,
  sheets: Record<string, Cells>,
  extra: { merges?: string[]; date1904?: boolean; hidden?: string[] } = {},
): Uint8Array {
  const book = writer.utils.book_new();
  for (const [name, rows] of Object.entries(sheets)) {
    const sheet = writer.utils.aoa_to_sheet(rows);
    if (extra.merges) sheet['!merges'] = extra.merges.map((range) => writer.utils.decode_range(range));
    writer.utils.book_append_sheet(book, sheet, name);
  }
  book.Workbook = {
    WBProps: { date1904: extra.date1904 ?? false },
    Sheets: Object.keys(sheets).map((name) => ({ name, Hidden: extra.hidden?.includes(name) ? 1 : 0 })),
  };
  return new Uint8Array(writer.write(book, { bookType: kind, type: 'array', bookSST: kind !== 'biff5' }));
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** Parts of a workbook of one sheet; `data` is the XML inside `worksheet`. */
export function parts(data: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    '[Content_Types].xml': '<Types/>',
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${OFFICE}/styles" Target="styles.xml"/><Relationship Id="r3" Type="${OFFICE}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${MAIN}">${data}</worksheet>`,
    ...more,
  };
}

export function zipped(files: Record<string, string | Uint8Array>, options: ZipOptions = {}): Uint8Array {
  const all = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === 'string' ? strToU8(content) : content,
  ]);
  return zipSync(Object.fromEntries(all), options);
}

/** A cell with text inside. */
export function inline(place: string, text: string): string {
  return `<c r="${place}" t="inlineStr"><is><t>${text}</t></is></c>`;
}

export function openBytes(bytes: Uint8Array, options: SheetOptions = {}, chunk = 977): Promise<OpenedSheets> {
  return openSheets(memoryFile('a.xlsx', bytes, chunk), options);
}

export async function recordsOf(
  opened: OpenedSheets,
  layer = opened.layers[0].name,
): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for await (const batch of opened.read(layer)) records.push(...batch.records);
  return records;
}

/** The records of the first sheet as plain objects. */
export async function rowsOf(
  bytes: Uint8Array,
  options: SheetOptions = {},
): Promise<Record<string, unknown>[]> {
  return (await recordsOf(await openBytes(bytes, options))).map(({ fields }) => ({ ...fields }));
}

export function problemsOf(opened: OpenedSheets): Record<string, number> {
  return Object.fromEntries(opened.problems.map(({ code, count }) => [code, count]));
}

/** All of a file read; a FormatError comes back as its code, anything else is thrown. */
export async function outcome(bytes: Uint8Array, options: SheetOptions = {}): Promise<string> {
  try {
    const opened = await openBytes(bytes, options);
    let count = 0;
    for (const { name } of opened.layers) count += (await recordsOf(opened, name)).length;
    opened.close();
    return `records ${count}`;
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    return error.code;
  }
}
