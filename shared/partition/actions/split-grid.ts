/**
 * A grid cut in two along a line, and a border drawn anew. The line may go anywhere: cells on it are cut, and what lies behind it
 * changes grid. Owns who goes where; cutting is line-cut.ts.
 */
import { arcLength, cellDoubleArea, leftCellOf, rightCellOf, startNode } from '../cell-geometry.ts';
import { cellParts } from '../cell-parts.ts';
import { proveDraft } from '../draft-proof.ts';
import { cellsBeside, cutCells, type Line, type LineCut, sideOfLine, tidyCut } from '../line-cut.ts';
import { uniteCells } from '../map-edits.ts';
import { settleMicros } from '../micro-rule.ts';
import { NO_GRID } from '../outline.ts';
import { PartitionDraft } from '../partition-draft.ts';
import type { PartitionModel } from '../partition-model.ts';
import { type ActionResult, RefusedError, refuse, refusing } from '../partition-records.ts';
import { OUTSIDE } from '../planar-map.ts';
import { assignmentFault, isOpen } from './assign-cells.ts';
import { type NewGrid, newGridFault, newGridRecord } from './grid-records.ts';

export interface LineOptions {
  /** What to do where the line goes through a building: refuse (the default), or leave its cell whole, on the side it mostly lies. */
  throughBuildings?: 'refuse' | 'around';
}

/**
 * Cuts a grid along a line; the side with more buildings, then with more area, keeps the record and the other becomes the new grid. Not the
 * one with more households: which side keeps its code would tell of numbers that not everybody may see. `around`: cells left whole because of a building.
 */
export function splitGridByLine(
  model: PartitionModel,
  grid: number,
  line: Line,
  created: Omit<NewGrid, 'community'>,
  { throughBuildings = 'refuse' }: LineOptions = {},
): ActionResult<{ grid: number; around: number[] }> {
  if (!isOpen(model, grid)) return refuse('unknown');
  const { community, locked } = model.grid(grid);
  if (locked) return refuse('locked');
  const record = { ...created, community };
  const fault = newGridFault(model, record);
  if (fault) return fault;
  return refusing(() => {
    const draft = new PartitionDraft(model);
    const cells = model.cellsIn(grid);
    const cut = cutCells(draft, cells, line, throughBuildings);
    const sides = divideSides(draft, withParts(cells, cut), line, cut);
    const [leaving] = [sides.left, sides.right].sort((a, b) => weightOf(draft, a, b));
    const id = draft.addGrid(newGridRecord(record));
    for (const cell of leaving) move(draft, cell, id);
    settleMicros(draft);
    const around = cut.around.slice();
    healFragments(draft, withParts(cells, cut), leaving, cut);
    tidyCut(draft, cut);
    proveDraft(draft);
    return { ok: true, patch: draft.patch(), grid: id, around };
  });
}

/**
 * Draws the border of a grid anew along a line that meets it twice: what the line cuts off the grid goes to the neighbour it
 * touches most, what it cuts off neighbours goes to the grid. Ends that lie within a cell are left out. `moved`: the cells.
 */
export function reshapeGrid(
  model: PartitionModel,
  grid: number,
  line: Line,
  { throughBuildings = 'refuse' }: LineOptions = {},
): ActionResult<{ moved: number[]; around: number[] }> {
  if (!isOpen(model, grid)) return refuse('unknown');
  if (model.grid(grid).locked) return refuse('locked');
  return refusing(() => {
    const draft = new PartitionDraft(model);
    const own = model.cellsIn(grid);
    const fields = [grid, ...neighbourGrids(model, own, grid)];
    const cellsOf = new Map(fields.map((field) => [field, model.cellsIn(field)]));
    const cut = cutCells(draft, [...cellsOf.values()].flat(), line, throughBuildings);
    const moves = new Map<number, number>();
    for (const [field, cells] of cellsOf)
      for (const part of cutOff(draft, withParts(cells, cut), cut)) {
        const to = field === grid ? bestNeighbour(draft, part, grid, fields) : grid;
        if (to !== null && touches(draft, part, to)) for (const cell of part) moves.set(cell, to);
      }
    if (moves.size === 0) return refuse('does-not-divide', [line[0], line[1]]);
    for (const [cell, to] of moves) move(draft, cell, to);
    for (const cell of cut.around) sideWithNearest(draft, cell, line, cut);
    settleMicros(draft);
    healFragments(
      draft,
      [...cellsOf.values()].flatMap((cells) => [...withParts(cells, cut)]),
      moves.keys(),
      cut,
    );
    tidyCut(draft, cut);
    proveDraft(draft);
    const moved = [...moves.keys()].filter((cell) => draft.hasCell(cell)).sort((a, b) => a - b);
    return { ok: true, patch: draft.patch(), moved, around: cut.around };
  });
}

