/**
 * Rows that were not taken in, as a workbook to correct and import again: the columns as they were, the reason in one more.
 * Owns the layout only; every cell is text and none can run as a formula.
 */
import { guardFormula } from './csv-writer.ts';
import { writeXlsx } from './xlsx-writer.ts';

export interface RejectedRow {
  /** The cells as they stood in the file, one per column. */
  cells: readonly string[];
  /** In the person's language. */
  reason: string;
}

export interface RejectWorkbook {
  /** Name of the sheet. */
  sheet: string;
  /** The header as it stood in the file. */
  columns: readonly string[];
  /** Heads the last column; a number is added where the file has a column of that name. */
  reasonColumn: string;
}

/** The file in chunks of bytes. Throws `sheet-too-long` past 1,048,575 rows: the caller offers CSV. */
export function writeRejectWorkbook(
  { sheet, columns, reasonColumn }: RejectWorkbook,
  rows: Iterable<RejectedRow>,
): AsyncGenerator<Uint8Array> {
  let name = reasonColumn;
  for (let count = 2; columns.includes(name); count++) name = `${reasonColumn}_${count}`;
  return writeXlsx(sheet, [...columns, name].map(guardFormula), guarded(columns.length, rows));
}

function* guarded(width: number, rows: Iterable<RejectedRow>): Generator<string[]> {
  for (const { cells, reason } of rows) {
    yield Array.from({ length: width + 1 }, (_, at) =>
      guardFormula(at === width ? reason : (cells[at] ?? '')),
    );
  }
}
