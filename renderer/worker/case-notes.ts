/** What people write to a case in words of their own: sealed with the personal key, bound to the event it stands in. Owns that place; keys are access-state.ts. */
import { openPersonal, type Sealed, sealPersonal } from '../../shared/access/sealed.ts';
import type { CaseEvent } from '../../shared/cases/case-event.ts';
import { AccessNeededError, type AccessState } from './access-state.ts';

/** By the id of the command, which the event keeps. */
const placeOf = (command: string) => ({ kind: 'case.event', id: command });

/** Throws AccessNeededError 'vault-needed' or 'vault-locked': words of people are never kept in clear. */
export async function sealCaseNote(access: AccessState, command: string, note: string): Promise<Sealed> {
  if (!access.vault) throw new AccessNeededError('vault-needed');
  const held = access.personal.find(({ active }) => active);
  if (!held) throw new AccessNeededError('vault-locked');
  return sealPersonal({ id: held.cipher.keyId, key: held.key }, placeOf(command), { note });
}

/** By number of the event, those that can be read here; what is sealed with a key that is not here is left out. */
export async function openCaseNotes(
  access: AccessState,
  events: readonly CaseEvent[],
): Promise<Map<number, string>> {
  const keys = new Map(access.personal.map(({ cipher, key }) => [cipher.keyId, key]));
  const notes = new Map<number, string>();
  for (const { n, id, sealed } of events) {
    const opened =
      sealed && (await openPersonal({ keys, pairs: new Map() }, placeOf(id), sealed).catch(() => null));
    if (typeof opened?.['note'] === 'string') notes.set(n, opened['note']);
  }
  return notes;
}
