/**
 * Who is at the desk: unlocking, switching by PIN, sessions, and what only some may do. A session is a token in the memory of the page that
 * signed in; the wall never has one, so it never gets the personal key. Every decision is audited here, before it is answered.
 */
import { type AuditEvent, auditEvent } from '../../shared/access/audit.ts';
import { toBase64 } from '../../shared/access/byte-text.ts';
import { type Action, allows, hasEnded, scopeOf } from '../../shared/access/permissions.ts';
import { parseRecoveryText } from '../../shared/access/recovery-key.ts';
import { ROLES } from '../../shared/access/roles.ts';
import type { UnlockBy } from '../../shared/access/vault-file.ts';
import { activeSeal, dataKeys, type Roots, sealKeys, vaultSecret } from '../../shared/access/vault-keys.ts';
import type {
  AuditRequest,
  AuditStatus,
  DeskSession,
  KeyChange,
  PersonInput,
  PersonListing,
  VaultStatus,
} from '../../shared/host/access-schemas.ts';
import type { Result } from '../../shared/host/contract.ts';
import { HostError } from '../../shared/host/host-error.ts';
import type { Attempts } from './attempts.ts';
import { type AuditActor, type AuditLog, NOBODY } from './audit-log.ts';
import {
  isGoodPin,
  isPin,
  listing,
  newPersonId,
  type People,
  type PeopleKey,
  type Person,
} from './people.ts';
import { type Session, Sessions } from './sessions.ts';
import { taggedEvents } from './subject-tags.ts';
import { accessHostError, type Vault } from './vault.ts';

const PASSPHRASE_DOOR = 'passphrase';
const pinDoor = (person: string): string => `pin:${person}`;

export interface DeskParts {
  vault: Vault;
  people: People;
  attempts: Attempts;
  audit: AuditLog;
  now: () => number;
  onChanged(status: VaultStatus): void;
  /** The vault is made: what is written next does not stand with what was written without one. */
  onCreated(): void;
}

export class Desk {
  private readonly parts: DeskParts;
  private readonly sessions: Sessions;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(parts: DeskParts) {
    this.parts = parts;
    this.sessions = new Sessions(parts.now);
  }

  status(): VaultStatus {
    const { vault, attempts } = this.parts;
    const { state } = vault;
    const file = state === 'locked' || state === 'open' ? vault.file : null;
    const activeOf = (of: 'core' | 'pii') =>
      file?.keys.find((key) => key.class === of && key.state === 'active')?.id ?? '';
    return {
      state,
      coreOpen: vault.coreRoot !== null,
      id: file?.id ?? '',
      unlockBy: file?.unlockers.map(({ by }) => by) ?? [],
      keyringOpensAll:
        file?.unlockers.some(({ by, roots }) => by === 'keyring' && roots.pii !== null) ?? false,
      keys: { core: activeOf('core'), pii: activeOf('pii') },
      seal: file && activeSeal(file),
      waitMs: attempts.waitMs(PASSPHRASE_DOOR),
    };
  }

  create(
    passphrase: string,
    keyringOpensAll: boolean,
    first: { name: string; pin: string },
  ): Promise<{ recoveryKey: string; session: DeskSession }> {
    return this.inTurn(async () => {
      if (!isGoodPin(first.pin)) throw new HostError('weak-secret', 'pin');
      let person: Person | undefined;
      const recoveryKey = await this.parts.vault.create(passphrase, keyringOpensAll, async (key) => {
        person = await this.parts.people.start(key, first.name, first.pin);
      });
      if (!person) throw new HostError('internal', 'person');
      this.parts.onCreated();
      try {
        await this.note(auditEvent('vault.created', { detail: this.fileDetail() }), actorOf(person));
      } catch (error) {
        // Nobody would ever see its recovery key.
        await this.parts.vault.discard();
        throw error;
      }
      const session = this.begin(person);
      this.changed();
      return { recoveryKey, session };
    });
  }

  /** Null session: only the core class was opened, for nobody. */
  unlock(by: UnlockBy, secret: string, id: string | null, pin: string): Promise<DeskSession | null> {
    return this.inTurn(async () => {
      const { vault, people } = this.parts;
      const roots = await this.open(by, secret);
      if (id === null) {
        if (by === 'keyring') throw new HostError('bad-arguments', 'person');
        await vault.hold(roots, false);
        this.changed();
        return null;
      }
      const person = await people.get({ vault: vault.file.id, coreRoot: roots.core }, id);
      // The paper stands for a forgotten PIN, but only an administrator's.
      if (by === 'recovery') this.demand(person, 'desk.administer');
      else await this.checkPin(person, pin);
      this.demandNotEnded(person);
      await this.note(auditEvent('vault.unlocked', { detail: { by } }), actorOf(person));
      await vault.hold(roots, ROLES[person.role].personalKey);
      const session = this.begin(person);
      this.changed();
      return session;
    });
  }

