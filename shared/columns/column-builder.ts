/**
 * Builders that append one value at a time to a column of numbers, words, text or labels. Owns growth and
 * interning; the table builder keeps columns equally long. Lines and polygons are geometry-builder.ts.
 */
import type { DictColumn, NumberArray, NumberColumn, NumberType, TagsColumn, TextColumn } from './column.ts';
import { ColumnError } from './column-error.ts';
import { newNumbers, trimmed, withRoom } from './number-array.ts';
import { utf8Room, writeUtf8 } from './utf8.ts';

export class NumberBuilder {
  length = 0;
  private values;
  /** As many values fit: asking an array of any type for its length, for every value, takes longer than keeping it. */
  private room: number;
  private readonly float: boolean;
  private readonly unknown: number;
  private readonly type: NumberType;
  private readonly missing: number | undefined;
  private readonly table: string;
  private readonly name: string;
  constructor(table: string, name: string, type: NumberType, missing?: number) {
    this.table = table;
    this.name = name;
    this.type = type;
    this.missing = missing;
    this.float = type === 'f32' || type === 'f64';
    this.unknown = missing ?? (this.float ? Number.NaN : 0);
    this.values = newNumbers(type, 256);
    this.room = this.values.length;
  }

  private grow(): void {
    this.values = withRoom(this.values, this.length + 1);
    this.room = this.values.length;
  }

  /** null: not known. Throws ColumnError 'out-of-range' for a value that the type cannot hold. */
  push(value: number | null | undefined): void {
    if (this.length === this.room) this.grow();
    const { values } = this;
    const stored = value ?? this.unknown;
    values[this.length] = stored;
    if (!this.float && values[this.length] !== stored) {
      throw new ColumnError('out-of-range', this.table, this.name, `row ${this.length}, ${this.type}`);
    }
    this.length++;
  }

  /** Values that the type can hold. */
  pushAll(numbers: NumberArray): void {
    this.values = withRoom(this.values, this.length + numbers.length);
    this.room = this.values.length;
    this.values.set(numbers, this.length);
    this.length += numbers.length;
  }

  /** `count` rows that are not known. */
  pushUnknown(count: number): void {
    this.push(null);
    this.values = withRoom(this.values, this.length + count - 1);
    this.room = this.values.length;
    this.values.fill(this.values[this.length - 1], this.length, this.length + count - 1);
    this.length += count - 1;
  }

  finish(): NumberColumn {
    const values = trimmed(this.values, this.length);
    return this.missing === undefined
      ? { kind: 'number', type: this.type, values }
      : { kind: 'number', type: this.type, values, missing: this.missing };
  }
}

export class DictBuilder {
  length = 0;
  private codes: Uint8Array | Uint16Array | Uint32Array = new Uint8Array(256);
  private readonly words: string[] = [''];
  private readonly codeOf = new Map<string, number>([['', 0]]);

  /** `vocabulary`: words that get their codes in this order whether they occur or not. */
  constructor(vocabulary: readonly string[] = []) {
    for (const word of vocabulary) this.code(word);
  }

  /** The code of a word, a new one where it has none. */
  code(word: string): number {
    const known = this.codeOf.get(word);
    if (known !== undefined) return known;
    const code = this.words.length;
    this.words.push(word);
    this.codeOf.set(word, code);
    if (code === 0x100) this.codes = Uint16Array.from(this.codes);
    if (code === 0x10000) this.codes = Uint32Array.from(this.codes);
    return code;
  }

  push(word: string | null | undefined): void {
    const code = word ? this.code(word) : 0;
    if (this.length >= this.codes.length) this.codes = withRoom(this.codes, this.length + 1);
    this.codes[this.length++] = code;
  }

  /** Codes that `code` gave. */
  pushCodes(codes: Uint32Array): void {
    this.codes = withRoom(this.codes, this.length + codes.length);
    this.codes.set(codes, this.length);
    this.length += codes.length;
  }

