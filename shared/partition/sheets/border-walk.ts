/**
 * The border of a grid as somebody walks it: numbered corners, the legs between them, who is on the other side, what the border runs along and
 * what stands at a corner. Owns the choice of corners and the four sides; words are the reader's. Millimetres of the lattice, y to the north.
 */
import { rightCellOf, ringPlaces, traceWalks } from '../cell-geometry.ts';
import { NO_GRID } from '../outline.ts';
import type { PartitionModel } from '../partition-model.ts';
import { OUTSIDE } from '../planar-map.ts';
import { doubleArea } from '../ring-tracing.ts';

/** A named line of the ground: road, wall, water, the edge of a compound. 2 numbers a corner. */
export interface GroundLine {
  name: string;
  places: ArrayLike<number>;
  closed: boolean;
}

/** Something with a name at a place: a building. */
export interface GroundMark {
  name: string;
  x: number;
  y: number;
}

export const SIDES = ['east', 'south', 'west', 'north'] as const;
export type BorderSide = (typeof SIDES)[number];

/** Beyond the partition. */
export const BEYOND = -2;

export interface WalkCorner {
  /** From 1. */
  number: number;
  x: number;
  y: number;
  /** Names of lines that meet here, the nearest first. */
  lines: string[];
  /** The building next to it; '' for none. */
  mark: string;
}

export interface WalkLeg {
  /** Numbers of corners. */
  from: number;
  to: number;
  /** Along the border, millimetres. */
  length: number;
  /** Degrees from north, clockwise, from corner to corner. */
  bearing: number;
  /** Which side of the grid it is. */
  side: BorderSide;
  /** The grid on the other side, NO_GRID for none, BEYOND outside. */
  other: number;
  /** What it runs along; '' for nothing with a name. */
  along: string;
}

export interface BorderWalk {
  corners: WalkCorner[];
  legs: WalkLeg[];
}

/** Millimetres within which a border runs along a line, or something stands at a corner. */
const REACH_LINE = 15_000;
const REACH_MARK = 25_000;
/** A bend of less is no corner; doubled until there are no more corners than a sheet holds. */
const FIRST_BEND = 4_000;
const MOST_CORNERS = 36;

interface Walk {
  /** Clockwise; 2 numbers a corner. */
  places: number[];
  /** By corner: the grid beyond the side that begins there. */
  beyond: number[];
}

/** Of the largest part; corners clockwise from the one furthest to the north-west. A grid without cells has none. */
export function borderWalk(
  model: PartitionModel,
  grid: number,
  lines: readonly GroundLine[],
  marks: readonly GroundMark[],
): BorderWalk {
  const walk = outerWalk(model, grid);
  if (!walk) return { corners: [], legs: [] };
  const chosen = chosenCorners(walk);
  const number = new Map(chosen.map((at, i) => [at, i + 1]));
  const at = (i: number): [number, number] => [walk.places[2 * i], walk.places[2 * i + 1]];
  const legs = chosen.map((from, i): WalkLeg => {
    const to = chosen[(i + 1) % chosen.length];
    const way = between(walk, from, to);
    const [ax, ay] = at(from);
    const [bx, by] = at(to);
    const bearing = ((Math.atan2(bx - ax, by - ay) * 180) / Math.PI + 360) % 360;
    return {
      from: number.get(from) as number,
      to: number.get(to) as number,
      length: lengthOf(way),
      bearing,
      // Clockwise, what is outside lies to the left.
      side: sideOf((bearing + 270) % 360),
      other: walk.beyond[from],
      along: runsAlong(way, lines),
    };
  });
  const corners = chosen.map((each, i): WalkCorner => {
    const [x, y] = at(each);
    return { number: i + 1, x, y, lines: linesAt(x, y, lines), mark: markAt(x, y, marks) };
  });
  return { corners, legs };
}

function outerWalk(model: PartitionModel, grid: number): Walk | null {
  const rings = traceWalks(model, model.borderOf(grid)).flat();
  let best: { refs: readonly number[]; area: number } | null = null;
  for (const refs of rings) {
    const area = doubleArea(ringPlaces(model, refs));
    if (area > (best?.area ?? 0)) best = { refs, area };
  }
  if (!best) return null;
  const places: [number, number][] = [];
  const beyond: number[] = [];
  for (const ref of best.refs) {
    const other = rightCellOf(model, ref);
    const own = ringPlaces(model, [ref]);
    for (let i = 0; i < own.length; i += 2) {
      places.push([own[i], own[i + 1]]);
      beyond.push(other === OUTSIDE || model.cell(other).community < 0 ? BEYOND : model.gridOf(other));
    }
  }
  // Turned round: the side that began at a corner now ends there.
  const turned = places.map((_, i) => places.length - 1 - i);
  const first = turned.reduce((most, i) =>
    places[i][1] - places[i][0] > places[most][1] - places[most][0] ? i : most,
  );
  const start = turned.indexOf(first);
  const order = [...turned.slice(start), ...turned.slice(0, start)];
  return {
    places: order.flatMap((i) => places[i]),
    beyond: order.map((i) => beyond[(i + places.length - 1) % places.length]),
  };
}

