/**
 * The rows that an import left out as a table to correct and import again. Owns putting the cells of unread rows back where that is
 * possible, and the column of the original text where it is not. The layout of the file is shared/formats/reject-workbook.ts.
 */
import { CsvSplitter } from '../formats/csv-splitter.ts';
import type { RejectedRow } from '../formats/reject-workbook.ts';
import { RAW_LIMIT } from '../formats/source-record.ts';
import type { BadRow, LayerReport } from './import-plan.ts';

export interface RejectTable {
  columns: string[];
  rows: RejectedRow[];
}

/**
 * `columns`: of the layer, in the order of the plan. `rawColumn` heads the text of rows that have no cells; `reasonOf` says in the
 * person's language why a row was left out.
 */
export function rejectTable(
  { badRows }: Pick<LayerReport, 'badRows'>,
  columns: readonly string[],
  rawColumn: string,
  reasonOf: (row: BadRow) => string,
): RejectTable {
  const cells = badRows.map((row) => row.cells ?? cutAgain(row));
  const widest = cells.reduce((most, row) => Math.max(most, row?.length ?? 0), columns.length);
  // Cells beyond the header stay beside the others, so that nothing is lost.
  const more = Array.from({ length: Math.min(widest - columns.length, 50) }, (_, at) => `+${at + 1}`);
  const withRaw = cells.includes(null);
  const head = [...columns, ...more];
  const rows = badRows.map((row, at) => {
    const filled = Array.from({ length: head.length }, (_, column) => cells[at]?.[column] ?? '');
    if (withRaw) filled.push(cells[at] === null ? row.raw : '');
    return { cells: filled, reason: reasonOf(row) };
  });
  return { columns: withRaw ? [...head, rawColumn] : head, rows };
}

/** The cells of a text row with too many or too few of them; null: its text was cut, or it is no row of cells. */
function cutAgain({ reason, raw }: BadRow): string[] | null {
  if (reason !== 'too-many-fields' && reason !== 'too-few-fields') return null;
  if (raw.length > RAW_LIMIT) return null;
  const splitter = new CsvSplitter(',');
  const rows = [...splitter.push(raw), ...splitter.end()];
  return rows.length === 1 && rows[0].broken === null ? rows[0].cells : null;
}
