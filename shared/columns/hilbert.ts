/**
 * The Hilbert curve order of points: neighbours on the map become neighbours in the table.
 */
import { NO_COORDINATE } from './column.ts';
import { radixSort } from './radix.ts';

/**
 * Rows in Hilbert order of their point (32-bit curve over the bounding box of all points, 65,536 cells a side); rows without a
 * point (NO_COORDINATE) come last. Equal cells keep row order. `lng`, `lat`: whole 1e-7 degrees.
 */
export function hilbertOrder(lng: Int32Array, lat: Int32Array): Uint32Array {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let row = 0; row < lng.length; row++) {
    if (lng[row] === NO_COORDINATE || lat[row] === NO_COORDINATE) continue;
    west = Math.min(west, lng[row]);
    east = Math.max(east, lng[row]);
    south = Math.min(south, lat[row]);
    north = Math.max(north, lat[row]);
  }
  const scale = 0xffff / Math.max(east - west, north - south, 1);
  const rows = new Uint32Array(lng.length);
  let placed = 0;
  let unplaced = lng.length;
  // The ones without a place from the end on, so that they come out in reverse.
  for (let row = 0; row < lng.length; row++) {
    if (lng[row] === NO_COORDINATE || lat[row] === NO_COORDINATE) rows[--unplaced] = row;
    else rows[placed++] = row;
  }
  const low = new Uint32Array(placed);
  for (let i = 0; i < placed; i++)
    low[i] = hilbertIndex(
      Math.floor((lng[rows[i]] - west) * scale),
      Math.floor((lat[rows[i]] - south) * scale),
    );
  rows.set(radixSort({ rows: rows.slice(0, placed), low, high: null }).rows);
  rows.subarray(placed).reverse();
  return rows;
}

/** Distance along the curve of cell x, y (0..65535 each). The classic turn-and-flip recursion, unrolled by level. */
export function hilbertIndex(cellX: number, cellY: number): number {
  let x = cellX;
  let y = cellY;
  let index = 0;
  for (let side = 0x8000; side > 0; side >>>= 1) {
    const right = (x & side) !== 0 ? 1 : 0;
    const up = (y & side) !== 0 ? 1 : 0;
    index = index * 4 + ((3 * right) ^ up);
    if (up === 0) {
      if (right === 1) {
        x = 0xffff - x;
        y = 0xffff - y;
      }
      const swap = x;
      x = y;
      y = swap;
    }
  }
  return index;
}
