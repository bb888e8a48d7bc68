/**
 * Writes tables as CSV that Excel and WPS open as they are: UTF-8 with byte order mark, CR LF, quoting by RFC 4180,
 * and a guard against cells that a spreadsheet would run as a formula. Rows come from an iterator; nothing is held.
 */
export type Cell = string | number | boolean | null | undefined;

const QUOTED = /[",\r\n]|^\s|\s$/;
/** First characters by which a spreadsheet takes a cell for a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r]/;
const FLUSH = 256 * 1024;

/** The cell as text; text that starts like a formula gets an apostrophe in front. Numbers stay numbers. */
export function guardFormula(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell !== 'string') return String(cell);
  return FORMULA.test(cell) && !isPlainNumber(cell) ? `'${cell}` : cell;
}

/** A negative number or one with a plus sign, not a formula. */
function isPlainNumber(text: string): boolean {
  return /^[+-]?\d+(?:\.\d+)?$/.test(text);
}

/** One row without its line end, quoted but not guarded. */
export function writeCsvRow(cells: readonly string[]): string {
  return cells.map((cell) => (QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}

/** The file in chunks of UTF-8 bytes. `rows` may be an array or a generator; each row has one cell per column. */
export function* writeCsv(
  columns: readonly string[],
  rows: Iterable<readonly Cell[]>,
): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = `\ufeff${writeCsvRow(columns.map(guardFormula))}\r\n`;
  for (const row of rows) {
    text += `${writeCsvRow(row.map(guardFormula))}\r\n`;
    if (text.length > FLUSH) {
      yield encoder.encode(text);
      text = '';
    }
  }
  if (text !== '') yield encoder.encode(text);
}
