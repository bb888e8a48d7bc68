/**
 * The drawing under way at this window: the tool, the sketch, what can be taken back, what lies around. Owns the state between gestures;
 * gestures are the modes, what is drawn comes to the map by draw-driver.ts, and what is kept goes by the panel.
 */
import { createStore } from 'zustand/vanilla';
import type { DrawSurroundings } from '../../../shared/geo/drawing-check.ts';
import type { Corner } from '../../../shared/geo/outline.ts';
import { type DrawHint, type DrawTool, NO_HINT } from './draw-mode.ts';
import { emptySketch, isEmpty, type Sketch, type SketchKind } from './sketch.ts';
import type { SnapPath } from './snap.ts';

export interface DrawSolid {
  /** Metres above the ground. */
  base: number;
  height: number;
}

export interface DrawState {
  tool: DrawTool;
  sketch: Sketch;
  /** Counts sketches begun: what belongs to one is dropped with the next. */
  begun: number;
  /** Sketches to go back to, the newest last. */
  past: readonly Sketch[];
  hint: DrawHint;
  /** Why the last gesture did nothing; message `draw.<refused>`. */
  refused: string | null;
  /** The body of the building as it would stand; null: flat. */
  solid: DrawSolid | null;
  around: DrawSurroundings;
  /** What the pointer snaps to beside the sketch itself. */
  paths: readonly SnapPath[];
  /** Where to look: places of problems, shown on the map. */
  marks: readonly Corner[];
  /** Something was clicked to be corrected: a building by its row, anything else by its place and how near it must be, metres. */
  asked: { row: number } | { at: Corner; within: number } | null;
  /** Esc with no gesture under way. */
  leaving: boolean;
  /** Control points of the scan that is being fitted, and what a click on the map does for it. */
  controls: readonly { at: Corner; label: string }[];
  onControl: ((at: Corner) => void) | null;
}

/** Changes of one sketch that can be taken back. */
const MOST_PAST = 200;

const NOTHING: Pick<DrawState, 'past' | 'hint' | 'refused' | 'solid' | 'marks' | 'asked' | 'leaving'> = {
  past: [],
  hint: NO_HINT,
  refused: null,
  solid: null,
  marks: [],
  asked: null,
  leaving: false,
};

export const drawStore = createStore<DrawState>(() => ({
  ...NOTHING,
  begun: 0,
  tool: 'corners',
  sketch: emptySketch('building'),
  around: { buildings: [], boundary: [] },
  paths: [],
  controls: [],
  onControl: null,
}));

/** Anything drawn that would be lost. */
export const isDrawing = ({ sketch, past, hint }: DrawState): boolean =>
  past.length > 0 || hint.trail.length > 0 || (sketch.row === null && !isEmpty(sketch));

export function beginSketch(sketch: Sketch, tool: DrawTool): void {
  drawStore.setState((state) => ({ ...NOTHING, sketch, tool, begun: state.begun + 1 }));
}

export function newSketch(kind: SketchKind): void {
  beginSketch(emptySketch(kind), 'corners');
}

/** A finished change: `before` is what taking it back leads to. */
export function keepSketch(sketch: Sketch, before: Sketch): void {
  const { past } = drawStore.getState();
  drawStore.setState({ sketch, past: [...past, before].slice(-MOST_PAST), refused: null });
}

/** Takes the last change of the sketch back; false: there is none. */
export function undoSketch(): boolean {
  const { past, tool } = drawStore.getState();
  const before = past.at(-1);
  if (!before) return false;
  const next = isEmpty(before) ? 'corners' : tool;
  drawStore.setState({ sketch: before, past: past.slice(0, -1), tool: next, hint: NO_HINT, refused: null });
  return true;
}
