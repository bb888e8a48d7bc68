import type { HostBridge } from '../../../shared/host/bridge.ts';
import { EVENTS } from '../../../shared/host/contract.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import {
  type ConformanceHost,
  describeContract,
  describeContractWithVault,
} from '../../support/contract-conformance.ts';
import { bridgeOf } from '../../support/electron-standin/bridge.ts';
import { ensureBuilt, startMain } from '../../support/electron-standin/start.ts';

/** The page's end of the built preload, over the stand-in's IPC, to the built main process with its real services. */
async function ipcHost(): Promise<ConformanceHost> {
  await ensureBuilt();
  const main = await startMain();
  const [window] = main.standin.windows;
  const bridge: HostBridge = bridgeOf(main.standin, window.webContents);
  const scheme = main.standin.schemes.get('linli');
  if (!scheme) throw new Error('no scheme');
  return {
    call: async (method, args) => {
      const answer = await bridge.call(method, args);
      if (!answer.ok) throw new HostError(answer.code, answer.detail);
      return answer.result;
    },
    onEvent: (listener) => {
      const undo = Object.keys(EVENTS).map((event) =>
        bridge.on(event, (payload) => listener(event, payload)),
      );
      return () => {
        for (const each of undo) each();
      };
    },
    putBulk: async (token, bytes) => {
      const body = new Uint8Array(bytes);
      return (await scheme(new Request(`linli://app/bulk/${token}`, { method: 'PUT', body }))).status;
    },
    getBulk: async (token) => {
      const response = await scheme(new Request(`linli://app/bulk/${token}`));
      return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
    },
    close: async () => {
      await main.quit();
    },
  };
}

describeContract('IPC', true, ipcHost);
describeContractWithVault('IPC', ipcHost);
