/**
 * Corners of arcs, rings and cells of a partition, and where a place lies to them; exact. Owns reading only: what changes a map is
 * map-edits.ts.
 */
import type { PartitionReader } from './partition-records.ts';
import { type ArcGraph, doubleArea, traceRings } from './ring-tracing.ts';

/** Corners of an arc with both nodes, 2 numbers each. */
export function arcCorners(reader: PartitionReader, id: number): number[] {
  const { from, to, via } = reader.arc(id);
  const [a, b] = [reader.node(from), reader.node(to)];
  return [a.x, a.y, ...via, b.x, b.y];
}

/** Millimetres. */
export function arcLength(reader: PartitionReader, id: number): number {
  const corners = arcCorners(reader, id);
  let length = 0;
  for (let i = 0; i + 3 < corners.length; i += 2)
    length += Math.hypot(corners[i + 2] - corners[i], corners[i + 3] - corners[i + 1]);
  return length;
}

export const startNode = (reader: PartitionReader, ref: number): number =>
  ref & 1 ? reader.arc(ref >> 1).to : reader.arc(ref >> 1).from;
export const leftCellOf = (reader: PartitionReader, ref: number): number =>
  ref & 1 ? reader.arc(ref >> 1).right : reader.arc(ref >> 1).left;
/** The cell on the other side. */
export const rightCellOf = (reader: PartitionReader, ref: number): number => leftCellOf(reader, ref ^ 1);

/** Corners of a ring of directed arcs, not closed. */
export function ringPlaces(reader: PartitionReader, ring: readonly number[]): Int32Array {
  let length = 0;
  for (let i = 0; i < ring.length; i++) length += reader.arc(ring[i] >> 1).via.length + 2;
  const out = new Int32Array(length);
  let at = 0;
  for (let i = 0; i < ring.length; i++) {
    const back = ring[i] & 1;
    const { from, to, via } = reader.arc(ring[i] >> 1);
    const start = reader.node(back ? to : from);
    out[at++] = start.x;
    out[at++] = start.y;
    for (let k = 0; k < via.length; k += 2) {
      const corner = back ? via.length - 2 - k : k;
      out[at++] = via[corner];
      out[at++] = via[corner + 1];
    }
  }
  return out;
}

/** Rings of a cell, the outer first. */
export function cellRings(reader: PartitionReader, cell: number): Int32Array[] {
  return reader.cell(cell).rings.map((ring) => ringPlaces(reader, ring));
}

/** Twice the area, square millimetres: exact, at most 2^53. */
export function cellDoubleArea(reader: PartitionReader, cell: number): number {
  return cellRings(reader, cell).reduce((sum, ring) => sum + doubleArea(ring), 0);
}

/** Arcs of cells, each once, rising. */
export function arcsOf(reader: PartitionReader, cells: Iterable<number>): number[] {
  const arcs = new Set<number>();
  for (const cell of cells)
    for (const ring of reader.cell(cell).rings) for (const ref of ring) arcs.add(ref >> 1);
  return [...arcs].sort((a, b) => a - b);
}

/** Rings by walk (ring-tracing.ts) of directed arcs, as directed arcs. */
export function traceWalks(reader: PartitionReader, refs: readonly number[]): number[][][] {
  const arcs = [...new Set(refs.map((ref) => ref >> 1))];
  const local = new Map(arcs.map((arc, at) => [arc, at]));
  const starts = new Uint32Array(arcs.length + 1);
  const coords: number[] = [];
  const records = arcs.map((arc, at) => {
    for (const value of arcCorners(reader, arc)) coords.push(value);
    starts[at + 1] = coords.length / 2;
    return reader.arc(arc);
  });
  const graph: ArcGraph = {
    nodeX: new Int32Array(0),
    nodeY: new Int32Array(0),
    arcFrom: Int32Array.from(records, ({ from }) => from),
    arcTo: Int32Array.from(records, ({ to }) => to),
    arcStart: starts,
    coords: Int32Array.from(coords),
  };
  const walks = traceRings(
    graph,
    refs.map((ref) => 2 * (local.get(ref >> 1) as number) + (ref & 1)),
  );
  return walks.map((rings) => rings.map((ring) => Array.from(ring, (ref) => 2 * arcs[ref >> 1] + (ref & 1))));
}
