/** What the page asks of the worker about keys and persons: types only. Keys go in and never come out again. */
import type { BreakGlass } from '../../shared/access/break-glass.ts';
import type { Actor } from '../../shared/access/permissions.ts';
import type { OnProgress } from '../../shared/model/bundle.ts';
import type { Dossier, RecordRef } from '../../shared/query/answers.ts';
import type { LoadReport } from './engine-api.ts';
import type { AnswerMemory } from './rounding.ts';

/** A data key as the host hands it out; `bytes` is base64url. */
export interface GivenKey {
  id: string;
  state: 'active' | 'retired';
  bytes: string;
}

/** `plain`: a sample, or no vault. `open`: sealed, and readable here. `withheld`: sealed, and not readable here. */
export type PersonalState = 'plain' | 'open' | 'withheld';

export interface AccessEngine {
  /** There is a vault: from now on what is not a sample is written sealed. Replaces the core keys held so far. */
  holdCoreKeys(keys: GivenKey[]): Promise<void>;
  /** By what, and with which memory, numbers are rounded for who may see no others. `secret` is base64url. */
  holdDisclosure(secret: string, memory: AnswerMemory): Promise<void>;
  /**
   * Another person is at the desk. With `keys` the personal columns are opened beside what is open; null: nobody or a role without them,
   * then personal keys and columns are dropped. Selection and filter stay. Rejects with ChunkError when a key does not fit.
   */
  takeDesk(actor: Actor | null, keys: GivenKey[] | null): Promise<PersonalState>;
  /** How what is open is stored: `stale`: plain, or under a key that is not the active one; `open`: a sample, or no vault. */
  sealing(): Promise<'current' | 'stale' | 'open'>;
  /** Writes what is open anew under the active keys and opens that. Rejects with AccessNeededError. */
  reseal(onProgress: OnProgress): Promise<LoadReport>;
  /** The person at the desk sees beyond the role for a while. */
  breakGlass(glass: BreakGlass): Promise<void>;
  /** The record with its personal values unmasked, once. The caller has written the audit entry before. */
  reveal(record: Pick<RecordRef, 'table' | 'row'>): Promise<Dossier>;
}
