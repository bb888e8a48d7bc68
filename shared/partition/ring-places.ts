/** Where a place or a side lies to rings of whole millimetres: exact signs, no tolerance. Rings are corners, 2 numbers each, not closed. Owns the tests alone. */
import type { Box } from './box-index.ts';
import { cross } from './exact.ts';

export function boxOf(corners: ArrayLike<number>, margin = 0): Box {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let i = 0; i < corners.length; i += 2) {
    west = Math.min(west, corners[i]);
    east = Math.max(east, corners[i]);
    south = Math.min(south, corners[i + 1]);
    north = Math.max(north, corners[i + 1]);
  }
  return [west - margin, south - margin, east + margin, north + margin];
}

/** 1 inside rings by even-odd, 0 on one of their sides, -1 outside. Exact. */
export function placeInRings(rings: readonly ArrayLike<number>[], x: number, y: number): 1 | 0 | -1 {
  let inside = false;
  for (const ring of rings)
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const ax = ring[j];
      const ay = ring[j + 1];
      const bx = ring[i];
      const by = ring[i + 1];
      if ((ay < y && by < y) || (ay > y && by > y) || (ax < x && bx < x)) continue;
      const side = cross(ax, ay, bx, by, x, y);
      if (side === 0 && x >= Math.min(ax, bx) && x <= Math.max(ax, bx)) return 0;
      if (ay > y !== by > y && side > 0 === by > ay && side !== 0) inside = !inside;
    }
  return inside ? 1 : -1;
}

/** Whether two sides have a place in common; exact. */
export function sidesMeet(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
  dx: number,
  dy: number,
): boolean {
  if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) return false;
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return false;
  const c = cross(ax, ay, bx, by, cx, cy);
  const d = cross(ax, ay, bx, by, dx, dy);
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return false;
  const a = cross(cx, cy, dx, dy, ax, ay);
  const b = cross(cx, cy, dx, dy, bx, by);
  // All four on one line: their boxes touch, so they do.
  return !((a > 0 && b > 0) || (a < 0 && b < 0));
}

/** A hole with a corner outside the outer ring, or within another hole. Rings that meet share a node, so one corner off all tells. */
export function holeAstray(rings: readonly Int32Array[], hole: number): boolean {
  return rings.some((ring, r) => {
    if (r === hole) return false;
    for (let i = 0; i < rings[hole].length; i += 2) {
      const side = placeInRings([ring], rings[hole][i], rings[hole][i + 1]);
      if (side !== 0) return r === 0 ? side < 0 : side > 0;
    }
    return true;
  });
}
