/**
 * A packed text column with some cells changed: only their blocks are read and written anew. Byte for byte what packing the whole column
 * would give, because every block is packed by itself.
 */
import type { PackedColumn, TextColumn } from './column.ts';
import { TextBuilder } from './column-builder.ts';
import { cellCount, PACKED_ROWS, packedCellAt, packText } from './packed-text.ts';

/**
 * `texts`: new text by cell; cells from the last one of the column up to `cells` are added, blank where no text is given. Rows are as cells
 * then. null: it cannot stay packed (packText says why); then the whole column must be made plain.
 */
export function withPackedCells(
  column: PackedColumn,
  texts: ReadonlyMap<number, string>,
  cells = cellCount(column),
): PackedColumn | null {
  const held = cellCount(column);
  const changed = new Set([...texts.keys()].map(blockOf));
  if (cells > held) for (let block = blockOf(held); block <= blockOf(cells - 1); block++) changed.add(block);
  const blocks = new Map<number, Uint8Array>();
  for (const block of changed) {
    const packed = packText(blockText(column, block, texts, cells));
    if (packed.kind !== 'packed') return null;
    blocks.set(block, packed.bytes);
  }
  const count = Math.ceil(cells / PACKED_ROWS);
  const starts = new Uint32Array(count + 1);
  for (let block = 0; block < count; block++) {
    const size = blocks.get(block)?.length ?? column.starts[block + 1] - column.starts[block];
    starts[block + 1] = starts[block] + size;
  }
  const bytes = new Uint8Array(starts[count]);
  let from = 0;
  for (const [block, packed] of [...blocks].sort(([a], [b]) => a - b)) {
    copyBlocks(column, from, block, bytes, starts[from]);
    bytes.set(packed, starts[block]);
    from = block + 1;
  }
  copyBlocks(column, from, count, bytes, starts[from]);
  return { kind: 'packed', rows: cells, starts, bytes };
}

const blockOf = (cell: number): number => Math.floor(cell / PACKED_ROWS);

/** Blocks [from, to), of those that the column has. */
function copyBlocks(
  { starts, bytes }: PackedColumn,
  from: number,
  to: number,
  target: Uint8Array,
  at: number,
): void {
  const end = Math.min(to, starts.length - 1);
  if (from < end) target.set(bytes.subarray(starts[from], starts[end]), at);
}

function blockText(
  column: PackedColumn,
  block: number,
  texts: ReadonlyMap<number, string>,
  cells: number,
): TextColumn {
  const builder = new TextBuilder('', '');
  const held = cellCount(column);
  const to = Math.min(cells, (block + 1) * PACKED_ROWS);
  for (let cell = block * PACKED_ROWS; cell < to; cell++)
    builder.push(texts.get(cell) ?? (cell < held ? packedCellAt(column, cell) : ''));
  return builder.finish();
}
