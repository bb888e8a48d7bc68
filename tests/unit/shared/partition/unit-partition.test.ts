/** Units of a file as cells: dirty ones are mended by rule or by choice, every count is kept, and what comes out is proved. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readShapes } from '../../../../electron/cli/shape-file.ts';
import { DEFAULT_LOCAL_PROFILE } from '../../../../shared/model/local-profile.ts';
import { NO_OWNER } from '../../../../shared/partition/dissolve.ts';
import type { DrawnGrid } from '../../../../shared/partition/drawn-grids.ts';
import { checkGrids } from '../../../../shared/partition/grid-check.ts';
import { areaScale } from '../../../../shared/partition/lattice.ts';
import { NO_GRID } from '../../../../shared/partition/outline.ts';
import { provePartition } from '../../../../shared/partition/partition-proof.ts';
import { NO_CELL } from '../../../../shared/partition/partition-records.ts';
import type { UnitChoices, UnitRules } from '../../../../shared/partition/unit-fixes.ts';
import { measureColumns } from '../../../../shared/partition/unit-measures.ts';
import { type UnitPartition, unitPartition } from '../../../../shared/partition/unit-partition.ts';
import { random } from '../../../support/seeded-random.ts';
import { dirtied, gridOf, inDegrees, inMetres, type Spot, tessellation } from './made-tessellation.ts';

const box = (x: number, y: number, w: number, h: number): Spot[] => [
  [x, y],
  [x + w, y],
  [x + w, y + h],
  [x, y + h],
];

const USUAL: UnitRules = { gap: 'longest-border', overlap: 'longest-border', part: 'longest-border' };

function built(
  units: readonly DrawnGrid[],
  more: { rules?: Partial<UnitRules>; choices?: UnitChoices; boundary?: DrawnGrid[] } = {},
): UnitPartition {
  const result = unitPartition({
    scope: { crs: inMetres().crs, grids: units, boundary: more.boundary ?? null },
    measures: [{ name: 'people', values: Float64Array.from(units, (_, unit) => 10 ** unit) }],
    rules: { ...USUAL, ...more.rules },
    ...(more.choices ? { choices: more.choices } : {}),
  });
  expect(provePartition(result.model)).toEqual({ holds: true, faults: [] });
  return result;
}

/** Square metres by unit. */
function areas({ model, unitOfCell }: UnitPartition): number[] {
  const sums: number[] = [];
  unitOfCell.forEach((unit, cell) => {
    if (unit !== NO_OWNER) sums[unit] = (sums[unit] ?? 0) + model.doubleAreaOf(cell) / 2e6;
  });
  return sums;
}

const at = inMetres();
const sum = (values: Float64Array) => values.reduce((all, value) => all + value, 0);
const problemsOf = ({ problems }: UnitPartition) =>
  problems.map(({ kind, area, to }) => [kind, Math.round(area), to]);

