/**
 * The few changes that a planar complex knows: an arc cut in two at a place, two arcs joined at a node that nothing else ends at,
 * faces from the arcs round them. Owns the bookkeeping of rings and sides on a draft; whether the shape may stand is draft-proof.ts.
 */
import { cellDoubleArea, ringPlaces, startNode, traceWalks } from './cell-geometry.ts';
import type { PartitionDraft } from './partition-draft.ts';
import { type MapArc, type PartitionReader, RefusedError, refuse } from './partition-records.ts';
import { OUTSIDE } from './planar-map.ts';
import { placeInRings } from './ring-places.ts';
import { doubleArea } from './ring-tracing.ts';

/** Rings of one face: the outer first. */
export type Face = number[][];

/**
 * Cuts an arc at corner `at` of it (arcCorners), which it keeps, or makes one of x, y on the side before that corner. The node; the
 * arc keeps its first part. A place that is an end already gives its node.
 */
export function splitArc(
  draft: PartitionDraft,
  id: number,
  at: number,
  place: readonly [number, number] | null,
): number {
  const arc = draft.arc(id);
  const last = arc.via.length / 2 + 1;
  if (!place && at === 0) return arc.from;
  if (!place && at === last) return arc.to;
  const before = arc.via.slice(0, 2 * (at - 1));
  const after = arc.via.slice(place ? 2 * (at - 1) : 2 * at);
  const [x, y] = place ?? [arc.via[2 * (at - 1)], arc.via[2 * (at - 1) + 1]];
  const node = draft.addNode(x, y);
  const rest = draft.addArc({ ...arc, from: node, via: after });
  draft.setArc(id, { ...arc, to: node, via: before });
  const inTwo = (ref: number): number[] =>
    ref === 2 * id ? [2 * id, 2 * rest] : ref === 2 * id + 1 ? [2 * rest + 1, 2 * id + 1] : [ref];
  for (const cell of new Set([arc.left, arc.right]))
    if (cell !== OUTSIDE) rewriteRings(draft, cell, (ring) => ring.flatMap(inTwo));
  return node;
}

/**
 * Joins the two arcs at a node where nothing else ends; `keep`: the place stays as a corner. False: more, or fewer, end there, or
 * it is the only node of its ring.
 */
export function joinArcs(draft: PartitionDraft, node: number, keep: boolean): boolean {
  const [first, second, ...more] = draft.arcsAt(node);
  if (first === undefined || second === undefined || more.length > 0) return false;
  const [a, b] = [draft.arc(first), draft.arc(second)];
  if (a.from === a.to || b.from === b.to) return false;
  // The joined arc runs as the first does: into the node, or out of it.
  const into = a.to === node;
  const { x, y } = draft.node(node);
  const corner = keep ? [x, y] : [];
  const turned = into ? b.from !== node : b.to !== node;
  const other = turned ? reversedVia(b.via) : b.via;
  const far = b.from === node ? b.to : b.from;
  const via = into ? [...a.via, ...corner, ...other] : [...other, ...corner, ...a.via];
  // A ring of one arc needs three corners.
  if ((into ? a.from : a.to) === far && via.length < 4) return false;
  draft.setArc(first, { ...a, via, from: into ? a.from : far, to: into ? far : a.to });
  draft.setArc(second, null);
  draft.setNode(node, null);
  for (const cell of new Set([a.left, a.right]))
    if (cell !== OUTSIDE)
      rewriteRings(draft, cell, (ring) =>
        ring.some((ref) => ref >> 1 === second) ? ring.filter((ref) => ref >> 1 !== second) : ring,
      );
  return true;
}

function reversedVia(via: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = via.length - 2; i >= 0; i -= 2) out.push(via[i], via[i + 1]);
  return out;
}

function rewriteRings(
  draft: PartitionDraft,
  cell: number,
  rewrite: (ring: readonly number[]) => readonly number[],
): void {
  const record = draft.cell(cell);
  draft.setCell(cell, { ...record, rings: record.rings.map(rewrite) });
}

/** Faces that directed arcs bound, and the arcs that turned out to have one face on both sides: those divide nothing. */
export function facesOf(reader: PartitionReader, refs: readonly number[]): { faces: Face[]; idle: number[] } {
  const left = new Set(refs);
  const idle: number[] = [];
  let walks = traceWalks(reader, refs);
  for (;;) {
    const found: number[] = [];
    for (const rings of walks) {
      const own = new Set(rings.flat());
      for (const ref of own) if (!(ref & 1) && own.has(ref ^ 1)) found.push(ref >> 1);
    }
    if (found.length === 0) break;
    for (const arc of found) {
      left.delete(2 * arc);
      left.delete(2 * arc + 1);
    }
    idle.push(...found);
    walks = traceWalks(reader, [...left]);
  }
  return { faces: placeHoles(reader, walks), idle };
}