  finish(): DictColumn {
    return { kind: 'dict', codes: trimmed(this.codes, this.length), words: this.words };
  }
}

export class TextBuilder {
  length = 0;
  private bytes = new Uint8Array(4096);
  private used = 0;
  private offsets = new Uint32Array(256);
  private readonly table: string;
  private readonly name: string;
  constructor(table: string, name: string) {
    this.table = table;
    this.name = name;
  }

  /** Throws ColumnError 'out-of-range' when the column passes 4 GiB. */
  push(text: string | null | undefined): void {
    if (text) {
      if (this.used + utf8Room(text) > this.bytes.length)
        this.bytes = withRoom(this.bytes, this.used + utf8Room(text));
      this.used += writeUtf8(text, this.bytes, this.used);
      if (this.used > 0xffffffff) throw new ColumnError('out-of-range', this.table, this.name, 'over 4 GiB');
    }
    if (this.length + 2 > this.offsets.length) this.offsets = withRoom(this.offsets, this.length + 2);
    this.offsets[++this.length] = this.used;
  }

  /** `count` rows without text. */
  pushEmpty(count: number): void {
    this.offsets = withRoom(this.offsets, this.length + count + 1);
    this.offsets.fill(this.used, this.length + 1, this.length + count + 1);
    this.length += count;
  }

  /** The cells bytes[from[i], to[i]) for i = first, first + step ... below `end`. Throws as `push`. */
  pushCells(
    source: Uint8Array,
    from: Uint32Array,
    to: Uint32Array,
    first: number,
    end: number,
    step: number,
  ): void {
    let size = 0;
    for (let i = first; i < end; i += step) size += to[i] - from[i];
    this.offsets = withRoom(this.offsets, this.length + 1 + Math.ceil((end - first) / step));
    this.bytes = withRoom(this.bytes, this.used + size);
    if (this.used + size > 0xffffffff)
      throw new ColumnError('out-of-range', this.table, this.name, 'over 4 GiB');
    const { bytes, offsets } = this;
    let { used, length } = this;
    for (let i = first; i < end; i += step) {
      for (let at = from[i]; at < to[i]; at++) bytes[used++] = source[at];
      offsets[++length] = used;
    }
    this.used = used;
    this.length = length;
  }

  finish(): TextColumn {
    return {
      kind: 'text',
      bytes: trimmed(this.bytes, this.used),
      offsets: trimmed(this.offsets, this.length + 1),
    };
  }
}

export class TagsBuilder {
  length = 0;
  private readonly names: string[];
  private readonly bitOf = new Map<string, number>();
  /** One growing mask array per lane of 32 labels. */
  private readonly lanes: Uint32Array[] = [];
  private capacity = 256;

  constructor(names: readonly string[] = []) {
    this.names = [];
    for (const name of names) this.bit(name);
  }

  private bit(name: string): number {
    const known = this.bitOf.get(name);
    if (known !== undefined) return known;
    const bit = this.names.length;
    this.names.push(name);
    this.bitOf.set(name, bit);
    if (bit >>> 5 === this.lanes.length) this.lanes.push(new Uint32Array(this.capacity));
    return bit;
  }

  push(labels: readonly string[] | null | undefined): void {
    if (this.length === this.capacity) {
      this.capacity *= 2;
      for (let lane = 0; lane < this.lanes.length; lane++) {
        this.lanes[lane] = withRoom(this.lanes[lane], this.capacity);
      }
    }
    for (const label of labels ?? []) {
      const bit = this.bit(label);
      this.lanes[bit >>> 5][this.length] |= 1 << (bit & 31);
    }
    this.length++;
  }

  finish(): TagsColumn {
    const masks = new Uint32Array(this.lanes.length * this.length);
    for (let lane = 0; lane < this.lanes.length; lane++) {
      masks.set(this.lanes[lane].subarray(0, this.length), lane * this.length);
    }
    return { kind: 'tags', masks, names: this.names };
  }
}
