/**
 * One column of a block of cells on its way into a column of a table: text, words, births, labels. Owns the quick reading of
 * what is plain, by bytes; for any other cell it asks import-values.ts, so that both say the same.
 */
import type { DictBuilder, NumberBuilder, TagsBuilder, TextBuilder } from '../columns/column-builder.ts';
import { withRoom } from '../columns/number-array.ts';
import { TextKeys } from '../columns/text-keys.ts';
import { type CellBlock, cellText } from '../formats/cell-block.ts';
import type { FieldSpec } from './import-fields.ts';
import { type PlainDate, plainText, readDate, readTags, readWord } from './import-values.ts';

/** `column`: of the block; -1: the file has none, every cell is blank. */
export interface CellColumn {
  /** Reads the rows of a block; a row that must go the long way is marked in `hard`. */
  read(block: CellBlock, hard: Uint8Array): void;
  /** Appends the rows [from, to) of the block that was read last. */
  push(block: CellBlock, from: number, to: number): void;
}

/** Text without blanks around it and without full-width forms; what has them is mended a cell at a time. */
export class TextCells implements CellColumn {
  private readonly targets: readonly TextBuilder[];
  private readonly column: number;
  private readonly verbatim: boolean;
  /** Rows with a cell to mend, ascending, and the mended text. */
  private mendedRows: number[] = [];
  private mended: string[] = [];

  constructor(targets: readonly TextBuilder[], column: number, verbatim: boolean) {
    this.targets = targets;
    this.column = column;
    this.verbatim = verbatim;
  }

  read(block: CellBlock): void {
    this.mendedRows = [];
    this.mended = [];
    if (this.column < 0 || this.verbatim) return;
    const { bytes, from, to, rows, wide } = block;
    const step = block.names.length;
    for (let row = 0, i = this.column; row < rows; row++, i += step) {
      if (isPlain(bytes, from[i], to[i], wide)) continue;
      this.mendedRows.push(row);
      this.mended.push(plainText(cellText(block, row, this.column)));
    }
  }

  /** The text of a row as it will be kept. */
  text(block: CellBlock, row: number): string {
    if (this.column < 0) return '';
    const at = this.mendedRows.indexOf(row);
    return at < 0 ? cellText(block, row, this.column) : this.mended[at];
  }

  /** Makes the text of a row a key. */
  addTo(keys: TextKeys, block: CellBlock, row: number): void {
    const cell = row * block.names.length + this.column;
    if (this.mendedRows.includes(row)) keys.addText(this.text(block, row));
    else keys.add(block.bytes, block.from[cell], block.to[cell]);
  }

  isBlank(block: CellBlock, row: number): boolean {
    if (this.column < 0) return true;
    const cell = row * block.names.length + this.column;
    return (
      block.from[cell] === block.to[cell] || (this.mendedRows.length > 0 && this.text(block, row) === '')
    );
  }

  push(block: CellBlock, from: number, to: number): void {
    let at = from;
    for (let i = 0; i < this.mendedRows.length; i++) {
      const row = this.mendedRows[i];
      if (row < from || row >= to) continue;
      this.pushPlain(block, at, row);
      for (const target of this.targets) target.push(this.mended[i]);
      at = row + 1;
    }
    this.pushPlain(block, at, to);
  }

  private pushPlain({ bytes, from, to, names }: CellBlock, first: number, end: number): void {
    if (first >= end) return;
    for (const target of this.targets) {
      if (this.column < 0) target.pushEmpty(end - first);
      else {
        const step = names.length;
        target.pushCells(bytes, from, to, first * step + this.column, end * step, step);
      }
    }
  }
}

/** Different words of a column that are remembered with their codes. */
const WORDS_KEPT = 20_000;
const UNKNOWN = 0xffffffff;

/** Words of a vocabulary, each spelling looked up once. */
export class WordCells implements CellColumn {
  codes = new Uint32Array(0);
  private readonly target: DictBuilder;
  private readonly column: number;
  private readonly spec: FieldSpec;
  private readonly chosen: ReadonlyMap<string, string> | undefined;
  /** Code of a cell that says nothing. */
  private readonly blank: number;
  private readonly keys = new TextKeys();
  private codeOfKey = new Uint32Array(256);

  constructor(
    target: DictBuilder,
    column: number,
    spec: FieldSpec,
    chosen: ReadonlyMap<string, string> | undefined,
    blank = '',
  ) {
    this.target = target;
    this.column = column;
    this.spec = spec;
    this.chosen = chosen;
    this.blank = target.code(blank);
  }

  read(block: CellBlock, hard: Uint8Array): void {
    const { bytes, from, to, rows } = block;
    this.codes = withRoom(this.codes, rows);
    if (this.column < 0) {
      this.codes.fill(this.blank);
      return;
    }
    const step = block.names.length;
    for (let row = 0, i = this.column; row < rows; row++, i += step) {
      const known = this.keys.find(bytes, from[i], to[i]);
      const code = known >= 0 ? this.codeOfKey[known] : this.learn(block, row, from[i], to[i]);
      if (code === UNKNOWN) hard[row] = 1;
      this.codes[row] = code;
    }
  }

  push(_block: CellBlock, from: number, to: number): void {
    this.target.pushCodes(this.codes.subarray(from, to));
  }

  codeOf(word: string): number {
    return this.target.code(word);
  }

