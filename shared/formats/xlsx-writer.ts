/**
 * Writes sheets as XLSX (ECMA-376), streaming: text cells as inline strings, so nothing is ever a formula, and
 * numbers as numbers. Owns the XML of the parts; the container is zip-writer.ts.
 */
import type { Cell } from './csv-writer.ts';
import { FormatError } from './format-error.ts';
import { writeZip } from './zip-writer.ts';

/** Rows of a sheet, its header row counted (Excel specifications and limits). */
export const SHEET_ROWS = 1_048_576;
const SHEET_COLUMNS = 16_384;
const CELL_CHARACTERS = 32_767;
const FLUSH = 256 * 1024;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPES = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/**
 * The file in chunks. Throws `sheet-too-long` when the rows (or columns) do not fit one sheet: the caller throws the
 * chunks away and offers CSV.
 */
export function writeXlsx(
  sheet: string,
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): AsyncGenerator<Uint8Array> {
  return writeWorkbook([{ name: sheet, columns, rows }]);
}

export interface Sheet {
  name: string;
  columns: readonly string[];
  rows: Iterable<readonly Cell[]>;
}

/** Several sheets in one file; their names must differ in the first 31 characters. Throws as `writeXlsx`. */
export function writeWorkbook(sheets: readonly Sheet[]): AsyncGenerator<Uint8Array> {
  if (sheets.some(({ columns }) => columns.length > SHEET_COLUMNS))
    throw new FormatError('sheet-too-long', {}, { limit: SHEET_COLUMNS });
  const encoder = new TextEncoder();
  const part = (text: string) => [encoder.encode(HEAD + text)];
  return writeZip([
    { name: '[Content_Types].xml', chunks: part(contentTypes(sheets.length)) },
    {
      name: '_rels/.rels',
      chunks: part(
        `<Relationships xmlns="${RELS}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      ),
    },
    {
      name: 'xl/workbook.xml',
      chunks: part(
        `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${sheets.map(({ name }, i) => `<sheet name="${escapeXml(sheetName(name))}" sheetId="${i + 1}" r:id="r${i + 1}"/>`).join('')}</sheets></workbook>`,
      ),
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      chunks: part(
        `<Relationships xmlns="${RELS}">${sheets.map((_, i) => `<Relationship Id="r${i + 1}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${i + 1}.xml"/>`).join('')}</Relationships>`,
      ),
    },
    ...sheets.map(({ columns, rows }, i) => ({
      name: `xl/worksheets/sheet${i + 1}.xml`,
      chunks: sheetChunks(columns, rows),
    })),
  ]);
}

function contentTypes(sheets: number): string {
  const one = (at: number) =>
    `<Override PartName="/xl/worksheets/sheet${at + 1}.xml" ContentType="${TYPES}.worksheet+xml"/>`;
  return (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">' +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    `<Override PartName="/xl/workbook.xml" ContentType="${TYPES}.sheet.main+xml"/>` +
    `${Array.from({ length: sheets }, (_, at) => one(at)).join('')}</Types>`
  );
}

function* sheetChunks(columns: readonly string[], rows: Iterable<readonly Cell[]>): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  const letters = columns.map((_, index) => columnLetters(index));
  let text = `${HEAD}<worksheet xmlns="${MAIN}"><sheetData>${rowXml(1, letters, columns)}`;
  let number = 1;
  for (const row of rows) {
    if (++number > SHEET_ROWS) throw new FormatError('sheet-too-long', {}, { limit: SHEET_ROWS - 1 });
    text += rowXml(number, letters, row);
    if (text.length > FLUSH) {
      yield encoder.encode(text);
      text = '';
    }
  }
  yield encoder.encode(`${text}</sheetData></worksheet>`);
}

function rowXml(number: number, letters: readonly string[], cells: readonly Cell[]): string {
  let xml = `<row r="${number}">`;
  for (let index = 0; index < letters.length; index++)
    xml += cellXml(`${letters[index]}${number}`, cells[index]);
  return `${xml}</row>`;
}

function cellXml(place: string, cell: Cell): string {
  if (cell === null || cell === undefined || cell === '') return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? `<c r="${place}"><v>${cell}</v></c>` : '';
  if (typeof cell === 'boolean') return `<c r="${place}" t="b"><v>${cell ? 1 : 0}</v></c>`;
  return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell.slice(0, CELL_CHARACTERS))}</t></is></c>`;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Also drops what XML 1.0 cannot hold: control characters and lone surrogates. */
function escapeXml(text: string): string {
  return text
    .replace(/[&<>"]/g, (char) => ESCAPES[char])
    .replace(/[^\t\n\r\u0020-\ufffd\u{10000}-\u{10ffff}]/gu, '');
}

/** At most 31 characters, none of those a sheet's name may not hold. */
function sheetName(name: string): string {
  return (
    name
      .replace(/[[\]:*?/\\]/g, ' ')
      .slice(0, 31)
      .trim() || 'Sheet1'
  );
}

/** 0 -> A, 25 -> Z, 26 -> AA. */
function columnLetters(index: number): string {
  let letters = '';
  for (let rest = index; rest >= 0; rest = Math.floor(rest / 26) - 1)
    letters = String.fromCharCode(65 + (rest % 26)) + letters;
  return letters;
}
