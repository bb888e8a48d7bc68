import { expect, test } from 'vitest';
import { prolonged } from '../../../../shared/partition/line-cut.ts';

test('a line is carried on straight ahead at both ends, its corners stay', () => {
  expect(prolonged([0, 0, 1000, 0], 100)).toEqual([-100, 0, 1100, 0]);
  expect(prolonged([0, 0, 1000, 0, 1000, 300], 50)).toEqual([-50, 0, 1000, 0, 1000, 350]);
});

test('a ring and a single place have no ends', () => {
  const ring = [0, 0, 9, 0, 9, 9, 0, 0];
  expect(prolonged(ring, 5)).toEqual(ring);
  expect(prolonged([3, 4], 5)).toEqual([3, 4]);
});
