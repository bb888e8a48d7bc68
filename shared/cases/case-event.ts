/**
 * What happened to a case, as the journal keeps it: one event for one transition, with all that was decided then (state, escalation, the
 * clocks that began with their absolute due times), so that reading it again needs neither the rules nor the calendar of that day.
 */
import * as v from 'valibot';
import { HashSchema } from '../access/audit.ts';
import { SealedSchema } from '../access/sealed.ts';
import { CaseIdSchema, CommandBodySchema, InstantSchema, TaskIdSchema } from './case-command.ts';
import { CASE_ROLES, CASE_STATES } from './case-words.ts';

/** Clocks of a case; what each one does when it runs out is TIMER_TRAITS of case-clocks.ts. */
export const TIMER_KINDS = [
  'acknowledge',
  'unassigned',
  'escalate',
  'accept',
  'arrive',
  'handleSoon',
  'handle',
  'check',
  'partyAccept',
  'partyHandle',
  'supervision',
  'pause',
  'evaluate',
  'recheck',
] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

export const BegunSchema = v.strictObject({
  /** `<kind>:<how many of the kind there were>`: unique in its case, so each fires once. */
  key: v.pipe(v.string(), v.regex(/^[a-zA-Z]{1,20}:[1-9]\d{0,4}$/)),
  kind: v.picklist(TIMER_KINDS),
  /** Milliseconds since the epoch: absolute, never "in so long". */
  dueAt: InstantSchema,
  /** The task it belongs to; '': the case. */
  task: v.union([v.literal(''), TaskIdSchema]),
  /** Of `escalate`: how high; else 0. */
  level: v.picklist([0, 1, 2, 3]),
});
export type Begun = v.InferOutput<typeof BegunSchema>;

export const CaseRoleSchema = v.picklist(CASE_ROLES);
const StateSchema = v.picklist(CASE_STATES);
/** Who acted: a person of the desk or a worker; the system is `system`. */
export const ActorIdSchema = v.pipe(v.string(), v.minLength(1), v.maxLength(120));

const drafted = {
  /** Id of the command that it came of: the same command sent again is known by it. */
  id: CaseIdSchema,
  caseId: CaseIdSchema,
  /** The version that the case has after it; from 1, without holes. */
  n: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Milliseconds since the epoch by our clock. */
  at: InstantSchema,
  by: ActorIdSchema,
  role: CaseRoleSchema,
  /** Null: it was opened. */
  from: v.nullable(StateSchema),
  to: StateSchema,
  escalation: v.picklist([0, 1, 2, 3]),
  does: CommandBodySchema,
  begins: v.pipe(v.array(BegunSchema), v.maxLength(100)),
  sealed: v.nullable(SealedSchema),
};

/** An event that has no place in the chain yet. */
export const CaseEventDraftSchema = v.strictObject(drafted);
export type CaseEventDraft = v.InferOutput<typeof CaseEventDraftSchema>;

export const CaseEventSchema = v.strictObject({ ...drafted, prev: HashSchema, hash: HashSchema });
export type CaseEvent = v.InferOutput<typeof CaseEventSchema>;
