/**
 * Cuts cells along a free line: where the line meets borders it gets nodes, and each stretch from border to border within a cell
 * divides it. Stretches that end inside a cell divide nothing and are left out. Owns the cutting on a draft; which side of the
 * line goes to which grid is the action's. A line that ends where it began is a ring: it may lie within one cell.
 */
import { arcCorners, arcsOf, cellRings, leftCellOf } from './cell-geometry.ts';
import { crossesFootprint } from './draft-proof.ts';
import { cross } from './exact.ts';
import { LATTICE_LIMIT } from './lattice.ts';
import { divideCell, facesOf, splitArc, tidyNodes } from './map-edits.ts';
import type { PartitionDraft } from './partition-draft.ts';
import { RefusedError, refuse } from './partition-records.ts';
import { boxOf, placeInRings, sidesMeet } from './ring-places.ts';

/** Millimetres within which a crossing takes the corner of the border that is there: nearer ones would be slivers. */
export const CUT_REACH = 200;

/** Places, 2 numbers each. */
export type Line = readonly number[];

/** The line with both ends carried on straight ahead by this many millimetres; a ring stays as it is. */
export function prolonged(line: Line, by: number): number[] {
  const ends = line.length / 2;
  if (ends < 2 || isClosed(line)) return [...line];
  const beyond = (fromX: number, fromY: number, x: number, y: number): [number, number] => {
    const length = Math.hypot(x - fromX, y - fromY) || 1;
    return [Math.round(x + ((x - fromX) / length) * by), Math.round(y + ((y - fromY) / length) * by)];
  };
  const [ax, ay, bx, by2] = line;
  const [yx, yy, zx, zy] = line.slice(-4);
  return [...beyond(bx, by2, ax, ay), ...line.slice(2, -2), ...beyond(yx, yy, zx, zy)];
}

export interface LineCut {
  /** Directed arcs of the map along the line, new or there before, running with it: what is left of them is left of the line. */
  borders: number[];
  /** By cell that was divided: its parts. */
  parts: Map<number, number[]>;
  /** Cells left whole because the line goes through a building in them. */
  around: number[];
  /** Nodes on the line: `tidyCut` makes corners of those that nothing ends at. */
  stops: readonly Stop[];
}

/**
 * Cuts these cells. `throughBuildings`: 'refuse' throws, 'around' leaves such cells whole. When all is decided `tidyCut` must
 * follow. Throws RefusedError 'bad-line', 'out-of-reach', 'through-building', 'leaves-cell', 'crosses-border'.
 */
export function cutCells(
  draft: PartitionDraft,
  cells: readonly number[],
  line: Line,
  throughBuildings: 'refuse' | 'around' = 'refuse',
): LineCut {
  checkLine(line);
  const targets = cells.filter((cell) => lineTouchesBox(draft, cell, line));
  const around =
    throughBuildings === 'around' ? targets.filter((cell) => buildingHit(draft, cell, line)) : [];
  const left = new Set(around);
  const cut = targets.filter((cell) => !left.has(cell));
  const stops = stopsAlong(draft, arcsOf(draft, cut), line);
  const { chordsOf, borders } = addStretches(draft, cut, line, stops);
  const parts = new Map<number, number[]>();
  for (const [cell, own] of chordsOf) {
    const both = own.flatMap((arc) => [2 * arc, 2 * arc + 1]);
    const { faces, idle } = facesOf(draft, [...draft.cell(cell).rings.flat(), ...both]);
    for (const arc of idle) draft.setArc(arc, null);
    if (idle.length < own.length) parts.set(cell, divideCell(draft, cell, faces));
  }
  return { borders: borders.filter((ref) => draft.hasArc(ref >> 1)), parts, around, stops };
}

/** Stops that nothing else ends at become what they were: a corner, or no corner. */
export function tidyCut(draft: PartitionDraft, { stops }: LineCut): void {
  for (const { node, fresh } of stops) if (draft.nodes.get(node)) tidyNodes(draft, [node], !fresh);
}

