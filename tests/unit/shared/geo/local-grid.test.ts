import fc from 'fast-check';
import proj4 from 'proj4';
import { describe, expect, test } from 'vitest';
import { WGS84 } from '../../../../shared/geo/crs.ts';
import { crsOfCode } from '../../../../shared/geo/crs-registry.ts';
import { transformer } from '../../../../shared/geo/crs-transform.ts';
import { type ControlPoint, fitLocalGrid } from '../../../../shared/geo/local-grid.ts';
import { ControlPointError } from '../../../../shared/geo/plane-fit.ts';

/** A city grid made by hand: a Gauss-Krüger plane on 121.4667° E, turned, scaled and moved. */
const PLANE = proj4('+proj=tmerc +lat_0=0 +lon_0=121.4667 +k=1 +x_0=0 +y_0=0 +ellps=GRS80 +units=m');
const TURN = (2.5 * Math.PI) / 180;
function cityOf(lng: number, lat: number, scale = 1): { x: number; y: number } {
  const [east, north] = PLANE.forward([lng, lat]);
  const [e, n] = [east, north - 3_450_000];
  return {
    x: (Math.cos(TURN) * e + Math.sin(TURN) * n) / scale + 50_000,
    y: (-Math.sin(TURN) * e + Math.cos(TURN) * n) / scale + 40_000,
  };
}
const PLACES = [
  [121.45, 31.2],
  [121.49, 31.21],
  [121.47, 31.24],
  [121.44, 31.23],
];
const points = (count: number, scale = 1): ControlPoint[] =>
  PLACES.slice(0, count).map(([lng, lat]) => ({ lng, lat, ...cityOf(lng, lat, scale) }));

