/**
 * Whether a camera looks at a place: by the way it faces, how wide it sees and how far. On the local plane; walls in the way are not known.
 * Owns the test alone.
 */

import type { LngLat } from '../query/selection.ts';
import { greatCircleMetres } from './distance.ts';

const RADIANS = Math.PI / 180;

/** Degrees clockwise from north, field of view in degrees (360 and more: all round), metres. */
export interface Sight {
  bearing: number;
  view: number;
  range: number;
}

/** Degrees clockwise from north, 0 to 360, from one place to another near it. */
export function bearingTo([lngA, latA]: LngLat, [lngB, latB]: LngLat): number {
  const east = (lngB - lngA) * Math.cos(((latA + latB) / 2) * RADIANS);
  const angle = Math.atan2(east, latB - latA) / RADIANS;
  return (angle + 360) % 360;
}

/** Degrees between two directions, 0 to 180. */
export function turnBetween(a: number, b: number): number {
  const turn = (((a - b) % 360) + 360) % 360;
  return Math.min(turn, 360 - turn);
}

/** A camera sees what it hangs over. One without a view or a range sees nothing that could be said. */
export function sees(from: LngLat, { bearing, view, range }: Sight, to: LngLat): boolean {
  if (!(view > 0 && range > 0)) return false;
  const metres = greatCircleMetres(from[0], from[1], to[0], to[1]);
  if (metres > range) return false;
  return view >= 360 || metres < 0.5 || turnBetween(bearing, bearingTo(from, to)) <= view / 2;
}
