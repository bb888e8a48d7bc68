/** The ground that a camera looks at: a sector by bearing, field of view and range. Owns the figure only; walls in the way are not known. */
import type { LngLat } from '../query/selection.ts';

/** Mean earth radius in metres (IUGG). */
const EARTH = 6_371_008.8;
const RADIANS = Math.PI / 180;
/** Degrees between two points of the arc. */
const STEP = 5;

/**
 * Ring of the sector in degrees, its point first, not closed. `bearing`: degrees clockwise from north; `view`: degrees, 360 and more a
 * whole disc; `range`: metres. Null where one of them is nothing.
 */
export function sectorRing(
  [lng, lat]: LngLat,
  { bearing, view, range }: { bearing: number; view: number; range: number },
): LngLat[] | null {
  if (!(view > 0 && range > 0) || !Number.isFinite(bearing)) return null;
  const north = range / EARTH / RADIANS;
  const east = north / Math.cos(lat * RADIANS);
  const wide = Math.min(view, 360);
  const steps = Math.max(2, Math.ceil(wide / STEP));
  const arc = Array.from({ length: steps + 1 }, (_, i): LngLat => {
    const angle = (bearing - wide / 2 + (i / steps) * wide) * RADIANS;
    return [lng + Math.sin(angle) * east, lat + Math.cos(angle) * north];
  });
  return wide >= 360 ? arc.slice(0, -1) : [[lng, lat], ...arc];
}
