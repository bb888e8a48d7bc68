/**
 * Cutting an outline in two: a line from beyond one side to beyond another, then Enter or a double click; two clicks are enough for a
 * straight cut. Owns its state machine only; the cut itself is shared/geo/outline-cut.ts.
 */
import { type Corner, storedCorner } from '../../../shared/geo/outline.ts';
import { cutOutline } from '../../../shared/geo/outline-cut.ts';
import type { DrawMode, DrawStep } from './draw-mode.ts';
import { nearest, type Sketch } from './sketch.ts';

export interface CutState {
  line: readonly Corner[];
  hover: Corner | null;
}

const START: CutState = { line: [], hover: null };
const SAME = 1e-7;

function finish(state: CutState, sketch: Sketch): DrawStep<CutState> {
  const outer = sketch.rings.findIndex(({ role }) => role === 0);
  if (state.line.length < 2 || outer < 0) return { state };
  // A cut through a court would have to say which piece gets which wall.
  if (sketch.rings.length > 1 || sketch.cut) return { state: START, refused: 'cut.holes' };
  const cut = cutOutline(sketch.rings[outer].ring, state.line);
  if ('refused' in cut) return { state: { ...state, line: [] }, refused: `cut.${cut.refused}` };
  const [kept, other] = cut.pieces;
  const rings = [{ role: 0 as const, ring: kept }];
  const entrances = sketch.entrances.map((entrance) => {
    const [mine, theirs] = [nearest(rings, entrance.at), nearest([{ role: 0, ring: other }], entrance.at)];
    return {
      ...entrance,
      piece: mine && theirs && theirs.metres < mine.metres ? (1 as const) : (0 as const),
    };
  });
  return {
    state: START,
    sketch: { ...sketch, rings, cut: other, entrances },
    before: sketch,
    next: 'vertices',
  };
}

export const cutMode: DrawMode<CutState> = {
  start: START,
  busy: ({ line }) => line.length > 0,
  holds: () => false,
  step(state, event, sketch) {
    if (event.type === 'key') {
      if (event.key === 'Escape') return { state: START };
      if (event.key === 'Enter') return finish(state, sketch);
      return { state: { ...state, line: state.line.slice(0, -1) } };
    }
    if (event.type === 'move') return { state: { ...state, hover: event.pointer.at } };
    if (event.type === 'double') return finish(state, sketch);
    if (event.type !== 'up') return { state };
    const at = storedCorner(event.pointer.at);
    const last = state.line.at(-1);
    if (last && Math.hypot(last[0] - at[0], last[1] - at[1]) < SAME) return { state };
    return { state: { ...state, line: [...state.line, at] } };
  },
  hint({ line, hover }) {
    const trail = hover && line.length > 0 ? [...line, hover] : line;
    return { trail, closed: false, chosen: null, ghost: null };
  },
  behind: ({ line }) => line.slice(-2),
};
