/**
 * The polygons of a multipolygon relation: its ways joined to rings end to end, whichever way they run, holes put
 * into the ring around them. Owns the assembly; a ring that does not close makes the whole relation broken.
 */
import { type Position, ringContains, signedArea } from './face-outline.ts';
import type { RawGeometry } from './source-record.ts';

/** A way of the relation: its node ids in order. */
export interface MemberWay {
  id: number;
  role: string;
  refs: readonly number[];
}

/** Every ring is held against those around it: more than this are no building and no lake. */
const RING_LIMIT = 20_000;

/** `missing`: nodes of its rings that are not in the file, as at the edge of an extract; its shape is cut there. */
export type Assembled = { ok: true; geometry: RawGeometry; missing: number } | { ok: false; what: string };

/** `placeOf` gives degrees, null for a node that is not in the file. */
export function assemblePolygons(
  ways: readonly MemberWay[],
  placeOf: (id: number) => Position | null,
): Assembled {
  const closed = joinByRole(ways);
  if (typeof closed === 'number') return { ok: false, what: `way ${closed} is not closed` };
  if (closed.length > RING_LIMIT) return { ok: false, what: `${closed.length} rings` };
  const rings: { ring: Position[]; inner: boolean; area: number }[] = [];
  let missing = 0;
  for (const { refs, inner } of closed) {
    const ring: Position[] = [];
    for (const id of refs) {
      const place = placeOf(id);
      if (place) ring.push(place);
      else missing++;
    }
    const area = signedArea(ring);
    if (area !== 0) rings.push({ ring, inner, area: Math.abs(area) });
    else if (!inner) return { ok: false, what: `${ring.length} of ${refs.length} nodes` };
  }
  return nest(rings, missing);
}

/** The polygon of one closed way: the common case, without any joining. */
export function closedWayPolygon(
  refs: readonly number[],
  placeOf: (id: number) => Position | null,
): Assembled {
  if (refs.length < 4 || refs[0] !== refs.at(-1)) return { ok: false, what: 'not closed' };
  const ring: Position[] = [];
  for (let at = 0; at + 1 < refs.length; at++) {
    const place = placeOf(refs[at]);
    if (place) ring.push(place);
  }
  const area = signedArea(ring);
  if (area === 0) return { ok: false, what: `${ring.length} of ${refs.length - 1} nodes` };
  if (area < 0) ring.reverse();
  const missing = refs.length - 1 - ring.length;
  ring.push(ring[0]);
  return { ok: true, geometry: { type: 'Polygon', coordinates: [ring] }, missing };
}

/** Rings of each role by themselves; where those do not close, of all ways together. A number: the way left open. */
function joinByRole(ways: readonly MemberWay[]): { refs: number[]; inner: boolean }[] | number {
  const outers = joinRings(ways.filter(({ role }) => role !== 'inner'));
  const inners = joinRings(ways.filter(({ role }) => role === 'inner'));
  if (outers.open === null && inners.open === null)
    return [
      ...outers.rings.map((refs) => ({ refs, inner: false })),
      ...inners.rings.map((refs) => ({ refs, inner: true })),
    ];
  const all = joinRings(ways);
  return all.open ?? all.rings.map((refs) => ({ refs, inner: false }));
}

/** Rings as node ids without the first again at the end; `open`: a way at which one does not go on. */
function joinRings(ways: readonly MemberWay[]): { rings: number[][]; open: number | null } {
  const rings: number[][] = [];
  const ends = new Map<number, Set<MemberWay>>();
  const free = new Set<MemberWay>();
  for (const way of ways) {
    const { refs } = way;
    if (refs.length >= 4 && refs[0] === refs.at(-1)) rings.push(refs.slice(0, -1));
    else if (refs.length < 2) return { rings, open: way.id };
    else {
      free.add(way);
      for (const end of [refs[0], refs.at(-1)!]) {
        const there = ends.get(end);
        if (there) there.add(way);
        else ends.set(end, new Set([way]));
      }
    }
  }
  const use = (way: MemberWay) => {
    free.delete(way);
    ends.get(way.refs[0])?.delete(way);
    ends.get(way.refs.at(-1)!)?.delete(way);
  };
  for (const first of free) {
    use(first);
    const ring = [...first.refs];
    while (ring[0] !== ring.at(-1) || ring.length < 4) {
      const end = ring.at(-1)!;
      const next = ends.get(end)?.values().next().value;
      if (next === undefined) return { rings, open: first.id };
      use(next);
      const onward = next.refs[0] === end ? next.refs : [...next.refs].reverse();
      for (let at = 1; at < onward.length; at++) ring.push(onward[at]);
    }
    rings.push(ring.slice(0, -1));
  }
  return { rings, open: null };
}

/**
 * A ring inside an odd number of others is a hole, whatever its role says; a ring called inner that lies in none is
 * not one.
 */
function nest(rings: { ring: Position[]; inner: boolean; area: number }[], missing: number): Assembled {
  const bySize = [...rings].sort((a, b) => b.area - a.area);
  const outers: { ring: Position[]; holes: Position[][] }[] = [];
  const placed: { ring: Position[]; box: Box; depth: number; outer: (typeof outers)[number] }[] = [];
  for (const { ring, inner } of bySize) {
    const box = boxOf(ring);
    const around = placed.findLast((other) => boxHolds(other.box, box) && ringContains(other.ring, ring));
    const depth = around ? around.depth + 1 : 0;
    if (around && depth % 2 === 1) {
      around.outer.holes.push(wound(ring, false));
      placed.push({ ring, box, depth, outer: around.outer });
    } else {
      if (inner && !around) return { ok: false, what: 'a hole lies outside' };
      const outer = { ring: wound(ring, true), holes: [] };
      outers.push(outer);
      placed.push({ ring, box, depth, outer });
    }
  }
  if (outers.length === 0) return { ok: false, what: 'no ring' };
  const coordinates = outers.map(({ ring, holes }) => [ring, ...holes].map((open) => [...open, open[0]]));
  return {
    ok: true,
    missing,
    geometry:
      coordinates.length === 1
        ? { type: 'Polygon', coordinates: coordinates[0] }
        : { type: 'MultiPolygon', coordinates },
  };
}

function wound(ring: Position[], counterClockwise: boolean): Position[] {
  return signedArea(ring) > 0 === counterClockwise ? ring : [...ring].reverse();
}

type Box = [number, number, number, number];

function boxOf(ring: readonly Position[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

function boxHolds(outer: Box, inner: Box): boolean {
  return inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3];
}
