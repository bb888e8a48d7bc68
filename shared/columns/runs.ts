/**
 * From a link column sorted by parent to the run of child rows of each parent: the layout by place that makes a
 * building's homes and a home's residents contiguous.
 */
import { NONE } from './column.ts';
import { ColumnError } from './column-error.ts';

/**
 * `starts` (parentRows + 1 entries): parent p owns the child rows [starts[p], starts[p + 1]); rows from
 * starts[parentRows] on have no parent. Throws ColumnError 'not-sorted' when a link is smaller than the one before
 * it, and 'out-of-range' when it names no parent.
 */
export function runsOf(links: ArrayLike<number>, parentRows: number): Uint32Array {
  const starts = new Uint32Array(parentRows + 1);
  let parent = 0;
  for (let row = 0; row < links.length; row++) {
    const link = links[row];
    if (link < parent - 1) throw new ColumnError('not-sorted', '', '', `row ${row}`);
    if (link === NONE) {
      while (parent <= parentRows) starts[parent++] = row;
      requireNone(links, row);
      return starts;
    }
    if (link >= parentRows) throw new ColumnError('out-of-range', '', '', `row ${row}`);
    while (parent <= link) starts[parent++] = row;
  }
  while (parent <= parentRows) starts[parent++] = links.length;
  return starts;
}

function requireNone(links: ArrayLike<number>, from: number): void {
  for (let row = from; row < links.length; row++) {
    if (links[row] !== NONE) throw new ColumnError('not-sorted', '', '', `row ${row}`);
  }
}
