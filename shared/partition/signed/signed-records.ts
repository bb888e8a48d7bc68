/**
 * What the journal keeps of signed plans: that a file was signed here, that a plan came in with one, that an answer came in. Written by the host
 * alone, which has checked the signature; what they come to is plan-history.ts. The whole of what was signed is kept, so that it can be checked again.
 */
import * as v from 'valibot';
import { After, By, Day, PlanIdSchema, type PlanRecordBody, Sha256, Short } from '../plan-records.ts';
import {
  type Seal,
  SealSchema,
  SignedAnswerSchema,
  SignedSubmissionSchema,
  type Signer,
} from './signed-plan.ts';

/** `digest`: SHA-256 of the signed text. */
export const PlanSignedSchema = v.object({
  kind: v.literal('plan.signed'),
  plan: PlanIdSchema,
  after: After,
  of: v.picklist(['submission', 'answer']),
  digest: Sha256,
  seal: SealSchema,
  by: By,
});

/** `after`: of the plan as it was sent back from here before; null: it is new here. `from`: what it was begun on, in this machine's words. */
export const PlanReceivedSchema = v.object({
  kind: v.literal('plan.received'),
  plan: PlanIdSchema,
  after: v.nullable(After),
  from: Short,
  digest: Sha256,
  file: SignedSubmissionSchema,
  by: By,
});
export type PlanReceived = v.InferOutput<typeof PlanReceivedSchema>;

/** `day`: on which it came in. */
export const PlanAnsweredSchema = v.object({
  kind: v.literal('plan.answered'),
  plan: PlanIdSchema,
  after: After,
  day: Day,
  digest: Sha256,
  file: SignedAnswerSchema,
  by: By,
});
export type PlanAnswered = v.InferOutput<typeof PlanAnsweredSchema>;

export type PlanSigned = v.InferOutput<typeof PlanSignedSchema>;
export type PlanLedgerBody = PlanRecordBody | PlanSigned | PlanReceived | PlanAnswered;

/** A signature on the plan, as its history has it. */
export interface PlanPaper {
  of: 'submission' | 'answer';
  digest: string;
  seal: Seal;
  /** Made on this machine. */
  own: boolean;
  /** Who handed in or answered; null: it was signed here, where the words on the state say who. */
  by: Signer | null;
  /** When it was signed here or came in, and journal number of the plan's record that it is about. */
  at: number;
  seq: number;
  /** When it was said, of an answer that came in. */
  saidAt: number | null;
}
