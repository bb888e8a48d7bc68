/** Grids as records: made, deleted, merged, named, coded, locked, exchanged. A code once given is never given again. Owns the rules of codes and names; borders are elsewhere. */
import { NO_GRID } from '../outline.ts';
import { PartitionDraft } from '../partition-draft.ts';
import type { PartitionModel } from '../partition-model.ts';
import {
  type ActionResult,
  type AdjacencyException,
  type GridKind,
  type GridRecord,
  type Refusal,
  refuse,
} from '../partition-records.ts';
import { assignmentFault, isOpen } from './assign-cells.ts';

export interface NewGrid {
  code: string;
  name: string;
  kind?: GridKind;
  community: number;
  attributes?: Readonly<Record<string, string>>;
}

/** A grid without cells. */
export function createGrid(model: PartitionModel, grid: NewGrid): ActionResult<{ grid: number }> {
  const fault = newGridFault(model, grid);
  if (fault) return fault;
  const draft = new PartitionDraft(model);
  const id = draft.addGrid(newGridRecord(grid));
  return { ok: true, patch: draft.patch(), grid: id };
}

/** Why a grid of this code and name must not be made; null: it may. */
export function newGridFault(model: PartitionModel, { code, name }: NewGrid): Refusal | null {
  if (name.trim() === '') return refuse('name-missing');
  return codeFault(model, code, null);
}

export function newGridRecord({ code, name, kind, community, attributes }: NewGrid): GridRecord {
  return {
    code: code.trim(),
    name: name.trim(),
    kind: kind ?? 'general',
    community,
    locked: false,
    retired: false,
    formerCodes: [],
    attributes: attributes ?? {},
  };
}

/** Retires a grid; its cells are in none. */
export function deleteGrid(model: PartitionModel, grid: number): ActionResult {
  if (!isOpen(model, grid)) return refuse('unknown');
  const cells = model.cellsIn(grid);
  if (model.grid(grid).locked || cells.some((cell) => model.cell(cell).locked)) return refuse('locked');
  const draft = new PartitionDraft(model);
  for (const cell of cells) draft.assign(cell, NO_GRID);
  draft.setGrid(grid, { ...model.grid(grid), retired: true });
  return { ok: true, patch: draft.patch() };
}

/** Makes one grid of several: the one with the lowest code stays, the others are retired. */
export function mergeGrids(model: PartitionModel, grids: readonly number[]): ActionResult<{ grid: number }> {
  const own = [...new Set(grids)];
  if (!own.every((grid) => isOpen(model, grid))) return refuse('unknown');
  if (own.length < 2) return refuse('one-grid');
  const [kept, ...others] = own.toSorted((a, b) => compareCodes(model.grid(a).code, model.grid(b).code));
  const draft = new PartitionDraft(model);
  for (const grid of others) {
    for (const cell of model.cellsIn(grid)) {
      const reason = assignmentFault(model, cell, kept);
      if (reason) return refuse(reason, null, model.atomsIn(cell));
      draft.assign(cell, kept);
    }
    if (model.grid(grid).community !== model.grid(kept).community) return refuse('other-community');
    if (model.grid(grid).locked || model.grid(kept).locked) return refuse('locked');
    draft.setGrid(grid, { ...model.grid(grid), retired: true });
  }
  return { ok: true, patch: draft.patch(), grid: kept };
}

/** Shorter codes first, then by their characters: digits of one length are in the order of their numbers. */
export function compareCodes(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}

/** Name, kind and whatever else is known; what is not given stays. An empty attribute is taken out. */
export function setGridAttributes(
  model: PartitionModel,
  grid: number,
  given: { name?: string; kind?: GridKind; attributes?: Readonly<Record<string, string>> },
): ActionResult {
  if (!isOpen(model, grid)) return refuse('unknown');
  const before = model.grid(grid);
  const name = given.name === undefined ? before.name : given.name.trim();
  if (name === '') return refuse('name-missing');
  const attributes = Object.fromEntries(
    Object.entries({ ...before.attributes, ...given.attributes }).filter(([, value]) => value !== ''),
  );
  const after: GridRecord = { ...before, name, kind: given.kind ?? before.kind, attributes };
  if (JSON.stringify(after) === JSON.stringify(before)) return refuse('nothing-changes');
  return changeGrid(model, grid, after);
}

