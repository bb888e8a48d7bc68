/**
 * What can be done to a case, as plain JSON: the body of each command, and the envelope it comes in. Reasons are words from a list; what
 * persons write in words of their own, names and numbers go into the one sealed field and are carried along untouched.
 */
import * as v from 'valibot';
import { SealedSchema } from '../access/sealed.ts';
import { WORDS } from '../model/words.ts';
import { isPlainWords, PlainWordsSchema } from '../work/notice.ts';
import { MATTER_IDS } from './case-codes.ts';
import { LevelSchema } from './case-rules.ts';
import {
  ASSIGNEE_KINDS,
  CASE_SOURCES,
  CLOSE_CODES,
  CONTACT_NEXTS,
  CONTACT_OUTCOMES,
  CONTACTS,
  MARKS,
  MEETING_OUTCOMES,
  PROOF_KINDS,
  REASONS_OF,
  RESULT_CODES,
  type ReasonList,
  SUPERVISION_ASKS,
  TRIAGES,
} from './case-words.ts';

/** Ids that the host or a register makes: no spaces, no words of anybody. */
export const CaseIdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9:._-]{0,63}$/));
/** Milliseconds since the epoch. */
export const InstantSchema = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15));
const OptionalId = v.union([v.literal(''), CaseIdSchema]);
const RecordId = v.pipe(v.string(), v.maxLength(120));
export const TaskIdSchema = v.pipe(v.string(), v.regex(/^t[1-9]\d{0,3}$/));
const reason = <L extends ReasonList>(list: L) => v.picklist(REASONS_OF[list]);

const Lng = v.pipe(v.number(), v.minValue(-180), v.maxValue(180));
const Lat = v.pipe(v.number(), v.minValue(-90), v.maxValue(90));

export const PlaceSchema = v.strictObject({
  /** Degrees WGS84; null: nobody knows where, only what was told. */
  lng: v.nullable(Lng),
  lat: v.nullable(Lat),
  /** Id of the building in the register; '': none. A row number would mean another one after the next import. */
  building: RecordId,
  /** Building, entrance, floor: never a person (`placeText`). */
  text: PlainWordsSchema,
});
export type CasePlace = v.InferOutput<typeof PlaceSchema>;

/** A text of a device or a report as a place may carry it: no long numbers, no line breaks, not longer than fits. Never refuses. */
export function placeText(text: string): string {
  const short = text
    .replace(/\s+/g, ' ')
    .replace(/\d{6,}/g, '…')
    .trim()
    .slice(0, 80);
  return isPlainWords(short) ? short : '';
}

export const AssigneeSchema = v.strictObject({
  kind: v.picklist(ASSIGNEE_KINDS),
  id: v.pipe(RecordId, v.minLength(1)),
});
export type Assignee = v.InferOutput<typeof AssigneeSchema>;

export const ProofSchema = v.strictObject({
  kind: v.picklist(PROOF_KINDS),
  /** SHA-256 of the file, which is kept sealed elsewhere. */
  hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  lng: v.nullable(Lng),
  lat: v.nullable(Lat),
  at: InstantSchema,
});
export type Proof = v.InferOutput<typeof ProofSchema>;

const does = <K extends string, E extends v.ObjectEntries>(kind: K, entries: E) =>
  v.strictObject({ kind: v.literal(kind), ...entries });
const task = { task: TaskIdSchema };

const OpenSchema = does('open', {
  caseNo: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,40}$/)),
  source: v.picklist(CASE_SOURCES),
  device: v.union([v.literal(''), v.picklist(WORDS.deviceKind)]),
  matter: v.picklist(MATTER_IDS),
  level: LevelSchema,
  grid: v.pipe(v.string(), v.maxLength(40)),
  place: PlaceSchema,
  /** Id of the alert that it is opened on; ''. */
  alert: v.pipe(v.string(), v.maxLength(200)),
  /** By our own clock: all clocks count from here. */
  receivedAt: InstantSchema,
  drill: v.boolean(),
  /** What the reporter asks after it with; ''. */
  progressCode: v.pipe(v.string(), v.regex(/^[A-Z0-9]{0,16}$/)),
  /** The case that came before, when an old trouble comes back too late to reopen; ''. */
  follows: OptionalId,
});

