/**
 * Cells from footprints and barriers: the boundary, streets, walls and water make enclosures; in each, every place belongs to the
 * nearest building (enclosed tessellation, Fleischmann 2020). Every building is in one cell; an enclosure without one is a cell of
 * its own. The same input gives the same cells. Owns the putting together; borders by nearness are nearness-chains.ts.
 */
import Flatbush from 'flatbush';
import { type PreparedPolygon, polygonHolds, prepareWholeRings } from '../geo/points-in-polygon.ts';
import { CellLocator } from './cell-locator.ts';
import { type MapLine, mapOfLines } from './line-map.ts';
import { type Footprint, nearnessChains } from './nearness-chains.ts';
import { PartitionError } from './partition-error.ts';
import { type BuiltMap, OUTSIDE, type PlanarMap } from './planar-map.ts';
import { doubleArea, ringCorners } from './ring-tracing.ts';
import { BATCH, type Steps, within } from './work-steps.ts';

export interface TessellationInput {
  /** Rings of the boundary, by even-odd; whole millimetres of the lattice, 2 numbers a corner, not closed. */
  boundary: readonly Int32Array[];
  /** Streets and walls. */
  lines: readonly Int32Array[];
  /** Rings of water, parks, railway land. */
  areas: readonly Int32Array[];
  /** Outer ring first, or one place alone. */
  footprints: readonly (readonly Int32Array[])[];
  /** A place inside each footprint, 2 numbers each. */
  places: Int32Array;
}

export interface Tessellation {
  map: PlanarMap;
  /** By building: its cell; NO_HOME: its place is outside the boundary. */
  cellOfBuilding: Int32Array;
  /** By cell: a place inside it, 2 numbers each. */
  cellPlaces: Int32Array;
  /** By cell: 1 within the boundary; 0 for an enclave, which is of no grid. */
  inside: Uint8Array;
}

export const NO_HOME = -1;

const ENCLOSURE = 0;
const NEARNESS = 1;
/** Lines cut off between two steps. */
const CHAINS = 64;

/** Shares of the work at which its stages end, as measured for twenty communities of the district sample. */
const DONE = { enclosures: 0.08, homes: 0.1, nearness: 0.7, fine: 0.85 };

/** Throws PartitionError 'no-polygons' without a boundary, 'too-tangled'. A step is an enclosure, or a part of a large one. */
export function* tessellate(input: TessellationInput): Steps<Tessellation> {
  const { map, inside } = yield* within(enclosuresOf(input), 0, DONE.enclosures);
  if (map.cells.length === 0) throw new PartitionError('no-polygons', 'the boundary encloses nothing');
  const homes = yield* within(homesOf(map, input.places), DONE.enclosures, DONE.homes);
  const members = Array.from({ length: map.cells.length }, (): number[] => []);
  homes.forEach((cell, building) => {
    if (cell !== NO_HOME) members[cell].push(building);
  });
  const lines: MapLine[] = [];
  for (let arc = 0; arc < map.arcFrom.length; arc++)
    if (bounds(map, arc, inside))
      lines.push({
        corners: map.coords.slice(2 * map.arcStart[arc], 2 * map.arcStart[arc + 1]),
        closed: false,
        kind: ENCLOSURE,
      });
  const share = (buildings: number) => DONE.homes + ((DONE.nearness - DONE.homes) * buildings) / homes.length;
  let settled = 0;
  for (const [cell, buildings] of members.entries()) {
    if (!inside[cell] || buildings.length < 2) continue;
    const [from, to] = [share(settled), share(settled + buildings.length)];
    settled += buildings.length;
    const footprints = buildings.map((building): Footprint => ({ rings: input.footprints[building] }));
    const chains = yield* within(nearnessChains(footprints), from, to);
    const clip = new EnclosureClip(map.cells[cell].map((ring) => ringCorners(map, ring)));
    for (const [c, chain] of chains.entries()) {
      if (c % CHAINS === 0) yield to;
      for (const corners of clip.inside(chain)) lines.push({ corners, closed: false, kind: NEARNESS });
    }
  }
  const fine = yield* within(mapOfLines(lines), DONE.nearness, DONE.fine);
  return yield* within(joinFragments(fine, boundaryHolds(input.boundary), input.places), DONE.fine, 1);
}

/** Enclosures; `inside`: those within the boundary. */
function* enclosuresOf({
  boundary,
  lines,
  areas,
}: TessellationInput): Steps<{ map: PlanarMap; inside: Uint8Array }> {
  const all: MapLine[] = [
    ...boundary.map((corners) => ({ corners, closed: true, kind: 0 })),
    ...areas.map((corners) => ({ corners, closed: true, kind: 1 })),
    ...lines.filter(({ length }) => length >= 4).map((corners) => ({ corners, closed: false, kind: 2 })),
  ];
  const { map } = yield* within(mapOfLines(all), 0, 0.8);
  const inside = yield* within(insideCells(map, boundaryHolds(boundary)), 0.8, 1);
  return { map, inside };
}