/** Another code; the one before is kept and never given again, but the grid itself may have it back. */
export function recodeGrid(model: PartitionModel, grid: number, code: string): ActionResult {
  if (!isOpen(model, grid)) return refuse('unknown');
  const before = model.grid(grid);
  if (before.code === code.trim()) return refuse('nothing-changes');
  const fault = codeFault(model, code, grid);
  if (fault) return fault;
  const formerCodes = [...before.formerCodes.filter((former) => former !== code.trim()), before.code];
  return changeGrid(model, grid, { ...before, code: code.trim(), formerCodes });
}

/** Two grids exchange their cells: code, name and workers stay with the record. */
export function swapGrids(model: PartitionModel, a: number, b: number): ActionResult {
  if (!isOpen(model, a) || !isOpen(model, b)) return refuse('unknown');
  if (a === b) return refuse('one-grid');
  const draft = new PartitionDraft(model);
  for (const [from, to] of [
    [a, b],
    [b, a],
  ])
    for (const cell of model.cellsIn(from)) {
      const reason = assignmentFault(model, cell, to);
      if (reason) return refuse(reason, null, model.atomsIn(cell));
      draft.assign(cell, to);
    }
  const patch = draft.patch();
  return patch.cellGrid.ids.length === 0 ? refuse('nothing-changes') : { ok: true, patch };
}

/** Locks or unlocks a grid: nothing comes in or goes out, and its border stays. */
export function lockGrid(model: PartitionModel, grid: number, locked: boolean): ActionResult {
  if (!isOpen(model, grid)) return refuse('unknown');
  if (model.grid(grid).locked === locked) return refuse('nothing-changes');
  return changeGrid(model, grid, { ...model.grid(grid), locked });
}

/** Locks or unlocks cells: they stay in their grid. */
export function lockCells(model: PartitionModel, cells: readonly number[], locked: boolean): ActionResult {
  const own = [...new Set(cells)].filter((cell) => model.hasCell(cell) && model.cell(cell).locked !== locked);
  if (own.length === 0) return refuse('nothing-changes');
  const draft = new PartitionDraft(model);
  for (const cell of own) draft.setCell(cell, { ...model.cell(cell), locked });
  return { ok: true, patch: draft.patch() };
}

/** A footbridge, or a railway (partition-records.ts). Both places must be in different cells. */
export function addException(
  model: PartitionModel,
  exception: AdjacencyException,
): ActionResult<{ exception: number }> {
  const [from, to] = [model.cellAt(...exception.from), model.cellAt(...exception.to)];
  if (!model.hasCell(from)) return refuse('unknown', exception.from);
  if (!model.hasCell(to)) return refuse('unknown', exception.to);
  if (from === to) return refuse('nothing-changes', exception.from);
  if (exception.kind === 'cut' && !model.neighboursOf(from).includes(to))
    return refuse('not-neighbours', exception.from);
  const draft = new PartitionDraft(model);
  const id = draft.addException(exception);
  return { ok: true, patch: draft.patch(), exception: id };
}

export function removeException(model: PartitionModel, exception: number): ActionResult {
  if (!model.exceptionIds().includes(exception)) return refuse('unknown');
  const draft = new PartitionDraft(model);
  draft.removeException(exception);
  return { ok: true, patch: draft.patch() };
}

/** Every code that a grid has or had, retired ones too. */
export function codesGiven(model: PartitionModel): Set<string> {
  const codes = new Set<string>();
  for (const id of model.gridIds()) {
    const { code, formerCodes } = model.grid(id);
    for (const each of [code, ...formerCodes]) codes.add(each);
  }
  return codes;
}

function codeFault(model: PartitionModel, code: string, grid: number | null): Refusal | null {
  const given = code.trim();
  // Which template it follows is checked by grid-codes.ts; a code for a file must be one word at least.
  if (given === '' || /\s/u.test(given)) return refuse('code-invalid');
  const own = grid === null ? [] : model.grid(grid).formerCodes;
  return codesGiven(model).has(given) && !own.includes(given) ? refuse('code-taken') : null;
}

function changeGrid(model: PartitionModel, grid: number, after: GridRecord): ActionResult {
  const draft = new PartitionDraft(model);
  draft.setGrid(grid, after);
  return { ok: true, patch: draft.patch() };
}
