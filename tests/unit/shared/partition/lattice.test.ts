/** Places on the lattice and back, areas, and what does not fit. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WGS84 } from '../../../../shared/geo/crs.ts';
import { crsOfCode } from '../../../../shared/geo/crs-registry.ts';
import {
  areaScale,
  degreesOf,
  fromLattice,
  LATTICE_LIMIT,
  latticeFor,
  toLattice,
} from '../../../../shared/partition/lattice.ts';

const lng = fc.double({ min: 73, max: 135, noNaN: true });
const lat = fc.double({ min: 3, max: 54, noNaN: true });
const share = fc.double({ min: -1, max: 1, noNaN: true });

describe('there and back', () => {
  it('every place of a scope within a millimetre, and 1e-7 degrees exactly', () => {
    fc.assert(
      fc.property(lng, lat, share, share, (x, y, dx, dy) => {
        const lattice = latticeFor(WGS84, [x - 0.1, y - 0.1, x + 0.1, y + 0.1]);
        const whole = (value: number) => Math.round(value * 1e7) / 1e7;
        const place: [number, number] = [whole(x + dx * 0.1), whole(y + dy * 0.1)];
        const [east, north] = toLattice(lattice, ...place)!;
        expect(Math.abs(east)).toBeLessThanOrEqual(LATTICE_LIMIT);
        expect(degreesOf(lattice)(east, north)).toEqual(place);
        expect(toLattice(lattice, ...fromLattice(lattice, east, north))).toEqual([east, north]);
      }),
    );
  });

  it('metres of a zone keep their millimetres', () => {
    const lattice = latticeFor(crsOfCode(4548)!, [500_000, 4_420_000, 500_100, 4_420_100]);
    const [x, y] = toLattice(lattice, 500_012.345, 4_420_099.001)!;
    const [a, b] = toLattice(lattice, 500_013.345, 4_420_099.001)!;
    expect([a - x, b - y]).toEqual([1000, 0]);
  });
});

describe('what is straight stays straight', () => {
  it('the middle of a side of 20 km is on it, in degrees and in metres', () => {
    for (const [crs, box] of [
      [WGS84, [116.3, 39.8, 116.5, 39.9]],
      [crsOfCode(4548)!, [500_000, 4_420_000, 520_000, 4_431_111]],
      [crsOfCode(3857)!, [12_940_000, 4_850_000, 12_960_000, 4_861_111]],
    ] as const) {
      const lattice = latticeFor(crs, box);
      const [ax, ay] = toLattice(lattice, box[0], box[1])!;
      const [bx, by] = toLattice(lattice, box[2], box[3])!;
      const [mx, my] = toLattice(lattice, (box[0] + box[2]) / 2, (box[1] + box[3]) / 2)!;
      expect(Math.hypot(mx - (ax + bx) / 2, my - (ay + by) / 2)).toBeLessThan(1.5);
    }
  });
});

describe('areas', () => {
  it('a square of 0.01 degrees far from the origin has its area on the ellipsoid', () => {
    const lattice = latticeFor(WGS84, [116, 39.6, 116.4, 40.1]);
    const [west, south] = toLattice(lattice, 116.2, 40.09)!;
    const [east, north] = toLattice(lattice, 116.21, 40.1)!;
    const area = (east - west) * (north - south) * areaScale(lattice)((west + east) / 2, (south + north) / 2);
    // Length of 0.01 degrees of the meridian and of the parallel at 40.095 N on WGS84 (Torge, Geodesy): 1110.365 m, 852.754 m.
    expect(area / (1110.365 * 852.754)).toBeCloseTo(1, 5);
  });

  it('Web Mercator is brought back to the ground', () => {
    const lattice = latticeFor(crsOfCode(3857)!, [12_940_000, 4_850_000, 12_941_000, 4_851_000]);
    const [x, y] = toLattice(lattice, 12_941_000, 4_851_000)!;
    // cos(39.9 degrees) and the flattening: a Mercator kilometre is some 766 m there.
    expect((2 * x) / 1000).toBeGreaterThan(760);
    expect((2 * y) / 1000).toBeLessThan(772);
  });
});

describe('what does not fit', () => {
  it('a scope of 70 km, and one without places', () => {
    expect(() => latticeFor(WGS84, [0, 0, 116, 40])).toThrow(
      expect.objectContaining({ code: 'scope-too-large' }),
    );
    expect(() => latticeFor(crsOfCode(4548)!, [500_000, 4_400_000, 570_000, 4_400_001])).toThrow(
      expect.objectContaining({ code: 'scope-too-large' }),
    );
    expect(() => latticeFor(WGS84, [Infinity, Infinity, -Infinity, -Infinity])).toThrow(
      expect.objectContaining({ code: 'no-polygons' }),
    );
  });

  it('a place beyond it, or none', () => {
    const lattice = latticeFor(WGS84, [116, 39, 116.1, 39.1]);
    expect(toLattice(lattice, 117, 39)).toBeNull();
    expect(toLattice(lattice, Number.NaN, 39)).toBeNull();
  });
});
