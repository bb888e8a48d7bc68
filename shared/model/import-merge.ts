/**
 * Imported rows joined to the rows that are there, by key: the ones that are known are brought up to date, the others added.
 * Owns what new, changed, same and gone mean. A blank cell of a file says nothing: what was known stays. Links between tables are
 * not its business (import-links.ts).
 */
import { isKnown, sameCell } from '../columns/cell-compare.ts';
import { type Column, NONE, type Table } from '../columns/column.ts';
import { textColumn } from '../columns/packed-text.ts';
import { isWhole, newRowOf, takeColumn } from '../columns/take-rows.ts';
import { TextIndex } from '../columns/text-keys.ts';
import { concatTables } from './import-concat.ts';

export interface MergeCounts {
  new: number;
  changed: number;
  same: number;
  /** Rows of the community that the file does not name. */
  gone: number;
}

/** What became of an incoming row. */
export const ROW_NEW = 0;
export const ROW_CHANGED = 1;
export const ROW_SAME = 2;

export interface MergedTable {
  table: Table;
  /** New row of each row that was there; NONE: left out as gone. */
  newRow: Uint32Array;
  /** Row of the result of each incoming row. */
  rowOf: Uint32Array;
  /** ROW_NEW, ROW_CHANGED or ROW_SAME of each incoming row. */
  state: Uint8Array;
  gone: number;
}

export interface MergeOptions {
  /** Text columns that name a record, the surest first. */
  keys: readonly string[];
  /** Columns that the file speaks of. */
  mapped: ReadonlySet<string>;
  gone: 'keep' | 'remove';
}

/** Rows that were there first, in their order, then the new ones in the order of the file. */
export function mergeTables(old: Table, incoming: Table, options: MergeOptions): MergedTable {
  const partner = matchRows(old, incoming, options.keys);
  const matched = new Uint8Array(old.rows);
  for (const row of partner) if (row !== NONE) matched[row] = 1;
  const gone = matched.reduce((sum, hit) => sum - hit, old.rows);
  const base = baseOrder(old.rows, matched, partner, options.gone === 'remove');
  const newRow = newRowOf(base, old.rows + incoming.rows).subarray(0, old.rows);
  const rowOf = new Uint32Array(incoming.rows);
  const places = newRowOf(base, old.rows + incoming.rows);
  for (let row = 0; row < incoming.rows; row++)
    rowOf[row] = partner[row] === NONE ? places[old.rows + row] : newRow[partner[row]];
  const both = concatTables(old, incoming);
  const state = new Uint8Array(incoming.rows).fill(ROW_SAME);
  for (let row = 0; row < incoming.rows; row++) if (partner[row] === NONE) state[row] = ROW_NEW;
  const columns: Record<string, Column> = {};
  // Links are written into the result: what is taken over as it is must be nobody else's.
  const whole = incoming.rows > 0 && isWhole(base, both.rows);
  for (const [name, column] of Object.entries(both.columns)) {
    const order = options.mapped.has(name)
      ? updatedOrder(column, base, partner, rowOf, state, old.rows, both.rows)
      : base;
    columns[name] = whole && order === base ? column : takeColumn(column, order, both.rows);
  }
  return { table: { name: old.name, rows: base.length, columns }, newRow, rowOf, state, gone };
}

export function countStates(state: Uint8Array, gone: number): MergeCounts {
  const counts = { new: 0, changed: 0, same: 0, gone };
  for (const each of state) counts[each === ROW_NEW ? 'new' : each === ROW_CHANGED ? 'changed' : 'same']++;
  return counts;
}

/** The row that each incoming row speaks of, NONE for new ones; nobody is named twice. */
function matchRows(old: Table, incoming: Table, keys: readonly string[]): Uint32Array {
  const partner = new Uint32Array(incoming.rows).fill(NONE);
  if (old.rows === 0) return partner;
  const taken = new Uint8Array(old.rows);
  for (const key of keys) {
    const there = textColumn(old.columns[key]);
    const here = textColumn(incoming.columns[key]);
    if (!there || !here) continue;
    // A key of two records leads to neither.
    const rows = new TextIndex(there);
    const { bytes, offsets } = here;
    for (let row = 0; row < incoming.rows; row++) {
      if (partner[row] !== NONE) continue;
      const found = rows.findBytes(bytes, offsets[row], offsets[row + 1]);
      if (found === NONE || taken[found]) continue;
      partner[row] = found;
      taken[found] = 1;
    }
  }
  return partner;
}

/** Rows of the two tables one after the other, as they stand in the result before anything is updated. */
function baseOrder(
  oldRows: number,
  matched: Uint8Array,
  partner: Uint32Array,
  removeGone: boolean,
): Uint32Array {
  const order: number[] = [];
  for (let row = 0; row < oldRows; row++) if (matched[row] || !removeGone) order.push(row);
  for (let row = 0; row < partner.length; row++) if (partner[row] === NONE) order.push(oldRows + row);
  return Uint32Array.from(order);
}

/** As `base`, but with the file's cell where it says something; notes which rows it changes. */
function updatedOrder(
  column: Column,
  base: Uint32Array,
  partner: Uint32Array,
  rowOf: Uint32Array,
  state: Uint8Array,
  oldRows: number,
  rows: number,
): Uint32Array {
  if (oldRows === 0) return base;
  const order = base.slice();
  for (let row = 0; row < partner.length; row++) {
    if (partner[row] === NONE || !isKnown(column, oldRows + row, rows)) continue;
    if (sameCell(column, partner[row], oldRows + row, rows)) continue;
    order[rowOf[row]] = oldRows + row;
    state[row] = ROW_CHANGED;
  }
  return order;
}
