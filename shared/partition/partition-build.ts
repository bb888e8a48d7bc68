/**
 * A partition from a planar map: cells with their community and grid, and atoms put into the cells they lie in. Owns the
 * beginning of a plan; where the map comes from (footprints and barriers, or units of a file) is the caller's.
 */

import { cellRings } from './cell-geometry.ts';
import { NO_GRID } from './outline.ts';
import { PartitionModel, type PartitionState } from './partition-model.ts';
import {
  type AtomTable,
  type GridRecord,
  type MapArc,
  NO_ATOM,
  NO_CELL,
  type PartitionReader,
} from './partition-records.ts';
import { OUTSIDE, type PlanarMap } from './planar-map.ts';
import { placeInRings } from './ring-places.ts';
import { traceRings } from './ring-tracing.ts';
import { BATCH, finished, type Steps } from './work-steps.ts';

export interface PartitionStart {
  map: PlanarMap;
  /** By cell of the map. */
  community: ArrayLike<number>;
  /** By cell of the map: the number in `grids`, NO_GRID for none. Absent: none. */
  grid?: ArrayLike<number>;
  grids?: readonly GridRecord[];
  atoms: AtomTable;
}

export interface BuiltPartition {
  model: PartitionModel;
  /** Buildings that lie in no cell, or on a border: they are in no grid until they are moved. */
  astray: number[];
}

/** Entrances are not in play: a building is whole until it is shattered. */
export function buildPartition(start: PartitionStart): BuiltPartition {
  return finished(partitionSteps(start));
}

/** The same in steps. */
export function* partitionSteps({
  map,
  community,
  grid,
  grids = [],
  atoms,
}: PartitionStart): Steps<BuiltPartition> {
  const nodes = Array.from(map.nodeX, (x, node) => ({ x, y: map.nodeY[node] }));
  const arcs = Array.from(map.arcFrom, (from, arc): MapArc => {
    const via = map.coords.subarray(2 * map.arcStart[arc] + 2, 2 * map.arcStart[arc + 1] - 2);
    return { from, to: map.arcTo[arc], via: [...via], left: map.leftCell[arc], right: map.rightCell[arc] };
  });
  const cells = map.cells.map((rings, cell) => ({
    rings: rings.map((ring) => [...ring]),
    community: community[cell],
    locked: false,
    shatteredFrom: NO_ATOM,
    origin: cell,
  }));
  const state: PartitionState = {
    nodes,
    arcs,
    cells,
    grids: [...grids],
    exceptions: [],
    cellGrid: cells.map((_, cell) => grid?.[cell] ?? NO_GRID),
    atomCell: atoms.keys.map(() => NO_CELL),
  };
  yield 0.1;
  const places = new PartitionModel(state, atoms);
  const astray: number[] = [];
  const home = (atom: number): number => {
    if (atoms.building[atom] !== NO_ATOM) return NO_CELL;
    const [x, y] = [atoms.x[atom], atoms.y[atom]];
    const cell = places.cellAt(x, y);
    if (cell !== NO_CELL && placeInRings(cellRings(places, cell), x, y) === 1) return cell;
    astray.push(atom);
    return NO_CELL;
  };
  const atomCell: number[] = [];
  for (let atom = 0; atom < atoms.keys.length; atom++) {
    if (atom % BATCH === 0) yield 0.4 + (0.3 * atom) / atoms.keys.length;
    atomCell.push(home(atom));
  }
  return { model: new PartitionModel({ ...state, atomCell }, atoms), astray };
}

export interface MapOfPartition {
  map: PlanarMap;
  /** By cell of the map: the grid, NO_GRID for none. */
  plan: Int32Array;
  /** By cell of the map: the id in the partition. */
  cells: number[];
}

/** The partition as a planar map of whole arrays: for the proof, and for what reads maps. */
export function planarMapOf(model: PartitionModel): MapOfPartition {
  const [nodes, arcs, cells] = [model.nodeIds(), model.arcIds(), model.cellIds()];
  const nodeAt = numbered(nodes, model.next.node);
  const arcAt = numbered(arcs, model.next.arc);
  const cellAt = numbered(cells, model.next.cell);
  const records = arcs.map(model.arc);
  const arcStart = new Uint32Array(arcs.length + 1);
  records.forEach(({ via }, arc) => {
    arcStart[arc + 1] = arcStart[arc] + via.length / 2 + 2;
  });
  const coords = new Int32Array(2 * arcStart[arcs.length]);
  let at = 0;
  for (const { from, to, via } of records) {
    const a = model.node(from);
    const b = model.node(to);
    coords[at++] = a.x;
    coords[at++] = a.y;
    for (let i = 0; i < via.length; i++) coords[at++] = via[i];
    coords[at++] = b.x;
    coords[at++] = b.y;
  }
  const side = (cell: number) => (cell === OUTSIDE ? OUTSIDE : cellAt[cell]);
  const graph = {
    nodeX: Int32Array.from(nodes, (node) => model.node(node).x),
    nodeY: Int32Array.from(nodes, (node) => model.node(node).y),
    arcFrom: Int32Array.from(records, ({ from }) => nodeAt[from]),
    arcTo: Int32Array.from(records, ({ to }) => nodeAt[to]),
    arcStart,
    coords,
  };
  const leftCell = Int32Array.from(records, ({ left }) => side(left));
  const rightCell = Int32Array.from(records, ({ right }) => side(right));
  const outer: number[] = [];
  for (let arc = 0; arc < arcs.length; arc++) {
    if (leftCell[arc] === OUTSIDE) outer.push(2 * arc);
    if (rightCell[arc] === OUTSIDE) outer.push(2 * arc + 1);
  }
  const map: PlanarMap = {
    ...graph,
    leftCell,
    rightCell,
    cells: cells.map((cell) =>
      model.cell(cell).rings.map((ring) => Int32Array.from(ring, (ref) => 2 * arcAt[ref >> 1] + (ref & 1))),
    ),
    outside: traceRings(graph, outer).flat(),
  };
  return { map, plan: Int32Array.from(cells, model.gridOf), cells };
}

function numbered(ids: readonly number[], length: number): Int32Array {
  const at = new Int32Array(length).fill(-1);
  ids.forEach((id, i) => {
    at[id] = i;
  });
  return at;
}

/** Atoms that are not inside the cell they are said to be in: none, unless the partition is broken. */
export function atomsAstray(reader: PartitionReader, cells: readonly number[]): number[] {
  const { x, y } = reader.atoms;
  return cells.flatMap((cell) => {
    const atoms = reader.atomsIn(cell);
    if (atoms.length === 0) return [];
    const rings = cellRings(reader, cell);
    return atoms.filter((atom) => placeInRings(rings, x[atom], y[atom]) !== 1);
  });
}