/** Where the grid beyond is another one, and where the border bends. */
function chosenCorners(walk: Walk): number[] {
  const count = walk.beyond.length;
  const changes = walk.beyond.flatMap((beyond, i) =>
    beyond !== walk.beyond[(i + count - 1) % count] ? [i] : [],
  );
  const fixed = [...new Set([0, ...changes])].sort((a, b) => a - b);
  for (let bend = FIRST_BEND; ; bend *= 2) {
    const corners = fixed.flatMap((from, i) => [from, ...bends(walk, from, fixed[i + 1] ?? count, bend)]);
    if (corners.length <= MOST_CORNERS || bend > 1e7) return corners;
  }
}

/** Corners between two others that stand out from the straight way (Douglas, Peucker, Cartographica 10, 1973). */
function bends(walk: Walk, from: number, to: number, bend: number): number[] {
  const count = walk.beyond.length;
  const [ax, ay] = [walk.places[2 * from], walk.places[2 * from + 1]];
  const [bx, by] = [walk.places[2 * (to % count)], walk.places[2 * (to % count) + 1]];
  let [far, most] = [-1, bend];
  for (let i = from + 1; i < to; i++) {
    const distance = toSide(walk.places[2 * i], walk.places[2 * i + 1], ax, ay, bx, by);
    if (distance > most) [far, most] = [i, distance];
  }
  if (far < 0) return [];
  return [...bends(walk, from, far, bend), far, ...bends(walk, far, to, bend)];
}

/** Places of the border from one corner to another, both included. */
function between(walk: Walk, from: number, to: number): number[] {
  const count = walk.beyond.length;
  const way: number[] = [];
  for (let i = from; ; i = (i + 1) % count) {
    way.push(walk.places[2 * i], walk.places[2 * i + 1]);
    if (i === to && way.length > 2) return way;
  }
}

function lengthOf(way: readonly number[]): number {
  let length = 0;
  for (let i = 0; i + 3 < way.length; i += 2)
    length += Math.hypot(way[i + 2] - way[i], way[i + 3] - way[i + 1]);
  return length;
}

/** By the direction that looks out of the grid. */
function sideOf(outward: number): BorderSide {
  if (outward < 45 || outward >= 315) return 'north';
  if (outward < 135) return 'east';
  return outward < 225 ? 'south' : 'west';
}

/** The line that most of three places of the way are near to. */
function runsAlong(way: readonly number[], lines: readonly GroundLine[]): string {
  const times = new Map<string, number>();
  for (const share of [0.25, 0.5, 0.75]) {
    const [x, y] = placeAt(way, share);
    const [name] = linesAt(x, y, lines);
    if (name) times.set(name, (times.get(name) ?? 0) + 1);
  }
  const [best] = [...times].sort(([, a], [, b]) => b - a);
  return best && best[1] >= 2 ? best[0] : '';
}

function placeAt(way: readonly number[], share: number): [number, number] {
  let left = lengthOf(way) * share;
  for (let i = 0; i + 3 < way.length; i += 2) {
    const [dx, dy] = [way[i + 2] - way[i], way[i + 3] - way[i + 1]];
    const length = Math.hypot(dx, dy);
    if (left <= length && length > 0)
      return [way[i] + (dx * left) / length, way[i + 1] + (dy * left) / length];
    left -= length;
  }
  return [way[0], way[1]];
}

function linesAt(x: number, y: number, lines: readonly GroundLine[]): string[] {
  const near = new Map<string, number>();
  for (const { name, places, closed } of lines) {
    const distance = toLine(x, y, places, closed);
    if (distance <= (near.get(name) ?? REACH_LINE)) near.set(name, distance);
  }
  return [...near].sort(([, a], [, b]) => a - b).map(([name]) => name);
}

function markAt(x: number, y: number, marks: readonly GroundMark[]): string {
  let [name, least] = ['', REACH_MARK];
  for (const mark of marks) {
    const distance = Math.hypot(mark.x - x, mark.y - y);
    if (mark.name !== '' && distance < least) [name, least] = [mark.name, distance];
  }
  return name;
}

function toLine(x: number, y: number, places: ArrayLike<number>, closed: boolean): number {
  let least = Infinity;
  for (let i = closed ? 0 : 2; i < places.length; i += 2) {
    const j = i === 0 ? places.length - 2 : i - 2;
    least = Math.min(least, toSide(x, y, places[j], places[j + 1], places[i], places[i + 1]));
  }
  return least;
}

function toSide(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

export interface FourSide {
  side: BorderSide;
  /** What the side runs along and who is beyond, in the order of the way, each once: the longest stretches. */
  stretches: { along: string; other: number; length: number }[];
}

/** The four sides of a grid as registers describe them, in their order; legs that are alike are one stretch. */
export function fourSides({ legs }: BorderWalk): FourSide[] {
  return SIDES.map((side) => {
    const stretches: FourSide['stretches'] = [];
    for (const { along, other, length } of legs.filter((leg) => leg.side === side)) {
      const known = stretches.find((each) => each.along === along && each.other === other);
      if (known) known.length += length;
      else stretches.push({ along, other, length });
    }
    return { side, stretches };
  });
}

export const isGrid = (other: number): boolean => other !== NO_GRID && other !== BEYOND;
