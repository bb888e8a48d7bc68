/**
 * A spatial index for points already ordered by place (Hilbert order): one box per 32 consecutive points, nothing
 * is copied or sorted. Points in any other order give the same answers, slower. Coordinates are whole 1e-7
 * degrees; NO_COORDINATE marks a point without a place, which no region holds.
 */
import { NO_COORDINATE } from '../columns/column.ts';

const BLOCK = 32;

export interface PointBlocks {
  lng: Int32Array;
  lat: Int32Array;
  /** 4 per block: west, south, east, north; west > east: no point of it has a place. */
  boxes: Int32Array;
}

/** What a search asks of a region: how a box lies to it, and whether it holds a point. */
export interface Region {
  box(west: number, south: number, east: number, north: number): 'inside' | 'outside' | 'mixed';
  holds(x: number, y: number): boolean;
}

export function indexPoints(lng: Int32Array, lat: Int32Array): PointBlocks {
  const blocks = Math.ceil(lng.length / BLOCK);
  const boxes = new Int32Array(blocks * 4);
  for (let b = 0; b < blocks; b++) {
    let west = 0x7fffffff;
    let south = 0x7fffffff;
    let east = -0x7fffffff;
    let north = -0x7fffffff;
    const end = Math.min(lng.length, (b + 1) * BLOCK);
    for (let i = b * BLOCK; i < end; i++) {
      const x = lng[i];
      const y = lat[i];
      if (x === NO_COORDINATE || y === NO_COORDINATE) continue;
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < south) south = y;
      if (y > north) north = y;
    }
    boxes.set([west, south, east, north], b * 4);
  }
  return { lng, lat, boxes };
}

/** Calls `hit(from, to)` for runs of consecutive points [from, to) that the region holds, in rising order. */
export function searchPoints(
  index: PointBlocks,
  region: Region,
  hit: (from: number, to: number) => void,
): void {
  const { lng, lat, boxes } = index;
  let start = -1;
  let end = -1;
  const add = (from: number, to: number) => {
    if (from === end) {
      end = to;
      return;
    }
    if (start >= 0) hit(start, end);
    start = from;
    end = to;
  };
  for (let b = 0; b * 4 < boxes.length; b++) {
    const i = b * 4;
    if (boxes[i] > boxes[i + 2]) continue;
    const how = region.box(boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3]);
    if (how === 'outside') continue;
    const from = b * BLOCK;
    const to = Math.min(lng.length, from + BLOCK);
    for (let p = from; p < to; p++) {
      if (lng[p] === NO_COORDINATE || lat[p] === NO_COORDINATE) continue;
      if (how === 'inside' || region.holds(lng[p], lat[p])) add(p, p + 1);
    }
  }
  if (start >= 0) hit(start, end);
}

/** Calls `visit(point)` for every point of the blocks that `admit` lets through; admit may tighten as it goes. */
export function visitBlocks(
  index: PointBlocks,
  admit: (west: number, south: number, east: number, north: number) => boolean,
  visit: (point: number) => void,
): void {
  const { lng, lat, boxes } = index;
  for (let b = 0; b * 4 < boxes.length; b++) {
    const i = b * 4;
    if (boxes[i] > boxes[i + 2] || !admit(boxes[i], boxes[i + 1], boxes[i + 2], boxes[i + 3])) continue;
    const to = Math.min(lng.length, (b + 1) * BLOCK);
    for (let p = b * BLOCK; p < to; p++) if (lng[p] !== NO_COORDINATE && lat[p] !== NO_COORDINATE) visit(p);
  }
}
