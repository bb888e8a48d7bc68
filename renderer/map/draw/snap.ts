/**
 * Where a pointer means to be: on a corner or side that is there within eight pixels, or with Shift at a right angle to the side before.
 * Owns the choice only; which outlines are near is handed in.
 */
import { type Corner, squaredCorner } from '../../../shared/geo/outline.ts';
import { REACH } from './draw-mode.ts';

export interface SnapPath {
  corners: readonly Corner[];
  closed: boolean;
}

export interface Snapped {
  at: Corner;
  /** What held it; null: it is where the hand is. */
  by: 'corner' | 'side' | 'square' | null;
}

interface Hand {
  at: Corner;
  x: number;
  y: number;
  shift: boolean;
}

/**
 * @param paths outlines and lines in view.
 * @param reach degrees that eight pixels may be, for a first look.
 * @param behind the last two corners drawn, the later one last.
 */
export function snapTo(
  hand: Hand,
  paths: readonly SnapPath[],
  {
    project,
    reach,
    behind,
  }: { project(at: Corner): { x: number; y: number }; reach: number; behind: readonly Corner[] },
): Snapped {
  const from = behind.at(-1);
  if (hand.shift && from)
    return { at: squaredCorner(behind.length > 1 ? behind[0] : null, from, hand.at), by: 'square' };
  const { x, y } = hand;
  const near = paths.filter(({ corners }) => comesNear(corners, hand.at, reach));
  let best = REACH;
  let snapped: Snapped | null = null;
  for (const { corners } of near)
    for (const corner of corners) {
      const place = project(corner);
      const away = Math.hypot(place.x - x, place.y - y);
      if (away <= best) {
        best = away;
        snapped = { at: corner, by: 'corner' };
      }
    }
  if (snapped) return snapped;
  for (const { corners, closed } of near)
    for (let i = 0; i < (closed ? corners.length : corners.length - 1); i++) {
      const [c, d] = [corners[i], corners[(i + 1) % corners.length]];
      const [a, b] = [project(c), project(d)];
      const [ux, uy] = [b.x - a.x, b.y - a.y];
      const length = ux * ux + uy * uy;
      const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - a.x) * ux + (y - a.y) * uy) / length));
      const away = Math.hypot(a.x + t * ux - x, a.y + t * uy - y);
      if (away > best) continue;
      best = away;
      snapped = { at: [c[0] + t * (d[0] - c[0]), c[1] + t * (d[1] - c[1])], by: 'side' };
    }
  return snapped ?? { at: hand.at, by: null };
}

function comesNear(corners: readonly Corner[], [lng, lat]: Corner, reach: number): boolean {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of corners) {
    if (x < west) west = x;
    if (x > east) east = x;
    if (y < south) south = y;
    if (y > north) north = y;
  }
  return lng >= west - reach && lng <= east + reach && lat >= south - reach && lat <= north + reach;
}
