/**
 * A table with its rows chosen or put in another order, and what an order means for the links of other tables.
 * `order[i]` is the old row that becomes row i.
 */

import { tagLanes } from './cell.ts';
import type { Column, GeometryColumn, NumberArray, Table, TagsColumn, TextColumn } from './column.ts';
import { NONE } from './column.ts';
import { sameType } from './number-array.ts';
import { packText, plainText } from './packed-text.ts';

export function takeRows(table: Table, order: Uint32Array): Table {
  const columns: Record<string, Column> = {};
  for (const [name, column] of Object.entries(table.columns)) {
    columns[name] = takeColumn(column, order, table.rows);
  }
  return { name: table.name, rows: order.length, columns };
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
  for (let i = 0; i < order.length; i++) taken[i] = values[order[i]];
  return taken;
}

function takeText(column: TextColumn, order: Uint32Array): TextColumn {
  const offsets = new Uint32Array(order.length + 1);
  let used = 0;
  for (let i = 0; i < order.length; i++) {
    used += column.offsets[order[i] + 1] - column.offsets[order[i]];
    offsets[i + 1] = used;
  }
  const bytes = new Uint8Array(used);
  for (let i = 0; i < order.length; i++) {
    const from = column.offsets[order[i]];
    const length = offsets[i + 1] - offsets[i];
    // A loop beats subarray + set for cells of a few bytes.
    for (let k = 0; k < length; k++) bytes[offsets[i] + k] = column.bytes[from + k];
  }
  return { kind: 'text', bytes, offsets };
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
