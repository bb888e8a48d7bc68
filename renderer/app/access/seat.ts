/**
 * Who sits at this window: the vault's state, the person, the session. Owns the order of host and worker calls around keys; the token lives
 * in this module's memory and the keys go straight on to the worker. Components read the store, and nothing here is written to disk.
 */
import { create } from 'zustand';
import type { AuditEvent } from '../../../shared/access/audit.ts';
import { auditEvent } from '../../../shared/access/audit.ts';
import { breakGlass, type Reason } from '../../../shared/access/break-glass.ts';
import { type Action, type Scope, scopeOf } from '../../../shared/access/permissions.ts';
import { ROLES } from '../../../shared/access/roles.ts';
import type {
  DeskSession,
  KeyChange,
  PersonListing,
  VaultStatus,
} from '../../../shared/host/access-schemas.ts';
import type { Host } from '../../../shared/host/contract.ts';
import type { JournalBody } from '../../../shared/host/journal-record.ts';
import type { PreparedEdit } from '../../worker/edit-api.ts';
import type { DataEngine } from '../../worker/engine-api.ts';
import { useSession } from '../session.ts';
import { bringDisclosure } from './answer-memory.ts';

type Person = DeskSession['person'];
type SeatDialog = 'create' | 'signIn' | null;

interface Seat {
  /** null: the host was not asked yet. */
  status: VaultStatus | null;
  /** null: nobody has signed in at this window. */
  person: Person | null;
  dialog: SeatDialog;
  /** Until when the person sees beyond the role; 0: not. */
  glassUntil: number;
  show(dialog: SeatDialog): void;
}

export const useSeat = create<Seat>((set) => ({
  status: null,
  person: null,
  dialog: null,
  glassUntil: 0,
  show: (dialog) => set({ dialog }),
}));

const set = useSeat.setState;
let host: Host | null = null;
let engine: DataEngine | null = null;
let token: string | null = null;
let coreKey = '';
let personalKey = '';
let settling: Promise<unknown> = Promise.resolve();

function parts(): { host: Host; engine: DataEngine } {
  if (!host || !engine) throw new Error('the seat is not set');
  return { host, engine };
}

/** Asks how the vault stands and brings the core key to the worker. Rejects with HostError 'vault-damaged'. True: what is stored can be opened. */
export async function setSeat(to: Host, dataEngine: DataEngine): Promise<boolean> {
  host = to;
  engine = dataEngine;
  host.on('vault.changed', (status) => {
    settling = settling.then(() => followVault(status)).catch(() => {});
  });
  return isOpenable(await host.call('vault.status', {}));
}

async function isOpenable(status: VaultStatus): Promise<boolean> {
  set({ status });
  if (status.state === 'damaged')
    throw Object.assign(new Error('the vault is damaged'), { code: 'vault-damaged' });
  if (status.state !== 'none' && status.coreOpen) await bringCoreKey(status);
  return status.state === 'none' || status.coreOpen;
}

/** Resolves once everything the host said of the vault so far has been carried out here. */
export function seatSettled(): Promise<unknown> {
  return settling;
}

async function bringCoreKey(status: VaultStatus): Promise<void> {
  if (coreKey === status.keys.core) return;
  const { host, engine } = parts();
  const { keys, disclosure } = await host.call('vault.core', {});
  await engine.holdCoreKeys(keys);
  await bringDisclosure(engine, host, disclosure, () => token);
  coreKey = status.keys.core;
}

async function followVault(status: VaultStatus): Promise<void> {
  set({ status });
  if (status.state === 'locked') await leave();
  if (status.state !== 'none' && status.coreOpen) await bringCoreKey(status);
  const { person } = useSeat.getState();
  if (status.state === 'open' && person && token !== null && personalKey !== status.keys.pii)
    await bringPersonalKey(person, token, status);
}

/** Keys changed while somebody sits here: the new one, with those that still read what was written before. */
async function bringPersonalKey(person: Person, session: string, status: VaultStatus): Promise<void> {
  if (!ROLES[person.role].personalKey) return;
  const { host, engine } = parts();
  const { keys } = await host.call('vault.keys', { session });
  await engine.takeDesk(person, keys);
  personalKey = status.keys.pii;
}

/** As `vault.change`; this window holds the new keys when it resolves. Returns the recovery key where a new one was made. */
export async function changeKeys(passphrase: string, change: KeyChange): Promise<string | null> {
  const { recoveryKey } = await asPerson((to, session) =>
    to.call('vault.change', { session, passphrase, change }),
  );
  const status = await parts().host.call('vault.status', {});
  settling = settling.then(() => followVault(status));
  await settling;
  return recoveryKey;
}

/** How many numbers were told to planners, of how many there is room for. */
export function answerMemory(): Promise<{ answers: number; most: number }> {
  return parts().host.call('disclosure.status', {});
}

/** Planners' numbers are worked out anew from here on. Audited. */
export async function forgetNumbers(passphrase: string): Promise<void> {
  await asPerson((to, session) => to.call('disclosure.forget', { session, passphrase }));
}

