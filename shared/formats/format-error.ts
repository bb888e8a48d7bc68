/**
 * The one error a reader or writer throws. `code` selects the message shown (`error.<code>`), `params` fill
 * it. Owns the list of codes; holds no text a person reads and never a row of somebody's data.
 */
export const FORMAT_ERROR_CODES = [
  'empty-file',
  'not-json',
  'wrong-encoding',
  'unknown-encoding',
  'unsupported',
  'not-recognised',
  'unsupported-crs',
  'part-too-large',
  'no-records',
  'no-header',
  'sheet-too-long',
  'export-too-large',
  'nothing-to-export',
  'cell-too-long',
  'damaged',
  'truncated',
  'too-large',
  'unsafe-archive',
  'unsupported-version',
  'password',
  'missing-part',
] as const;
export type FormatErrorCode = (typeof FORMAT_ERROR_CODES)[number];

export type ErrorParams = Record<string, string | number>;

export interface ErrorPlace {
  /** From 1. */
  line?: number;
  /** From 1, in characters. */
  column?: number;
  /** Where in the structure, e.g. `features[3]`. */
  place?: string;
}

/** A file, or the rest of it, cannot be read or written. */
export class FormatError extends Error {
  readonly code: FormatErrorCode;
  readonly line: number | undefined;
  readonly column: number | undefined;
  readonly place: string | undefined;
  readonly params: ErrorParams;
  constructor(code: FormatErrorCode, at: ErrorPlace = {}, params: ErrorParams = {}) {
    super(at.line === undefined ? code : `${code} at line ${at.line}, column ${at.column ?? 1}`);
    this.name = 'FormatError';
    this.code = code;
    this.line = at.line;
    this.column = at.column;
    this.place = at.place;
    this.params = params;
  }
}
