/** What the check says about grids: topology by diagrams, and everything a hand or a program does wrong. */
import { describe, expect, it } from 'vitest';
import { check, drawn, ORIGIN } from './diagram.ts';

const [X, Y] = ORIGIN;
const ring = (...corners: [number, number][]) => corners.map(([x, y]) => [X + x, Y + y]);
const box = (west: number, south: number, east: number, north: number) =>
  ring([west, south], [east, south], [east, north], [west, north], [west, south]);
const grid = (name: string, ...polygons: number[][][][]) => ({ name, row: 1, polygons });

describe('diagrams', () => {
  it('a tessellation is clean', () => {
    const result = check(
      drawn(`
      AAB
      ACB
      CCB`),
    );
    expect(result).toMatchObject({ clean: true, gaps: [], overlaps: [] });
    expect(result.grids.map(({ grid: name, area, parts }) => [name, Math.round(area), parts])).toEqual([
      ['A', 300, 1],
      ['B', 300, 1],
      ['C', 300, 1],
    ]);
  });

  it('an enclosed hole is a gap, with the grids around it', () => {
    const result = check(
      drawn(`
      AAB
      A.B
      ACC`),
    );
    expect(result.clean).toBe(false);
    expect(result.gaps).toMatchObject([{ grids: ['A', 'B', 'C'], sliver: false }]);
    expect(result.gaps[0].area).toBeCloseTo(100, 1);
  });

  it('a bay is no gap, and is one inside a boundary', () => {
    const grids = drawn(`
      AAB
      A.B
      A.B`);
    expect(check(grids)).toMatchObject({ clean: true });
    const result = check(grids, { boundary: [grid('Z', [box(0, 0, 30, 30)])] });
    expect(result.gaps).toMatchObject([{ grids: ['A', 'B'] }]);
    expect(result.gaps[0].area).toBeCloseTo(200, 1);
  });

  it('outside the boundary nothing is missing', () => {
    const result = check(
      drawn(`
      AAA
      A.A
      AAA`),
      { boundary: [grid('Z', [box(0, 0, 30, 30), box(10, 10, 20, 20)])] },
    );
    expect(result.clean).toBe(true);
  });

  it('a grid around another is sound: the hole is filled', () => {
    const result = check(
      drawn(`
      AAAA
      ABBA
      ABBA
      AAAA`),
    );
    expect(result).toMatchObject({
      clean: true,
      grids: [
        { parts: 1, holes: 1 },
        { parts: 1, holes: 0 },
      ],
    });
  });

  it('an island in a hole of an island', () => {
    const result = check(
      drawn(`
      AAAAAAA
      A.....A
      A.BBB.A
      A.B.B.A
      A.BBB.A
      A.....A
      AAAAAAA`),
    );
    expect(result.gaps.map(({ area, grids }) => [Math.round(area), grids])).toEqual([
      [1600, ['A', 'B']],
      [100, ['B']],
    ]);
  });

  it('a part that is cut off, and one that only touches at a corner', () => {
    const result = check(
      drawn(`
      AABA
      AABB
      BBAB
      BBBB`),
    );
    expect(result.detachedParts.map(({ grids, area }) => [grids, Math.round(area)])).toEqual([
      [['A'], 100],
      [['A'], 100],
    ]);
    expect(result.grids.map(({ parts }) => parts)).toEqual([3, 1]);
  });

  it('holes that touch their outer ring at a corner', () => {
    const result = check(
      drawn(`
      AAAA
      A.AA
      .AAA
      AAAA`),
    );
    expect(result.gaps.map(({ area }) => Math.round(area))).toEqual([100]);
  });
});

