/**
 * The planar map of a scope: nodes, arcs between them with the cell on either side, and cells with their rings. Neighbours
 * share arcs by identity, so nothing can come between them. Owns the building from noded rings; a map is never changed, and
 * which grid a cell is in is the plan's.
 */
import Flatbush from 'flatbush';
import { polygonHolds, prepareWholeRings } from '../geo/points-in-polygon.ts';
import type { NodedRings } from './noding.ts';
import { type ArcGraph, doubleArea, endOf, ringCorners, startOf, traceRings } from './ring-tracing.ts';
import { finished, type Steps } from './work-steps.ts';

/** The cell of an arc's side where the map ends. */
export const OUTSIDE = -1;

export interface PlanarMap extends ArcGraph {
  /** By arc; OUTSIDE for none. */
  leftCell: Int32Array;
  rightCell: Int32Array;
  /** By cell: directed arcs (ring-tracing.ts), the outer ring first, then holes. */
  cells: readonly (readonly Int32Array[])[];
  /** Rings of the outside: around every part of the map that touches no other, turning right. */
  outside: readonly Int32Array[];
}

export interface BuiltMap {
  map: PlanarMap;
  /** By arc: the polygons whose border it is, rising. On its two sides exactly these differ. */
  users: readonly Int32Array[];
}

export const leftOf = (map: PlanarMap, ref: number): number =>
  ref & 1 ? map.rightCell[ref >> 1] : map.leftCell[ref >> 1];
export const rightOf = (map: PlanarMap, ref: number): number => leftOf(map, ref ^ 1);

/** `polygonOfRing`: by ring, which polygon it bounds. A side that a polygon goes along twice bounds nothing and is left out. */
export function buildPlanarMap(noded: NodedRings, polygonOfRing: ArrayLike<number>): BuiltMap {
  const sides = borderSides(noded, polygonOfRing);
  const { graph, users } = joinSides(noded, sides);
  return { map: placeCells(graph), users };
}

/** A map of single sides, each once, with what uses it. Sides that join what is one face on both sides are left out. */
export function buildMapOfSides(
  noded: Pick<NodedRings, 'x' | 'y'>,
  sides: readonly { from: number; to: number; users: Int32Array }[],
): BuiltMap {
  return finished(mapOfSidesSteps(noded, sides));
}

/** The same in steps. */
export function* mapOfSidesSteps(
  noded: Pick<NodedRings, 'x' | 'y'>,
  sides: readonly { from: number; to: number; users: Int32Array }[],
): Steps<BuiltMap> {
  let left = sides;
  for (let done = 0; ; done += (0.7 - done) / 2) {
    yield done;
    const { graph, users } = joinSides(noded, {
      from: left.map(({ from }) => from),
      to: left.map(({ to }) => to),
      users: left.map(({ users: own }) => own),
    });
    yield done;
    const bridges = bridgesOf(graph);
    yield done;
    if (bridges.size === 0) return { map: placeCells(graph), users };
    left = left.filter(({ from, to }) => !bridges.has(sideKey(noded, from, to)));
  }
}

/** Sides, by their places, of arcs that have one face on both sides. */
function bridgesOf(graph: ArcGraph): Set<string> {
  const keys = new Set<string>();
  const refs = Array.from({ length: 2 * graph.arcFrom.length }, (_, ref) => ref);
  for (const rings of traceRings(graph, refs)) {
    const own = new Set(rings.flatMap((ring) => [...ring]));
    for (const ref of own)
      if (!(ref & 1) && own.has(ref ^ 1))
        for (let at = graph.arcStart[ref >> 1]; at + 1 < graph.arcStart[(ref >> 1) + 1]; at++)
          keys.add(placeKey(...(graph.coords.subarray(2 * at, 2 * at + 4) as unknown as Four)));
  }
  return keys;
}

type Four = [number, number, number, number];
const sideKey = ({ x, y }: Pick<NodedRings, 'x' | 'y'>, a: number, b: number) =>
  placeKey(x[a], y[a], x[b], y[b]);
const placeKey = (ax: number, ay: number, bx: number, by: number) =>
  ax < bx || (ax === bx && ay < by) ? `${ax},${ay},${bx},${by}` : `${bx},${by},${ax},${ay}`;