  switchTo(id: string, pin: string): Promise<DeskSession> {
    return this.inTurn(async () => {
      const person = await this.parts.people.get(this.peopleKey(), id);
      if (this.parts.vault.state !== 'open') throw new HostError('vault-locked');
      await this.checkPin(person, pin);
      this.demandNotEnded(person);
      await this.note(auditEvent('person.switched'), actorOf(person));
      // It may have been locked meanwhile.
      if (this.parts.vault.state !== 'open') throw new HostError('vault-locked');
      return this.begin(person);
    });
  }

  /** Anybody may lock. The key is gone before anything else is done. */
  lock(): Promise<void> {
    const was = this.parts.vault.state;
    const last = this.sessions.last();
    this.close();
    return this.inTurn(async () => {
      // A switch that was under way must not bring it back.
      this.close();
      if (was !== 'open') return;
      this.changed();
      await this.note(auditEvent('vault.locked'), last ? actorOf(last.person) : NOBODY);
    });
  }

  /** Drops sessions and the personal key. */
  close(): void {
    this.sessions.clear();
    this.parts.vault.lock();
  }

  async coreKeys(): Promise<Result<'vault.core'>> {
    const { vault } = this.parts;
    const { file, roots } = vault;
    return mapped(async () => ({
      keys: (await dataKeys(file, roots, 'core')).map(asText),
      disclosure: toBase64(await vaultSecret(file, roots, 'disclosure')),
    }));
  }

  async personalKeys(token: string): Promise<Result<'vault.keys'>> {
    const session = this.sessions.get(token);
    if (!ROLES[session.person.role].personalKey) throw new HostError('not-allowed', 'role');
    if (session.keyGiven) throw new HostError('session-over', 'given once');
    const { file, roots } = this.parts.vault;
    if (!roots.pii) throw new HostError('vault-locked');
    session.keyGiven = true;
    const publicKeys = new Map(file.seal.map(({ id, publicKey }) => [id, publicKey]));
    return mapped(async () => ({
      keys: (await dataKeys(file, roots, 'pii')).map(asText),
      seal: (await sealKeys(file, roots)).map((key) => ({
        ...asText(key),
        publicKey: publicKeys.get(key.id) ?? '',
      })),
    }));
  }

  /** `passphrase`: the present one; who changes keys must know it, not only sit at an open desk. */
  change(token: string, passphrase: string, change: KeyChange): Promise<string | null> {
    return this.inTurn(async () => {
      const { person } = this.allowed(token, 'desk.administer');
      await this.open('passphrase', passphrase);
      const detail: AuditEvent['detail'] = { what: change.what };
      if (change.what === 'rotate') detail['class'] = change.class;
      await this.note(auditEvent('keys.changed', { detail }), actorOf(person));
      const recoveryKey = await this.parts.vault.change(change);
      if (change.what === 'rotate') this.sessions.renewKeys();
      this.changed();
      // What was changed stands, and a new recovery key must be shown, even if this second note fails.
      await this.note(
        auditEvent('keys.changed', { detail: { what: 'written', ...this.fileDetail() } }),
        actorOf(person),
      ).catch((error) => console.error('[audit]', error instanceof Error ? error.message : 'note'));
      return recoveryKey;
    });
  }

  /** Before what planners were answered is forgotten: who may, with the passphrase, and its audit entry. */
  forgetting(token: string, passphrase: string, count: number): Promise<void> {
    return this.inTurn(async () => {
      const { person } = this.allowed(token, 'desk.administer');
      await this.open('passphrase', passphrase);
      await this.note(auditEvent('numbers.forgotten', { count }), actorOf(person));
    });
  }

  /** Empty without a vault, or while not even the core class is open. */
  async listPeople(): Promise<PersonListing[]> {
    const { vault, people, attempts, now } = this.parts;
    if (vault.state === 'none' || (vault.state === 'locked' && !vault.coreRoot)) return [];
    return (await people.list(this.peopleKey())).map((person) => ({
      ...listing(person),
      ended: hasEnded(person, now()),
      waitMs: attempts.waitMs(pinDoor(person.id)),
    }));
  }

  savePerson(token: string, input: PersonInput): Promise<string> {
    return this.inTurn(async () => {
      const by = this.allowed(token, 'desk.administer');
      const id = input.id ?? newPersonId();
      const detail = { what: input.id === null ? 'add' : 'change', person: id, role: input.role };
      await this.note(auditEvent('people.changed', { detail }), actorOf(by.person));
      const person = await this.parts.people.save(this.peopleKey(), input, id);
      if (input.pin !== null) await this.parts.attempts.reset(pinDoor(person.id));
      this.sessions.endOf(person.id, token);
      if (by.person.id === person.id) by.person = person;
      return person.id;
    });
  }

  removePerson(token: string, id: string): Promise<void> {
    return this.inTurn(async () => {
      const { person } = this.allowed(token, 'desk.administer');
      const { id: known } = await this.parts.people.get(this.peopleKey(), id);
      const event = auditEvent('people.changed', { detail: { what: 'remove', person: known } });
      await this.note(event, actorOf(person));
      await this.parts.people.remove(this.peopleKey(), known);
      this.sessions.endOf(known);
    });
  }

