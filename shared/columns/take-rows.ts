/**
 * A table with its rows chosen or put in another order, and what an order means for the links of other tables.
 * `order[i]` is the old row that becomes row i.
 */

import { tagLanes } from './cell.ts';
import type { Column, GeometryColumn, NumberArray, Table, TagsColumn } from './column.ts';
import { NONE } from './column.ts';
import { sameType } from './number-array.ts';
import { packText, plainText } from './packed-text.ts';
import { takeText } from './take-text.ts';

export function takeRows(table: Table, order: Uint32Array): Table {
  if (isWhole(order, table.rows)) return table;
  const columns: Record<string, Column> = {};
  for (const [name, column] of Object.entries(table.columns)) {
    columns[name] = takeColumn(column, order, table.rows);
  }
  return { name: table.name, rows: order.length, columns };
}

/** Every row, in the order it has. */
export function isWhole(order: Uint32Array, rows: number): boolean {
  if (order.length !== rows) return false;
  for (let i = 0; i < rows; i++) if (order[i] !== i) return false;
  return true;
}

/** One column of a table of `rows` rows, its rows chosen or put in another order. */
export function takeColumn(column: Column, order: Uint32Array, rows: number): Column {
  switch (column.kind) {
    case 'number':
      return { ...column, values: takeValues(column.values, order) };
    case 'dict':
      return { ...column, codes: takeValues(column.codes, order) };
    case 'text':
      return takeText(column, order);
    case 'packed':
      return packText(takeText(plainText(column), order));
    case 'tags':
      return takeTags(column, order, rows);
    case 'geometry':
      return takeGeometry(column, order);
  }
}

function takeValues<T extends NumberArray>(values: T, order: Uint32Array): T {
  const taken = sameType(values, order.length);
  // One loop for each width: a loop that meets arrays of several types is many times slower.
  const { buffer, byteOffset, length } = values;
  const to = taken.buffer;
  switch (values.BYTES_PER_ELEMENT) {
    case 1:
      gather8(new Uint8Array(buffer, byteOffset, length), order, new Uint8Array(to));
      break;
    case 2:
      gather16(new Uint16Array(buffer, byteOffset, length), order, new Uint16Array(to));
      break;
    case 4:
      gather32(new Uint32Array(buffer, byteOffset, length), order, new Uint32Array(to));
      break;
    default:
      gather64(new Float64Array(buffer, byteOffset, length), order, new Float64Array(to));
  }
  return taken;
}

function gather8(from: Uint8Array, order: Uint32Array, to: Uint8Array): void {
  for (let i = 0; i < order.length; i++) to[i] = from[order[i]];
}

function gather16(from: Uint16Array, order: Uint32Array, to: Uint16Array): void {
  for (let i = 0; i < order.length; i++) to[i] = from[order[i]];
}

function gather32(from: Uint32Array, order: Uint32Array, to: Uint32Array): void {
  for (let i = 0; i < order.length; i++) to[i] = from[order[i]];
}

function gather64(from: Float64Array, order: Uint32Array, to: Float64Array): void {
  for (let i = 0; i < order.length; i++) to[i] = from[order[i]];
}

function takeTags(column: TagsColumn, order: Uint32Array, rows: number): TagsColumn {
  const lanes = tagLanes(column);
  const masks = new Uint32Array(lanes * order.length);
  for (let lane = 0; lane < lanes; lane++) {
    for (let i = 0; i < order.length; i++) {
      masks[lane * order.length + i] = column.masks[lane * rows + order[i]];
    }
  }
  return { kind: 'tags', masks, names: column.names };
}

function takeGeometry(column: GeometryColumn, order: Uint32Array): GeometryColumn {
  const rowRings = new Uint32Array(order.length + 1);
  let rings = 0;
  let vertices = 0;
  for (let i = 0; i < order.length; i++) {
    const first = column.rowRings[order[i]];
    const last = column.rowRings[order[i] + 1];
    rings += last - first;
    vertices += column.ringVertices[last] - column.ringVertices[first];
    rowRings[i + 1] = rings;
  }
  const coords = new Int32Array(2 * vertices);
  const ringVertices = new Uint32Array(rings + 1);
  const ringRole = new Uint8Array(rings);
  let ring = 0;
  for (let i = 0; i < order.length; i++) {
    for (let old = column.rowRings[order[i]]; old < column.rowRings[order[i] + 1]; old++) {
      const from = column.ringVertices[old];
      const to = column.ringVertices[old + 1];
      coords.set(column.coords.subarray(2 * from, 2 * to), 2 * ringVertices[ring]);
      ringVertices[ring + 1] = ringVertices[ring] + to - from;
      ringRole[ring++] = column.ringRole[old];
    }
  }
  return { kind: 'geometry', shape: column.shape, coords, ringVertices, rowRings, ringRole };
}

/** From `order` to the new row of each of the `oldRows` old rows; NONE: the row was left out. */
export function newRowOf(order: Uint32Array, oldRows: number): Uint32Array {
  const newRow = new Uint32Array(oldRows).fill(NONE);
  for (let i = 0; i < order.length; i++) newRow[order[i]] = i;
  return newRow;
}

/** Links after the rows of the table they point to have moved; a link to a row left out becomes NONE. */
export function movedLinks(links: Uint32Array, newRow: Uint32Array): Uint32Array {
  const moved = new Uint32Array(links.length);
  for (let i = 0; i < links.length; i++) moved[i] = links[i] < newRow.length ? newRow[links[i]] : NONE;
  return moved;
}
