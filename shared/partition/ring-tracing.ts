/**
 * Rings from directed arcs: from each arc on to the next one that bounds the same side, and cut where a ring meets itself at a
 * node, so that every ring is simple. The area is on the left: outer rings turn left, holes right. Owns the walk; what the
 * rings enclose is planar-map.ts and outline.ts.
 *
 * A directed arc is 2 * arc, or 2 * arc + 1 against its direction; its twin is `ref ^ 1`.
 */
import { compareTurn, ExactSum } from './exact.ts';

/** Nodes and arcs alone. */
export interface ArcGraph {
  nodeX: Int32Array;
  nodeY: Int32Array;
  arcFrom: Int32Array;
  arcTo: Int32Array;
  /** Corners of arc a, both nodes included: [arcStart[a], arcStart[a + 1]). */
  arcStart: Uint32Array;
  /** Millimetres, 2 numbers a corner. */
  coords: Int32Array;
}

export const startOf = (graph: ArcGraph, ref: number): number =>
  ref & 1 ? graph.arcTo[ref >> 1] : graph.arcFrom[ref >> 1];
export const endOf = (graph: ArcGraph, ref: number): number => startOf(graph, ref ^ 1);

/** Simple rings of directed arcs; rings of one walk bound one side. */
export function traceRings(graph: ArcGraph, refs: readonly number[]): Int32Array[][] {
  const leaving = new Map<number, number[]>();
  for (const ref of refs) {
    const node = startOf(graph, ref);
    const list = leaving.get(node);
    if (list) list.push(ref);
    else leaving.set(node, [ref]);
  }
  const left = new Set(refs);
  const walks: Int32Array[][] = [];
  for (const first of refs) {
    if (!left.has(first)) continue;
    const walk: number[] = [];
    let ref = first;
    do {
      left.delete(ref);
      walk.push(ref);
      ref = turn(graph, ref, leaving.get(endOf(graph, ref)) ?? []);
    } while (ref !== first && left.has(ref));
    walks.push(cutAtNodes(graph, walk));
  }
  return walks;
}

/** Of the arcs that leave the node, the first to the right of the way back: the one that bounds the same side. */
function turn(graph: ArcGraph, arriving: number, leaving: readonly number[]): number {
  if (leaving.length < 2) return leaving[0] ?? arriving;
  const [bx, by] = direction(graph, arriving ^ 1);
  let best = -1;
  let bestX = 0;
  let bestY = 0;
  for (const ref of leaving) {
    // The way back itself is the last resort.
    if (ref === (arriving ^ 1)) continue;
    const [x, y] = direction(graph, ref);
    if (best < 0 || comesFirst(x, y, bestX, bestY, bx, by)) {
      best = ref;
      bestX = x;
      bestY = y;
    }
  }
  return best < 0 ? leaving[0] : best;
}

/** Whether p is met before q when turning right from b. */
function comesFirst(px: number, py: number, qx: number, qy: number, bx: number, by: number): boolean {
  const pBefore = compareTurn(px, py, bx, by) < 0;
  const qBefore = compareTurn(qx, qy, bx, by) < 0;
  if (pBefore !== qBefore) return pBefore;
  return compareTurn(px, py, qx, qy) > 0;
}

function direction(graph: ArcGraph, ref: number): [number, number] {
  const { coords, arcStart } = graph;
  const arc = ref >> 1;
  const at = ref & 1 ? arcStart[arc + 1] - 1 : arcStart[arc];
  const to = ref & 1 ? at - 1 : at + 1;
  return [coords[2 * to] - coords[2 * at], coords[2 * to + 1] - coords[2 * at + 1]];
}

/** A walk that comes back to a node has gone round a ring: it is taken out. */
function cutAtNodes(graph: ArcGraph, walk: readonly number[]): Int32Array[] {
  const rings: Int32Array[] = [];
  const path: number[] = [];
  const depth = new Map<number, number>();
  for (const ref of walk) {
    depth.set(startOf(graph, ref), path.length);
    path.push(ref);
    const known = depth.get(endOf(graph, ref));
    if (known === undefined) continue;
    const ring = path.splice(known);
    for (const each of ring) depth.delete(startOf(graph, each));
    rings.push(Int32Array.from(ring));
  }
  return rings;
}

/** Corners of a ring, 2 numbers each, not closed. */
export function ringCorners(graph: ArcGraph, ring: Int32Array): Int32Array {
  const { arcStart, coords } = graph;
  let length = 0;
  for (const ref of ring) length += arcStart[(ref >> 1) + 1] - arcStart[ref >> 1] - 1;
  const out = new Int32Array(2 * length);
  let at = 0;
  for (const ref of ring) {
    const first = arcStart[ref >> 1];
    const last = arcStart[(ref >> 1) + 1] - 1;
    for (let k = 0; k < last - first; k++) {
      const corner = ref & 1 ? last - k : first + k;
      out[at++] = coords[2 * corner];
      out[at++] = coords[2 * corner + 1];
    }
  }
  return out;
}

/** Adds twice the signed area of corners to a sum: positive turning left. Exact. */
export function addDoubleArea(sum: ExactSum, corners: Int32Array): void {
  const x0 = corners[0];
  const y0 = corners[1];
  for (let i = 2; i + 3 < corners.length; i += 2)
    sum.add((corners[i] - x0) * (corners[i + 3] - y0) - (corners[i + 2] - x0) * (corners[i + 1] - y0));
}

/** The same of a ring of directed arcs. */
export function addRingArea(sum: ExactSum, { coords, arcStart }: ArcGraph, ring: Int32Array): void {
  const first = 2 * (ring[0] & 1 ? arcStart[(ring[0] >> 1) + 1] - 1 : arcStart[ring[0] >> 1]);
  const x0 = coords[first];
  const y0 = coords[first + 1];
  let px = 0;
  let py = 0;
  for (let i = 0; i < ring.length; i++) {
    const arc = ring[i] >> 1;
    const back = ring[i] & 1;
    const step = back ? -2 : 2;
    const end = 2 * (back ? arcStart[arc] : arcStart[arc + 1] - 1);
    for (let at = 2 * (back ? arcStart[arc + 1] - 1 : arcStart[arc]); at !== end; at += step) {
      const x = coords[at + step] - x0;
      const y = coords[at + step + 1] - y0;
      sum.add(px * y - x * py);
      px = x;
      py = y;
    }
  }
}

/** Twice the signed area, square millimetres. */
export function doubleArea(corners: Int32Array): number {
  const sum = new ExactSum();
  addDoubleArea(sum, corners);
  return sum.value();
}
