/**
 * A partition with changes on top that nothing else sees yet: an action works on a draft and hands out its patch. Owns the
 * overlay; whether the result may stand is for draft-proof.ts.
 */
import { intColumn } from './int-column.ts';
import { settleMicros } from './micro-rule.ts';
import { NO_GRID } from './outline.ts';
import {
  type AdjacencyException,
  type AtomTable,
  type Change,
  type GridRecord,
  type MapArc,
  type MapCell,
  type MapNode,
  type MicroRecord,
  type NextIds,
  NO_CELL,
  NO_MICRO,
  type PartitionPatch,
  type PartitionReader,
} from './partition-records.ts';

/** What a draft lies over: the model. */
export interface DraftBase extends PartitionReader {
  readonly next: NextIds;
  hasNode(id: number): boolean;
  hasArc(id: number): boolean;
  exception(id: number): AdjacencyException;
  microIds(): readonly number[];
  cellsInMicro(micro: number): readonly number[];
  /** Cells whose boxes touch this one, rising. */
  cellsNear(box: readonly [number, number, number, number]): number[];
}

type Overlay<T> = Map<number, T | null>;

export class PartitionDraft implements PartitionReader {
  readonly base: DraftBase;
  readonly atoms: AtomTable;
  readonly nodes: Overlay<MapNode> = new Map();
  readonly arcs: Overlay<MapArc> = new Map();
  readonly cells: Overlay<MapCell> = new Map();
  private readonly grids: Overlay<GridRecord> = new Map();
  private readonly exceptions: Overlay<AdjacencyException> = new Map();
  private readonly cellGrid = new Map<number, number>();
  private readonly atomCell = new Map<number, number>();
  private readonly micros: Overlay<MicroRecord> = new Map();
  private readonly cellMicro = new Map<number, number>();
  private readonly next: { -readonly [K in keyof NextIds]: number };

  constructor(base: DraftBase) {
    this.base = base;
    this.atoms = base.atoms;
    this.next = { ...base.next };
  }

  node(id: number): MapNode {
    const own = this.nodes.get(id);
    return own === undefined ? this.base.node(id) : there(own, 'node', id);
  }
  arc(id: number): MapArc {
    const own = this.arcs.get(id);
    return own === undefined ? this.base.arc(id) : there(own, 'arc', id);
  }
  cell(id: number): MapCell {
    const own = this.cells.get(id);
    return own === undefined ? this.base.cell(id) : there(own, 'cell', id);
  }
  grid(id: number): GridRecord {
    const own = this.grids.get(id);
    return own === undefined ? this.base.grid(id) : there(own, 'grid', id);
  }
  hasArc(id: number): boolean {
    const own = this.arcs.get(id);
    return own === undefined ? this.base.hasArc(id) : own !== null;
  }
  hasCell(id: number): boolean {
    const own = this.cells.get(id);
    return own === undefined ? this.base.hasCell(id) : own !== null;
  }
  hasGrid(id: number): boolean {
    const own = this.grids.get(id);
    return own === undefined ? this.base.hasGrid(id) : own !== null;
  }
  micro(id: number): MicroRecord {
    const own = this.micros.get(id);
    return own === undefined ? this.base.micro(id) : there(own, 'micro-grid', id);
  }
  hasMicro(id: number): boolean {
    const own = this.micros.get(id);
    return own === undefined ? this.base.hasMicro(id) : own !== null;
  }
  /** With the retired ones, rising. */
  microIds(): number[] {
    return [...new Set([...this.base.microIds(), ...this.micros.keys()])].sort((a, b) => a - b);
  }
  microOf(cell: number): number {
    return this.cellMicro.get(cell) ?? this.base.microOf(cell);
  }
  /** Rising. */
  cellsInMicro(micro: number): number[] {
    const cells = new Set(this.base.cellsInMicro(micro));
    for (const [cell, now] of this.cellMicro) {
      if (now === micro) cells.add(cell);
      else cells.delete(cell);
    }
    return [...cells].sort((a, b) => a - b);
  }
  /** Cells whose grid was set. */
  assigned(): Iterable<number> {
    return this.cellGrid.keys();
  }
  gridOf(cell: number): number {
    return this.cellGrid.get(cell) ?? this.base.gridOf(cell);
  }
  cellOf(atom: number): number {
    return this.atomCell.get(atom) ?? this.base.cellOf(atom);
  }

  arcsAt(node: number): number[] {
    const ids = new Set(this.base.hasNode(node) ? this.base.arcsAt(node) : []);
    for (const [id, arc] of this.arcs) {
      if (arc && (arc.from === node || arc.to === node)) ids.add(id);
      else ids.delete(id);
    }
    return [...ids].sort((a, b) => a - b);
  }