describe('overlaps', () => {
  it('two grids, and a third over both: each stretch by who is over it', () => {
    const result = check([
      grid('A', [box(0, 0, 20, 20)]),
      grid('B', [box(10, 0, 30, 20)]),
      grid('C', [box(15, 5, 40, 15)]),
    ]);
    expect(result.overlaps.map(({ grids, area }) => [grids.join(), Math.round(area)])).toEqual([
      ['A,B', 150],
      ['B,C', 100],
      ['A,B,C', 50],
    ]);
  });

  it('the same grid twice', () => {
    const result = check([grid('A', [box(0, 0, 20, 20)]), grid('A2', [box(0, 0, 20, 20)])]);
    expect(result.overlaps).toMatchObject([{ grids: ['A', 'A2'] }]);
  });

  it('two polygons of one grid are a fault of the grid', () => {
    const result = check([grid('A', [box(0, 0, 20, 20)], [box(10, 10, 30, 30)])]);
    expect(result).toMatchObject({ overlaps: [], invalidRings: [{ fault: 'parts-overlap', polygon: 2 }] });
    expect(result.grids[0].area).toBeCloseTo(700, 1);
  });
});

describe('drawn badly and still right', () => {
  it('a border with a corner on one side only', () => {
    const result = check([
      grid('A', [box(0, 0, 10, 20)]),
      grid('B', [box(10, 0, 20, 7)]),
      grid('C', [box(10, 7, 20, 20)]),
    ]);
    expect(result.clean).toBe(true);
  });

  it('a corner in the middle of a slanted side', () => {
    const at = (t: number): [number, number] => [1000 * t, 371.3 * t];
    const result = check([
      grid('A', [ring([0, 0], at(1), [0, 371.3])]),
      grid('B', [ring([0, 0], [1000, 0], at(1 / 3))]),
      grid('C', [ring(at(1 / 3), [1000, 0], at(1))]),
    ]);
    expect(result.clean).toBe(true);
  });

  it('corners a hundredth of a millimetre apart, and written twice', () => {
    const result = check([
      grid('A', [ring([0, 0], [10.000_01, 0], [10.000_01, 0], [10, 10], [10, 10.000_008], [0, 10])]),
      grid('B', [ring([10, 0], [20, 0], [20, 10], [9.999_991, 10.000_01])]),
    ]);
    expect(result).toMatchObject({ clean: true, grids: [{ repeatedCorners: 2 }, { repeatedCorners: 0 }] });
  });

  it('a bow-tie, with where it crosses', () => {
    const result = check([grid('A', [ring([0, 0], [20, 20], [20, 0], [0, 20])])]);
    expect(result.invalidRings).toMatchObject([
      { fault: 'crosses-itself', grids: ['A'], polygon: 1, ring: 0 },
    ]);
    expect(result.grids[0]).toMatchObject({ parts: 2 });
    expect(result.grids[0].area).toBeCloseTo(200, 1);
  });

  it.each([
    ['no-area', [ring([0, 0], [10, 0], [0, 0])]],
    ['no-area', [ring([0, 0], [10, 10], [20, 20])]],
    ['doubles-back', [ring([0, 0], [10, 0], [10, 10], [10, 30], [10, 10], [0, 10])]],
    ['touches-itself', [ring([0, 0], [20, 0], [10, 10], [20, 20], [0, 20], [10, 10])]],
    ['rings-cross', [box(0, 0, 10, 10), box(5, 5, 15, 15)]],
    ['rings-cross', [box(0, 0, 10, 10), box(20, 20, 30, 30)]],
    ['not-a-place', [[...box(0, 0, 10, 10), [Number.NaN, 3]]]],
  ])('%s', (fault, polygon) => {
    const result = check([grid('S', [box(100, 100, 110, 110)]), grid('A', polygon)]);
    expect(result.invalidRings.map((each) => each.fault)).toEqual([fault]);
    expect(result.clean).toBe(false);
  });

  it('a hole beside its outer ring, edge to edge, is sound', () => {
    expect(
      check([grid('A', [box(0, 0, 20, 20), box(5, 5, 10, 10)]), grid('B', [box(5, 5, 10, 10)])]).clean,
    ).toBe(true);
  });
});

