/** What a patch touches of a plan that went through it: cells with other rings, cells that went, grids to be shown anew. Owns the finding; drawing is plan-view.ts. */
import { NO_GRID } from './outline.ts';
import type { PartitionModel } from './partition-model.ts';
import { type MapArc, NO_MICRO, type PartitionPatch } from './partition-records.ts';
import { OUTSIDE } from './planar-map.ts';

export interface PlanTouch {
  /** New, or with other rings or another lock; rising. */
  cells: number[];
  removedCells: number[];
  /** Still there, retired ones too; rising. */
  grids: number[];
  removedGrids: number[];
  /** Still there, retired ones too; rising. */
  micros: number[];
  removedMicros: number[];
}

/** `model`: after the patch. */
export function touchOf(model: PartitionModel, patch: PartitionPatch): PlanTouch {
  const reshaped = new Set<number>();
  const sides = (arc: MapArc | null) => {
    if (!arc) return;
    if (arc.left !== OUTSIDE) reshaped.add(arc.left);
    if (arc.right !== OUTSIDE) reshaped.add(arc.right);
  };
  for (const { id } of patch.cells) reshaped.add(id);
  for (const { before, after } of patch.arcs) {
    sides(before);
    sides(after);
  }
  for (const { id } of patch.nodes) for (const arc of model.arcsAt(id)) sides(model.arc(arc));
  const grids = new Set<number>(patch.grids.map(({ id }) => id));
  for (const cell of reshaped) grids.add(model.gridOf(cell));
  for (const grid of [...patch.cellGrid.before, ...patch.cellGrid.after]) grids.add(grid);
  for (const { before, after } of patch.exceptions)
    for (const exception of [before, after])
      if (exception)
        for (const place of [exception.from, exception.to]) grids.add(model.gridOf(model.cellAt(...place)));
  // An entrance counts where its cell is; the building goes out of play with it.
  for (const cell of [...patch.atomCell.before, ...patch.atomCell.after]) grids.add(model.gridOf(cell));
  grids.delete(NO_GRID);
  const [cells, removedCells] = parted(reshaped, (cell) => model.hasCell(cell));
  const [kept, removedGrids] = parted(grids, (grid) => model.hasGrid(grid));
  const micros = new Set<number>((patch.micros ?? []).map(({ id }) => id));
  for (const micro of [...(patch.cellMicro?.before ?? []), ...(patch.cellMicro?.after ?? [])])
    micros.add(micro);
  for (const micro of model.microIds()) if (grids.has(model.micro(micro).grid)) micros.add(micro);
  micros.delete(NO_MICRO);
  const [keptMicros, removedMicros] = parted(micros, (micro) => model.hasMicro(micro));
  return { cells, removedCells, grids: kept, removedGrids, micros: keptMicros, removedMicros };
}

function parted(ids: Iterable<number>, holds: (id: number) => boolean): [number[], number[]] {
  const rising = [...ids].sort((a, b) => a - b);
  return [rising.filter(holds), rising.filter((id) => !holds(id))];
}
