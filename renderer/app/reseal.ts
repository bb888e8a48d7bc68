/**
 * What is open is written anew under the active keys: after the vault was made, or a key was changed. Copies under other keys, or in clear, go
 * once the new generation is verified, kept in the host and named by the witness. Owns that order only.
 */
import * as Comlink from 'comlink';
import type { OnProgress } from '../../shared/model/bundle.ts';
import { asPerson } from './access/seat.ts';
import { keepRepair } from './open-session.ts';
import { resealScans } from './scan-session.ts';
import { useSession } from './session.ts';

/** Errors go to the caller; what was open stays then, and is still read by its own key. */
export async function resealCommunity(report: OnProgress): Promise<void> {
  const { status } = await keepRepair(async (engine) => {
    await resealScans(engine);
    return engine.reseal(Comlink.proxy(report));
  });
  // Without the new copy the old ones stay: one under an old key is better than none.
  if (useSession.getState().copyError !== '') return;
  await asPerson((host, session) => host.call('snapshot.retain', { session, generation: status.generation }));
}
