import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import gcoord from 'gcoord';
import { describe, expect, test } from 'vitest';
import {
  bd09FromGcj02,
  bd09FromWgs84,
  gcj02FromBd09,
  gcj02FromWgs84,
  insideOffsetArea,
  type OffsetOut,
  wgs84FromBd09,
  wgs84FromGcj02,
} from '../../../../shared/geo/china-offset.ts';

type Offset = (lng: number, lat: number, out: OffsetOut, at: number) => void;
function apply(offset: Offset, lng: number, lat: number): [number, number] {
  const out: [number, number] = [0, 0];
  offset(lng, lat, out, 0);
  return out;
}
const metres = (a: number[], b: number[]) =>
  Math.hypot((a[0] - b[0]) * 111_320 * Math.cos((a[1] * Math.PI) / 180), (a[1] - b[1]) * 111_000);

const somewhere = {
  lng: fc.double({ min: 72.01, max: 137.8, noNaN: true }),
  lat: fc.double({ min: 0.83, max: 55.8, noNaN: true }),
};

describe('forward', () => {
  // github.com/googollee/eviltransform, javascript/test.js: Shanghai, Shenzhen, Beijing.
  test.each([
    [121.5272106, 31.1774276, 121.531541859215, 31.17530398364597],
    [113.912316, 22.543847, 113.9171764808363, 22.540796131694766],
    [116.377817, 39.911954, 116.38404722455657, 39.91334545536069],
  ])('GCJ-02 of %d, %d', (lng, lat, east, north) => {
    const [x, y] = apply(gcj02FromWgs84, lng, lat);
    expect(Math.abs(x - east)).toBeLessThan(1e-12);
    expect(Math.abs(y - north)).toBeLessThan(1e-12);
  });

  test('at 105° E, 35° N all sines are zero: 300 m east and 100 m south of the formula, over its own ellipsoid', () => {
    // By hand: x = y = 0, so the shift is 300 m and -100 m; a = 6378245, e² = 0.006693421622965943.
    const bend = 1 - 0.006693421622965943 * Math.sin((35 * Math.PI) / 180) ** 2;
    const perLng = ((6378245 / Math.sqrt(bend)) * Math.cos((35 * Math.PI) / 180) * Math.PI) / 180;
    const perLat = (((6378245 * (1 - 0.006693421622965943)) / bend ** 1.5) * Math.PI) / 180;
    const [lng, lat] = apply(gcj02FromWgs84, 105, 35);
    expect((lng - 105) * perLng).toBeCloseTo(300, 6);
    expect((lat - 35) * perLat).toBeCloseTo(-100, 6);
  });

  test('BD-09 of a GCJ-02 point (gcoord, test/unit/crs)', () => {
    const [lng, lat] = apply(bd09FromGcj02, 123, 45);
    expect(lng).toBeCloseTo(123.00636499, 7);
    expect(lat).toBeCloseTo(45.00636899, 7);
  });

  test('as gcoord computes it, everywhere', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -179, max: 179, noNaN: true }),
        fc.double({ min: -85, max: 85, noNaN: true }),
        (lng, lat) => {
          const place: [number, number] = [lng, lat];
          expect(
            metres(
              apply(gcj02FromWgs84, lng, lat),
              gcoord.transform(place, gcoord.WGS84, gcoord.GCJ02) as number[],
            ),
          ).toBeLessThan(1e-6);
          expect(
            metres(
              apply(bd09FromWgs84, lng, lat),
              gcoord.transform(place, gcoord.WGS84, gcoord.BD09) as number[],
            ),
          ).toBeLessThan(1e-6);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('outside the published rectangle GCJ-02 is WGS84', () => {
    for (const place of [
      [183, 45],
      [139.7, 35.7],
      [72.003, 40],
      [100, 0.8],
      [100, 55.9],
      [-74, 40.7],
    ]) {
      expect(insideOffsetArea(place[0], place[1])).toBe(false);
      expect(apply(gcj02FromWgs84, place[0], place[1])).toEqual(place);
      expect(apply(wgs84FromGcj02, place[0], place[1])).toEqual(place);
    }
  });
});

describe('inverse', () => {
  test.each<[string, Offset, Offset]>([
    ['GCJ-02', gcj02FromWgs84, wgs84FromGcj02],
    ['BD-09', bd09FromWgs84, wgs84FromBd09],
    ['Baidu’s step alone', bd09FromGcj02, gcj02FromBd09],
  ])('%s there and back is under a tenth of a millimetre, and under 1e-9 degrees', (_, there, back) => {
    fc.assert(
      fc.property(somewhere.lng, somewhere.lat, (lng, lat) => {
        const [x, y] = apply(there, lng, lat);
        const found = apply(back, x, y);
        expect(metres(found, [lng, lat])).toBeLessThan(0.0001);
        expect(Math.max(Math.abs(found[0] - lng), Math.abs(found[1] - lat))).toBeLessThan(1e-9);
      }),
      { numRuns: 3000 },
    );
  });

  test('back and there is the same point too', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 73.5, max: 135, noNaN: true }),
        fc.double({ min: 3, max: 54, noNaN: true }),
        (lng, lat) => {
          const [x, y] = apply(wgs84FromBd09, lng, lat);
          expect(metres(apply(bd09FromWgs84, x, y), [lng, lat])).toBeLessThan(0.0001);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('at the edge of the rectangle what was shifted out of it comes back', () => {
    for (const [lng, lat] of [
      [137.8346, 35],
      [137.834, 20],
      [72.0041, 40],
      [100, 0.8294],
      [100, 55.827],
    ]) {
      const [x, y] = apply(gcj02FromWgs84, lng, lat);
      expect(metres(apply(wgs84FromGcj02, x, y), [lng, lat])).toBeLessThan(0.001);
    }
  });

  test('what is no number stays none and ends', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 1e300]) {
      for (const offset of [wgs84FromGcj02, wgs84FromBd09, gcj02FromWgs84, bd09FromWgs84]) {
        expect(() => apply(offset, value, value)).not.toThrow();
      }
    }
  });
});

const file = join(process.env['LINLI_REALDATA'] ?? '', 'tables/gcj02_bd09_vectors.json');
describe.skipIf(!existsSync(file))('vectors of other people (LINLI_REALDATA)', () => {
  const load = () => JSON.parse(readFileSync(file, 'utf8'));

  test('cities: within 0.7 m', () => {
    const { cities } = load();
    expect(cities).toHaveLength(14);
    for (const { WGS84, GCJ02, BD09 } of cities) {
      expect(metres(apply(gcj02FromWgs84, WGS84[0], WGS84[1]), GCJ02)).toBeLessThan(0.7);
      expect(metres(apply(wgs84FromGcj02, GCJ02[0], GCJ02[1]), WGS84)).toBeLessThan(0.7);
      expect(metres(apply(bd09FromWgs84, WGS84[0], WGS84[1]), BD09)).toBeLessThan(1.5);
    }
  });

  test('eviltransform and gcoord: exactly', () => {
    const { eviltransform, gcoord_unit: unit } = load();
    for (const [lat, lng, north, east] of eviltransform.rows) {
      const [x, y] = apply(gcj02FromWgs84, lng, lat);
      expect(Math.max(Math.abs(x - east), Math.abs(y - north))).toBeLessThan(1e-12);
    }
    const [[from, to]] = [unit.GCJ02_to_WGS84];
    const found = apply(wgs84FromGcj02, from[0], from[1]);
    // Its own inverse stops at 1e-6 degrees.
    expect(metres(found, to)).toBeLessThan(0.02);
  });
});
