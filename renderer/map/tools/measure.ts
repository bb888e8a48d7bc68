/**
 * The two measuring tools: a line point by point, or a ring. Click adds a point; double click, Enter or a click on the last
 * point ends it (on the first one, a ring); Backspace takes the last point back, Esc drops all; the next click begins anew.
 * Owns the state machine and its draft; lengths and areas are shared/geo/measure.ts, how they read is measure-text.ts.
 */
import {
  areaSquareMetres,
  geodesicMetres,
  perimeterMetres,
  segmentMetres,
} from '../../../shared/geo/measure.ts';
import type { LngLat } from '../../../shared/query/selection.ts';
import { areaText, lengthText } from './measure-text.ts';
import { type Draft, type DrawingTool, emptyDraft, isNear, type Pointer, type ToolStep } from './tool.ts';

export type MeasureKind = 'distance' | 'area';

/** What stands measured so far: the panel beside the map reads it. */
export interface Measured {
  kind: MeasureKind;
  /** The points set, without the one under the pointer. */
  points: readonly LngLat[];
  done: boolean;
}

export interface MeasureState {
  points: readonly Pointer[];
  hover: Pointer | null;
  done: boolean;
}

const START: MeasureState = { points: [], hover: null, done: false };
/** Pixels within which a click means the point itself. */
const NEAR = 8;
/** Labels of stretches on the map; further ones are in the panel only. */
const MOST_LABELS = 60;
/** More points than anybody sets by hand. */
const MOST_POINTS = 500;

const places = (points: readonly Pointer[]): LngLat[] => points.map((point) => point.at);

function middle([a, b]: readonly [LngLat, LngLat]): LngLat {
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

function distanceLabels(line: LngLat[]): Draft['labels'] {
  const metres = segmentMetres(line);
  const total = metres.reduce((sum, each) => sum + each, 0);
  const stretches = metres.slice(0, MOST_LABELS).map((each, i) => ({
    at: middle([line[i], line[i + 1]]),
    text: lengthText(each),
  }));
  const end = line.at(-1);
  // One stretch is its own total.
  return end && metres.length > 1 ? [...stretches, { at: end, text: `Σ ${lengthText(total)}` }] : stretches;
}

function areaLabels(ring: LngLat[]): Draft['labels'] {
  if (ring.length < 3) return [];
  const at: LngLat = [
    ring.reduce((sum, [lng]) => sum + lng, 0) / ring.length,
    ring.reduce((sum, [, lat]) => sum + lat, 0) / ring.length,
  ];
  return [{ at, text: areaText(areaSquareMetres(ring)) }];
}

function draftOf(kind: MeasureKind, { points, hover, done }: MeasureState): Draft | null {
  if (points.length === 0) return null;
  const set = places(points);
  const open = hover && !done ? [...set, hover.at] : set;
  if (kind === 'distance')
    return { ...emptyDraft(), line: open, vertices: set, labels: distanceLabels(open) };
  const rings = open.length >= 3 ? [open] : [];
  return {
    ...emptyDraft(),
    rings,
    line: rings.length > 0 ? [] : open,
    vertices: set,
    labels: areaLabels(open),
  };
}

/** The tool of one kind. */
function measureTool(kind: MeasureKind): DrawingTool<MeasureState> {
  const fewest = kind === 'distance' ? 2 : 3;
  const go = (state: MeasureState): ToolStep<MeasureState> => ({
    state,
    draft: draftOf(kind, state),
    measured: state.points.length === 0 ? null : { kind, points: places(state.points), done: state.done },
  });
  const end = (state: MeasureState) =>
    go(state.points.length >= fewest ? { ...state, hover: null, done: true } : state);
  const add = (state: MeasureState, pointer: Pointer) => {
    if (state.done) return go({ points: [pointer], hover: null, done: false });
    const { points } = state;
    const last = points.at(-1);
    if (last && isNear(last, pointer, NEAR)) return go(state);
    const closes = kind === 'area' && points.length >= fewest && isNear(points[0], pointer, NEAR);
    if (closes) return end(state);
    if (points.length >= MOST_POINTS) return end(state);
    return go({ ...state, points: [...points, pointer] });
  };
  return {
    start: START,
    drags: false,
    busy: (state) => state.points.length > 0,
    step(state, event) {
      switch (event.type) {
        case 'key': {
          if (event.key === 'Escape') return go(START);
          if (event.key === 'Backspace')
            return go({ ...state, points: state.points.slice(0, -1), done: false });
          const last = state.points.at(-1);
          const adds = event.pointer && !(last && !state.done && isNear(last, event.pointer, NEAR));
          return adds && event.pointer ? add(state, event.pointer) : end(state);
        }
        case 'move':
          return go({ ...state, hover: event.pointer });
        case 'double':
          return end(state);
        case 'up':
          return add(state, event.pointer);
        case 'down':
          return go(state);
      }
    },
  };
}

export const distanceTool = measureTool('distance');
export const areaTool = measureTool('area');

/** The figures of what stands measured, for the panel and the clipboard. Metres and square metres. */
export interface MeasureFigures {
  segments: number[];
  /** Of a line its length, of a ring what is round it. */
  length: number;
  /** Null for a line, and for a ring of fewer than three points. */
  area: number | null;
}

export function measureFigures({ kind, points }: Pick<Measured, 'kind' | 'points'>): MeasureFigures {
  const segments = segmentMetres(points);
  const open = segments.reduce((sum, metres) => sum + metres, 0);
  if (kind === 'distance') return { segments, length: open, area: null };
  if (points.length < 3) return { segments, length: open, area: null };
  return {
    segments: [...segments, geodesicMetres(points[points.length - 1], points[0])],
    length: perimeterMetres(points),
    area: areaSquareMetres(points),
  };
}
