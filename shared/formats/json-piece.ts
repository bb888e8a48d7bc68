/**
 * The pieces that a JSON document is cut into, and which members of a root object hold its records, and the limits of the
 * cutting. Owns no scanning.
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

export const LIMITS = {
  /** Characters of a single record; a longer one is refused: no building or person is. */
  record: 48 * 1024 * 1024,
  depth: 256,
  /** Broken places after which the rest of the file is given up. */
  break: 20_000,
  /** Characters that may be read a second time while going on after broken records. */
  rescan: 1 << 30,
} as const;

/** Where the cutter stands in a document. */
export type JsonState =
  | 'start'
  | 'elements'
  | 'afterElement'
  | 'key'
  | 'afterKey'
  | 'memberValue'
  | 'afterMember'
  | 'value'
  | 'resync'
  | 'done';

/** A key of an object as text; null: not a string. */
export function parseKey(text: string): string | null {
  try {
    const key: unknown = JSON.parse(text);
    return typeof key === 'string' ? key : null;
  } catch {
    return null;
  }
}
