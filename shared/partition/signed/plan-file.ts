/**
 * The signed plan file as text (`.linliplan`, docs/formats/plan-file.md): a first line that says what it is, then one line of canonical JSON. Owns
 * reading what strangers send: size, depth and spelling are checked before anything is looked at. Whether the signature fits is the host's.
 */
import * as v from 'valibot';
import { fromBase64, toBase64 } from '../../access/byte-text.ts';
import { canonicalJson } from '../../host/canonical-json.ts';
import { PlanError } from '../plan-error.ts';
import {
  SIGNED_FORMAT,
  SIGNED_VERSION,
  type Signed,
  SignedAnswerSchema,
  type SignedSubmission,
  SignedSubmissionSchema,
} from './signed-plan.ts';

export const PLAN_FILE_ENDING = 'linliplan';
/** More than any plan needs; read whole, so it must fit in memory several times over. */
export const MOST_FILE_BYTES = 16 * 1024 * 1024;
/** Deeper than the schemas go. */
const MOST_DEPTH = 24;
const UNSAFE = new Set(['__proto__', 'constructor', 'prototype']);

/** `base`: the packed partition that a plan began with, whose hash is in what is signed. */
export type PlanFile = { signed: SignedSubmission; base: Uint8Array<ArrayBuffer> } | { signed: Signed };

export function writePlanFile({ body, key, signature }: Signed, base?: Uint8Array): string {
  const text = canonicalJson({ ...(base && { base: toBase64(base) }), body, key, signature });
  return `${SIGNED_FORMAT} ${SIGNED_VERSION}\n${text}\n`;
}

/** Throws PlanError: 'plan-file' (something else), 'plan-newer', 'plan-file-damaged'. */
export function readPlanFile(text: string): PlanFile {
  const end = text.indexOf('\n');
  const [, version] = /^linli-plan-file ([1-9]\d{0,3})$/.exec(text.slice(0, Math.max(end, 0))) ?? [];
  if (version === undefined)
    throw new PlanError(text.startsWith(SIGNED_FORMAT) ? 'plan-file-damaged' : 'plan-file');
  if (Number(version) > SIGNED_VERSION) throw new PlanError('plan-newer', `version ${version}`);
  const parsed = parse(text.slice(end + 1));
  checkPlain(parsed);
  // One spelling: what reads the same but is written otherwise was changed by somebody.
  if (text !== `${SIGNED_FORMAT} ${SIGNED_VERSION}\n${canonicalJson(parsed)}\n`) throw damaged('spelling');
  const { base, ...signed } = parsed as { base?: unknown };
  if (base === undefined) return { signed: checked(SignedAnswerSchema, signed) };
  const bytes = typeof base === 'string' ? fromBase64(base) : null;
  if (!bytes) throw damaged('base');
  const submission = checked(SignedSubmissionSchema, signed);
  if (bytes.length !== submission.body.base.bytes) throw damaged('base is cut off');
  return { signed: submission, base: bytes };
}

function checked<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (!result.success) throw damaged(v.getDotPath(result.issues[0]) ?? result.issues[0].message);
  // What a schema mended (blanks round a name) is not what was signed.
  if (canonicalJson(result.output) !== canonicalJson(value)) throw damaged('spelling');
  return result.output;
}

const damaged = (what: string) => new PlanError('plan-file-damaged', what);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged('not JSON');
  }
}

/** No deeper than plans are, and no key that means something to the language. */
function checkPlain(root: unknown): void {
  if (typeof root !== 'object' || root === null || Array.isArray(root)) throw damaged('no record');
  let level: object[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_DEPTH) throw damaged('too deep');
    const next: object[] = [];
    for (const value of level) {
      const list = Array.isArray(value);
      if (!list && Object.keys(value).some((key) => UNSAFE.has(key))) throw damaged('key');
      for (const each of list ? value : Object.values(value))
        if (typeof each === 'object' && each !== null) next.push(each);
    }
    level = next;
  }
}
