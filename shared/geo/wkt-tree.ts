/**
 * The text of a coordinate system (WKT 1, its ESRI dialect, WKT 2) as a tree. Owns the grammar and its limits only;
 * what the words mean is crs-resolve.ts. Anything that is not such a text gives null.
 */

/** A node `KEYWORD[value, …]`. */
export interface WktNode {
  /** Upper case. */
  keyword: string;
  values: (string | number | WktNode)[];
  /** Where it stands in the text, for cutting it out. */
  start: number;
  end: number;
}

const TEXT_LIMIT = 65_536;
const DEPTH_LIMIT = 24;
const WORD = /[A-Za-z][A-Za-z0-9_]*/y;
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
/** Names that would reach into an object's own making in a reader that stores words as keys. */
const RESERVED = /^(?:__proto__|constructor|prototype)$/i;

interface Cursor {
  text: string;
  at: number;
}

/** The tree, or null when the text is not well formed, too long or too deep. */
export function parseWkt(text: string): WktNode | null {
  if (text.length > TEXT_LIMIT) return null;
  const cursor: Cursor = { text, at: text.charCodeAt(0) === 0xfeff ? 1 : 0 };
  skipSpace(cursor);
  const value = parseValue(cursor, 0);
  if (value === null || typeof value !== 'object') return null;
  skipSpace(cursor);
  return cursor.at === text.length || /^[\s\0]*$/.test(text.slice(cursor.at)) ? value : null;
}

/** First child node with one of these keywords. */
export function childOf(node: WktNode, ...keywords: string[]): WktNode | null {
  for (const value of node.values) {
    if (typeof value === 'object' && keywords.includes(value.keyword)) return value;
  }
  return null;
}

/** First text value of a node: its name. '' for none. */
export function nameOf(node: WktNode | null): string {
  const first = node?.values[0];
  return typeof first === 'string' ? first : '';
}

/** Number at a place of a node's values, or null. */
export function numberAt(node: WktNode | null, index: number): number | null {
  const value = node?.values[index];
  return typeof value === 'number' ? value : null;
}

function skipSpace(cursor: Cursor): void {
  while (cursor.at < cursor.text.length && /\s/.test(cursor.text[cursor.at])) cursor.at++;
}

function matchAt(cursor: Cursor, pattern: RegExp): string | null {
  pattern.lastIndex = cursor.at;
  const found = pattern.exec(cursor.text);
  if (!found) return null;
  cursor.at += found[0].length;
  return found[0];
}

function parseValue(cursor: Cursor, depth: number): string | number | WktNode | null {
  if (depth > DEPTH_LIMIT) return null;
  const start = cursor.at;
  if (cursor.text[start] === '"') return parseQuoted(cursor);
  const number = matchAt(cursor, NUMBER);
  if (number !== null) return Number(number);
  const word = matchAt(cursor, WORD);
  if (word === null || RESERVED.test(word)) return null;
  skipSpace(cursor);
  const open = cursor.text[cursor.at];
  if (open !== '[' && open !== '(') return word;
  cursor.at++;
  const values = parseList(cursor, open === '[' ? ']' : ')', depth);
  return values && { keyword: word.toUpperCase(), values, start, end: cursor.at };
}

function parseList(cursor: Cursor, close: string, depth: number): WktNode['values'] | null {
  const values: WktNode['values'] = [];
  for (;;) {
    skipSpace(cursor);
    const value = parseValue(cursor, depth + 1);
    if (value === null) return null;
    values.push(value);
    skipSpace(cursor);
    const next = cursor.text[cursor.at++];
    if (next === close) return values;
    if (next !== ',') return null;
  }
}

function parseQuoted(cursor: Cursor): string | null {
  let from = cursor.at + 1;
  for (;;) {
    const end = cursor.text.indexOf('"', from);
    if (end < 0) return null;
    if (cursor.text[end + 1] === '"') {
      from = end + 2;
      continue;
    }
    const value = cursor.text.slice(cursor.at + 1, end).replaceAll('""', '"');
    cursor.at = end + 1;
    return RESERVED.test(value) ? null : value;
  }
}
