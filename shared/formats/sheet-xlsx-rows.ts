/**
 * The rows of one XLSX worksheet from its XML. Owns the cell types of ECMA-376 part 1, 18.18.11 and the merged ranges that
 * follow the rows; formulas are never computed, their stored result is the value.
 */
import {
  type CellCounts,
  type CellValue,
  COLUMN_LIMIT,
  MERGE_LIMIT,
  type MergedRange,
  type SheetRow,
} from './sheet-book.ts';
import { isoDateCell, numberCell } from './sheet-cell.ts';
import type { NumberKind } from './sheet-number-format.ts';
import { decodeEscapes, type SheetStrings } from './sheet-strings.ts';
import type { XmlHandler, XmlTag } from './sheet-xml.ts';

/** What the rows of all sheets of a workbook have in common. */
export interface SheetContext {
  strings: SheetStrings;
  /** By the index of a cell's style. */
  kinds: readonly NumberKind[];
  date1904: boolean;
}

const PLAIN: NumberKind = { kind: 'plain', width: 0 };
/** Beyond any spreadsheet's last row; a number past it is not one. */
const ROW_LIMIT = 1_048_576;

export class SheetRowsHandler implements XmlHandler {
  capturing = false;
  /** Taken and emptied by the reader. */
  rows: SheetRow[] = [];
  readonly merges: MergedRange[] = [];
  private readonly context: SheetContext;
  private readonly counts: CellCounts;
  private inData = false;
  private row: SheetRow | null = null;
  private lastRow = 0;
  private column = -1;
  private type = '';
  private style = 0;
  private formula = false;
  private inline = false;
  private phonetic = 0;
  private captured = '';
  private readonly attributes: (string | undefined)[] = [undefined, undefined, undefined];

  constructor(context: SheetContext, counts: CellCounts) {
    this.context = context;
    this.counts = counts;
  }

  open(name: string, tag: XmlTag): void {
    switch (name) {
      case 'c':
        this.openCell(tag);
        break;
      case 'v':
        this.capturing = true;
        break;
      case 'row':
        if (this.inData) this.openRow(tag);
        break;
      case 'f':
        this.formula = true;
        break;
      case 'is':
        this.inline = true;
        break;
      case 'rPh':
        this.phonetic++;
        break;
      case 't':
        this.capturing = this.inline && this.phonetic === 0;
        break;
      case 'mergeCell':
        this.addMerge(tag.attribute('ref') ?? '');
        break;
      case 'sheetData':
        this.inData = true;
    }
  }

  close(name: string): void {
    switch (name) {
      case 'c':
        this.closeCell();
        break;
      case 'v':
      case 't':
        this.capturing = false;
        break;
      case 'row':
        if (this.row !== null && this.row.columns.length > 0) this.rows.push(this.row);
        this.row = null;
        break;
      case 'is':
        this.inline = false;
        break;
      case 'rPh':
        this.phonetic--;
        break;
      case 'sheetData':
        this.inData = false;
    }
  }

  text(text: string): void {
    this.captured = this.captured === '' ? text : this.captured + text;
  }

  private openRow(tag: XmlTag): void {
    const given = Number(tag.attribute('r'));
    const number = Number.isInteger(given) && given >= 1 && given <= ROW_LIMIT ? given : this.lastRow + 1;
    this.lastRow = number;
    this.column = -1;
    this.row = { number, columns: [], values: [] };
  }

  private openCell(tag: XmlTag): void {
    tag.letters('rts', this.attributes);
    const [place, type, style] = this.attributes;
    const column = place === undefined ? -1 : columnOf(place);
    this.column = column < 0 ? this.column + 1 : column;
    this.type = type ?? '';
    this.style = style === undefined ? 0 : Number(style);
    this.formula = false;
    this.captured = '';
  }

  private closeCell(): void {
    const { row, column } = this;
    if (row === null || column >= COLUMN_LIMIT) return;
    const value = this.value();
    if (value === null || (typeof value === 'string' && value.trim() === '')) return;
    // Two cells of the same place: the later one counts, as in Excel's own repair.
    const last = row.columns.length - 1;
    if (last >= 0 && row.columns[last] >= column) {
      const same = row.columns.indexOf(column);
      if (same >= 0) {
        row.values[same] = value;
        return;
      }
    }
    row.columns.push(column);
    row.values.push(value);
  }

  private value(): CellValue | null {
    const { captured, counts, context } = this;
    switch (this.type) {
      case 's': {
        if (captured === '') return null;
        const text = context.strings.get(Number(captured));
        if (text === undefined) counts.unreadable++;
        return text ?? null;
      }
      case 'inlineStr':
      case 'str':
        return decodeEscapes(captured);
      case 'b':
        return captured === '' ? null : captured.trim() === '1' || captured.trim() === 'true';
      case 'e':
        counts.errors++;
        return null;
      case 'd':
        return isoDateCell(captured.trim());
      default:
        return this.number(captured.trim());
    }
  }

  private number(text: string): CellValue | null {
    if (text === '') {
      if (this.formula) this.counts.formulasWithoutValue++;
      return null;
    }
    const value = Number(text);
    if (!Number.isFinite(value)) {
      this.counts.unreadable++;
      return text;
    }
    const kind = this.context.kinds[this.style] ?? PLAIN;
    return numberCell(value, text, kind, this.context.date1904, this.counts);
  }

  private addMerge(ref: string): void {
    const found = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(ref);
    if (found === null || this.merges.length >= MERGE_LIMIT) return;
    const [left, right] = [columnOf(found[1]), columnOf(found[3])];
    const [top, bottom] = [Number(found[2]), Number(found[4])];
    if (left < 0 || right < left || top < 1 || bottom < top || (left === right && top === bottom)) return;
    this.merges.push({ top, left, bottom: Math.min(bottom, ROW_LIMIT), right });
  }
}

/** The column of a place such as `AB12`, from 0; -1 when it names none. */
export function columnOf(place: string): number {
  let column = 0;
  let at = 0;
  for (; at < place.length && at < 4; at++) {
    const letter = place.charCodeAt(at) & 0xdf;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return at === 0 || column > COLUMN_LIMIT ? -1 : column - 1;
}
