/**
 * A list that is worked through on a case, in both languages: what to ask a caller, what to do at a fire. Owns the shape and what stands of it
 * in a case; the lists themselves are call-script.ts and checklists.ts.
 */
import * as v from 'valibot';
import type { Case, Tick } from './case.ts';

const Text = v.pipe(v.string(), v.trim(), v.minLength(2), v.maxLength(200));
const Item = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]{1,31}$/)),
  zh: Text,
  en: Text,
  /** What hangs on it, said below; absent: nothing. */
  hint: v.optional(v.strictObject({ zh: Text, en: Text })),
});

export const PlanListSchema = v.pipe(
  v.strictObject({
    /** As the ticks name it (command `tick`). */
    id: v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]{1,31}$/)),
    zh: Text,
    en: Text,
    items: v.pipe(v.array(Item), v.minLength(1), v.maxLength(40)),
  }),
  v.check(({ items }) => new Set(items.map(({ id }) => id)).size === items.length, 'double'),
);
export type PlanList = v.InferOutput<typeof PlanListSchema>;

/** The homes that a cordon empties are ticked under this name. */
export const EVACUATION = 'evacuation';

/** What was marked of a list, by item. */
export function ticksOf({ ticks }: Pick<Case, 'ticks'>, list: string): ReadonlyMap<string, Tick> {
  return new Map(ticks.filter((each) => each.list === list).map((each) => [each.item, each]));
}
