/**
 * What is wrong with something drawn, while it is drawn: corners, crossings, size, overlap, entrances. Owns the limits and the geometry of
 * the checks; words are messages `draw.problem.<code>`, and what a record's values must be is shared/edits.
 */
import {
  type Corner,
  crossingSides,
  metresBetweenCorners,
  nearestOnOutline,
  overlapSquareMetres,
  ringSquareMetres,
} from './outline.ts';

export type DrawProblemCode =
  | 'few-corners'
  | 'self-crossing'
  | 'too-small'
  | 'too-large'
  | 'overlap'
  | 'outside'
  | 'entrance-far'
  | 'too-many-corners'
  | 'too-short';

export interface DrawProblem {
  code: DrawProblemCode;
  /** `error` keeps it from being kept; `warning` is shown and may be meant. */
  severity: 'error' | 'warning';
  /** Metres, square metres, names: for the message. */
  values?: Readonly<Record<string, string | number>>;
  /** Where to look, degrees. */
  at?: Corner;
}

export interface DrawCheck {
  /** No errors; warnings may be there. */
  valid: boolean;
  problems: DrawProblem[];
}

export interface DrawnRing {
  role: 0 | 1;
  ring: readonly Corner[];
}

/** An outline that was there before. */
export interface Neighbour {
  row: number;
  label: string;
  rings: readonly (readonly Corner[])[];
}

export interface Drawing {
  kind: 'building' | 'compound' | 'barrier';
  /** Outer rings and holes; none for a line. */
  rings: readonly DrawnRing[];
  line: readonly Corner[];
  entrances: readonly { label: string; at: Corner }[];
  /** Its own record: not its own neighbour. */
  row: number | null;
}

export interface DrawSurroundings {
  buildings: readonly Neighbour[];
  /** Rings of the community's boundary; none: not known. */
  boundary: readonly (readonly Corner[])[];
}

/** Square metres: a shed is larger, a slip of the hand smaller. */
export const LEAST_BUILDING = 4;
/** Square metres of one building: larger is a compound by mistake. */
const MOST_BUILDING = 200_000;
/** Square metres that neighbours may share by the width of a line on a plan. */
const SHARED_BY_CHANCE = 0.5;
/** Metres from an entrance to its building. */
export const FARTHEST_ENTRANCE = 5;
const MOST_CORNERS = 2000;
/** Metres of a wall, road or water line. */
const LEAST_LINE = 1;
/** Overlaps told at once. */
const MOST_TOLD = 5;

/** Checks what is drawn so far. A shape that is not begun has no problems and is not valid. */
export function checkDrawing(drawing: Drawing, around: DrawSurroundings): DrawCheck {
  const problems: DrawProblem[] = [];
  const asLine = drawing.line.length > 0;
  if (asLine) checkLine(drawing.line, problems);
  else for (const { role, ring } of drawing.rings) checkRing(ring, role, drawing.kind, problems);
  const begun = asLine || drawing.rings.length > 0;
  const sound = begun && problems.every(({ severity }) => severity !== 'error');
  if (sound && drawing.kind === 'building') checkOverlap(drawing, around.buildings, problems);
  if (sound && around.boundary.length > 0) checkBoundary(drawing, around.boundary, problems);
  for (const entrance of drawing.entrances) {
    const far = entranceProblem(drawing.rings, entrance);
    if (far) problems.push(far);
  }
  return { valid: begun && problems.every(({ severity }) => severity !== 'error'), problems };
}

/** Whether an entrance is too far from its building; null: it is not, or nobody knows where the building is. */
export function entranceProblem(
  rings: readonly DrawnRing[],
  { label, at }: Drawing['entrances'][number],
): DrawProblem | null {
  const metres = Math.min(...rings.map(({ ring }) => nearestOnOutline(ring, at)?.metres ?? Infinity));
  if (!(metres > FARTHEST_ENTRANCE && Number.isFinite(metres))) return null;
  return { code: 'entrance-far', severity: 'error', values: { label, metres: Math.round(metres) }, at };
}

function checkLine(line: readonly Corner[], problems: DrawProblem[]): void {
  let length = 0;
  for (let i = 1; i < line.length; i++) length += metresBetweenCorners(line[i - 1], line[i]);
  if (line.length < 2) problems.push({ code: 'few-corners', severity: 'error', values: { least: 2 } });
  else if (length < LEAST_LINE) problems.push({ code: 'too-short', severity: 'error', at: line[0] });
  if (line.length > MOST_CORNERS)
    problems.push({ code: 'too-many-corners', severity: 'error', values: { most: MOST_CORNERS } });
}

function checkRing(
  ring: readonly Corner[],
  role: 0 | 1,
  kind: Drawing['kind'],
  problems: DrawProblem[],
): void {
  if (ring.length < 3) {
    problems.push({ code: 'few-corners', severity: 'error', values: { least: 3 } });
    return;
  }
  if (ring.length > MOST_CORNERS) {
    problems.push({ code: 'too-many-corners', severity: 'error', values: { most: MOST_CORNERS } });
    return;
  }
  const crossing = crossingSides(ring);
  if (crossing) problems.push({ code: 'self-crossing', severity: 'error', at: ring[crossing[0]] });
  const area = ringSquareMetres(ring);
  if (role === 0 && area < LEAST_BUILDING && !crossing)
    problems.push({
      code: 'too-small',
      severity: 'error',
      values: { area: Math.round(area * 10) / 10, least: LEAST_BUILDING },
      at: ring[0],
    });
  if (role === 0 && kind === 'building' && area > MOST_BUILDING)
    problems.push({
      code: 'too-large',
      severity: 'warning',
      values: { area: Math.round(area) },
      at: ring[0],
    });
}

function checkOverlap(drawing: Drawing, buildings: readonly Neighbour[], problems: DrawProblem[]): void {
  const own = drawing.rings.map(({ ring }) => ring);
  const box = boxOf(own);
  const found: { label: string; area: number; at: Corner }[] = [];
  for (const { row, label, rings } of buildings) {
    if (row === drawing.row || rings.length === 0 || !boxesMeet(box, boxOf(rings))) continue;
    const area = overlapSquareMetres(own, rings);
    if (area > SHARED_BY_CHANCE) found.push({ label, area, at: rings[0][0] });
  }
  found.sort((a, b) => b.area - a.area);
  for (const { label, area, at } of found.slice(0, MOST_TOLD))
    problems.push({
      code: 'overlap',
      severity: 'warning',
      values: { label, area: Math.round(area * 10) / 10 },
      at,
    });
}

/** Told once, at the first corner that lies outside. */
function checkBoundary(
  drawing: Drawing,
  boundary: readonly (readonly Corner[])[],
  problems: DrawProblem[],
): void {
  const corners = [...drawing.rings.flatMap(({ ring }) => ring), ...drawing.line];
  const at = corners.find((corner) => !holds(boundary, corner));
  if (at) problems.push({ code: 'outside', severity: 'warning', at });
}

/** Even-odd over all rings, in degrees: enough for a warning. */
function holds(rings: readonly (readonly Corner[])[], [x, y]: Corner): boolean {
  let inside = false;
  for (const ring of rings)
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
      const [ax, ay] = ring[i];
      const [bx, by] = ring[j];
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    }
  return inside;
}

type Box = [number, number, number, number];

function boxOf(rings: readonly (readonly Corner[])[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings)
    for (const [x, y] of ring) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  return box;
}

const boxesMeet = (a: Box, b: Box) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
