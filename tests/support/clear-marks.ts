/**
 * Looks for texts in clear in every file of a folder, in each spelling in which a program writes text without meaning to hide it: UTF-8,
 * UTF-16, escaped as JSON or in an address, hex and base64 at any place of a longer text. Compressed and encrypted bytes are not opened.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every file below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What a mark looks like in a file, by the name of the spelling. */
export function spellingsOf(mark: string): Record<string, Buffer> {
  const utf8 = Buffer.from(mark, 'utf8');
  const escaped = Array.from(mark, (letter) => {
    const code = letter.charCodeAt(0);
    return code < 128 ? letter : `\\u${code.toString(16).padStart(4, '0')}`;
  }).join('');
  const hex = utf8.toString('hex');
  const spellings: Record<string, string | Buffer> = {
    utf8,
    utf16le: Buffer.from(mark, 'utf16le'),
    json: JSON.stringify(mark).slice(1, -1),
    escaped,
    address: encodeURIComponent(mark),
    hex,
    HEX: hex.toUpperCase(),
  };
  for (const before of [0, 1, 2]) {
    const text = base64Within(utf8, before);
    spellings[`base64+${before}`] = text;
    spellings[`base64url+${before}`] = text.replaceAll('+', '-').replaceAll('/', '_');
  }
  return Object.fromEntries(
    Object.entries(spellings).map(([name, text]) => [
      name,
      typeof text === 'string' ? Buffer.from(text) : text,
    ]),
  );
}

/** The letters of base64 that depend on these bytes alone, with `before` bytes of something else before them in their group of three. */
function base64Within(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const whole = Math.floor(((before + bytes.length) * 8) / 6);
  return text.slice(Math.ceil((before * 8) / 6), whole);
}

/** `<mark> (<spelling>) in <path>` for every file below the folder that holds one. */
export function marksIn(folder: string, marks: readonly string[]): string[] {
  const wanted = marks.map((mark) => ({ mark, spellings: Object.entries(spellingsOf(mark)) }));
  return filesBelow(folder).flatMap((path) => {
    const bytes = readFileSync(path);
    return wanted.flatMap(({ mark, spellings }) => {
      const found = spellings.find(([, spelling]) => bytes.includes(spelling));
      return found ? [`${mark} (${found[0]}) in ${path}`] : [];
    });
  });
}
