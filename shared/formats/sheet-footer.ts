/**
 * Rows of a sheet that are no records: sums, and below the table who filled it in and when. Owns the words they are known by.
 */
import type { MergedRange, SheetRow } from './sheet-book.ts';

/** Rows at the end of a sheet among which a footer is looked for. */
export const FOOTER_ROWS = 16;

const TOTAL = /^(?:本页|本表|累计)?[合总小共]\s*计\s*[:：]?$|^(?:sub|grand )?total\s*:?$/i;
const NOTE =
  /^(?:制表|填表|填报|上报|审核|审批|复核|核对|负责人|责任人|联系人|联系电话|经办|统计|登记人|采集人|备注|说明|附注|注|日期|单位|打印|导出|盖章|签字|签名|报表|以上)/;

/** A row of sums: its first cell says so and nothing else. */
export function isTotalRow({ columns, values }: SheetRow): boolean {
  let first = 0;
  for (let index = 1; index < columns.length; index++) if (columns[index] < columns[first]) first = index;
  const value = values[first];
  return typeof value === 'string' && value.length < 16 && TOTAL.test(value.trim());
}

/** Numbers of the rows at the end that are notes about the table; `rows` are its last ones, `width` its columns. */
export function footerRows(rows: readonly SheetRow[], width: number): number[] {
  const found: number[] = [];
  let pending: number[] = [];
  for (const row of rows.toReversed()) {
    if (isTotalRow(row)) continue;
    if (isNote(row, width)) {
      found.push(...pending, row.number);
      pending = [];
    } else if (row.columns.length === 1 && width > 3 && typeof row.values[0] === 'string') {
      pending.push(row.number);
    } else break;
  }
  return found;
}

function isNote({ values }: SheetRow, width: number): boolean {
  if (width < 3 || values.length > Math.max(1, Math.floor(width / 2))) return false;
  const first = String(values[0]).trim();
  return NOTE.test(first) && (/[:：]/.test(values.join('')) || values.length === 1);
}

/** Numbers of the rows in which one cell is merged over most of the width: captions between the records. */
export function captionRows(
  merges: readonly MergedRange[],
  width: number,
  isSingle: (row: number) => boolean,
): number[] {
  const wide = Math.max(3, width * 0.6);
  return merges
    .filter(({ top, bottom, left, right }) => top === bottom && right - left + 1 >= wide && isSingle(top))
    .map(({ top }) => top);
}
