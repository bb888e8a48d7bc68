/**
 * The coordinates of a GeoJSON text as flat numbers, read straight from its UTF-8 bytes: no text and no array for each position. Owns the
 * strict scan; whatever is not plain (mixed depths, empty lists, anything but numbers) is left to JSON.parse, which then says what is wrong.
 */

export interface FlatCoordinates {
  /** 1: a position, 2: a list of them, 3: rings or lines, 4: polygons. */
  depth: number;
  /** x, y of every position in turn; further numbers of a position are left out. Others' numbers stand before and behind. */
  values: Float64Array;
  /** Where the first x stands in them, and where the last y ends. */
  from: number;
  to: number;
  /** Where each list of positions ends, in positions. */
  lists: readonly number[];
  /** Where each polygon ends, in lists. */
  parts: readonly number[];
}

const DEEPEST = 4;
const TENS = Array.from({ length: 23 }, (_, power) => 10 ** power);

/**
 * Numbers of many records lie side by side in one array: an array of its own for each would cost more than its numbers. What is full is left
 * to those who still hold it.
 */
let pool = new Float64Array(1 << 15);
let taken = 0;

/** Room for one more position behind the `used` numbers of the record that is being read. */
function room(used: number): void {
  if (taken + used + 2 <= pool.length) return;
  const wider = new Float64Array(Math.max(1 << 15, used * 2 + 2));
  wider.set(pool.subarray(taken, taken + used));
  pool = wider;
  taken = 0;
}

/** Reads coordinates one after the other; what it says of the last is told until the next. */
export class CoordinateScan {
  /** Behind what was read. */
  at = 0;
  /** Line breaks within, and where the line after the last of them begins. */
  lines = 0;
  lineAt = 0;
  private bytes: Uint8Array = new Uint8Array(0);
  private used = 0;
  private depth = 0;
  private lists: number[] = [];
  private parts: number[] = [];

  /** The coordinates that begin at `from`; null: they are not plain, or not whole. */
  read(bytes: Uint8Array, from: number): FlatCoordinates | null {
    this.bytes = bytes;
    this.at = from;
    this.lines = 0;
    this.used = 0;
    this.depth = 0;
    this.lists = [];
    this.parts = [];
    while (bytes[this.at] === 91 && this.depth <= DEEPEST) {
      this.depth++;
      this.at++;
      this.blanks();
    }
    this.at = from;
    this.lines = 0;
    if (this.depth === 0 || this.depth > DEEPEST || !this.list(this.depth)) return null;
    const { depth, lists, parts } = this;
    const first = taken;
    taken += this.used;
    return { depth, values: pool, from: first, to: taken, lists, parts };
  }

  private blanks(): void {
    const { bytes } = this;
    for (let c = bytes[this.at]; c === 32 || c === 10 || c === 13 || c === 9; c = bytes[++this.at]) {
      if (c !== 10) continue;
      this.lines++;
      this.lineAt = this.at + 1;
    }
  }

  /** A list of this depth; false: it is not plain. */
  private list(depth: number): boolean {
    if (depth === 1) return this.position();
    const { bytes } = this;
    if (bytes[this.at] !== 91) return false;
    this.at++;
    for (;;) {
      this.blanks();
      if (!this.list(depth - 1)) return false;
      this.blanks();
      const c = bytes[this.at++];
      if (c === 93) break;
      if (c !== 44) return false;
    }
    if (depth === 2) this.lists.push(this.used >>> 1);
    else if (depth === 3) this.parts.push(this.lists.length);
    return true;
  }

  private position(): boolean {
    const { bytes } = this;
    if (bytes[this.at] !== 91) return false;
    this.at++;
    room(this.used);
    for (let index = 0; ; index++) {
      this.blanks();
      const number = this.number();
      if (Number.isNaN(number)) return false;
      if (index < 2) pool[taken + this.used++] = number;
      this.blanks();
      const c = bytes[this.at++];
      if (c === 93) return index > 0;
      if (c !== 44) return false;
    }
  }

  /** A number by the grammar of JSON; NaN: it is none. */
  private number(): number {
    const { bytes } = this;
    const from = this.at;
    let at = from;
    const minus = bytes[at] === 45;
    if (minus) at++;
    const whole = at;
    let digits = 0;
    let c = bytes[at];
    for (; c >= 48 && c <= 57; c = bytes[++at]) digits = digits * 10 + (c - 48);
    const wholeDigits = at - whole;
    if (wholeDigits === 0 || (wholeDigits > 1 && bytes[whole] === 48)) return Number.NaN;
    let decimals = 0;
    if (c === 46) {
      const point = at;
      for (c = bytes[++at]; c >= 48 && c <= 57; c = bytes[++at]) digits = digits * 10 + (c - 48);
      decimals = at - point - 1;
      if (decimals === 0) return Number.NaN;
    }
    if (c === 101 || c === 69) return Number.NaN;
    this.at = at;
    // Up to 15 digits and a power of ten up to 22 are exact, so that one division rounds as JSON.parse does.
    if (wholeDigits + decimals > 15) return Number(String.fromCharCode(...bytes.subarray(from, at)));
    const value = decimals === 0 ? digits : digits / TENS[decimals];
    return minus ? -value : value;
  }
}
