/** Degrees to the units of a drawing on paper: north up, true to angle in the middle, with the length of a scale bar. Pure. */
import { greatCircleMetres } from '../../../../shared/geo/distance.ts';

export interface SheetScale {
  width: number;
  height: number;
  place(at: readonly [number, number]): [number, number];
  bar: { metres: number; length: number };
}

const WIDTH = 360;
const TALLEST = 420;
const MARGIN = 10;
/** Of the width, at most. */
const BAR = 0.3;

/** `rings`: lng, lat of each corner in turn, degrees; all are on the drawing. */
export function sheetScale(rings: readonly Float64Array[]): SheetScale {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings)
    for (let i = 0; i < ring.length; i += 2) {
      west = Math.min(west, ring[i]);
      east = Math.max(east, ring[i]);
      south = Math.min(south, ring[i + 1]);
      north = Math.max(north, ring[i + 1]);
    }
  if (west >= east || south >= north)
    return {
      width: WIDTH,
      height: WIDTH,
      place: () => [WIDTH / 2, WIDTH / 2],
      bar: { metres: 0, length: 0 },
    };
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(
    (WIDTH - 2 * MARGIN) / ((east - west) * narrow),
    (TALLEST - 2 * MARGIN) / (north - south),
  );
  const height = (north - south) * scale + 2 * MARGIN;
  const middle = (south + north) / 2;
  const metresAcross = greatCircleMetres(west, middle, east, middle);
  const unit = ((east - west) * narrow * scale) / metresAcross;
  const metres = roundBelow((BAR * WIDTH) / unit);
  return {
    width: WIDTH,
    height,
    place: ([lng, lat]) => [
      WIDTH / 2 + (lng - (west + east) / 2) * narrow * scale,
      height / 2 - (lat - middle) * scale,
    ],
    bar: { metres, length: metres * unit },
  };
}

/** 1, 2 or 5 times a power of ten, at most so much. */
function roundBelow(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return power * ([5, 2].find((step) => step * power <= most) ?? 1);
}
