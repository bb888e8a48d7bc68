/** The map, its proof and its outlines: whatever is drawn, and every way to break what was built. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelCells } from '../../../../shared/partition/face-labels.ts';
import { proveIntegrity } from '../../../../shared/partition/integrity.ts';
import { nodeRings } from '../../../../shared/partition/noding.ts';
import { gridOutlines, NO_GRID, outlineArea, outlineOf } from '../../../../shared/partition/outline.ts';
import { buildPlanarMap, OUTSIDE, type PlanarMap } from '../../../../shared/partition/planar-map.ts';
import { doubleArea } from '../../../../shared/partition/ring-tracing.ts';
import { type Spot, tessellation } from './made-tessellation.ts';

const millimetres = (ring: readonly Spot[]) =>
  Int32Array.from(ring.flatMap(([x, y]) => [Math.round(x * 1000), Math.round(y * 1000)]));
const build = (rings: readonly Int32Array[]) =>
  buildPlanarMap(
    nodeRings(rings),
    rings.map((_, r) => r),
  );
const square = (x: number, y: number, size: number) =>
  Int32Array.from([x, y, x + size, y, x + size, y + size, x, y + size]);

/*
 *  +-----+-----+      two cells, three arcs: the common side has a cell on either side
 *  |  0  |  1  |
 *  +-----+-----+
 */
describe('two neighbours', () => {
  const { map, users } = build([square(0, 0, 1000), square(1000, 0, 1000)]);

  it('share one arc by identity', () => {
    expect(map.cells).toHaveLength(2);
    expect(map.arcFrom).toHaveLength(3);
    expect(map.nodeX).toHaveLength(2);
    const shared = users.findIndex((own) => own.length === 2);
    expect([map.leftCell[shared], map.rightCell[shared]].sort()).toEqual([0, 1]);
    expect([...map.leftCell, ...map.rightCell].filter((cell) => cell === OUTSIDE)).toHaveLength(2);
  });

  it('together have the outline of both', () => {
    const { parts } = outlineOf(map, [0, 1]);
    expect(parts).toHaveLength(1);
    expect(doubleArea(parts[0].outer)).toBe(2 * 2000 * 1000);
  });
});

/*
 *  +-----------+
 *  | +--+ +--+ |      a cell with two holes, each another cell; one of them with an island of its own
 *  | |  | |[]| |
 *  | +--+ +--+ |
 *  +-----------+
 */
it('holes and islands are where they lie', () => {
  const { map } = build([
    square(0, 0, 9000),
    square(1000, 1000, 3000),
    square(5000, 1000, 3000),
    square(6000, 2000, 500),
  ]);
  expect(map.cells.map((rings) => rings.length).sort()).toEqual([1, 1, 2, 3]);
  expect(map.outside).toHaveLength(1);
  expect(proveIntegrity(map, new Int32Array(4)).holds).toBe(true);
});

describe('outlines of a plan', () => {
  it('add up to their cells, hold no gap, and only touched grids are made again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 31 }), (seed) => {
        const { cells, roll } = tessellation(seed, 6, 6);
        const built = build(cells.map(millimetres));
        const { map } = built;
        const plan = Int32Array.from(labelCells(built), () => Math.floor(roll() * 5) - 1);
        expect(proveIntegrity(map, plan)).toEqual({ holds: true, faults: [] });
        const before = gridOutlines(map, plan);
        const cell = Math.floor(roll() * plan.length);
        const [from, to] = [plan[cell], (plan[cell] + 1) % 4];
        const moved = plan.slice();
        moved[cell] = to;
        const after = gridOutlines(map, moved, before, new Set([from, to]));
        expect(after).toEqual(gridOutlines(map, moved));
        for (const [grid, outline] of before) {
          if (grid !== from && grid !== to) expect(after.get(grid)).toBe(outline);
          expect(grid).not.toBe(NO_GRID);
        }
        const all = outlineArea(outlineOf(map, [...plan.keys()])).exact();
        const grids = [
          ...gridOutlines(
            map,
            moved.map((grid) => Math.max(0, grid)),
          ).values(),
        ];
        expect(grids.reduce((sum, outline) => sum + outlineArea(outline).exact(), 0n)).toBe(all);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the proof finds what is broken', () => {
  const { cells } = tessellation(5, 4, 4);
  const { map } = build(cells.map(millimetres));
  const plan = new Int32Array(map.cells.length);
  const faults = (broken: Partial<PlanarMap>) =>
    proveIntegrity({ ...map, ...broken }, plan).faults.map(({ fault }) => fault);
  const inner = map.leftCell.findIndex((left, arc) => left !== OUTSIDE && map.rightCell[arc] !== OUTSIDE);

  it('nothing, as built', () => {
    expect(faults({})).toEqual([]);
  });

  it('a corner pushed over another border', () => {
    const coords = map.coords.slice();
    const arc = map.arcFrom.findIndex((_, a) => map.arcStart[a + 1] - map.arcStart[a] > 2);
    coords[2 * (map.arcStart[arc] + 1)] += 120_000;
    expect(faults({ coords })).toContain('sides-cross');
  });

  it('a node moved for one of its arcs only: the gap that coordinates alone would hide', () => {
    const coords = map.coords.slice();
    coords[2 * map.arcStart[inner]] += 1;
    expect(faults({ coords }).length).toBeGreaterThan(0);
  });

  it('a cell lost, a cell twice, a ring turned round, a side said to be of another cell', () => {
    expect(faults({ cells: [...map.cells.slice(0, 3), [], ...map.cells.slice(4)] })).toContain('arc-use');
    expect(faults({ cells: map.cells.map((rings, c) => (c === 1 ? map.cells[0] : rings)) })).toContain(
      'arc-use',
    );
    const turned = map.cells.map((rings, c) =>
      c === 0 ? rings.map((ring) => ring.toReversed().map((ref) => ref ^ 1)) : rings,
    );
    expect(faults({ cells: turned })).toContain('ring-turn');
    const leftCell = map.leftCell.slice();
    leftCell[inner] = map.rightCell[inner];
    expect(faults({ leftCell })).toContain('arc-use');
  });

  it('a hole that lies beside its cell, which every sum would hide', () => {
    const holed = build([square(0, 0, 9000), square(1000, 1000, 3000)]).map;
    const beside = holed.coords.map((value, i) => {
      const inner = [1000, 4000].includes(holed.coords[i - (i % 2)]);
      return inner && i % 2 === 0 ? value + 20_000 : value;
    });
    const proof = proveIntegrity({ ...holed, coords: beside }, new Int32Array(2));
    expect(proof.faults.map(({ fault }) => fault)).toEqual(['hole-astray']);
  });

  it('a plan of another map', () => {
    expect(proveIntegrity(map, new Int32Array(3)).faults).toEqual([{ fault: 'plan-cells', place: null }]);
  });
});