type Holds = (x: number, y: number) => boolean;

function boundaryHolds(boundary: readonly Int32Array[]): Holds {
  const polygon = preparedOf(boundary);
  return (x, y) => polygonHolds(polygon, x, y);
}

function preparedOf(rings: readonly Int32Array[]): PreparedPolygon {
  const coords = new Int32Array(rings.reduce((sum, ring) => sum + ring.length, 0));
  const spans: [number, number][] = [];
  let at = 0;
  for (const ring of rings) {
    coords.set(ring, at);
    spans.push([at / 2, (at + ring.length) / 2]);
    at += ring.length;
  }
  return prepareWholeRings(coords, spans);
}

/** By cell: 1 where it is within. */
function* insideCells(map: PlanarMap, holds: Holds): Steps<Uint8Array> {
  const places = yield* placesWithin(map);
  return Uint8Array.from(map.cells, (_, cell) => Number(holds(places[2 * cell], places[2 * cell + 1])));
}

/** By cell: a place inside it, 2 numbers each. */
function* placesWithin(map: PlanarMap): Steps<Int32Array> {
  const places = new Int32Array(2 * map.cells.length);
  for (const [cell, rings] of map.cells.entries()) {
    if (cell % BATCH === 0) yield cell / map.cells.length;
    places.set(placeWithin(rings.map((ring) => ringCorners(map, ring))), 2 * cell);
  }
  return places;
}

/** A place inside rings: the middle of the widest stretch at some height between corners. */
function placeWithin(rings: readonly Int32Array[]): [number, number] {
  const heights = [...new Set(rings.flatMap((ring) => [...ring].filter((_, i) => i % 2 === 1)))].sort(
    (a, b) => a - b,
  );
  let best: [number, number] = [rings[0][0], rings[0][1]];
  let widest = -1;
  const tries = Math.min(heights.length - 1, 9);
  for (let k = 0; k < tries; k++) {
    const at = Math.floor(((k + 0.5) * (heights.length - 1)) / tries);
    const y = Math.round((heights[at] + heights[at + 1]) / 2);
    const crossings = crossingsAt(rings, y);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      const width = Math.min(crossings[i + 1] - crossings[i], heights[at + 1] - heights[at]);
      if (width <= widest) continue;
      widest = width;
      best = [Math.round((crossings[i] + crossings[i + 1]) / 2), y];
    }
  }
  return best;
}

function crossingsAt(rings: readonly Int32Array[], y: number): number[] {
  const xs: number[] = [];
  for (const ring of rings)
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [ay, by] = [ring[j + 1], ring[i + 1]];
      if (ay > y !== by > y) xs.push(ring[j] + ((y - ay) / (by - ay)) * (ring[i] - ring[j]));
    }
  return xs.sort((a, b) => a - b);
}

/** An arc that a cell within the boundary is on. */
function bounds(map: PlanarMap, arc: number, inside: Uint8Array): boolean {
  const has = (cell: number) => cell !== OUTSIDE && inside[cell] === 1;
  return has(map.leftCell[arc]) || has(map.rightCell[arc]);
}

/** By building: the lowest cell at its place. */
function* homesOf(map: PlanarMap, places: Int32Array): Steps<Int32Array> {
  const locator = new CellLocator(map);
  const homes = new Int32Array(places.length / 2);
  for (let b = 0; b < homes.length; b++) {
    if (b % BATCH === 0) yield b / homes.length;
    homes[b] = locator.at(places[2 * b], places[2 * b + 1])[0] ?? NO_HOME;
  }
  return homes;
}

/** Cuts lines off at the border of one enclosure. */
class EnclosureClip {
  private readonly polygon: PreparedPolygon;
  private readonly sides: number[] = [];
  private readonly index: Flatbush;

  constructor(rings: readonly Int32Array[]) {
    this.polygon = preparedOf(rings);
    for (const ring of rings)
      for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2)
        this.sides.push(ring[j], ring[j + 1], ring[i], ring[i + 1]);
    this.index = new Flatbush(this.sides.length / 4, 16, Int32Array);
    for (let s = 0; s < this.sides.length; s += 4) {
      const [ax, ay, bx, by] = this.sides.slice(s, s + 4);
      this.index.add(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by));
    }
    this.index.finish();
  }

  /** The stretches of a line that are inside. */
  inside(line: Int32Array): Int32Array[] {
    const out: Int32Array[] = [];
    let open: number[] = [];
    const close = () => {
      if (open.length >= 4) out.push(Int32Array.from(open));
      open = [];
    };
    for (let i = 0; i + 3 < line.length; i += 2) {
      const [ax, ay, bx, by] = [line[i], line[i + 1], line[i + 2], line[i + 3]];
      const stops = [0, ...this.crossings(ax, ay, bx, by), 1];
      for (let k = 0; k + 1 < stops.length; k++) {
        const at = (t: number): [number, number] => [
          Math.round(ax + t * (bx - ax)),
          Math.round(ay + t * (by - ay)),
        ];
        const from = at(stops[k]);
        const to = at(stops[k + 1]);
        if (from[0] === to[0] && from[1] === to[1]) continue;
        if (!polygonHolds(this.polygon, ...at((stops[k] + stops[k + 1]) / 2))) {
          close();
          continue;
        }
        if (open.length === 0) open.push(...from);
        open.push(...to);
      }
    }
    close();
    return out;
  }

  private crossings(ax: number, ay: number, bx: number, by: number): number[] {
    const found: number[] = [];
    this.index.search(Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by), (s) => {
      const [cx, cy, dx, dy] = this.sides.slice(4 * s, 4 * s + 4);
      const det = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
      const t = ((cx - ax) * (dy - cy) - (cy - ay) * (dx - cx)) / det;
      const u = ((cx - ax) * (by - ay) - (cy - ay) * (bx - ax)) / det;
      if (t > 0 && t < 1 && u >= 0 && u <= 1) found.push(t);
      return false;
    });
    return found.sort((p, q) => p - q);
  }
}

