/**
 * One JSON object in UTF-8 bytes: where it ends, and on the way its coordinates as flat numbers. Owns brackets, strings and lines; whether
 * what is between them is JSON is for JSON.parse.
 */
import { CoordinateScan, type FlatCoordinates } from './flat-coordinates.ts';
import { LIMITS } from './json-piece.ts';

/** The object goes on behind the bytes. */
export const CUT_OFF = -1;
/** Something that no whole object has; it is for json-splitter.ts to say what. */
export const ODD = -2;

/** Open brackets before the coordinates of a feature: its own and its geometry's. */
const IN_GEOMETRY = 2;
const KEY = Uint8Array.from('coordinates', (char) => char.charCodeAt(0));

/** Scans objects one after the other; what it says of the last is told until the next. */
export class ObjectScan {
  /** Where the coordinates stand, [from, end), and what they are; null: none that are plain, or the key is not the only one. */
  flat: FlatCoordinates | null = null;
  from = 0;
  end = 0;
  /** Number of the line that has been come to, and where it begins in the bytes. */
  line = 1;
  lineAt = 0;
  /** Bytes since then that are no UTF-16 unit of their own. */
  wide = 0;
  private bytes: Uint8Array = new Uint8Array(0);
  private readonly ascii: boolean;
  private readonly stack = new Uint8Array(LIMITS.depth);
  private readonly coordinates = new CoordinateScan();
  /** Strings "coordinates" so far. */
  private named = 0;
  /** The last string was one. */
  private isKey = false;

  /** `ascii`: anything else is odd. */
  constructor(ascii = false) {
    this.ascii = ascii;
  }

  /** The index behind the object that begins at `from`, CUT_OFF or ODD. */
  read(bytes: Uint8Array, from: number): number {
    const { stack } = this;
    const { length } = bytes;
    this.bytes = bytes;
    this.flat = null;
    this.named = 0;
    this.isKey = false;
    let depth = 0;
    let previous = 0;
    for (let at = from; at < length; at++) {
      const c = bytes[at];
      if (c === 34) {
        const end = this.string(at + 1);
        if (end < 0) return end;
        at = end - 1;
      } else if (c === 10) this.breakLine(at);
      else if (c === 123 || c === 91) {
        if (c === 91 && previous === 58 && this.isKey && depth === IN_GEOMETRY && this.take(at)) {
          at = this.end - 1;
          previous = 93;
          continue;
        }
        if (depth === LIMITS.depth) return ODD;
        stack[depth++] = c;
      } else if (c === 125 || c === 93) {
        if (depth === 0 || stack[--depth] !== c - 2) return ODD;
        if (depth === 0) {
          if (this.named !== 1) this.flat = null;
          return at + 1;
        }
      }
      if (c > 32) previous = c;
    }
    return CUT_OFF;
  }

  breakLine(at: number): void {
    this.line++;
    this.lineAt = at + 1;
    this.wide = 0;
  }

  /** The index behind the string whose first character is at `from`. */
  private string(from: number): number {
    const { bytes, ascii } = this;
    for (let at = from; at < bytes.length; at++) {
      const c = bytes[at];
      if (c === 34) {
        this.isKey = at - from === KEY.length && this.isCoordinates(from);
        if (this.isKey) this.named++;
        return at + 1;
      }
      if (c === 92) at++;
      else if (c >= 0x80) {
        if (ascii) return ODD;
        if (c < 0xc0) this.wide++;
        else if (c >= 0xf0) this.wide--;
      } else if (c < 32 && c !== 9) return ODD;
    }
    return CUT_OFF;
  }

  private isCoordinates(from: number): boolean {
    for (let i = 0; i < KEY.length; i++) if (this.bytes[from + i] !== KEY[i]) return false;
    return true;
  }

  private take(at: number): boolean {
    const { coordinates } = this;
    const flat = coordinates.read(this.bytes, at);
    if (!flat) return false;
    this.flat = flat;
    this.from = at;
    this.end = coordinates.at;
    if (coordinates.lines > 0) {
      this.line += coordinates.lines;
      this.lineAt = coordinates.lineAt;
      this.wide = 0;
    }
    return true;
  }
}
