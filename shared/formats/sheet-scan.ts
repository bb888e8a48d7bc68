/**
 * Looks through one sheet before it is read: its header, the type of each column, how many records it has and which rows are
 * none. Owns that one pass; holds the first and the last rows and a bit per row, never the sheet.
 */
import { columnNames } from './csv-reader.ts';
import type { FieldType, LayerField } from './opened-file.ts';
import { type CellCounts, type CellValue, type MergedRange, noCounts, type SheetRow } from './sheet-book.ts';
import { fillRanges } from './sheet-fill.ts';
import { captionRows, FOOTER_ROWS, footerRows, isTotalRow } from './sheet-footer.ts';
import { guessHeader, type HeaderChoice, type HeaderGuess, headerNames } from './sheet-header.ts';

/** First rows kept: the header is among them, and a person is shown them. */
const PREVIEW_ROWS = 60;

export interface SheetFacts {
  header: HeaderGuess;
  /** First row of the body as the spreadsheet numbers it. */
  bodyStart: number;
  /** Columns that hold anything, from 0, ascending; one per field. */
  columns: number[];
  fields: LayerField[];
  features: number;
  /** Rows of the body that are no records. */
  leftOut: Set<number>;
  totals: number;
  footers: number;
  captions: number;
  /** Cells that merged ranges fill. */
  filled: number;
  ranges: MergedRange[];
  counts: CellCounts;
  preview: SheetRow[];
}

const TEXT = 1;
const NUMBER = 2;
const INTEGER = 4;
const BOOLEAN = 8;
const DATE = 16;

/** A set of row numbers, a bit each. */
class RowBits {
  private words = new Uint32Array(256);

  add(row: number): void {
    const word = row >>> 5;
    if (word >= this.words.length) {
      const grown = new Uint32Array(Math.max(this.words.length * 2, word + 1));
      grown.set(this.words);
      this.words = grown;
    }
    this.words[word] |= 1 << (row & 31);
  }

  has(row: number): boolean {
    return (((this.words[row >>> 5] ?? 0) >>> (row & 31)) & 1) === 1;
  }
}

export class SheetScan {
  readonly counts = noCounts();
  private readonly preview: SheetRow[] = [];
  /** The last rows after the preview, not yet counted. */
  private tail: SheetRow[] = [];
  private readonly masks = new Map<number, number>();
  private readonly present = new RowBits();
  private readonly singles = new RowBits();
  private rows = 0;
  private totals = 0;

  add(row: SheetRow): void {
    this.present.add(row.number);
    if (row.columns.length === 1) this.singles.add(row.number);
    if (this.preview.length < PREVIEW_ROWS) {
      this.preview.push(row);
      return;
    }
    this.tail.push(row);
    if (this.tail.length <= FOOTER_ROWS * 8) return;
    for (const old of this.tail.splice(0, FOOTER_ROWS * 7)) this.absorb(old);
  }

  /** Null for a sheet without any cell. `choice`: rows that a person chose for the header. */
  finish(merges: readonly MergedRange[], choice: HeaderChoice | null): SheetFacts | null {
    if (this.preview.length === 0) return null;
    const header = choice === null ? guessHeader(this.preview, merges) : { ...choice, confidence: 1 };
    const bodyStart = header.headerRow === 0 ? 0 : header.headerRow + header.headerRows;
    const last = [...this.preview.filter(({ number }) => number >= bodyStart), ...this.tail];
    const heading = this.preview.filter(
      ({ number }) => header.headerRow > 0 && number >= header.headerRow && number < bodyStart,
    );
    const width = Math.max(this.masks.size, ...heading.map(({ columns }) => columns.length), 1);
    const usual =
      this.masks.size > 0 || heading.length > 0
        ? width
        : Math.max(...last.map((row) => row.columns.length), 1);
    const footers = footerRows(last.slice(-FOOTER_ROWS), usual);
    const captions = captionRows(
      merges.filter(({ top }) => top >= bodyStart),
      usual,
      (row) => this.singles.has(row) && this.present.has(row),
    ).filter((row) => !footers.includes(row));
    const leftOut = new Set([...footers, ...captions]);
    for (const row of last) if (!leftOut.has(row.number)) this.absorb(row);
    const { columns, fields } = this.fields(heading, merges);
    const ranges = fillRanges(merges, bodyStart).filter(({ left }) => this.masks.has(left));
    return {
      header,
      bodyStart,
      columns,
      fields,
      features: Math.max(
        0,
        this.rows - captions.filter((row) => !last.some(({ number }) => number === row)).length,
      ),
      leftOut,
      totals: this.totals,
      footers: footers.length,
      captions: captions.length,
      filled: this.filledCells(ranges),
      ranges,
      counts: this.counts,
      preview: this.preview,
    };
  }

  private absorb(row: SheetRow): void {
    if (isTotalRow(row)) {
      this.totals++;
      return;
    }
    this.rows++;
    for (let index = 0; index < row.columns.length; index++) {
      const column = row.columns[index];
      const mask = this.masks.get(column) ?? 0;
      const kind = kindOf(row.values[index]);
      if ((mask & kind) === 0) this.masks.set(column, mask | kind);
    }
  }

  private fields(heading: readonly SheetRow[], merges: readonly MergedRange[]) {
    const all = [...new Set([...this.masks.keys(), ...heading.flatMap((row) => row.columns)])].sort(
      (a, b) => a - b,
    );
    const names = columnNames(headerNames(heading, merges, all), true);
    const fields = all.map((column, index) => ({
      name: names[index],
      type: typeOf(this.masks.get(column) ?? 0),
    }));
    return { columns: all, fields };
  }

  private filledCells(ranges: readonly MergedRange[]): number {
    let filled = 0;
    let looked = 0;
    for (const { top, bottom } of ranges) {
      for (let row = top + 1; row <= bottom && looked < 50_000_000; row++, looked++) {
        if (this.present.has(row)) filled++;
      }
    }
    return filled;
  }
}

function kindOf(value: CellValue): number {
  if (typeof value === 'number') return Number.isInteger(value) ? INTEGER : NUMBER;
  if (typeof value === 'boolean') return BOOLEAN;
  return value.charCodeAt(4) === 45 && /^\d{4}-\d{2}-\d{2}(?:T[\d:]{8})?$/.test(value) ? DATE : TEXT;
}

function typeOf(mask: number): FieldType {
  switch (mask) {
    case INTEGER:
      return 'integer';
    case NUMBER:
    case NUMBER | INTEGER:
      return 'number';
    case BOOLEAN:
      return 'boolean';
    case DATE:
      return 'date';
    case TEXT:
    case 0:
      return 'text';
    default:
      return 'mixed';
  }
}
