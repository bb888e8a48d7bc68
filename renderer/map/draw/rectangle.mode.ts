/**
 * A rectangle by three clicks: two ends of one side, then how wide. All angles are right. Owns its state machine only.
 */
import { type Corner, rectangleOf, storedCorner } from '../../../shared/geo/outline.ts';
import type { DrawMode, DrawStep } from './draw-mode.ts';
import type { Sketch } from './sketch.ts';

export interface RectangleState {
  corners: readonly Corner[];
  hover: Corner | null;
}

const START: RectangleState = { corners: [], hover: null };
/** Degrees, about a centimetre: the second click of a double click draws no side. */
const SAME = 1e-7;
const same = (a: Corner, b: Corner) => Math.abs(a[0] - b[0]) < SAME && Math.abs(a[1] - b[1]) < SAME;

function click(state: RectangleState, at: Corner, sketch: Sketch): DrawStep<RectangleState> {
  const { corners } = state;
  const [a, b] = corners;
  if (corners.some((corner) => same(corner, at))) return { state };
  if (corners.length < 2) return { state: { ...state, corners: [...corners, at] } };
  const ring = rectangleOf(a, b, at).map(storedCorner);
  return {
    state: START,
    sketch: { ...sketch, line: [], rings: [{ role: 0, ring }] },
    before: sketch,
    next: 'vertices',
  };
}

export const rectangleMode: DrawMode<RectangleState> = {
  start: START,
  busy: ({ corners }) => corners.length > 0,
  holds: () => false,
  step(state, event, sketch) {
    if (event.type === 'key') {
      if (event.key === 'Escape') return { state: START };
      return event.key === 'Enter' ? { state } : { state: { ...state, corners: state.corners.slice(0, -1) } };
    }
    if (event.type === 'move') return { state: { ...state, hover: event.pointer.at } };
    return event.type === 'up' ? click(state, event.pointer.at, sketch) : { state };
  },
  hint({ corners, hover }) {
    const [a, b] = corners;
    if (!hover || corners.length === 0) return { trail: corners, closed: false, chosen: null, ghost: null };
    const trail = corners.length === 1 ? [a, hover] : rectangleOf(a, b, hover);
    return { trail, closed: corners.length === 2, chosen: null, ghost: null };
  },
  // The width is square by itself.
  behind: ({ corners }) => (corners.length === 1 ? corners : []),
};
