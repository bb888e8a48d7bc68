import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexPoints, searchPoints } from '../../../../shared/geo/point-blocks.ts';
import { orientation, polygonHolds, preparePolygon } from '../../../../shared/geo/points-in-polygon.ts';
import { polygonRegion } from '../../../../shared/geo/region.ts';

type Whole = [number, number];

/** The rule in BigInt, edge by edge. */
function reference(rings: Whole[][], x: number, y: number): boolean {
  let inside = false;
  const [px, py] = [BigInt(x), BigInt(y)];
  for (const ring of rings)
    for (let i = 0; i < ring.length; i++) {
      const [ax, ay] = ring[i].map(BigInt);
      const [bx, by] = ring[(i + 1) % ring.length].map(BigInt);
      const cross = (bx - ax) * (py - ay) - (by - ay) * (px - ax);
      const within = (px - ax) * (px - bx) <= 0n && (py - ay) * (py - by) <= 0n;
      if (cross === 0n && within) return true;
      if (ay > py !== by > py && cross > 0n === by > ay) inside = !inside;
    }
  return inside;
}

const degrees = (rings: Whole[][]) =>
  rings.map((ring) => ring.map(([x, y]) => [x / 1e7, y / 1e7] as [number, number]));

const small = fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: -6, max: 6 }));
const wide = fc.tuple(
  fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
  fc.integer({ min: -900_000_000, max: 900_000_000 }),
);

describe('point in polygon', () => {
  it('agrees with BigInt on a lattice, where points meet vertices, edges, holes and antiparallel edges', () => {
    const rings = fc.array(fc.array(small, { minLength: 1, maxLength: 9 }), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(rings, (whole) => {
        const polygon = preparePolygon(degrees(whole));
        for (let x = -7; x <= 7; x++)
          for (let y = -7; y <= 7; y++)
            if (polygonHolds(polygon, x, y) !== reference(whole, x, y)) throw new Error(`${x},${y}`);
      }),
      { numRuns: 300 },
    );
  });

  it('a ring that is one point holds it, however often it is said', () => {
    const point: [number, number] = [3e-7, -2e-7];
    for (const ring of [[point], [point, point], [point, point, point]]) {
      const polygon = preparePolygon([ring, [[0, 0]]]);
      expect([polygonHolds(polygon, 3, -2), polygonHolds(polygon, 3, -1)]).toEqual([true, false]);
    }
  });

  it('agrees with BigInt over the whole earth, also next to an edge', () => {
    fc.assert(
      fc.property(
        fc.array(wide, { minLength: 3, maxLength: 12 }),
        fc.array(wide, { maxLength: 10 }),
        (ring, others) => {
          const polygon = preparePolygon(degrees([ring]));
          const near = ring.map(([x, y], i): Whole => {
            const [u, v] = ring[(i + 1) % ring.length];
            return [Math.round((x + u) / 2), Math.round((y + v) / 2)];
          });
          for (const [x, y] of [...ring, ...near, ...others])
            expect(polygonHolds(polygon, x, y)).toBe(reference([ring], x, y));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('settles exactly what doubles cannot', () => {
    const [bx, by] = [1_800_000_000, 899_999_999];
    expect(orientation(-bx, -by, bx, by, 0, 0)).toBe(0);
    expect(orientation(-bx, -by, bx, by, 1, 1)).toBeGreaterThan(0);
    expect(Math.sign(orientation(-bx, -by, bx, by, bx - 2, by - 1))).toBe(
      Math.sign(Number(BigInt(2 * bx) * BigInt(2 * by - 1) - BigInt(2 * by) * BigInt(2 * bx - 2))),
    );
  });

  it('takes open and closed rings alike', () => {
    const open = preparePolygon([
      [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
    ]);
    const closed = preparePolygon([
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 0],
      ],
    ]);
    for (const [x, y] of [
      [5e6, 1e6],
      [0, 0],
      [5e6, 5e6],
      [1e6, 5e6],
    ])
      expect(polygonHolds(open, x, y)).toBe(polygonHolds(closed, x, y));
  });
});

describe('search in blocks', () => {
  it('gives each point that the polygon holds, once, in order', () => {
    fc.assert(
      fc.property(
        fc.array(small, { maxLength: 200 }),
        fc.array(small, { minLength: 3, maxLength: 12 }),
        (points, ring) => {
          const index = indexPoints(
            Int32Array.from(points, (p) => p[0]),
            Int32Array.from(points, (p) => p[1]),
          );
          const found: number[] = [];
          searchPoints(index, polygonRegion(preparePolygon(degrees([ring]))), (from, to) => {
            for (let i = from; i < to; i++) found.push(i);
          });
          expect(found).toEqual(points.flatMap(([x, y], i) => (reference([ring], x, y) ? [i] : [])));
        },
      ),
      { numRuns: 300 },
    );
  });
});
