/**
 * A plan being edited: the planar complex, which grid each cell is in, and what follows from both (totals, outlines, neighbours),
 * kept up to date by the patches that actions make. The grid of a cell is the only truth: outlines are derived, never clipped.
 * Owns the state; it decides nothing: actions/ do, and an action never changes a model.
 *
 * Use: `const result = assignCells(model, cells, grid); if (result.ok) model.apply(result.patch)`; taken back by
 * `model.apply(inverted(result.patch))`, after which `stateText` is the same to the byte.
 */
import { type Box, BoxIndex } from './box-index.ts';
import { cellRings, rightCellOf, ringPlaces, traceWalks } from './cell-geometry.ts';
import { cellParts } from './cell-parts.ts';
import { GridTotals } from './grid-totals.ts';
import { MicroCells } from './micro-cells.ts';
import { NO_GRID, type Outline, outlineFromWalks } from './outline.ts';
import {
  type AdjacencyException,
  type AtomTable,
  type GridRecord,
  type MapArc,
  type MapCell,
  type MapNode,
  type MicroRecord,
  type NextIds,
  NO_CELL,
  type PartitionPatch,
  type PartitionReader,
} from './partition-records.ts';
import { OUTSIDE } from './planar-map.ts';
import { fitLength, insert, present, put, record, remove } from './record-lists.ts';
import { boxOf, placeInRings } from './ring-places.ts';
import { doubleArea } from './ring-tracing.ts';

/** What is kept of a plan: records by id, null where there is none (any more). Plain data. */
export interface PartitionState {
  nodes: (MapNode | null)[];
  arcs: (MapArc | null)[];
  cells: (MapCell | null)[];
  grids: (GridRecord | null)[];
  exceptions: (AdjacencyException | null)[];
  /** By cell; NO_GRID for none. */
  cellGrid: number[];
  /** By atom; NO_CELL: not in play. */
  atomCell: number[];
  /** Absent: there never was one. */
  micros?: (MicroRecord | null)[];
  /** By cell; NO_MICRO for none. Absent: as above. */
  cellMicro?: number[];
}

const NOTHING: readonly number[] = [];

/** What follows from which cells a grid has and which are neighbours, whatever their shapes. */
interface GridMake {
  cells?: readonly number[];
  border?: readonly number[];
  parts?: readonly (readonly number[])[];
}

export class PartitionModel implements PartitionReader {
  readonly atoms: AtomTable;
  readonly totals: GridTotals;
  readonly micros: MicroCells;
  private readonly state: PartitionState;
  private readonly arcsOfNode = new Map<number, number[]>();
  private readonly atomsOfCell = new Map<number, number[]>();
  private readonly cellsOfGrid = new Map<number, Set<number>>();
  private readonly areas = new Map<number, number>();
  private readonly gridAreas = new Map<number, number>();
  private readonly outlines = new Map<number, Outline>();
  private readonly makes = new Map<number, GridMake>();
  private readonly index = new BoxIndex();

  /** Takes the state over: it is changed by `apply` alone from then on. */
  constructor(state: PartitionState, atoms: AtomTable) {
    this.state = state;
    this.atoms = atoms;
    this.totals = new GridTotals(atoms.measures);
    this.micros = new MicroCells(state, this);
    state.arcs.forEach((arc, id) => {
      if (arc) this.joinArc(id, arc);
    });
    state.cells.forEach((cell, id) => {
      if (cell) this.measureCell(id);
    });
    state.atomCell.forEach((cell, atom) => {
      if (cell === NO_CELL) return;
      this.enterCell(atom, cell);
      this.totals.add(this.gridOf(cell), atom, 1);
    });
    state.cellGrid.forEach((grid, cell) => {
      if (state.cells[cell]) this.enterGrid(cell, grid);
    });
  }

  get next(): NextIds {
    const { nodes, arcs, cells, grids, exceptions } = this.state;
    return {
      node: nodes.length,
      arc: arcs.length,
      cell: cells.length,
      grid: grids.length,
      exception: exceptions.length,
      ...(this.micros.next !== undefined && { micro: this.micros.next }),
    };
  }

