/**
 * The worker's part in changing keys: what is open is written anew under the keys that are active now, through the same flip as any
 * generation, so that a kill leaves the old one whole with the key that still reads it.
 */
import { scopeOf } from '../../shared/access/permissions.ts';
import { partsOf } from '../../shared/columns/bundle-codec.ts';
import { chunkKey, readChunk } from '../../shared/columns/chunk.ts';
import { TABLES, type TableName } from '../../shared/model/tables.ts';
import { activeManifest } from '../store/generation.ts';
import type { AccessEngine } from './access-api.ts';
import { AccessNeededError, keysOf } from './access-state.ts';
import { databasesOf, type EngineState, openedOf } from './engine-state.ts';
import { loading } from './generation-methods.ts';

export function resealMethods(state: EngineState): Pick<AccessEngine, 'sealing' | 'reseal'> {
  return {
    sealing: () => sealing(state),
    reseal: (onProgress) =>
      loading(state, onProgress, async () => {
        const { personal, bundle, community } = openedOf(state);
        const { actor } = state.access;
        if (!actor || scopeOf(actor.role, 'desk.administer') !== 'all' || bundle.source.kind === 'sample')
          throw new AccessNeededError('not-allowed');
        // Without its personal columns it would be written without them.
        if (personal === 'withheld') throw new AccessNeededError('vault-locked');
        return { ...bundle, plan: { ...bundle.plan, gridOfBuilding: community.plan.gridOfBuilding.slice() } };
      }),
  };
}

/** A generation is written with one key a class, so one chunk of each tells for all. */
async function sealing(state: EngineState): Promise<Awaited<ReturnType<AccessEngine['sealing']>>> {
  const databases = databasesOf(state);
  const active = await activeManifest(databases);
  if (!state.access.vault || !active || active.manifest.source.kind === 'sample') return 'open';
  const keys = keysOf(state.access);
  const looked = new Set<string>();
  for (const { place } of partsOf(active.manifest)) {
    const spec = TABLES[place.table as TableName]?.columns[place.column];
    const of = spec?.class ?? 'core';
    if (looked.has(of)) continue;
    looked.add(of);
    const bytes = await databases.cache.chunks.get(chunkKey(place));
    const sealed = bytes ? readChunk(bytes, place).keyId : null;
    // Whoever does not hold the class's key cannot tell, and is not asked to do anything.
    const now = keys.sealing(of)?.keyId;
    if (now !== undefined && sealed !== now) return 'stale';
  }
  return 'current';
}
