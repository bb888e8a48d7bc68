/**
 * UTF-8 in and out of byte arrays, for many short strings. Calling TextEncoder or TextDecoder once per cell
 * costs more than the work itself, so short text takes a loop of ours. Lone surrogates become U+FFFD, as
 * TextEncoder does; bytes that are not UTF-8 are decoded by TextDecoder (U+FFFD).
 */

const encoder = new TextEncoder();
/** A leading U+FEFF is data here. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
/** Up to this many UTF-16 units or bytes the loop is taken; longer text outweighs the cost of one call. */
const SHORT = 48;

/** Most bytes that `text` can take. */
export function utf8Room(text: string): number {
  return text.length * 3;
}

/** Writes `text` at `at` (room: utf8Room); returns the number of bytes written. */
export function writeUtf8(text: string, bytes: Uint8Array, at: number): number {
  if (text.length > SHORT) return encoder.encodeInto(text, bytes.subarray(at)).written;
  let to = at;
  for (let i = 0; i < text.length; i++) {
    let unit = text.charCodeAt(i);
    if (unit < 0x80) {
      bytes[to++] = unit;
      continue;
    }
    if (unit < 0x800) {
      bytes[to++] = 0xc0 | (unit >>> 6);
      bytes[to++] = 0x80 | (unit & 0x3f);
      continue;
    }
    if (unit >= 0xd800 && unit <= 0xdfff) {
      const low = unit < 0xdc00 && i + 1 < text.length ? text.charCodeAt(i + 1) : 0;
      if (low >= 0xdc00 && low <= 0xdfff) {
        const point = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        bytes[to++] = 0xf0 | (point >>> 18);
        bytes[to++] = 0x80 | ((point >>> 12) & 0x3f);
        bytes[to++] = 0x80 | ((point >>> 6) & 0x3f);
        bytes[to++] = 0x80 | (point & 0x3f);
        i++;
        continue;
      }
      unit = 0xfffd;
    }
    bytes[to++] = 0xe0 | (unit >>> 12);
    bytes[to++] = 0x80 | ((unit >>> 6) & 0x3f);
    bytes[to++] = 0x80 | (unit & 0x3f);
  }
  return to - at;
}

/** The text of bytes[from, to). */
export function readUtf8(bytes: Uint8Array, from: number, to: number): string {
  if (from === to) return '';
  if (to - from > SHORT) return decoder.decode(bytes.subarray(from, to));
  let text = '';
  for (let at = from; at < to; ) {
    const lead = bytes[at];
    if (lead < 0x80) {
      text += String.fromCharCode(lead);
      at += 1;
    } else if (
      lead >= 0xe1 &&
      lead <= 0xec &&
      at + 2 < to &&
      isTail(bytes[at + 1]) &&
      isTail(bytes[at + 2])
    ) {
      // U+1000..U+CFFF: every CJK ideograph of the basic plane, no surrogate and no overlong form.
      text += String.fromCharCode(
        ((lead & 0x0f) << 12) | ((bytes[at + 1] & 0x3f) << 6) | (bytes[at + 2] & 0x3f),
      );
      at += 3;
    } else {
      return decoder.decode(bytes.subarray(from, to));
    }
  }
  return text;
}

function isTail(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** Order of code points, which is the order of UTF-8 bytes; equals `<` on strings of the basic plane. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // A surrogate stands for a code point above the whole basic plane.
    const high = (unit: number) => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
    return high(x) - high(y);
  }
  return a.length - b.length;
}
