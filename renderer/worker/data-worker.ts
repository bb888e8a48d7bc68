/** Entry point of the data worker: one engine over one state, exposed to the page. Owns nothing else. */
import * as Comlink from 'comlink';
import { createEngine, startState } from './engine.ts';
import { keepErrorCodes } from './thrown.ts';

keepErrorCodes();
Comlink.expose(createEngine(startState()));
