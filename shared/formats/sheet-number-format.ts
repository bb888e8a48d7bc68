/**
 * What a number format says about the number under it: a date, a time, digits padded with zeros, text. Owns the reading of
 * format codes (ECMA-376 part 1, 18.8.30 and 18.8.31, with the Chinese built-in ids); converts nothing.
 */
export interface NumberKind {
  kind: 'plain' | 'date' | 'time' | 'elapsed' | 'text' | 'padded';
  /** Digits of a padded number, else 0. */
  width: number;
}

const PLAIN: NumberKind = { kind: 'plain', width: 0 };
const DATE: NumberKind = { kind: 'date', width: 0 };
const TIME: NumberKind = { kind: 'time', width: 0 };
const ELAPSED: NumberKind = { kind: 'elapsed', width: 0 };
const TEXT: NumberKind = { kind: 'text', width: 0 };
/** More zeros than this pad nothing that is a code. */
const PAD_LIMIT = 40;

/** The kind of a built-in format; ids 27-36 and 50-58 are the dates of the Chinese, Japanese and Korean versions. */
export function builtInKind(id: number): NumberKind {
  if ((id >= 14 && id <= 17) || id === 22) return DATE;
  if ((id >= 18 && id <= 21) || id === 45 || id === 47) return TIME;
  if (id === 46) return ELAPSED;
  if (id === 49) return TEXT;
  if (id === 32 || id === 33 || id === 55 || id === 56) return TIME;
  if ((id >= 27 && id <= 36) || (id >= 50 && id <= 58)) return DATE;
  return PLAIN;
}

/** The kind of a format code such as `yyyy"年"m"月"`, `[h]:mm`, `00000` or `@`. Only its first section counts. */
export function formatKind(code: string): NumberKind {
  const section = firstSection(code.slice(0, 255));
  const bare = section
    .replace(/\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '')
    .replace(/[\\_*]./g, '')
    .replace(/general|通用格式/gi, '')
    .trim();
  if (bare === '@') return TEXT;
  if (/\[(?:h+|m+|s+)\]/i.test(bare)) return ELAPSED;
  if (/^0{2,}$/.test(bare) && bare.length <= PAD_LIMIT) return { kind: 'padded', width: bare.length };
  const letters = bare.replace(/am\/pm|a\/p|上午\/下午/gi, 'h').replace(/[eE][+-]/g, '');
  const day = /[yYdDeE年日]/.test(letters) && !/[#?]/.test(letters);
  const clock = /[hHsS时時秒]/.test(letters);
  if (day) return DATE;
  if (clock) return TIME;
  return /[mM]/.test(letters) && !/[0#?]/.test(letters) ? DATE : PLAIN;
}

/** Up to the first semicolon outside quotes, the quoted text left out. */
function firstSection(code: string): string {
  let out = '';
  let quoted = false;
  for (let at = 0; at < code.length; at++) {
    const char = code[at];
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '\\') out += code.slice(at, ++at + 1);
    else if (char === ';') break;
    else out += char;
  }
  return out;
}