interface BorderSides {
  from: number[];
  to: number[];
  users: Int32Array[];
}

const KEY = 2 ** 26;

/** The sides that bound something, with the polygons that use them an odd number of times. */
function borderSides({ rings }: NodedRings, polygonOfRing: ArrayLike<number>): BorderSides {
  const uses = new Map<number, number[]>();
  rings.forEach((ring, r) => {
    for (let i = 0; i < ring.length; i++) {
      const a = ring[i];
      const b = ring[i + 1 === ring.length ? 0 : i + 1];
      const key = a < b ? a * KEY + b : b * KEY + a;
      const known = uses.get(key);
      if (known) toggle(known, polygonOfRing[r]);
      else uses.set(key, [polygonOfRing[r]]);
    }
  });
  const sides: BorderSides = { from: [], to: [], users: [] };
  for (const [key, polygons] of uses) {
    if (polygons.length === 0) continue;
    sides.from.push(Math.floor(key / KEY));
    sides.to.push(key % KEY);
    sides.users.push(Int32Array.from(polygons).sort());
  }
  return sides;
}

function toggle(list: number[], value: number): void {
  const at = list.indexOf(value);
  if (at < 0) list.push(value);
  else list.splice(at, 1);
}

/** Sides strung together to arcs from node to node; where no node is, any corner of a ring becomes one. */
function joinSides(
  noded: Pick<NodedRings, 'x' | 'y'>,
  sides: BorderSides,
): { graph: ArcGraph; users: Int32Array[] } {
  const touching = touchingSides(noded.x.length, sides);
  const arcs: number[][] = [];
  const users: Int32Array[] = [];
  const used = new Uint8Array(sides.from.length);
  const walk = (corner: number, side: number) => {
    const path = [corner];
    let at = corner;
    let along = side;
    for (;;) {
      used[along] = 1;
      at = sides.from[along] === at ? sides.to[along] : sides.from[along];
      path.push(at);
      const both = touching.at(at);
      if (at === corner || both.length !== 2) break;
      along = both[0] === along ? both[1] : both[0];
    }
    arcs.push(path);
    users.push(sides.users[side]);
  };
  for (let corner = 0; corner < noded.x.length; corner++) {
    const around = touching.at(corner);
    if (around.length > 2) for (const side of around) if (!used[side]) walk(corner, side);
  }
  for (let side = 0; side < used.length; side++) if (!used[side]) walk(sides.from[side], side);
  return { graph: graphOf(noded, arcs), users };
}

function touchingSides(corners: number, { from, to }: BorderSides): { at(corner: number): Uint32Array } {
  const starts = new Uint32Array(corners + 1);
  for (let side = 0; side < from.length; side++) {
    starts[from[side] + 1]++;
    starts[to[side] + 1]++;
  }
  for (let corner = 0; corner < corners; corner++) starts[corner + 1] += starts[corner];
  const next = starts.slice(0, corners);
  const list = new Uint32Array(starts[corners]);
  for (let side = 0; side < from.length; side++) {
    list[next[from[side]]++] = side;
    list[next[to[side]]++] = side;
  }
  return { at: (corner) => list.subarray(starts[corner], starts[corner + 1]) };
}

function graphOf({ x, y }: Pick<NodedRings, 'x' | 'y'>, arcs: readonly number[][]): ArcGraph {
  const nodeOf = new Map<number, number>();
  const node = (corner: number) => {
    const known = nodeOf.get(corner);
    if (known !== undefined) return known;
    nodeOf.set(corner, nodeOf.size);
    return nodeOf.size - 1;
  };
  const arcFrom = Int32Array.from(arcs, (path) => node(path[0]));
  const arcTo = Int32Array.from(arcs, (path) => node(path[path.length - 1]));
  const arcStart = new Uint32Array(arcs.length + 1);
  arcs.forEach((path, arc) => {
    arcStart[arc + 1] = arcStart[arc] + path.length;
  });
  const coords = new Int32Array(2 * arcStart[arcs.length]);
  let at = 0;
  for (const path of arcs)
    for (const corner of path) {
      coords[at++] = x[corner];
      coords[at++] = y[corner];
    }
  const corners = [...nodeOf.keys()];
  return {
    nodeX: Int32Array.from(corners, (corner) => x[corner]),
    nodeY: Int32Array.from(corners, (corner) => y[corner]),
    arcFrom,
    arcTo,
    arcStart,
    coords,
  };
}

