/** Arguments and results of the contract's case methods. What a case is stands in shared/cases; who may do what is decided in the host. */
import * as v from 'valibot';
import { SEATS } from '../cases/case-actor.ts';
import { CommandBodySchema } from '../cases/case-command.ts';
import { CaseEventDraftSchema } from '../cases/case-event.ts';
import { REFUSALS } from '../cases/case-guards.ts';
import { CaseRulesSchema } from '../cases/case-rules.ts';
import { RosterSchema } from '../cases/roster.ts';
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
  roster: RosterSchema,
  /** They are the site's own, not the product's or the register's. */
  ownRules: v.boolean(),
  ownRoster: v.boolean(),
});
export type CaseSettings = v.InferOutput<typeof CaseSettingsSchema>;
