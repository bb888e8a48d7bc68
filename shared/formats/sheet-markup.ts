/**
 * Spreadsheets that are text: tables of a web page saved as .xls, as many systems export them, and SpreadsheetML 2003. Owns what their
 * tags mean; cutting them is xml-tokens.ts, which refuses entities of their own. Streams: only the row under way is held.
 */
import { FormatError } from './format-error.ts';
import {
  BATCH_ROWS,
  type CellCounts,
  type CellValue,
  COLUMN_LIMIT,
  MERGE_LIMIT,
  type MergedRange,
  type RowBatch,
  type SheetBook,
  type SheetPart,
  type SheetRow,
} from './sheet-book.ts';
import { isoDateCell, numberCell } from './sheet-cell.ts';
import { readHead, type SourceFile } from './source-file.ts';
import { type XmlToken, xmlTokens } from './xml-tokens.ts';

/** What spreadsheets allow in a cell; more is cut. */
const CELL_LIMIT = 32_767;
/** Rows of a sheet, by what spreadsheets allow. */
const ROW_LIMIT = 1_048_576;
const SHEET_LIMIT = 1000;
const PLAIN = { kind: 'plain', width: 0 } as const;
const SPREADSHEET_ML = /urn:schemas-microsoft-com:office:spreadsheet/;
const WORKBOOK_TAG = /<(?:\w+:)?Workbook\b/;
const TABLE_TAG = /<table\b/i;

/** 'html' or 'spreadsheet-ml' by the first bytes as Latin-1; null: neither. */
export function markupKind(head: string): 'html' | 'spreadsheet-ml' | null {
  if (!/^[^<]{0,200}</.test(head)) return null;
  if (SPREADSHEET_ML.test(head) && WORKBOOK_TAG.test(head)) return 'spreadsheet-ml';
  return TABLE_TAG.test(head) ? 'html' : null;
}

/** Bytes that are looked through for the kind: pages carry long styles before their table. */
export const MARKUP_HEAD = 64 * 1024;

/** Throws FormatError: not-recognised, damaged where entities are declared, too-large {sheets}. */
export async function openMarkup(file: SourceFile): Promise<SheetBook> {
  const head = new TextDecoder('latin1').decode(await readHead(file, MARKUP_HEAD));
  const kind = markupKind(head);
  if (kind === null) throw new FormatError('not-recognised', {}, { name: file.name });
  const title = file.name.replace(/^.*[\\/]/, '').replace(/\.[^.]+$/, '');
  const sheets = kind === 'html' ? [sheetPart(file, title, () => new HtmlTable())] : await worksheets(file);
  return { sheets, encoding: null, close: () => {} };
}

async function worksheets(file: SourceFile): Promise<SheetPart[]> {
  const sheets: SheetPart[] = [];
  for await (const tokens of xmlTokens(file)) {
    for (const token of tokens) {
      if (token.type !== 'open' || localName(token.name) !== 'worksheet') continue;
      const index = sheets.length;
      if (index === SHEET_LIMIT) throw new FormatError('too-large', {}, { what: 'sheets' });
      const name = attribute(token, 'name') ?? `sheet_${index + 1}`;
      sheets.push(sheetPart(file, name, () => new WorkbookTable(index)));
    }
  }
  return sheets;
}

function sheetPart(file: SourceFile, name: string, make: () => MarkupTable): SheetPart {
  let merges: readonly MergedRange[] = [];
  return {
    name,
    hidden: false,
    merges: () => merges,
    async *rows(counts: CellCounts): AsyncGenerator<RowBatch> {
      const table = make();
      table.counts = counts;
      let tokens = 0;
      for await (const batch of xmlTokens(file)) {
        for (const token of batch) table.take(token);
        tokens++;
        // How much of the file that was is not told: the share only has to grow.
        if (table.rows.length >= BATCH_ROWS) yield { rows: table.takeRows(), done: tokens / (tokens + 20) };
      }
      table.end();
      merges = table.merges;
      yield { rows: table.takeRows(), done: 1 };
    },
  };
}

/** Rows and cells as they open and close; what opens them is the format's. */
abstract class MarkupTable {
  rows: SheetRow[] = [];
  readonly merges: MergedRange[] = [];
  counts: CellCounts | null = null;
  protected row: SheetRow | null = null;
  protected number = 0;
  protected column = 0;
  protected text: string | null = null;
  private across = 0;
  private down = 0;
  /** Column -> last row that a cell above reaches down to. */
  private readonly reaching = new Map<number, number>();

  abstract take(token: XmlToken): void;
  protected abstract value(text: string): CellValue;

