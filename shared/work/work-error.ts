/** What stops work by hand: nothing was kept then. The code is the message `error.<code>`. */
export type WorkErrorCode =
  /** Nobody is meant: an empty selection, or all of them have it already. */
  | 'work-nobody'
  /** `values.most`: as many as may be meant at once. */
  | 'work-too-many'
  /** None of those meant has an id to be known by. */
  | 'work-no-ids'
  /** None of those meant has a home. */
  | 'work-no-homes'
  /** The label is given by a rule, or is not there any more. */
  | 'work-tag';

export class WorkError extends Error {
  readonly code: WorkErrorCode;
  readonly values: Record<string, number>;
  constructor(code: WorkErrorCode, values: Record<string, number> = {}) {
    super(code);
    this.name = 'WorkError';
    this.code = code;
    this.values = values;
  }
}
