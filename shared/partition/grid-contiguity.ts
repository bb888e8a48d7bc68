/**
 * Whether grids hang together: across sides, across manual links, and not across manual cuts; corner contact is none. Owns the
 * parts of a grid and what a stroke would cut off; drawing and mending are the editor's.
 */

import { arcLength, rightCellOf, startNode } from './cell-geometry.ts';
import { cellParts } from './cell-parts.ts';
import type { PartitionModel } from './partition-model.ts';

/** Cells at either end of the exceptions, each once. */
interface Exceptions {
  links: [number, number][];
  cuts: Set<string>;
}

const pairKey = (a: number, b: number) => (a < b ? `${a} ${b}` : `${b} ${a}`);

function exceptionsOf(model: PartitionModel): Exceptions {
  const links: [number, number][] = [];
  const cuts = new Set<string>();
  for (const id of model.exceptionIds()) {
    const { kind, from, to } = model.exception(id);
    const [a, b] = [model.cellAt(...from), model.cellAt(...to)];
    // After a merge both places may be in one cell.
    if (!model.hasCell(a) || !model.hasCell(b) || a === b) continue;
    if (kind === 'link') links.push([a, b]);
    else cuts.add(pairKey(a, b));
  }
  return { links, cuts };
}

/** Neighbours of a cell as the plan counts them: sides and links without cuts. */
function steps(model: PartitionModel, cell: number, { links, cuts }: Exceptions): number[] {
  const found = model.neighboursOf(cell).filter((other) => !cuts.has(pairKey(cell, other)));
  for (const [a, b] of links) {
    if (a === cell) found.push(b);
    if (b === cell) found.push(a);
  }
  return found;
}

/** Reads the neighbours of one cell after the other; the exceptions are looked up once, so the model must not change meanwhile. */
export function contactReader(model: PartitionModel): (cell: number) => number[] {
  const exceptions = exceptionsOf(model);
  return (cell) => steps(model, cell, exceptions);
}

/** Parts of a grid, the one with the most area first; one part: it hangs together. */
export function gridParts(model: PartitionModel, grid: number): (readonly number[])[] {
  const exceptions = exceptionsOf(model);
  return isPlain(exceptions)
    ? byArea(model, model.partsOf(grid))
    : byArea(model, walkParts(model, model.cellsIn(grid), exceptions));
}

const isPlain = ({ links, cuts }: Exceptions) => links.length + cuts.size === 0;

function byArea(model: PartitionModel, parts: readonly (readonly number[])[]): (readonly number[])[] {
  if (parts.length < 2) return [...parts];
  const area = (part: readonly number[]) => part.reduce((sum, cell) => sum + model.doubleAreaOf(cell), 0);
  return parts.toSorted((a, b) => area(b) - area(a) || a[0] - b[0]);
}

function partsOfCells(
  model: PartitionModel,
  cells: readonly number[],
  exceptions: Exceptions,
): (readonly number[])[] {
  const parts = isPlain(exceptions) ? cellParts(model, cells) : walkParts(model, cells, exceptions);
  return byArea(model, parts);
}

function walkParts(model: PartitionModel, cells: readonly number[], exceptions: Exceptions): number[][] {
  const waiting = new Set(cells);
  const parts: number[][] = [];
  for (const first of waiting) {
    waiting.delete(first);
    const part = [first];
    for (let i = 0; i < part.length; i++)
      for (const other of steps(model, part[i], exceptions)) if (waiting.delete(other)) part.push(other);
    parts.push(part.sort((a, b) => a - b));
  }
  return parts;
}

/**
 * Parts that would be cut off a grid if these cells left it, the largest part left out. Looks round one cell first: where its
 * neighbours of the grid follow each other without a gap, nothing is cut off.
 */
export function wouldCutOff(model: PartitionModel, cells: readonly number[]): (readonly number[])[] {
  const leaving = new Set(cells);
  const grids = new Set(cells.map(model.gridOf));
  const exceptions = exceptionsOf(model);
  const plain = isPlain(exceptions);
  return [...grids].flatMap((grid) => {
    if (grid < 0) return [];
    if (plain && cells.length === 1 && runsOf(model, cells[0], grid) <= 1) return [];
    const before = partsOfCells(model, model.cellsIn(grid), exceptions);
    return before.flatMap((part) => {
      const rest = part.filter((cell) => !leaving.has(cell));
      return partsOfCells(model, rest, exceptions).slice(1);
    });
  });
}

/**
 * How many runs of its grid's cells there are on the way round a cell. Two that follow each other at a node of three arcs share the
 * third; at a node of more they may meet at the corner alone, which ends the run.
 */
function runsOf(model: PartitionModel, cell: number, grid: number): number {
  let runs = 0;
  for (const ring of model.cell(cell).rings) {
    const beyond = ring.map((ref) => rightCellOf(model, ref));
    const own = beyond.map((other) => other >= 0 && model.gridOf(other) === grid);
    let breaks = 0;
    for (let i = 0; i < ring.length; i++) {
      const before = (i + ring.length - 1) % ring.length;
      if (!own[i]) continue;
      const joined =
        own[before] && (beyond[before] === beyond[i] || model.arcsAt(startNode(model, ring[i])).length === 3);
      if (!joined) breaks++;
    }
    runs += breaks === 0 && own[0] ? 1 : breaks;
  }
  return runs;
}

/** Grids that a part could go to, the longest common border first, with its length in millimetres. */
export function neighbourGrids(
  model: PartitionModel,
  cells: readonly number[],
): { grid: number; length: number }[] {
  const inside = new Set(cells);
  const lengths = new Map<number, number>();
  for (const cell of cells)
    for (const ring of model.cell(cell).rings)
      for (const ref of ring) {
        const other = rightCellOf(model, ref);
        if (other < 0 || inside.has(other)) continue;
        const grid = model.gridOf(other);
        lengths.set(grid, (lengths.get(grid) ?? 0) + arcLength(model, ref >> 1));
      }
  return [...lengths]
    .map(([grid, length]) => ({ grid, length }))
    .sort((a, b) => b.length - a.length || a.grid - b.grid);
}
