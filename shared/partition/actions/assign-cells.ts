/** Painting: cells, or the cells of atoms, go to a grid or to none. What is locked or of another community stays and is told. Owns which may change. */
import { NO_GRID } from '../outline.ts';
import { PartitionDraft } from '../partition-draft.ts';
import type { PartitionModel } from '../partition-model.ts';
import {
  type ActionResult,
  NO_CELL,
  type PartitionReader,
  type RefusalReason,
  refuse,
} from '../partition-records.ts';

export interface Assigned {
  /** Cells that stayed, by why. */
  skipped: { cell: number; reason: RefusalReason }[];
}

/** Assigns cells to a grid; NO_GRID: to none. Refused where nothing changes, with the reason of what stayed. */
export function assignCells(
  model: PartitionModel,
  cells: readonly number[],
  grid: number,
): ActionResult<Assigned> {
  if (grid !== NO_GRID && !isOpen(model, grid)) return refuse('unknown');
  const draft = new PartitionDraft(model);
  const skipped: Assigned['skipped'] = [];
  let moved = 0;
  for (const cell of new Set(cells)) {
    if (!model.hasCell(cell)) {
      skipped.push({ cell, reason: 'unknown' });
      continue;
    }
    if (model.gridOf(cell) === grid) continue;
    const reason = assignmentFault(model, cell, grid);
    if (reason) skipped.push({ cell, reason });
    else {
      draft.assign(cell, grid);
      moved++;
    }
  }
  if (moved === 0) return refuse(skipped[0]?.reason ?? 'nothing-changes');
  return { ok: true, patch: draft.patch(), skipped };
}

/** The same for the cells that atoms are in: a building takes its cell with it. */
export function assignAtoms(
  model: PartitionModel,
  atoms: readonly number[],
  grid: number,
): ActionResult<Assigned> {
  const cells = atoms.map((atom) => model.cellOf(atom)).filter((cell) => cell !== NO_CELL);
  return assignCells(model, cells, grid);
}

/** Why a cell must not go to a grid; null: it may. */
export function assignmentFault(model: PartitionReader, cell: number, grid: number): RefusalReason | null {
  const { community, locked } = model.cell(cell);
  const now = model.gridOf(cell);
  if (locked || (now !== NO_GRID && model.grid(now).locked)) return 'locked';
  if (grid === NO_GRID) return null;
  const target = model.grid(grid);
  if (target.locked) return 'locked';
  return target.community === community ? null : 'other-community';
}

/** A grid that is there and not retired. */
export function isOpen(model: PartitionReader, grid: number): boolean {
  return model.hasGrid(grid) && !model.grid(grid).retired;
}