function checkLine(line: Line): void {
  const count = line.length / 2;
  for (let i = 0; i < line.length; i++)
    if (!(Math.abs(line[i]) <= LATTICE_LIMIT && Number.isInteger(line[i])))
      throw new RefusedError(refuse('out-of-reach'));
  if (count < 2) throw new RefusedError(refuse('bad-line'));
  for (let i = 0; i + 1 < count; i++) {
    const [ax, ay, bx, by] = line.slice(2 * i, 2 * i + 4);
    if (ax === bx && ay === by) throw new RefusedError(refuse('bad-line', [ax, ay]));
    for (let j = i + 1; j + 1 < count; j++) {
      const [cx, cy, dx, dy] = line.slice(2 * j, 2 * j + 4);
      const folds = cross(ax, ay, bx, by, dx, dy) === 0 && (ax - bx) * (dx - cx) + (ay - by) * (dy - cy) > 0;
      if (i === 0 && j + 2 === count && j > 1 && isClosed(line)) continue;
      if (j === i + 1 ? folds : sidesMeet(ax, ay, bx, by, cx, cy, dx, dy))
        throw new RefusedError(refuse('bad-line', [cx, cy]));
    }
  }
}

function isClosed(line: Line): boolean {
  return line.length > 6 && line[0] === line[line.length - 2] && line[1] === line[line.length - 1];
}

function lineTouchesBox(draft: PartitionDraft, cell: number, line: Line): boolean {
  const [west, south, east, north] = boxOf(cellRings(draft, cell)[0], 1);
  for (let i = 0; i + 3 < line.length; i += 2)
    if (
      Math.min(line[i], line[i + 2]) <= east &&
      Math.max(line[i], line[i + 2]) >= west &&
      Math.min(line[i + 1], line[i + 3]) <= north &&
      Math.max(line[i + 1], line[i + 3]) >= south
    )
      return true;
  return false;
}

/** An atom of the cell whose footprint the line crosses, or whose point it passes over. */
function buildingHit(draft: PartitionDraft, cell: number, line: Line): boolean {
  const { x, y, footprints } = draft.atoms;
  return draft.atomsIn(cell).some((atom) => {
    for (let i = 0; i + 3 < line.length; i += 2) {
      const [ax, ay, bx, by] = [line[i], line[i + 1], line[i + 2], line[i + 3]];
      const footprint = footprints[atom];
      if (footprint && crossesFootprint({ ax, ay, bx, by }, footprint)) return true;
      if (sidesMeet(ax, ay, bx, by, x[atom], y[atom], x[atom], y[atom])) return true;
    }
    return false;
  });
}

/** A node where the line meets a border. */
export interface Stop {
  node: number;
  /** Side of the line and how far along it. */
  along: number;
  /** Its place was no corner before. */
  fresh: boolean;
}

interface Meeting {
  /** Corner of the arc; or the side before it, where `place` is. */
  at: number;
  place: [number, number] | null;
  /** Along the arc, to order them. */
  order: number;
  along: number;
}

/** Puts nodes where the line meets arcs; in the order of the line. */
function stopsAlong(draft: PartitionDraft, arcs: readonly number[], line: Line): Stop[] {
  const stops: Stop[] = [];
  for (const arc of arcs) {
    const meetings = meetingsOf(arcCorners(draft, arc), line).sort((a, b) => b.order - a.order);
    const made = new Map<string, number>();
    for (const { at, place, along } of meetings) {
      const key = place ? place.join() : `#${at}`;
      const node = made.get(key) ?? splitArc(draft, arc, at, place);
      made.set(key, node);
      stops.push({ node, along, fresh: place !== null });
    }
  }
  return stops.sort((a, b) => a.along - b.along || a.node - b.node);
}

