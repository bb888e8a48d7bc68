import { expect, test } from 'vitest';
import { homographyAt } from '../../../../shared/geo/homography.ts';
import { fitScan, mapToScan, type ScanPoint, scanToMap } from '../../../../shared/geo/scan-fit.ts';
import { warpPixels, warpPlan } from '../../../../shared/geo/scan-warp.ts';

const SIZE = { width: 60, height: 40 };
/** A photo taken from the south: the far edge is shorter. */
const POINTS: ScanPoint[] = [
  { x: 10, y: 0, lng: 120.62, lat: 31.312 },
  { x: 50, y: 0, lng: 120.623, lat: 31.312 },
  { x: 60, y: 40, lng: 120.623, lat: 31.31 },
  { x: 0, y: 40, lng: 120.62, lat: 31.31 },
];
const FIT = fitScan(POINTS, SIZE);

test('every pixel of the straightened picture lies where the fit says', () => {
  const plan = warpPlan(FIT, SIZE, 100);
  const [[west, north], [east], , [, south]] = plan.corners;
  for (const [u, v] of [
    [0.5, 0.5],
    [0.25, 0.8],
    [0.9, 0.1],
  ]) {
    const at = homographyAt(plan.toScan, u * plan.width, v * plan.height);
    const scan = mapToScan(FIT, west + u * (east - west), north + v * (south - north));
    expect(Math.hypot(at.x - scan.x, at.y - scan.y)).toBeLessThan(0.05);
  }
  expect(Math.max(plan.width, plan.height)).toBeLessThanOrEqual(100);
});

test('colours come from their own place, and outside the scan there is nothing', () => {
  const pixels = new Uint8ClampedArray(SIZE.width * SIZE.height * 4);
  for (let y = 0; y < SIZE.height; y++)
    for (let x = 0; x < SIZE.width; x++) pixels.set([4 * x, 6 * y, 0, 255], 4 * (y * SIZE.width + x));
  const plan = warpPlan(FIT, SIZE, 200);
  const out = warpPixels(pixels, SIZE, plan);
  const [[west, north], [east], , [, south]] = plan.corners;
  const at = (lng: number, lat: number) => {
    const column = Math.floor(((lng - west) / (east - west)) * plan.width);
    const row = Math.floor(((lat - north) / (south - north)) * plan.height);
    return Array.from(out.subarray(4 * (row * plan.width + column), 4 * (row * plan.width + column) + 4));
  };
  for (const [x, y] of [
    [30, 20],
    [20, 10],
    [45, 30],
  ]) {
    const [red, green, , alpha] = at(...scanToMap(FIT, x, y));
    expect(Math.abs(red - 4 * (x - 0.5))).toBeLessThan(6);
    expect(Math.abs(green - 6 * (y - 0.5))).toBeLessThan(8);
    expect(alpha).toBe(255);
  }
  const clear = Array.from({ length: out.length / 4 }, (_, i) => out[4 * i + 3]).filter(
    (alpha) => alpha === 0,
  );
  expect(clear.length).toBeGreaterThan(0);
});