/** Cells from the rings that turn left; the rings around a part of the map go to the cell the part lies in. */
function placeCells(graph: ArcGraph): PlanarMap {
  const arcs = graph.arcFrom.length;
  const cells: Int32Array[][] = [];
  const rims: Int32Array[][] = [];
  for (const rings of traceRings(
    graph,
    Array.from({ length: 2 * arcs }, (_, ref) => ref),
  )) {
    const outer = rings.findIndex((ring) => doubleArea(ringCorners(graph, ring)) > 0);
    if (outer < 0) rims.push(rings);
    else cells.push([rings[outer], ...rings.filter((_, r) => r !== outer)]);
  }
  const outside: Int32Array[] = [];
  const homes = rims.length > 0 ? cellsAround(graph, cells, rims) : [];
  rims.forEach((rings, r) => {
    (homes[r] === OUTSIDE ? outside : cells[homes[r]]).push(...rings);
  });
  const leftCell = new Int32Array(arcs).fill(OUTSIDE);
  const rightCell = new Int32Array(arcs).fill(OUTSIDE);
  cells.forEach((rings, cell) => {
    for (const ring of rings) for (const ref of ring) (ref & 1 ? rightCell : leftCell)[ref >> 1] = cell;
  });
  return { ...graph, leftCell, rightCell, cells, outside };
}

/** By rim: the smallest cell of another part of the map that holds it, else OUTSIDE. */
function cellsAround(
  graph: ArcGraph,
  cells: readonly Int32Array[][],
  rims: readonly Int32Array[][],
): Int32Array {
  const homes = new Int32Array(rims.length).fill(OUTSIDE);
  if (cells.length === 0 || rims.length < 2) return homes;
  const part = partsOf(graph);
  const outlines = cells.map(([outer]) => ringCorners(graph, outer));
  const areas = outlines.map(doubleArea);
  const index = new Flatbush(cells.length, 16, Int32Array);
  for (const corners of outlines) index.add(...cornerBox(corners));
  index.finish();
  const prepared = new Map<number, ReturnType<typeof prepareWholeRings>>();
  const holds = (cell: number, x: number, y: number) => {
    let polygon = prepared.get(cell);
    if (!polygon) {
      polygon = prepareWholeRings(outlines[cell], [[0, outlines[cell].length / 2]]);
      prepared.set(cell, polygon);
    }
    return polygonHolds(polygon, x, y);
  };
  rims.forEach(([ring], r) => {
    const node = startOf(graph, ring[0]);
    const [x, y] = [graph.nodeX[node], graph.nodeY[node]];
    const around = index
      .search(x, y, x, y, (cell) => part[startOf(graph, cells[cell][0][0])] !== part[node])
      .sort((a, b) => areas[a] - areas[b]);
    homes[r] = around.find((cell) => holds(cell, x, y)) ?? OUTSIDE;
  });
  return homes;
}

/** By node: a number shared by all nodes it is joined to by arcs. */
function partsOf(graph: ArcGraph): Int32Array {
  const part = Int32Array.from(graph.nodeX, (_, node) => node);
  const find = (node: number): number => {
    let at = node;
    while (part[at] !== at) at = part[at] = part[part[at]];
    return at;
  };
  for (let arc = 0; arc < graph.arcFrom.length; arc++)
    part[find(startOf(graph, 2 * arc))] = find(endOf(graph, 2 * arc));
  return part.map((_, node) => find(node));
}

/** Minimum x, minimum y, maximum x, maximum y of corners. */
export function cornerBox(corners: Int32Array): [number, number, number, number] {
  let [west, south, east, north] = [corners[0], corners[1], corners[0], corners[1]];
  for (let i = 2; i < corners.length; i += 2) {
    if (corners[i] < west) west = corners[i];
    if (corners[i] > east) east = corners[i];
    if (corners[i + 1] < south) south = corners[i + 1];
    if (corners[i + 1] > north) north = corners[i + 1];
  }
  return [west, south, east, north];
}
