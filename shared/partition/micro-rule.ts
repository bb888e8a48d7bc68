/**
 * What becomes of micro-grids when ground changes grid: one that goes into another grid whole goes along, with the next code there; of one that is
 * parted, what left is in no micro-grid. The micro-grids of a retired grid are retired. So none ever crosses the border of its grid. Owns the
 * rule; it is carried out on the draft of every action, so that undo takes it back with the rest.
 */
import { microCode, nextSuffix } from './micro-codes.ts';
import { NO_GRID } from './outline.ts';
import type { PartitionDraft } from './partition-draft.ts';
import { NO_MICRO } from './partition-records.ts';

/** May be asked more than once; the second time there is nothing left to do. */
export function settleMicros(draft: PartitionDraft): void {
  if (draft.microIds().length === 0) return;
  for (const [micro, strays] of straysOf(draft)) {
    const goal = wholeIn(draft, micro);
    const suffix = goal === NO_GRID ? null : nextSuffix(draft, goal);
    if (suffix === null) for (const cell of strays) draft.putIntoMicro(cell, NO_MICRO);
    else {
      const record = draft.micro(micro);
      const formerCodes = [...record.formerCodes, microCode(draft, micro)];
      draft.setMicro(micro, { ...record, grid: goal, suffix, formerCodes });
    }
  }
  for (const micro of draft.microIds()) {
    const record = draft.micro(micro);
    if (!record.retired && draft.grid(record.grid).retired)
      draft.setMicro(micro, { ...record, retired: true });
  }
}

/** Cells that are not in the grid of their micro-grid any more, by micro-grid, rising. */
function straysOf(draft: PartitionDraft): [number, number[]][] {
  const strays = new Map<number, number[]>();
  for (const cell of draft.assigned()) {
    const micro = draft.microOf(cell);
    if (!draft.hasCell(cell) || micro === NO_MICRO || draft.micro(micro).grid === draft.gridOf(cell))
      continue;
    strays.set(micro, [...(strays.get(micro) ?? []), cell]);
  }
  return [...strays].sort(([a], [b]) => a - b);
}

/** The one grid that all cells of a micro-grid are in; NO_GRID: there is none. */
function wholeIn(draft: PartitionDraft, micro: number): number {
  const [first, ...others] = new Set(draft.cellsInMicro(micro).map((cell) => draft.gridOf(cell)));
  return others.length > 0 ? NO_GRID : (first ?? NO_GRID);
}
