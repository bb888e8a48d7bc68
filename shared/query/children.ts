/**
 * The rows that link to each parent row. Where the child table is grouped by its parent (the order by place), the
 * children are runs and nothing but their starts is stored; otherwise the rows are listed by parent.
 */
import { NONE } from '../columns/column.ts';

export interface Children {
  /** parents + 1 entries; children of p are positions [starts[p], starts[p + 1]). */
  starts: Uint32Array;
  /** Row at each position; null: the position is the row. */
  rows: Uint32Array | null;
}

/** Indexes a link column. Links outside [0, parents) count as none. */
export function childrenOf(link: Uint32Array, parents: number): Children {
  const starts = new Uint32Array(parents + 1);
  let sorted = true;
  let last = 0;
  for (let row = 0; row < link.length; row++) {
    const parent = link[row] < parents ? link[row] : NONE;
    if (parent < last) sorted = false;
    last = parent;
    if (parent !== NONE) starts[parent + 1]++;
  }
  for (let p = 0; p < parents; p++) starts[p + 1] += starts[p];
  if (sorted) return { starts, rows: null };
  const next = starts.slice(0, parents);
  const rows = new Uint32Array(starts[parents]);
  for (let row = 0; row < link.length; row++) if (link[row] < parents) rows[next[link[row]]++] = row;
  return { starts, rows };
}

export function eachChild(children: Children, parent: number, visit: (row: number) => void): void {
  for (let i = children.starts[parent]; i < children.starts[parent + 1]; i++)
    visit(children.rows ? children.rows[i] : i);
}

export function childCount(children: Children, parent: number): number {
  return children.starts[parent + 1] - children.starts[parent];
}

/** The rows whose link is `parent`, by a scan: for one-off questions where an index would cost memory. */
export function eachLinkTo(link: Uint32Array, parent: number, visit: (row: number) => void): void {
  for (let row = link.indexOf(parent); row >= 0; row = link.indexOf(parent, row + 1)) visit(row);
}
