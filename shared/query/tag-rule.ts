/** What a label is: its names, who keeps it, and the rule that gives it. Owns the shape; tag-rules.ts carries rules out. */
import * as v from 'valibot';

export type TagSubject = 'residents' | 'homes';

const Short = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40));

export const TagRuleSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9-]{0,39}$/)),
  name: v.strictObject({ zh: Short, en: Short }),
  /** A colour of the map's palette: `people`, `homes` ... */
  colour: v.picklist(['people', 'homes', 'vehicles', 'devices', 'cameras', 'accent']),
  /** Who keeps it: a station or a role, no person. */
  owner: v.pipe(v.string(), v.maxLength(40)),
  kind: v.picklist(['manual', 'rule', 'imported']),
  subject: v.picklist(['residents', 'homes']),
  /** Canonical text; '' unless `kind` is rule. */
  expression: v.pipe(v.string(), v.maxLength(2_000)),
});
export type TagRule = v.InferOutput<typeof TagRuleSchema>;