  node = (id: number): MapNode => record(this.state.nodes, 'node', id);
  arc = (id: number): MapArc => record(this.state.arcs, 'arc', id);
  cell = (id: number): MapCell => record(this.state.cells, 'cell', id);
  grid = (id: number): GridRecord => record(this.state.grids, 'grid', id);
  exception = (id: number): AdjacencyException => record(this.state.exceptions, 'exception', id);
  hasNode = (id: number): boolean => Boolean(this.state.nodes[id]);
  hasArc = (id: number): boolean => Boolean(this.state.arcs[id]);
  hasCell = (id: number): boolean => Boolean(this.state.cells[id]);
  hasGrid = (id: number): boolean => Boolean(this.state.grids[id]);
  gridOf = (cell: number): number => this.state.cellGrid[cell] ?? NO_GRID;
  cellOf = (atom: number): number => this.state.atomCell[atom] ?? NO_CELL;
  micro = (id: number): MicroRecord => this.micros.micro(id);
  hasMicro = (id: number): boolean => this.micros.has(id);
  microOf = (cell: number): number => this.micros.of(cell);
  microIds = (): number[] => this.micros.ids();
  cellsInMicro = (micro: number): readonly number[] => this.micros.cellsIn(micro);
  arcsAt = (node: number): readonly number[] => this.arcsOfNode.get(node) ?? NOTHING;
  atomsIn = (cell: number): readonly number[] => this.atomsOfCell.get(cell) ?? NOTHING;

  nodeIds = (): number[] => present(this.state.nodes);
  arcIds = (): number[] => present(this.state.arcs);
  cellIds = (): number[] => present(this.state.cells);
  /** With the retired ones. */
  gridIds = (): number[] => present(this.state.grids);
  exceptionIds = (): number[] => present(this.state.exceptions);

  /** Cells of a grid, rising; NO_GRID: those in none. */
  cellsIn(grid: number): readonly number[] {
    const make = this.makeOf(grid);
    make.cells ??= Array.from(Int32Array.from(this.cellsOfGrid.get(grid) ?? NOTHING).sort());
    return make.cells;
  }

  /** Cells of a grid that hang together across sides (cell-parts.ts). */
  partsOf(grid: number): readonly (readonly number[])[] {
    const make = this.makeOf(grid);
    make.parts ??= cellParts(this, this.cellsIn(grid));
    return make.parts;
  }

  private makeOf(grid: number): GridMake {
    let make = this.makes.get(grid);
    if (!make) {
      make = {};
      this.makes.set(grid, make);
    }
    return make;
  }

  /** Twice the area of a cell, square millimetres. */
  doubleAreaOf(cell: number): number {
    return this.areas.get(cell) ?? 0;
  }

  /** Twice the area of a grid, square millimetres; areaScale (lattice.ts) makes ground of it. */
  gridDoubleArea(grid: number): number {
    return this.gridAreas.get(grid) ?? 0;
  }

  /** Cells whose boxes touch this one, rising. */
  cellsNear(box: Box): number[] {
    return this.index.search(box);
  }

  boxOfCell(cell: number): Box | undefined {
    return this.index.box(cell);
  }

  /** The cell at a place in millimetres; on a border the lowest of those; NO_CELL outside. */
  cellAt(x: number, y: number): number {
    const near = this.index.search([x, y, x, y]);
    return near.find((cell) => placeInRings(cellRings(this, cell), x, y) >= 0) ?? NO_CELL;
  }

  /** Atoms in play within a box, rising. */
  atomsInBox(box: Box): number[] {
    const { x, y } = this.atoms;
    const [west, south, east, north] = box;
    return this.index
      .search(box)
      .flatMap((cell) => this.atomsIn(cell))
      .filter((atom) => x[atom] >= west && x[atom] <= east && y[atom] >= south && y[atom] <= north)
      .sort((a, b) => a - b);
  }

