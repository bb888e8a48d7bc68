/** Patches as values: turned round. Owns no state. */
import type { IntColumn } from './int-column.ts';
import type { Change, PartitionPatch } from './partition-records.ts';

/** The patch that takes this one back. */
export function inverted(patch: PartitionPatch): PartitionPatch {
  return {
    nodes: patch.nodes.map(turned),
    arcs: patch.arcs.map(turned),
    cells: patch.cells.map(turned),
    grids: patch.grids.map(turned),
    exceptions: patch.exceptions.map(turned),
    cellGrid: turnedColumn(patch.cellGrid),
    atomCell: turnedColumn(patch.atomCell),
    ...(patch.micros && { micros: patch.micros.map(turned) }),
    ...(patch.cellMicro && { cellMicro: turnedColumn(patch.cellMicro) }),
    next: { before: patch.next.after, after: patch.next.before },
  };
}

function turned<T>({ id, before, after }: Change<T>): Change<T> {
  return { id, before: after, after: before };
}

function turnedColumn({ ids, before, after }: IntColumn): IntColumn {
  return { ids, before: after, after: before };
}
