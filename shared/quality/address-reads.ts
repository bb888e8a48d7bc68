/**
 * Does an address name a house at all: somewhere a number before a word such as 号, 栋, 单元, 室? A quick look at the bytes of
 * every record; placing an address at a home is not done here.
 */

const encoder = new TextEncoder();
/** Three UTF-8 bytes as one number. */
function point(char: string): number {
  const [a, b, c] = encoder.encode(char);
  return (a << 16) | (b << 8) | c;
}
const NUMERALS = new Set([...'〇零一二三四五六七八九十百０１２３４５６７８９'].map(point));
const HOUSE_WORDS = new Set([...'号號栋幢座弄室楼组院巷排单户'].map(point));

/** bytes[from, to) is UTF-8. */
export function namesHouse(bytes: Uint8Array, from: number, to: number): boolean {
  let number = false;
  for (let at = from; at < to; ) {
    const first = bytes[at];
    if (first < 0x80) {
      if (first >= 0x30 && first <= 0x39) number = true;
      // 12-1, 12A and a space keep a number going.
      else if (first !== 0x20 && first !== 0x2d && !(first >= 0x41 && first <= 0x5a)) number = false;
      at++;
      continue;
    }
    const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    const code = length === 3 ? (first << 16) | (bytes[at + 1] << 8) | bytes[at + 2] : 0;
    if (number && HOUSE_WORDS.has(code)) return true;
    number = NUMERALS.has(code);
    at += length;
  }
  return false;
}
