/**
 * Drawing corner by corner: an outline or, for a barrier, a line. A click on the first corner, a double click or Enter ends it; Backspace
 * takes the last corner back, Esc drops all. Owns its state machine only.
 */
import { type Corner, storedCorner } from '../../../shared/geo/outline.ts';
import { type DrawContext, type DrawMode, type DrawStep, REACH } from './draw-mode.ts';
import type { Sketch } from './sketch.ts';

export interface CornersState {
  corners: readonly Corner[];
  hover: Corner | null;
}

const START: CornersState = { corners: [], hover: null };
/** The two clicks of a double click fall on one spot. */
const SAME = 3;

function finish(state: CornersState, sketch: Sketch): DrawStep<CornersState> {
  const { corners } = state;
  if (sketch.kind === 'barrier') {
    if (corners.length < 2) return { state };
    return {
      state: START,
      sketch: { ...sketch, rings: [], line: corners },
      before: sketch,
      next: 'vertices',
    };
  }
  if (corners.length < 3) return { state };
  const ring = { role: 0 as const, ring: corners };
  return { state: START, sketch: { ...sketch, line: [], rings: [ring] }, before: sketch, next: 'vertices' };
}

function click(
  state: CornersState,
  pointer: { at: Corner; x: number; y: number },
  sketch: Sketch,
  { project }: DrawContext,
): DrawStep<CornersState> {
  const { corners } = state;
  const pixels = (corner: Corner) => {
    const { x, y } = project(corner);
    return Math.hypot(x - pointer.x, y - pointer.y);
  };
  const first = corners[0];
  if (sketch.kind !== 'barrier' && corners.length >= 3 && pixels(first) <= REACH)
    return finish(state, sketch);
  const last = corners.at(-1);
  if (last && pixels(last) < SAME) return { state };
  return { state: { ...state, corners: [...corners, storedCorner(pointer.at)] } };
}

export const cornersMode: DrawMode<CornersState> = {
  start: START,
  busy: ({ corners }) => corners.length > 0,
  holds: () => false,
  step(state, event, sketch, context) {
    if (event.type === 'nudge' || event.type === 'down') return { state };
    if (event.type === 'key') {
      if (event.key === 'Escape') return { state: START };
      if (event.key === 'Enter') return finish(state, sketch);
      return { state: { ...state, corners: state.corners.slice(0, -1) } };
    }
    if (event.type === 'move') return { state: { ...state, hover: event.pointer.at } };
    if (event.type === 'double') return finish(state, sketch);
    return click(state, event.pointer, sketch, context);
  },
  hint({ corners, hover }, { kind }) {
    const trail = hover && corners.length > 0 ? [...corners, hover] : corners;
    return { trail, closed: kind !== 'barrier' && trail.length > 2, chosen: null, ghost: null };
  },
  behind: ({ corners }) => corners.slice(-2),
};
