/** The contract's methods of vault, people, audit and disclosure. A few lines per method: what they decide is desk.ts. */
import { auditEvent } from '../../shared/access/audit.ts';
import type { Handlers } from '../../shared/host/contract.ts';
import type { Desk } from './desk.ts';
import type { DisclosureMemory } from './disclosure-memory.ts';

type AccessMethod =
  | 'vault.status'
  | 'vault.create'
  | 'vault.unlock'
  | 'vault.lock'
  | 'vault.core'
  | 'vault.keys'
  | 'vault.change'
  | 'people.list'
  | 'people.switch'
  | 'people.save'
  | 'people.remove'
  | 'audit.append'
  | 'audit.status'
  | 'audit.read'
  | 'disclosure.read'
  | 'disclosure.remember'
  | 'disclosure.status'
  | 'disclosure.forget';

export function createAccessHandlers(desk: Desk, disclosure: DisclosureMemory): Pick<Handlers, AccessMethod> {
  return {
    'vault.status': async () => desk.status(),
    'vault.create': ({ passphrase, keyringOpensAll, person }) =>
      desk.create(passphrase, keyringOpensAll, person),
    'vault.unlock': async ({ by, secret, person, pin }) => ({
      session: await desk.unlock(by, secret, person, pin),
    }),
    'vault.lock': async () => {
      await desk.lock();
      return null;
    },
    'vault.core': () => desk.coreKeys(),
    'vault.keys': ({ session }) => desk.personalKeys(session),
    'vault.change': async ({ session, passphrase, change }) => ({
      recoveryKey: await desk.change(session, passphrase, change),
    }),
    'people.list': () => desk.listPeople(),
    'people.switch': async ({ person, pin }) => ({ session: await desk.switchTo(person, pin) }),
    'people.save': async ({ session, person }) => ({ id: await desk.savePerson(session, person) }),
    'people.remove': async ({ session, id }) => {
      await desk.removePerson(session, id);
      return null;
    },
    'audit.append': ({ session, events }) => desk.appendAudit(session, events),
    'audit.status': async () => desk.auditStatus(),
    'audit.read': ({ session, after, limit }) => desk.readAudit(session, after, limit),
    'disclosure.read': ({ after }) => disclosure.read(after),
    'disclosure.remember': async ({ session, answers, after }) => {
      const kept = await disclosure.remember(answers, after);
      if (kept > 0 && session !== null)
        await desk.appendAudit(session, [auditEvent('numbers.disclosed', { count: kept })]);
      return { kept: kept > 0 };
    },
    'disclosure.status': () => disclosure.status(),
    'disclosure.forget': async ({ session, passphrase }) => {
      await disclosure.forget((answers) => desk.forgetting(session, passphrase, answers));
      return null;
    },
  };
}
