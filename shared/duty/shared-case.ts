/**
 * What other machines of the site see of an open case: where it is, what it is about, how far it is. No text, no name, no progress code: the schema
 * has no place for any.
 */
import * as v from 'valibot';
import { type Case, isOpen } from '../cases/case.ts';
import { MATTER_IDS } from '../cases/case-codes.ts';
import { CaseIdSchema } from '../cases/case-command.ts';
import { nextClock } from '../cases/case-order.ts';
import { CASE_STATES, STATE_TRAITS } from '../cases/case-words.ts';

const Whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const GRID_CODE = /^[A-Za-z0-9._:-]{0,40}$/;

export const SharedCaseSchema = v.strictObject({
  caseId: CaseIdSchema,
  caseNo: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,40}$/)),
  level: v.picklist([1, 2, 3, 4]),
  matter: v.picklist(MATTER_IDS),
  state: v.picklist(CASE_STATES),
  step: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(9)),
  /** Code; '': none, or none that is a code. */
  grid: v.pipe(v.string(), v.regex(GRID_CODE)),
  lng: v.nullable(v.pipe(v.number(), v.minValue(-180), v.maxValue(180))),
  lat: v.nullable(v.pipe(v.number(), v.minValue(-90), v.maxValue(90))),
  drill: v.boolean(),
  openedAt: Whole,
  version: Whole,
  /** When the work on it is due next; 0: no such clock runs. */
  due: Whole,
});
export type SharedCase = v.InferOutput<typeof SharedCaseSchema>;

/** Null: a case that is over is no longer shared. */
export function sharedCase(file: Case): SharedCase | null {
  if (!isOpen(file)) return null;
  const { caseId, caseNo, level, matter, state, grid, place, drill, openedAt, version } = file;
  return {
    ...{ caseId, caseNo, level, matter, state, drill, openedAt, version },
    step: STATE_TRAITS[state].step,
    grid: GRID_CODE.test(grid) ? grid : '',
    lng: place.lng,
    lat: place.lat,
    due: nextClock(file)?.dueAt ?? 0,
  };
}

/** The gravest first, then what is due first. */
export function compareShared(a: SharedCase, b: SharedCase): number {
  const due = (each: SharedCase) => each.due || Number.POSITIVE_INFINITY;
  if (a.level !== b.level) return a.level - b.level;
  if (due(a) !== due(b)) return due(a) < due(b) ? -1 : 1;
  return a.caseId < b.caseId ? -1 : 1;
}
