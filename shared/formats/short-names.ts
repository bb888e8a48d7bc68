/**
 * Column names of a .dbf: at most 10 bytes of UTF-8, unique without regard to case. Owns the rule: letters, digits, hanzi and
 * `_` stay, anything else becomes `_`; a long name is cut at a character; of names that fall together the later ones end in
 * `_1`, `_2` and so on.
 */
const BYTES = 10;
const encoder = new TextEncoder();

/** One short name for each name, in order. */
export function shortNames(names: readonly string[]): string[] {
  const used = new Set<string>();
  return names.map((name, index) => {
    const clean = name.normalize('NFC').replace(/[^\p{L}\p{N}_]/gu, '_');
    const base = cut(clean, BYTES) || `F${index + 1}`;
    let short = base;
    for (let count = 1; used.has(short.toLowerCase()); count++) {
      const suffix = `_${count}`;
      short = cut(clean, BYTES - suffix.length) + suffix;
    }
    used.add(short.toLowerCase());
    return short;
  });
}

function cut(text: string, bytes: number): string {
  const room = new Uint8Array(bytes);
  return text.slice(0, encoder.encodeInto(text, room).read);
}
