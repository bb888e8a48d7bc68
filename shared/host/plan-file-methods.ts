/**
 * The contract's methods of signed plan files: this machine's key and those it trusts, a file signed, checked, taken in. Owns their shapes and
 * limits; who may is decided in the host (electron/services/plan-post.ts, plan-keys.ts).
 */
import * as v from 'valibot';
import { PlanIdSchema, Sha256, Short } from '../partition/plan-records.ts';
import {
  SealSchema,
  SignedAnswerSchema,
  SignedSchema,
  SignedSubmissionSchema,
  SignerKey,
  SubmissionDraftSchema,
  SubmissionSchema,
} from '../partition/signed/signed-plan.ts';
import { SessionToken } from './access-schemas.ts';

const KB = 1024;
const MB = 1024 * KB;
/** The steps of a plan; the partition that it began with goes over as bytes (`plan.put`). */
const PLAN_LIMIT = 8 * MB;

/** Where there is a vault, of somebody who has signed in and may. */
const session = v.nullable(SessionToken);
const span = v.object({ first: v.number(), last: v.number() });

export const KeyNameSchema = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(60));

/** `digits`: the number that two people read to each other (key-digits.ts). */
const KeySchema = v.object({ key: SignerKey, digits: v.array(v.string()) });
const TrustedKeySchema = v.object({
  ...KeySchema.entries,
  name: v.string(),
  /** Who vouched for it and when; id of a person, '' where nobody signs in. */
  by: v.string(),
  at: v.number(),
  /** Trust was withdrawn. */
  withdrawnAt: v.nullable(v.number()),
});

export const SignerKeysSchema = v.object({ own: KeySchema, trusted: v.array(TrustedKeySchema) });
export type SignerKeys = v.InferOutput<typeof SignerKeysSchema>;

export const CheckedFileSchema = v.object({
  /** `broken`: the signature does not fit the text, and nothing else is said. */
  signature: v.picklist(['broken', 'own', 'trusted', 'unknown', 'withdrawn']),
  /** Under which name the key is trusted here; '' for none. */
  owner: v.string(),
  digits: v.array(v.string()),
  /** SHA-256 of the signed text. */
  digest: Sha256,
});
export type CheckedFile = v.InferOutput<typeof CheckedFileSchema>;

export const PLAN_FILE_METHODS = {
  'signer.read': { args: v.object({ session }), result: SignerKeysSchema, limit: KB },
  /** By an administrator, audited. A key whose trust was withdrawn may be trusted again. */
  'signer.trust': {
    args: v.object({ session, key: SignerKey, name: KeyNameSchema }),
    result: SignerKeysSchema,
    limit: KB,
  },
  'signer.withdraw': { args: v.object({ session, key: SignerKey }), result: SignerKeysSchema, limit: KB },
  /** Signs a plan that is handed in; it must say what the journal says. Kept in the journal and audited before it answers. */
  'plan.sign': {
    args: v.object({ session, draft: SubmissionDraftSchema }),
    result: v.object({ submitted: SubmissionSchema.entries.submitted, seal: SealSchema }),
    limit: PLAN_LIMIT,
  },
  /** Signs what was decided here on a plan that came in. */
  'plan.answer': {
    args: v.object({ session, plan: PlanIdSchema }),
    result: SignedAnswerSchema,
    limit: KB,
  },
  /** Changes nothing. */
  'plan.verify': { args: v.object({ file: SignedSchema }), result: CheckedFileSchema, limit: PLAN_LIMIT },
  /** A plan comes in; its base was put before (`plan.put`). `from`: what it was begun on in the words of this machine. */
  'plan.receive': {
    args: v.object({ session, file: SignedSubmissionSchema, from: Short }),
    result: span,
    limit: PLAN_LIMIT,
  },
  /** An answer comes in: the plan is approved or a draft again. */
  'plan.accept': { args: v.object({ session, file: SignedAnswerSchema }), result: span, limit: 16 * KB },
} as const;