  /** Cells across a side, rising; corner contact is none. */
  neighboursOf(cell: number): number[] {
    const found = new Set<number>();
    for (const ring of this.cell(cell).rings)
      for (const ref of ring) {
        const other = rightCellOf(this, ref);
        if (other !== OUTSIDE) found.add(other);
      }
    return [...found].sort((a, b) => a - b);
  }

  /** The outline of a grid, made again only after a patch that touched it. */
  outline(grid: number): Outline {
    const known = this.outlines.get(grid);
    if (known) return known;
    const outline = outlineFromWalks(
      traceWalks(this, this.borderOf(grid)).map((rings) => rings.map((ring) => ringPlaces(this, ring))),
    );
    this.outlines.set(grid, outline);
    return outline;
  }

  /** Directed arcs with the grid on the left and not on the right, rising. */
  borderOf(grid: number): readonly number[] {
    const make = this.makeOf(grid);
    make.border ??= this.findBorder(grid);
    return make.border;
  }

  private findBorder(grid: number): number[] {
    const refs: number[] = [];
    for (const cell of this.cellsOfGrid.get(grid) ?? [])
      for (const ring of this.cell(cell).rings)
        for (const ref of ring) {
          const other = rightCellOf(this, ref);
          if (other === OUTSIDE || this.gridOf(other) !== grid) refs.push(ref);
        }
    return refs.sort((a, b) => a - b);
  }

  /** The state as text: the same text is the same plan. What a saved plan keeps; modelFromText reads it. */
  stateText(): string {
    return JSON.stringify(this.state);
  }

  /** Carries a patch out. It must have been made for this very state. */
  apply(patch: PartitionPatch): void {
    if (movesCorners(patch)) this.applyCorners(patch);
    else this.applyAll(patch);
  }

  /** Corners move: who is whose neighbour, and in which grid, stays. */
  private applyCorners(patch: PartitionPatch): void {
    const reshaped = this.cellsReshapedBy(patch);
    for (const { id, after } of patch.nodes) this.state.nodes[id] = after;
    for (const { id, after } of patch.arcs) this.state.arcs[id] = after;
    for (const cell of reshaped) {
      const grid = this.gridOf(cell);
      const before = this.doubleAreaOf(cell);
      this.measureCell(cell);
      this.gridAreas.set(grid, this.gridDoubleArea(grid) - before + this.doubleAreaOf(cell));
      this.outlines.delete(grid);
    }
    this.micros.reshaped(reshaped);
  }

  private applyAll(patch: PartitionPatch): void {
    const reshaped = this.cellsReshapedBy(patch);
    const touchedCells = new Set([...reshaped, ...patch.cellGrid.ids]);
    const touchedAtoms = this.atomsTouchedBy(patch);
    for (const atom of touchedAtoms) this.count(atom, -1);
    for (const cell of touchedCells) this.leaveGrid(cell);
    for (const { id, before } of patch.arcs) if (before) this.partArc(id, before);
    const { state } = this;
    const { after } = patch.next;
    put(state.nodes, patch.nodes, after.node);
    put(state.arcs, patch.arcs, after.arc);
    put(state.cells, patch.cells, after.cell);
    put(state.grids, patch.grids, after.grid);
    put(state.exceptions, patch.exceptions, after.exception);
    fitLength(state.cellGrid, after.cell, NO_GRID);
    patch.cellGrid.ids.forEach((cell, i) => {
      if (cell < after.cell) state.cellGrid[cell] = patch.cellGrid.after[i];
    });
    this.micros.apply(patch, reshaped);
    for (const change of patch.arcs) if (change.after) this.joinArc(change.id, change.after);
    patch.atomCell.ids.forEach((atom, i) => {
      this.leaveCell(atom, patch.atomCell.before[i]);
      state.atomCell[atom] = patch.atomCell.after[i];
      this.enterCell(atom, patch.atomCell.after[i]);
    });
    for (const cell of reshaped) {
      if (state.cells[cell]) this.measureCell(cell);
      else this.forgetCell(cell);
    }
    for (const cell of touchedCells) if (state.cells[cell]) this.enterGrid(cell, this.gridOf(cell));
    for (const atom of touchedAtoms) this.count(atom, 1);
  }

