/**
 * Corners of borders: moved, put in, taken out, a course made straight or drawn anew. A node is shared, so what ends at it follows.
 * Owns which borders may move; whether the new shape may stand is draft-proof.ts.
 */
import { arcCorners, arcsOf } from '../cell-geometry.ts';
import { proveDraft } from '../draft-proof.ts';
import { LATTICE_LIMIT } from '../lattice.ts';
import { joinArcs, splitArc } from '../map-edits.ts';
import { NO_GRID } from '../outline.ts';
import { PartitionDraft } from '../partition-draft.ts';
import type { PartitionModel } from '../partition-model.ts';
import {
  type ActionResult,
  type PartitionReader,
  type Refusal,
  type RefusalReason,
  refuse,
  refusing,
} from '../partition-records.ts';
import { OUTSIDE } from '../planar-map.ts';

/** A node, or the corner `at` (1 to the last but one, as arcCorners counts) of an arc. */
export type Vertex = { node: number } | { arc: number; at: number };

export interface VertexFound {
  vertex: Vertex;
  place: [number, number];
  /** Millimetres. */
  distance: number;
}

/** The corner of a border nearest to a place within `reach` millimetres; a node before a corner at the same distance. */
export function vertexNear(model: PartitionModel, x: number, y: number, reach: number): VertexFound | null {
  let best: VertexFound | null = null;
  for (const arc of arcsOf(model, model.cellsNear([x - reach, y - reach, x + reach, y + reach]))) {
    const corners = arcCorners(model, arc);
    const { from, to } = model.arc(arc);
    const last = corners.length / 2 - 1;
    for (let at = 0; at <= last; at++) {
      const [cx, cy] = [corners[2 * at], corners[2 * at + 1]];
      const distance = Math.hypot(cx - x, cy - y);
      if (distance > reach || (best && distance >= best.distance)) continue;
      const vertex: Vertex = at === 0 ? { node: from } : at === last ? { node: to } : { arc, at };
      best = { vertex, place: [cx, cy], distance };
    }
  }
  return best;
}

export interface BorderFound {
  arc: number;
  /** The side before this corner. */
  at: number;
  place: [number, number];
  distance: number;
}

/** The place of a border nearest to a place within `reach` millimetres. */
export function borderNear(model: PartitionModel, x: number, y: number, reach: number): BorderFound | null {
  let best: BorderFound | null = null;
  for (const arc of arcsOf(model, model.cellsNear([x - reach, y - reach, x + reach, y + reach]))) {
    const corners = arcCorners(model, arc);
    for (let at = 1; 2 * at < corners.length; at++) {
      const [ax, ay, bx, by] = corners.slice(2 * at - 2, 2 * at + 2);
      const [dx, dy] = [bx - ax, by - ay];
      const t = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
      const place: [number, number] = [Math.round(ax + t * dx), Math.round(ay + t * dy)];
      const distance = Math.hypot(place[0] - x, place[1] - y);
      if (distance <= reach && (!best || distance < best.distance)) best = { arc, at, place, distance };
    }
  }
  return best;
}

/** Moves a corner; every border that ends there follows. */
export function moveVertex(model: PartitionModel, vertex: Vertex, x: number, y: number): ActionResult {
  if (!onLattice(x, y)) return refuse('out-of-reach');
  const arcs = arcsAtVertex(model, vertex);
  if (arcs === null) return refuse('unknown');
  const fixed = borderFault(model, arcs);
  if (fixed) return fixed;
  return refusing(() => {
    const draft = new PartitionDraft(model);
    if ('node' in vertex) {
      const now = model.node(vertex.node);
      if (now.x === x && now.y === y) return refuse('nothing-changes');
      draft.setNode(vertex.node, { x, y });
    } else {
      const arc = model.arc(vertex.arc);
      const via = arc.via.slice();
      const i = 2 * (vertex.at - 1);
      if (via[i] === x && via[i + 1] === y) return refuse('nothing-changes');
      via[i] = x;
      via[i + 1] = y;
      draft.setArc(vertex.arc, { ...arc, via });
    }
    proveDraft(draft);
    return { ok: true, patch: draft.patch() };
  });
}

/** Puts a corner into an arc, on the side before corner `at`, at a place near it. */
export function insertVertex(
  model: PartitionModel,
  arc: number,
  at: number,
  x: number,
  y: number,
): ActionResult<{ vertex: Vertex }> {
  if (!model.hasArc(arc)) return refuse('unknown');
  if (!onLattice(x, y)) return refuse('out-of-reach');
  const corners = arcCorners(model, arc);
  if (!(Number.isInteger(at) && at >= 1 && 2 * at < corners.length)) return refuse('unknown');
  const fixed = borderFault(model, [arc]);
  if (fixed) return fixed;
  return refusing(() => {
    const draft = new PartitionDraft(model);
    const record = model.arc(arc);
    const i = 2 * (at - 1);
    draft.setArc(arc, { ...record, via: [...record.via.slice(0, i), x, y, ...record.via.slice(i)] });
    proveDraft(draft);
    return { ok: true, patch: draft.patch(), vertex: { arc, at } };
  });
}

