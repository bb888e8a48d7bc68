/** Arguments and results of the contract's case methods. What a case is stands in shared/cases; who may do what is decided in the host. */
import * as v from 'valibot';
import { SHELF_REFUSALS, ShelfSchema } from '../cases/alert-signals.ts';
import { SEATS } from '../cases/case-actor.ts';
import { CommandBodySchema } from '../cases/case-command.ts';
import { CaseEventDraftSchema } from '../cases/case-event.ts';
import { REFUSALS } from '../cases/case-guards.ts';
import { CaseRulesSchema } from '../cases/case-rules.ts';
import { RosterSchema } from '../cases/roster.ts';
import { SignalRulesSchema } from '../cases/signal-rules.ts';
import { SessionToken } from './access-schemas.ts';

/** Who acts: the session, or the seat taken at a desk without a vault. */
export const Sitting = { session: v.nullable(SessionToken), seat: v.picklist(SEATS) };

export const CaseAnswerSchema = v.variant('ok', [
  /** `repeated`: the same command was carried out before, and did nothing now. */
  v.object({ ok: v.literal(true), repeated: v.boolean(), caseId: v.string(), version: v.number() }),
  v.object({
    ok: v.literal(false),
    refusal: v.object({
      reason: v.picklist(REFUSALS),
      facts: v.record(v.string(), v.union([v.string(), v.number()])),
    }),
    // As the book has them, with their places in the chain, which nobody asked for here.
    since: v.array(v.object(CaseEventDraftSchema.entries)),
  }),
]);
export type CaseAnswer = v.InferOutput<typeof CaseAnswerSchema>;

const open = CommandBodySchema.options[0].entries;
/** What a report says; number, time and code are the host's. */
export const CaseReportSchema = v.strictObject({
  source: open.source,
  device: open.device,
  matter: open.matter,
  level: open.level,
  grid: open.grid,
  place: open.place,
  drill: open.drill,
  follows: open.follows,
});
export type CaseReport = v.InferOutput<typeof CaseReportSchema>;

export const CaseSettingsSchema = v.object({
  rules: CaseRulesSchema,
  signals: SignalRulesSchema,
  roster: RosterSchema,
  /** They are the site's own, not the product's or the register's. */
  ownRules: v.boolean(),
  ownSignals: v.boolean(),
  ownRoster: v.boolean(),
});
export type CaseSettings = v.InferOutput<typeof CaseSettingsSchema>;

/** How alerts behave. `chattering`: ids of alerts that come and go; a flood's `since` of 0: there is none. */
export const AlertSignalsSchema = v.object({
  flood: v.object({ since: v.number(), firstOut: v.string() }),
  chattering: v.array(v.string()),
  shelves: v.array(ShelfSchema),
});
export type AlertSignals = v.InferOutput<typeof AlertSignalsSchema>;

/** `missing`: it is not in the list any more. Shown as `cases.shelve.refused.<reason>`. */
export const ShelveAnswerSchema = v.variant('ok', [
  v.object({ ok: v.literal(true), shelf: ShelfSchema }),
  v.object({ ok: v.literal(false), reason: v.picklist([...SHELF_REFUSALS, 'missing']) }),
]);
export type ShelveAnswer = v.InferOutput<typeof ShelveAnswerSchema>;
