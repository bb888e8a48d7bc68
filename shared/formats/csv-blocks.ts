/**
 * Text of a CSV file to blocks of cells, without a string for each: the plain rows of a chunk, cut by their bytes. Owns the
 * scan; whatever is not plain (a quote left open, text after a quote, a row cut off by the chunk) goes to csv-splitter.ts
 * from its first character on, so that what is odd is told and mended there alone.
 */

import { withRoom } from '../columns/number-array.ts';
import { readUtf8 } from '../columns/utf8.ts';
import type { CellBlock } from './cell-block.ts';
import { type CsvRow, type CsvSplitter, QUOTE_LIMIT } from './csv-splitter.ts';

const QUOTE = 34;
const LF = 10;
const CR = 13;
const WIDE = /[\uff01-\uff5e\u3000]/;

export class CsvBlocks {
  private readonly splitter: CsvSplitter;
  private readonly delimiter: number;
  private readonly names: readonly string[];
  private readonly encoder = new TextEncoder();
  private bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  private end = 0;
  private from = new Uint32Array(4096);
  private to = new Uint32Array(4096);
  private lines = new Uint32Array(256);
  /** Cells of the row being cut that hold doubled quotes. */
  private readonly doubled: number[] = [];
  /** Rows with another number of cells than there are columns: for the caller to name. */
  private uneven: CsvRow[] = [];
  private rows = 0;
  private line = 1;

  /** Goes on where `splitter` stopped. `delimiter`: one ASCII character. */
  constructor(splitter: CsvSplitter, delimiter: string, names: readonly string[]) {
    this.splitter = splitter;
    this.delimiter = delimiter.charCodeAt(0);
    this.names = names;
  }

  /** The rows that end in this chunk: the block's come first. */
  push(chunk: string): { block: CellBlock; rows: CsvRow[] } {
    const text = this.splitter.takeRest() + chunk;
    this.bytes = withRoom(this.bytes, text.length * 3);
    this.end = this.encoder.encodeInto(text, this.bytes).written;
    this.rows = 0;
    this.uneven = [];
    this.line = this.splitter.line;
    let at = 0;
    for (let next = this.row(at); next >= 0; next = this.row(at)) at = next;
    this.splitter.line = this.line;
    const left = at < this.end ? this.splitter.push(readUtf8(this.bytes, at, this.end)) : [];
    const { names, rows, bytes, from, to, lines } = this;
    return {
      block: { names, rows, bytes, from, to, lines, wide: WIDE.test(text) },
      rows: [...this.uneven, ...left],
    };
  }

  /** Cuts one row at `at`; where the next one begins, -1: it is not plain. */
  private row(at: number): number {
    const { bytes, end, delimiter } = this;
    const base = this.rows * this.names.length;
    let cells = 0;
    let breaks = 0;
    let from = at;
    this.doubled.length = 0;
    for (;;) {
      let stop = from;
      let last = from;
      if (bytes[from] === QUOTE && from < end) {
        for (stop++; ; stop++) {
          let byte = 0;
          while (stop < end && (byte = bytes[stop]) !== QUOTE) {
            if (byte === LF) breaks++;
            stop++;
          }
          if (stop >= end || stop - from > QUOTE_LIMIT) return -1;
          if (bytes[stop + 1] !== QUOTE || stop + 1 >= end) break;
          if (this.doubled.at(-1) !== base + cells) this.doubled.push(base + cells);
          stop++;
        }
        from++;
        last = stop++;
        if (stop < end && bytes[stop] === CR) stop++;
        if (stop >= end || (bytes[stop] !== LF && bytes[stop] !== delimiter)) return -1;
      } else {
        let byte = 0;
        while (stop < end && (byte = bytes[stop]) !== delimiter && byte !== LF) stop++;
        if (stop >= end) return -1;
        last = byte === LF && stop > from && bytes[stop - 1] === CR ? stop - 1 : stop;
      }
      this.keep(base + cells++, from, last);
      from = stop + 1;
      if (bytes[stop] === LF) break;
    }
    for (const cell of this.doubled) this.undouble(cell);
    this.settle(base, cells);
    this.line += 1 + breaks;
    return from;
  }

  private keep(cell: number, from: number, to: number): void {
    if (cell >= this.from.length) {
      this.from = withRoom(this.from, cell + 1);
      this.to = withRoom(this.to, cell + 1);
    }
    this.from[cell] = from;
    this.to[cell] = to;
  }

  /** "" within quotes is one quote. */
  private undouble(cell: number): void {
    const { bytes } = this;
    const end = this.to[cell];
    let put = this.from[cell];
    for (let at = put; at < end; at++) {
      bytes[put++] = bytes[at];
      if (bytes[at] === QUOTE) at++;
    }
    this.to[cell] = put;
  }

  /** Counts the row, unless it is blank or has another number of cells. */
  private settle(base: number, cells: number): void {
    const width = this.names.length;
    let filled = cells;
    while (filled > width && this.isBlank(base + filled - 1)) filled--;
    if (filled === width && !this.allBlank(base, width)) {
      this.lines = withRoom(this.lines, this.rows + 1);
      this.lines[this.rows++] = this.line;
    } else if (filled !== width) {
      const texts = Array.from({ length: cells }, (_, i) =>
        readUtf8(this.bytes, this.from[base + i], this.to[base + i]),
      );
      this.uneven.push({ line: this.line, cells: texts, broken: null });
    }
  }

  private allBlank(base: number, cells: number): boolean {
    for (let cell = base; cell < base + cells; cell++) if (!this.isBlank(cell)) return false;
    return true;
  }

  private isBlank(cell: number): boolean {
    const from = this.from[cell];
    const to = this.to[cell];
    if (from === to) return true;
    const first = this.bytes[from];
    // Letters, digits, hanzi: no blank.
    if ((first > 0x20 && first < 0x80) || (first > 0xe3 && first < 0xef)) return false;
    return readUtf8(this.bytes, from, to).trim() === '';
  }
}
