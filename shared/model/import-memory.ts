/**
 * A mapping that is known again by the header of its table: what each column became, which values meant what, which system the
 * coordinates were in. Owns the signature, what is remembered and the check of what was stored; where it is kept is the caller's.
 */
import * as v from 'valibot';
import { crsFromJson } from '../geo/crs-resolve.ts';
import type { FoundColumn, LayerPlan, RememberedMapping } from './import-plan.ts';
import { IMPORT_ROLES, type ImportRole, ROLES } from './import-roles.ts';
import { foldName } from './import-values.ts';
import { WORDS } from './words.ts';

/** SHA-256 hex over the folded names of the columns, in any order, and the role. */
export async function headerSignature(
  role: ImportRole,
  columns: readonly Pick<FoundColumn, 'name'>[],
): Promise<string> {
  const names = columns.map(({ name }) => foldName(name)).toSorted();
  const text = JSON.stringify([role, ...names]);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The signatures a table may be remembered under: one for each role. */
export function signaturesOf(columns: readonly Pick<FoundColumn, 'name'>[]): Promise<string[]> {
  return Promise.all(IMPORT_ROLES.map((role) => headerSignature(role, columns)));
}

/** What is worth remembering of a layer that was imported; `at` ms since the epoch. */
export function rememberedOf(plan: LayerPlan, at: number): RememberedMapping {
  const { role, choices, crs, swap, factor } = plan;
  return { role, choices, crs, swap, factor, at };
}

const TargetSchema = v.variant('to', [
  v.object({ to: v.literal('field'), field: v.string() }),
  v.object({ to: v.literal('extra') }),
  v.object({ to: v.literal('ignored') }),
]);

const RememberedSchema = v.object({
  role: v.picklist(IMPORT_ROLES),
  choices: v.array(
    v.object({
      name: v.string(),
      target: TargetSchema,
      type: v.picklist(['text', 'number']),
      words: v.optional(v.array(v.object({ value: v.string(), word: v.string() }))),
    }),
  ),
  crs: v.unknown(),
  swap: v.boolean(),
  factor: v.number(),
  at: v.number(),
});

/** What was stored as JSON, checked; null when it is not what this program stores. */
export function parseRemembered(json: string): RememberedMapping | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const parsed = v.safeParse(RememberedSchema, value);
  if (!parsed.success) return null;
  return { ...parsed.output, crs: crsFromJson(parsed.output.crs) };
}

/**
 * The plan with what was agreed last time. Columns are matched by their folded names; fields and words that this program no longer
 * knows are left as they are in `plan`. The system of coordinates is taken only where the file does not declare one.
 */
export function asLastTime(plan: LayerPlan, remembered: RememberedMapping): LayerPlan {
  const { fields, keepsExtra } = ROLES[remembered.role];
  const before = new Map(remembered.choices.map((choice) => [foldName(choice.name), choice]));
  const choices = plan.choices.map((choice) => {
    const found = before.get(foldName(choice.name));
    if (!found) return choice;
    const { target } = found;
    if (target.to === 'field' && !fields[target.field]) return choice;
    if (target.to === 'extra' && !keepsExtra) return choice;
    const { words: _, ...rest } = choice;
    const vocabulary = target.to === 'field' ? fields[target.field].words : undefined;
    const known: readonly string[] = vocabulary ? WORDS[vocabulary] : [];
    const words = found.words?.filter(({ word }) => word === '' || known.includes(word)) ?? [];
    return { ...rest, target, ...(words.length > 0 ? { words } : {}) };
  });
  const declared = plan.crs !== null && plan.crsHow === 'declared';
  if (declared || remembered.crs === null) return { ...plan, role: remembered.role, choices };
  const { role, crs, swap, factor } = remembered;
  return { ...plan, role, choices, crs, crsHow: 'chosen', swap, factor };
}
