import { expect, test } from 'vitest';
import { haveSideInCommon } from '../../../../../renderer/grids/plan/grid-neighbours.ts';

const box = (west: number, south: number) => ({
  outline: [
    {
      outer: new Float64Array([west, south, west + 1, south, west + 1, south + 1, west, south + 1]),
      holes: [],
    },
  ],
});

test('two grids lie side by side when a border is common; a corner is not enough', () => {
  expect(haveSideInCommon(box(0, 0), box(1, 0))).toBe(true);
  expect(haveSideInCommon(box(0, 0), box(1, 1))).toBe(false);
  expect(haveSideInCommon(box(0, 0), box(5, 0))).toBe(false);
});
