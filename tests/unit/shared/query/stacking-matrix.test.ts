/** The stacking plan's matrix: every home exactly once, whatever doors are called. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StackingCell } from '../../../../renderer/worker/engine-api.ts';
import {
  homesBetween,
  stackingMatrix,
  stepOf,
  tagsIn,
  UNKNOWN_FLOOR,
} from '../../../../shared/query/stacking-matrix.ts';
import { fakeBuilding } from '../../../support/fake-engine.ts';

const cell = (home: number, entrance: string, floor: number, door: string): StackingCell => ({
  home,
  entrance,
  floor,
  door,
  tenure: 'owner',
  residents: 2,
  households: 1,
  tags: [],
  devices: 0,
  matching: 1,
});

test('a slab of 6 floors, 4 entrances and 2 doors', () => {
  const { cells, floors } = fakeBuilding(0);
  const matrix = stackingMatrix(cells, floors);
  expect(matrix.floors).toEqual([6, 5, 4, 3, 2, 1]);
  expect(matrix.entrances).toEqual(['1', '2', '3', '4'].map((label) => ({ label, span: 2 })));
  expect(matrix.columns.map((column) => column.door)).toEqual([
    '01',
    '02',
    '01',
    '02',
    '01',
    '02',
    '01',
    '02',
  ]);
  expect(matrix.cells[0][1]?.door).toBe('602');
});

test('entrance 10 stands after entrance 2, and floors without homes stay as rows', () => {
  const matrix = stackingMatrix([cell(0, '10', 2, '201'), cell(1, '2', 4, '401')], 5);
  expect(matrix.entrances.map((entrance) => entrance.label)).toEqual(['2', '10']);
  expect(matrix.floors).toEqual([5, 4, 3, 2, 1]);
});

test('doors whose short form would collide keep their full name', () => {
  const matrix = stackingMatrix([cell(0, '1', 1, '12'), cell(1, '1', 1, '2')], 1);
  expect(matrix.columns.map((column) => column.door)).toEqual(['2', '12']);
});

test('homes without entrance, door or floor are counted off', () => {
  const matrix = stackingMatrix([cell(7, '', UNKNOWN_FLOOR, ''), cell(8, '', UNKNOWN_FLOOR, '')], 1);
  expect(matrix.floors).toEqual([1, UNKNOWN_FLOOR]);
  expect(matrix.cells[1].map((each) => each?.home)).toEqual([7, 8]);
});

test('every home stands in the matrix exactly once', () => {
  const door = fc.constantFrom('', '1', '2', '11', '12', '101', '201', '301', 'A');
  const cells = fc
    .array(
      fc.tuple(
        fc.constantFrom('', '1', '2', '10', '甲'),
        fc.constantFrom(-1, 0, 1, 2, 3, UNKNOWN_FLOOR),
        door,
      ),
      { maxLength: 40 },
    )
    .map((places) => places.map(([entrance, floor, name], home) => cell(home, entrance, floor, name)));
  fc.assert(
    fc.property(cells, fc.integer({ min: 0, max: 6 }), (list, floors) => {
      const matrix = stackingMatrix(list, floors);
      const homes = matrix.cells.flat().flatMap((each) => (each ? [each.home] : []));
      expect(homes.sort((a, b) => a - b)).toEqual(list.map((each) => each.home));
      matrix.cells.forEach((row, at) => {
        for (const each of row) if (each) expect(each.floor).toBe(matrix.floors[at]);
      });
      expect(matrix.entrances.reduce((sum, each) => sum + each.span, 0)).toBe(matrix.columns.length);
    }),
  );
});

describe('tints and ranges', () => {
  test('steps of the ramp', () => {
    const one = { ...cell(0, '1', 1, '1'), residents: 9, matching: 1, tags: ['oldWiring'] };
    expect(stepOf(one, 'residents', '')).toBe(6);
    expect(stepOf(one, 'matching', '')).toBe(1);
    expect(stepOf({ ...one, matching: 9 }, 'matching', '')).toBe(6);
    expect(stepOf({ ...one, matching: 0 }, 'matching', '')).toBe(0);
    expect(stepOf({ ...one, residents: 0, matching: 0 }, 'matching', '')).toBe(0);
    expect(stepOf(one, 'tag', 'oldWiring')).toBeGreaterThan(0);
    expect(stepOf(one, 'tag', 'gasCylinder')).toBe(0);
  });
  test('a rectangle of homes in either direction', () => {
    const { cells, floors } = fakeBuilding(0);
    const matrix = stackingMatrix(cells, floors);
    const [a, b] = [
      { row: 0, column: 1 },
      { row: 1, column: 2 },
    ];
    expect(homesBetween(matrix, a, b)).toHaveLength(4);
    expect(homesBetween(matrix, b, a)).toEqual(homesBetween(matrix, a, b));
  });
  test('tags by how often they occur', () => {
    const cells = [['a'], ['b', 'a'], ['b'], ['b']].map((tags, home) => ({
      ...cell(home, '1', 1, String(home)),
      tags,
    }));
    expect(tagsIn(cells)).toEqual(['b', 'a']);
  });
});