  /** Cells that the patch makes, unmakes or moves a border of. */
  private cellsReshapedBy(patch: PartitionPatch): Set<number> {
    const cells = new Set<number>();
    const sides = (arc: MapArc | null) => {
      if (!arc) return;
      if (arc.left !== OUTSIDE) cells.add(arc.left);
      if (arc.right !== OUTSIDE) cells.add(arc.right);
    };
    for (const { id } of patch.cells) cells.add(id);
    for (const { before, after } of patch.arcs) {
      sides(before);
      sides(after);
    }
    for (const { id } of patch.nodes) for (const arc of this.arcsAt(id)) sides(this.arc(arc));
    return cells;
  }

  private atomsTouchedBy(patch: PartitionPatch): Set<number> {
    const atoms = new Set<number>(patch.atomCell.ids);
    for (const cell of patch.cellGrid.ids) for (const atom of this.atomsIn(cell)) atoms.add(atom);
    return atoms;
  }

  private count(atom: number, times: 1 | -1): void {
    const cell = this.cellOf(atom);
    if (cell !== NO_CELL) this.totals.add(this.gridOf(cell), atom, times);
  }

  private joinArc(id: number, { from, to }: MapArc): void {
    for (const node of from === to ? [from] : [from, to]) insert(this.arcsOfNode, node, id);
  }

  private partArc(id: number, { from, to }: MapArc): void {
    for (const node of from === to ? [from] : [from, to]) remove(this.arcsOfNode, node, id);
  }

  private enterCell(atom: number, cell: number): void {
    if (cell !== NO_CELL) insert(this.atomsOfCell, cell, atom);
  }

  private leaveCell(atom: number, cell: number): void {
    if (cell !== NO_CELL) remove(this.atomsOfCell, cell, atom);
  }

  private measureCell(cell: number): void {
    const rings = cellRings(this, cell);
    this.areas.set(
      cell,
      rings.reduce((sum, ring) => sum + doubleArea(ring), 0),
    );
    this.index.set(cell, boxOf(rings[0]));
  }

  private forgetCell(cell: number): void {
    this.areas.delete(cell);
    this.index.delete(cell);
  }

  private enterGrid(cell: number, grid: number): void {
    const cells = this.cellsOfGrid.get(grid);
    if (cells) cells.add(cell);
    else this.cellsOfGrid.set(grid, new Set([cell]));
    this.gridAreas.set(grid, this.gridDoubleArea(grid) + this.doubleAreaOf(cell));
    this.outlines.delete(grid);
    this.makes.delete(grid);
  }

  private leaveGrid(cell: number): void {
    if (!this.hasCell(cell)) return;
    const grid = this.gridOf(cell);
    this.cellsOfGrid.get(grid)?.delete(cell);
    this.gridAreas.set(grid, this.gridDoubleArea(grid) - this.doubleAreaOf(cell));
    this.outlines.delete(grid);
    this.makes.delete(grid);
  }
}

/** Whether a patch moves corners and changes nothing else. */
function movesCorners({
  nodes,
  arcs,
  cells,
  grids,
  exceptions,
  cellGrid,
  atomCell,
  micros,
  cellMicro,
}: PartitionPatch): boolean {
  if (micros || cellMicro) return false;
  const others = cells.length + grids.length + exceptions.length + cellGrid.ids.length + atomCell.ids.length;
  return (
    others === 0 &&
    nodes.every(({ before, after }) => before && after) &&
    arcs.every(
      ({ before, after }) =>
        before &&
        after &&
        before.from === after.from &&
        before.to === after.to &&
        before.left === after.left &&
        before.right === after.right,
    )
  );
}

/** A model from what `stateText` wrote. */
export function modelFromText(text: string, atoms: AtomTable): PartitionModel {
  return new PartitionModel(JSON.parse(text) as PartitionState, atoms);
}
