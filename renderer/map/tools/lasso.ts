/**
 * The lasso: a free line that closes itself when the button is let go. Owns its state machine only.
 */
import { combineOf, type DrawingTool, emptyDraft, type Pointer, pixelsBetween } from './tool.ts';

export type LassoState = { trail: Pointer[] } | null;

/** Pixels between two kept points, and the most points of one lasso. */
const SPACING = 3;
const MOST = 2000;

export const lassoTool: DrawingTool<LassoState> = {
  start: null,
  drags: true,
  busy: (state) => state !== null,
  step(state, event) {
    if (event.type === 'key')
      return event.key === 'Escape' ? { state: null, draft: null } : { state, draft: null };
    if (event.type === 'down') return { state: { trail: [event.pointer] }, draft: null };
    if (!state || event.type === 'double') return { state, draft: null };
    const { trail } = state;
    if (event.type === 'move') {
      const far = pixelsBetween(trail[trail.length - 1], event.pointer) >= SPACING;
      const next = far && trail.length < MOST ? [...trail, event.pointer] : trail;
      return { state: { trail: next }, draft: { ...emptyDraft(), rings: [next.map((p) => p.at)] } };
    }
    if (trail.length < 3) return { state: null, draft: null };
    return {
      state: null,
      draft: null,
      outcome: {
        shape: { type: 'polygon', rings: [trail.map((p) => p.at)] },
        combine: combineOf(trail[0]),
      },
    };
  },
};
