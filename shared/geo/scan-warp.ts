/**
 * Straightens a scan that was fitted projectively: a picture whose four corners the map may draw as they are. Owns the plan of the
 * straightened picture and the pixels; three or fewer points need none of it, as their picture is already straight.
 */
import { type Homography, homographyAt, invertHomography, multiplyHomographies } from './homography.ts';
import { degreesOf, type ScanFit } from './scan-fit.ts';

export interface WarpPlan {
  width: number;
  height: number;
  /** Pixel of the straightened picture to pixel of the scan. */
  toScan: Homography;
  /** Degrees: upper left, upper right, lower right, lower left. */
  corners: [[number, number], [number, number], [number, number], [number, number]];
}

/** How large the straightened picture is and where it lies; its longer side is at most `most` pixels. */
export function warpPlan(fit: ScanFit, size: { width: number; height: number }, most: number): WarpPlan {
  const places = [
    homographyAt(fit.toPlane, 0, 0),
    homographyAt(fit.toPlane, size.width, 0),
    homographyAt(fit.toPlane, size.width, -size.height),
    homographyAt(fit.toPlane, 0, -size.height),
  ];
  const west = Math.min(...places.map(({ x }) => x));
  const east = Math.max(...places.map(({ x }) => x));
  const south = Math.min(...places.map(({ y }) => y));
  const north = Math.max(...places.map(({ y }) => y));
  const perPixel = Math.max(fit.scale, (east - west) / most, (north - south) / most);
  const width = Math.max(1, Math.floor((east - west) / perPixel));
  const height = Math.max(1, Math.floor((north - south) / perPixel));
  const toPlane: Homography = [(east - west) / width, 0, west, 0, (south - north) / height, north, 0, 0, 1];
  const flip: Homography = [1, 0, 0, 0, -1, 0, 0, 0, 1];
  const toScan = multiplyHomographies(flip, multiplyHomographies(invertHomography(fit.toPlane), toPlane));
  const at = (x: number, y: number) => degreesOf({ x, y }, fit.lng0, fit.lat0);
  return {
    width,
    height,
    toScan,
    corners: [at(west, north), at(east, north), at(east, south), at(west, south)],
  };
}

/** RGBA of the straightened picture, bilinear; transparent where the scan is not. */
export function warpPixels(
  source: Uint8ClampedArray,
  size: { width: number; height: number },
  plan: WarpPlan,
): Uint8ClampedArray<ArrayBuffer> {
  const out = new Uint8ClampedArray(plan.width * plan.height * 4);
  const [a, b, c, d, e, f, g, h, i] = plan.toScan;
  const { width, height } = size;
  let at = 0;
  for (let row = 0; row < plan.height; row++) {
    const py = row + 0.5;
    for (let column = 0; column < plan.width; column++, at += 4) {
      const px = column + 0.5;
      const w = g * px + h * py + i;
      const x = (a * px + b * py + c) / w - 0.5;
      const y = (d * px + e * py + f) / w - 0.5;
      if (!(x > -0.5 && y > -0.5 && x < width - 0.5 && y < height - 0.5)) continue;
      const x0 = Math.min(width - 1, Math.max(0, Math.floor(x)));
      const y0 = Math.min(height - 1, Math.max(0, Math.floor(y)));
      const right = x0 + 1 < width ? 4 : 0;
      const down = y0 + 1 < height ? 4 * width : 0;
      const fx = Math.max(0, x - x0);
      const fy = Math.max(0, y - y0);
      const from = 4 * (y0 * width + x0);
      for (let k = 0; k < 4; k++) {
        const top = source[from + k] * (1 - fx) + source[from + right + k] * fx;
        const low = source[from + down + k] * (1 - fx) + source[from + down + right + k] * fx;
        out[at + k] = top * (1 - fy) + low * fy;
      }
    }
  }
  return out;
}
