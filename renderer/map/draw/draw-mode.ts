/**
 * What every drawing mode is: a state, a pure step from one event to the next state and sketch, and what to show meanwhile. Owns the types;
 * modes never touch the map, and the pointer they get is snapped already (snap.ts).
 */
import type { Corner } from '../../../shared/geo/outline.ts';
import type { Sketch } from './sketch.ts';

export type DrawTool = 'corners' | 'rectangle' | 'vertices' | 'cut' | 'entrance' | 'control';

export interface DrawPointer {
  at: Corner;
  /** CSS pixels of the canvas, of the hand, not of the snapped place. */
  x: number;
  y: number;
  shift: boolean;
  alt: boolean;
}

export type DrawEvent =
  | { type: 'down' | 'move' | 'up' | 'double'; pointer: DrawPointer }
  | { type: 'key'; key: 'Enter' | 'Backspace' | 'Delete' | 'Escape' }
  /** Metres, by the arrow keys. */
  | { type: 'nudge'; east: number; north: number };

/** What a mode asks of the map. */
export interface DrawContext {
  /** CSS pixels of a place. */
  project(at: Corner): { x: number; y: number };
}

export interface DrawStep<State> {
  state: State;
  /** The sketch after the step; left out: as it was. */
  sketch?: Sketch;
  /** The sketch before a finished change: what undo goes back to. */
  before?: Sketch;
  /** The mode that follows by itself. */
  next?: DrawTool;
  /** Why a finished gesture did nothing; message `draw.<refused>`. */
  refused?: string;
}

/** Shown on top of the sketch. */
export interface DrawHint {
  /** Corners placed so far and the one under the pointer; `closed`: they are an outline. */
  trail: readonly Corner[];
  closed: boolean;
  /** A vertex that is chosen. */
  chosen: Corner | null;
  /** An entrance under the pointer. */
  ghost: Corner | null;
}

export const NO_HINT: DrawHint = { trail: [], closed: false, chosen: null, ghost: null };

export interface DrawMode<State> {
  readonly start: State;
  /** Whether something is under way, so that Esc drops it before it leaves. */
  busy(state: State): boolean;
  /** Whether the pointer holds something, so that the map must stay. */
  holds(state: State): boolean;
  step(state: State, event: DrawEvent, sketch: Sketch, context: DrawContext): DrawStep<State>;
  hint(state: State, sketch: Sketch): DrawHint;
  /** The corner before the pointer and the one before that: what Shift squares with. */
  behind?(state: State): readonly Corner[];
}

/** Pixels within which a click means the thing itself. */
export const REACH = 8;
