/**
 * What every pointer tool is: a state and a pure step from one event to the next state, with what to draw and what
 * came out. Owns the types and the meaning of the modifier keys; tools never touch the map.
 */
import { greatCircleMetres } from '../../../shared/geo/distance.ts';
import type { Combine, LngLat, Shape } from '../../../shared/query/selection.ts';
import type { Measured } from './measure.ts';

export interface Pointer {
  /** Degrees. */
  at: LngLat;
  /** CSS pixels of the canvas. */
  x: number;
  y: number;
  shift: boolean;
  alt: boolean;
  /** Ground length of a pixel. With it two pointers are compared by place: the map may have moved in between. */
  metresPerPixel?: number;
}

export type ToolEvent =
  | { type: 'down' | 'move' | 'up' | 'double'; pointer: Pointer }
  /** `pointer`: Enter means the crosshair, while the map is moved by keys. */
  | { type: 'key'; key: 'Enter' | 'Backspace' | 'Escape'; pointer?: Pointer };

/** A shape on its way: rings close themselves, `line` does not. */
export interface Draft {
  rings: LngLat[][];
  line: LngLat[];
  vertices: LngLat[];
  label: { at: LngLat; metres: number } | null;
  /** Further figures written on the map. */
  labels: { at: LngLat; text: string }[];
}

export interface Outcome {
  shape: Shape;
  combine: Combine;
}

export interface ToolStep<State> {
  state: State;
  draft: Draft | null;
  outcome?: Outcome;
  /** What stands measured; only the measuring tools say. */
  measured?: Measured | null;
}

export interface DrawingTool<State> {
  readonly start: State;
  /** Drags belong to the tool rather than to the map. */
  readonly drags: boolean;
  /** Whether something is under way, so that Esc drops it before it leaves the tool. */
  busy(state: State): boolean;
  step(state: State, event: ToolEvent): ToolStep<State>;
}

/** Shift adds, Alt takes away, both keep what is in both; none begins anew. */
export function combineOf({ shift, alt }: Pick<Pointer, 'shift' | 'alt'>): Combine {
  if (shift && alt) return 'intersect';
  if (shift) return 'add';
  return alt ? 'subtract' : 'replace';
}

/** Below this many pixels a drag is a slip of the hand. */
export const SLIP = 4;

export const emptyDraft = (): Draft => ({ rings: [], line: [], vertices: [], label: null, labels: [] });

export const pixelsBetween = (a: Pick<Pointer, 'x' | 'y'>, b: Pick<Pointer, 'x' | 'y'>): number =>
  Math.hypot(a.x - b.x, a.y - b.y);

/** Whether `now` means the point set before: within some pixels at the scale of now. */
export function isNear(before: Pointer, now: Pointer, pixels: number): boolean {
  if (now.metresPerPixel === undefined) return pixelsBetween(before, now) <= pixels;
  const metres = greatCircleMetres(before.at[0], before.at[1], now.at[0], now.at[1]);
  return metres <= pixels * now.metresPerPixel;
}
