/**
 * The rules of cases as validated data: per device kind and per source the level, the clocks and the steps of escalation, and what holds for
 * all. Owns shape, bounds and the choice of the rule of one case; the product's own numbers are default-rules.ts.
 */
import * as v from 'valibot';
import { WORDS } from '../model/words.ts';
import type { AlertLevel } from './alert.ts';
import { CASE_SOURCES, type CaseSource, type Escalation } from './case-words.ts';
import { type Span, SpanSchema, WorkTimeSchema } from './work-calendar.ts';

export const LevelSchema = v.picklist([1, 2, 3, 4]);

export const CLOCK_NAMES = ['acknowledge', 'assign', 'accept', 'arrive', 'handle', 'check'] as const;

const ClocksSchema = v.strictObject({
  /** From receipt until a person at the desk has seen it. */
  acknowledge: SpanSchema,
  /** From receipt, or from when nobody has it any more, until it is given to somebody. */
  assign: SpanSchema,
  /** From the offer until it is taken. */
  accept: SpanSchema,
  /** From receipt until somebody is on site. */
  arrive: SpanSchema,
  /** The main clock: from the first dispatch until the result is told (GB/T 30428). */
  handle: SpanSchema,
  /** From the result until it is checked and closed. */
  check: SpanSchema,
});
export type Clocks = v.InferOutput<typeof ClocksSchema>;

const EscalationStepSchema = v.strictObject({
  /** From receipt, while nobody has taken it. */
  after: SpanSchema,
  to: v.picklist([1, 2, 3]),
});

const KindRuleSchema = v.strictObject({
  level: LevelSchema,
  /** Registered and dispatched without a person. */
  automatic: v.boolean(),
  /** Looked at again after `recheckAfter` (回头看). */
  recheck: v.boolean(),
  clocks: ClocksSchema,
  escalate: v.pipe(v.array(EscalationStepSchema), v.maxLength(3)),
});
export type KindRule = v.InferOutput<typeof KindRuleSchema>;

const UrgentSchema = v.strictObject({ clocks: ClocksSchema, escalate: KindRuleSchema.entries.escalate });

const keyed = <K extends string, S extends v.GenericSchema>(keys: readonly K[], schema: S) =>
  v.strictObject(Object.fromEntries(keys.map((key) => [key, schema])) as Record<K, S>);
const Few = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(most));

export const CaseRulesSchema = v.strictObject({
  workTime: WorkTimeSchema,
  devices: keyed(WORDS.deviceKind, KindRuleSchema),
  sources: keyed(CASE_SOURCES, KindRuleSchema),
  /** What people report at level I or II goes by these clocks instead of its source's. */
  urgent: v.strictObject({ 1: UrgentSchema, 2: UrgentSchema }),
  /** Metres from the place within which an arrival needs no reason. */
  arriveMetres: v.pipe(v.number(), v.minValue(10), v.maxValue(1_000)),
  /** Results of levels up to this need proof. */
  proofLevel: v.picklist([0, 1, 2, 3, 4]),
  /** Cancelling at levels up to this needs two persons. */
  twoPersonLevel: v.picklist([0, 1, 2, 3, 4]),
  /** More returns than this escalate. */
  mostReturns: Few(9),
  /** Suspensions and extensions together. */
  mostExtensions: Few(9),
  longestExtension: SpanSchema,
  reopenWithin: SpanSchema,
  recheckAfter: SpanSchema,
  /** After this a closed case counts as evaluated though nobody reached the reporter. */
  evaluateAfter: SpanSchema,
  /** Share of the main clock after which it is about to run out, in percent. */
  soonPercent: v.pipe(v.number(), v.minValue(10), v.maxValue(99)),
});
export type CaseRules = v.InferOutput<typeof CaseRulesSchema>;

/** What is wrong with rules; shown as `cases.rules.fault.<reason>`, `at` names the place: `devices.smoke.clocks.arrive`. */
export interface RuleFault {
  at: string;
  reason: 'shape' | 'order' | 'steps' | 'tooSlow' | 'silent';
}

