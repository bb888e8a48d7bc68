/** Patches that were applied one after the other as one patch. Owns the joining; the order is the caller's. */
import { type IntColumn, intColumn } from './int-column.ts';
import type { Change, PartitionPatch } from './partition-records.ts';

/** One patch from before the first to after the last. Throws RangeError for an empty list. */
export function joined(patches: readonly PartitionPatch[]): PartitionPatch {
  const [first, last] = [patches[0], patches[patches.length - 1]];
  if (!first) throw new RangeError('no patch to join');
  if (patches.length === 1) return first;
  const records = <T>(of: (patch: PartitionPatch) => readonly Change<T>[]) => joinedChanges(patches.map(of));
  return {
    nodes: records((patch) => patch.nodes),
    arcs: records((patch) => patch.arcs),
    cells: records((patch) => patch.cells),
    grids: records((patch) => patch.grids),
    exceptions: records((patch) => patch.exceptions),
    cellGrid: joinedColumn(patches.map((patch) => patch.cellGrid)),
    atomCell: joinedColumn(patches.map((patch) => patch.atomCell)),
    ...ofMicros(patches),
    next: { before: first.next.before, after: last.next.after },
  };
}

/** Nothing where none of them changes micro-grids. */
function ofMicros(patches: readonly PartitionPatch[]): Pick<PartitionPatch, 'micros' | 'cellMicro'> {
  const micros = patches.flatMap((patch) => (patch.micros ? [patch.micros] : []));
  const columns = patches.flatMap((patch) => (patch.cellMicro ? [patch.cellMicro] : []));
  return {
    ...(micros.length > 0 && { micros: joinedChanges(micros) }),
    ...(columns.length > 0 && { cellMicro: joinedColumn(columns) }),
  };
}

/** The first before and the last after of each id, rising; what came and went again is none. */
function joinedChanges<T>(lists: readonly (readonly Change<T>[])[]): Change<T>[] {
  const found = new Map<number, Change<T>>();
  for (const list of lists)
    for (const { id, before, after } of list) {
      const known = found.get(id);
      found.set(id, { id, before: known ? known.before : before, after });
    }
  return [...found.values()].filter(({ before, after }) => before !== after).sort((a, b) => a.id - b.id);
}

function joinedColumn(columns: readonly IntColumn[]): IntColumn {
  const before = new Map<number, number>();
  const after = new Map<number, number>();
  for (const column of columns)
    column.ids.forEach((id, i) => {
      if (!before.has(id)) before.set(id, column.before[i]);
      after.set(id, column.after[i]);
    });
  return intColumn(after, (id) => before.get(id) as number);
}