  private learn(block: CellBlock, row: number, from: number, to: number): number {
    const value = cellText(block, row, this.column);
    const { words } = this.spec;
    const chosen = this.chosen?.get(plainText(value));
    const word = chosen ?? (words ? readWord(value, words) : plainText(value));
    const code = word === null ? UNKNOWN : word === '' ? this.blank : this.target.code(word);
    if (this.keys.size < WORDS_KEPT) {
      const key = this.keys.add(block.bytes, from, to);
      this.codeOfKey = withRoom(this.codeOfKey, key + 1);
      this.codeOfKey[key] = code;
    }
    return code;
  }
}

/** Births as year, month and day; 0: not known. */
export class BirthCells implements CellColumn {
  years = new Uint16Array(0);
  months = new Uint8Array(0);
  days = new Uint8Array(0);
  private readonly column: number;
  private readonly targets: readonly NumberBuilder[];

  /** `targets`: of year, month and day. */
  constructor(targets: readonly NumberBuilder[], column: number) {
    this.targets = targets;
    this.column = column;
  }

  read(block: CellBlock, hard: Uint8Array): void {
    const { bytes, from, to, rows } = block;
    this.years = withRoom(this.years, rows);
    this.months = withRoom(this.months, rows);
    this.days = withRoom(this.days, rows);
    this.years.fill(0, 0, rows);
    this.months.fill(0, 0, rows);
    this.days.fill(0, 0, rows);
    if (this.column < 0) return;
    const step = block.names.length;
    for (let row = 0, i = this.column; row < rows; row++, i += step) {
      if (from[i] === to[i]) continue;
      const packed = dateOf(bytes, from[i], to[i]);
      if (packed > 0) {
        this.years[row] = packed >>> 16;
        this.months[row] = (packed >>> 8) & 0xff;
        this.days[row] = packed & 0xff;
        continue;
      }
      const value = cellText(block, row, this.column);
      const date = readDate(value);
      if (date) this.set(row, date);
      else if (plainText(value) !== '') hard[row] = 1;
    }
  }

  set(row: number, { year, month, day }: PlainDate): void {
    this.years[row] = year;
    this.months[row] = month;
    this.days[row] = day;
  }

  push(_block: CellBlock, from: number, to: number): void {
    this.targets[0].pushAll(this.years.subarray(from, to));
    this.targets[1].pushAll(this.months.subarray(from, to));
    this.targets[2].pushAll(this.days.subarray(from, to));
  }
}

/** Labels: seldom filled, and then read as anywhere. */
export class TagCells implements CellColumn {
  private readonly target: TagsBuilder;
  private readonly column: number;

  constructor(target: TagsBuilder, column: number) {
    this.target = target;
    this.column = column;
  }

  read(): void {}

  push(block: CellBlock, from: number, to: number): void {
    for (let row = from; row < to; row++) {
      const cell = row * block.names.length + this.column;
      const blank = this.column < 0 || block.from[cell] === block.to[cell];
      this.target.push(blank ? null : readTags(cellText(block, row, this.column)));
    }
  }
}

/** `plainText` would change nothing. May say no where it would not. */
function isPlain(bytes: Uint8Array, from: number, to: number, wide: boolean): boolean {
  if (from === to) return true;
  if (mayBeBlank(bytes, from) || bytes[to - 1] <= 0x20) return false;
  // The last character, if it has several bytes.
  if (bytes[to - 1] >= 0x80 && (mayBeBlank(bytes, to - 3) || mayBeBlank(bytes, to - 2))) return false;
  if (!wide) return true;
  for (let at = from; at < to; at++) {
    if (bytes[at] === 0xef || (bytes[at] === 0xe3 && bytes[at + 1] === 0x80)) return false;
  }
  return true;
}

/** A character that `trim` takes away may begin here: those of ASCII, U+00A0, U+1680, U+2000-205F, U+3000, U+FEFF. */
function mayBeBlank(bytes: Uint8Array, at: number): boolean {
  const lead = bytes[at];
  if (lead <= 0x20) return true;
  if (lead < 0x80) return false;
  return (
    lead === 0xc2 ||
    lead === 0xe1 ||
    lead === 0xe2 ||
    lead === 0xef ||
    (lead === 0xe3 && bytes[at + 1] === 0x80)
  );
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** 1990-1-31, 1990/01/31, 1990.1.31 or 19900131 as year << 16 | month << 8 | day; 0: ask readDate. */
function dateOf(bytes: Uint8Array, from: number, to: number): number {
  if (to - from < 8 || to - from > 10) return 0;
  let number = 0;
  for (let at = from; at < from + 4; at++) number = number * 10 + digit(bytes[at]);
  const year = number;
  let at = from + 4;
  let month = 0;
  let day = 0;
  if (isDigit(bytes[at])) {
    if (to - from !== 8) return 0;
    month = digit(bytes[at]) * 10 + digit(bytes[at + 1]);
    day = digit(bytes[at + 2]) * 10 + digit(bytes[at + 3]);
  } else {
    if (!isJoint(bytes[at++])) return 0;
    month = digit(bytes[at++]);
    if (isDigit(bytes[at])) month = month * 10 + digit(bytes[at++]);
    if (!isJoint(bytes[at++]) || at >= to || to - at > 2) return 0;
    day = digit(bytes[at++]);
    if (at < to) day = day * 10 + digit(bytes[at]);
  }
  // A byte that is no digit makes all of it NaN.
  if (!(year >= 1850 && year <= 2149 && month >= 1 && month <= 12 && day >= 1)) return 0;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 1 : 0;
  return day <= DAYS[month - 1] + leap ? (year << 16) | (month << 8) | day : 0;
}

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function digit(byte: number): number {
  return isDigit(byte) ? byte - 48 : Number.NaN;
}

/** - / . */
function isJoint(byte: number): boolean {
  return byte >= 45 && byte <= 47;
}
