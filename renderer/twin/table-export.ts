/**
 * Asks the engine for a table as a file and hands it to the person. Owns headings, words and names; the engine reads and
 * writes the rows.
 */
import { TABLES, type TableName } from '../../shared/model/tables.ts';
import { HOME_TAGS, RESIDENT_TAGS, WORDS } from '../../shared/model/words.ts';
import type { DataEngine, ExportFormat, ExportRequest } from '../worker/engine-api.ts';
import type { RowRequest } from './row-pages.ts';
import type { Wording } from './wording.ts';

/** In the order they are offered. */
export const EXPORT_FORMATS: ExportFormat[] = ['xlsx', 'csv', 'geojson'];

const TYPES: Record<ExportFormat, string> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv;charset=utf-8',
  geojson: 'application/geo+json',
};

/** Stored code to shown word; null for columns that hold no codes. */
function wordsOf(table: TableName, column: string, wording: Wording): Record<string, string> | null {
  const spec = TABLES[table].columns[column];
  if (spec?.kind === 'tags') {
    return Object.fromEntries([...RESIDENT_TAGS, ...HOME_TAGS].map((tag) => [tag, wording.tag(tag)]));
  }
  if (spec?.kind !== 'dict' || !spec.words) return null;
  const vocabulary = spec.words;
  const words: readonly string[] = WORDS[vocabulary as keyof typeof WORDS] ?? [];
  return Object.fromEntries(words.map((word) => [word, wording.word(vocabulary, word)]));
}

/** The request with headings and words in the person's language. */
export function exportRequest(request: RowRequest, format: ExportFormat, wording: Wording): ExportRequest {
  const { table, columns } = request;
  const headings: ExportRequest['headings'] = {};
  const words: ExportRequest['words'] = {};
  for (const column of columns) {
    headings[column] = wording.column(table, column);
    const known = wordsOf(table, column, wording);
    if (known) words[column] = known;
  }
  return { ...request, format, title: wording.table(table), headings, words };
}

/** The file of these rows; `watermark` says in it who took it when, '' not. Rejects with the engine's error (`sheet-too-long` where a workbook cannot hold them). */
export async function exportFile(
  engine: Pick<DataEngine, 'exportRows'>,
  request: RowRequest,
  format: ExportFormat,
  wording: Wording,
  watermark = '',
): Promise<Blob> {
  const bytes = await engine.exportRows({ ...exportRequest(request, format, wording), watermark });
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: TYPES[format] });
}

/** For instance 人员-20260501.xlsx; characters that file systems refuse become hyphens. */
export function fileName(title: string, format: ExportFormat, now: Date): string {
  const day = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('');
  return `${title.replace(/[\\/:*?"<>|\s]+/g, '-')}-${day}.${format}`;
}
