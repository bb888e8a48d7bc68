/**
 * Text columns made small: blocks of PACKED_ROWS rows, each by itself, so that a cell costs the reading of one block. For
 * columns that are read in a row's dossier or a page of a table; whoever goes through all rows makes them plain first.
 *
 * Byte 0 of a block says its form. LZ: u32 size, then in LZ4 the cells with END behind each: neighbours live at nearly the
 * same address. DIGITS: u8 width, then `width` bytes a row of half bytes, first the high one: ids, of any length.
 */
import type { Column, PackedColumn, TextColumn } from './column.ts';
import { Lz4Writer, lz4Room, lz4Size, readLz4 } from './lz4.ts';
import { withRoom } from './number-array.ts';
import { takeText } from './take-text.ts';
import { readUtf8 } from './utf8.ts';

export const PACKED_ROWS = 32;
const LZ = 0;
const DIGITS = 1;
const LZ_HEAD = 5;
const DIGITS_HEAD = 2;
/** No UTF-8 has this byte. */
const END = 0xff;
/** Half byte 0 is the end of a cell. */
const SYMBOLS = '\0' + '0123456789X-* +';
const WIDEST = 32;
/** Most bytes of a block in the clear. */
const LARGEST = 64 * 1024 * 1024;

const BYTE_OF = Uint8Array.from(SYMBOLS, (symbol) => symbol.charCodeAt(0));
const HALF_OF = new Uint8Array(256);
for (let half = 1; half < BYTE_OF.length; half++) HALF_OF[BYTE_OF[half]] = half;

/** A column that is not text (END is among its bytes) or has cells of many megabytes comes back as it is. */
export function packText(column: TextColumn): PackedColumn | TextColumn {
  const rows = column.offsets.length - 1;
  if (column.bytes.indexOf(END) >= 0) return column;
  const writer = new Lz4Writer();
  const starts = new Uint32Array(Math.ceil(rows / PACKED_ROWS) + 1);
  let bytes: Uint8Array = new Uint8Array(4096);
  let plain: Uint8Array = new Uint8Array(4096);
  let used = 0;
  for (let block = 0; block + 1 < starts.length; block++) {
    const from = block * PACKED_ROWS;
    const to = Math.min(rows, from + PACKED_ROWS);
    const width = digitsWidth(column, from, to);
    const size = column.offsets[to] - column.offsets[from] + to - from;
    const room = width < 0 ? LZ_HEAD + lz4Room(size) : DIGITS_HEAD + width * (to - from);
    if (size > LARGEST) return column;
    bytes = withRoom(bytes, used + room);
    if (width < 0) {
      plain = withRoom(plain, size);
      writeCells(column, from, to, plain);
      bytes[used] = LZ;
      for (let i = 0; i < 4; i++) bytes[used + 1 + i] = size >>> (8 * i);
      used = writer.write(plain, size, bytes, used + LZ_HEAD);
    } else used = writeDigits(column, from, to, width, bytes, used);
    starts[block + 1] = used;
  }
  return { kind: 'packed', rows, starts, bytes: bytes.slice(0, used) };
}

/** Bytes a row of half bytes; -1: a cell has other characters or is long. */
function digitsWidth({ bytes, offsets }: TextColumn, from: number, to: number): number {
  for (let at = offsets[from]; at < offsets[to]; at++) if (HALF_OF[bytes[at]] === 0) return -1;
  let longest = 0;
  for (let row = from; row < to; row++) longest = Math.max(longest, offsets[row + 1] - offsets[row]);
  return longest > 2 * WIDEST ? -1 : (longest + 1) >>> 1;
}

function writeDigits(
  { bytes, offsets }: TextColumn,
  from: number,
  to: number,
  width: number,
  target: Uint8Array,
  at: number,
): number {
  target[at] = DIGITS;
  target[at + 1] = width;
  const end = at + DIGITS_HEAD + width * (to - from);
  target.fill(0, at + DIGITS_HEAD, end);
  for (let row = from; row < to; row++) {
    const cell = at + DIGITS_HEAD + width * (row - from);
    for (let i = 0; i < offsets[row + 1] - offsets[row]; i++)
      target[cell + (i >>> 1)] |= HALF_OF[bytes[offsets[row] + i]] << (i & 1 ? 0 : 4);
  }
  return end;
}

function writeCells({ bytes, offsets }: TextColumn, from: number, to: number, target: Uint8Array): void {
  let end = 0;
  for (let row = from; row < to; row++) {
    for (let at = offsets[row]; at < offsets[row + 1]; at++) target[end++] = bytes[at];
    target[end++] = END;
  }
}

const sizeAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at + 1] | (bytes[at + 2] << 8) | (bytes[at + 3] << 16) | (bytes[at + 4] << 24)) >>> 0;

/** Whether bytes[from, to) is a block of `rows` rows: what passes is read without going astray, whatever it says. */
export function isPackedBlock(bytes: Uint8Array, from: number, to: number, rows: number): boolean {
  if (to - from < DIGITS_HEAD) return false;
  if (bytes[from] === DIGITS) return to - from === DIGITS_HEAD + bytes[from + 1] * rows;
  if (bytes[from] !== LZ || to - from < LZ_HEAD || sizeAt(bytes, from) > LARGEST) return false;
  return lz4Size(bytes, from + LZ_HEAD, to) === sizeAt(bytes, from);
}

