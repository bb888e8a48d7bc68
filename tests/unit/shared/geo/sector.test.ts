import fc from 'fast-check';
import { expect, it } from 'vitest';
import { geodesicMetres } from '../../../../shared/geo/measure.ts';
import { sectorRing } from '../../../../shared/geo/sector.ts';

it('a sector lies within its range, its arc on it, and looks where it should', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 359 }),
      fc.integer({ min: 1, max: 360 }),
      fc.integer({ min: 1, max: 500 }),
      (bearing, view, range) => {
        const point: [number, number] = [120.62, 31.31];
        const ring = sectorRing(point, { bearing, view, range }) ?? [];
        const arc = view >= 360 ? ring : ring.slice(1);
        for (const at of arc) expect(geodesicMetres(point, at) / range).toBeCloseTo(1, 1);
        if (view >= 360) return;
        expect(ring[0]).toEqual(point);
        const [lng, lat] = arc[0];
        const angle = (Math.atan2((lng - point[0]) * Math.cos(0.5464), lat - point[1]) * 180) / Math.PI;
        const first = (((bearing - view / 2 - angle) % 360) + 540) % 360;
        expect(Math.abs(first - 180)).toBeLessThan(0.5);
      },
    ),
  );
});

it('without a view or a range there is none', () => {
  expect(sectorRing([120, 31], { bearing: 0, view: 0, range: 10 })).toBeNull();
  expect(sectorRing([120, 31], { bearing: 0, view: 90, range: 0 })).toBeNull();
  expect(sectorRing([120, 31], { bearing: Number.NaN, view: 90, range: 5 })).toBeNull();
});
