/**
 * What the host's journal records, and nothing else: later parts of the program add kinds to the union.
 * A record is written once, never changed, and carries personal values only in a sealed field.
 */
import * as v from 'valibot';
import { AuditEntrySchema } from '../access/audit.ts';
import { ShelfSchema } from '../cases/alert-signals.ts';
import { CaseEventSchema } from '../cases/case-event.ts';
import { ShiftHandedOverSchema, ShiftTakenOverSchema } from '../cases/handover.ts';
import { RecordEditedSchema } from '../edits/record-edit.ts';
import { InboxAppliedSchema } from '../feeds/inbox-mark.ts';
import {
  PlanCreatedSchema,
  PlanEditedSchema,
  PlanStatedSchema,
  PlanSteppedSchema,
} from '../partition/plan-records.ts';
import {
  PlanAnsweredSchema,
  PlanReceivedSchema,
  PlanSignedSchema,
} from '../partition/signed/signed-records.ts';
import { TagRuleSchema } from '../query/tag-rule.ts';
import { ReceivedSchema } from '../uplink/received.ts';
import { MeasuredSchema } from '../uplink/up-events.ts';
import { NoticeDeliveredSchema, NoticeMadeSchema } from '../work/notice.ts';
import { RoundClosedSchema, RoundCreatedSchema, RoundVisitedSchema } from '../work/round.ts';
import { TagAssignedSchema } from '../work/tag-assigned.ts';
import { BookmarkId, BookmarkSchema } from './bookmark.ts';

const AlertSchema = v.object({
  id: v.string(),
  device: v.string(),
  kind: v.string(),
  level: v.picklist([1, 2, 3, 4]),
  lng: v.number(),
  lat: v.number(),
  place: v.string(),
  building: v.number(),
  active: v.boolean(),
  acknowledged: v.boolean(),
  acknowledgedBy: v.string(),
  raisedAt: v.number(),
  lastAt: v.number(),
  clearedAt: v.number(),
  acknowledgedAt: v.number(),
  repeats: v.number(),
  value: v.number(),
  demo: v.boolean(),
  condition: v.optional(v.literal('silent')),
});

export const JournalBodySchema = v.variant('kind', [
  /** A generation became the active one. */
  v.object({
    kind: v.literal('generation.activated'),
    generation: v.string(),
    name: v.string(),
    demo: v.boolean(),
  }),
  /**
   * Buildings moved to another grid of the plan; `before` is the inverse. 0xffff: no grid. `buildings`: the row that a building has in the
   * generation as stored; one that was made since counts on from there, in the order of the journal (shared/edits/overlay.ts).
   */
  v.object({
    kind: v.literal('plan.assigned'),
    generation: v.string(),
    plan: v.string(),
    buildings: v.array(v.number()),
    before: v.array(v.number()),
    after: v.number(),
  }),
  /** Grid plans with borders of their own: begun, a step, a step taken back or done again, their way to effect. */
  PlanCreatedSchema,
  PlanEditedSchema,
  PlanSteppedSchema,
  PlanStatedSchema,
  /** Signed files of plans: one left, a plan came in, an answer came in; written by the host alone, which checked the signature. */
  PlanSignedSchema,
  PlanReceivedSchema,
  PlanAnsweredSchema,
  /** Records of persons, places and things changed by hand; written by the host alone, with its audit entry (`record.edit`). */
  RecordEditedSchema,
  v.object({ kind: v.literal('alert.changed'), alert: AlertSchema }),
  /** A condition was put aside for a while, or is shown again: by a person, or ('') because its time was over. Written by the host alone. */
  v.object({ kind: v.literal('alert.shelved'), shelf: ShelfSchema }),
  v.object({ kind: v.literal('alert.unshelved'), alert: v.string(), by: v.string() }),
  /** How far messages of the feeds were dealt with, beside the alerts that came of them; written by the host alone. */
  InboxAppliedSchema,
  /** What happened to a case; written by the host alone. */
  v.object({ kind: v.literal('case.event'), event: CaseEventSchema }),
  /** What came down from the upper level, and what is told it every hour; written by the host alone. */
  ReceivedSchema,
  MeasuredSchema,
  /** The desk goes from one shift to the next; written by the host alone. */
  ShiftHandedOverSchema,
  ShiftTakenOverSchema,
  /** A label and its rule, new or changed; rules name no values of persons. */
  v.object({ kind: v.literal('tag.saved'), tag: TagRuleSchema }),
  v.object({ kind: v.literal('tag.removed'), id: v.string() }),
  /** A label given to records, or taken off them, by hand. */
  TagAssignedSchema,
  NoticeMadeSchema,
  NoticeDeliveredSchema,
  RoundCreatedSchema,
  RoundVisitedSchema,
  RoundClosedSchema,
  /** A named view or question, new or changed; names records by key and no values of persons. */
  v.object({ kind: v.literal('bookmark.saved'), bookmark: BookmarkSchema }),
  v.object({ kind: v.literal('bookmark.removed'), id: BookmarkId }),
  /** One point of the trend a generation: records that pass, residents with a home. */
  v.object({
    kind: v.literal('quality.measured'),
    generation: v.string(),
    records: v.number(),
    passing: v.number(),
    residents: v.number(),
    linked: v.number(),
  }),
  /** What a spot check on foot found: counts only, no record is named. */
  v.object({
    kind: v.literal('spotcheck.recorded'),
    generation: v.string(),
    seed: v.number(),
    right: v.pipe(v.number(), v.integer(), v.minValue(0)),
    wrong: v.pipe(v.number(), v.integer(), v.minValue(0)),
  }),
  /** `entry`: its place in the audit chain, which the host alone writes. */
  v.object({
    kind: v.literal('audit'),
    action: v.string(),
    detail: v.string(),
    count: v.number(),
    entry: v.optional(AuditEntrySchema),
  }),
]);

export type JournalBody = v.InferOutput<typeof JournalBodySchema>;

/** A body with its place in the journal: `seq` counts from 1 without holes; `at` is ms since the epoch. */
export const JournalRecordSchema = v.object({
  seq: v.number(),
  at: v.number(),
  body: JournalBodySchema,
});
export type JournalRecord = v.InferOutput<typeof JournalRecordSchema>;
