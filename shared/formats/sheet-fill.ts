/**
 * Fills what merged cells cover: a household's address merged over its members stands in each member's row. Owns filling
 * downwards in the first column of a range; rows that hold nothing of their own stay empty.
 */
import { FormatError } from './format-error.ts';
import type { CellValue, MergedRange, SheetRow } from './sheet-book.ts';

/** Cells filled in one sheet: every cell of the fullest sheet once over. */
const FILL_LIMIT = 50_000_000;

/** The ranges that are filled: those over several rows, beginning below the header. In order of their first row. */
export function fillRanges(merges: readonly MergedRange[], bodyStart: number): MergedRange[] {
  return merges.filter(({ top, bottom }) => bottom > top && top >= bodyStart).sort((a, b) => a.top - b.top);
}

export class MergeFill {
  filled = 0;
  private readonly ranges: readonly MergedRange[];
  private next = 0;
  private readonly active = new Map<number, { bottom: number; value: CellValue }>();

  /** `ranges` as of `fillRanges`. */
  constructor(ranges: readonly MergedRange[]) {
    this.ranges = ranges;
  }

  /** Adds to the row the cells that ranges from above cover. Rows must come in their order. Throws `too-large`. */
  apply(row: SheetRow): void {
    for (const [column, { bottom, value }] of this.active) {
      if (bottom < row.number) this.active.delete(column);
      else if (!row.columns.includes(column)) {
        row.columns.push(column);
        row.values.push(value);
        if (++this.filled > FILL_LIMIT) throw new FormatError('too-large', {}, { what: 'mergeCells' });
      }
    }
    for (; this.next < this.ranges.length && this.ranges[this.next].top <= row.number; this.next++) {
      const { top, left, bottom } = this.ranges[this.next];
      const index = top === row.number ? row.columns.indexOf(left) : -1;
      if (index >= 0) this.active.set(left, { bottom, value: row.values[index] });
    }
  }
}
