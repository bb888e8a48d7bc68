import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { polygonHolds, preparePolygon } from '../../../../shared/geo/points-in-polygon.ts';
import { checkGeometry, insidePoint } from '../../../../shared/model/import-geometry.ts';

const polygon = (...rings: number[][][]) => ({ type: 'Polygon', coordinates: rings });
const square = (x: number, y: number, size: number) => [
  [x, y],
  [x + size, y],
  [x + size, y + size],
  [x, y + size],
  [x, y],
];

describe('reasons', () => {
  test.each([
    ['no geometry', null, 'no-geometry'],
    ['text', { type: 'Point', coordinates: ['a', 'b'] }, 'not-a-number'],
    ['missing', { type: 'Point', coordinates: null }, 'not-a-number'],
    ['null for NaN', { type: 'Point', coordinates: [null, 31] }, 'not-a-number'],
    ['infinite', { type: 'Point', coordinates: [Number.POSITIVE_INFINITY, 31] }, 'not-a-number'],
    ['latitude first', { type: 'Point', coordinates: [31.2, 121.5] }, 'coordinates-swapped'],
    ['metres', { type: 'Point', coordinates: [512345, 3456789] }, 'out-of-range'],
    ['zero', { type: 'Point', coordinates: [0, 0] }, 'zero-coordinates'],
    [
      'flat',
      polygon([
        [121, 31],
        [122, 31],
        [123, 31],
        [121, 31],
      ]),
      'flat-polygon',
    ],
    [
      'two points',
      polygon([
        [121, 31],
        [122, 32],
        [121, 31],
      ]),
      'flat-polygon',
    ],
    [
      'one point',
      polygon([
        [121, 31],
        [121, 31],
        [121, 31],
      ]),
      'too-few-vertices',
    ],
    [
      'bow tie',
      polygon([
        [121, 31],
        [122, 32],
        [122, 31],
        [121, 32],
        [121, 31],
      ]),
      'crossed-polygon',
    ],
    ['hole across the edge', polygon(square(121, 31, 1), square(121.5, 31.5, 1)), 'crossed-polygon'],
    ['collection', { type: 'GeometryCollection', coordinates: undefined }, 'unsupported-geometry'],
    ['empty polygon', { type: 'Polygon', coordinates: [] }, 'no-geometry'],
    ['short line', { type: 'LineString', coordinates: [[121, 31]] }, 'too-few-vertices'],
  ])('%s', (_, geometry, reason) => {
    expect(checkGeometry(geometry, false)).toMatchObject({ ok: false, reason });
  });

  test('an open ring is closed and said so', () => {
    expect(checkGeometry(polygon(square(121, 31, 1).slice(0, 4)), false)).toMatchObject({
      ok: true,
      closed: true,
    });
    expect(checkGeometry(polygon(square(121, 31, 1)), false)).toMatchObject({ ok: true, closed: false });
  });

  test('swapping reads latitude first', () => {
    const point = { type: 'Point', coordinates: [31.25, 121.5] };
    expect(checkGeometry(point, true)).toEqual({
      ok: true,
      kind: 'point',
      lng: 1_215_000_000,
      lat: 312_500_000,
    });
  });

  test('holes and parts that only touch are good', () => {
    const parts = {
      type: 'MultiPolygon',
      coordinates: [[square(121, 31, 1), square(121.2, 31.2, 0.2)], [square(122, 31, 1)]],
    };
    const checked = checkGeometry(parts, false);
    expect(checked.ok && checked.kind === 'polygon' && checked.rings.map(({ role }) => role)).toEqual([
      0, 1, 0,
    ]);
  });
});

test('the inside point lies inside, whatever the shape', () => {
  // A star about a centre never crosses itself; arms of any length make it as concave as it gets.
  const star = fc.array(fc.double({ min: 0.0005, max: 0.01, noNaN: true }), { minLength: 3, maxLength: 24 });
  fc.assert(
    fc.property(star, (arms) => {
      const ring = arms.map((arm, i) => {
        const angle = (2 * Math.PI * i) / arms.length;
        return [121.5 + arm * Math.cos(angle), 31.2 + arm * Math.sin(angle)] as [number, number];
      });
      const checked = checkGeometry(polygon(ring), false);
      if (!checked.ok || checked.kind !== 'polygon') throw new Error(JSON.stringify(checked));
      const { lng, lat } = insidePoint(checked.rings);
      expect(polygonHolds(preparePolygon([ring]), lng, lat)).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test('the inside point stays out of holes', () => {
  const checked = checkGeometry(polygon(square(121, 31, 1), square(121.1, 31.1, 0.8)), false);
  if (!checked.ok || checked.kind !== 'polygon') throw new Error('not a polygon');
  const { lng, lat } = insidePoint(checked.rings);
  expect(lng > 1_211_000_000 && lng < 1_219_000_000 && lat > 311_000_000 && lat < 319_000_000).toBe(false);
});
