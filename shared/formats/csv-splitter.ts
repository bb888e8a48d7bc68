/**
 * Text chunks to rows of cells by RFC 4180: quotes, doubled quotes, line breaks in quotes. Owns the line numbers
 * and going on after a quote that never closes; what the cells mean is the caller's.
 */
import type { ReadReason } from './source-record.ts';

/** A quoted cell longer than this was never closed. */
export const QUOTE_LIMIT = 256 * 1024;
const ROW_LIMIT = 4 * 1024 * 1024;
/** A row that has not ended after so many characters is seldom one. */
const LONG_ROW = 128 * 1024;

export interface CsvRow {
  /** Line of its first character, from 1. */
  line: number;
  cells: string[];
  /** Why it could not be read; `cells` then holds its text. */
  broken: Extract<ReadReason, 'unclosed-quote' | 'text-after-quote' | 'record-too-large'> | null;
}

export class CsvSplitter {
  private readonly delimiter: string;
  private rest = '';
  /** Characters of `rest` that were looked through. */
  private looked = 0;
  /** Line of the first character that has not been cut into rows. */
  line = 1;

  constructor(delimiter: string) {
    this.delimiter = delimiter;
  }

  /**
   * Keeps the text with that of a long row that has not ended, until there is twice as much of it: else a row without end would be
   * looked through again for every chunk. false: it is to be pushed.
   */
  hold(chunk: string): boolean {
    const length = this.rest.length + chunk.length;
    if (this.rest.length < LONG_ROW || length >= 2 * this.looked || length > ROW_LIMIT) return false;
    this.rest += chunk;
    return true;
  }

  push(chunk: string): CsvRow[] {
    if (this.hold(chunk)) return [];
    return this.split(this.rest === '' ? chunk : this.rest + chunk, false);
  }

  end(): CsvRow[] {
    return this.rest === '' ? [] : this.split(this.rest, true);
  }

  /** The text that waits for the end of its row; it is the caller's from here on. */
  takeRest(): string {
    const { rest } = this;
    this.rest = '';
    return rest;
  }

  private split(text: string, last: boolean): CsvRow[] {
    const rows: CsvRow[] = [];
    let at = 0;
    let quote = text.indexOf('"');
    while (at < text.length) {
      let end = text.indexOf('\n', at);
      if (end < 0) {
        if (!last) break;
        end = text.length;
      }
      if (quote >= 0 && quote < at) quote = text.indexOf('"', at);
      if (quote < 0 || quote >= end) {
        rows.push({ line: this.line, cells: plainRow(text, at, end).split(this.delimiter), broken: null });
        this.line++;
        at = end + 1;
        continue;
      }
      const next = this.quotedRow(text, at, end, last, rows);
      if (next < 0) break;
      at = next;
    }
    this.rest = at >= text.length ? '' : text.slice(at);
    if (this.rest.length > ROW_LIMIT) {
      rows.push({ line: this.line, cells: [this.rest.slice(0, 400)], broken: 'record-too-large' });
      this.rest = '';
    }
    this.looked = this.rest.length;
    return rows;
  }

  /** One row with quotes, from `at`. Returns the index after it, or -1 when more text is needed. */
  private quotedRow(text: string, at: number, lineEnd: number, last: boolean, rows: CsvRow[]): number {
    const cells: string[] = [];
    let from = at;
    for (;;) {
      if (text[from] === '"') {
        const close = closingQuote(text, from + 1);
        if (close < 0) {
          if (!last && text.length - from < QUOTE_LIMIT) return -1;
          return this.giveUp(text, at, lineEnd, 'unclosed-quote', rows);
        }
        if (close - from > QUOTE_LIMIT) return this.giveUp(text, at, lineEnd, 'unclosed-quote', rows);
        const inner = text.slice(from + 1, close);
        cells.push(inner.includes('""') ? inner.replaceAll('""', '"') : inner);
        from = close + 1;
        if (text[from] === '\r') from++;
        if (from >= text.length && !last) return -1;
        if (from >= text.length || text[from] === '\n') return this.finish(text, at, from, cells, rows);
        if (text[from] !== this.delimiter) return this.giveUp(text, at, lineEnd, 'text-after-quote', rows);
        from++;
        continue;
      }
      let end = text.indexOf('\n', from);
      if (end < 0) {
        if (!last) return -1;
        end = text.length;
      }
      const stop = text.indexOf(this.delimiter, from);
      if (stop < 0 || stop >= end) {
        cells.push(plainRow(text, from, end));
        return this.finish(text, at, end, cells, rows);
      }
      cells.push(text.slice(from, stop));
      from = stop + 1;
    }
  }

  private finish(text: string, at: number, end: number, cells: string[], rows: CsvRow[]): number {
    rows.push({ line: this.line, cells, broken: null });
    this.line++;
    for (let found = text.indexOf('\n', at); found >= 0 && found < end; found = text.indexOf('\n', found + 1))
      this.line++;
    return end + 1;
  }

  /** The row's first line is given up; the next line is read as the start of a row. */
  private giveUp(
    text: string,
    at: number,
    lineEnd: number,
    broken: CsvRow['broken'],
    rows: CsvRow[],
  ): number {
    rows.push({ line: this.line, cells: [plainRow(text, at, lineEnd)], broken });
    this.line++;
    return lineEnd + 1;
  }
}

function plainRow(text: string, from: number, to: number): string {
  return text.slice(from, to > from && text.charCodeAt(to - 1) === 13 ? to - 1 : to);
}

/** Index of the quote that closes a cell; doubled quotes are text. -1: not in this text. */
function closingQuote(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}
