/** Starts this window's data worker and gives its API. Owns the Worker object only. */
import * as Comlink from 'comlink';
import type { DataEngine } from './engine-api.ts';
import { keepErrorCodes } from './thrown.ts';

/** One worker per window; it ends with the window. */
export function startEngine(): DataEngine {
  keepErrorCodes();
  const worker = new Worker(new URL('./data-worker.ts', import.meta.url), {
    type: 'module',
    name: 'linli-data',
  });
  return Comlink.wrap<DataEngine>(worker) as unknown as DataEngine;
}