/** The slowest that a level may be seen: a rule above it is a mistake of the hand, not a choice. */
const SLOWEST_SIGHT: Readonly<Record<AlertLevel, number>> = {
  1: 5 * 60_000,
  2: 60 * 60_000,
  3: 24 * 3_600_000,
  4: 15 * 86_400_000,
};

/** One fault per place; empty: the rules can be used. Never throws. */
export function ruleFaults(rules: unknown): RuleFault[] {
  const parsed = v.safeParse(CaseRulesSchema, rules);
  if (!parsed.success) {
    const places = parsed.issues.map((issue) => v.getDotPath(issue) ?? '');
    return [...new Set(places)].map((at) => ({ at, reason: 'shape' }));
  }
  const { devices, sources, urgent } = parsed.output;
  const named: [string, KindRule | v.InferOutput<typeof UrgentSchema>, AlertLevel][] = [
    ...Object.entries(devices).map(([id, rule]): [string, KindRule, AlertLevel] => [
      `devices.${id}`,
      rule,
      rule.level,
    ]),
    ...Object.entries(sources).map(([id, rule]): [string, KindRule, AlertLevel] => [
      `sources.${id}`,
      rule,
      rule.level,
    ]),
    ['urgent.1', urgent[1], 1],
    ['urgent.2', urgent[2], 2],
  ];
  return named.flatMap(([at, rule, level]) => kindFaults(at, rule, level));
}

function kindFaults(at: string, rule: Pick<KindRule, 'clocks' | 'escalate'>, level: AlertLevel): RuleFault[] {
  const faults: RuleFault[] = [];
  const { clocks, escalate } = rule;
  if (roughly(clocks.acknowledge) > SLOWEST_SIGHT[level])
    faults.push({ at: `${at}.clocks.acknowledge`, reason: 'tooSlow' });
  for (const name of CLOCK_NAMES)
    if (clocks[name].n === 0) faults.push({ at: `${at}.clocks.${name}`, reason: 'shape' });
  if (roughly(clocks.accept) > roughly(clocks.handle))
    faults.push({ at: `${at}.clocks.accept`, reason: 'order' });
  if (roughly(clocks.arrive) > roughly(clocks.handle))
    faults.push({ at: `${at}.clocks.arrive`, reason: 'order' });
  const rises = escalate.every(
    ({ after, to }, i) =>
      i === 0 || (to > escalate[i - 1].to && roughly(after) > roughly(escalate[i - 1].after)),
  );
  if (!rises) faults.push({ at: `${at}.escalate`, reason: 'steps' });
  if (level === 1 && escalate.length === 0) faults.push({ at: `${at}.escalate`, reason: 'silent' });
  return faults;
}

const ROUGH: Readonly<Record<Span['unit'], number>> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  // A working hour waits three hours on average, a working day 1.4 days: good enough to compare two clocks.
  workHour: 3 * 3_600_000,
  workDay: 1.4 * 86_400_000,
};
const roughly = ({ n, unit }: Span) => n * ROUGH[unit];

/** What the rule of a case depends on. */
export interface RuledCase {
  source: CaseSource;
  device: (typeof WORDS.deviceKind)[number] | '';
  level: AlertLevel;
}

export interface RuleOfCase extends Pick<KindRule, 'clocks' | 'automatic' | 'recheck'> {
  escalate: readonly { after: Span; to: Exclude<Escalation, 0> }[];
}

/**
 * The rule that one case goes by: its device kind's, else its source's. Where its level is graver than that rule was made for, the clocks
 * of the grave level count.
 */
export function ruleOf(rules: CaseRules, { source, device, level }: RuledCase): RuleOfCase {
  const rule = device === '' ? rules.sources[source] : rules.devices[device];
  const graver = level < rule.level && (level === 1 || level === 2);
  return graver ? { ...rule, ...rules.urgent[level] } : rule;
}
