/**
 * What is under the pencil: one building, compound or barrier on its way, apart from the records until it is kept. Owns the shape and
 * its pure changes; gestures are the modes beside, limits are shared/geo/drawing-check.ts.
 */
import { type Corner, nearestOnOutline, storedCorner } from '../../../shared/geo/outline.ts';

export type SketchKind = 'building' | 'compound' | 'barrier';

export interface SketchRing {
  role: 0 | 1;
  ring: readonly Corner[];
}

export interface SketchEntrance {
  /** Row of the record; null: new. */
  row: number | null;
  label: string;
  at: Corner;
  /** 1: it stands at the other piece of a cut and goes with it. */
  piece: 0 | 1;
}

export interface Sketch {
  kind: SketchKind;
  /** Row of the record that is corrected; null: a new one. */
  row: number | null;
  /** Outer rings and the holes after them; none while nothing is drawn, or for a line. */
  rings: readonly SketchRing[];
  /** Corners of a barrier. */
  line: readonly Corner[];
  /** The other piece of a cut, that becomes a building of its own. */
  cut: readonly Corner[] | null;
  entrances: readonly SketchEntrance[];
  /** Rows of entrances that were taken away. */
  removed: readonly number[];
}

export function emptySketch(kind: SketchKind): Sketch {
  return { kind, row: null, rings: [], line: [], cut: null, entrances: [], removed: [] };
}

export const isEmpty = ({ rings, line }: Sketch): boolean => rings.length === 0 && line.length === 0;

/** Outlines and line as lists of corners; a vertex is named by its list and place. */
export function pathsOf(sketch: Sketch): { corners: readonly Corner[]; closed: boolean }[] {
  const rings = sketch.rings.map(({ ring }) => ({ corners: ring, closed: true }));
  const cut = sketch.cut ? [{ corners: sketch.cut, closed: true }] : [];
  return sketch.line.length > 0 ? [{ corners: sketch.line, closed: false }] : [...rings, ...cut];
}

/** The same sketch with one of its paths replaced; entrances that stood on an outline stay on it. */
export function withPath(sketch: Sketch, path: number, corners: readonly Corner[]): Sketch {
  if (sketch.line.length > 0) return { ...sketch, line: corners };
  if (path === sketch.rings.length) return { ...sketch, cut: corners };
  const rings = sketch.rings.map((each, i) => (i === path ? { ...each, ring: corners } : each));
  return { ...sketch, rings, entrances: follow(sketch, rings) };
}

/** Metres from an outline within which an entrance belongs to it. */
const ON_OUTLINE = 0.6;

function follow(before: Sketch, rings: readonly SketchRing[]): SketchEntrance[] {
  return before.entrances.map((entrance) => {
    const was = nearest(before.rings, entrance.at);
    if (entrance.piece === 1 || !was || was.metres > ON_OUTLINE) return entrance;
    const now = nearest(rings, entrance.at);
    return now ? { ...entrance, at: storedCorner(now.at) } : entrance;
  });
}

/** The place of the outlines nearest to `at`. */
export function nearest(rings: readonly SketchRing[], at: Corner): { at: Corner; metres: number } | null {
  let best: { at: Corner; metres: number } | null = null;
  for (const { ring } of rings) {
    const found = nearestOnOutline(ring, at);
    if (found && (!best || found.metres < best.metres)) best = found;
  }
  return best;
}

export function moveVertex(sketch: Sketch, path: number, index: number, to: Corner): Sketch {
  const { corners } = pathsOf(sketch)[path];
  return withPath(
    sketch,
    path,
    corners.map((corner, i) => (i === index ? storedCorner(to) : corner)),
  );
}

export function insertVertex(sketch: Sketch, path: number, after: number, at: Corner): Sketch {
  const { corners } = pathsOf(sketch)[path];
  return withPath(sketch, path, [
    ...corners.slice(0, after + 1),
    storedCorner(at),
    ...corners.slice(after + 1),
  ]);
}

/** The sketch as it was where too few corners would be left. */
export function removeVertex(sketch: Sketch, path: number, index: number): Sketch {
  const { corners, closed } = pathsOf(sketch)[path];
  if (corners.length <= (closed ? 3 : 2)) return sketch;
  return withPath(
    sketch,
    path,
    corners.filter((_, i) => i !== index),
  );
}

/** The next free label: 1, 2, 3 ... beside those there are. */
export function nextLabel(entrances: readonly SketchEntrance[]): string {
  const taken = new Set(entrances.map(({ label }) => label));
  let n = 1;
  while (taken.has(String(n))) n++;
  return String(n);
}
