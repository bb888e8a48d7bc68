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

/** The text around the coordinates with `null` in their place; null: they are not plain. */
export function cutCoordinates(
  text: string,
): { rest: string; from: number; end: number; flat: FlatCoordinates } | null {
  const key = text.indexOf(KEY);
  if (key < 0 || text.indexOf(KEY, key + KEY.length) >= 0) return null;
  let from = blanks(text, key + KEY.length);
  if (text.charCodeAt(from) !== 58) return null;
  from = blanks(text, from + 1);
  const scan = new Scan(text, from);
  const flat = scan.read();
  if (!flat) return null;
  return { rest: `${text.slice(0, from)}null${text.slice(scan.at)}`, from, end: scan.at, flat };
}

function blanks(text: string, from: number): number {
  let at = from;
  for (let c = text.charCodeAt(at); c === 32 || c === 10 || c === 13 || c === 9; ) c = text.charCodeAt(++at);
  return at;
}

let scratch = new Float64Array(4096);

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
    return { depth, values: scratch.slice(0, this.used), lists, parts };
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
    if (this.used + 2 > scratch.length) {
      const bigger = new Float64Array(scratch.length * 2);
      bigger.set(scratch);
      scratch = bigger;
    }
    for (let index = 0; ; index++) {
      this.at = blanks(text, this.at);
      const number = this.number();
      if (Number.isNaN(number)) return false;
      if (index < 2) scratch[this.used++] = number;
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
