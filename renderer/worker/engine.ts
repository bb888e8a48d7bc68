/** Puts the worker's engine together: all methods over one state, behind the guard. Owns nothing else. */
import { accessMethods } from './access-methods.ts';
import { NO_ACCESS } from './access-state.ts';
import { basemapMethods } from './basemap-methods.ts';
import { bookmarkMethods } from './bookmark-methods.ts';
import { caseMethods } from './case-methods.ts';
import { caseToolMethods } from './case-tool-methods.ts';
import { disclosed } from './disclosure.ts';
import { drawMethods } from './draw-methods.ts';
import { editMethods } from './edit-methods.ts';
import type { DataEngine } from './engine-api.ts';
import type { EngineState } from './engine-state.ts';
import { exchangeMethods } from './exchange-methods.ts';
import { generationMethods } from './generation-methods.ts';
import { guarded } from './guard.ts';
import { importMethods } from './import-methods.ts';
import { linkMethods } from './link-methods.ts';
import { placeMethods } from './place-methods.ts';
import { planBalanceMethods } from './plan-balance-methods.ts';
import { planCarryMethods } from './plan-carry-methods.ts';
import { planCodeMethods } from './plan-code-methods.ts';
import { planCompareMethods } from './plan-compare-methods.ts';
import { planFileMethods } from './plan-file-methods.ts';
import { planForceMethods } from './plan-force-methods.ts';
import { planMethods } from './plan-methods.ts';
import { planReviewMethods } from './plan-review-methods.ts';
import { planSignedMethods } from './plan-signed-methods.ts';
import { qualityMethods } from './quality-methods.ts';
import { questionMethods } from './question-methods.ts';
import { registerMethods } from './register-methods.ts';
import { resealMethods } from './reseal-methods.ts';
import { scanMethods } from './scan-methods.ts';
import { workMethods } from './work-methods.ts';

export function startState(): EngineState {
  return {
    databases: null,
    opened: null,
    abort: null,
    packed: null,
    seq: 0,
    core: false,
    access: NO_ACCESS(),
  };
}

/** The engine as the page gets it. */
export function createEngine(state: EngineState): DataEngine {
  return guarded(state, {
    ...generationMethods(state),
    ...disclosed(state, questionMethods(state)),
    ...accessMethods(state),
    ...resealMethods(state),
    ...importMethods(state),
    ...linkMethods(state),
    ...registerMethods(state),
    ...exchangeMethods(state),
    ...basemapMethods(),
    ...drawMethods(state),
    ...editMethods(state),
    ...scanMethods(state),
    ...bookmarkMethods(state),
    ...caseMethods(state),
    ...caseToolMethods(state),
    ...placeMethods(state),
    ...planMethods(state),
    ...planForceMethods(state),
    ...planCarryMethods(state),
    ...planFileMethods(state),
    ...planReviewMethods(state),
    ...planCodeMethods(state),
    ...planSignedMethods(state),
    ...planBalanceMethods(state),
    ...planCompareMethods(state),
    ...workMethods(state),
    ...qualityMethods(state),
  });
}