describe('a fit', () => {
  test.each([2, 3, 4])('similarity of %d points finds every place of the city within 5 cm', (count) => {
    const { crs, residuals, rms, scale, rotation, warnings } = fitLocalGrid(points(count), '城建');
    expect(residuals).toHaveLength(count);
    expect(rms).toBeLessThan(0.02);
    expect(scale).toBeCloseTo(1, 5);
    // The plane of the fit has its own meridian; its convergence is a few hundredths of a degree.
    expect(rotation).toBeCloseTo(2.5, 1);
    expect(warnings).toEqual(count === 2 ? ['no-check'] : []);
    const out = [0, 0];
    const { x, y } = cityOf(121.462, 31.222);
    expect(transformer(crs, WGS84)(x, y, out, 0)).toBe(true);
    expect(Math.hypot((out[0] - 121.462) * 95_000, (out[1] - 31.222) * 111_000)).toBeLessThan(0.05);
  });

  test('there and back is the same point', () => {
    const { crs } = fitLocalGrid(points(4), '城建', { method: 'affine' });
    const [there, back] = [transformer(crs, crsOfCode(4528)!), transformer(crsOfCode(4528)!, crs)];
    fc.assert(
      fc.property(
        fc.double({ min: 40_000, max: 60_000, noNaN: true }),
        fc.double({ min: 30_000, max: 50_000, noNaN: true }),
        (x, y) => {
          const out = [0, 0];
          expect(there(x, y, out, 0) && back(out[0], out[1], out, 0)).toBe(true);
          expect(Math.hypot(out[0] - x, out[1] - y)).toBeLessThan(0.001);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('one point a metre off: the residuals say which, and their sum is none', () => {
    const four = points(4);
    four[2].x += 4;
    const { residuals, rms, warnings } = fitLocalGrid(four, '城建');
    const worst = residuals
      .map(({ distance }) => distance)
      .indexOf(Math.max(...residuals.map(({ distance }) => distance)));
    expect(worst).toBe(2);
    expect(warnings).toEqual(['residuals']);
    expect(rms).toBeCloseTo(
      Math.sqrt(residuals.reduce((sum, { distance }) => sum + distance ** 2, 0) / 4),
      9,
    );
    expect(Math.abs(residuals.reduce((sum, { east }) => sum + east, 0))).toBeLessThan(1e-6);
  });

  test('least squares: no other turn, scale or offset fits better', () => {
    const four = points(4);
    four.forEach((point, index) => {
      point.x += [0.5, -0.3, 0.2, -0.7][index];
      point.y += [-0.1, 0.6, -0.4, 0.2][index];
    });
    const best = fitLocalGrid(four, '城建').rms;
    expect(fitLocalGrid(four, '城建', { method: 'affine' }).rms).toBeLessThanOrEqual(best);
    expect(best).toBeGreaterThan(0.1);
    expect(best).toBeLessThan(0.8);
  });

  test('surveyors write north first', () => {
    const written = points(4).map((point) => ({ ...point, x: point.y, y: point.x }));
    expect(fitLocalGrid(written, '城建').warnings).toContain('mirrored');
    expect(fitLocalGrid(written, '城建', { method: 'affine' }).warnings).toEqual(['mirrored']);
    const { crs, rms, warnings } = fitLocalGrid(written, '城建', { swapped: true });
    expect([warnings, rms < 0.02]).toEqual([[], true]);
    const out = [0, 0];
    const { x, y } = cityOf(121.462, 31.222);
    transformer(crs, WGS84)(y, x, out, 0);
    expect(out[0]).toBeCloseTo(121.462, 6);
    // Two points fit either way; the turn gives a hint.
    expect(fitLocalGrid(written.slice(0, 2), '城建').warnings).toEqual(['no-check', 'turned']);
  });

  test('feet, points close together, points on a line', () => {
    expect(fitLocalGrid(points(4, 0.3048), '城建').warnings).toEqual(['scale']);
    const close = [
      [121.45, 31.2],
      [121.4502, 31.2001],
      [121.4501, 31.2003],
    ].map(([lng, lat]) => ({ lng, lat, ...cityOf(lng, lat) }));
    expect(fitLocalGrid(close, '城建').warnings).toEqual(['close']);
    const line = [0, 1, 2, 3].map((step) => ({
      lng: 121.45 + step * 0.01,
      lat: 31.2,
      ...cityOf(121.45 + step * 0.01, 31.2),
    }));
    expect(fitLocalGrid(line, '城建').warnings).toEqual(['collinear']);
  });
});

describe('what cannot be fitted', () => {
  const code = (run: () => unknown) => {
    try {
      run();
      return '';
    } catch (error) {
      expect(error).toBeInstanceOf(ControlPointError);
      return (error as ControlPointError).code;
    }
  };
  test('says why', () => {
    const one = points(1)[0];
    expect(code(() => fitLocalGrid([], ''))).toBe('control-too-few');
    expect(code(() => fitLocalGrid([one], ''))).toBe('control-too-few');
    expect(code(() => fitLocalGrid(points(2), '', { method: 'affine' }))).toBe('control-too-few');
    expect(code(() => fitLocalGrid([one, one], ''))).toBe('control-coincide');
    expect(code(() => fitLocalGrid([one, { ...one, x: one.x + 100 }], ''))).toBe('control-coincide');
    expect(code(() => fitLocalGrid([one, { ...one, lng: one.lng + 0.01 }], ''))).toBe('control-coincide');
    const line = [0, 1, 2].map((step) => ({ x: step * 500, y: step * 500, lng: 121 + step * 0.01, lat: 31 }));
    expect(code(() => fitLocalGrid(line, '', { method: 'affine' }))).toBe('control-collinear');
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(code(() => fitLocalGrid([one, { ...one, x: value }], ''))).toBe('control-not-finite');
    }
    expect(code(() => fitLocalGrid([one, { ...one, x: 0, lat: 95 }], ''))).toBe('control-not-finite');
    expect(
      code(() =>
        fitLocalGrid(
          [
            { ...one, lng: -60 },
            { ...one, x: 0, lng: 179, lat: -30 },
          ],
          '',
        ),
      ),
    ).toBe('control-not-finite');
  });
});
