/**
 * Whether what a draft changed may stand, exact on the lattice: rings of the touched cells are simple and turn the right way, holes
 * lie in their outer ring and in no other hole, sides that moved meet others at nodes only, atoms are inside their cells, and no
 * new border crosses a footprint. With the rest of the map proved before, that is the proof of the whole (integrity.ts). Owns the
 * reasons that a drag shows; it changes nothing.
 */
import { arcCorners, arcsOf, cellRings, startNode } from './cell-geometry.ts';
import { cross } from './exact.ts';
import type { PartitionDraft } from './partition-draft.ts';
import { type PartitionReader, type Refusal, RefusedError, refuse } from './partition-records.ts';
import { OUTSIDE } from './planar-map.ts';
import { boxOf, holeAstray, placeInRings, sidesMeet } from './ring-places.ts';
import { doubleArea } from './ring-tracing.ts';

/** Throws RefusedError where the draft must not be carried out. */
export function proveDraft(draft: PartitionDraft): void {
  const arcs = changedArcs(draft);
  const cells = touchedCells(draft, arcs);
  const fault = ringFault(draft, cells) ?? sideFault(draft, arcs, cells) ?? atomFault(draft, arcs, cells);
  if (fault) throw new RefusedError(fault);
}

/** Arcs that are new or have other corners. */
function changedArcs(draft: PartitionDraft): number[] {
  const arcs = new Set<number>();
  for (const [id, arc] of draft.arcs)
    if (arc && !(draft.base.hasArc(id) && sameCourse(draft, id))) arcs.add(id);
  for (const [id, node] of draft.nodes) if (node) for (const arc of draft.arcsAt(id)) arcs.add(arc);
  return [...arcs].sort((a, b) => a - b);
}

function sameCourse(draft: PartitionDraft, id: number): boolean {
  const [before, after] = [draft.base.arc(id), draft.arc(id)];
  return before.from === after.from && before.to === after.to && before.via === after.via;
}

function touchedCells(draft: PartitionDraft, arcs: readonly number[]): number[] {
  const cells = new Set<number>();
  for (const [id, cell] of draft.cells) if (cell) cells.add(id);
  for (const arc of arcs) {
    const { left, right } = draft.arc(arc);
    if (left !== OUTSIDE) cells.add(left);
    if (right !== OUTSIDE) cells.add(right);
  }
  return [...cells].sort((a, b) => a - b);
}

function ringFault(draft: PartitionDraft, cells: readonly number[]): Refusal | null {
  for (const cell of cells) {
    const { rings } = draft.cell(cell);
    const places = cellRings(draft, cell);
    for (const [r, ring] of rings.entries()) {
      const { x, y } = draft.node(startNode(draft, ring[0]));
      const nodes = new Set(ring.map((ref) => startNode(draft, ref)));
      if (nodes.size !== ring.length) return refuse('crosses-border', [x, y]);
      const size = doubleArea(places[r]);
      if (size === 0 || size > 0 !== (r === 0)) return refuse('crosses-border', [x, y]);
      if (r > 0 && holeAstray(places, r)) return refuse('crosses-border', [x, y]);
    }
  }
  return null;
}

/** A side that is not what it was and meets another other than at a node of both. */
function sideFault(draft: PartitionDraft, arcs: readonly number[], cells: readonly number[]): Refusal | null {
  const sides = movedSides(draft, arcs);
  if (sides.length === 0) return null;
  const near = new Set(cells);
  for (const { ax, ay, bx, by } of sides)
    for (const cell of draft.base.cellsNear(boxOf([ax, ay, bx, by]))) if (draft.hasCell(cell)) near.add(cell);
  const others = sidesOf(draft, arcsOf(draft, near));
  const order = others.toSorted((s, t) => Math.min(s.ax, s.bx) - Math.min(t.ax, t.bx));
  const west = order.map(({ ax, bx }) => Math.min(ax, bx));
  const widest = order.reduce((most, { ax, bx }) => Math.max(most, Math.abs(bx - ax)), 0);
  for (const side of sides) {
    const east = Math.max(side.ax, side.bx);
    const from = firstAtLeast(west, Math.min(side.ax, side.bx) - widest);
    for (let i = from; i < order.length && west[i] <= east; i++)
      if (meetBadly(side, order[i])) return refuse('crosses-border', [side.bx, side.by]);
  }
  return null;
}

