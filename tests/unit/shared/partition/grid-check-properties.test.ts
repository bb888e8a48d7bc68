/** What holds of every made-up tessellation, however dirtied: faults put in are found with their area, none are invented, nothing hangs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Crs, WGS84 } from '../../../../shared/geo/crs.ts';
import type { DrawnGrid } from '../../../../shared/partition/drawn-grids.ts';
import { PartitionError } from '../../../../shared/partition/partition-error.ts';
import { random } from '../../../support/seeded-random.ts';
import { check } from './diagram.ts';
import {
  dirtied,
  gridOf,
  inDegrees,
  inMetres,
  type Placing,
  type Spot,
  spotArea,
  spotPerimeter,
  tessellation,
} from './made-tessellation.ts';

const RUNS = process.env['LINLI_LONG'] ? 3000 : 40;
const seeds = fc.integer({ min: 1, max: 2 ** 31 });

function placings(roll: () => number): Placing {
  return roll() < 0.5 ? inMetres() : inDegrees(74 + roll() * 60, 18 + roll() * 35);
}

describe('a dirtied tessellation', () => {
  it('is clean: no gap and no overlap is invented', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { cells, roll } = tessellation(seed, 5, 4);
        const placing = placings(roll);
        const grids = cells.map((ring, at) => gridOf(`g${at}`, placing, dirtied(ring, roll)));
        const { clean, gaps, overlaps, invalidRings, slivers } = check(grids, { crs: placing.crs });
        expect({ clean, gaps, overlaps, invalidRings, slivers }).toEqual({
          clean: true,
          gaps: [],
          overlaps: [],
          invalidRings: [],
          slivers: [],
        });
      }),
      { numRuns: RUNS },
    );
  });

  it('with grids taken out and grids put over: each is found, with its area', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const { cells, columns, rows, roll } = tessellation(seed, 6, 5);
        const placing = inMetres();
        const inner = cells.flatMap((_, at) => {
          const [i, j] = [at % columns, Math.floor(at / columns)];
          // Every other one: two never touch, and all are enclosed.
          return i > 0 && j > 0 && i < columns - 1 && j < rows - 1 && (i + j) % 2 === 0 ? [at] : [];
        });
        const out = new Set(inner.filter(() => roll() < 0.4));
        const twice = inner.filter((at) => !out.has(at) && roll() < 0.5);
        const grids: DrawnGrid[] = [
          ...cells.flatMap((ring, at) =>
            out.has(at) ? [] : [gridOf(`g${at}`, placing, dirtied(ring, roll))],
          ),
          ...twice.map((at) => gridOf(`over${at}`, placing, dirtied(cells[at], roll))),
        ];
        const { gaps, overlaps, invalidRings } = check(grids);
        expect(invalidRings).toEqual([]);
        expectAreas(
          gaps,
          [...out].map((at) => cells[at]),
        );
        expectAreas(
          overlaps,
          twice.map((at) => cells[at]),
        );
        for (const { grids: names } of overlaps) expect(`over${names[0].slice(1)}`).toBe(names[1]);
      }),
      { numRuns: RUNS },
    );
  });

  it('a wedge between two neighbours is a gap in the boundary, however thin', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 4, max: 3000 }), (seed, millimetres) => {
        const roll = random(seed);
        const tip: Spot = [30 + roll() * 40, 60 + roll() * 20];
        const width = millimetres / 1000;
        const placing = inMetres();
        const west: Spot[] = [[0, 0], [50, 0], tip, [50, 100], [0, 100]];
        const east: Spot[] = [[50 + width, 0], [100, 0], [100, 100], [50, 100], tip];
        const { gaps, slivers } = check([gridOf('w', placing, west), gridOf('e', placing, east)], {
          boundary: [
            gridOf('b', placing, [
              [0, 0],
              [100, 0],
              [100, 100],
              [0, 100],
            ]),
          ],
        });
        expectAreas(gaps, [[[50, 0], [50 + width, 0], tip]]);
        if (width < 0.45) expect(slivers).toHaveLength(1);
        if (width > 1.2) expect(slivers).toHaveLength(0);
      }),
      { numRuns: RUNS },
    );
  });
});

function expectAreas(found: readonly { area: number }[], rings: readonly Spot[][]): void {
  const expected = rings.toSorted((a, b) => Math.abs(spotArea(b)) - Math.abs(spotArea(a)));
  expect(found).toHaveLength(expected.length);
  found.forEach(({ area }, at) => {
    // Every border may have moved by the lattice's reach.
    const reach = spotPerimeter(expected[at]) * 0.0025;
    expect(Math.abs(area - Math.abs(spotArea(expected[at])))).toBeLessThanOrEqual(reach);
  });
}

describe('anything at all', () => {
  const number = fc.oneof(
    fc.double(),
    fc.integer({ min: -200, max: 200 }),
    fc.double({ min: 116.3, max: 116.4, noNaN: true }),
    fc.integer({ min: 1_163_000_000, max: 1_163_000_300 }).map((whole) => whole / 1e7),
    fc.constantFrom(Number.NaN, Infinity, -0, 5e-324, 1e308),
  );
  const anything = fc.oneof({ weight: 20, arbitrary: number }, { weight: 1, arbitrary: fc.anything() });
  const polygon = fc.array(fc.array(fc.array(anything, { maxLength: 3 }), { maxLength: 8 }), {
    maxLength: 3,
  });

  it('gives a result or a reason', () => {
    fc.assert(
      fc.property(fc.array(fc.array(polygon, { maxLength: 2 }), { maxLength: 6 }), (files) => {
        expectAnswer(
          files.map((polygons, at) => ({ name: `${at}`, row: at, polygons })),
          WGS84,
        );
      }),
      { numRuns: RUNS * 10 },
    );
  });

  it('on a few millimetres, where everything meets everything', () => {
    const tiny = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 })), {
      minLength: 3,
      maxLength: 14,
    });
    const place = ([x, y]: [number, number]) => [500_000 + x / 1000, 4_420_000 + y / 1000];
    fc.assert(
      fc.property(fc.array(tiny, { minLength: 1, maxLength: 8 }), (rings) => {
        expectAnswer(rings.map((ring, at) => ({ name: `${at}`, row: at, polygons: [[ring.map(place)]] })));
      }),
      { numRuns: RUNS * 10 },
    );
  });

  it('over a whole county, where lines are long and crossings many', () => {
    const wide = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 60_000_000 }), fc.integer({ min: 0, max: 60_000_000 })),
      {
        minLength: 3,
        maxLength: 20,
      },
    );
    const place = ([x, y]: [number, number]) => [480_000 + x / 1000, 4_420_000 + y / 1000];
    fc.assert(
      fc.property(fc.array(wide, { minLength: 1, maxLength: 6 }), (rings) => {
        expectAnswer(rings.map((ring, at) => ({ name: `${at}`, row: at, polygons: [[ring.map(place)]] })));
      }),
      { numRuns: RUNS * 2 },
    );
  });

  /** checkGrids proves its own map: what is not proved throws 'not-proved', which is never an answer. */
  function expectAnswer(grids: readonly DrawnGrid[], crs?: Crs): void {
    try {
      const result = check(grids, crs ? { crs } : {});
      expect(result.grids).toHaveLength(grids.length);
    } catch (error) {
      if (!(error instanceof PartitionError)) throw error;
      expect(['no-polygons', 'scope-too-large']).toContain(error.code);
    }
  }
});
