/**
 * A building divided among its entrances, and made whole again. Its cell falls into those of the entrances by nearness (Voronoi),
 * and only there may a border cross a footprint. Owns the two actions.
 */

import { cellRings } from '../cell-geometry.ts';
import { proveDraft } from '../draft-proof.ts';
import { cutCells, tidyCut } from '../line-cut.ts';
import { uniteCells } from '../map-edits.ts';
import { nearnessBorder } from '../nearness-border.ts';
import { PartitionDraft } from '../partition-draft.ts';
import type { PartitionModel } from '../partition-model.ts';
import { type ActionResult, NO_CELL, refuse, refusing } from '../partition-records.ts';
import { boxOf, placeInRings } from '../ring-places.ts';

/** Divides the cell of a building among its entrances, all in the grid it was in. `cells`: in the order of the entrances. */
export function shatterBuilding(
  model: PartitionModel,
  building: number,
): ActionResult<{ entrances: number[]; cells: number[] }> {
  const cell = model.cellOf(building);
  if (cell === NO_CELL) return refuse('unknown');
  if (model.cell(cell).locked) return refuse('locked');
  if (model.atomsIn(cell).length > 1) return refuse('shared-cell', null, model.atomsIn(cell));
  const entrances = entrancesOf(model, building);
  if (entrances.length < 2) return refuse('no-entrances', placeOf(model, building), [building]);
  if (!countsAdd(model, building, entrances))
    return refuse('entrances-incomplete', placeOf(model, building), [building]);
  return refusing(() => {
    const draft = new PartitionDraft(model);
    draft.put(building, NO_CELL);
    draft.setCell(cell, { ...draft.cell(cell), shatteredFrom: building });
    const cells = divideAmong(draft, cell, entrances);
    if (typeof cells === 'number') return refuse('leaves-cell', placeOf(model, cells), [cells]);
    entrances.forEach((entrance, i) => {
      draft.put(entrance, cells[i]);
    });
    proveDraft(draft);
    return { ok: true, patch: draft.patch(), entrances, cells };
  });
}

/** Makes a shattered building whole: all its entrances must be in one grid, and in one micro-grid or none. */
export function healBuilding(model: PartitionModel, building: number): ActionResult<{ cell: number }> {
  const cells = cellsOfShattered(model, building);
  if (cells.length === 0) return refuse('not-shattered');
  if (new Set(cells.map(model.gridOf)).size > 1) return refuse('different-grids', placeOf(model, building));
  if (new Set(cells.map(model.microOf)).size > 1) return refuse('different-micros', placeOf(model, building));
  if (cells.some((cell) => model.cell(cell).locked)) return refuse('locked');
  return refusing(() => {
    const draft = new PartitionDraft(model);
    for (const entrance of entrancesOf(model, building)) draft.put(entrance, NO_CELL);
    const others = cells.flatMap((cell) => draft.atomsIn(cell));
    if (others.length > 0) return refuse('shared-cell', placeOf(model, building), others);
    const cell = cells.length > 1 ? uniteCells(draft, cells, true) : cells[0];
    draft.setCell(cell, { ...draft.cell(cell), shatteredFrom: -1 });
    draft.put(building, cell);
    proveDraft(draft);
    return { ok: true, patch: draft.patch(), cell };
  });
}

/** Shattered buildings whose entrances are all in one grid again. */
export function healable(model: PartitionModel): number[] {
  const grids = new Map<number, Set<number>>();
  for (const cell of model.cellIds()) {
    const building = model.cell(cell).shatteredFrom;
    if (building < 0) continue;
    const known = grids.get(building);
    if (known) known.add(model.gridOf(cell));
    else grids.set(building, new Set([model.gridOf(cell)]));
  }
  return [...grids].flatMap(([building, own]) => (own.size === 1 ? [building] : [])).sort((a, b) => a - b);
}

function cellsOfShattered(model: PartitionModel, building: number): number[] {
  return model.cellIds().filter((cell) => model.cell(cell).shatteredFrom === building);
}

function entrancesOf({ atoms }: PartitionModel, building: number): number[] {
  const found: number[] = [];
  for (let atom = 0; atom < atoms.keys.length; atom++)
    if (atoms.building[atom] === building) found.push(atom);
  return found;
}

function countsAdd({ atoms }: PartitionModel, building: number, entrances: readonly number[]): boolean {
  return atoms.measures.every(
    ({ values }) => entrances.reduce((sum, entrance) => sum + values[entrance], 0) === values[building],
  );
}

function placeOf({ atoms }: PartitionModel, atom: number): [number, number] {
  return [atoms.x[atom], atoms.y[atom]];
}

/**
 * Cuts off the entrance that lies farthest west, then the next: among those left its region reaches to infinity, so its border is
 * one line. What lies nearer to it than to those left is its own: together the Voronoi regions. A number: the entrance that is in
 * no part.
 */
function divideAmong(draft: PartitionDraft, cell: number, entrances: readonly number[]): number[] | number {
  const { x, y } = draft.atoms;
  const box = boxOf(cellRings(draft, cell)[0], REACH);
  const pieces = new Set([cell]);
  const order = entrances.toSorted((a, b) => x[a] - x[b] || y[a] - y[b] || a - b);
  for (let i = 0; i + 1 < order.length; i++) {
    const [first, ...rest] = order.slice(i).map((atom): [number, number] => [x[atom], y[atom]]);
    const line = nearnessBorder(first, rest, box);
    if (!line) return order[i];
    const cut = cutCells(draft, [...pieces], line);
    tidyCut(draft, cut);
    for (const [own, parts] of cut.parts) {
      pieces.delete(own);
      for (const part of parts) pieces.add(part);
    }
  }
  const rings = new Map([...pieces].map((piece) => [piece, cellRings(draft, piece)]));
  const cells: number[] = [];
  for (const entrance of entrances) {
    const at = [...rings].find(([, own]) => placeInRings(own, x[entrance], y[entrance]) === 1);
    if (!at) return entrance;
    cells.push(at[0]);
  }
  return cells;
}

/** Millimetres that a border goes beyond the cell, so that it ends outside. */
const REACH = 1000;