  takeRows(): SheetRow[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  end(): void {
    this.closeRow();
  }

  protected openRow(number = this.number + 1): void {
    this.closeRow();
    // Rows come in their order; a number that goes back is taken for the next one.
    this.number = Math.max(number, this.number + 1);
    if (this.number > ROW_LIMIT) throw new FormatError('too-large', {}, { what: 'rows' });
    this.row = { number: this.number, columns: [], values: [] };
    this.column = 0;
  }

  protected closeRow(): void {
    this.closeCell();
    if (this.row && this.row.columns.length > 0) this.rows.push(this.row);
    this.row = null;
  }

  protected openCell(column: number | null, across: number, down: number): void {
    this.closeCell();
    if (!this.row) this.openRow();
    if (column !== null) this.column = Math.max(column, this.column);
    else while ((this.reaching.get(this.column) ?? 0) >= this.number) this.column++;
    this.across = Math.min(across, COLUMN_LIMIT);
    this.down = Math.min(down, ROW_LIMIT - this.number);
    this.text = '';
  }

  protected addText(text: string): void {
    if (this.text !== null && this.text.length < CELL_LIMIT) this.text += text;
  }

  protected closeCell(): void {
    const { row, text, column } = this;
    this.text = null;
    if (!row || text === null) return;
    const right = column + this.across;
    if (column < COLUMN_LIMIT) {
      const value = this.value(text.slice(0, CELL_LIMIT));
      if (value !== '') {
        row.columns.push(column);
        row.values.push(value);
      }
      if (this.across + this.down > 0 && this.merges.length < MERGE_LIMIT)
        this.merges.push({
          top: row.number,
          left: column,
          bottom: row.number + this.down,
          right: Math.min(COLUMN_LIMIT - 1, right),
        });
      if (this.down > 0)
        for (let at = column; at <= right && at < COLUMN_LIMIT; at++)
          this.reaching.set(at, row.number + this.down);
    } else if (this.counts) this.counts.unreadable++;
    this.column = Math.min(COLUMN_LIMIT, right + 1);
  }
}

/** All tables of a page one below the other, as a spreadsheet shows them; a table within a cell is text of the cell. */
class HtmlTable extends MarkupTable {
  private depth = 0;
  /** Within <style> or <script>: no text of anybody's. */
  private silent = '';

  take(token: XmlToken): void {
    if (token.type === 'text') {
      if (this.silent === '') this.addText(token.text);
      return;
    }
    const name = token.name.toLowerCase();
    if (this.silent !== '') {
      if (token.type === 'close' && name === this.silent) this.silent = '';
    } else if (token.type === 'open') this.open(name, token);
    else this.close(name);
  }

  private open(name: string, token: Extract<XmlToken, { type: 'open' }>): void {
    if ((name === 'style' || name === 'script') && !token.empty) this.silent = name;
    else if (name === 'table') this.depth++;
    else if (name === 'br') this.addText('\n');
    else if (this.depth > 1) return;
    else if (name === 'tr') this.openRow();
    else if (name === 'td' || name === 'th')
      this.openCell(null, span(attribute(token, 'colspan')), span(attribute(token, 'rowspan')));
  }

  private close(name: string): void {
    if (name === 'table') {
      if (this.depth === 1) this.closeRow();
      this.depth = Math.max(0, this.depth - 1);
    } else if (this.depth > 1) return;
    else if (name === 'tr') this.closeRow();
    else if (name === 'td' || name === 'th') this.closeCell();
  }

  /** Text it stays: codes keep their zeros. Runs of blanks are one, as a browser shows them. */
  protected value(text: string): CellValue {
    return text
      .replace(/[^\S\n]+/g, ' ')
      .replace(/ ?\n ?/g, '\n')
      .trim();
  }
}

/** One worksheet of a workbook in SpreadsheetML 2003. */
class WorkbookTable extends MarkupTable {
  private readonly wanted: number;
  private sheet = -1;
  private type = '';
  private inData = false;

  constructor(wanted: number) {
    super();
    this.wanted = wanted;
  }

  take(token: XmlToken): void {
    if (token.type === 'text') {
      if (this.inData) this.addText(token.text);
      return;
    }
    const name = localName(token.name);
    if (token.type === 'open' && name === 'worksheet') this.sheet++;
    if (this.sheet !== this.wanted) return;
    if (token.type === 'open') this.open(name, token);
    else if (name === 'row') this.closeRow();
    else if (name === 'cell') this.closeCell();
    else if (name === 'data') this.inData = false;
  }

  private open(name: string, token: Extract<XmlToken, { type: 'open' }>): void {
    const index = whole(attribute(token, 'index'));
    if (name === 'row') this.openRow(index ?? undefined);
    else if (name === 'cell') {
      this.type = '';
      const across = whole(attribute(token, 'mergeacross')) ?? 0;
      this.openCell(index === null ? null : index - 1, across, whole(attribute(token, 'mergedown')) ?? 0);
      if (token.empty) this.closeCell();
    } else if (name === 'data' && !token.empty) {
      this.inData = true;
      this.type = attribute(token, 'type')?.toLowerCase() ?? '';
    }
  }

  protected value(text: string): CellValue {
    const counts = this.counts ?? { digitsLost: 0, errors: 0, formulasWithoutValue: 0, unreadable: 0 };
    const plain = text.trim();
    switch (this.type) {
      case 'number': {
        const number = plain === '' ? Number.NaN : Number(plain);
        if (Number.isFinite(number)) return numberCell(number, plain, PLAIN, false, counts);
        if (plain !== '') counts.unreadable++;
        return plain;
      }
      case 'datetime':
        return isoDateCell(plain);
      case 'boolean':
        return plain === '' ? '' : plain === '1';
      case 'error':
        counts.errors++;
        return '';
      default:
        return plain;
    }
  }
}

/** Without its prefix, lower case. */
function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase();
}

/** By local name, whatever its case. */
function attribute({ attributes }: Extract<XmlToken, { type: 'open' }>, wanted: string): string | null {
  for (const [name, value] of attributes) if (localName(name) === wanted) return value;
  return null;
}

/** A whole number from 0 on; null: it is none. */
function whole(text: string | null): number | null {
  return text !== null && /^\d{1,9}$/.test(text.trim()) ? Number(text) : null;
}

/** Cells a span covers besides its own. */
function span(text: string | null): number {
  return Math.max(0, (whole(text) ?? 1) - 1);
}
