import { describe, expect, test } from 'vitest';
import { byAreaAbove, firstScope, sameAreas } from '../../../../../renderer/grids/plan/plan-scope.ts';

const areas = (streets: number, each: number) =>
  Array.from({ length: streets * each }, (_, i) => ({
    row: 10 + i,
    name: `${i}`,
    above: `street ${Math.floor(i / each)}`,
    buildings: i,
  }));

describe('what a new plan is of at first', () => {
  test('all communities of a street, but of a district the first street alone', () => {
    expect([...firstScope(areas(1, 20))]).toHaveLength(20);
    expect([...firstScope(areas(2, 15))]).toHaveLength(30);
    expect([...firstScope(areas(8, 21))]).toEqual(areas(1, 21).map(({ row }) => row));
    expect(firstScope([]).size).toBe(0);
  });

  test('is chosen by the areas above, in their order', () => {
    expect(byAreaAbove(areas(2, 3)).map(([above, own]) => [above, own.map(({ row }) => row)])).toEqual([
      ['street 0', [10, 11, 12]],
      ['street 1', [13, 14, 15]],
    ]);
  });

  test('is chosen anew only where the areas are others', () => {
    expect(sameAreas(areas(2, 3), areas(2, 3))).toBe(true);
    expect(sameAreas(areas(2, 3), areas(3, 2).slice(1))).toBe(false);
    const renamed = areas(2, 3).map((area, i) => (i === 4 ? { ...area, name: 'x' } : area));
    expect(sameAreas(areas(2, 3), renamed)).toBe(false);
  });
});
