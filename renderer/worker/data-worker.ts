/** Entry point of the data worker: one engine over one state, exposed to the page. Owns nothing else. */
import * as Comlink from 'comlink';
import type { DataEngine } from './engine-api.ts';
import type { EngineState } from './engine-state.ts';
import { generationMethods } from './generation-methods.ts';
import { importMethods } from './import-methods.ts';
import { questionMethods } from './question-methods.ts';
import { keepErrorCodes } from './thrown.ts';

keepErrorCodes();
const state: EngineState = { databases: null, opened: null, abort: null, packed: null, seq: 0, core: false };
const engine: DataEngine = {
  ...generationMethods(state),
  ...questionMethods(state),
  ...importMethods(state),
};
Comlink.expose(engine);
