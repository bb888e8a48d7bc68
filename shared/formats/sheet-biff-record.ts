/**
 * Records of a BIFF stream (MS-XLS 2.1.4) and the text in them, which may run on over CONTINUE records. Owns cutting and
 * decoding; what a record means is sheet-biff.ts and sheet-biff-rows.ts.
 */
import { FormatError } from './format-error.ts';

export const BIFF = {
  eof: 0x0a,
  formula: 0x06,
  date1904: 0x22,
  filePass: 0x2f,
  continue: 0x3c,
  codePage: 0x42,
  boundSheet: 0x85,
  mulRk: 0xbd,
  rString: 0xd6,
  xf: 0xe0,
  mergeCells: 0xe5,
  sst: 0xfc,
  labelSst: 0xfd,
  number: 0x203,
  label: 0x204,
  boolErr: 0x205,
  string: 0x207,
  rk: 0x27e,
  format: 0x41e,
  bof: 0x809,
} as const;

/** Decodes the bytes of text before BIFF8, by the code page of the workbook. */
export type TextOf = (bytes: Uint8Array) => string;

/** Walks records; `next` moves, the fields tell of the record it stands on. */
export class BiffCursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  type = 0;
  /** Of the record's data. */
  at = 0;
  length = 0;
  private following: number;

  constructor(bytes: Uint8Array, from = 0) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.following = from;
  }

  /** Throws `truncated` where the stream ends before its EOF record. */
  next(): void {
    const from = this.following;
    if (from + 4 > this.bytes.length) throw new FormatError('truncated');
    this.type = this.view.getUint16(from, true);
    this.length = this.view.getUint16(from + 2, true);
    this.at = from + 4;
    this.following = this.at + this.length;
    if (this.following > this.bytes.length) throw new FormatError('truncated');
  }

  /** The type of the record that comes next, or -1. */
  peek(): number {
    return this.following + 4 > this.bytes.length ? -1 : this.view.getUint16(this.following, true);
  }

  /** Reads on from a place in the record, over the CONTINUE records after it; the cursor moves past them. */
  segments(offset: number): BiffSegments {
    if (offset > this.length) throw damagedRecord();
    const list: [number, number][] = [[this.at + offset, this.at + this.length]];
    while (this.peek() === BIFF.continue) {
      this.next();
      list.push([this.at, this.at + this.length]);
    }
    return new BiffSegments(this.bytes, list);
  }
}

/** A record with its continuations, read in order. Throws `damaged` at the end. */
export class BiffSegments {
  private readonly bytes: Uint8Array;
  private readonly list: readonly [number, number][];
  private index = 0;
  private at: number;

  constructor(bytes: Uint8Array, list: readonly [number, number][]) {
    this.bytes = bytes;
    this.list = list;
    this.at = list[0][0];
  }

  get ended(): boolean {
    return this.index === this.list.length - 1 && this.at >= this.list[this.index][1];
  }

  u8(): number {
    if (this.at >= this.list[this.index][1]) this.advance();
    return this.bytes[this.at++];
  }

  u16(): number {
    return this.u8() | (this.u8() << 8);
  }

  u32(): number {
    return (this.u16() | (this.u16() << 16)) >>> 0;
  }

  skip(count: number): void {
    for (let left = count; left > 0; ) {
      if (this.at >= this.list[this.index][1]) this.advance();
      const step = Math.min(left, this.list[this.index][1] - this.at);
      this.at += step;
      left -= step;
    }
  }

  /** Text before BIFF8: `count` bytes. */
  narrow(count: number, textOf: TextOf): string {
    const out = new Uint8Array(Math.min(count, 65_535));
    for (let index = 0; index < out.length; index++) out[index] = this.u8();
    return textOf(out);
  }

  /** BIFF8 text after its count: flags, characters, then runs and phonetic data, which are skipped (MS-XLS 2.5.293). */
  unicode(count: number): string {
    const flags = this.u8();
    const runs = flags & 8 ? this.u16() : 0;
    const extra = flags & 4 ? this.u32() : 0;
    const text = this.characters(count, (flags & 1) === 1);
    this.skip(runs * 4 + extra);
    return text;
  }

  /** Characters that run on into a continuation begin there with flags of their own. */
  private characters(count: number, wideAtFirst: boolean): string {
    let wide = wideAtFirst;
    let text = '';
    for (let left = count; left > 0; ) {
      if (this.at >= this.list[this.index][1]) {
        this.advance();
        wide = (this.u8() & 1) === 1;
      }
      const room = this.list[this.index][1] - this.at;
      const step = Math.min(left, wide ? room >> 1 : room);
      if (step === 0) throw damagedRecord();
      const part = this.bytes.subarray(this.at, this.at + (wide ? step * 2 : step));
      text += wide ? wideText(part) : String.fromCharCode(...part);
      this.at += part.length;
      left -= step;
    }
    return text;
  }

  private advance(): void {
    do {
      if (++this.index >= this.list.length) {
        this.index = this.list.length - 1;
        throw damagedRecord();
      }
      this.at = this.list[this.index][0];
    } while (this.at >= this.list[this.index][1]);
  }
}

const utf16 = new TextDecoder('utf-16le', { ignoreBOM: true });

function wideText(bytes: Uint8Array): string {
  return utf16.decode(bytes);
}

export function damagedRecord(): FormatError {
  return new FormatError('damaged', { place: 'BIFF' }, { place: 'XLS' });
}
