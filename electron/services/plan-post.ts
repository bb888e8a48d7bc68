/**
 * Grid plans on their way between machines: a plan that is handed in is signed, one from elsewhere comes in, its answer goes back and is taken. Owns
 * who may, what is signed and what the journal is told; every record goes with its audit entry in one append. Borders it never reads.
 */
import { createHash } from 'node:crypto';
import { type AuditEvent, auditEvent } from '../../shared/access/audit.ts';
import { type Action, scopeOf } from '../../shared/access/permissions.ts';
import { canonicalJson } from '../../shared/host/canonical-json.ts';
import type { Handlers, MethodName, Result } from '../../shared/host/contract.ts';
import { HostError } from '../../shared/host/host-error.ts';
import type { JournalBody } from '../../shared/host/journal-record.ts';
import type { CheckedFile, SignerKeys } from '../../shared/host/plan-file-methods.ts';
import { localDayOf } from '../../shared/partition/plan-day.ts';
import { awaitsReturn, type PlanHistory, submittedAt } from '../../shared/partition/plan-history.ts';
import { begunOn } from '../../shared/partition/plan-in-force.ts';
import { answerFault } from '../../shared/partition/signed/answer-rule.ts';
import {
  type Answer,
  type Signed,
  type SignedAnswer,
  type Signer,
  type Submission,
  type SubmissionDraft,
  signedText,
} from '../../shared/partition/signed/signed-plan.ts';
import { type AuditActor, type AuditLog, NOBODY } from './audit-log.ts';
import type { Desk } from './desk.ts';
import type { PlanBook } from './plan-book.ts';
import { digitsOf, fingerprintOf, type PlanKeys, sealFits } from './plan-keys.ts';
import type { SnapshotService } from './snapshots.ts';

/** As the schemas let them through. */
type Asked<M extends MethodName> = Parameters<Handlers[M]>[0];

export interface PlanPostParts {
  desk: Desk;
  audit: AuditLog;
  keys: PlanKeys;
  book: PlanBook;
  /** Partitions that plans began with, by plan. */
  bases: Pick<SnapshotService, 'get'>;
  now: () => number;
}

export class PlanPost {
  private readonly parts: PlanPostParts;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(parts: PlanPostParts) {
    this.parts = parts;
  }

  async readKeys(session: string | null): Promise<SignerKeys> {
    const { desk, keys } = this.parts;
    if (desk.status().state !== 'none') desk.personOf(session ?? '');
    return keys.read();
  }

  trust({ session, key, name }: Asked<'signer.trust'>): Promise<SignerKeys> {
    return this.changeKeys(session, key, 'planKeyTrusted', (by) => this.parts.keys.trust(key, name, by));
  }

  withdraw({ session, key }: Asked<'signer.withdraw'>): Promise<SignerKeys> {
    return this.changeKeys(session, key, 'planKeyWithdrawn', () => this.parts.keys.withdraw(key));
  }

  /** Rejects with HostError: 'not-allowed', 'session-over', 'not-found', 'conflict' (it is not handed in, or not as the draft says). */
  sign({ session, draft }: Asked<'plan.sign'>): Promise<Result<'plan.sign'>> {
    return this.inTurn(async () => {
      const actor = this.actor(session, 'plan.edit');
      const history = this.history(draft.plan);
      if (history.state !== 'submitted' || !saysTheSame(draft, history) || !draft.proof.holds)
        throw new HostError('conflict', 'plan');
      const word = history.stated.findLast(({ state }) => state === 'submitted');
      const submitted = { at: word?.at ?? history.editedAt, by: await this.signer(history.submittedBy) };
      const body: Submission = { ...draft, submitted };
      const seal = await this.seal(history, body, actor, 'fileSaved');
      return { submitted, seal };
    });
  }

  /** Rejects with HostError: as `sign`; 'conflict': nothing was decided here on a plan that came in. */
  answer({ session, plan }: Asked<'plan.answer'>): Promise<SignedAnswer> {
    return this.inTurn(async () => {
      const actor = this.actor(session, 'plan.approve');
      const history = this.history(plan);
      const word = history.stated.at(-1);
      const came = history.papers.find(({ of, own }) => of === 'submission' && !own);
      if (!word || !came || word.seq !== history.seq || word.seq === came.seq)
        throw new HostError('conflict', 'plan');
      if (word.state !== 'approved' && word.state !== 'draft') throw new HostError('conflict', word.state);
      const { name, community } = history.created;
      const body: Answer = {
        ...{ kind: 'answer', plan, name, community, submission: came.digest },
        ...{ state: word.state, effectiveFrom: word.effectiveFrom, note: word.note },
        said: { at: word.at, by: await this.signer(word.by) },
      };
      return { body, ...(await this.seal(history, body, actor, 'answerSaved')) };
    });
  }

  async verify(file: Signed): Promise<CheckedFile> {
    const digits = digitsOf(file.key);
    const digest = digestOf(file);
    if (!sealFits(signedText(file.body), file)) return { signature: 'broken', owner: '', digits, digest };
    const { standing, owner } = await this.parts.keys.standing(file.key);
    return { signature: standing, owner, digits, digest };
  }

  /**
   * Rejects with HostError: 'not-allowed' (role, signature, trust), 'conflict' (it is here already, or was changed here), 'not-found' (its base was not
   * put before).
   */
  receive({ session, file, from }: Asked<'plan.receive'>): Promise<Result<'plan.receive'>> {
    return this.inTurn(async () => {
      const actor = this.actor(session, 'plan.edit');
      const digest = await this.demandTrusted(file, ['own', 'trusted']);
      const { plan, base } = file.body;
      const known = this.parts.book.get(plan);
      if (known && (!awaitsReturn(known) || known.papers.some((paper) => paper.digest === digest)))
        throw new HostError('conflict', 'plan');
      const kept = await this.parts.bases.get(plan);
      if (kept?.info.sha256 !== base.sha256) throw new HostError('not-found', 'base');
      const record = { kind: 'plan.received' as const, plan, from, digest, file, by: actor.by };
      const detail = { plan, what: 'fileReceived', file: digest, key: fingerprintOf(file.key) };
      return this.append(
        { ...record, after: known?.seq ?? null },
        auditEvent('plan.submitted', { detail }),
        actor,
      );
    });
  }

