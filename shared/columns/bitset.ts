/**
 * A set of row numbers 0..size-1 as bits, 32 per word: what every filter and selection is made of. Operations with
 * another set work in place and return `this`; both sets must have the same size. Bits at or past `size` are always 0.
 */
export class Bitset {
  readonly size: number;
  readonly words: Uint32Array;

  /** Empty, or over `words` (not copied), which must be ceil(size / 32) long with clear bits past `size`. */
  constructor(size: number, words: Uint32Array = new Uint32Array((size + 31) >>> 5)) {
    this.size = size;
    this.words = words;
  }

  static full(size: number): Bitset {
    return new Bitset(size).fill(0, size);
  }

  static of(size: number, rows: Iterable<number>): Bitset {
    const set = new Bitset(size);
    for (const row of rows) set.add(row);
    return set;
  }

  has(row: number): boolean {
    return ((this.words[row >>> 5] >>> (row & 31)) & 1) === 1;
  }

  add(row: number): void {
    this.words[row >>> 5] |= 1 << (row & 31);
  }

  remove(row: number): void {
    this.words[row >>> 5] &= ~(1 << (row & 31));
  }

  clone(): Bitset {
    return new Bitset(this.size, this.words.slice());
  }

  and(other: Bitset): this {
    const { words } = this;
    for (let i = 0; i < words.length; i++) words[i] &= other.words[i];
    return this;
  }

  or(other: Bitset): this {
    const { words } = this;
    for (let i = 0; i < words.length; i++) words[i] |= other.words[i];
    return this;
  }

  andNot(other: Bitset): this {
    const { words } = this;
    for (let i = 0; i < words.length; i++) words[i] &= ~other.words[i];
    return this;
  }

  not(): this {
    const { words } = this;
    for (let i = 0; i < words.length; i++) words[i] = ~words[i];
    this.clearTail();
    return this;
  }

  private clearTail(): void {
    if ((this.size & 31) !== 0) this.words[this.words.length - 1] &= tailMask(this.size);
  }

  /** Adds the rows [from, to). */
  fill(from: number, to: number): this {
    this.eachWord(from, to, (index, mask) => {
      this.words[index] |= mask;
    });
    return this;
  }

  /** Removes the rows [from, to). */
  clear(from: number, to: number): this {
    this.eachWord(from, to, (index, mask) => {
      this.words[index] &= ~mask;
    });
    return this;
  }

  private eachWord(from: number, to: number, change: (index: number, mask: number) => void): void {
    if (from >= to) return;
    const first = from >>> 5;
    const last = (to - 1) >>> 5;
    const head = -1 << (from & 31);
    const tail = -1 >>> (31 - ((to - 1) & 31));
    if (first === last) {
      change(first, head & tail);
      return;
    }
    change(first, head);
    for (let i = first + 1; i < last; i++) change(i, -1);
    change(last, tail);
  }

  count(): number {
    let sum = 0;
    for (let i = 0; i < this.words.length; i++) sum += ones(this.words[i]);
    return sum;
  }

  /** How many of the rows [from, to) are in the set. */
  countRange(from: number, to: number): number {
    if (from >= to) return 0;
    const first = from >>> 5;
    const last = (to - 1) >>> 5;
    const head = -1 << (from & 31);
    const tail = -1 >>> (31 - ((to - 1) & 31));
    if (first === last) return ones(this.words[first] & head & tail);
    let sum = ones(this.words[first] & head) + ones(this.words[last] & tail);
    for (let i = first + 1; i < last; i++) sum += ones(this.words[i]);
    return sum;
  }

  isEmpty(): boolean {
    for (let i = 0; i < this.words.length; i++) if (this.words[i] !== 0) return false;
    return true;
  }

  /** The first row of the set at or after `from`; -1: none. */
  next(from: number): number {
    return this.seek(from, 0);
  }

  /** The first row at or after `from` whose bit differs from all of `flip`; -1: none below size. */
  private seek(from: number, flip: 0 | -1): number {
    if (from >= this.size) return -1;
    let index = from >>> 5;
    let word = (this.words[index] ^ flip) & (-1 << (from & 31));
    while (word === 0) {
      if (++index === this.words.length) return -1;
      word = this.words[index] ^ flip;
    }
    const row = index * 32 + lowest(word);
    return row < this.size ? row : -1;
  }

  /** Rows in ascending order. */
  forEach(visit: (row: number) => void): void {
    for (let i = 0; i < this.words.length; i++) {
      let word = this.words[i];
      while (word !== 0) {
        visit(i * 32 + lowest(word));
        word &= word - 1;
      }
    }
  }

  /** Contiguous runs [from, to) in ascending order. */
  forEachRun(visit: (from: number, to: number) => void): void {
    let from = this.seek(0, 0);
    while (from >= 0) {
      const end = this.seek(from, -1);
      visit(from, end < 0 ? this.size : end);
      if (end < 0) return;
      from = this.seek(end, 0);
    }
  }

  /** All rows, ascending. */
  toRows(): Uint32Array {
    const rows = new Uint32Array(this.count());
    let at = 0;
    for (let i = 0; i < this.words.length; i++) {
      let word = this.words[i];
      while (word !== 0) {
        rows[at++] = i * 32 + lowest(word);
        word &= word - 1;
      }
    }
    return rows;
  }

  /** The rows [from, to) as a set of their own, row `from` becoming 0. */
  slice(from: number, to: number): Bitset {
    const size = Math.max(0, Math.min(to, this.size) - from);
    const part = new Bitset(size);
    const shift = from & 31;
    const first = from >>> 5;
    for (let i = 0; i < part.words.length; i++) {
      const low = this.words[first + i] >>> shift;
      const next = first + i + 1 < this.words.length ? this.words[first + i + 1] : 0;
      part.words[i] = shift === 0 ? low : low | (next << (32 - shift));
    }
    part.clearTail();
    return part;
  }

  equals(other: Bitset): boolean {
    return this.size === other.size && this.words.every((word, i) => word === other.words[i]);
  }
}

function tailMask(size: number): number {
  return -1 >>> (32 - (size & 31));
}

/** Index of the lowest set bit. */
function lowest(word: number): number {
  return 31 - Math.clz32(word & -word);
}

/** Population count of a 32-bit word (Hacker's Delight, 5-2). */
function ones(word: number): number {
  let x = word - ((word >>> 1) & 0x55555555);
  x = (x & 0x33333333) + ((x >>> 2) & 0x33333333);
  x = (x + (x >>> 4)) & 0x0f0f0f0f;
  return Math.imul(x, 0x01010101) >>> 24;
}
