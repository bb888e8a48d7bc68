/**
 * What is wrong with a change before it is kept, and why one is refused. Owns codes only: words are messages `edit.problem.<code>`,
 * `draw.problem.<code>` for shapes, and `error.<code>`.
 */
import type { DrawProblemCode } from '../geo/drawing-check.ts';

export const EDIT_PROBLEMS = [
  'required',
  'range',
  'word',
  'number',
  'too-long',
  'id-form',
  'id-checksum',
  'id-birth',
  'id-sex',
  'phone-form',
  'plate-form',
  'code-form',
  'code-checksum',
  'floor-range',
  'birth-future',
  'birth-day',
  'link-missing',
  'no-place',
  'duplicate-id',
  'duplicate-number',
  'has-children',
  'second-head',
] as const;
/** Found by the rule of the drawing, and told in its words. */
const SHAPE_PROBLEMS = [
  'few-corners',
  'self-crossing',
  'too-small',
  'too-large',
  'entrance-far',
  'too-many-corners',
  'too-short',
] as const satisfies readonly DrawProblemCode[];
export type EditProblemCode = (typeof EDIT_PROBLEMS)[number] | (typeof SHAPE_PROBLEMS)[number];

/** Id of the message. */
export function problemMessage(code: EditProblemCode): string {
  const isShape = (SHAPE_PROBLEMS as readonly string[]).includes(code);
  return `${isShape ? 'draw' : 'edit'}.problem.${code}`;
}

/** `error` keeps the change from being kept; `warning` asks once more. `edit`: index in the request. `field`: column, '' for the whole record. */
export interface EditProblem {
  edit: number;
  field: string;
  code: EditProblemCode;
  severity: 'error' | 'warning';
  /** For the message: limits, counts. Never a personal value. */
  values?: Readonly<Record<string, string | number>>;
}

export type EditErrorCode =
  /** The record was changed by somebody else since it was read; `values.columns` names what. */
  | 'edit-conflict'
  /** The record is not there any more. */
  | 'edit-gone'
  /** Validation found errors: `problems`. */
  | 'edit-invalid'
  /** Something later touched the same fields, so this change cannot be taken back by itself. */
  | 'edit-overtaken'
  /** It was taken back already. */
  | 'edit-undone'
  /** Nothing differs from what is there. */
  | 'edit-nothing'
  /** Made in a generation that an import has replaced. */
  | 'edit-other-generation';

export class EditError extends Error {
  readonly code: EditErrorCode;
  readonly values: Readonly<Record<string, string | number>>;
  readonly problems: readonly EditProblem[];
  constructor(
    code: EditErrorCode,
    values: Record<string, string | number> = {},
    problems: readonly EditProblem[] = [],
  ) {
    super(code);
    this.name = 'EditError';
    this.code = code;
    this.values = values;
    this.problems = problems;
  }
}
