/**
 * What can be wrong with stored bytes: damage, a missing part, a newer format, a key that is not there. Says where,
 * never what was in it. The message shown is `error.<code>`.
 */
export const CHUNK_ERROR_CODES = [
  'chunk-missing',
  'chunk-damaged',
  'chunk-content',
  'chunk-format',
  'chunk-locked',
  'chunk-key',
  'chunk-too-large',
] as const;
type ChunkErrorCode = (typeof CHUNK_ERROR_CODES)[number];

/** Where a chunk belongs. `part` is '0', '1' ... for rows and 'w0', 'w1' ... for a column's words. */
export interface ChunkPlace {
  generation: string;
  table: string;
  column: string;
  part: string;
}

export class ChunkError extends Error {
  readonly code: ChunkErrorCode;
  readonly table: string;
  readonly column: string;
  readonly part: string;
  readonly detail: string;
  constructor(code: ChunkErrorCode, place: Omit<ChunkPlace, 'generation'>, detail = '') {
    super(`${code}: ${place.table}.${place.column} part ${place.part}${detail ? ` (${detail})` : ''}`);
    this.name = 'ChunkError';
    this.code = code;
    this.table = place.table;
    this.column = place.column;
    this.part = place.part;
    this.detail = detail;
  }
}
