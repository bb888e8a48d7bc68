/**
 * The brush: buildings under the pointer while the button is down go to a grid. Owns the state of one stroke only;
 * which rows lie under the brush is found by the driver, what a stroke means is decided by whoever listens.
 */

export interface PaintState {
  /** Rows of the stroke in the order they were met; empty between strokes. */
  stroke: readonly number[];
  painting: boolean;
  /** Alt at the start: take the buildings out rather than in. */
  erase: boolean;
}

export type PaintEvent =
  | { type: 'down' | 'move'; rows: readonly number[]; alt: boolean }
  | { type: 'up' }
  | { type: 'cancel' };

export interface PaintStep {
  state: PaintState;
  /** Rows met for the first time in this stroke. */
  added: number[];
  /** The stroke that just ended. */
  done?: { rows: readonly number[]; erase: boolean };
}

export const PAINT_START: PaintState = { stroke: [], painting: false, erase: false };

/** Brush radius limits in screen pixels. */
export const BRUSH = { min: 4, max: 80 } as const;

/** One step of the brush. */
export function paintStep(state: PaintState, event: PaintEvent): PaintStep {
  if (event.type === 'cancel') return { state: PAINT_START, added: [] };
  if (event.type === 'up') {
    if (!state.painting) return { state, added: [] };
    const done = state.stroke.length > 0 ? { rows: state.stroke, erase: state.erase } : undefined;
    return { state: PAINT_START, added: [], done };
  }
  if (event.type === 'move' && !state.painting) return { state, added: [] };
  const before = new Set(event.type === 'down' ? [] : state.stroke);
  const added = [...new Set(event.rows)].filter((row) => !before.has(row));
  const base = event.type === 'down' ? { stroke: [], erase: event.alt } : state;
  return {
    state: { stroke: [...base.stroke, ...added], painting: true, erase: base.erase },
    added,
  };
}

/** The next brush radius after a turn of the wheel. */
export function brushAfterWheel(radius: number, deltaY: number): number {
  const next = Math.round(radius * (deltaY < 0 ? 1.15 : 1 / 1.15));
  return Math.min(BRUSH.max, Math.max(BRUSH.min, next === radius ? radius + (deltaY < 0 ? 1 : -1) : next));
}