/** Arcs that no step is made across. */
const closedBy = ({ borders }: LineCut): Set<number> => new Set(borders.map((ref) => ref >> 1));

export function withParts(cells: readonly number[], { parts }: LineCut): Set<number> {
  return new Set(cells.flatMap((cell) => parts.get(cell) ?? [cell]));
}

function move(draft: PartitionDraft, cell: number, grid: number): void {
  const reason = assignmentFault(draft, cell, grid);
  if (!reason) {
    draft.assign(cell, grid);
    return;
  }
  const { x, y } = draft.node(startNode(draft, draft.cell(cell).rings[0][0]));
  throw new RefusedError(refuse(reason, [x, y], draft.atomsIn(cell)));
}

/** Cells on the left of the line and on the right; parts of the grid that it does not come near stay with the larger. */
export function divideSides(
  draft: PartitionDraft,
  cells: ReadonlySet<number>,
  line: Line,
  cut: LineCut,
): { left: number[]; right: number[] } {
  const whole = new Set(cut.around);
  const { left, right } = cellsBeside(draft, cut);
  const sides: { left: number[]; right: number[] } = { left: [], right: [] };
  const idle: number[] = [];
  for (const part of cellParts(
    draft,
    [...cells].filter((cell) => !whole.has(cell)),
    closedBy(cut),
  )) {
    const onLeft = part.some((cell) => left.has(cell));
    const onRight = part.some((cell) => right.has(cell));
    if (onLeft && onRight) throw new RefusedError(refuse('does-not-divide', [line[0], line[1]]));
    if (onLeft) sides.left.push(...part);
    else if (onRight) sides.right.push(...part);
    else {
      const by = part.find((cell) => neighbours(draft, cell).some((other) => whole.has(other)));
      if (by === undefined) idle.push(...part);
      else (sideOfCell(draft, by, line) >= 0 ? sides.left : sides.right).push(...part);
    }
  }
  for (const cell of whole) (sideOfCell(draft, cell, line) >= 0 ? sides.left : sides.right).push(cell);
  if (sides.left.length === 0 || sides.right.length === 0)
    throw new RefusedError(
      refuse(cut.borders.length === 0 ? 'line-ends-inside' : 'does-not-divide', [line[0], line[1]]),
    );
  (weightOf(draft, sides.left, sides.right) > 0 ? sides.left : sides.right).push(...idle);
  return sides;
}

/** By its first atom, else by the first corner that is on neither. */
function sideOfCell(draft: PartitionDraft, cell: number, line: Line): number {
  const [atom] = draft.atomsIn(cell);
  if (atom !== undefined) return sideOfLine(line, draft.atoms.x[atom], draft.atoms.y[atom]);
  for (const ref of draft.cell(cell).rings[0]) {
    const { x, y } = draft.node(startNode(draft, ref));
    const side = sideOfLine(line, x, y);
    if (side !== 0) return side;
  }
  return 0;
}

function neighbours(draft: PartitionDraft, cell: number): number[] {
  return draft.cell(cell).rings.flatMap((ring) => ring.map((ref) => rightCellOf(draft, ref)));
}

/** < 0 where a is the lighter. */
export function weightOf(draft: PartitionDraft, a: readonly number[], b: readonly number[]): number {
  const counted = (cells: readonly number[]) =>
    cells.reduce((sum, cell) => sum + draft.atomsIn(cell).length, 0);
  const area = (cells: readonly number[]) =>
    cells.reduce((sum, cell) => sum + cellDoubleArea(draft, cell), 0);
  return counted(a) - counted(b) || area(a) - area(b);
}