describe('slivers', () => {
  it('a gap of 0.4 m between two grids inside a boundary is both', () => {
    const result = check([grid('A', [box(0, 0, 50, 100)]), grid('B', [box(50.4, 0, 100, 100)])], {
      boundary: [grid('Z', [box(0, 0, 100, 100)])],
    });
    expect(result.gaps).toHaveLength(1);
    expect(result.slivers).toMatchObject([{ kind: 'gap', grids: ['A', 'B'] }]);
    expect(result.gaps[0].area).toBeCloseTo(40, 2);
    expect(result.gaps[0].meanWidth).toBeCloseTo(0.4, 2);
  });

  it.each([
    [0.49, true],
    [0.51, false],
  ])('an overlap %f m wide: sliver %s', (width, sliver) => {
    const slant = (x: number, t: number): [number, number] => [x + 60 * t, 80 * t];
    const wide = width * (100 / 80);
    const result = check([
      grid('A', [ring(slant(0, 0), slant(50 + wide, 0), slant(50 + wide, 1), slant(0, 1))]),
      grid('B', [ring(slant(50, 0), slant(100, 0), slant(100, 1), slant(50, 1))]),
    ]);
    expect(result.overlaps).toHaveLength(1);
    expect(result.slivers).toHaveLength(sliver ? 1 : 0);
  });

  it('a narrow grid, and a tail that widens to a room', () => {
    const result = check([
      grid('N', [box(0, 0, 0.3, 400)]),
      grid('T', [ring([10, 0], [10.2, 0], [10.2, 300], [11, 300], [11, 301], [10, 301])]),
    ]);
    expect(result.slivers).toMatchObject([{ kind: 'grid', grids: ['N'] }]);
  });
});

describe('buildings and balance', () => {
  const grids = [grid('A', [box(0, 0, 20, 20)]), grid('B', [box(15, 0, 40, 20)])];
  const building = (name: string, polygon: number[][][], households: number | null = null) => ({
    name,
    row: 1,
    polygons: [polygon],
    point: null,
    households,
  });

  it('in none, in two, over a border, on a border', () => {
    const result = check(
      [grid('A', [box(0, 0, 20, 20)]), grid('B', [box(20, 0, 40, 20)]), grid('C', [box(35, 0, 60, 20)])],
      {
        buildings: [
          building('in', [box(2, 2, 5, 5)]),
          building('over', [box(18, 2, 22, 6)]),
          building('double', [box(36, 2, 39, 6)]),
          building('out', [box(70, 2, 80, 6)]),
          { name: 'point', row: 9, polygons: [], point: [X + 20, Y + 10], households: null },
        ],
      },
    );
    expect(result.uncoveredBuildings.map((each) => each.building)).toEqual(['out']);
    expect(result.uncoveredBuildings[0].area).toBeCloseTo(40, 1);
    expect(result.doublyCoveredBuildings).toMatchObject([{ building: 'double', grids: ['B', 'C'] }]);
  });

  it('households against the target, else shares of the area', () => {
    const result = check(grids, {
      buildings: [
        building('a', [box(2, 2, 5, 5)], 320),
        building('b', [box(30, 2, 35, 5)], 650),
        building('two', [box(16, 2, 19, 5)], 7),
      ],
    });
    expect(result.balance).toMatchObject({
      by: 'households',
      grids: [
        { grid: 'A', households: 320, state: 'within', off: 0 },
        { grid: 'B', households: 650, state: 'above', off: 150 },
      ],
      within: 1,
      unassigned: 7,
    });
    const { balance } = check(grids);
    expect(balance.by).toBe('area');
    expect(balance.grids.map(({ share }) => share)).toEqual([
      expect.closeTo(400 / 900, 5),
      expect.closeTo(500 / 900, 5),
    ]);
  });
});
