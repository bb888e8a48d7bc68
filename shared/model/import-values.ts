/**
 * One cell as a number, word or date of ours. Owns the leniency (full-width digits, units, Chinese dates); a value
 * that cannot be read comes back null, never guessed.
 */
import { WORD_SPELLINGS } from './import-words.ts';
import { type Vocabulary, WORDS } from './words.ts';

/** Text of any cell: trimmed, full-width forms made half-width. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return halfWidth(value).trim();
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}

/** Full-width letters, digits and punctuation to ASCII; the ideographic space to a blank. */
function halfWidth(text: string): string {
  if (!/[\uff01-\uff5e\u3000]/.test(text)) return text;
  return text
    .replace(/[\uff01-\uff5e]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replaceAll('\u3000', ' ');
}

/** For comparing names of columns and words: lower case, no blanks or punctuation. */
export function foldName(text: string): string {
  return halfWidth(text)
    .toLowerCase()
    .replace(/[\s_\-:.()[\]/\\,;'"#*°?、（）：]/g, '');
}

/** The number in a cell; a unit or thousands separators around it are dropped. null: none. */
export function readNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  const text = plainText(value);
  if (text === '') return null;
  const plain = Number(text);
  if (Number.isFinite(plain)) return plain;
  const match =
    /^([+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?)\s*(?:m|米|m2|㎡|平方米|平米|层|楼|f|年|°|度)?$/i.exec(
      text,
    );
  return match ? Number(match[1].replaceAll(',', '')) : null;
}

const spellings = new Map<Vocabulary, Map<string, string>>();

function spellingsOf(vocabulary: Vocabulary): Map<string, string> {
  let known = spellings.get(vocabulary);
  if (!known) {
    known = new Map();
    for (const [word, others] of Object.entries(WORD_SPELLINGS[vocabulary] ?? {})) {
      for (const other of others) if (!known.has(foldName(other))) known.set(foldName(other), word);
    }
    for (const word of WORDS[vocabulary]) known.set(foldName(word), word);
    spellings.set(vocabulary, known);
  }
  return known;
}

/** The word of the vocabulary a cell means; '' for an empty cell, null for one that is not understood. */
export function readWord(value: unknown, vocabulary: Vocabulary): string | null {
  if (value === null || value === undefined || value === '') return '';
  const known = spellingsOf(vocabulary);
  // Most cells are spelled like the table: no folding for them.
  const plain = typeof value === 'string' ? known.get(value) : undefined;
  if (plain !== undefined) return plain;
  const text = foldName(plainText(value));
  if (text === '') return '';
  return (
    known.get(text) ??
    known.get(text.replace(/(?:性|类|型|人口|人员|传感器|探测器|报警器|监测|设备|用房)$/, '')) ??
    null
  );
}

export interface PlainDate {
  year: number;
  /** 1-12; 0: not known. */
  month: number;
  /** 1-31; 0: not known. */
  day: number;
}

/** A date in a cell: 1990-01-31, 1990/1/31, 19900131, 1990年1月31日, 1990-01, 1990, or a spreadsheet's day number. */
export function readDate(value: unknown): PlainDate | null {
  const text = plainText(value);
  const parts =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    /^(\d{4})[-/.年]\s*(\d{1,2})(?:[-/.月]\s*(\d{1,2})日?)?月?(?:[T ].*)?$/.exec(text) ??
    /^(\d{4})年?$/.exec(text);
  if (parts) return checkedDate(Number(parts[1]), Number(parts[2] ?? 0), Number(parts[3] ?? 0));
  // Spreadsheets count days from 1899-12-30.
  const serial = /^\d{5}(?:\.\d+)?$/.test(text) ? Math.floor(Number(text)) : 0;
  if (serial < 10_000 || serial > 70_000) return null;
  const date = new Date((serial - 25_569) * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function checkedDate(year: number, month: number, day: number): PlainDate | null {
  if (year < 1850 || year > 2149 || month > 12) return null;
  if (day > 0 && new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return null;
  return { year, month, day };
}

/** A moment in whole seconds since 1970-01-01T00:00Z: ISO 8601 with its zone, else taken as UTC. 0: none, or not understood. */
export function readTime(value: unknown): number {
  const text = plainText(value);
  const match = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i.exec(
    text,
  );
  if (!match) return 0;
  const zoned = match[1] === undefined && text.length > 10 ? `${text}Z` : text;
  const seconds = Math.floor(Date.parse(zoned.replace(' ', 'T')) / 1000);
  return seconds > 0 && seconds < 0xffffffff ? seconds : 0;
}

/** In a link: it is known that there is none. An empty cell only says nothing. */
export const NOWHERE = '-';

const TAGS_LIMIT = 64;
const TAG_CHARACTERS = 60;

/** Labels of a cell, separated by `;`, each once. */
export function readTags(value: unknown): string[] {
  const labels = plainText(value)
    .split(/[;；|]/)
    .map((label) => label.trim())
    .filter((label) => label !== '' && label.length <= TAG_CHARACTERS);
  return [...new Set(labels)].slice(0, TAGS_LIMIT);
}

/** Days since 1970-01-01; 0 where the day is not known or lies outside the column. */
export function dayNumber(date: PlainDate | null): number {
  if (!date || date.month === 0) return 0;
  const days = Math.floor(Date.UTC(date.year, date.month - 1, Math.max(1, date.day)) / 86_400_000);
  return days > 0 && days <= 0xffff ? days : 0;
}

/** Birth date and sex as an 18-digit citizen number (GB 11643) states them; null when it has another form. */
export function readIdNumber(text: string): { birth: PlainDate; sex: 'male' | 'female' } | null {
  const match = /^\d{6}(\d{4})(\d{2})(\d{2})\d{2}(\d)[\dXx]$/.exec(text);
  if (!match) return null;
  const birth = checkedDate(Number(match[1]), Number(match[2]), Number(match[3]));
  return birth ? { birth, sex: Number(match[4]) % 2 === 1 ? 'male' : 'female' } : null;
}