/** Parts of a field that the line cut off: all that lie on it but the largest. */
function cutOff(draft: PartitionDraft, cells: ReadonlySet<number>, cut: LineCut): number[][] {
  const { left, right } = cellsBeside(draft, cut);
  const whole = new Set(cut.around);
  const open = [...cells].filter((cell) => !whole.has(cell));
  const parts = cellParts(draft, open, closedBy(cut));
  const area = (part: readonly number[]) => part.reduce((sum, cell) => sum + cellDoubleArea(draft, cell), 0);
  const [, ...others] = parts
    .filter((part) => part.some((cell) => left.has(cell) || right.has(cell)))
    .toSorted((a, b) => area(b) - area(a) || a[0] - b[0]);
  return others;
}

/** Grids with cells next to these, and none; only those of the same community that are not locked. */
function neighbourGrids(model: PartitionModel, cells: readonly number[], grid: number): number[] {
  const { community } = model.grid(grid);
  const found = new Set<number>();
  for (const cell of cells)
    for (const other of model.neighboursOf(cell)) {
      const theirs = model.gridOf(other);
      if (theirs === grid || theirs === NO_GRID || model.grid(theirs).locked) continue;
      if (model.grid(theirs).community === community) found.add(theirs);
    }
  return [...found].sort((a, b) => a - b);
}

/** The grid of `fields` that a part has the longest border with. */
function bestNeighbour(
  draft: PartitionDraft,
  part: readonly number[],
  grid: number,
  fields: readonly number[],
): number | null {
  const shared = new Map<number, number>();
  for (const [other, length] of borderLengths(draft, part))
    if (other !== grid && fields.includes(other)) shared.set(other, (shared.get(other) ?? 0) + length);
  const [best] = [...shared].sort(([a, la], [b, lb]) => lb - la || a - b);
  return best?.[0] ?? null;
}

function touches(draft: PartitionDraft, part: readonly number[], grid: number): boolean {
  return borderLengths(draft, part).some(([other]) => other === grid);
}

/** Grid on the other side of every border of a part, with its length. */
function borderLengths(draft: PartitionDraft, part: readonly number[]): [number, number][] {
  const inside = new Set(part);
  const found: [number, number][] = [];
  for (const cell of part)
    for (const ring of draft.cell(cell).rings)
      for (const ref of ring) {
        const other = rightCellOf(draft, ref);
        if (other === OUTSIDE || inside.has(other)) continue;
        found.push([draft.gridOf(other), arcLength(draft, ref >> 1)]);
      }
  return found;
}

/** A cell left whole goes to the grid that is on its side of the stretch of line nearest to it. */
function sideWithNearest(draft: PartitionDraft, cell: number, line: Line, { borders }: LineCut): void {
  const [atom] = draft.atomsIn(cell);
  if (atom === undefined) return;
  const { x, y } = draft.atoms;
  const side = sideOfLine(line, x[atom], y[atom]);
  const near = borders
    .filter((ref) => draft.hasArc(ref >> 1))
    .map((ref) => ({ ref, node: draft.node(startNode(draft, ref)) }))
    .sort(
      (a, b) =>
        Math.hypot(a.node.x - x[atom], a.node.y - y[atom]) -
          Math.hypot(b.node.x - x[atom], b.node.y - y[atom]) || a.ref - b.ref,
    )[0];
  if (!near) return;
  const beside = leftCellOf(draft, side >= 0 ? near.ref : near.ref ^ 1);
  const grid = beside === OUTSIDE ? NO_GRID : draft.gridOf(beside);
  if (grid !== NO_GRID && draft.gridOf(cell) !== grid && assignmentFault(draft, cell, grid) === null)
    draft.assign(cell, grid);
}

/** Parts of one cell that are in one grid, and one micro-grid or none, after all are made one again. */
export function healFragments(
  draft: PartitionDraft,
  cells: Iterable<number>,
  moved: Iterable<number>,
  { parts }: LineCut,
): void {
  const origins = new Set([...moved, ...[...parts.values()].flat()].map((cell) => draft.cell(cell).origin));
  const groups = new Map<string, number[]>();
  for (const cell of cells) {
    const { origin, shatteredFrom, locked } = draft.cell(cell);
    if (!origins.has(origin) || locked) continue;
    const key = `${origin} ${shatteredFrom} ${draft.gridOf(cell)} ${draft.microOf(cell)}`;
    const group = groups.get(key);
    if (group) group.push(cell);
    else groups.set(key, [cell]);
  }
  for (const group of groups.values())
    for (const part of cellParts(draft, group)) if (part.length > 1) uniteCells(draft, part, true);
}
