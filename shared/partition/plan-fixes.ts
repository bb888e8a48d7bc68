/**
 * What can be done about a part that is cut off and about ground in no grid: the neighbour that it goes to best, and the link that would make it
 * hang together by exception. Owns the offers only; carrying one out is an action like any other.
 */
import { assignmentFault, isOpen } from './actions/assign-cells.ts';
import { cellRings } from './cell-geometry.ts';
import { cellParts } from './cell-parts.ts';
import { gridParts, neighbourGrids } from './grid-contiguity.ts';
import { placeInside } from './narrow.ts';
import { NO_GRID } from './outline.ts';
import type { PartitionModel } from './partition-model.ts';

type Place = [x: number, y: number];

export interface CutOffPart {
  grid: number;
  /** Rising. */
  cells: number[];
  /** The grid with the longest common border that may take it; null: none may. */
  best: number | null;
  /** Places of a link between it and the largest part: the nearest cells of both. */
  link: { from: Place; to: Place };
}

export interface UnassignedPart {
  /** They touch each other; rising. */
  cells: number[];
  best: number | null;
  /** In the first cell. */
  place: Place;
}

/** Parts of grids beside the largest. */
export function cutOffParts(model: PartitionModel): CutOffPart[] {
  const grids = model.gridIds().filter((grid) => !model.grid(grid).retired);
  return grids.flatMap((grid) => {
    const [largest, ...others] = gridParts(model, grid);
    return others.map((cells) => ({
      grid,
      cells: [...cells],
      best: bestNeighbour(model, cells),
      link: nearestLink(model, cells, largest),
    }));
  });
}

/** Ground of a community that is in no grid, those with buildings first. */
export function unassignedParts(model: PartitionModel): UnassignedPart[] {
  const cells = model.cellsIn(NO_GRID).filter((cell) => model.cell(cell).community >= 0);
  const held = (part: readonly number[]) => part.some((cell) => model.atomsIn(cell).length > 0);
  return byCommunity(model, cells)
    .flatMap((own) => cellParts(model, own))
    .sort((a, b) => Number(held(b)) - Number(held(a)) || a[0] - b[0])
    .map((part) => ({ cells: part, best: bestNeighbour(model, part), place: innerPlace(model, part[0]) }));
}

function byCommunity(model: PartitionModel, cells: readonly number[]): number[][] {
  const groups = new Map<number, number[]>();
  for (const cell of cells) {
    const { community } = model.cell(cell);
    const known = groups.get(community);
    if (known) known.push(cell);
    else groups.set(community, [cell]);
  }
  return [...groups.values()];
}

function bestNeighbour(model: PartitionModel, cells: readonly number[]): number | null {
  const found = neighbourGrids(model, cells).find(
    ({ grid }) =>
      grid !== NO_GRID &&
      isOpen(model, grid) &&
      cells.every((cell) => model.gridOf(cell) !== grid && assignmentFault(model, cell, grid) === null),
  );
  return found?.grid ?? null;
}

function nearestLink(
  model: PartitionModel,
  part: readonly number[],
  largest: readonly number[],
): CutOffPart['link'] {
  const places = (cells: readonly number[]) => cells.map((cell) => innerPlace(model, cell));
  const ends = places(largest);
  let best: CutOffPart['link'] | null = null;
  let least = Infinity;
  for (const from of places(part))
    for (const to of ends) {
      const distance = Math.hypot(from[0] - to[0], from[1] - to[1]);
      if (distance >= least) continue;
      least = distance;
      best = { from, to };
    }
  if (!best) throw new RangeError('a part has cells');
  return best;
}

/** Whole millimetres within the cell: where its building stands, else a place inside. */
function innerPlace(model: PartitionModel, cell: number): Place {
  const [atom] = model.atomsIn(cell);
  if (atom !== undefined) return [model.atoms.x[atom], model.atoms.y[atom]];
  const [outer, ...holes] = cellRings(model, cell);
  const [x, y] = placeInside({ outer, holes });
  return [Math.round(x), Math.round(y)];
}
