/** What stops work on a grid plan: nothing was changed then. The code is the message `error.<code>`. */
export type PlanErrorCode =
  /** There is no such plan, or it belongs to another community. */
  | 'plan-unknown'
  /** No plan is open. */
  | 'plan-not-open'
  /** The partition that it began with is not there, or not the one that the journal names. */
  | 'plan-damaged'
  /** Written by a newer version of the program. */
  | 'plan-newer'
  /** It is handed in, approved or archived: nothing of it may be changed. */
  | 'plan-frozen'
  /** The state asked for cannot follow, or something stands in its way. */
  | 'plan-obstacles'
  /** What it changed cannot be brought onto today's borders as one step; the message names the refusal. */
  | 'plan-not-carried'
  /** A plan file whose signature does not fit its text, or was made with another vault's keys. */
  | 'plan-signature'
  /** A plan file that cannot be read. */
  | 'plan-file'
  /** A plan file made on another partition than the one here. */
  | 'plan-other-base'
  /** No file is on the desk of the plan. */
  | 'plan-file-missing'
  /** More rows than a plan has anything for. */
  | 'plan-file-rows'
  /** Nothing of a file lies where the plan is. */
  | 'plan-file-elsewhere'
  /** There are no buildings with a place. */
  | 'plan-no-buildings';

export class PlanError extends Error {
  readonly code: PlanErrorCode;
  /** What stands in the way, by name, where the code says so. */
  readonly values: Record<string, string>;

  constructor(code: PlanErrorCode, message: string = code, values: Record<string, string> = {}) {
    super(message);
    this.name = 'PlanError';
    this.code = code;
    this.values = values;
  }
}
