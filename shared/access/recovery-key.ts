/**
 * The recovery key on paper: 256 random bits as 13 groups of four letters and a check letter each, in the alphabet of Crockford's
 * base 32 (no I, L, O, U). A group with one wrong letter, two neighbours swapped, or groups in another order are noticed, and the group is named.
 */
import { AccessError } from './access-error.ts';
import { KEY_BYTES } from './key-box.ts';

const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 4;
const GROUPS = 13;

/** `K7QM3-…`: 13 groups of five, joined by hyphens. */
export function recoveryText(key: Uint8Array): string {
  if (key.length !== KEY_BYTES) throw new RangeError('a recovery key has 32 bytes');
  const digits = toDigits(key);
  const groups = Array.from({ length: GROUPS }, (_, g) => {
    const group = digits.slice(g * GROUP, (g + 1) * GROUP);
    return [...group, checkDigit(group, g)].map((digit) => LETTERS[digit]).join('');
  });
  return groups.join('-');
}

/** As typed: case, spaces and hyphens do not matter, O is read as 0, I and L as 1. Throws AccessError 'recovery-group' {group}, from 1. */
export function parseRecoveryText(text: string): Uint8Array<ArrayBuffer> {
  const typed = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—]/g, '');
  const plain = typed.replaceAll('O', '0').replace(/[IL]/g, '1');
  const digits: number[] = [];
  for (let g = 0; g < GROUPS; g++) {
    const start = g * (GROUP + 1);
    const found = Array.from(plain.slice(start, start + GROUP + 1), (letter) => LETTERS.indexOf(letter));
    const group = found.slice(0, GROUP);
    if (found.length !== GROUP + 1 || found.includes(-1) || found[GROUP] !== checkDigit(group, g)) {
      throw new AccessError('recovery-group', { group: g + 1 });
    }
    digits.push(...group);
  }
  const key = fromDigits(digits);
  if (!key || plain.length > GROUPS * (GROUP + 1)) throw new AccessError('recovery-group', { group: GROUPS });
  return key;
}

/** Sum of digit times a power of x in GF(32), x^5 = x^2 + 1; the group's number is added, so that groups cannot change places. */
function checkDigit(group: readonly number[], index: number): number {
  let sum = 0;
  for (const digit of group) sum = timesX(sum ^ digit);
  return sum ^ index;
}

function timesX(digit: number): number {
  const shifted = digit << 1;
  return shifted & 32 ? shifted ^ 0b100101 : shifted;
}

function toDigits(bytes: Uint8Array): number[] {
  const digits: number[] = [];
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      digits.push((held >> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  if (bits > 0) digits.push((held << (5 - bits)) & 31);
  return digits;
}

/** Null when the bits behind the last byte are not zero. */
function fromDigits(digits: readonly number[]): Uint8Array<ArrayBuffer> | null {
  const bytes = new Uint8Array(KEY_BYTES);
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const digit of digits) {
    held = (held << 5) | digit;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = held >> bits;
      held &= (1 << bits) - 1;
    }
  }
  return held === 0 ? bytes : null;
}