/** Makes the vault and seats its first administrator. The recovery key is shown once and kept nowhere. */
export async function createVault(
  passphrase: string,
  keyringOpensAll: boolean,
  person: { name: string; pin: string },
): Promise<string> {
  const { recoveryKey, session } = await parts().host.call('vault.create', {
    passphrase,
    keyringOpensAll,
    person,
  });
  await isOpenable(await parts().host.call('vault.status', {}));
  await take(session);
  return recoveryKey;
}

export interface SignIn {
  by: 'pin' | 'passphrase' | 'recovery' | 'keyring';
  secret: string;
  person: string;
  pin: string;
}

/** `pin` while the vault is open, else a way to open it. Rejects with HostError; the person before stays seated then. */
export async function signIn({ by, secret, person, pin }: SignIn): Promise<void> {
  const { host } = parts();
  const { session } =
    by === 'pin'
      ? await host.call('people.switch', { person, pin })
      : await host.call('vault.unlock', { by, secret, person, pin });
  await isOpenable(await host.call('vault.status', {}));
  if (session) await take(session);
}

/** Opens the core class only, at a desk that lost its own way to it. */
export async function openCore(by: 'passphrase' | 'recovery', secret: string): Promise<boolean> {
  await parts().host.call('vault.unlock', { by, secret, person: null, pin: '' });
  return isOpenable(await parts().host.call('vault.status', {}));
}

async function take(session: DeskSession): Promise<void> {
  const { host, engine } = parts();
  for (const tell of leaving) tell();
  token = session.token;
  const { person } = session;
  const keys = ROLES[person.role].personalKey
    ? (await host.call('vault.keys', { session: session.token })).keys
    : null;
  await engine.takeDesk(person, keys);
  personalKey = useSeat.getState().status?.keys.pii ?? '';
  set({ person, dialog: null, glassUntil: 0 });
  await lookAgain();
}

/** Told while the person is still here, for what is to be written down in their name. */
const leaving = new Set<() => void>();

export function beforeLeaving(tell: () => void): void {
  leaving.add(tell);
}

/** Locks the vault for every window; this one drops what it holds first. */
export async function lock(): Promise<void> {
  for (const tell of leaving) tell();
  const locked = parts().host.call('vault.lock', {});
  await leave();
  await locked;
}

async function leave(): Promise<void> {
  token = null;
  set({ person: null, glassUntil: 0 });
  await parts().engine.takeDesk(null, null);
  await lookAgain();
  if (useSession.getState().community?.personal === 'withheld') set({ dialog: 'signIn' });
}

/** The same screen with what may be seen now. */
async function lookAgain(): Promise<void> {
  const { phase, revision } = useSession.getState();
  if (phase.name !== 'ready') return;
  useSession.setState({ community: await parts().engine.status(), revision: revision + 1 });
}

/** Persons who may sign in here; empty while nothing is open. */
export function listPeople(): Promise<PersonListing[]> {
  return parts().host.call('people.list', {});
}

/** Calls the host as the person at this window. A session that is over leaves the seat. */
export async function asPerson<T>(work: (host: Host, session: string) => Promise<T>): Promise<T> {
  if (token === null) throw Object.assign(new Error('nobody is here'), { code: 'session-over' });
  const mine = token;
  return work(parts().host, mine).catch(async (error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'session-over' && token === mine) await leave();
    throw error;
  });
}

/** Calls the host as the person at this window or, where nobody must sign in, as nobody. */
export function asWhoIsHere<T>(work: (host: Host, session: string | null) => Promise<T>): Promise<T> {
  return token !== null ? asPerson(work) : work(parts().host, null);
}

/** Hands a change of records to the host. */
export function keepEdit(change: PreparedEdit): Promise<{ last: number }> {
  return asWhoIsHere((to, session) => to.call('record.edit', { session, ...change }));
}

/** Hands records to the host's journal. Resolves once they are flushed there. */
export function keepRecords(bodies: JournalBody[]): Promise<{ last: number }> {
  return asWhoIsHere((to, session) => to.call('journal.append', { session, bodies }));
}

/** Written and flushed in the host before it resolves. Without a vault there is no audit, and nothing to tell. */
export async function note(...events: AuditEvent[]): Promise<void> {
  if (!hasVault()) return;
  await parts().host.call('audit.append', { session: token, events });
}

/** The person sees beyond the role for a while. False: the role may not, or the reason is none for it. */
export async function breakTheGlass(reason: Reason): Promise<boolean> {
  const { person } = useSeat.getState();
  const glass = person && breakGlass(person, reason, Date.now());
  if (!glass) return false;
  await note(auditEvent('glass.broken', { reason }));
  await parts().engine.breakGlass(glass);
  set({ glassUntil: glass.until });
  return true;
}

export function hasVault(): boolean {
  const { status } = useSeat.getState();
  return status !== null && status.state !== 'none';
}

/** How far the person at this window may do this; without a vault everything is open: there is nothing to protect yet. */
export function useScope(action: Action): Scope {
  return scopeAt(useSeat(), action);
}

/** As `useScope`, at this moment. */
export function scopeNow(action: Action): Scope {
  return scopeAt(useSeat.getState(), action);
}

function scopeAt({ status, person }: Pick<Seat, 'status' | 'person'>, action: Action): Scope {
  if (status === null || status.state === 'none') return 'all';
  return person ? scopeOf(person.role, action) : 'none';
}
