/**
 * The records of a JSON list straight from its UTF-8 bytes: objects are cut out, coordinates are read on the way, and the rest of all records
 * of a piece is parsed at once. Owns the quick way only: from the first thing on that is not a whole, plain record everything is left to
 * json-splitter.ts, which knows what to say of it and how to go on.
 */
import type { FlatCoordinates } from './flat-coordinates.ts';
import { LIMITS } from './json-piece.ts';
import {
  isObject,
  isUnread,
  type JsonObject,
  readJsonRecord,
  shapeFlat,
  shapeRecord,
} from './json-record.ts';
import { CUT_OFF, ObjectScan } from './object-scan.ts';
import { recordStart } from './record-start.ts';
import type { SourceRecord } from './source-record.ts';

/** An object in the bytes of a piece. */
interface Cut {
  start: number;
  stop: number;
  line: number;
  column: number;
  /** Of its coordinates; null: it is parsed as a whole. */
  flat: FlatCoordinates | null;
  from: number;
  end: number;
}

const NOTHING = new Uint8Array(0);
const NULL = Uint8Array.of(110, 117, 108, 108);

export class PlainRecords {
  /** Read so far. */
  count = 0;
  /** The place that has been come to: columns from 0, in UTF-16 units. */
  line: number;
  column: number;
  /** How they begin, as recordStart tells it of the first that has a key. */
  start: RegExp | null = null;
  private readonly scan: ObjectScan;
  /** What has not been read yet, and its length. */
  private held: Uint8Array[] = [];
  private size = 0;
  /** A record goes on: nothing is looked at before there are as many bytes. */
  private wanted = 0;
  private parcel = new Uint8Array(1 << 16);

  /** Begins behind the bracket of the list. `ascii`: only as long as nothing else comes. */
  constructor(at: { line: number; column: number }, ascii: boolean) {
    this.line = at.line;
    this.column = at.column;
    this.scan = new ObjectScan(ascii);
  }

  /** Reads on, into `records`. Returns what is left to others, from `line` and `column` on; null: nothing so far. */
  push(chunk: Uint8Array, records: SourceRecord[]): Uint8Array | null {
    this.held.push(chunk);
    this.size += chunk.length;
    if (this.size < this.wanted) return null;
    const bytes = this.rest();
    const cuts: Cut[] = [];
    const [at, odd] = this.cut(bytes, cuts);
    const failed = this.parse(bytes, cuts, records);
    this.count += failed < 0 ? cuts.length : failed;
    for (let i = 0; this.start === null && i < cuts.length && i !== failed; i++)
      this.start = recordStart(textOf(bytes, cuts[i].start, cuts[i].stop));
    if (failed >= 0) {
      this.line = cuts[failed].line;
      this.column = cuts[failed].column;
      return bytes.subarray(cuts[failed].start);
    }
    const rest = bytes.subarray(at);
    this.held = [rest];
    this.size = rest.length;
    this.wanted = 2 * rest.length;
    return odd || rest.length > LIMITS.record ? rest : null;
  }

  /** What has not been read yet. */
  rest(): Uint8Array {
    const [first, ...more] = this.held.filter(({ length }) => length > 0);
    if (!first || more.length === 0) return first ?? NOTHING;
    const all = new Uint8Array(this.size);
    let at = 0;
    for (const part of [first, ...more]) {
      all.set(part, at);
      at += part.length;
    }
    return all;
  }

  /** Where the whole objects end, and whether what comes there is not one that merely goes on. */
  private cut(bytes: Uint8Array, cuts: Cut[]): [number, boolean] {
    const { scan } = this;
    scan.line = this.line;
    scan.lineAt = -this.column;
    scan.wide = 0;
    for (let at = 0; ; at++) {
      const c = bytes[at];
      if (c === 10) scan.breakLine(at);
      else if (c === 123) {
        const { line } = scan;
        const column = at - scan.lineAt - scan.wide;
        const stop = scan.read(bytes, at);
        if (stop < 0) {
          this.line = line;
          this.column = column;
          return [at, stop !== CUT_OFF];
        }
        const { flat, from, end } = scan;
        cuts.push({ start: at, stop, line, column, flat, from, end });
        at = stop - 1;
      } else if (c !== 44 && c !== 32 && c !== 13 && c !== 9) {
        this.line = scan.line;
        this.column = at - scan.lineAt - scan.wide;
        return [at, at < bytes.length];
      }
    }
  }

  /** The number of the first cut that is for others; -1: none. */
  private parse(bytes: Uint8Array, cuts: readonly Cut[], records: SourceRecord[]): number {
    const values = this.values(bytes, cuts);
    for (let i = 0; i < cuts.length; i++) {
      const cut = cuts[i];
      const record = (values && shaped(bytes, cut, values[i])) ?? byItself(bytes, cut);
      if (!record) return i;
      records.push(record);
    }
    return -1;
  }

  /** All of them at once, with null for their coordinates; null: some cannot be parsed, or are not UTF-8. */
  private values(bytes: Uint8Array, cuts: readonly Cut[]): unknown[] | null {
    let size = 2;
    for (const { start, stop, flat, from, end } of cuts)
      size += stop - start + 1 - (flat ? end - from - NULL.length : 0);
    if (size > this.parcel.length) this.parcel = new Uint8Array(2 * size);
    const { parcel } = this;
    let at = 0;
    parcel[at++] = 91;
    for (let i = 0; i < cuts.length; i++) {
      const { start, stop, flat, from, end } = cuts[i];
      if (i > 0) parcel[at++] = 44;
      const first = flat ? from : stop;
      for (let k = start; k < first; k++) parcel[at++] = bytes[k];
      if (!flat) continue;
      for (let k = 0; k < NULL.length; k++) parcel[at++] = NULL[k];
      for (let k = end; k < stop; k++) parcel[at++] = bytes[k];
    }
    parcel[at++] = 93;
    const text = textOf(parcel, 0, at);
    if (text.includes('\ufffd')) return null;
    try {
      return JSON.parse(text) as unknown[];
    } catch {
      return null;
    }
  }
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return decoder.decode(bytes.subarray(from, to));
}

function shaped(bytes: Uint8Array, cut: Cut, value: unknown): SourceRecord | null {
  if (!isObject(value)) return null;
  const text = () => textOf(bytes, cut.start, cut.stop);
  return cut.flat
    ? shapeFlat(value, cut.line, text, bytes, cut)
    : shapeRecord(value as JsonObject, cut.line, text);
}

/** null: it is broken, or not UTF-8. */
function byItself(bytes: Uint8Array, { start, stop, line, column }: Cut): SourceRecord | null {
  try {
    const text = strict.decode(bytes.subarray(start, stop));
    const record = readJsonRecord(text, { line, column: column + 1, place: '' });
    return isUnread(record) ? null : record;
  } catch {
    return null;
  }
}