/** A block in the clear: cell i is bytes[offsets[i], offsets[i + 1]). Kept from block to block. */
interface Clear {
  column: PackedColumn | null;
  block: number;
  bytes: Uint8Array;
  offsets: Uint32Array;
}
const newClear = (): Clear => ({
  column: null,
  block: -1,
  bytes: new Uint8Array(8192),
  offsets: new Uint32Array(PACKED_ROWS + 1),
});

/** Cells in the blocks of a column: one a row, unless rows came or went since they were packed. */
export function cellCount({ rows, moved }: PackedColumn): number {
  return moved?.cells ?? rows;
}

/** Reads a block unless it is the one that was read last. Returns its cells. */
function clearBlock(column: PackedColumn, block: number, clear: Clear): number {
  const rows = Math.min(PACKED_ROWS, cellCount(column) - block * PACKED_ROWS);
  if (clear.column === column && clear.block === block) return rows;
  const from = column.starts[block];
  clear.column = column;
  clear.block = block;
  if (column.bytes[from] === DIGITS) clearDigits(column.bytes, from, rows, clear);
  else clearLz(column.bytes, from, column.starts[block + 1], rows, clear);
  return rows;
}

function clearDigits(source: Uint8Array, from: number, rows: number, clear: Clear): void {
  const width = source[from + 1];
  clear.bytes = withRoom(clear.bytes, 2 * width * rows);
  const { bytes, offsets } = clear;
  let end = 0;
  for (let row = 0, at = from + DIGITS_HEAD; row < rows; row++, at += width) {
    for (let i = 0; i < width; i++) {
      const two = source[at + i];
      if (two >>> 4 === 0) break;
      bytes[end++] = BYTE_OF[two >>> 4];
      if ((two & 15) === 0) break;
      bytes[end++] = BYTE_OF[two & 15];
    }
    offsets[row + 1] = end;
  }
}

function clearLz(source: Uint8Array, from: number, to: number, rows: number, clear: Clear): void {
  clear.bytes = withRoom(clear.bytes, sizeAt(source, from));
  const { bytes, offsets } = clear;
  const size = readLz4(source, from + LZ_HEAD, to, bytes);
  // The ends are taken out in place. A block with too few of them has empty cells; what is behind the last is left out.
  let row = 0;
  let end = 0;
  for (let at = 0; at < size && row < rows; at++)
    if (bytes[at] === END) offsets[++row] = end;
    else bytes[end++] = bytes[at];
  while (row < rows) offsets[++row] = end;
}

const lastRead = newClear();

/** The cell of a row; '' means not known. */
export function packedTextAt(column: PackedColumn, row: number): string {
  return packedCellAt(column, column.moved ? column.moved.order[row] : row);
}

/** A cell by its own number. */
export function packedCellAt(column: PackedColumn, cell: number): string {
  const block = Math.floor(cell / PACKED_ROWS);
  clearBlock(column, block, lastRead);
  const { bytes, offsets } = lastRead;
  const at = cell - block * PACKED_ROWS;
  return readUtf8(bytes, offsets[at], offsets[at + 1]);
}

/** A column of text in the clear, whatever form it has; null: it holds no text. */
export function textColumn(column: Column | undefined): TextColumn | null {
  if (column?.kind === 'text') return column;
  return column?.kind === 'packed' ? plainText(column) : null;
}

/** All rows in the clear, for those who go through every one: a copy that is to be let go soon. */
export function plainText(column: PackedColumn): TextColumn {
  const cells = plainCells(column);
  return column.moved ? takeText(cells, column.moved.order) : cells;
}

/** The column with a cell for each row in their order, as it is stored. */
export function settledText(column: PackedColumn): PackedColumn | TextColumn {
  return column.moved ? packText(plainText(column)) : column;
}

function plainCells(column: PackedColumn): TextColumn {
  const offsets = new Uint32Array(cellCount(column) + 1);
  const clear = newClear();
  let bytes: Uint8Array = new Uint8Array(clearRoom(column));
  let used = 0;
  for (let block = 0; block + 1 < column.starts.length; block++) {
    const rows = clearBlock(column, block, clear);
    bytes.set(clear.bytes.subarray(0, clear.offsets[rows]), used);
    for (let i = 1; i <= rows; i++) offsets[block * PACKED_ROWS + i] = used + clear.offsets[i];
    used += clear.offsets[rows];
  }
  if (used < bytes.length) bytes = bytes.slice(0, used);
  return { kind: 'text', bytes, offsets };
}

/** Most bytes that all cells can take. */
function clearRoom(column: PackedColumn): number {
  const { bytes, starts } = column;
  let room = 0;
  for (let block = 0; block + 1 < starts.length; block++) {
    const from = starts[block];
    const held = Math.min(PACKED_ROWS, cellCount(column) - block * PACKED_ROWS);
    room += bytes[from] === DIGITS ? 2 * bytes[from + 1] * held : sizeAt(bytes, from);
  }
  return room;
}
