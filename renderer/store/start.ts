/**
 * The comparison at start: what the host's witness last saw against what the databases hold. Owns the verdict only;
 * reading the generation and the screens come after. Never decides to delete anything.
 */

import { SCHEMA_EPOCH } from '../../shared/columns/manifest.ts';
import type { Witness } from '../../shared/host/contract.ts';
import type { Databases } from './databases.ts';
import { asStorage } from './storage-error.ts';

/** What the ledger says of itself. */
export interface LocalState {
  /** Schema epoch; 0: the ledger was never written. */
  epoch: number;
  /** '' : no active generation. */
  generation: string;
  manifestHash: string;
  journalSeq: number;
  /** Generations that were active before this one and are still there. */
  retired: string[];
  /** The ledger names an active generation but has no row of it. */
  broken: boolean;
}

type LostReason = 'empty' | 'other-generation' | 'other-content' | 'broken-ledger';

type StartVerdict =
  | { outcome: 'fresh' }
  /** `witnessBehind`: the witness is to be written again before anything is swept. */
  | { outcome: 'fine'; generation: string; witnessBehind: boolean }
  /** `empty`: this browser holds nothing at all (never used with this profile, or wiped). */
  | { outcome: 'lost'; empty: boolean; expected: string; found: string; reason: LostReason }
  | { outcome: 'future'; epoch: number };

/**
 * fresh: neither knows anything. fine: they agree, or the databases are one step ahead (a kill between the flip and the
 * witness: the witness's generation is the retired one), or there is no witness. A journal position behind the witness is fine too:
 * the journal itself is replayed. lost: the witness knows more. future: either side has a newer epoch.
 */
export function compareStart(witness: Witness | null, local: LocalState): StartVerdict {
  const epoch = Math.max(witness?.epoch ?? 0, local.epoch);
  if (epoch > SCHEMA_EPOCH) return { outcome: 'future', epoch };
  const lost = (reason: LostReason): StartVerdict => ({
    outcome: 'lost',
    empty: local.epoch === 0 && local.generation === '',
    expected: witness?.generation || local.generation,
    found: local.broken ? '' : local.generation,
    reason,
  });
  if (local.broken) return lost('broken-ledger');
  if (!witness || witness.generation === '') {
    if (local.generation === '') return { outcome: 'fresh' };
    return { outcome: 'fine', generation: local.generation, witnessBehind: true };
  }
  if (local.generation === '') return lost('empty');
  if (witness.generation === local.generation) {
    if (witness.manifestHash !== local.manifestHash) return lost('other-content');
    const witnessBehind = witness.journalSeq < local.journalSeq;
    return { outcome: 'fine', generation: local.generation, witnessBehind };
  }
  if (local.retired.includes(witness.generation)) {
    return { outcome: 'fine', generation: local.generation, witnessBehind: true };
  }
  return lost('other-generation');
}

/** Reads what `compareStart` compares, in one transaction. */
export async function readLocalState({ ledger }: Databases): Promise<LocalState> {
  return asStorage(() =>
    ledger.transaction('r', ledger.meta, ledger.generations, async () => {
      const meta = new Map((await ledger.meta.toArray()).map((row) => [row.key, row.value]));
      const rows = await ledger.generations.toArray();
      const generation = String(meta.get('active') ?? '');
      const active = rows.find((row) => row.id === generation);
      return {
        epoch: Number(meta.get('epoch') ?? 0),
        generation,
        manifestHash: active?.manifestHash ?? '',
        journalSeq: Number(meta.get('journalSeq') ?? 0),
        retired: rows.filter((row) => row.state === 'retired').map((row) => row.id),
        broken: generation !== '' && active?.state !== 'ready',
      };
    }),
  );
}
