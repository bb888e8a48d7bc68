/**
 * The notes of rounds: sealed with the personal key where there is a vault, as they stand of a sample where there is none. Owns the place that a note is
 * bound to; keys are access-state.ts.
 */
import { openPersonal, sealPersonal } from '../../shared/access/sealed.ts';
import type { Round, RoundNote } from '../../shared/work/round.ts';
import { AccessNeededError, type AccessState } from './access-state.ts';

function placeOf(round: string, home: string): { kind: string; id: string } {
  return { kind: 'round.visited', id: `${round}/${home}` };
}

/**
 * Throws AccessNeededError rather than write down plainly what is somebody's: 'vault-locked', or 'vault-needed' of real homes without a vault.
 * `demo`: they are made up.
 */
export async function sealNote(
  access: AccessState,
  demo: boolean,
  { round, home, note }: { round: string; home: string; note: string },
): Promise<RoundNote> {
  if (!access.vault) {
    if (!demo) throw new AccessNeededError('vault-needed');
    return { plain: note };
  }
  const held = access.personal.find(({ active }) => active);
  if (!held) throw new AccessNeededError('vault-locked');
  return sealPersonal({ id: held.cipher.keyId, key: held.key }, placeOf(round, home), { note });
}

/** By home, those that can be read here. What was damaged or sealed with a key that is not here is left out. */
export async function openNotes(access: AccessState, round: Round): Promise<Map<string, string>> {
  const keys = new Map(access.personal.map(({ cipher, key }) => [cipher.keyId, key]));
  const notes = new Map<string, string>();
  for (const [home, { note }] of round.visits) {
    if (!note) continue;
    if ('plain' in note) {
      notes.set(home, note.plain);
      continue;
    }
    const opened = await openPersonal({ keys, pairs: new Map() }, placeOf(round.id, home), note).catch(
      () => null,
    );
    if (typeof opened?.['note'] === 'string') notes.set(home, opened['note']);
  }
  return notes;
}
