/** Cells that hang together across sides: the parts of a grid, or of one cut by a line. Owns the walk; exceptions (footbridge, railway) are grid-contiguity.ts. */
import { rightCellOf } from './cell-geometry.ts';
import type { PartitionReader } from './partition-records.ts';

/** Parts in the order of their lowest cells, each rising. No step is made across a `closed` arc. */
export function cellParts(
  reader: PartitionReader,
  cells: Iterable<number>,
  closed: ReadonlySet<number> = new Set(),
): number[][] {
  const waiting = new Set([...cells].sort((a, b) => a - b));
  const parts: number[][] = [];
  for (const first of waiting) {
    waiting.delete(first);
    const part = [first];
    for (let i = 0; i < part.length; i++)
      for (const ring of reader.cell(part[i]).rings)
        for (const ref of ring) {
          if (closed.has(ref >> 1)) continue;
          const other = rightCellOf(reader, ref);
          if (waiting.delete(other)) part.push(other);
        }
    parts.push(part.sort((a, b) => a - b));
  }
  return parts;
}
