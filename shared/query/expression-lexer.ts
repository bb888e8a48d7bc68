/**
 * Cuts an expression into tokens. Owns what a name, number, date and text look like, in ASCII and in full-width
 * Chinese typing; what they mean is the parser's. English keywords in any case.
 */
import { QueryError } from './query-error.ts';

export type TokenType = 'name' | 'number' | 'date' | 'text' | 'sign' | 'keyword' | 'end';

export interface Token {
  type: TokenType;
  /** Names as written; signs and keywords in their canonical form; text without its quotes. */
  text: string;
  /** Of numbers; of dates the day since 1970-01-01. */
  value: number;
  position: number;
  length: number;
}

export const LONGEST_EXPRESSION = 10_000;

const KEYWORDS: Record<string, string> = {
  and: 'and',
  且: 'and',
  并且: 'and',
  or: 'or',
  或: 'or',
  或者: 'or',
  not: 'not',
  非: 'not',
  in: 'in',
  属于: 'in',
  between: 'between',
  介于: 'between',
  至: 'to',
  到: 'to',
  contains: 'contains',
  包含: 'contains',
  starts: 'starts',
  with: 'with',
  开头是: 'startsWith',
  is: 'is',
  known: 'known',
  unknown: 'unknown',
  已知: 'isKnown',
  未知: 'isUnknown',
  has: 'has',
  有: 'has',
  tag: 'tag',
  标签: 'tag',
  有标签: 'hasTag',
};

const SIGNS: [string, string][] = [
  ['<=', '<='],
  ['>=', '>='],
  ['!=', '!='],
  ['<>', '!='],
  ['==', '='],
  ['&&', 'and'],
  ['||', 'or'],
  ['≤', '<='],
  ['≥', '>='],
  ['≠', '!='],
  ['=', '='],
  ['＝', '='],
  ['<', '<'],
  ['＜', '<'],
  ['>', '>'],
  ['＞', '>'],
  ['(', '('],
  ['（', '('],
  [')', ')'],
  ['）', ')'],
  [',', ','],
  ['，', ','],
  ['、', ','],
  [':', ':'],
  ['：', ':'],
  ['!', 'not'],
];

const CLOSING: Record<string, string> = { '"': '"', "'": "'", '“': '”', '‘': '’', '「': '」' };

const SPACE = /[\s\u3000]+/y;
/** Names never hold 且 or 或, so that Chinese may be typed without spaces; a leading 非 is the keyword. */
const NAME = /非|或者|并且|[且或]|[\p{L}_](?:(?![且或]|并且)[\p{L}\p{N}_.])*/uy;
const DATE = /\d{4}-\d{2}-\d{2}(?![\d-])/y;
const NUMBER = /-?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?/iy;

/** @throws QueryError for a character that starts nothing, text without its closing quote, a day that is none. */
export function tokenise(source: string): Token[] {
  if (source.length > LONGEST_EXPRESSION)
    throw new QueryError(
      'query-too-long',
      { position: LONGEST_EXPRESSION, length: source.length - LONGEST_EXPRESSION },
      { limit: String(LONGEST_EXPRESSION) },
    );
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    return pattern.exec(source)?.[0] ?? '';
  };
  while (at < source.length) {
    const space = match(SPACE);
    if (space) {
      at += space.length;
      continue;
    }
    const token = nextToken(source, at, match);
    tokens.push(token);
    at += token.length;
  }
  tokens.push({ type: 'end', text: '', value: 0, position: source.length, length: 0 });
  return tokens;
}

function nextToken(source: string, position: number, match: (pattern: RegExp) => string): Token {
  const first = source[position];
  if (CLOSING[first]) return readText(source, position);
  const date = match(DATE);
  if (date) return { type: 'date', text: date, value: dayOf(date, position), position, length: date.length };
  const number = match(NUMBER);
  if (number) return { type: 'number', text: number, value: Number(number), position, length: number.length };
  const name = match(NAME);
  if (name) {
    const keyword = keywordOf(name);
    const type = keyword ? 'keyword' : 'name';
    return { type, text: keyword ?? name, value: 0, position, length: name.length };
  }
  for (const [written, sign] of SIGNS)
    if (source.startsWith(written, position)) {
      const type = /[a-z]/.test(sign) ? 'keyword' : 'sign';
      return { type, text: sign, value: 0, position, length: written.length };
    }
  const point = String.fromCodePoint(source.codePointAt(position)!);
  throw new QueryError('query-unexpected-character', { position, length: point.length }, { found: point });
}

function keywordOf(name: string): string | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(KEYWORDS, key) ? KEYWORDS[key] : undefined;
}

function readText(source: string, position: number): Token {
  const close = CLOSING[source[position]];
  let text = '';
  for (let at = position + 1; at < source.length; at++) {
    if (source[at] === close) return { type: 'text', text, value: 0, position, length: at + 1 - position };
    if (source[at] === '\\' && at + 1 < source.length) at++;
    text += source[at];
  }
  throw new QueryError('query-unfinished-text', { position, length: source.length - position });
}

function dayOf(text: string, position: number): number {
  const time = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text)
    throw new QueryError('query-wrong-date', { position, length: text.length }, { found: text });
  return time / 86_400_000;
}
