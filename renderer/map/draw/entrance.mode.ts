/**
 * Entrances: a click puts one on the outline nearest to the pointer, a drag moves one along it, Delete or Alt-click takes one away. Owns
 * its state machine only; labels are given in the panel.
 */
import { storedCorner } from '../../../shared/geo/outline.ts';
import { type DrawContext, type DrawMode, type DrawPointer, type DrawStep, REACH } from './draw-mode.ts';
import { nearest, nextLabel, type Sketch } from './sketch.ts';

export interface EntranceState {
  chosen: number | null;
  held: Sketch | null;
  hover: readonly [number, number] | null;
}

const START: EntranceState = { chosen: null, held: null, hover: null };
/** Metres from the outline beyond which a click means nothing. */
const FAR = 15;

function at(sketch: Sketch, { x, y }: DrawPointer, { project }: DrawContext): number | null {
  let found: number | null = null;
  let best = REACH + 2;
  sketch.entrances.forEach((entrance, i) => {
    const place = project(entrance.at);
    const away = Math.hypot(place.x - x, place.y - y);
    if (away <= best) {
      best = away;
      found = i;
    }
  });
  return found;
}

function remove(sketch: Sketch, index: number): DrawStep<EntranceState> {
  const { row } = sketch.entrances[index];
  return {
    state: START,
    sketch: {
      ...sketch,
      entrances: sketch.entrances.filter((_, i) => i !== index),
      removed: row === null ? sketch.removed : [...sketch.removed, row],
    },
    before: sketch,
  };
}

function down(pointer: DrawPointer, sketch: Sketch, context: DrawContext): DrawStep<EntranceState> {
  const index = at(sketch, pointer, context);
  if (index !== null)
    return pointer.alt ? remove(sketch, index) : { state: { chosen: index, held: sketch, hover: null } };
  return { state: START };
}

function add(state: EntranceState, pointer: DrawPointer, sketch: Sketch): DrawStep<EntranceState> {
  const place = nearest(sketch.rings, pointer.at);
  if (!place) return { state, refused: 'entrance.none' };
  if (place.metres > FAR) return { state, refused: 'entrance.far' };
  const entrance = {
    row: null,
    label: nextLabel(sketch.entrances),
    at: storedCorner(place.at),
    piece: 0 as const,
  };
  const entrances = [...sketch.entrances, entrance];
  return {
    state: { chosen: entrances.length - 1, held: null, hover: null },
    sketch: { ...sketch, entrances },
    before: sketch,
  };
}

export const entranceMode: DrawMode<EntranceState> = {
  start: START,
  busy: ({ chosen }) => chosen !== null,
  holds: ({ held }) => held !== null,
  step(state, event, sketch, context) {
    const { chosen, held } = state;
    if (event.type === 'down') return down(event.pointer, sketch, context);
    if (event.type === 'move') {
      const place = nearest(sketch.rings, event.pointer.at);
      if (!place) return { state };
      if (!held || chosen === null)
        return { state: { ...state, hover: place.metres > FAR ? null : [place.at[0], place.at[1]] } };
      const moved = (entrance: Sketch['entrances'][number], i: number) =>
        i === chosen ? { ...entrance, at: storedCorner(place.at) } : entrance;
      return { state, sketch: { ...sketch, entrances: sketch.entrances.map(moved) } };
    }
    if (event.type === 'up') {
      if (!held) return add(state, event.pointer, sketch);
      const changed = held !== sketch;
      return { state: { ...state, held: null }, ...(changed ? { sketch, before: held } : {}) };
    }
    if (event.type !== 'key') return { state };
    if (event.key === 'Escape') return held ? { state: START, sketch: held } : { state: START };
    if (event.key === 'Enter' || chosen === null || held || !sketch.entrances[chosen]) return { state };
    return remove(sketch, chosen);
  },
  hint({ chosen, hover }, { entrances }) {
    return {
      trail: [],
      closed: false,
      chosen: chosen === null ? null : (entrances[chosen]?.at ?? null),
      ghost: hover,
    };
  },
};
