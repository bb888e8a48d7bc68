/** The site's rules of signals, one for each kind of device, as validated data. Owns shape and what may be wrong; the product's own are default-signals.ts. */
import * as v from 'valibot';
import { type DeviceKind, WORDS } from '../model/words.ts';
import { SignalRuleSchema } from './alert-rules.ts';

export const SignalRulesSchema = v.strictObject(
  Object.fromEntries(WORDS.deviceKind.map((kind) => [kind, SignalRuleSchema])) as Record<
    DeviceKind,
    typeof SignalRuleSchema
  >,
);
export type SignalRules = v.InferOutput<typeof SignalRulesSchema>;

/** What is wrong; shown as `cases.rules.fault.<reason>`. `at` names the place: `smoke.high`, or `smoke`. */
export interface SignalFault {
  at: string;
  reason: 'shape' | 'lowAboveHigh' | 'neverRaises';
}

/** One fault per place; empty: the rules can be used. Never throws. */
export function signalFaults(rules: unknown): SignalFault[] {
  const parsed = v.safeParse(SignalRulesSchema, rules);
  if (parsed.success) return [];
  const faults = parsed.issues.map((issue): SignalFault => {
    const at = v.getDotPath(issue) ?? '';
    if (issue.message === 'low-above-high') return { at: `${at}.high`, reason: 'lowAboveHigh' };
    if (issue.message === 'never-raises') return { at, reason: 'neverRaises' };
    return { at, reason: 'shape' };
  });
  return faults.filter(({ at }, i) => faults.findIndex((each) => each.at === at) === i);
}