describe('units as cells', () => {
  /*
   *  0 0 0 . 1 1    a gap of 10 x 40 between two: its border with either is as long; the corner below makes 0's longer
   *  0 0 0 0 1 1
   */
  it('a gap goes to the neighbour with the longest common border', () => {
    const left: Spot[] = [
      [0, 0],
      [60, 0],
      [60, 10],
      [50, 10],
      [50, 50],
      [0, 50],
    ];
    const units = [
      gridOf('a', at, left),
      gridOf('b', at, box(60, 0, 40, 50)),
      gridOf('c', at, box(0, 50, 100, 10)),
    ];
    const result = built(units);
    expect(problemsOf(result)).toEqual([['gap', 400, 0]]);
    expect(result.problems[0].candidates).toEqual([0, 1, 2]);
    expect(areas(result).map(Math.round)).toEqual([3000, 2000, 1000]);
    expect(result.model.totals.of(NO_GRID)).toEqual([111]);
  });

  it('a gap may be left out: no cell of a grid is there, and a choice goes before the rule', () => {
    const ring = gridOf('ring', at, box(0, 0, 100, 100));
    const hole = { ...ring, polygons: [[ring.polygons[0][0], box(40, 40, 20, 20).map(at.place)]] };
    const left = built([hole], { rules: { gap: 'nobody' } });
    expect(areas(left).map(Math.round)).toEqual([9600]);
    const enclave = left.unitOfCell.indexOf(NO_OWNER);
    expect(left.model.cell(enclave).community).toBe(-1);
    const chosen = built([hole], { rules: { gap: 'nobody' }, choices: new Map([[left.problems[0].id, 0]]) });
    expect(areas(chosen).map(Math.round)).toEqual([10_000]);
    // What is not there cannot get it.
    const astray = built([hole], { choices: new Map([[left.problems[0].id, 7]]) });
    expect(areas(astray).map(Math.round)).toEqual([10_000]);
  });

  it('an overlap goes to one of the two, by border, by order, or by choice', () => {
    const units = [
      gridOf('a', at, box(0, 0, 60, 40)),
      gridOf('b', at, box(50, 0, 50, 40), box(40, 40, 60, 20)),
    ];
    const usual = built(units);
    expect(problemsOf(usual)).toEqual([['overlap', 400, 1]]);
    expect(areas(usual).map(Math.round)).toEqual([2000, 3200]);
    expect(areas(built(units, { rules: { overlap: 'first' } })).map(Math.round)).toEqual([2400, 2800]);
    const chosen = built(units, { choices: new Map([[usual.problems[0].id, 0]]) });
    expect(areas(chosen).map(Math.round)).toEqual([2400, 2800]);
    expect(usual.absorbed).toEqual([]);
  });

  it('no unit is lost: one under another keeps its place, one drawn twice is counted where it lies', () => {
    const under = [gridOf('a', at, box(0, 0, 100, 100)), gridOf('b', at, box(20, 20, 10, 10))];
    const result = built(under);
    expect(areas(result).map(Math.round)).toEqual([9900, 100]);
    const twice = [gridOf('a', at, box(0, 0, 100, 100)), gridOf('b', at, box(0, 0, 100, 100))];
    const one = built(twice);
    expect(one.absorbed).toEqual([{ unit: 1, into: 0 }]);
    expect(one.model.totals.of(NO_GRID)).toEqual([11]);
    const nothing = [
      gridOf('a', at, box(0, 0, 100, 100)),
      gridOf('b', at, [
        [0, 0],
        [5, 5],
        [0, 0],
      ]),
    ];
    const some = built(nothing);
    expect(some.unplaced).toEqual([1]);
    expect(some.model.cellOf(1)).toBe(NO_CELL);
  });

  it('a splinter that is cut off goes to what is beside it; an island stays', () => {
    const a = gridOf('a', at, box(0, 0, 50, 50), box(70, 0, 0.3, 50), box(200, 0, 30, 30));
    const units = [a, gridOf('b', at, box(50, 0, 20, 50)), gridOf('c', at, box(70.3, 0, 40, 50))];
    const result = built(units);
    expect(problemsOf(result)).toEqual([['part', 15, 1]]);
    expect(areas(result).map(Math.round)).toEqual([3400, 1015, 2000]);
    expect(areas(built(units, { rules: { part: 'keep' } })).map(Math.round)).toEqual([3415, 1000, 2000]);
  });

  it('what the boundary holds beyond the units is a gap, what is beyond it is nothing', () => {
    const units = [gridOf('a', at, box(0, 0, 50, 50))];
    const result = built(units, { boundary: [gridOf('whole', at, box(0, 0, 60, 50))] });
    expect(problemsOf(result)).toEqual([['gap', 500, 0]]);
    expect(areas(result).map(Math.round)).toEqual([3000]);
  });

  it.each([1, 2, 3, 4, 5, 6])(
    'nets written anew with holes and layers: proved, total kept (seed %i)',
    (seed) => {
      const { cells, roll } = tessellation(seed, 9, 7);
      const placing = seed % 2 ? inMetres() : inDegrees(120.7, 31.3);
      const grown = (ring: readonly Spot[], by: number) => ring.map(([x, y]): Spot => [x + by, y - by / 3]);
      const units = cells.map((ring, unit) => {
        const off = roll() < 0.2 ? (roll() - 0.5) * 12 : 0;
        return gridOf(`${unit}`, placing, dirtied(grown(ring, off), roll));
      });
      const values = Float64Array.from(units, () => Math.floor(random(seed)() * 900));
      const result = unitPartition({
        scope: { crs: placing.crs, grids: units, boundary: null },
        measures: [{ name: 'people', values }],
      });
      expect(provePartition(result.model)).toEqual({ holds: true, faults: [] });
      expect(result.problems.length).toBeGreaterThan(5);
      expect(result.unplaced).toEqual([]);
      expect(result.model.totals.of(NO_GRID)).toEqual([sum(values)]);
      const again = unitPartition({
        scope: { crs: placing.crs, grids: units, boundary: null },
        measures: [{ name: 'people', values }],
      });
      expect(again.model.stateText()).toBe(result.model.stateText());
    },
  );

  it('columns of whole numbers are counts; codes and fractions are none', () => {
    const columns = measureColumns([
      { people: 3, code: '007', share: 0.5, homes: '12', empty: null, name: 'x' },
      { people: null, code: '008', share: 1, homes: '4', empty: '', name: 'y' },
    ]);
    expect(columns.map(({ name, values, missing }) => [name, [...values], missing])).toEqual([
      ['people', [3, 0], 1],
      ['homes', [12, 4], 0],
    ]);
  });
});