  atomsIn(cell: number): number[] {
    const atoms = new Set(this.base.hasCell(cell) ? this.base.atomsIn(cell) : []);
    for (const [atom, now] of this.atomCell) {
      if (now === cell) atoms.add(atom);
      else atoms.delete(atom);
    }
    return [...atoms].sort((a, b) => a - b);
  }

  addNode(x: number, y: number): number {
    const id = this.next.node++;
    this.nodes.set(id, { x, y });
    return id;
  }
  addArc(arc: MapArc): number {
    const id = this.next.arc++;
    this.arcs.set(id, arc);
    return id;
  }
  addCell(cell: MapCell, grid: number, micro: number): number {
    const id = this.next.cell++;
    this.cells.set(id, cell);
    this.cellGrid.set(id, grid);
    if (micro !== NO_MICRO) this.cellMicro.set(id, micro);
    return id;
  }
  addGrid(grid: GridRecord): number {
    const id = this.next.grid++;
    this.grids.set(id, grid);
    return id;
  }
  addMicro(micro: MicroRecord): number {
    const id = this.next.micro ?? 0;
    this.next.micro = id + 1;
    this.micros.set(id, micro);
    return id;
  }
  addException(exception: AdjacencyException): number {
    const id = this.next.exception++;
    this.exceptions.set(id, exception);
    return id;
  }
  setNode(id: number, node: MapNode | null): void {
    this.nodes.set(id, node);
  }
  setArc(id: number, arc: MapArc | null): void {
    this.arcs.set(id, arc);
  }
  setCell(id: number, cell: MapCell): void {
    this.cells.set(id, cell);
  }
  /** Takes a cell out; its atoms must have gone elsewhere. */
  removeCell(id: number): void {
    this.cells.set(id, null);
    this.cellGrid.set(id, NO_GRID);
    if (this.microOf(id) !== NO_MICRO) this.cellMicro.set(id, NO_MICRO);
  }
  setGrid(id: number, grid: GridRecord): void {
    this.grids.set(id, grid);
  }
  setMicro(id: number, micro: MicroRecord): void {
    this.micros.set(id, micro);
  }
  /** NO_MICRO: into none. */
  putIntoMicro(cell: number, micro: number): void {
    this.cellMicro.set(cell, micro);
  }
  removeException(id: number): void {
    this.exceptions.set(id, null);
  }
  assign(cell: number, grid: number): void {
    this.cellGrid.set(cell, grid);
  }
  /** NO_CELL: out of play. */
  put(atom: number, cell: number): void {
    this.atomCell.set(atom, cell);
  }

  /** What the draft changes; micro-grids go along with their ground first (micro-rule.ts). */
  patch(): PartitionPatch {
    const { base } = this;
    settleMicros(this);
    const micros = changes(this.micros, (id) => (base.hasMicro(id) ? base.micro(id) : null));
    const cellMicro = intColumn(this.cellMicro, (cell) =>
      base.hasCell(cell) ? base.microOf(cell) : NO_MICRO,
    );
    return {
      nodes: changes(this.nodes, (id) => (base.hasNode(id) ? base.node(id) : null)),
      arcs: changes(this.arcs, (id) => (base.hasArc(id) ? base.arc(id) : null)),
      cells: changes(this.cells, (id) => (base.hasCell(id) ? base.cell(id) : null)),
      grids: changes(this.grids, (id) => (base.hasGrid(id) ? base.grid(id) : null)),
      exceptions: changes(this.exceptions, (id) => (id < base.next.exception ? base.exception(id) : null)),
      cellGrid: intColumn(this.cellGrid, (cell) => (base.hasCell(cell) ? base.gridOf(cell) : NO_GRID)),
      atomCell: intColumn(this.atomCell, (atom) => base.cellOf(atom) ?? NO_CELL),
      ...(micros.length > 0 && { micros }),
      ...(cellMicro.ids.length > 0 && { cellMicro }),
      next: { before: base.next, after: { ...this.next } },
    };
  }
}

function there<T>(record: T | null, kind: string, id: number): T {
  if (record === null) throw new RangeError(`there is no ${kind} ${id}`);
  return record;
}

/** Rising by id; what was made and taken out again, or is the same record, is none. */
function changes<T>(overlay: Overlay<T>, before: (id: number) => T | null): Change<T>[] {
  return [...overlay]
    .map(([id, after]) => ({ id, before: before(id), after }))
    .filter((change) => change.before !== change.after)
    .sort((a, b) => a.id - b.id);
}