function meetingsOf(corners: readonly number[], line: Line): Meeting[] {
  const found: Meeting[] = [];
  const last = corners.length / 2 - 1;
  for (let s = 0; s < last; s++) {
    const [px, py, qx, qy] = corners.slice(2 * s, 2 * s + 4);
    for (let l = 0; 2 * l + 3 < line.length; l++) {
      const [ax, ay, bx, by] = [line[2 * l], line[2 * l + 1], line[2 * l + 2], line[2 * l + 3]];
      if (!sidesMeet(ax, ay, bx, by, px, py, qx, qy)) continue;
      const alongOf = (x: number, y: number) =>
        l + ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
      const p = cross(ax, ay, bx, by, px, py);
      const q = cross(ax, ay, bx, by, qx, qy);
      const atCorner = (corner: number, x: number, y: number) =>
        found.push({ at: corner, place: null, order: corner, along: alongOf(x, y) });
      if (p === 0 && q === 0) {
        // The line runs along the side: what both share ends at corners of one of them.
        if (sidesMeet(ax, ay, bx, by, px, py, px, py)) atCorner(s, px, py);
        if (sidesMeet(ax, ay, bx, by, qx, qy, qx, qy)) atCorner(s + 1, qx, qy);
        for (const [x, y] of [
          [ax, ay],
          [bx, by],
        ])
          if (sidesMeet(px, py, qx, qy, x, y, x, y)) found.push(meetingAt(corners, s, x, y, alongOf(x, y)));
        continue;
      }
      const t = p / (p - q);
      const x = Math.round(px + t * (qx - px));
      const y = Math.round(py + t * (qy - py));
      found.push(meetingAt(corners, s, x, y, alongOf(x, y)));
    }
  }
  return found;
}

/** A place on side `s`; a corner within reach is taken instead. */
function meetingAt(corners: readonly number[], s: number, x: number, y: number, along: number): Meeting {
  const toStart = Math.hypot(x - corners[2 * s], y - corners[2 * s + 1]);
  const toEnd = Math.hypot(x - corners[2 * s + 2], y - corners[2 * s + 3]);
  if (Math.min(toStart, toEnd) <= CUT_REACH) {
    const at = toStart <= toEnd ? s : s + 1;
    return { at, place: null, order: at, along };
  }
  return { at: s + 1, place: [x, y], order: s + toStart / (toStart + toEnd), along };
}

/**
 * The stretches between stops: where a border runs along one, that; else a new chord of the cell it lies in. A ring without a stop
 * lies within one cell.
 */
function addStretches(
  draft: PartitionDraft,
  cells: readonly number[],
  line: Line,
  stops: readonly Stop[],
): { chordsOf: Map<number, number[]>; borders: number[] } {
  const chordsOf = new Map<number, number[]>();
  const borders: number[] = [];
  const rings = new Map(cells.map((cell) => [cell, cellRings(draft, cell)]));
  const add = (from: number, to: number, via: number[]) => {
    const [a, b] = [draft.node(from), draft.node(to)];
    trimVia(via, a, b);
    const course = [a.x, a.y, ...via, b.x, b.y];
    const known = borderAlong(draft, from, to, course);
    if (known !== null) {
      borders.push(known);
      return;
    }
    const middle = longestMiddle(course);
    const cell = cells.find((each) => placeInRings(rings.get(each) ?? [], ...middle) === 1);
    if (cell === undefined) return;
    const chord = draft.addArc({ from, to, via, left: cell, right: cell });
    borders.push(2 * chord);
    const own = chordsOf.get(cell);
    if (own) own.push(chord);
    else chordsOf.set(cell, [chord]);
  };
  for (let i = 0; i + 1 < stops.length; i++) {
    const [from, to] = [stops[i], stops[i + 1]];
    if (from.node !== to.node) add(from.node, to.node, between(line, from.along, to.along));
  }
  if (!isClosed(line)) return { chordsOf, borders };
  const end = line.length / 2 - 1;
  const [first, last] = [stops[0], stops[stops.length - 1]];
  if (!first) {
    const node = draft.addNode(line[0], line[1]);
    add(node, node, between(line, 0, end));
    if (borders.length === 0) draft.setNode(node, null);
  } else if (first.node !== last.node) {
    const home = first.along > 0 && last.along < end ? [line[0], line[1]] : [];
    const via = [...between(line, last.along, end), ...home, ...between(line, 0, first.along)];
    add(last.node, first.node, via);
  }
  return { chordsOf, borders };
}