/** Faces without a building go to the neighbour across the longest border by nearness; an enclosure without one stays whole. */
function* joinFragments({ map, users }: BuiltMap, holds: Holds, places: Int32Array): Steps<Tessellation> {
  const inside = yield* within(insideCells(map, holds), 0, 0.15);
  const settled = new Uint8Array(map.cells.length);
  for (const cell of yield* within(homesOf(map, places), 0.15, 0.3)) if (cell !== NO_HOME) settled[cell] = 1;
  const group = Int32Array.from(map.cells, (_, cell) => cell);
  const soft = (arc: number) => users[arc].length === 1 && users[arc][0] === NEARNESS;
  const lengths = Float64Array.from(map.arcFrom, (_, arc) => lengthOf(map, arc));
  const arcsOf = softArcs(map, soft);
  yield 0.3;
  const areas = map.cells.map(([outer]) => doubleArea(ringCorners(map, outer)));
  // Small ones first; what touches only other fragments waits for them.
  const loose = Array.from(map.cells.keys())
    .filter((cell) => inside[cell] && !settled[cell] && arcsOf[cell].length > 0)
    .sort((a, b) => areas[a] - areas[b] || a - b);
  for (let before = -1; loose.length !== before; ) {
    yield 0.35;
    before = loose.length;
    for (let i = loose.length - 1; i >= 0; i--) {
      const home = bestHome(map, arcsOf[loose[i]], loose[i], settled, group, lengths);
      if (home < 0) continue;
      group[loose[i]] = home;
      settled[loose[i]] = 1;
      loose.splice(i, 1);
    }
  }
  const lines: MapLine[] = [];
  for (let arc = 0; arc < map.arcFrom.length; arc++) {
    const of = (cell: number) => (cell === OUTSIDE || !inside[cell] ? OUTSIDE : group[cell]);
    if (of(map.leftCell[arc]) === of(map.rightCell[arc])) continue;
    const corners = map.coords.slice(2 * map.arcStart[arc], 2 * map.arcStart[arc + 1]);
    lines.push({ corners, closed: false, kind: 0 });
  }
  const { map: whole } = yield* within(mapOfLines(lines), 0.4, 0.8);
  const cellPlaces = yield* within(placesWithin(whole), 0.8, 0.9);
  return {
    map: whole,
    cellOfBuilding: yield* within(homesOf(whole, places), 0.9, 1),
    cellPlaces,
    inside: Uint8Array.from(whole.cells, (_, c) => Number(holds(cellPlaces[2 * c], cellPlaces[2 * c + 1]))),
  };
}

/** Arcs by nearness round each cell. */
function softArcs(map: PlanarMap, soft: (arc: number) => boolean): number[][] {
  return map.cells.map((rings) =>
    rings.flatMap((ring) => Array.from(ring, (ref) => ref >> 1).filter((arc) => soft(arc))),
  );
}

function bestHome(
  map: PlanarMap,
  arcs: readonly number[],
  cell: number,
  settled: Uint8Array,
  group: Int32Array,
  lengths: Float64Array,
): number {
  const shared = new Map<number, number>();
  for (const arc of arcs) {
    const other = map.leftCell[arc] === cell ? map.rightCell[arc] : map.leftCell[arc];
    if (other === OUTSIDE || !settled[other]) continue;
    shared.set(group[other], (shared.get(group[other]) ?? 0) + lengths[arc]);
  }
  const [best] = [...shared].sort(([a, la], [b, lb]) => lb - la || a - b);
  return best?.[0] ?? -1;
}

function lengthOf({ coords, arcStart }: PlanarMap, arc: number): number {
  let length = 0;
  for (let at = 2 * arcStart[arc]; at + 3 < 2 * arcStart[arc + 1]; at += 2)
    length += Math.hypot(coords[at + 2] - coords[at], coords[at + 3] - coords[at + 1]);
  return length;
}
