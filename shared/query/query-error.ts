/**
 * What is wrong with a filter expression, and where. The text a person reads is the message `error.<code>` with
 * `params`; `position` and `length` count UTF-16 units of the expression.
 */
export type QueryErrorCode =
  | 'query-unexpected-character'
  | 'query-unfinished-text'
  | 'query-unexpected'
  | 'query-unfinished'
  | 'query-unknown-field'
  | 'query-unknown-word'
  | 'query-unknown-tag'
  | 'query-wrong-operator'
  | 'query-wrong-value'
  | 'query-wrong-date'
  | 'query-wrong-subject'
  | 'query-too-long'
  | 'query-personal-field';

export class QueryError extends Error {
  readonly code: QueryErrorCode;
  readonly position: number;
  readonly length: number;
  readonly params: Record<string, string>;
  constructor(code: QueryErrorCode, span: Span, params: Record<string, string> = {}) {
    super(`${code} at ${span.position}`);
    this.name = 'QueryError';
    this.code = code;
    this.position = span.position;
    this.length = span.length;
    this.params = params;
  }
}

/** A stretch of the expression's text. */
export interface Span {
  position: number;
  length: number;
}
