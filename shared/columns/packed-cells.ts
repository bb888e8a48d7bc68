/**
 * A packed text column with some cells changed: only their blocks are read and written anew. Byte for byte what packing the whole column
 * would give, because every block is packed by itself.
 */
import type { PackedColumn, TextColumn } from './column.ts';
import { TextBuilder } from './column-builder.ts';
import { PACKED_ROWS, packedTextAt, packText } from './packed-text.ts';

/** `cells`: new text by row. null: it cannot stay packed (packText says why); then the whole column must be made plain. */
export function withPackedCells(
  column: PackedColumn,
  cells: ReadonlyMap<number, string>,
): PackedColumn | null {
  const blocks = new Map<number, Uint8Array>();
  for (const block of new Set([...cells.keys()].map((row) => Math.floor(row / PACKED_ROWS)))) {
    const packed = packText(blockText(column, block, cells));
    if (packed.kind !== 'packed') return null;
    blocks.set(block, packed.bytes);
  }
  const count = column.starts.length - 1;
  const starts = new Uint32Array(column.starts.length);
  for (let block = 0; block < count; block++) {
    const size = blocks.get(block)?.length ?? column.starts[block + 1] - column.starts[block];
    starts[block + 1] = starts[block] + size;
  }
  const bytes = new Uint8Array(starts[count]);
  let from = 0;
  for (const [block, packed] of [...blocks].sort(([a], [b]) => a - b)) {
    bytes.set(column.bytes.subarray(column.starts[from], column.starts[block]), starts[from]);
    bytes.set(packed, starts[block]);
    from = block + 1;
  }
  bytes.set(column.bytes.subarray(column.starts[from], column.starts[count]), starts[from]);
  return { kind: 'packed', rows: column.rows, starts, bytes };
}

function blockText(column: PackedColumn, block: number, cells: ReadonlyMap<number, string>): TextColumn {
  const builder = new TextBuilder('', '');
  const to = Math.min(column.rows, (block + 1) * PACKED_ROWS);
  for (let row = block * PACKED_ROWS; row < to; row++)
    builder.push(cells.get(row) ?? packedTextAt(column, row));
  return builder.finish();
}
