/**
 * What the host holds of the open generation: its copy, and the witness that names it. Owns their order: a generation is active in the cache
 * before its copy and witness are written.
 */
import type { Host, Witness } from '../../shared/host/contract.ts';
import { withWriter } from '../store/writer-lease.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import { codeOf } from './error-code.ts';
import { useSession } from './session.ts';

/** Sends the active generation to the host. A failure is told and tried again at the next start: the cache itself is whole. */
export async function keepCopy(host: Host, engine: DataEngine): Promise<void> {
  try {
    const { sha256, ...what } = await engine.packSnapshot();
    const { token } = await host.call('snapshot.put', what);
    await engine.sendSnapshot(token);
    await host.call('snapshot.commit', { token, sha256 });
    useSession.setState({ copyError: '' });
  } catch (error) {
    useSession.setState({ copyError: codeOf(error) });
  }
}

/** The host's copy of the open generation may be missing: an earlier window was killed before it was sent. */
export async function ensureCopy(host: Host, engine: DataEngine): Promise<void> {
  const generation = useSession.getState().community?.generation;
  const copies = await host.call('snapshot.list', {});
  if (!copies.some((copy) => copy.generation === generation)) await keepCopy(host, engine);
  await writeWitness(host, engine);
}

/** One window at a time: another's older word must not be written over a newer one. */
export function writeWitness(host: Host, engine: DataEngine): Promise<void> {
  return withWriter('witness', async () => {
    const state = await engine.witness();
    if (!state) return;
    const witness: Witness = { ...state, realData: useSession.getState().realData, at: Date.now() };
    await host.call('witness.write', witness);
    const copies = await host.call('snapshot.list', {});
    const kept = copies.map(({ generation }) => generation);
    await engine.witnessed(state.generation, kept);
  });
}
