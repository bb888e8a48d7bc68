/**
 * The polygon tool: click vertex by vertex; double click, Enter or a click on the first vertex ends a ring;
 * Backspace takes the last vertex back, Esc drops everything. With the outer ring drawn, Shift-click inside it begins
 * a hole. A ring of the outer with no hole under way ends the shape. Owns its state machine only.
 */
import type { Combine, LngLat } from '../../../shared/query/selection.ts';
import {
  combineOf,
  type Draft,
  type DrawingTool,
  emptyDraft,
  isNear,
  type Pointer,
  pixelsBetween,
  type ToolEvent,
  type ToolStep,
} from './tool.ts';

export interface PolygonState {
  /** The ring being drawn; index 0 of a shape is the outer one. */
  ring: Pointer[];
  /** The outer ring, put aside while a hole is drawn, and the holes drawn. */
  rings: Pointer[][];
  combine: Combine;
  hover: Pointer | null;
}

const START: PolygonState = { ring: [], rings: [], combine: 'replace', hover: null };
/** Pixels within which a click means the vertex itself. */
const NEAR = 8;

/** Even-odd test in degrees; enough to tell where a hole begins. */
export function isInside(at: LngLat, ring: readonly LngLat[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i];
    const [bx, by] = ring[j];
    if (ay > at[1] !== by > at[1] && at[0] < ((bx - ax) * (at[1] - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

const places = (ring: readonly Pointer[]): LngLat[] => ring.map((p) => p.at);

function draftOf(state: PolygonState): Draft | null {
  if (state.ring.length === 0 && state.rings.length === 0) return null;
  const open = places(state.ring);
  if (state.hover && open.length > 0) open.push(state.hover.at);
  const rings = state.rings.map(places);
  if (open.length >= 3) rings.push(open);
  return {
    ...emptyDraft(),
    rings,
    line: open.length === 2 ? open : [],
    vertices: [...state.rings, state.ring].flatMap(places),
  };
}

const go = (state: PolygonState): ToolStep<PolygonState> => ({ state, draft: draftOf(state) });

/** Ends the ring under way; ends the shape when that was not a hole. */
function close(state: PolygonState): ToolStep<PolygonState> {
  const { ring, rings, combine } = state;
  const drawingHole = rings.length > 0 && ring.length > 0;
  if (drawingHole && ring.length >= 3) return go({ ...state, ring: [], rings: [...rings, ring] });
  if (drawingHole) return go({ ...state, ring: [] });
  const whole = rings.length > 0 ? rings : [ring];
  if (whole[0].length < 3) return go(state);
  return {
    state: START,
    draft: null,
    outcome: { shape: { type: 'polygon', rings: whole.map(places) }, combine },
  };
}

function click(state: PolygonState, pointer: Pointer): ToolStep<PolygonState> {
  const { ring, rings } = state;
  const beginsHole =
    pointer.shift && rings.length === 0 && ring.length >= 3 && isInside(pointer.at, places(ring));
  if (beginsHole) return go({ ...state, rings: [ring], ring: [pointer] });
  if (rings.length > 0 && ring.length === 0)
    return isInside(pointer.at, places(rings[0])) ? go({ ...state, ring: [pointer] }) : go(state);
  if (ring.length >= 3 && pixelsBetween(ring[0], pointer) <= NEAR) return close(state);
  // The two clicks of a double click fall on one spot.
  const last = ring[ring.length - 1];
  if (last && pixelsBetween(last, pointer) < 3) return go(state);
  const combine = ring.length === 0 ? combineOf(pointer) : state.combine;
  return go({ ...state, ring: [...ring, pointer], combine });
}

function takeBack(state: PolygonState): PolygonState {
  if (state.ring.length > 0) return { ...state, ring: state.ring.slice(0, -1) };
  const rings = state.rings.slice();
  return { ...state, ring: rings.pop() ?? [], rings };
}

export const polygonTool: DrawingTool<PolygonState> = {
  start: START,
  drags: false,
  busy: (state) => state.ring.length > 0 || state.rings.length > 0,
  step(state, event: ToolEvent) {
    if (event.type === 'key') {
      if (event.key === 'Escape') return { state: START, draft: null };
      if (event.key === 'Backspace') return go(takeBack(state));
      const last = state.ring.at(-1);
      const adds = event.pointer && !(last && isNear(last, event.pointer, 3));
      return adds && event.pointer ? click(state, event.pointer) : close(state);
    }
    if (event.type === 'move') return go({ ...state, hover: event.pointer });
    if (event.type === 'double') return close(state);
    return event.type === 'up' ? click(state, event.pointer) : go(state);
  },
};
