/** Entry point of the data worker: one engine over one state, exposed to the page. Owns nothing else. */
import * as Comlink from 'comlink';
import { accessMethods } from './access-methods.ts';
import { NO_ACCESS } from './access-state.ts';
import { basemapMethods } from './basemap-methods.ts';
import { bookmarkMethods } from './bookmark-methods.ts';
import { disclosed } from './disclosure.ts';
import { drawMethods } from './draw-methods.ts';
import { editMethods } from './edit-methods.ts';
import type { DataEngine } from './engine-api.ts';
import type { EngineState } from './engine-state.ts';
import { exchangeMethods } from './exchange-methods.ts';
import { generationMethods } from './generation-methods.ts';
import { importMethods } from './import-methods.ts';
import { linkMethods } from './link-methods.ts';
import { placeMethods } from './place-methods.ts';
import { qualityMethods } from './quality-methods.ts';
import { questionMethods } from './question-methods.ts';
import { registerMethods } from './register-methods.ts';
import { scanMethods } from './scan-methods.ts';
import { keepErrorCodes } from './thrown.ts';
import { workMethods } from './work-methods.ts';

keepErrorCodes();
const state: EngineState = {
  databases: null,
  opened: null,
  abort: null,
  packed: null,
  seq: 0,
  core: false,
  access: NO_ACCESS(),
};
const engine: DataEngine = {
  ...generationMethods(state),
  ...disclosed(state, questionMethods(state)),
  ...accessMethods(state),
  ...importMethods(state),
  ...linkMethods(state),
  ...registerMethods(state),
  ...exchangeMethods(state),
  ...basemapMethods(),
  ...drawMethods(state),
  ...bookmarkMethods(state),
  ...placeMethods(state),
  ...qualityMethods(state),
  ...scanMethods(state),
  ...editMethods(state),
  ...workMethods(state),
};
Comlink.expose(engine);
