/**
 * Records by the ids that the register gives them: from rows to ids and back. Owns the search through an id column; a million ids are looked
 * through by their bytes, and only those that may be meant are read as text.
 */
import { textAt } from '../columns/cell.ts';
import type { Table, TextColumn } from '../columns/column.ts';

const encoder = new TextEncoder();

function idColumn(table: Table | undefined): TextColumn | null {
  const column = table?.columns['id'];
  return column?.kind === 'text' ? column : null;
}

/** '' for a record without one. */
export function idAt(table: Table | undefined, row: number): string {
  const column = idColumn(table);
  return column && row < (table?.rows ?? 0) ? textAt(column, row) : '';
}

/** FNV-1a over a stretch of bytes, 32 bits. */
function hash(bytes: Uint8Array, from: number, to: number): number {
  let value = 0x811c9dc5;
  for (let i = from; i < to; i++) value = Math.imul(value ^ bytes[i], 0x01000193);
  return value >>> 0;
}

/** The first row of each id that is in the table; the others are left out. */
export function rowsOfIds(table: Table | undefined, ids: ReadonlySet<string>): Map<string, number> {
  const found = new Map<string, number>();
  const column = idColumn(table);
  if (!table || !column || ids.size === 0) return found;
  const wanted = new Set<number>();
  for (const id of ids) {
    const bytes = encoder.encode(id);
    wanted.add(hash(bytes, 0, bytes.length));
  }
  const { bytes, offsets } = column;
  for (let row = 0; row < table.rows && found.size < ids.size; row++) {
    if (!wanted.has(hash(bytes, offsets[row], offsets[row + 1]))) continue;
    const id = textAt(column, row);
    if (ids.has(id) && !found.has(id)) found.set(id, row);
  }
  return found;
}
