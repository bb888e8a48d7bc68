/**
 * Rows of a text table as bytes: what a reader yields in place of a record a row where it is asked to. Owns the shape and
 * the way back to text; what the cells mean is decided in shared/model.
 */
import { readUtf8 } from '../columns/utf8.ts';

/** Valid until the next batch is asked for. */
export interface CellBlock {
  /** Names of the columns; every row has a cell for each. */
  names: readonly string[];
  rows: number;
  /** UTF-8. Cell c of row r is bytes[from[i], to[i]) with i = r * names.length + c. */
  bytes: Uint8Array;
  from: Uint32Array;
  to: Uint32Array;
  /** Line of each row's first character, from 1. */
  lines: Uint32Array;
  /** Some cell may hold full-width forms (U+FF01-FF5E) or the ideographic space. */
  wide: boolean;
}

export function cellText({ names, bytes, from, to }: CellBlock, row: number, column: number): string {
  const cell = row * names.length + column;
  return readUtf8(bytes, from[cell], to[cell]);
}

/** The cells of a row as text. */
export function rowTexts(block: CellBlock, row: number): string[] {
  return block.names.map((_, column) => cellText(block, row, column));
}
