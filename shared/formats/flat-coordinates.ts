/**
 * The coordinates of a GeoJSON text as flat numbers, read straight from the characters: no array for each position. Owns the strict scan;
 * whatever is not plain (mixed depths, empty lists, anything but numbers) is left to JSON.parse, which then says what is wrong.
 */

export interface FlatCoordinates {
  /** 1: a position, 2: a list of them, 3: rings or lines, 4: polygons. */
  depth: number;
  /** x, y of every position in turn; further numbers of a position are left out. */
  values: Float64Array;
  /** Where each list of positions ends, in positions. */
  lists: readonly number[];
  /** Where each polygon ends, in lists. */
  parts: readonly number[];
}

const KEY = '"coordinates"';
const DEEPEST = 4;
const TENS = Array.from({ length: 23 }, (_, power) => 10 ** power);

/** The coordinates of a feature's text; null: they are not plain, or not the only ones. */
export function findCoordinates(text: string): PlacedCoordinates | null {
  if (!hasOneKey(text)) return null;
  const key = text.indexOf(KEY);
  let from = blanks(text, key + KEY.length);
  if (text.charCodeAt(from) !== 58) return null;
  from = blanks(text, from + 1);
  return scanCoordinates(text, from);
}

/** Coordinates and where they stand in the text that they were read from. */
export interface PlacedCoordinates {
  from: number;
  end: number;
  flat: FlatCoordinates;
}

/** The coordinates that begin at `from`; null: they are not plain, or not whole. */
function scanCoordinates(text: string, from: number): PlacedCoordinates | null {
  const scan = new Scan(text, from);
  const flat = scan.read();
  return flat && { from, end: scan.at, flat };
}

/** Reads coordinates within a longer text, on their way through whoever cuts it. */
export class CoordinateReader {
  private text = '';
  /** End of the line of `text` that was asked for last. */
  private lineEnd = -1;

  /** What begins at `at`; null: it is not the value of "coordinates", not plain, or goes over a line's end. */
  read(text: string, at: number): PlacedCoordinates | null {
    const read = followsKey(text, at) ? scanCoordinates(text, at) : null;
    return read && this.lineEndAt(text, at) >= read.end ? read : null;
  }

  private lineEndAt(text: string, at: number): number {
    if (this.lineEnd < at || this.text !== text) {
      const next = text.indexOf('\n', at);
      this.lineEnd = next < 0 ? text.length : next;
      this.text = text;
    }
    return this.lineEnd;
  }
}

/** Whether `at` is where the value of a key "coordinates" begins. */
function followsKey(text: string, at: number): boolean {
  let colon = at - 1;
  while (isBlank(text.charCodeAt(colon))) colon--;
  let end = colon;
  while (isBlank(text.charCodeAt(end - 1))) end--;
  return text.startsWith(KEY, end - KEY.length);
}

/** Whether the key stands once in the text: what is told of it is told of these coordinates. */
export function hasOneKey(text: string): boolean {
  const key = text.indexOf(KEY);
  return key >= 0 && text.indexOf(KEY, key + KEY.length) < 0;
}

function isBlank(c: number): boolean {
  return c === 32 || c === 10 || c === 13 || c === 9;
}

function blanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text.charCodeAt(at))) at++;
  return at;
}

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

class Scan {
  at: number;
  private readonly text: string;
  private used = 0;
  private depth = 0;
  private readonly lists: number[] = [];
  private readonly parts: number[] = [];

  constructor(text: string, from: number) {
    this.text = text;
    this.at = from;
  }

  read(): FlatCoordinates | null {
    let deepest = this.at;
    while (this.text.charCodeAt(deepest) === 91 && this.depth <= DEEPEST) {
      this.depth++;
      deepest = blanks(this.text, deepest + 1);
    }
    if (this.depth === 0 || this.depth > DEEPEST || !this.list(this.depth)) return null;
    const { depth, lists, parts } = this;
    const values = pool.subarray(taken, taken + this.used);
    taken += this.used;
    return { depth, values, lists, parts };
  }

  /** A list of this depth; false: it is not plain. */
  private list(depth: number): boolean {
    const { text } = this;
    if (depth === 1) return this.position();
    if (text.charCodeAt(this.at) !== 91) return false;
    this.at++;
    for (;;) {
      this.at = blanks(text, this.at);
      if (!this.list(depth - 1)) return false;
      this.at = blanks(text, this.at);
      const c = text.charCodeAt(this.at++);
      if (c === 93) break;
      if (c !== 44) return false;
    }
    if (depth === 2) this.lists.push(this.used >>> 1);
    else if (depth === 3) this.parts.push(this.lists.length);
    return true;
  }

  private position(): boolean {
    const { text } = this;
    if (text.charCodeAt(this.at) !== 91) return false;
    this.at++;
    room(this.used);
    for (let index = 0; ; index++) {
      this.at = blanks(text, this.at);
      const number = this.number();
      if (Number.isNaN(number)) return false;
      if (index < 2) pool[taken + this.used++] = number;
      this.at = blanks(text, this.at);
      const c = text.charCodeAt(this.at++);
      if (c === 93) return index > 0;
      if (c !== 44) return false;
    }
  }

  /** A number by the grammar of JSON; NaN: it is none. */
  private number(): number {
    const { text } = this;
    const from = this.at;
    let at = from;
    const minus = text.charCodeAt(at) === 45;
    if (minus) at++;
    const whole = at;
    let digits = 0;
    let c = text.charCodeAt(at);
    for (; c >= 48 && c <= 57; c = text.charCodeAt(++at)) digits = digits * 10 + (c - 48);
    const wholeDigits = at - whole;
    if (wholeDigits === 0 || (wholeDigits > 1 && text.charCodeAt(whole) === 48)) return Number.NaN;
    let decimals = 0;
    if (c === 46) {
      const point = at;
      for (c = text.charCodeAt(++at); c >= 48 && c <= 57; c = text.charCodeAt(++at))
        digits = digits * 10 + (c - 48);
      decimals = at - point - 1;
      if (decimals === 0) return Number.NaN;
    }
    if (c === 101 || c === 69) return Number.NaN;
    this.at = at;
    // Up to 15 digits and a power of ten up to 22 are exact, so that one division rounds as JSON.parse does.
    if (wholeDigits + decimals > 15) return Number(text.slice(from, at));
    const value = decimals === 0 ? digits : digits / TENS[decimals];
    return minus ? -value : value;
  }
}
