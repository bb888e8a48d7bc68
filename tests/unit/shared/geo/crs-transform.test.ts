import fc from 'fast-check';
import proj4 from 'proj4';
import { describe, expect, test } from 'vitest';
import { BD09, CGCS2000, type Crs, GCJ02, WGS84 } from '../../../../shared/geo/crs.ts';
import { crsOfCode } from '../../../../shared/geo/crs-registry.ts';
import {
  transformer,
  transformGeometry,
  transformInterleaved,
} from '../../../../shared/geo/crs-transform.ts';

function convert(from: Crs, to: Crs, x: number, y: number): [number, number] | null {
  const out: [number, number] = [0, 0];
  return transformer(from, to)(x, y, out, 0) ? out : null;
}
const epsg = (code: number) => crsOfCode(code)!;
/** Metres, roughly, between two places in degrees. */
const metres = ([lng, lat]: number[], [otherLng, otherLat]: number[]) =>
  Math.hypot((lng - otherLng) * 111_320 * Math.cos((lat * Math.PI) / 180), (lat - otherLat) * 111_000);

describe('published control values', () => {
  // epsg.io, "Center coordinates" and "Projected bounds" of each page, for their WGS84 bounds: west edge on the
  // southern parallel, southern end of the central meridian, centre.
  test.each([
    [4504, 84, 27.32, 203003.72, null],
    [4504, 87, 27.32, 500000, 3023088.23],
    [4504, 90, 49.18, null, 5453980.63],
    [4504, 87, 38.25, 500000, 4235247.73],
    [4530, 124.5, 40.19, 42372262.47, null],
    [4530, 126, 40.19, 42500000, 4450625.96],
    [4530, 127.5, 53.2, null, 5897928.74],
    [4530, 126, 46.695, 42500000, 5173340.81],
    [4498, 114, 19.02, 20184047.25, null],
    [4498, 117, 19.02, 20500000, 2103881.96],
    [4498, 120, 51.52, null, 5714206.25],
    [4522, 100.5, 21.13, 34344166.57, null],
    [4522, 102, 21.13, 34500000, 2337470.19],
    [4522, 103.5, 42.69, null, 4729373.22],
  ])('EPSG:%d at %d, %d', (code, lng, lat, x, y) => {
    const [east, north] = convert(WGS84, epsg(code), lng, lat)!;
    if (x !== null) expect(Math.abs(east - x)).toBeLessThan(0.006);
    if (y !== null) expect(Math.abs(north - y)).toBeLessThan(0.006);
    expect(metres(convert(epsg(code), WGS84, east, north)!, [lng, lat])).toBeLessThan(1e-5);
  });

  test('RD New: the tower of Amersfoort (Schreutelkamp and Strang van Hees: 52.15517440, 5.38720621)', () => {
    expect(metres(convert(epsg(28992), WGS84, 155_000, 463_000)!, [5.38720621, 52.1551744])).toBeLessThan(
      0.5,
    );
  });

  test('Hong Kong 1980: 5.5″ south and 8.8″ east in WGS84 (Lands Department, Explanatory Notes)', () => {
    const [lng, lat] = convert(epsg(2326), WGS84, 836_694.05, 819_069.8)!;
    expect((lat - 22.3121333333333) * 3600).toBeCloseTo(-5.5, 1);
    expect((lng - 114.178555555556) * 3600).toBeCloseTo(8.8, 1);
  });

  test('Web Mercator (EPSG Guidance Note 7-2: 24°22′54.433″N, 100°20′0″W)', () => {
    const [x, y] = convert(WGS84, epsg(3857), -(100 + 20 / 60), 24 + 22 / 60 + 54.433 / 3600)!;
    expect(x).toBeCloseTo(-11_169_055.58, 1);
    expect(y).toBeCloseTo(2_800_000, 1);
  });

  test('Long Island in US feet: the false origin is 984,250 ft on 74° W', () => {
    const [lng, lat] = convert(epsg(2263), WGS84, 984_250, 0)!;
    expect(lng).toBeCloseTo(-74, 9);
    expect(lat).toBeCloseTo(40 + 10 / 60, 9);
  });

  test('UTM: the central meridian is 500,000 m, the equator 0 m or 10,000,000 m', () => {
    expect(convert(WGS84, epsg(32650), 117, 0)).toEqual([500_000, 0]);
    expect(convert(WGS84, epsg(32750), 117, 0)![1]).toBeCloseTo(10_000_000, 6);
    expect(convert(WGS84, epsg(26914), -99, 0)).toEqual([500_000, 0]);
  });
});

