/**
 * The shared strings of a workbook, kept packed: long pieces of text and where each string begins, instead of a million
 * small objects. Owns reading sharedStrings.xml (rich text joined, phonetic guides left out) and the `_xHHHH_` escapes.
 */
import { FormatError } from './format-error.ts';
import type { XmlHandler } from './sheet-xml.ts';

/** Characters in one piece: a string taken from it keeps no more than this alive. */
const PIECE = 64 * 1024;
/** Characters in all; two bytes each. */
const TOTAL_LIMIT = 400 * 1024 * 1024;

export class SheetStrings implements XmlHandler {
  capturing = false;
  private pieces: string[] = [];
  private piece = '';
  /** Per string: its piece and its place there. */
  private places = new Uint32Array(2048);
  private count = 0;
  private total = 0;
  private current = '';
  private phonetic = 0;

  /** The string at an index, or undefined. */
  get(index: number): string | undefined {
    if (!(index >= 0 && index < this.count)) return undefined;
    const piece = this.places[index * 2];
    const from = this.places[index * 2 + 1];
    const to =
      index + 1 < this.count && this.places[index * 2 + 2] === piece ? this.places[index * 2 + 3] : undefined;
    return (piece < this.pieces.length ? this.pieces[piece] : this.piece).slice(from, to);
  }

  open(name: string): void {
    if (name === 'si') this.current = '';
    else if (name === 'rPh') this.phonetic++;
    else if (name === 't') this.capturing = this.phonetic === 0;
  }

  close(name: string): void {
    if (name === 't') this.capturing = false;
    else if (name === 'rPh') this.phonetic--;
    else if (name === 'si') this.add(decodeEscapes(this.current));
  }

  text(text: string): void {
    this.current = this.current === '' ? text : this.current + text;
  }

  private add(text: string): void {
    if (this.count * 2 + 2 > this.places.length) {
      const grown = new Uint32Array(this.places.length * 2);
      grown.set(this.places);
      this.places = grown;
    }
    this.places[this.count * 2] = this.pieces.length;
    this.places[this.count * 2 + 1] = this.piece.length;
    this.count++;
    this.total += text.length;
    if (this.total > TOTAL_LIMIT || this.count > TOTAL_LIMIT / 8)
      throw new FormatError('too-large', {}, { what: 'sharedStrings' });
    this.piece += text;
    if (this.piece.length >= PIECE) {
      this.pieces.push(this.piece);
      this.piece = '';
    }
  }
}

/** `_x000D_` and its kin stand for characters that XML cannot hold (ECMA-376 part 1, 22.9.2.19). */
export function decodeEscapes(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
}