  async appendAudit(token: string | null, requests: readonly AuditRequest[]): Promise<AuditStatus> {
    const actor = token === null ? NOBODY : actorOf(this.sessions.get(token).person);
    const { vault, audit } = this.parts;
    const events = await taggedEvents(vault, requests);
    await audit.append(events, actor);
    return audit.status();
  }

  async readAudit(token: string, after: number, limit: number): Promise<Result<'audit.read'>> {
    this.allowed(token, 'audit.view');
    const { audit } = this.parts;
    return { entries: await audit.read(after, limit), last: audit.status().n };
  }

  auditStatus(): AuditStatus {
    return this.parts.audit.status();
  }

  /** The roots by a secret, slowed down. A failure is audited. */
  private async open(by: UnlockBy, secret: string): Promise<Roots> {
    const { vault, attempts } = this.parts;
    if (by === 'keyring') {
      const opened = await vault.tryOpen(by, '');
      if (!opened.pii) throw new HostError('not-allowed', 'keyring');
      return opened;
    }
    // A slip of the pen is no guess: it is named and costs nothing.
    if (by === 'recovery') await mapped(async () => parseRecoveryText(secret));
    void vault.file;
    let roots: Roots | null = null;
    const right = await attempts.attempt(PASSPHRASE_DOOR, async () => {
      roots = await vault.tryOpen(by, secret).catch((error) => {
        if (error instanceof HostError && error.code === 'wrong-secret') return null;
        throw error;
      });
      return roots !== null;
    });
    if (right && roots) return roots;
    await this.note(auditEvent('vault.refused', { detail: { by } }), NOBODY);
    throw new HostError('wrong-secret');
  }

  private async checkPin(person: Person, pin: string): Promise<void> {
    if (await this.parts.attempts.attempt(pinDoor(person.id), () => isPin(person, pin))) return;
    await this.note(auditEvent('vault.refused', { detail: { by: 'pin', person: person.id } }), NOBODY);
    throw new HostError('wrong-secret');
  }

  /** Who is at this desk; '' where there is no vault. @throws HostError 'session-over'. */
  nameOf(token: string | null): string {
    return this.status().state === 'none' ? '' : this.sessions.get(token ?? '').person.name;
  }

  /** For what is set for everybody here. Without a vault there are no roles, and anybody may. */
  demandAdministrator(token: string | null): void {
    if (this.status().state !== 'none') this.allowed(token ?? '', 'desk.administer');
  }

  /** For what is kept with the records and drawn by. Without a vault anybody may. @throws HostError 'session-over', 'not-allowed'. */
  demandKeeper(token: string | null): void {
    if (this.status().state !== 'none') this.actorFor(token ?? '', 'record.edit');
  }

  /** @throws HostError 'session-over'. */
  personOf(token: string): Person {
    return this.sessions.get(token).person;
  }

  /** Who has signed in; throws HostError 'session-over'. */
  actorOf(token: string): AuditActor {
    return actorOf(this.sessions.get(token).person);
  }

  /** As `actorOf`, and may do this somewhere: own grids are the worker's to check. Else HostError 'not-allowed'. */
  actorFor(token: string, action: Action): AuditActor {
    const { person } = this.sessions.get(token);
    if (scopeOf(person.role, action) === 'none') throw new HostError('not-allowed', 'role');
    return actorOf(person);
  }

  private allowed(token: string, action: Action): Session {
    const session = this.sessions.get(token);
    this.demand(session.person, action);
    return session;
  }

  private demand(person: Person, action: Action): void {
    const decision = allows(person, action, { now: this.parts.now() });
    if (!decision.allowed) throw new HostError('not-allowed', decision.reason);
  }

  private demandNotEnded(person: Person): void {
    if (hasEnded(person, this.parts.now())) throw new HostError('not-allowed', 'expired');
  }

  private begin(person: Person): DeskSession {
    const { token } = this.sessions.begin(person);
    return { token, person: listing(person) };
  }

  private peopleKey(): PeopleKey {
    const { vault } = this.parts;
    return { vault: vault.file.id, coreRoot: vault.roots.core };
  }

  /** So that a vault file put back from an old copy shows in the audit log. */
  private fileDetail(): { file: string } {
    return { file: this.parts.vault.file.sum };
  }

  private async note(event: AuditEvent, by: AuditActor): Promise<void> {
    await this.parts.audit.append([event], by);
  }

  private changed(): void {
    this.parts.onChanged(this.status());
  }

  /** One change at a time: two would start from the same file. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => {});
    return done;
  }
}

function actorOf({ id, role }: Person): AuditActor {
  return { by: id, role };
}

function asText<K extends { id: string; state: 'active' | 'retired'; bytes: Uint8Array }>(key: K) {
  return { id: key.id, state: key.state, bytes: toBase64(key.bytes) };
}

async function mapped<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw accessHostError(error);
  }
}