function firstAtLeast(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

interface Side {
  arc: number;
  at: number;
  ax: number;
  ay: number;
  bx: number;
  by: number;
  /** Nodes at its ends; -1: a corner of the arc. */
  from: number;
  to: number;
}

function sidesOf(reader: PartitionReader, arcs: readonly number[]): Side[] {
  return arcs.flatMap((arc) => {
    const corners = arcCorners(reader, arc);
    const { from, to } = reader.arc(arc);
    const count = corners.length / 2 - 1;
    return Array.from({ length: count }, (_, at): Side => {
      const [ax, ay, bx, by] = corners.slice(2 * at, 2 * at + 4);
      return { arc, at, ax, ay, bx, by, from: at === 0 ? from : -1, to: at === count - 1 ? to : -1 };
    });
  });
}

/** Sides of arcs that were not there before. */
function movedSides(draft: PartitionDraft, arcs: readonly number[]): Side[] {
  const before = new Set<string>();
  const known = new Set<number>();
  for (const [id, arc] of draft.arcs) if (arc !== undefined && draft.base.hasArc(id)) known.add(id);
  for (const arc of arcs) if (draft.base.hasArc(arc)) known.add(arc);
  for (const side of sidesOf(draft.base, [...known])) before.add(sideKey(side));
  return sidesOf(draft, arcs).filter((side) => !before.has(sideKey(side)));
}

function sideKey({ ax, ay, bx, by }: Side): string {
  return ax < bx || (ax === bx && ay < by) ? `${ax},${ay},${bx},${by}` : `${bx},${by},${ax},${ay}`;
}

function meetBadly(s: Side, t: Side): boolean {
  if (s.arc === t.arc && s.at === t.at) return s.ax === s.bx && s.ay === s.by;
  if (!sidesMeet(s.ax, s.ay, s.bx, s.by, t.ax, t.ay, t.bx, t.by)) return false;
  // They may meet in one common end alone: the corner between them in one arc, or a node.
  if (s.arc === t.arc && s.at + 1 === t.at) return overlapFrom(s.bx, s.by, s.ax, s.ay, t.bx, t.by);
  if (s.arc === t.arc && t.at + 1 === s.at) return overlapFrom(s.ax, s.ay, s.bx, s.by, t.ax, t.ay);
  const shared = [s.from, s.to].filter((node) => node >= 0 && (node === t.from || node === t.to));
  if (shared.length !== 1) return true;
  const [sx, sy] = shared[0] === s.from ? [s.bx, s.by] : [s.ax, s.ay];
  const [tx, ty] = shared[0] === t.from ? [t.bx, t.by] : [t.ax, t.ay];
  const [x, y] = shared[0] === s.from ? [s.ax, s.ay] : [s.bx, s.by];
  return overlapFrom(x, y, sx, sy, tx, ty);
}

/** Whether two sides from one corner go the same way. */
function overlapFrom(x: number, y: number, px: number, py: number, qx: number, qy: number): boolean {
  return cross(x, y, px, py, qx, qy) === 0 && (px - x) * (qx - x) + (py - y) * (qy - y) > 0;
}

function atomFault(draft: PartitionDraft, arcs: readonly number[], cells: readonly number[]): Refusal | null {
  const { x, y, footprints } = draft.atoms;
  const sides = movedSides(draft, arcs);
  for (const cell of cells) {
    const atoms = draft.atomsIn(cell);
    if (atoms.length === 0) continue;
    const rings = cellRings(draft, cell);
    for (const atom of atoms) {
      if (placeInRings(rings, x[atom], y[atom]) !== 1)
        return refuse('leaves-cell', [x[atom], y[atom]], [atom]);
      const footprint = footprints[atom];
      const crossed = footprint && sides.find((side) => crossesFootprint(side, footprint));
      if (crossed && !crossedBefore(draft, footprint, atom))
        return refuse('through-building', [crossed.bx, crossed.by], [atom]);
    }
  }
  return null;
}

/** Whether a side has a place within a footprint, or passes its wall. Along a wall is no crossing. */
export function crossesFootprint(
  { ax, ay, bx, by }: { ax: number; ay: number; bx: number; by: number },
  rings: readonly Int32Array[],
): boolean {
  for (const ring of rings)
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [cx, cy, dx, dy] = [ring[j], ring[j + 1], ring[i], ring[i + 1]];
      const c = cross(ax, ay, bx, by, cx, cy);
      const d = cross(ax, ay, bx, by, dx, dy);
      const a = cross(cx, cy, dx, dy, ax, ay);
      const b = cross(cx, cy, dx, dy, bx, by);
      if (((c < 0 && d > 0) || (c > 0 && d < 0)) && ((a < 0 && b > 0) || (a > 0 && b < 0))) return true;
    }
  return (
    placeInRings(rings, ax, ay) === 1 ||
    placeInRings(rings, bx, by) === 1 ||
    placeInRings(rings, Math.round((ax + bx) / 2), Math.round((ay + by) / 2)) === 1
  );
}

/** Where footprints overlap, a border crosses one from the beginning: moving it elsewhere is not worse. */
function crossedBefore(draft: PartitionDraft, footprint: readonly Int32Array[], atom: number): boolean {
  const cell = draft.base.cellOf(atom);
  if (!draft.base.hasCell(cell)) return false;
  return sidesOf(draft.base, arcsOf(draft.base, [cell])).some((side) => crossesFootprint(side, footprint));
}
