/**
 * Pinyin initials of Chinese text: 王秀英 -> wxy. Names of people read their surname as a surname (曾 z, 单 s). Each
 * character is looked up once in pinyin-pro; the rest is arithmetic, so a million names take a fraction of a second.
 */
import { pinyin } from 'pinyin-pro';
import type { TextColumn } from '../columns/column.ts';
import { readUtf8 } from '../columns/utf8.ts';

/** Letters that fit in one number: five bits each, the first letter highest. */
export const PACKED_LETTERS = 6;

/** Compound surnames whose first character reads otherwise alone. */
const COMPOUND: Record<string, string> = { 尉迟: 'yc', 万俟: 'mq', 单于: 'cy', 长孙: 'zs', 澹台: 'tt' };

const letters = new Map<number, number>();
const surnames = new Map<number, number>();

/** 1..26 for a..z; 0: no letter (punctuation). */
function letterOf(unit: number, surname: boolean): number {
  if (unit >= 97 && unit <= 122) return unit - 96;
  if (unit >= 65 && unit <= 90) return unit - 64;
  if (unit < 0x3400 || unit > 0x9fff) return 0;
  const known = (surname ? surnames : letters).get(unit);
  if (known !== undefined) return known;
  const char = String.fromCharCode(unit);
  const first = surname
    ? pinyin(char, { mode: 'surname', pattern: 'first', toneType: 'none' })
    : pinyin(char, { pattern: 'first', toneType: 'none' });
  const letter = first.toLowerCase().charCodeAt(0) - 96;
  const found = letter >= 1 && letter <= 26 ? letter : 0;
  (surname ? surnames : letters).set(unit, found);
  return found;
}

/** Initials in small letters; digits stay, all else is left out. */
export function initialsOf(text: string): string {
  let initials = '';
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 48 && unit <= 57) initials += text[i];
    const letter = letterOf(unit, false);
    if (letter > 0) initials += String.fromCharCode(96 + letter);
  }
  return initials;
}

/** Letters a-z packed for comparison with packNames; at most PACKED_LETTERS of them. */
export function packLetters(text: string): number {
  let packed = 0;
  for (let i = 0; i < text.length; i++) packed = packed * 32 + (text.charCodeAt(i) - 96);
  return packed;
}

/** The first letters of every name of a column: 4 bytes a row. Shift right by 5 bits per letter not asked. */
export function packNames(column: TextColumn): Uint32Array {
  const { bytes, offsets } = column;
  const packed = new Uint32Array(offsets.length - 1);
  for (let row = 0; row < packed.length; row++) {
    let key = 0;
    let count = 0;
    let at = offsets[row];
    const end = offsets[row + 1];
    const compound = compoundAt(bytes, at, end);
    if (compound) {
      key = packLetters(compound);
      count = 2;
      at += 6;
    }
    while (at < end && count < PACKED_LETTERS) {
      const lead = bytes[at];
      // Names are ASCII or three-byte characters; anything else is skipped byte by byte.
      const wide = lead >= 0xe0 && lead < 0xf0;
      const unit = wide
        ? ((lead & 0x0f) << 12) | ((bytes[at + 1] & 0x3f) << 6) | (bytes[at + 2] & 0x3f)
        : lead;
      at += wide ? 3 : 1;
      const letter = wide || lead < 0x80 ? letterOf(unit, count === 0) : 0;
      if (letter === 0) continue;
      key = key * 32 + letter;
      count++;
    }
    packed[row] = key * 32 ** (PACKED_LETTERS - count);
  }
  return packed;
}

const COMPOUND_LEADS = new Set(Object.keys(COMPOUND).map((name) => name.charCodeAt(0)));

function compoundAt(bytes: Uint8Array, at: number, end: number): string | undefined {
  if (end - at < 6) return undefined;
  const unit = ((bytes[at] & 0x0f) << 12) | ((bytes[at + 1] & 0x3f) << 6) | (bytes[at + 2] & 0x3f);
  return COMPOUND_LEADS.has(unit) ? COMPOUND[readUtf8(bytes, at, at + 6)] : undefined;
}
