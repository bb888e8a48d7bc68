import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sheetScale } from '../../../../../../renderer/grids/plan/compare/sheet-scale.ts';
import { greatCircleMetres } from '../../../../../../shared/geo/distance.ts';

const box = (west: number, south: number, east: number, north: number) =>
  Float64Array.of(west, south, east, south, east, north, west, north);

describe('the scale of a drawing on paper', () => {
  test('everything is on it, north is up, and the bar is as long as it says', () => {
    const place = fc.tuple(
      fc.double({ min: -170, max: 170, noNaN: true }),
      fc.double({ min: -60, max: 60, noNaN: true }),
      fc.double({ min: 0.0005, max: 0.3, noNaN: true }),
      fc.double({ min: 0.0005, max: 0.3, noNaN: true }),
    );
    fc.assert(
      fc.property(place, ([west, south, wide, high]) => {
        const [east, north] = [west + wide, south + high];
        const { width, height, place: at, bar } = sheetScale([box(west, south, east, north)]);
        for (const corner of [
          [west, south],
          [east, north],
        ] as const) {
          const [x, y] = at(corner);
          expect(x).toBeGreaterThan(0);
          expect(x).toBeLessThan(width);
          expect(y).toBeGreaterThan(0);
          expect(y).toBeLessThan(height);
        }
        expect(at([west, north])[1]).toBeLessThan(at([west, south])[1]);
        const middle = (south + north) / 2;
        const across = at([east, middle])[0] - at([west, middle])[0];
        const metres = greatCircleMetres(west, middle, east, middle);
        expect(bar.length / across).toBeCloseTo(bar.metres / metres, 6);
        expect(bar.length).toBeLessThanOrEqual(0.3 * width);
        expect(String(bar.metres)).toMatch(/^(0\.)?0*[125]0*(e-\d+)?$/);
      }),
    );
  });

  test('nothing to draw has a place all the same', () => {
    expect(sheetScale([]).place([0, 0]).every(Number.isFinite)).toBe(true);
  });
});
