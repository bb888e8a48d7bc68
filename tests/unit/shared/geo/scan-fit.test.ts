import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Homography } from '../../../../shared/geo/homography.ts';
import { homographyAt } from '../../../../shared/geo/homography.ts';
import { ControlPointError } from '../../../../shared/geo/plane-fit.ts';
import {
  degreesOf,
  fitScan,
  mapToScan,
  planeOf,
  type ScanPoint,
  scanCorners,
  scanMethodFor,
  scanToMap,
} from '../../../../shared/geo/scan-fit.ts';

const SIZE = { width: 2000, height: 1500 };
const MIDDLE = { lng: 120.62, lat: 31.31 };

/** Points of the scan under a known transformation of (x, -y) to metres about MIDDLE. */
function known(h: Homography, places: readonly (readonly [number, number])[]): ScanPoint[] {
  return places.map(([x, y]) => {
    const [lng, lat] = degreesOf(homographyAt(h, x, -y), MIDDLE.lng, MIDDLE.lat);
    return { x, y, lng, lat };
  });
}
const PLACES = [
  [100, 120],
  [1850, 90],
  [1800, 1400],
  [150, 1300],
  [900, 700],
  [1300, 400],
] as const;

const metresApart = (a: readonly [number, number], b: readonly [number, number]) => {
  const [p, q] = [a, b].map(([lng, lat]) => planeOf(lng, lat, MIDDLE.lng, MIDDLE.lat));
  return Math.hypot(p.x - q.x, p.y - q.y);
};

const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });
const scale = fc.double({ min: 0.05, max: 3, noNaN: true });
const similarity = fc
  .tuple(angle, scale)
  .map(
    ([turn, s]): Homography => [
      s * Math.cos(turn),
      -s * Math.sin(turn),
      -300,
      s * Math.sin(turn),
      s * Math.cos(turn),
      200,
      0,
      0,
      1,
    ],
  );
const affine = fc
  .tuple(angle, scale, scale, fc.double({ min: -0.5, max: 0.5, noNaN: true }))
  .map(([turn, sx, sy, shear]): Homography => {
    const [c, s] = [Math.cos(turn), Math.sin(turn)];
    return [sx * c, sy * (shear * c - s), 50, sx * s, sy * (shear * s + c), -80, 0, 0, 1];
  });
const tilt = fc.double({ min: -1e-4, max: 1e-4, noNaN: true });
const projective = fc
  .tuple(affine, tilt, tilt)
  .map(([[a, b, c, d, e, f], g, h]): Homography => [a, b, c, d, e, f, g, h, 1]);

describe('a fit finds again what the scan was made with', () => {
  test.each([
    ['similarity', similarity, 2],
    ['similarity', similarity, 5],
    ['affine', affine, 3],
    ['affine', affine, 6],
    ['projective', projective, 4],
    ['projective', projective, 6],
  ] as const)('%s, %#', (method, transformations, count) => {
    fc.assert(
      fc.property(transformations, (h) => {
        const fit = fitScan(known(h, PLACES.slice(0, count)), SIZE, method);
        for (const [x, y] of [...PLACES, [0, 0], [2000, 1500]] as const) {
          const [there] = known(h, [[x, y]]);
          // The plane has another middle in the fit: a few millimetres a kilometre.
          expect(metresApart(scanToMap(fit, x, y), [there.lng, there.lat])).toBeLessThan(0.05);
          const back = mapToScan(fit, there.lng, there.lat);
          expect(Math.hypot(back.x - x, back.y - y) * fit.scale).toBeLessThan(0.1);
        }
        expect(Math.max(...fit.residuals)).toBeLessThan(0.01);
      }),
      { numRuns: 60 },
    );
  });
});

describe('residuals', () => {
  const h: Homography = [0.5, 0, 0, 0, 0.5, 0, 0, 0, 1];
  const moved = (points: ScanPoint[], at: number, metres: number) =>
    points.map((point, i) => {
      if (i !== at) return point;
      const { x, y } = planeOf(point.lng, point.lat, MIDDLE.lng, MIDDLE.lat);
      const [lng, lat] = degreesOf({ x: x + metres, y }, MIDDLE.lng, MIDDLE.lat);
      return { ...point, lng, lat };
    });

  test.each(['similarity', 'affine', 'projective'] as const)(
    'of a %s fit show the point that was set 20 m off',
    (method) => {
      const fit = fitScan(moved(known(h, PLACES), 4, 20), SIZE, method);
      expect(fit.residuals.indexOf(Math.max(...fit.residuals))).toBe(4);
      expect(fit.rms).toBeGreaterThan(5);
      expect(fit.warnings).toContain('residuals');
    },
  );

  test('no least squares fit of a richer method is worse', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { minLength: 6, maxLength: 6 }),
        (off) => {
          const points = off.reduce((all, metres, i) => moved(all, i, metres), known(h, PLACES));
          const sum = (method: 'similarity' | 'affine' | 'projective') =>
            fitScan(points, SIZE, method).residuals.reduce((total, each) => total + each * each, 0);
          expect(sum('affine')).toBeLessThanOrEqual(sum('similarity') + 1e-6);
          expect(sum('projective')).toBeLessThanOrEqual(sum('affine') + 1e-4);
        },
      ),
      { numRuns: 40 },
    );
  });

  test('of exactly as many points as needed are nothing, and the fit says that nothing checks it', () => {
    const fit = fitScan(known(h, PLACES.slice(0, 3)), SIZE);
    expect(fit.method).toBe('affine');
    expect(fit.rms).toBe(0);
    expect(fit.warnings).toContain('no-check');
    expect(fit.scale).toBeCloseTo(0.5, 4);
  });
});