  /** Rejects with HostError: 'not-allowed' (role, signature, trust; the plan cannot go there), 'conflict' (nothing waits for it). */
  accept({ session, file }: Asked<'plan.accept'>): Promise<Result<'plan.accept'>> {
    return this.inTurn(async () => {
      const actor = this.actor(session, 'plan.edit');
      const digest = await this.demandTrusted(file, ['trusted']);
      const { book, now } = this.parts;
      const { plan, state } = file.body;
      const history = this.history(plan);
      const day = localDayOf(now());
      const baseCurrent = book.followsOn(history);
      const fault = answerFault(history, file.body, { digest, own: false, baseCurrent, today: day });
      if (fault) throw new HostError('conflict', fault);
      const kind = state === 'approved' ? 'plan.approved' : 'plan.changed';
      const detail = { plan, what: 'answerReceived', state, file: digest, key: fingerprintOf(file.key) };
      const record = { kind: 'plan.answered' as const, plan, after: history.seq, day, digest, file };
      return this.append({ ...record, by: actor.by }, auditEvent(kind, { detail }), actor);
    });
  }

  /** The journal has it before it leaves. */
  private async seal(
    { created, seq }: PlanHistory,
    body: Submission | Answer,
    actor: AuditActor,
    what: 'fileSaved' | 'answerSaved',
  ) {
    const seal = await this.parts.keys.sign(signedText(body));
    const digest = digestOf({ body });
    const { plan } = created;
    await this.append(
      { kind: 'plan.signed', plan, after: seq, of: body.kind, digest, seal, by: actor.by },
      auditEvent('plan.changed', { detail: { plan, what, file: digest } }),
      actor,
    );
    return seal;
  }

  private async append(body: JournalBody, event: AuditEvent, actor: AuditActor) {
    const { desk, audit } = this.parts;
    // Without a vault nothing is audited.
    const events = desk.status().state === 'none' ? [] : [event];
    const { records } = await audit.appendWith([body], events, actor);
    return { first: records[0].seq, last: records[records.length - 1].seq };
  }

  private async demandTrusted(file: Signed, standings: readonly CheckedFile['signature'][]): Promise<string> {
    const { signature, digest } = await this.verify(file);
    if (!standings.includes(signature)) throw new HostError('not-allowed', `signature ${signature}`);
    return digest;
  }

  /** Without a vault anybody; else who has signed in, may do it everywhere, and may see the numbers that a file holds. */
  private actor(session: string | null, action: Action): AuditActor {
    const { desk } = this.parts;
    if (desk.status().state === 'none') return NOBODY;
    const { role } = desk.personOf(session ?? '');
    if (scopeOf(role, action) !== 'all' || scopeOf(role, 'counts.see') !== 'all')
      throw new HostError('not-allowed', 'role');
    return desk.actorOf(session ?? '');
  }

  private changeKeys(
    session: string | null,
    key: string,
    what: 'planKeyTrusted' | 'planKeyWithdrawn',
    change: (by: string) => Promise<void>,
  ): Promise<SignerKeys> {
    return this.inTurn(async () => {
      const { desk, audit, keys } = this.parts;
      desk.demandAdministrator(session);
      const vault = desk.status().state !== 'none';
      const actor = vault ? desk.actorOf(session ?? '') : NOBODY;
      const detail = { what, key: fingerprintOf(key) };
      if (vault) await audit.append([auditEvent('keys.changed', { detail })], actor);
      await change(actor.by);
      return keys.read();
    });
  }

  private history(plan: string): PlanHistory {
    const history = this.parts.book.get(plan);
    if (!history) throw new HostError('not-found', 'plan');
    return history;
  }

  /** A person of this desk by id; who is not among them any more has no name left. */
  private async signer(id: string): Promise<Signer> {
    const people = id === '' ? [] : await this.parts.desk.listPeople();
    const person = people.find((each) => each.id === id);
    return { id, name: person?.name ?? '', role: person?.role ?? null };
  }

  /** One at a time: what is checked is what is written. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => {});
    return done;
  }
}

const digestOf = ({ body }: Pick<Signed, 'body'>): string =>
  createHash('sha256').update(signedText(body)).digest('hex');

/** Whether a draft of the page is about the plan as the journal has it; its borders are proved by the worker. */
function saysTheSame(draft: SubmissionDraft, history: PlanHistory): boolean {
  const { created, stated, steps, done } = history;
  const word = ({ state, at, day, effectiveFrom, by }: SubmissionDraft['trail'][number]) =>
    canonicalJson([state, at, day, effectiveFrom, by]);
  return (
    submittedAt(history) === history.seq &&
    draft.name === created.name &&
    draft.community === created.community &&
    draft.generation === created.generation &&
    draft.from === begunOn(history) &&
    draft.base.sha256 === created.base.sha256 &&
    canonicalJson(draft.scope ?? null) === canonicalJson(created.scope ?? null) &&
    draft.steps.length === done &&
    draft.steps.every(({ name, by, at }, i) => {
      const own = steps[i];
      return name === own.name && by === own.by && at === own.at;
    }) &&
    draft.trail.length === stated.length &&
    draft.trail.every((each, i) => word(each) === word(stated[i]))
  );
}