const TARGET = DEFAULT_LOCAL_PROFILE.gridTarget;
const root = process.env['LINLI_REALDATA'] ?? '';

describe.skipIf(!existsSync(join(root, 'boundaries')))('real units', () => {
  const imported = async (path: string) => {
    const { crs, shapes: all } = await readShapes(join(root, path), { usual: 'grids' });
    // The blocks come with a layer of their middles.
    const shapes = all.filter(({ polygons }) => polygons.length > 0);
    const fields = shapes.map((shape) => shape.fields);
    return { crs, shapes, columns: measureColumns(fields) };
  };

  it('2,296 census blocks with their population', async () => {
    const { crs, shapes, columns } = await imported('boundaries/ks_ellis_county_block.gpkg');
    const result = unitPartition({ scope: { crs, grids: shapes, boundary: null }, measures: columns });
    expect(provePartition(result.model)).toEqual({ holds: true, faults: [] });
    expect([result.problems, result.absorbed, result.unplaced]).toEqual([[], [], []]);
    expect(result.model.cellIds()).toHaveLength(2296);
    const people = columns.findIndex(({ name }) => name === 'total_pop');
    expect(sum(columns[people].values)).toBeGreaterThan(25_000);
    expect(result.model.totals.of(NO_GRID)[people]).toBe(sum(columns[people].values));
  });

  it('4,627 city blocks with lots laid over each other: listed, mended, no value lost', async () => {
    const { crs, shapes, columns } = await imported('boundaries/vancouver-blocks.json');
    const result = unitPartition({ scope: { crs, grids: shapes, boundary: null }, measures: columns });
    expect(provePartition(result.model)).toEqual({ holds: true, faults: [] });
    const kinds = (kind: string) => result.problems.filter((problem) => problem.kind === kind);
    expect([kinds('gap').length, kinds('overlap').length, kinds('part').length]).toEqual([5, 24, 3]);
    expect(result.problems.every(({ to, candidates }) => candidates.includes(to))).toBe(true);
    const values = columns.find(({ name }) => name === 'valuePerSqm')!;
    expect(result.model.totals.of(NO_GRID)[columns.indexOf(values)]).toBe(sum(values.values));
    expect(result.unplaced).toEqual([]);
    expect(result.absorbed).toEqual([]);
    // Each place once, with the gaps filled: what the check of the same drawing counts.
    const check = checkGrids({
      crs,
      grids: shapes,
      boundary: null,
      unreadable: [],
      buildings: null,
      target: TARGET,
    });
    const drawn = check.grids.reduce((all, { area }) => all + area, 0);
    const twice = check.overlaps.reduce((all, { area, grids }) => all + area * (grids.length - 1), 0);
    const open = check.gaps.reduce((all, { area }) => all + area, 0);
    const ground = areas(result).reduce((all, area) => all + area, 0) * 1e6 * areaScale(result.lattice)(0, 0);
    expect(ground / (drawn - twice + open)).toBeCloseTo(1, 3);
  });
});