test('every code gives what proj4 gives, there and back', () => {
  const codes = [
    3857, 2326, 2263, 28992, 27700, 2056, 2154, 3035, 3414, 3825, 3826, 32650, 32733, 26914, 25832, 2364,
  ];
  for (let code = 4491; code <= 4554; code++) codes.push(code);
  for (const code of codes) {
    const { definition, warnings } = epsg(code);
    const { text } = definition as { text: string };
    const reference = proj4(text, 'WGS84');
    const middle = reference.forward(centreOf(text));
    for (const [east, north] of [
      [0, 0],
      [1.2, 0.9],
      [-1.4, -2.1],
    ]) {
      const place = [middle[0] + east, middle[1] + north];
      const [x, y] = reference.inverse(place);
      const ours = convert(WGS84, epsg(code), place[0], place[1])!;
      // Without a known shift the ellipsoid is not exchanged either.
      if (warnings.length === 0) {
        expect(Math.hypot(ours[0] - x, ours[1] - y), `EPSG:${code}`).toBeLessThan(0.002);
      }
      // Seven parameters are inverted by the formula for small angles: centimetres.
      expect(metres(convert(epsg(code), WGS84, ours[0], ours[1])!, place), `EPSG:${code}`).toBeLessThan(0.02);
    }
  }
});

function centreOf(text: string): [number, number] {
  const at = (key: string) => Number(new RegExp(`\\+${key}=(-?[\\d.]+)`).exec(text)?.[1] ?? 0);
  if (text.includes('+proj=utm')) return [500_000, text.includes('+south') ? 6_500_000 : 3_500_000];
  const feet = text.includes('us-ft') ? 3937 / 1200 : 1;
  return [at('x_0') * feet, at('lat_0') === 0 ? 3_500_000 : at('y_0') * feet];
}

describe('points without an answer', () => {
  const bad: [Crs, number, number][] = [
    [WGS84, Number.NaN, 30],
    [WGS84, 120, Number.POSITIVE_INFINITY],
    [WGS84, 120, 90.0001],
    [WGS84, 181, 0],
    [GCJ02, Number.NaN, 30],
    [BD09, 120, Number.NEGATIVE_INFINITY],
    [epsg(4528), Number.NaN, 3e6],
    [epsg(4528), Number.POSITIVE_INFINITY, 3e6],
    // Another zone's number, no number, a number where there is none.
    [epsg(4528), 39_500_000, 3e6],
    [epsg(4528), 500_000, 3e6],
    [epsg(4549), 4.6e7, 3e6],
    [epsg(4549), 40_500_000, 3e6],
    [epsg(32650), 1e12, 3e6],
    [epsg(28992), Number.NaN, 0],
    [epsg(2326), 0, Number.NEGATIVE_INFINITY],
  ];
  test.each(bad)('%o', (crs, x, y) => {
    const out = [1, 2, 3, 4];
    expect(transformer(crs, crs.unit === 'degree' ? epsg(4528) : WGS84)(x, y, out, 1)).toBe(false);
    expect(out).toEqual([1, Number.NaN, Number.NaN, 4]);
  });

  test('the poles are degrees, but have no place in Web Mercator', () => {
    expect(convert(WGS84, CGCS2000, 0, 90)).toEqual([0, 90]);
    expect(convert(WGS84, epsg(3857), 0, 90)).toBeNull();
    expect(convert(WGS84, epsg(32650), 117, 90)![0]).toBeCloseTo(500_000, 6);
  });

  test('degrees far from the zone do not go into it', () => {
    expect(convert(WGS84, epsg(4528), 135, 30)).toBeNull();
    expect(convert(WGS84, epsg(4528), -60, 30)).toBeNull();
  });

  test('4.6e7 with a city meridian of zone 46 style stays out of the zones of China', () => {
    expect(convert(epsg(4533), WGS84, 4.6e7, 4e6)![0]).toBeGreaterThan(140);
    expect(convert(epsg(4533), WGS84, 4.65e7, 4e6)).toBeNull();
  });
});

