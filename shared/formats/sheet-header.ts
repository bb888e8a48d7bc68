/**
 * Finds the header of a sheet: the row, or the two or three rows with merged cells, that name the columns. Owns the scored
 * guess and the names made of it ('Upper / Lower'); a person may choose other rows.
 */
import type { CellValue, MergedRange, SheetRow } from './sheet-book.ts';

export interface HeaderChoice {
  /** First row of the header as the spreadsheet numbers it; 0: the sheet has none, its first row is data. */
  headerRow: number;
  /** How many rows it has, 1-3. */
  headerRows: number;
}

export interface HeaderGuess extends HeaderChoice {
  /** 0-1; below 0.6 a person should look. */
  confidence: number;
}

/** Rows looked at for the header. */
const CANDIDATES = 25;
const DEPTH_LIMIT = 3;
/** A merged cell over this share of the width is a title. */
const TITLE_SHARE = 0.8;
/** Words that head the columns of registers. */
const KNOWN =
  /名|号|址|电话|手机|性别|日期|时间|年龄|民族|类型|类别|面积|单元|楼|栋|室|户|网格|社区|小区|街道|单位|备注|状态|关系|证件|经度|纬度|数量|name|id|code|address|phone|date|type|lng|lat|floor|area/i;

/** The most likely header among the first rows (cells that hold something, in order). */
export function guessHeader(rows: readonly SheetRow[], merges: readonly MergedRange[]): HeaderGuess {
  const width = usualWidth(rows);
  let best: HeaderGuess = { headerRow: 0, headerRows: 1, confidence: 0 };
  let bestScore = 0;
  const seen = rows.slice(0, CANDIDATES);
  seen.forEach((row, index) => {
    if (isTitle(row, merges, width)) return;
    const headerRows = depthOf(rows, index, merges, width);
    const score = scoreOf(rows, row, headerRows, merges, width) - index * 0.05;
    if (score > bestScore) {
      bestScore = score;
      best = { headerRow: row.number, headerRows, confidence: Math.min(1, Math.max(0, (score - 2) / 4.5)) };
    }
  });
  return best;
}

/** Cells in a row as most rows have them: the upper quartile. */
function usualWidth(rows: readonly SheetRow[]): number {
  const counts = rows.map(({ columns }) => columns.length).toSorted((a, b) => a - b);
  return counts[Math.floor(counts.length * 0.75)] ?? 0;
}

function isTitle(row: SheetRow, merges: readonly MergedRange[], width: number): boolean {
  if (width <= 1) return false;
  if (row.columns.length === 1) return true;
  if (row.columns.length >= width) return false;
  return merges.some(
    ({ top, left, right }) => top === row.number && right - left + 1 >= Math.max(3, width * TITLE_SHARE),
  );
}

/** Rows of a header that begins here, by its merged cells. */
function depthOf(
  rows: readonly SheetRow[],
  index: number,
  merges: readonly MergedRange[],
  width: number,
): number {
  const top = rows[index].number;
  let bottom = top;
  for (let row = top; row <= bottom && row < top + DEPTH_LIMIT; row++) {
    for (const merge of merges) {
      if (merge.top !== row || merge.right - merge.left + 1 >= Math.max(3, width * TITLE_SHARE)) continue;
      if (merge.bottom > row) bottom = Math.max(bottom, Math.min(merge.bottom, top + DEPTH_LIMIT - 1));
      if (merge.right > merge.left && hasLabelsUnder(rows, index, row, merge)) {
        bottom = Math.max(bottom, Math.min(merge.bottom + 1, top + DEPTH_LIMIT - 1));
      }
    }
  }
  return bottom - top + 1;
}

function hasLabelsUnder(
  rows: readonly SheetRow[],
  index: number,
  row: number,
  { left, right, bottom }: MergedRange,
): boolean {
  const under = rows.slice(index, index + 4).find(({ number }) => number === Math.max(row, bottom) + 1);
  if (under === undefined || !under.values.every(isLabel)) return false;
  return under.columns.filter((column) => column >= left && column <= right).length >= 2;
}

/** Text that names rather than tells: no digits that make a value, no `label: value`, not long. */
function isLabel(value: CellValue): boolean {
  if (typeof value !== 'string') return false;
  const text = value.trim();
  if (text.length > 40 || /[:：]\s*\S/.test(text)) return false;
  const digits = text.replace(/\D/g, '').length;
  return digits <= 4 && (digits * 2 <= text.length || /^\p{L}+\d{1,2}$/u.test(text));
}

function scoreOf(
  rows: readonly SheetRow[],
  row: SheetRow,
  headerRows: number,
  merges: readonly MergedRange[],
  width: number,
): number {
  const header = rows.filter(({ number }) => number >= row.number && number < row.number + headerRows);
  const columns = [...new Set(header.flatMap((line) => line.columns))];
  const names = headerNames(header, merges, columns).filter((name) => name !== '');
  const cells = header.flatMap((line) => line.values);
  const labels = cells.filter(isLabel).length;
  if (names.length === 0 || names.length < width / 2 || labels < cells.length * 0.6) return 0;
  const body = rows.filter(({ number }) => number >= row.number + headerRows).slice(0, 10);
  const typed = new Set(
    body.flatMap((line) => line.columns.filter((_, index) => !isLabel(line.values[index]))),
  );
  const known = names.filter((name) => KNOWN.test(name)).length / names.length;
  return (
    3 * Math.min(1, names.length / width) +
    new Set(names).size / names.length +
    2 * (labels / cells.length) * Math.min(1, names.length / width) +
    Math.min(1, typed.size / 2) +
    known +
    (body.length > 0 ? 0.5 : 0)
  );
}

/** The name of each column: what its header rows hold above one another, joined by ' / '; '' where they hold nothing. */
export function headerNames(
  header: readonly SheetRow[],
  merges: readonly MergedRange[],
  columns: readonly number[],
): string[] {
  const grid = header.map((row) => new Map(row.columns.map((column, index) => [column, row.values[index]])));
  const first = header[0]?.number ?? 0;
  const last = header.at(-1)?.number ?? -1;
  for (const { top, left, bottom, right } of merges) {
    if (top < first || top > last) continue;
    const value = grid[header.findIndex(({ number }) => number === top)]?.get(left);
    if (value === undefined) continue;
    header.forEach(({ number }, index) => {
      if (number < top || number > bottom) return;
      for (const column of columns) if (column >= left && column <= right) grid[index].set(column, value);
    });
  }
  return columns.map((column) => {
    const parts = grid.map((row) => nameText(row.get(column))).filter((part) => part !== '');
    return [...new Set(parts)].join(' / ');
  });
}

/** A line break inside a Chinese name only wraps it; elsewhere it is a space. */
function nameText(value: CellValue | undefined): string {
  return String(value ?? '')
    .replace(/(?<=[\u2e80-\uffff])\s*[\r\n]+\s*(?=[\u2e80-\uffff])/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
