/**
 * The keys a worker holds and for whom. Owns when personal columns are opened and dropped; keys are non-extractable and live in this
 * worker alone. What a person may see of the open columns is disclosure.ts.
 */
import type { BreakGlass } from '../../shared/access/break-glass.ts';
import { fromBase64 } from '../../shared/access/byte-text.ts';
import { importDataKey } from '../../shared/access/key-box.ts';
import { type Actor, scopeOf } from '../../shared/access/permissions.ts';
import { hasPersonal } from '../../shared/columns/bundle-codec.ts';
import { type ChunkKey, ChunkKeys } from '../../shared/columns/chunk-keys.ts';
import type { CommunityBundle } from '../../shared/model/bundle.ts';
import type { ColumnClass } from '../../shared/model/tables.ts';
import { aesGcmCipher } from '../store/chunk-cipher.ts';
import type { GivenKey, PersonalState } from './access-api.ts';
import type { Rounding } from './rounding.ts';

/** With the key itself, for the sealed field of single records. */
export interface HeldKey extends ChunkKey {
  key: CryptoKey;
}

export interface AccessState {
  /** There is a vault: what is not a sample is written sealed. */
  vault: boolean;
  core: ChunkKey[];
  /** Empty: nobody who may is at the desk. */
  personal: HeldKey[];
  actor: Actor | null;
  glass: BreakGlass | undefined;
  /** How numbers are given to who may not see them as they are; null: the host has not said, then none are given. */
  rounding: Rounding | null;
}

export const NO_ACCESS = (): AccessState => ({
  vault: false,
  core: [],
  personal: [],
  actor: null,
  glass: undefined,
  rounding: null,
});

/** `vault-needed`: personal data without a vault to seal it; `vault-locked`: there is one, but its personal key is not here. */
export class AccessNeededError extends Error {
  readonly code: 'vault-needed' | 'vault-locked' | 'not-allowed';
  constructor(code: 'vault-needed' | 'vault-locked' | 'not-allowed') {
    super(code);
    this.name = 'AccessNeededError';
    this.code = code;
  }
}

export function importKeys(keys: readonly GivenKey[], of: ColumnClass): Promise<HeldKey[]> {
  return Promise.all(
    keys.map(async ({ id, state, bytes }) => {
      const raw = fromBase64(bytes);
      if (!raw) throw new AccessNeededError('vault-locked');
      const key = await importDataKey(raw);
      raw.fill(0);
      return { class: of, cipher: aesGcmCipher(id, key), key, active: state === 'active' };
    }),
  );
}

export function keysOf({ core, personal }: AccessState): ChunkKeys {
  return new ChunkKeys([...core, ...personal]);
}

/** A sample is fiction: it is plain for everybody. Anything else is the vault's, if there is one. */
export function personalState(access: AccessState, source: CommunityBundle['source']): PersonalState {
  if (!access.vault || source.kind === 'sample') return 'plain';
  return access.personal.length > 0 ? 'open' : 'withheld';
}

/** Borders, codes and lists of addresses leave by roles that may export at all; of a sample everything does. Throws AccessNeededError 'not-allowed'. */
export function mayTake({
  access: { vault, actor },
  opened,
}: {
  access: AccessState;
  opened: { bundle: Pick<CommunityBundle, 'source'> } | null;
}): void {
  if (!vault || opened?.bundle.source.kind === 'sample') return;
  if (!actor || scopeOf(actor.role, 'data.export') === 'none') throw new AccessNeededError('not-allowed');
}

/**
 * What a generation is written with; undefined: plain, which is for samples and for what holds nothing personal. `madeUp`: its persons are
 * those of the plain community that is open, who come from a sample. Throws AccessNeededError: 'vault-needed' where there is no vault,
 * 'vault-locked' where its keys are not here.
 */
export function writingKeys(
  access: AccessState,
  bundle: CommunityBundle,
  { madeUp = false }: { madeUp?: boolean } = {},
): ChunkKeys | undefined {
  if (bundle.source.kind === 'sample') return undefined;
  if (!access.vault) {
    // What is deleted from a browser's profile may lie on the disk for a long time: personal values are never there in clear to begin with.
    if (hasPersonal(bundle) && !madeUp) throw new AccessNeededError('vault-needed');
    return undefined;
  }
  if (access.core.length === 0 || (hasPersonal(bundle) && access.personal.length === 0))
    throw new AccessNeededError('vault-locked');
  return keysOf(access);
}
