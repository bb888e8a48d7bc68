/**
 * Which list is believed for which field, as data a person chooses. Owns the check of that data and the choice of one value from several,
 * with its source and date.
 */
import * as v from 'valibot';
import { REGISTER_FIELDS, type RegisterField, type RegisterList } from './register-list.ts';
import { NO_ROW } from './register-match.ts';

/** 'newest': the list with the latest date; else ids of lists, the first is believed first. Lists left out come last, the newest first. */
const RuleSchema = v.union([
  v.literal('newest'),
  v.pipe(v.array(v.string()), v.minLength(1), v.maxLength(6)),
]);
export const PrecedenceSchema = v.strictObject(
  Object.fromEntries(REGISTER_FIELDS.map((field) => [field, RuleSchema])) as Record<
    RegisterField,
    typeof RuleSchema
  >,
);
export type Precedence = v.InferOutput<typeof PrecedenceSchema>;

export class PrecedenceError extends Error {
  readonly code = 'register-precedence';
  constructor() {
    super('register-precedence');
    this.name = 'PrecedenceError';
  }
}

export function newestFirst(): Precedence {
  return Object.fromEntries(REGISTER_FIELDS.map((field) => [field, 'newest'])) as Precedence;
}

/** Throws PrecedenceError where a field is missing, a list is unknown or named twice. */
export function checkPrecedence(given: unknown, lists: readonly RegisterList[]): Precedence {
  const parsed = v.safeParse(PrecedenceSchema, given);
  if (!parsed.success) throw new PrecedenceError();
  const ids = new Set(lists.map(({ id }) => id));
  for (const rule of Object.values(parsed.output)) {
    if (rule === 'newest') continue;
    if (new Set(rule).size !== rule.length || rule.some((id) => !ids.has(id))) throw new PrecedenceError();
  }
  return parsed.output;
}

/** Places of the lists in the order in which they are believed, by field. */
export function orderOfLists(
  precedence: Precedence,
  lists: readonly RegisterList[],
): Record<RegisterField, number[]> {
  const newest = lists.map((_, l) => l).sort((a, b) => lists[b].day - lists[a].day || a - b);
  const order = {} as Record<RegisterField, number[]>;
  for (const field of REGISTER_FIELDS) {
    const rule = precedence[field];
    const first = rule === 'newest' ? [] : rule.map((id) => lists.findIndex((list) => list.id === id));
    order[field] = [...first, ...newest.filter((l) => !first.includes(l))];
  }
  return order;
}

export interface ChosenValue {
  value: string;
  /** Place of the list it comes from; -1: no list says anything. */
  list: number;
  day: number;
}

export function chosenValue(
  lists: readonly RegisterList[],
  rows: readonly number[],
  field: RegisterField,
  order: readonly number[],
): ChosenValue {
  for (const l of order) {
    const row = rows[l];
    if (row === NO_ROW) continue;
    const value = lists[l].fields[field][row];
    if (value !== '') return { value, list: l, day: lists[l].day };
  }
  return { value: '', list: -1, day: 0 };
}
