/**
 * Which cells each micro-grid of a model has, and what follows: outlines and sums. Owns this layer of the state; it is absent while no micro-grid was
 * ever made, so that such a plan is the same to the byte as before there were any.
 */
import { rightCellOf, ringPlaces, traceWalks } from './cell-geometry.ts';
import { type Outline, outlineFromWalks } from './outline.ts';
import type { PartitionState } from './partition-model.ts';
import {
  type MicroRecord,
  NO_MICRO,
  type PartitionPatch,
  type PartitionReader,
} from './partition-records.ts';
import { OUTSIDE } from './planar-map.ts';
import { fitLength, present, put, record } from './record-lists.ts';

export class MicroCells {
  private readonly state: PartitionState;
  private readonly reader: PartitionReader;
  /** Cells by micro-grid, rising; null: to be told anew. */
  private cells: Map<number, number[]> | null = null;
  private readonly outlines = new Map<number, Outline>();

  constructor(state: PartitionState, reader: PartitionReader) {
    this.state = state;
    this.reader = reader;
  }

  /** undefined: there never was one. */
  get next(): number | undefined {
    return this.state.micros?.length;
  }

  micro = (id: number): MicroRecord => record(this.state.micros ?? [], 'micro-grid', id);
  has = (id: number): boolean => Boolean(this.state.micros?.[id]);
  /** With the retired ones. */
  ids = (): number[] => present(this.state.micros ?? []);
  of = (cell: number): number => this.state.cellMicro?.[cell] ?? NO_MICRO;

  cellsIn(micro: number): readonly number[] {
    this.cells ??= this.grouped();
    return this.cells.get(micro) ?? [];
  }

  private grouped(): Map<number, number[]> {
    const found = new Map<number, number[]>();
    this.state.cellMicro?.forEach((micro, cell) => {
      if (micro === NO_MICRO) return;
      const known = found.get(micro);
      if (known) known.push(cell);
      else found.set(micro, [cell]);
    });
    return found;
  }

  outline(micro: number): Outline {
    const known = this.outlines.get(micro);
    if (known) return known;
    const refs: number[] = [];
    for (const cell of this.cellsIn(micro))
      for (const ring of this.reader.cell(cell).rings)
        for (const ref of ring) {
          const other = rightCellOf(this.reader, ref);
          if (other === OUTSIDE || this.of(other) !== micro) refs.push(ref);
        }
    const walks = traceWalks(
      this.reader,
      refs.sort((a, b) => a - b),
    );
    const outline = outlineFromWalks(
      walks.map((rings) => rings.map((ring) => ringPlaces(this.reader, ring))),
    );
    this.outlines.set(micro, outline);
    return outline;
  }

  /** Atoms in play within it, rising. */
  atomsIn(micro: number): number[] {
    return this.cellsIn(micro)
      .flatMap((cell) => [...this.reader.atomsIn(cell)])
      .sort((a, b) => a - b);
  }

  /** One number a measure. */
  totals(micro: number): number[] {
    const atoms = this.atomsIn(micro);
    return this.reader.atoms.measures.map(({ values }) => atoms.reduce((sum, atom) => sum + values[atom], 0));
  }

  /** Borders of these cells moved. */
  reshaped(cells: Iterable<number>): void {
    if (this.state.micros) for (const cell of cells) this.outlines.delete(this.of(cell));
  }

  /** Carries this layer of a patch out; `reshaped`: cells that it makes, unmakes or moves a border of. */
  apply({ micros = [], cellMicro, next: { after } }: PartitionPatch, reshaped: ReadonlySet<number>): void {
    const { state } = this;
    this.reshaped(reshaped);
    if (after.micro === undefined) {
      delete state.micros;
      delete state.cellMicro;
      this.outlines.clear();
      this.cells = null;
      return;
    }
    state.micros ??= [];
    state.cellMicro ??= [];
    put(state.micros, micros, after.micro);
    fitLength(state.cellMicro, after.cell, NO_MICRO);
    cellMicro?.ids.forEach((cell, i) => {
      this.outlines.delete(cellMicro.before[i]);
      this.outlines.delete(cellMicro.after[i]);
      if (cell < after.cell && state.cellMicro) state.cellMicro[cell] = cellMicro.after[i];
    });
    this.reshaped(reshaped);
    if (cellMicro) this.cells = null;
  }
}
