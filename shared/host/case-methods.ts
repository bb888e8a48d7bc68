/** The contract's methods of alerts and cases that people act on. */
import * as v from 'valibot';
import { SealedSchema } from '../access/sealed.ts';
import { ShelfSchema } from '../cases/alert-signals.ts';
import { CaseCommandSchema, CaseIdSchema } from '../cases/case-command.ts';
import { CaseRulesSchema } from '../cases/case-rules.ts';
import { HandoverIdSchema } from '../cases/handover.ts';
import { ReadingColumnsSchema } from '../cases/reading-series.ts';
import { RosterSchema } from '../cases/roster.ts';
import { SignalRulesSchema } from '../cases/signal-rules.ts';
import { WORDS } from '../model/words.ts';
import { SessionToken } from './access-schemas.ts';
import {
  AlertSignalsSchema,
  CaseAnswerSchema,
  CaseReportSchema,
  CaseSettingsSchema,
  ShelveAnswerSchema,
  Sitting,
} from './case-schemas.ts';

const KB = 1024;
const MB = 1024 * KB;

export const CASE_METHODS = {
  /** With the cases opened on them; where there is a vault, by somebody whose part it is. */
  'live.acknowledge': {
    args: v.object({ ...Sitting, alerts: v.pipe(v.array(v.string()), v.maxLength(5_000)) }),
    result: v.object({ acknowledged: v.number() }),
    limit: 256 * KB,
  },
  /** Chatter, flood and what is put aside, as it is now; what changes comes as the event of that name. */
  'live.signals': { args: v.object({}), result: AlertSignalsSchema, limit: KB },
  /** Puts the condition of an alert aside until a time, by whoever may acknowledge it; audited. */
  'live.shelve': {
    args: v.object({
      ...Sitting,
      alert: v.pipe(v.string(), v.maxLength(1_000)),
      reason: ShelfSchema.entries.reason,
      until: ShelfSchema.entries.until,
    }),
    result: ShelveAnswerSchema,
    limit: 4 * KB,
  },
  /** `alert`: as the shelf names it. */
  'live.unshelve': {
    args: v.object({ ...Sitting, alert: ShelfSchema.entries.alert }),
    result: v.object({ unshelved: v.boolean() }),
    limit: 4 * KB,
  },
  /** Carried out and flushed before it answers, or refused with the reason and what happened since the version that was seen. */
  'case.command': {
    args: v.object({ ...Sitting, command: CaseCommandSchema }),
    result: CaseAnswerSchema,
    limit: 64 * KB,
  },
  /** What a person reports becomes a case. `id`: made by the sender once; the same one again is the same case. */
  'case.report': {
    args: v.object({
      ...Sitting,
      id: CaseIdSchema,
      report: CaseReportSchema,
      sealed: v.nullable(SealedSchema),
    }),
    result: v.object({ answer: CaseAnswerSchema, caseNo: v.string(), progressCode: v.string() }),
    limit: 64 * KB,
  },
  /** A case on an alert that opened none by itself. */
  'case.openOn': {
    args: v.object({ ...Sitting, alert: v.string() }),
    result: CaseAnswerSchema,
    limit: KB,
  },
  /** What devices of a kind said between two instants, as far as it is kept; where there is a vault, for whoever is signed in. */
  'live.readings': {
    args: v.object({
      session: v.nullable(SessionToken),
      kind: v.picklist(WORDS.deviceKind),
      /** Null: all of the kind. */
      device: v.nullable(v.pipe(v.string(), v.maxLength(1_000))),
      from: v.number(),
      until: v.number(),
    }),
    result: ReadingColumnsSchema,
    limit: 4 * KB,
  },
  /** What stands now is written down and waits to be taken over. `id`: made by the sender once; the same one again is the same handover. */
  'shift.handOver': {
    args: v.object({ ...Sitting, id: HandoverIdSchema }),
    result: v.null(),
    limit: KB,
  },
  /** By somebody else than who handed over. */
  'shift.takeOver': {
    args: v.object({ ...Sitting, id: HandoverIdSchema }),
    result: v.null(),
    limit: KB,
  },
  'case.settings': { args: v.object({}), result: CaseSettingsSchema, limit: KB },
  /** By an administrator where there is a vault, and audited. Null: the product's own; clocks that run keep their times. */
  'case.configure': {
    args: v.object({
      session: v.nullable(SessionToken),
      rules: v.optional(v.nullable(CaseRulesSchema)),
      signals: v.optional(v.nullable(SignalRulesSchema)),
      roster: v.optional(v.nullable(RosterSchema)),
    }),
    result: CaseSettingsSchema,
    limit: 4 * MB,
  },
} as const;
