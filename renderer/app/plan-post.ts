/**
 * Signed plan files at this window: a plan leaves, one comes in, its answer goes back and is taken. Owns the order of worker, host and journal: what
 * leaves is in the journal before, and the base of what comes in is kept before the record that names it.
 */
import type { CheckedFile, SignerKeys } from '../../shared/host/plan-file-methods.ts';
import { PlanError } from '../../shared/partition/plan-error.ts';
import { PLAN_FILE_ENDING } from '../../shared/partition/signed/plan-file.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import type { AnswerLook, SubmissionLook } from '../worker/plan-signed-api.ts';
import { asWhoIsHere } from './access/seat.ts';
import { applied } from './journal-position.ts';
import { currentHost } from './open-session.ts';
import { baseToken } from './plan-session.ts';
import { saveFile } from './save-file.ts';

/** A file whose signature fits, and what is in it. */
export interface SignedOnDesk {
  checked: CheckedFile;
  look: SubmissionLook | AnswerLook;
}

/** The open plan as a signed file. Rejects with PlanError, HostError. */
export async function saveSubmission(engine: DataEngine, name: string): Promise<void> {
  const draft = await engine.draftSubmission();
  const signed = await asWhoIsHere((host, session) => host.call('plan.sign', { session, draft }));
  saveFile(await engine.submissionFile(draft, signed, await baseToken(draft.plan)), fileName(name));
}

/** What was decided here on a plan that came in, as a signed file. Rejects with HostError. */
export async function saveAnswer(engine: DataEngine, plan: string, name: string): Promise<void> {
  const signed = await asWhoIsHere((host, session) => host.call('plan.answer', { session, plan }));
  saveFile(await engine.answerFile(signed), fileName(name));
}

/** What is in a file; nothing is taken in. Rejects with PlanError, whose `values.plan` names a plan that is here already. */
export async function readSigned(engine: DataEngine, blob: Blob): Promise<SignedOnDesk> {
  const file = await engine.readSigned(blob);
  const checked = await currentHost().call('plan.verify', { file });
  if (checked.signature === 'broken') throw new PlanError('plan-signature');
  return { checked, look: await engine.lookSigned(checked.digest, checked.signature === 'own') };
}

/** Takes in what was looked at and answers the id of the plan that is meant. Rejects with PlanError, HostError; nothing is taken in then. */
export async function takeSigned(engine: DataEngine, { checked, look }: SignedOnDesk): Promise<string> {
  if (checked.signature === 'unknown') throw new PlanError('plan-key-unknown');
  if (checked.signature === 'withdrawn') throw new PlanError('plan-key-withdrawn');
  if (look.kind === 'answer') {
    const { file } = look;
    const { last } = await asWhoIsHere((host, session) => host.call('plan.accept', { session, file }));
    await applied(last);
    return file.body.plan;
  }
  if (!look.holds) throw new PlanError('plan-file-proof');
  const { file, from } = look;
  const { plan, base } = file.body;
  const host = currentHost();
  // A plan that comes in once more has its base here already, and so has one whose taking in was cut off.
  if (!(await host.call('plan.get', { plan }))) {
    const { token } = await host.call('plan.put', { plan, bytes: base.bytes });
    await engine.sendSignedBase(token);
    await host.call('plan.commit', { token, sha256: base.sha256 });
  }
  const { last } = await asWhoIsHere((to, session) => to.call('plan.receive', { session, file, from }));
  await applied(last);
  return plan;
}

export function readKeys(): Promise<SignerKeys> {
  return asWhoIsHere((host, session) => host.call('signer.read', { session }));
}

/** By an administrator; audited. */
export function trustKey(key: string, name: string): Promise<SignerKeys> {
  return asWhoIsHere((host, session) => host.call('signer.trust', { session, key, name }));
}

export function withdrawKey(key: string): Promise<SignerKeys> {
  return asWhoIsHere((host, session) => host.call('signer.withdraw', { session, key }));
}

/** Without what a disk cannot have in a name. */
const fileName = (name: string): string =>
  `${name.replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ').trim() || 'plan'}.${PLAN_FILE_ENDING}`;
