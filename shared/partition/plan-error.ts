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
  /** A signed file whose signature does not fit its text. */
  | 'plan-signature'
  /** No signed plan file at all. */
  | 'plan-file'
  /** A signed file that was cut off or changed, or says what no program of ours writes. */
  | 'plan-file-damaged'
  /** A signed file larger than any plan needs. */
  | 'plan-file-large'
  /** A signed plan that gaps, overlaps or does not add up here. */
  | 'plan-file-proof'
  /** A signed file of another community than the open one. */
  | 'plan-other-community'
  /** A signed plan made on other ground than there is here. */
  | 'plan-other-base'
  /** Signed by a machine that nobody here has trusted, or whose trust was withdrawn. */
  | 'plan-key-unknown'
  | 'plan-key-withdrawn'
  /** The plan of a signed file is here already, just so; `values.plan`: its id. */
  | 'plan-here'
  /** The plan is here and something else was done with it since. */
  | 'plan-here-changed'
  /** An answer to a plan that is not here. */
  | 'plan-answer-unknown'
  /** An answer to the plan as it was handed in before, or that was given here meanwhile. */
  | 'plan-answer-stale'
  /** An answer that was taken in before. */
  | 'plan-answer-twice'
  /** An answer that this machine signed itself. */
  | 'plan-answer-own'
  /** An approval whose day has passed. */
  | 'plan-answer-day'
  /** An approval of a plan that does not follow the grids in force any more. */
  | 'plan-answer-base'
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