/** The directed arc between two nodes that keeps within reach of a course, and it of the arc; null for none. */
function borderAlong(
  draft: PartitionDraft,
  from: number,
  to: number,
  course: readonly number[],
): number | null {
  if (from === to) return null;
  for (const id of draft.arcsAt(from)) {
    const arc = draft.arc(id);
    if (arc.from !== to && arc.to !== to) continue;
    const corners = arcCorners(draft, id);
    if (keepsWithin(corners, course) && keepsWithin(course, corners))
      return arc.from === from ? 2 * id : 2 * id + 1;
  }
  return null;
}

/** Whether every corner of one is within reach of the other. */
function keepsWithin(corners: readonly number[], course: readonly number[]): boolean {
  for (let i = 0; i < corners.length; i += 2)
    if (distanceTo(course, corners[i], corners[i + 1]) > CUT_REACH) return false;
  return true;
}

function distanceTo(course: readonly number[], x: number, y: number): number {
  let nearest = Infinity;
  for (let i = 0; i + 3 < course.length; i += 2) nearest = Math.min(nearest, distanceToSide(course, i, x, y));
  return nearest;
}

/** Millimetres to the side from corner `i / 2`. */
function distanceToSide(course: readonly number[], i: number, x: number, y: number): number {
  const [ax, ay, bx, by] = [course[i], course[i + 1], course[i + 2], course[i + 3]];
  const [dx, dy] = [bx - ax, by - ay];
  const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
  return Math.hypot(ax + t * dx - x, ay + t * dy - y);
}

/** Corners of the line strictly between two places along it. */
function between(line: Line, from: number, to: number): number[] {
  const via: number[] = [];
  for (let corner = Math.floor(from) + 1; corner < to; corner++)
    via.push(line[2 * corner], line[2 * corner + 1]);
  return via;
}

/** Corners that a stop took the place of. */
function trimVia(via: number[], a: { x: number; y: number }, b: { x: number; y: number }): void {
  while (via.length > 0 && via[0] === a.x && via[1] === a.y) via.splice(0, 2);
  while (via.length > 0 && via[via.length - 2] === b.x && via[via.length - 1] === b.y) via.splice(-2, 2);
}

function longestMiddle(corners: readonly number[]): [number, number] {
  let best: [number, number] = [corners[0], corners[1]];
  let longest = -1;
  for (let i = 0; i + 3 < corners.length; i += 2) {
    const length = Math.hypot(corners[i + 2] - corners[i], corners[i + 3] - corners[i + 1]);
    if (length <= longest) continue;
    longest = length;
    best = [Math.round((corners[i] + corners[i + 2]) / 2), Math.round((corners[i + 1] + corners[i + 3]) / 2)];
  }
  return best;
}

/** Cells on the left and on the right of the line. */
export function cellsBeside(
  draft: PartitionDraft,
  { borders }: LineCut,
): { left: Set<number>; right: Set<number> } {
  return {
    left: new Set(borders.map((ref) => leftCellOf(draft, ref))),
    right: new Set(borders.map((ref) => leftCellOf(draft, ref ^ 1))),
  };
}

/** 1 where a place is left of a line, -1 right of it, 0 on it: told by the nearest side. */
export function sideOfLine(line: Line, x: number, y: number): 1 | 0 | -1 {
  let best = Infinity;
  let found = 0;
  for (let i = 0; i + 3 < line.length; i += 2) {
    const [ax, ay, bx, by] = [line[i], line[i + 1], line[i + 2], line[i + 3]];
    const distance = distanceToSide(line, i, x, y);
    const side = Math.sign(cross(ax, ay, bx, by, x, y));
    if (distance > best) continue;
    // At a corner both sides are as near: left of a bend to the left is left of both.
    const before = found;
    found = side;
    if (distance === best && side !== before) {
      const turnsLeft = cross(line[i - 2], line[i - 1], ax, ay, bx, by) > 0;
      found = turnsLeft ? Math.min(side, before) : Math.max(side, before);
    }
    best = distance;
  }
  return found as 1 | 0 | -1;
}
