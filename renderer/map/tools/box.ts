/**
 * The box tool: drag from corner to corner along the axes of the map's degrees. Owns its state machine only.
 */
import type { Bounds, LngLat } from '../../../shared/query/selection.ts';
import { combineOf, type DrawingTool, emptyDraft, type Pointer, pixelsBetween, SLIP } from './tool.ts';

export type BoxState = { corner: Pointer } | null;

const boundsOf = (a: LngLat, b: LngLat): Bounds => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[0], b[0]),
  Math.max(a[1], b[1]),
];
const ringOf = ([west, south, east, north]: Bounds): LngLat[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];

export const boxTool: DrawingTool<BoxState> = {
  start: null,
  drags: true,
  busy: (state) => state !== null,
  step(state, event) {
    if (event.type === 'key')
      return event.key === 'Escape' ? { state: null, draft: null } : { state, draft: null };
    if (event.type === 'down') return { state: { corner: event.pointer }, draft: null };
    if (!state || event.type === 'double') return { state, draft: null };
    const bounds = boundsOf(state.corner.at, event.pointer.at);
    if (event.type === 'move') return { state, draft: { ...emptyDraft(), rings: [ringOf(bounds)] } };
    if (pixelsBetween(state.corner, event.pointer) < SLIP) return { state: null, draft: null };
    return {
      state: null,
      draft: null,
      outcome: { shape: { type: 'box', bounds }, combine: combineOf(state.corner) },
    };
  },
};