test('the method follows the number of points', () => {
  expect([0, 1, 2, 3, 4, 9].map(scanMethodFor)).toEqual([
    null,
    null,
    'similarity',
    'affine',
    'projective',
    'projective',
  ]);
});

test('the corners go round from the upper left', () => {
  const [a, b, c, d] = scanCorners(
    fitScan(known([0.5, 0, 0, 0, 0.5, 0, 0, 0, 1], PLACES.slice(0, 3)), SIZE),
    SIZE,
  );
  expect(a[0]).toBeLessThan(b[0]);
  expect(b[1]).toBeGreaterThan(c[1]);
  expect(c[0]).toBeGreaterThan(d[0]);
  expect(d[1]).toBeLessThan(a[1]);
});

describe('points that fit nothing are refused', () => {
  const h: Homography = [0.5, 0, 0, 0, 0.5, 0, 0, 0, 1];
  const code = (work: () => unknown) => {
    try {
      work();
    } catch (error) {
      if (error instanceof ControlPointError) return error.code;
      throw error;
    }
    return 'fitted';
  };
  const line = [
    [100, 100],
    [600, 600],
    [1100, 1100],
    [1400, 1400],
    [300, 300],
  ] as const;
  test.each([
    ['one point', () => fitScan(known(h, PLACES.slice(0, 1)), SIZE), 'control-too-few'],
    ['two points for affine', () => fitScan(known(h, PLACES.slice(0, 2)), SIZE, 'affine'), 'control-too-few'],
    ['two in one place', () => fitScan(known(h, [PLACES[0], PLACES[0]]), SIZE), 'control-coincide'],
    ['three on a line', () => fitScan(known(h, line.slice(0, 3)), SIZE), 'control-collinear'],
    ['four on a line', () => fitScan(known(h, line.slice(0, 4)), SIZE), 'control-collinear'],
    ['five on a line', () => fitScan(known(h, line), SIZE), 'control-collinear'],
    [
      'three of four on a line',
      () => fitScan(known(h, [...line.slice(0, 3), [200, 1300]]), SIZE),
      'control-collinear',
    ],
    [
      'two of four in one place',
      () => fitScan(known(h, [PLACES[0], PLACES[0], PLACES[1], PLACES[2]]), SIZE),
      'control-collinear',
    ],
    [
      'no number',
      () => fitScan([...known(h, PLACES.slice(0, 2)), { x: Number.NaN, y: 1, lng: 1, lat: 1 }], SIZE),
      'control-not-finite',
    ],
    [
      'the other side of the world',
      () => fitScan([...known(h, PLACES.slice(0, 2)), { x: 5, y: 5, lng: -100, lat: 40 }], SIZE),
      'control-not-finite',
    ],
    [
      'two points exchanged: a bow tie',
      () => {
        const [a, b, c, d] = known(h, PLACES.slice(0, 4));
        return fitScan([{ ...a, lng: b.lng, lat: b.lat }, { ...b, lng: a.lng, lat: a.lat }, c, d], SIZE);
      },
      'control-folded',
    ],
  ])('%s', (_, work, expected) => {
    expect(code(work)).toBe(expected);
  });

  test('whatever the points, it fits or refuses by name', () => {
    const point = fc.record({
      x: fc.double({ min: 0, max: 2000, noNaN: true }),
      y: fc.double({ min: 0, max: 1500, noNaN: true }),
      lng: fc.double({ min: 120.6, max: 120.7, noNaN: true }),
      lat: fc.double({ min: 31.3, max: 31.4, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 7 }), (points) => {
        const answer = code(() => {
          for (const corner of scanCorners(fitScan(points, SIZE), SIZE))
            expect(corner.every(Number.isFinite)).toBe(true);
        });
        expect(answer).toMatch(/^(fitted|control-)/);
      }),
      { numRuns: 300 },
    );
  });
});
