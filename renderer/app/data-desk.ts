/** The Data workspace's view of this window: the worker for reading, the session for anything that becomes a generation. */
import * as Comlink from 'comlink';
import type { DataDeskEngine } from '../data/desk-engine.tsx';
import type { DataEngine } from '../worker/engine-api.ts';
import { undoable, undoImport } from './bring-back.ts';
import { loadSample, runImport } from './open-session.ts';

const SAMPLE_SEED = 1;

export function dataDesk(engine: DataEngine): DataDeskEngine {
  return {
    inspectFile: (key, files, reading) => engine.inspectFile(key, files, reading),
    forgetFile: (key) => engine.forgetFile(key),
    previewImport: (plan, onProgress) => engine.previewImport(plan, Comlink.proxy(onProgress)),
    runImport,
    async loadSample(sample, onProgress) {
      const loaded = await loadSample(sample, SAMPLE_SEED, onProgress);
      return { ms: loaded?.ms ?? 0 };
    },
    outline: () => engine.outline(),
    undoable,
    undo: undoImport,
    cancel: () => engine.cancel(),
  };
}
