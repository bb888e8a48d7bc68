/**
 * The pieces that a JSON document is cut into, and which members of a root object hold its records. Owns no scanning.
 */

/** Members of a root object whose array holds the records. */
export const RECORD_KEYS: ReadonlySet<string> = new Set([
  'features',
  'data',
  'records',
  'rows',
  'items',
  'list',
  'result',
]);

export type BrokenReason = 'broken-json' | 'record-too-large' | 'unexpected-end' | 'trailing-text';

export type JsonPiece =
  | { kind: 'element'; text: string; line: number; column: number; place: string }
  | { kind: 'member'; key: string; text: string; line: number; column: number }
  | { kind: 'broken'; reason: BrokenReason; text: string; line: number; column: number; place: string };

/** A key of an object as text; null: not a string. */
export function parseKey(text: string): string | null {
  try {
    const key: unknown = JSON.parse(text);
    return typeof key === 'string' ? key : null;
  } catch {
    return null;
  }
}
