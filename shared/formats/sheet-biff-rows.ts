/**
 * The rows of one BIFF worksheet (MS-XLS 2.1.7.20.1). Owns the cell records and merged ranges; formulas are never computed,
 * their stored result is the value.
 */
import { FormatError } from './format-error.ts';
import { BIFF, type BiffCursor, damagedRecord, type TextOf } from './sheet-biff-record.ts';
import {
  type CellCounts,
  type CellValue,
  MERGE_LIMIT,
  type MergedRange,
  type SheetRow,
} from './sheet-book.ts';
import { numberCell } from './sheet-cell.ts';
import type { NumberKind } from './sheet-number-format.ts';

/** What the sheets of a workbook have in common. */
export interface BiffContext {
  /** 5 or 8. */
  version: number;
  textOf: TextOf;
  strings: readonly string[];
  /** By the index of a cell's XF record. */
  kinds: readonly NumberKind[];
  date1904: boolean;
}

const PLAIN: NumberKind = { kind: 'plain', width: 0 };
/** 65,536 rows of 256 columns. */
const CELL_LIMIT = 65_536 * 256;

export class BiffRows {
  readonly merges: MergedRange[] = [];
  private readonly rows = new Map<number, SheetRow>();
  private readonly context: BiffContext;
  private readonly counts: CellCounts;
  private readonly cursor: BiffCursor;
  private readonly view: DataView;
  private cells = 0;
  /** Cell of the formula whose text result comes in a record of its own. */
  private awaiting: { row: number; column: number } | null = null;

  /** `cursor` stands before the BOF of the sheet. */
  constructor(cursor: BiffCursor, context: BiffContext, counts: CellCounts) {
    this.cursor = cursor;
    this.view = cursor.view;
    this.context = context;
    this.counts = counts;
  }

  /** Every row that holds something, in order. Throws FormatError: truncated, damaged. */
  read(): SheetRow[] {
    const { cursor } = this;
    cursor.next();
    if (cursor.type !== BIFF.bof) throw damagedRecord();
    for (let depth = 1; depth > 0; ) {
      cursor.next();
      if (cursor.type === BIFF.bof) depth++;
      else if (cursor.type === BIFF.eof) depth--;
      else if (depth === 1) this.record();
    }
    return [...this.rows.values()].sort((a, b) => a.number - b.number);
  }

  private record(): void {
    const { cursor } = this;
    switch (cursor.type) {
      case BIFF.labelSst:
        this.need(10);
        this.put(this.sharedText(this.view.getUint32(cursor.at + 6, true)));
        break;
      case BIFF.number:
        this.need(14);
        this.put(this.number(this.view.getFloat64(cursor.at + 6, true), this.u16(4)));
        break;
      case BIFF.rk:
        this.need(10);
        this.put(this.number(rkValue(this.view.getUint32(cursor.at + 6, true)), this.u16(4)));
        break;
      case BIFF.mulRk:
        this.multiple();
        break;
      case BIFF.label:
      case BIFF.rString:
        this.label();
        break;
      case BIFF.boolErr:
        this.need(8);
        this.put(this.boolOrError(cursor.bytes[cursor.at + 6], cursor.bytes[cursor.at + 7] === 1));
        break;
      case BIFF.formula:
        this.formula();
        break;
      case BIFF.string:
        this.formulaText();
        break;
      case BIFF.mergeCells:
        this.mergeCells();
    }
  }

  private need(length: number): void {
    if (this.cursor.length < length) throw damagedRecord();
  }

  private u16(offset: number): number {
    return this.view.getUint16(this.cursor.at + offset, true);
  }

  private put(value: CellValue | null, row = this.u16(0), column = this.u16(2)): void {
    if (value === null || (typeof value === 'string' && value.trim() === '')) return;
    if (++this.cells > CELL_LIMIT) throw new FormatError('too-large', {}, { what: 'XLS' });
    let target = this.rows.get(row);
    if (target === undefined) {
      target = { number: row + 1, columns: [], values: [] };
      this.rows.set(row, target);
    }
    const same = (target.columns.at(-1) ?? -1) < column ? -1 : target.columns.indexOf(column);
    if (same >= 0) {
      target.values[same] = value;
      return;
    }
    target.columns.push(column);
    target.values.push(value);
  }

  private sharedText(index: number): string | null {
    const text = this.context.strings[index];
    if (text === undefined) this.counts.unreadable++;
    return text ?? null;
  }

  private number(value: number, style: number): CellValue | null {
    if (!Number.isFinite(value)) {
      this.counts.unreadable++;
      return null;
    }
    return numberCell(value, '', this.context.kinds[style] ?? PLAIN, this.context.date1904, this.counts);
  }

  private multiple(): void {
    const { at, length } = this.cursor;
    this.need(6);
    const first = this.u16(2);
    for (let offset = 4, column = first; offset + 6 <= length - 2; offset += 6, column++) {
      const value = rkValue(this.view.getUint32(at + offset + 2, true));
      this.put(this.number(value, this.u16(offset)), this.u16(0), column);
    }
  }

  private label(): void {
    this.need(8);
    const [row, column, count] = [this.u16(0), this.u16(2), this.u16(6)];
    this.put(this.textAt(8, count), row, column);
  }

  private textAt(offset: number, count: number): string {
    const segments = this.cursor.segments(offset);
    return this.context.version >= 8 ? segments.unicode(count) : segments.narrow(count, this.context.textOf);
  }

  private boolOrError(value: number, error: boolean): boolean | null {
    if (!error) return value === 1;
    this.counts.errors++;
    return null;
  }

  /** The result of a formula: a number, or by its first byte text, a boolean, an error or nothing (MS-XLS 2.5.133). */
  private formula(): void {
    this.need(14);
    const { bytes, at } = this.cursor;
    if (this.u16(12) !== 0xffff) {
      this.put(this.number(this.view.getFloat64(at + 6, true), this.u16(4)));
      return;
    }
    const kind = bytes[at + 6];
    this.awaiting = kind === 0 ? { row: this.u16(0), column: this.u16(2) } : null;
    if (kind === 1 || kind === 2) this.put(this.boolOrError(bytes[at + 8], kind === 2));
  }

  private formulaText(): void {
    const cell = this.awaiting;
    this.awaiting = null;
    if (cell === null) return;
    this.need(2);
    this.put(this.textAt(2, this.u16(0)), cell.row, cell.column);
  }

  private mergeCells(): void {
    const { length } = this.cursor;
    for (let offset = 2; offset + 8 <= length && this.merges.length < MERGE_LIMIT; offset += 8) {
      const range = {
        top: this.u16(offset) + 1,
        bottom: this.u16(offset + 2) + 1,
        left: this.u16(offset + 4),
        right: this.u16(offset + 6),
      };
      if (range.bottom >= range.top && range.right >= range.left) this.merges.push(range);
    }
  }
}

const scratch = new DataView(new ArrayBuffer(8));

/** A number packed into 30 bits (MS-XLS 2.5.218). */
function rkValue(rk: number): number {
  let value: number;
  if (rk & 2) value = (rk | 0) >> 2;
  else {
    scratch.setUint32(0, rk & 0xfffffffc, false);
    value = scratch.getFloat64(0, false);
  }
  return rk & 1 ? value / 100 : value;
}