function placeHoles(reader: PartitionReader, walks: readonly number[][][]): Face[] {
  const faces: { rings: Face; outer: Int32Array; size: number }[] = [];
  const loose: number[][] = [];
  for (const rings of walks) {
    const outer = rings.find((ring) => doubleArea(ringPlaces(reader, ring)) > 0);
    if (!outer) loose.push(...rings);
    else {
      const places = ringPlaces(reader, outer);
      const rest = rings.filter((ring) => ring !== outer);
      faces.push({ rings: [outer, ...rest], outer: places, size: doubleArea(places) });
    }
  }
  // Borders do not cross, so the smallest face round one corner is round all of the hole.
  const bySize = faces.toSorted((a, b) => a.size - b.size);
  for (const ring of loose) {
    const { x, y } = reader.node(startNode(reader, ring[0]));
    const size = -doubleArea(ringPlaces(reader, ring));
    const home = bySize.find((face) => face.size > size && placeInRings([face.outer], x, y) === 1);
    if (!home) throw new RefusedError(refuse('crosses-border', [x, y]));
    home.rings.push(ring);
  }
  return faces.map(({ rings }) => rings);
}

/** Says on every arc round a cell that the cell is there. */
export function claimSides(draft: PartitionDraft, cell: number): void {
  for (const ring of draft.cell(cell).rings)
    for (const ref of ring) {
      const arc = draft.arc(ref >> 1);
      const side: keyof MapArc = ref & 1 ? 'right' : 'left';
      if (arc[side] !== cell) draft.setArc(ref >> 1, { ...arc, [side]: cell });
    }
}

/** Takes arcs out that no ring uses, and the nodes that nothing ends at then; joins what is left at their ends. */
export function dropArcs(draft: PartitionDraft, arcs: readonly number[], keepCorners: boolean): void {
  const ends = new Set<number>();
  for (const id of arcs) {
    const { from, to } = draft.arc(id);
    ends.add(from).add(to);
    draft.setArc(id, null);
  }
  tidyNodes(draft, ends, keepCorners);
}

/** Nodes at which fewer than three arcs end are corners of an arc, or nothing. */
export function tidyNodes(draft: PartitionDraft, nodes: Iterable<number>, keepCorners: boolean): void {
  for (const node of nodes) {
    if (draft.arcsAt(node).length === 0) draft.setNode(node, null);
    else joinArcs(draft, node, keepCorners);
  }
}

/**
 * Gives a cell the faces it fell into: the one with the most atoms, then the largest, keeps its id and the others get new ones, in
 * the same grid. Throws RefusedError 'leaves-cell' where an atom lies on a border. The cells by face.
 */
export function divideCell(draft: PartitionDraft, cell: number, faces: readonly Face[]): number[] {
  const record = draft.cell(cell);
  const atoms = draft.atomsIn(cell);
  const { x, y } = draft.atoms;
  const rings = faces.map((face) => face.map((ring) => ringPlaces(draft, ring)));
  const faceOf = atoms.map((atom) => rings.findIndex((own) => placeInRings(own, x[atom], y[atom]) === 1));
  const lost = faceOf.indexOf(-1);
  if (lost >= 0)
    throw new RefusedError(refuse('leaves-cell', [x[atoms[lost]], y[atoms[lost]]], [atoms[lost]]));
  const held = faces.map((_, f) => faceOf.filter((face) => face === f).length);
  const sizes = rings.map((own) => own.reduce((sum, ring) => sum + doubleArea(ring), 0));
  const order = faces.map((_, f) => f).sort((f, g) => held[g] - held[f] || sizes[g] - sizes[f] || f - g);
  const ids: number[] = [];
  order.forEach((f, rank) => {
    const whole = { ...record, rings: faces[f] };
    if (rank === 0) draft.setCell(cell, whole);
    ids[f] = rank === 0 ? cell : draft.addCell(whole, draft.gridOf(cell), draft.microOf(cell));
  });
  atoms.forEach((atom, i) => {
    if (ids[faceOf[i]] !== cell) draft.put(atom, ids[faceOf[i]]);
  });
  for (const id of ids) claimSides(draft, id);
  return ids;
}

/**
 * Makes one cell of several that hang together; the one with the most atoms, then the largest, keeps its id. Throws RefusedError
 * 'not-neighbours'. The id.
 */
export function uniteCells(draft: PartitionDraft, cells: readonly number[], keepCorners: boolean): number {
  const inside = new Set(cells);
  const inner = new Set<number>();
  const refs: number[] = [];
  for (const cell of cells)
    for (const ring of draft.cell(cell).rings)
      for (const ref of ring) {
        const { left, right } = draft.arc(ref >> 1);
        if (inside.has(left) && inside.has(right)) inner.add(ref >> 1);
        else refs.push(ref);
      }
  const { faces } = facesOf(draft, refs);
  if (faces.length !== 1) {
    const { x, y } = draft.node(startNode(draft, draft.cell(cells[1]).rings[0][0]));
    throw new RefusedError(refuse('not-neighbours', [x, y]));
  }
  const weight = new Map(cells.map((cell) => [cell, draft.atomsIn(cell).length]));
  const area = new Map(cells.map((cell) => [cell, cellDoubleArea(draft, cell)]));
  const of = (map: Map<number, number>, cell: number) => map.get(cell) as number;
  const [kept] = cells.toSorted(
    (a, b) => of(weight, b) - of(weight, a) || of(area, b) - of(area, a) || a - b,
  );
  draft.setCell(kept, { ...draft.cell(kept), rings: faces[0] });
  for (const cell of cells) {
    if (cell === kept) continue;
    for (const atom of draft.atomsIn(cell)) draft.put(atom, kept);
    draft.removeCell(cell);
  }
  claimSides(draft, kept);
  dropArcs(draft, [...inner], keepCorners);
  return kept;
}
