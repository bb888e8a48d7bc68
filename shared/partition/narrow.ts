/**
 * How wide a part of an outline is: a sliver is one that no circle of 0.5 m across fits into. Owns that test and a place that is
 * surely inside. Millimetres of the lattice.
 */
import { cross } from './exact.ts';
import type { OutlinePart } from './outline.ts';
import { doubleArea } from './ring-tracing.ts';

/** Narrower than this is a sliver. */
export const SLIVER_WIDTH = 500;

/**
 * Whether the part is a sliver. First by area and perimeter: within the distance r of the border lies at most
 * perimeter x r, and a sector of r for each corner that turns in, so a larger area holds a place farther from it. Otherwise
 * by halving squares until one holds such a place or none can.
 */
export function isSliver({ outer, holes }: OutlinePart): boolean {
  const reach = SLIVER_WIDTH / 2;
  const rings = [outer, ...holes];
  const area = Math.abs(rings.reduce((sum, ring) => sum + doubleArea(ring), 0)) / 2;
  if (area < Math.PI * reach * reach) return true;
  let border = 0;
  let sectors = 0;
  for (const ring of rings) {
    border += perimeter(ring);
    sectors += reflexTurn(ring);
  }
  if (area > border * reach + (sectors / 2) * reach * reach) return false;
  return !holdsCircle(rings, reach);
}

/** Millimetres. */
export function perimeter(ring: Int32Array): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2)
    sum += Math.hypot(ring[i] - ring[j], ring[i + 1] - ring[j + 1]);
  return sum;
}

/** Radians by which the corners turn right, together: those where the inside is more than a straight angle. */
function reflexTurn(ring: Int32Array): number {
  const length = ring.length;
  let sum = 0;
  for (let i = 0; i < length; i += 2) {
    const [px, py] = [ring[(i + length - 2) % length], ring[(i + length - 1) % length]];
    const [qx, qy] = [ring[(i + 2) % length], ring[(i + 3) % length]];
    const turn = cross(px, py, ring[i], ring[i + 1], qx, qy);
    if (turn >= 0) continue;
    const along = (ring[i] - px) * (qx - ring[i]) + (ring[i + 1] - py) * (qy - ring[i + 1]);
    sum += Math.atan2(-turn, along);
  }
  return sum;
}

/** A square of the search: its middle and half its side. */
interface Square {
  x: number;
  y: number;
  half: number;
}

/** Millimetres: squares this small decide, so the width is told to 6 mm. */
const EXACT_ENOUGH = 4;

function holdsCircle(rings: readonly Int32Array[], reach: number): boolean {
  let west = Infinity;
  let south = Infinity;
  let east = -Infinity;
  let north = -Infinity;
  for (let i = 0; i < rings[0].length; i += 2) {
    west = Math.min(west, rings[0][i]);
    east = Math.max(east, rings[0][i]);
    south = Math.min(south, rings[0][i + 1]);
    north = Math.max(north, rings[0][i + 1]);
  }
  const half = Math.max(Math.min(east - west, north - south) / 2, reach);
  const waiting: Square[] = [];
  for (let x = west + half; x - half < east; x += 2 * half)
    for (let y = south + half; y - half < north; y += 2 * half) waiting.push({ x, y, half });
  for (let square = waiting.pop(); square; square = waiting.pop()) {
    const { x, y } = square;
    const depth = signedDistance(rings, x, y);
    if (depth >= reach) return true;
    // No place of the square is deeper than its middle by more than half its diagonal.
    if (depth + square.half * Math.SQRT2 < reach || square.half < EXACT_ENOUGH) continue;
    const quarter = square.half / 2;
    for (const dx of [-quarter, quarter])
      for (const dy of [-quarter, quarter]) waiting.push({ x: x + dx, y: y + dy, half: quarter });
  }
  return false;
}

/** Distance to the border, negative outside. */
function signedDistance(rings: readonly Int32Array[], x: number, y: number): number {
  let inside = false;
  let nearest = Infinity;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [ax, ay, bx, by] = [ring[j], ring[j + 1], ring[i], ring[i + 1]];
      const dx = bx - ax;
      const dy = by - ay;
      if (ay > y !== by > y && x < ((y - ay) * dx) / dy + ax) inside = !inside;
      const along = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
      const offX = ax + along * dx - x;
      const offY = ay + along * dy - y;
      nearest = Math.min(nearest, offX * offX + offY * offY);
    }
  }
  return (inside ? 1 : -1) * Math.sqrt(nearest);
}

/** How many heights are tried for a place inside. */
const HEIGHTS = 9;

/** A place inside: the middle of the longest stretch found along a few level lines. */
export function placeInside({ outer, holes }: OutlinePart): [number, number] {
  const ys = new Set<number>();
  for (let i = 1; i < outer.length; i += 2) ys.add(outer[i]);
  const levels = [...ys].sort((a, b) => a - b);
  const step = Math.max(1, Math.floor((levels.length - 1) / HEIGHTS));
  let best: [number, number] = [outer[0], outer[1]];
  let longest = 0;
  for (let k = 0; k + 1 < levels.length; k += step) {
    const y = (levels[k] + levels[k + 1]) / 2;
    const crossings = [outer, ...holes].flatMap((ring) => crossingsAt(ring, y)).sort((a, b) => a - b);
    for (let c = 0; c + 1 < crossings.length; c += 2) {
      const length = crossings[c + 1] - crossings[c];
      if (length <= longest) continue;
      longest = length;
      best = [(crossings[c] + crossings[c + 1]) / 2, y];
    }
  }
  return best;
}

function crossingsAt(ring: Int32Array, y: number): number[] {
  const found: number[] = [];
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    const [ax, ay, bx, by] = [ring[j], ring[j + 1], ring[i], ring[i + 1]];
    if (ay > y !== by > y) found.push(ax + ((y - ay) * (bx - ax)) / (by - ay));
  }
  return found;
}

/** Area-weighted middle of rings, for the scale of the area there. */
export function middleOf({ outer, holes }: OutlinePart): [number, number] {
  let sum = 0;
  let x = 0;
  let y = 0;
  const [x0, y0] = outer;
  for (const ring of [outer, ...holes])
    for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
      const [ax, ay, bx, by] = [ring[j] - x0, ring[j + 1] - y0, ring[i] - x0, ring[i + 1] - y0];
      const twice = ax * by - bx * ay;
      sum += twice;
      x += (ax + bx) * twice;
      y += (ay + by) * twice;
    }
  return sum === 0 ? [x0, y0] : [x0 + x / (3 * sum), y0 + y / (3 * sum)];
}
