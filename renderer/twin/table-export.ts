/**
 * Turns a table request into a file for the person: CSV and GeoJSON come ready from the engine, a workbook is written
 * here with the words of the language. Owns names and formats; the engine reads the rows.
 */
import type { DataEngine } from '../worker/engine-api.ts';
import type { RowRequest } from './row-pages.ts';
import type { Wording } from './wording.ts';
import { writeXlsx } from './xlsx.ts';

export type ExportFormat = 'csv' | 'xlsx' | 'geojson';
export const EXPORT_FORMATS: ExportFormat[] = ['xlsx', 'csv', 'geojson'];
/** A workbook is built in memory on the page; beyond this many rows CSV is the better file. */
export const WORKBOOK_ROWS = 200_000;

const TYPES: Record<Exclude<ExportFormat, 'xlsx'>, string> = {
  csv: 'text/csv;charset=utf-8',
  geojson: 'application/geo+json',
};

type Row = Record<string, string | number | null>;

function numeric(value: string | number | null | undefined): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

async function workbook(
  engine: Pick<DataEngine, 'exportRows'>,
  request: RowRequest,
  wording: Wording,
): Promise<Blob> {
  const { table, columns } = request;
  const bytes = await engine.exportRows({ ...request, format: 'json' });
  const rows = JSON.parse(new TextDecoder().decode(bytes)) as Row[];
  return writeXlsx({
    name: wording.table(table),
    headings: columns.map((column) => wording.column(table, column)),
    rows: rows.map((row) =>
      columns.map((column) => {
        const value = row[column];
        const text = wording.value(table, column, value);
        // Plain amounts stay numbers so that a sheet can add them up; dates and codes become what is read.
        return numeric(value) && /^-?[\d.\u202f]+$/.test(text) ? value : text === '–' ? '' : text;
      }),
    ),
  });
}

/** The file of these rows. Rejects with the engine's error. */
export async function exportFile(
  engine: Pick<DataEngine, 'exportRows'>,
  request: RowRequest,
  format: ExportFormat,
  wording: Wording,
): Promise<Blob> {
  if (format === 'xlsx') return workbook(engine, request, wording);
  const bytes = await engine.exportRows({ ...request, format });
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: TYPES[format] });
}

/** For instance 人员-20260501.xlsx; characters that file systems refuse become hyphens. */
export function fileName(title: string, format: ExportFormat, now: Date): string {
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('');
  return `${title.replace(/[\\/:*?"<>|\s]+/g, '-')}-${day}.${format}`;
}

/** Hands the file to the browser's own download. */
export function saveFile(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has its own hold on the bytes once it began; a minute is ample.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
