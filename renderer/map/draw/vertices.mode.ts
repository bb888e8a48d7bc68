/**
 * Correcting corners: drag one, drag the middle of a side to add one, Delete or Alt-click takes one away, arrow keys move the chosen one.
 * Owns its state machine only.
 */
import { type Corner, storedCorner } from '../../../shared/geo/outline.ts';
import { type DrawContext, type DrawMode, type DrawPointer, type DrawStep, REACH } from './draw-mode.ts';
import { insertVertex, moveVertex, pathsOf, removeVertex, type Sketch } from './sketch.ts';

export interface Vertex {
  path: number;
  index: number;
}

export interface VerticesState {
  chosen: Vertex | null;
  /** The sketch before the drag under way, and where it began in pixels. */
  held: { before: Sketch; x: number; y: number; moved: boolean } | null;
}

const START: VerticesState = { chosen: null, held: null };
/** Below this many pixels a drag is a slip of the hand. */
const SLIP = 4;
const METRES_PER_DEGREE = 111_195;

/** Corners first, then the middles of sides; nearest within reach. */
function hit(
  sketch: Sketch,
  { x, y }: DrawPointer,
  { project }: DrawContext,
): { vertex: Vertex } | { side: Vertex; at: Corner } | null {
  const pixels = (at: Corner) => {
    const place = project(at);
    return Math.hypot(place.x - x, place.y - y);
  };
  let best = REACH;
  let found: { vertex: Vertex } | { side: Vertex; at: Corner } | null = null;
  const paths = pathsOf(sketch);
  for (const [path, { corners }] of paths.entries())
    for (const [index, corner] of corners.entries()) {
      const away = pixels(corner);
      if (away > best) continue;
      best = away;
      found = { vertex: { path, index } };
    }
  if (found) return found;
  for (const [path, { corners, closed }] of paths.entries())
    for (let index = 0; index < (closed ? corners.length : corners.length - 1); index++) {
      const at = middle(corners[index], corners[(index + 1) % corners.length]);
      const away = pixels(at);
      if (away > best) continue;
      best = away;
      found = { side: { path, index }, at };
    }
  return found;
}

export const middle = (a: Corner, b: Corner): Corner => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];

function down(pointer: DrawPointer, sketch: Sketch, context: DrawContext): DrawStep<VerticesState> {
  const found = hit(sketch, pointer, context);
  if (!found) return { state: START };
  const held = { before: sketch, x: pointer.x, y: pointer.y, moved: false };
  if ('vertex' in found) {
    const { path, index } = found.vertex;
    if (!pointer.alt) return { state: { chosen: found.vertex, held } };
    const after = removeVertex(sketch, path, index);
    return after === sketch
      ? { state: START, refused: 'few' }
      : { state: START, sketch: after, before: sketch };
  }
  const { path, index } = found.side;
  return {
    state: { chosen: { path, index: index + 1 }, held: { ...held, moved: true } },
    sketch: insertVertex(sketch, path, index, found.at),
  };
}

function move(state: VerticesState, pointer: DrawPointer, sketch: Sketch): DrawStep<VerticesState> {
  const { held, chosen } = state;
  if (!held || !chosen) return { state };
  const moved = held.moved || Math.hypot(pointer.x - held.x, pointer.y - held.y) >= SLIP;
  if (!moved) return { state };
  return {
    state: { chosen, held: { ...held, moved } },
    sketch: moveVertex(sketch, chosen.path, chosen.index, pointer.at),
  };
}

function nudge(state: VerticesState, sketch: Sketch, east: number, north: number): DrawStep<VerticesState> {
  const { chosen } = state;
  const from = chosen && pathsOf(sketch)[chosen.path]?.corners[chosen.index];
  if (!chosen || !from) return { state };
  const perLng = METRES_PER_DEGREE * Math.cos((from[1] * Math.PI) / 180);
  const to = storedCorner([from[0] + east / perLng, from[1] + north / METRES_PER_DEGREE]);
  return { state, sketch: moveVertex(sketch, chosen.path, chosen.index, to), before: sketch };
}

export const verticesMode: DrawMode<VerticesState> = {
  start: START,
  busy: ({ chosen }) => chosen !== null,
  holds: ({ held }) => held !== null,
  step(state, event, sketch, context) {
    const { chosen, held } = state;
    switch (event.type) {
      case 'down':
        return down(event.pointer, sketch, context);
      case 'move':
        return move(state, event.pointer, sketch);
      case 'up':
        if (!held) return { state };
        return held.moved
          ? { state: { chosen, held: null }, sketch, before: held.before }
          : { state: { chosen, held: null } };
      case 'nudge':
        return nudge(state, sketch, event.east, event.north);
      case 'key': {
        // A drag that is given up leaves everything as it was.
        if (event.key === 'Escape') return held ? { state: START, sketch: held.before } : { state: START };
        if (event.key === 'Enter' || !chosen || held) return { state };
        const after = removeVertex(sketch, chosen.path, chosen.index);
        return after === sketch ? { state, refused: 'few' } : { state: START, sketch: after, before: sketch };
      }
      case 'double':
        return { state };
    }
  },
  hint({ chosen }, sketch) {
    const at = chosen ? (pathsOf(sketch)[chosen.path]?.corners[chosen.index] ?? null) : null;
    return { trail: [], closed: false, chosen: at, ghost: null };
  },
};