export const CommandBodySchema = v.variant('kind', [
  OpenSchema,
  does('acknowledge', {}),
  does('verify', {}),
  does('register', {}),
  does('reject', { reason: reason('reject') }),
  does('merge', { into: CaseIdSchema }),
  does('unmerge', { reason: reason('unmerge') }),
  /** The other half of a merge, on the case that takes it in; likewise of its undoing. */
  does('absorb', { child: CaseIdSchema }),
  does('release', { child: CaseIdSchema }),
  /** The condition of a device that belongs to it: never moves the case. */
  does('alert', { alert: v.pipe(v.string(), v.minLength(1), v.maxLength(200)), active: v.boolean() }),
  does('dispatch', { assignee: AssigneeSchema }),
  does('accept', task),
  does('enroute', task),
  does('arrive', {
    ...task,
    at: v.nullable(v.strictObject({ lng: Lng, lat: Lat })),
    reason: v.nullable(reason('arrive')),
  }),
  does('feedback', {
    ...task,
    result: v.picklist(RESULT_CODES),
    proof: v.pipe(v.array(ProofSchema), v.maxLength(12)),
  }),
  does('return', { ...task, reason: reason('return') }),
  does('check', {}),
  does('pass', { closeCode: v.picklist(CLOSE_CODES), override: v.nullable(reason('override')) }),
  does('fail', { reason: reason('fail'), assignee: AssigneeSchema }),
  does('suspend', { reason: reason('suspend'), until: InstantSchema }),
  does('extend', { reason: reason('suspend'), until: InstantSchema }),
  does('resume', {}),
  does('cancel', { reason: reason('cancel') }),
  does('confirmCancel', {}),
  does('denyCancel', {}),
  does('reopen', { reason: reason('reopen'), assignee: AssigneeSchema }),
  does('evaluate', {
    /** 1 not at all content ... 5 very; 0: the reporter was not reached, or there is none. */
    satisfaction: v.picklist([0, 1, 2, 3, 4, 5]),
    /** Somebody went there in person. */
    visited: v.boolean(),
  }),
  does('escalate', { reason: reason('escalate') }),
  does('urge', {}),
  does('supervise', { asks: v.picklist(SUPERVISION_ASKS), due: InstantSchema }),
  does('answer', {}),
  does('addParty', { party: v.pipe(RecordId, v.minLength(1)), due: InstantSchema }),
  does('removeParty', { ...task, reason: reason('removeParty') }),
  does('cannot', { ...task, reason: reason('cannot') }),
  does('meeting', { ...task, outcome: v.picklist(MEETING_OUTCOMES) }),
  does('contact', {
    whom: v.picklist(CONTACTS),
    outcome: v.picklist(CONTACT_OUTCOMES),
    /** Absent: of an event from before it was asked for. */
    next: v.optional(v.nullable(v.picklist(CONTACT_NEXTS))),
  }),
  does('triage', { triage: v.picklist(TRIAGES), matter: v.picklist(MATTER_IDS) }),
  /** Lines of a list are worked through: homes to be cleared by their ids in the register, points of a plan by theirs. */
  does('tick', {
    list: v.pipe(v.string(), v.regex(/^[a-z][A-Za-z]{0,31}$/)),
    items: v.pipe(v.array(v.pipe(RecordId, v.minLength(1))), v.minLength(1), v.maxLength(300)),
    mark: v.picklist(MARKS),
  }),
  does('note', {}),
  does('changeLevel', { level: LevelSchema, reason: reason('level') }),
  does('recheck', { good: v.boolean() }),
  /** A clock has run out. */
  does('fire', { key: v.pipe(v.string(), v.regex(/^[a-zA-Z]{1,20}:[1-9]\d{0,4}$/)) }),
]);
export type CommandBody = v.InferOutput<typeof CommandBodySchema>;
export type CommandKind = CommandBody['kind'];
export type BodyOf<K extends CommandKind> = Extract<CommandBody, { kind: K }>;

export const CaseCommandSchema = v.strictObject({
  /** Made by the sender once; sent again it does nothing again. */
  id: CaseIdSchema,
  caseId: CaseIdSchema,
  /** The version of the case that the sender saw; 0 to open it. */
  version: v.pipe(v.number(), v.integer(), v.minValue(0)),
  does: CommandBodySchema,
  /** Personal text that goes with it: who reported, what was said. */
  sealed: v.nullable(SealedSchema),
});
export type CaseCommand = v.InferOutput<typeof CaseCommandSchema>;
