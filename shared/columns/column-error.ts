/**
 * Errors of columns in memory: a value that does not fit its column, columns of unequal length, a question
 * that a column kind cannot answer. Damage in stored bytes is chunk-error.ts.
 */
type ColumnErrorCode = 'out-of-range' | 'unequal-length' | 'unknown-column' | 'wrong-kind' | 'not-sorted';

export class ColumnError extends Error {
  readonly code: ColumnErrorCode;
  readonly table: string;
  readonly column: string;
  /** Never a personal value: a row number, a kind, a length. */
  readonly detail: string;
  constructor(code: ColumnErrorCode, table: string, column: string, detail = '') {
    super(`${code}: ${table}.${column}${detail ? ` (${detail})` : ''}`);
    this.name = 'ColumnError';
    this.code = code;
    this.table = table;
    this.column = column;
    this.detail = detail;
  }
}