/** Makes a node of a corner, so that a border can be drawn from it. Its place stays. */
export function insertNode(model: PartitionModel, arc: number, at: number): ActionResult<{ node: number }> {
  if (!model.hasArc(arc)) return refuse('unknown');
  const last = arcCorners(model, arc).length / 2 - 1;
  if (!(Number.isInteger(at) && at >= 1 && at < last)) return refuse('unknown');
  const draft = new PartitionDraft(model);
  const node = splitArc(draft, arc, at, null);
  return { ok: true, patch: draft.patch(), node };
}

/** Takes a corner out; the border goes straight between its neighbours. Refused where other borders end there. */
export function removeVertex(model: PartitionModel, vertex: Vertex): ActionResult {
  const arcs = arcsAtVertex(model, vertex);
  if (arcs === null) return refuse('unknown');
  const fixed = borderFault(model, arcs);
  if (fixed) return fixed;
  return refusing(() => {
    const draft = new PartitionDraft(model);
    if ('node' in vertex) {
      const { x, y } = model.node(vertex.node);
      if (!joinArcs(draft, vertex.node, false)) return refuse('corner-in-use', [x, y]);
    } else {
      const arc = model.arc(vertex.arc);
      const via = arc.via.filter((_, i) => i >> 1 !== vertex.at - 1);
      draft.setArc(vertex.arc, { ...arc, via });
    }
    proveDraft(draft);
    return { ok: true, patch: draft.patch() };
  });
}

/** Makes an arc straight between two of its corners (0 and the last are its nodes). */
export function straightenArc(model: PartitionModel, arc: number, from: number, to: number): ActionResult {
  if (!model.hasArc(arc)) return refuse('unknown');
  const { via } = model.arc(arc);
  const low = Math.min(from, to);
  const high = Math.max(from, to);
  if (!(low >= 0 && high <= via.length / 2 + 1)) return refuse('unknown');
  return replaceArcShape(
    model,
    arc,
    via.filter((_, i) => (i >> 1) + 1 <= low || (i >> 1) + 1 >= high),
  );
}

/** Gives an arc another course between its nodes: `via` are the corners between them, 2 numbers each. */
export function replaceArcShape(model: PartitionModel, arc: number, via: readonly number[]): ActionResult {
  if (!model.hasArc(arc)) return refuse('unknown');
  for (let i = 0; i < via.length; i += 2) if (!onLattice(via[i], via[i + 1])) return refuse('out-of-reach');
  const record = model.arc(arc);
  if (record.via.length === via.length && record.via.every((value, i) => value === via[i]))
    return refuse('nothing-changes');
  const fixed = borderFault(model, [arc]);
  if (fixed) return fixed;
  return refusing(() => {
    const draft = new PartitionDraft(model);
    draft.setArc(arc, { ...record, via: [...via] });
    proveDraft(draft);
    return { ok: true, patch: draft.patch() };
  });
}

/** Arcs whose course a vertex is part of; null where there is no such vertex. */
function arcsAtVertex(model: PartitionModel, vertex: Vertex): readonly number[] | null {
  if ('node' in vertex) return model.hasNode(vertex.node) ? model.arcsAt(vertex.node) : null;
  if (!model.hasArc(vertex.arc)) return null;
  const corners = model.arc(vertex.arc).via.length / 2;
  return Number.isInteger(vertex.at) && vertex.at >= 1 && vertex.at <= corners ? [vertex.arc] : null;
}

/** Borders of communities and of locked grids and cells do not move. */
export function borderFault(model: PartitionReader, arcs: readonly number[]): Refusal | null {
  for (const arc of arcs) {
    const reason = arcFault(model, arc);
    if (!reason) continue;
    const { x, y } = model.node(model.arc(arc).from);
    return refuse(reason, [x, y]);
  }
  return null;
}

function arcFault(model: PartitionReader, arc: number): RefusalReason | null {
  const { left, right } = model.arc(arc);
  if (left === OUTSIDE || right === OUTSIDE) return 'community-border';
  if (model.cell(left).community !== model.cell(right).community) return 'community-border';
  return isFrozen(model, left) || isFrozen(model, right) ? 'locked' : null;
}

/** A cell that is locked, or in a grid that is. */
export function isFrozen(model: PartitionReader, cell: number): boolean {
  const grid = model.gridOf(cell);
  return model.cell(cell).locked || (grid !== NO_GRID && model.grid(grid).locked);
}

function onLattice(x: number, y: number): boolean {
  return (
    Number.isInteger(x) && Number.isInteger(y) && Math.abs(x) <= LATTICE_LIMIT && Math.abs(y) <= LATTICE_LIMIT
  );
}
