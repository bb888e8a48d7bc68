import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areaSquareMetres,
  crossesItself,
  type Degrees,
  geodesicMetres,
  perimeterMetres,
  segmentMetres,
} from '../../../../shared/geo/measure.ts';

const place = fc.tuple(
  fc.double({ min: 73, max: 135, noNaN: true }),
  fc.double({ min: 4, max: 53, noNaN: true }),
);
/** Metres east and north of a place, roughly; enough to lay out a figure. */
const off = ([lng, lat]: Degrees, east: number, north: number): Degrees => [
  lng + east / (111_320 * Math.cos((lat * Math.PI) / 180)),
  lat + north / 110_900,
];

describe('geodesic length', () => {
  it('is that of published examples', () => {
    // Flinders Peak to Buninyong, the test line of the GDA technical manual (GRS80; WGS84 differs in the fifth decimal).
    const flinders: Degrees = [144 + 25 / 60 + 29.5244 / 3600, -(37 + 57 / 60 + 3.7203 / 3600)];
    const buninyong: Degrees = [143 + 55 / 60 + 35.3839 / 3600, -(37 + 39 / 60 + 10.1561 / 3600)];
    expect(geodesicMetres(flinders, buninyong)).toBeCloseTo(54_972.271, 2);
    // New York to London, the example of GeographicLib's GeodSolve.
    expect(geodesicMetres([-73.8, 40.6], [-0.5, 51.6])).toBeCloseTo(5_551_759.4, 1);
    // A degree along the equator is an arc of the semi-major axis.
    expect(geodesicMetres([0, 0], [1, 0])).toBeCloseTo((6_378_137 * Math.PI) / 180, 4);
    // Pole to pole: two quarter meridians.
    expect(geodesicMetres([0, -90], [0, 90])).toBeCloseTo(2 * 10_001_965.729, 1);
  });

  it('does not hang on places opposite each other, and is short across 180 degrees', () => {
    expect(geodesicMetres([0, 0.2], [179.9, -0.1])).toBeGreaterThan(19_900_000);
    expect(geodesicMetres([179.999, 30], [-179.999, 30])).toBeLessThan(200);
  });

  it('is the same both ways, zero to itself, and no longer than a detour', () => {
    fc.assert(
      fc.property(place, place, place, (a, b, c) => {
        const direct = geodesicMetres(a, b);
        expect(geodesicMetres(b, a)).toBeCloseTo(direct, 3);
        expect(geodesicMetres(a, a)).toBe(0);
        expect(direct).toBeLessThanOrEqual(geodesicMetres(a, c) + geodesicMetres(c, b) + 1e-3);
      }),
    );
  });

  it('of a line is given stretch by stretch', () => {
    const line: Degrees[] = [
      [120.62, 31.31],
      [120.63, 31.31],
      [120.63, 31.32],
    ];
    const metres = segmentMetres(line);
    expect(metres).toHaveLength(2);
    expect(metres[0]).toBeCloseTo(952, -1);
    expect(metres[1]).toBeCloseTo(1108.7, 0);
    expect(perimeterMetres(line)).toBeCloseTo(metres[0] + metres[1] + geodesicMetres(line[2], line[0]), 6);
  });
});

describe('area', () => {
  it('of an eighth of the earth is an eighth of the ellipsoid', () => {
    const octant: Degrees[] = [
      [0, 0],
      [90, 0],
      [90, 90],
    ];
    expect(areaSquareMetres(octant) / (510_065_621_724_088 / 8)).toBeCloseTo(1, 10);
  });

  it('of a small rectangle is its length by its width', () => {
    fc.assert(
      fc.property(
        place,
        // Smaller ones differ by the rounding of degrees in a double.
        fc.double({ min: 10, max: 3000, noNaN: true }),
        fc.double({ min: 10, max: 3000, noNaN: true }),
        (corner, east, north) => {
          const [a, b, c, d] = [
            corner,
            off(corner, east, 0),
            off(corner, east, north),
            off(corner, 0, north),
          ];
          const area = areaSquareMetres([a, b, c, d]);
          // The upper edge is a little shorter than the lower one.
          const sides = ((geodesicMetres(a, b) + geodesicMetres(d, c)) / 2) * geodesicMetres(a, d);
          expect(area / sides).toBeCloseTo(1, 5);
        },
      ),
    );
  });

  it('does not depend on where the ring begins or which way it runs', () => {
    fc.assert(
      fc.property(place, fc.nat({ max: 5 }), (centre, turn) => {
        const ring = Array.from({ length: 6 }, (_, i) => off(centre, 100 * Math.cos(i), 80 * Math.sin(i)));
        const area = areaSquareMetres(ring);
        const turned = [...ring.slice(turn), ...ring.slice(0, turn)];
        expect(areaSquareMetres(turned)).toBeCloseTo(area, 4);
        expect(areaSquareMetres([...ring].reverse())).toBeCloseTo(area, 4);
      }),
    );
  });

  it('is nothing for fewer than three points', () => {
    expect(areaSquareMetres([])).toBe(0);
    expect(
      areaSquareMetres([
        [120, 31],
        [121, 31],
      ]),
    ).toBe(0);
    expect(perimeterMetres([[120, 31]])).toBe(0);
  });
});

it('a bow tie crosses itself, a square and a star-shaped ring do not', () => {
  const [a, b, c, d]: Degrees[] = [
    [120, 31],
    [120.01, 31],
    [120.01, 31.01],
    [120, 31.01],
  ];
  expect(crossesItself([a, b, c, d])).toBe(false);
  expect(crossesItself([a, c, b, d])).toBe(true);
  expect(crossesItself([a, b, c])).toBe(false);
  const star = Array.from({ length: 10 }, (_, i): Degrees => {
    const r = i % 2 === 0 ? 0.01 : 0.004;
    return [120 + r * Math.cos((i * Math.PI) / 5), 31 + r * Math.sin((i * Math.PI) / 5)];
  });
  expect(crossesItself(star)).toBe(false);
});
