/** Hands a worker the host's memory of what planners were answered, and the secret that goes with it. Keeps nothing. */
import * as Comlink from 'comlink';
import type { Host } from '../../../shared/host/contract.ts';
import type { DataEngine } from '../../worker/engine-api.ts';

/** After the core keys: `secret` is `disclosure` of `vault.core`; `session`: of who is at this window now, null for nobody. */
export function bringDisclosure(
  engine: DataEngine,
  host: Host,
  secret: string,
  session: () => string | null,
): Promise<void> {
  return engine.holdDisclosure(
    secret,
    Comlink.proxy({
      read: (after: number) => host.call('disclosure.read', { after }),
      remember: async (answers: string, after: number) =>
        (await host.call('disclosure.remember', { session: session(), answers, after })).kept,
    }),
  );
}
