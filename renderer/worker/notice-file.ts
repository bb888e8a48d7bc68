/**
 * The file of a notice list: grid, place, name and phone of everybody on it, and on every line what it is for, who made it and when. Owns the
 * columns; who may be on it was settled before.
 */
import { writeCsv } from '../../shared/formats/csv-writer.ts';
import { writeXlsx } from '../../shared/formats/xlsx-writer.ts';
import { gridsOfRows } from '../../shared/quality/report.ts';
import { labelAt, linkAt } from '../../shared/query/column-access.ts';
import { type Community, rowCount } from '../../shared/query/community.ts';
import { addressOfHome } from '../../shared/query/record-labels.ts';
import type { TagSubject } from '../../shared/query/tag-rule.ts';

interface NoticeLayout {
  /** Grid, place, name, phone, mark. */
  headings: readonly string[];
  format: 'xlsx' | 'csv';
  mark: string;
  sheet: string;
}

export async function noticeFile(
  community: Community,
  subject: TagSubject,
  rows: readonly number[],
  { headings, format, mark, sheet }: NoticeLayout,
): Promise<Uint8Array<ArrayBuffer>> {
  const lines = linesOf(community, subject, rows, mark);
  const chunks = format === 'xlsx' ? writeXlsx(sheet, headings, lines) : writeCsv(headings, lines);
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of chunks) {
    parts.push(part);
    size += part.length;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function* linesOf(
  community: Community,
  subject: TagSubject,
  rows: readonly number[],
  mark: string,
): Generator<string[]> {
  const grids = gridsOfRows(community, subject);
  const table = community.tables[subject];
  const homes = rowCount(community, 'homes');
  for (const row of rows) {
    const grid = labelAt(community.tables.grids, 'name', grids[row]);
    if (subject === 'homes') {
      const [owner, phone] = [labelAt(table, 'owner', row), labelAt(table, 'ownerPhone', row)];
      yield [grid, addressOfHome(community, row), owner, phone, mark];
      continue;
    }
    const home = linkAt(table, 'home', row);
    const place = home < homes ? addressOfHome(community, home) : labelAt(table, 'rawAddress', row);
    yield [grid, place, labelAt(table, 'name', row), labelAt(table, 'phone', row), mark];
  }
}