describe('batches', () => {
  test('interleaved, in place and into another array', () => {
    const points = new Float64Array([40_500_000, 3_400_000, Number.NaN, 1, 40_500_000, 4_305_184.27]);
    const target = new Float64Array(6);
    const transform = transformer(epsg(4528), WGS84);
    expect(transformInterleaved(transform, points, target)).toBe(1);
    expect(points[0]).toBe(40_500_000);
    expect(transformInterleaved(transform, points)).toBe(1);
    expect(points).toEqual(target);
    expect(target[4]).toBeCloseTo(120, 9);
    expect(target[5]).toBeGreaterThan(38);
    expect(target.subarray(2, 4)).toEqual(new Float64Array([Number.NaN, Number.NaN]));
  });

  test('a geometry keeps its shape, heights and rings; what is none is counted', () => {
    const transform = transformer(epsg(4528), WGS84);
    const ring = [
      [40_500_000, 3_400_000, 12.5],
      [40_500_100, 3_400_000, 13],
      [Number.NaN, 3_400_100, 14],
      [40_500_000, 3_400_000, 12.5],
    ];
    const source = { type: 'Polygon', coordinates: [ring, 'x', [], null] };
    const before = JSON.stringify(source);
    const { geometry, points, failed } = transformGeometry(transform, source);
    expect([points, failed]).toEqual([4, 3]);
    const [first] = geometry.coordinates as number[][][];
    expect(first[0][0]).toBeCloseTo(120, 9);
    expect(first[0][2]).toBe(12.5);
    expect(first[2]).toEqual([Number.NaN, Number.NaN, 14]);
    expect((geometry.coordinates as unknown[]).slice(1)).toEqual(['x', [], null]);
    expect(JSON.stringify(source)).toBe(before);
  });

  test.each([[null], [{}], ['POINT'], [undefined], [['1', '2']], [[null, null]]])(
    'coordinates %o are counted, not thrown',
    (coordinates) => {
      expect(transformGeometry(transformer(WGS84, GCJ02), { type: 'Point', coordinates }).failed).toBe(1);
    },
  );

  test('nesting without end is cut', () => {
    let coordinates: unknown = [1, 2];
    for (let depth = 0; depth < 5000; depth++) coordinates = [coordinates];
    expect(transformGeometry(transformer(WGS84, GCJ02), { type: 'Point', coordinates }).failed).toBe(1);
  });
});

test('through every system and back is within a millimetre', () => {
  const systems = [CGCS2000, GCJ02, BD09, epsg(3857), epsg(4528), epsg(4549), epsg(32651)];
  fc.assert(
    fc.property(
      fc.double({ min: 118.5, max: 121.5, noNaN: true }),
      fc.double({ min: 18, max: 53, noNaN: true }),
      (lng, lat) => {
        for (const crs of systems) {
          const there = convert(WGS84, crs, lng, lat)!;
          expect(metres(convert(crs, WGS84, there[0], there[1])!, [lng, lat]), crs.id).toBeLessThan(0.001);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test('CGCS2000 is WGS84, digit for digit', () => {
  expect(convert(CGCS2000, WGS84, 121.123456789, 31.987654321)).toEqual([121.123456789, 31.987654321]);
});
