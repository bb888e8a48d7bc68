/**
 * What is signed of a grid plan on its way between two machines: the plan as it was handed in, and the answer to it. Owns the shapes, their limits
 * and the one spelling that is signed; signing and checking are the host's. No number about single persons and nobody of the register is in
 * here: names are those of who handed in or answered, in their office.
 */
import * as v from 'valibot';
import { base64Schema } from '../../access/byte-text.ts';
import { RoleSchema } from '../../access/roles.ts';
import { canonicalJson } from '../../host/canonical-json.ts';
import { AreaKeys, By, Day, PatchSchema, PlanIdSchema, PlanName, Sha256, Short } from '../plan-records.ts';
import { PLAN_STATES } from '../plan-state.ts';

/** First line of a file, and of what is signed. */
export const SIGNED_FORMAT = 'linli-plan-file';
export const SIGNED_VERSION = 1;

/** Steps of one plan, words on its state, grids of its totals. */
const MOST_STEPS = 20_000;
const MOST_WORDS = 1_000;
const MOST_GRIDS = 20_000;
const MOST_MEASURES = 40;

/** Milliseconds since the epoch. */
const At = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const Tally = v.pipe(v.number(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
const Tallies = v.pipe(v.array(Tally), v.maxLength(MOST_MEASURES));

/** A person of the desk where it was signed; '' and null where nobody signs in there. */
const SignerSchema = v.strictObject({
  id: By,
  name: v.pipe(v.string(), v.maxLength(60)),
  role: v.nullable(RoleSchema),
});
export type Signer = v.InferOutput<typeof SignerSchema>;

const StepSchema = v.strictObject({ name: Short, by: By, at: At, patch: PatchSchema });

const draft = {
  kind: v.literal('submission'),
  plan: PlanIdSchema,
  name: PlanName,
  /** communityKey of hand-tags.ts, and the areas that the plan is of: name and 12-digit code, '' where not known. */
  community: Short,
  areas: v.pipe(v.array(v.strictObject({ name: Short, code: Short })), v.maxLength(MOST_GRIDS)),
  scope: v.optional(AreaKeys),
  generation: Short,
  /** What it was begun on (plan-in-force.ts). */
  from: Short,
  /** The partition that it began with: its packed bytes are in the file beside what is signed. */
  base: v.strictObject({ sha256: Sha256, bytes: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
  /** Those that stand, in their order. */
  steps: v.pipe(v.array(StepSchema), v.maxLength(MOST_STEPS)),
  /** As it was proved when it was signed. */
  proof: v.strictObject({ holds: v.boolean(), cells: Tally, grids: Tally }),
  totals: v.strictObject({
    measures: v.pipe(v.array(Short), v.maxLength(MOST_MEASURES)),
    grids: v.pipe(v.array(v.strictObject({ code: Short, tallies: Tallies })), v.maxLength(MOST_GRIDS)),
    unassigned: Tallies,
  }),
  /** Its way, the oldest first; what people noted beside it stays where it was said. */
  trail: v.pipe(
    v.array(
      v.strictObject({
        state: v.picklist(PLAN_STATES),
        at: At,
        day: Day,
        effectiveFrom: v.nullable(Day),
        by: By,
      }),
    ),
    v.maxLength(MOST_WORDS),
  ),
};

/** What the worker knows of it; who handed it in is the host's to say. */
export const SubmissionDraftSchema = v.strictObject(draft);
export type SubmissionDraft = v.InferOutput<typeof SubmissionDraftSchema>;

const WordSchema = v.strictObject({ at: At, by: SignerSchema });
export const SubmissionSchema = v.strictObject({ ...draft, submitted: WordSchema });
export type Submission = v.InferOutput<typeof SubmissionSchema>;

export const AnswerSchema = v.strictObject({
  kind: v.literal('answer'),
  plan: PlanIdSchema,
  name: PlanName,
  community: Short,
  /** SHA-256 of the signed text that it answers. */
  submission: Sha256,
  /** `draft`: sent back. */
  state: v.picklist(['approved', 'draft']),
  effectiveFrom: v.nullable(Day),
  note: v.pipe(v.string(), v.maxLength(500)),
  said: WordSchema,
});
export type Answer = v.InferOutput<typeof AnswerSchema>;

/** An Ed25519 public key as it is (RFC 8032), and its signature over `signedText`. */
export const SignerKey = base64Schema(32, 32);
const seal = { key: SignerKey, signature: base64Schema(64, 64) };
export const SealSchema = v.strictObject(seal);
export type Seal = v.InferOutput<typeof SealSchema>;

export const SignedSubmissionSchema = v.strictObject({ body: SubmissionSchema, ...seal });
export type SignedSubmission = v.InferOutput<typeof SignedSubmissionSchema>;
export const SignedAnswerSchema = v.strictObject({ body: AnswerSchema, ...seal });
export type SignedAnswer = v.InferOutput<typeof SignedAnswerSchema>;
export const SignedSchema = v.union([SignedAnswerSchema, SignedSubmissionSchema]);
export type Signed = SignedSubmission | SignedAnswer;

/** What is signed and hashed: the same to the byte for the same body. */
export function signedText(body: Submission | Answer): string {
  return `${SIGNED_FORMAT} ${SIGNED_VERSION}\n${canonicalJson(body)}`;
}
