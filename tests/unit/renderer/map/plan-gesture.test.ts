import { describe, expect, test } from 'vitest';
import {
  boxRing,
  cellsWithin,
  circleMeets,
  middleOf,
  tonesOf,
} from '../../../../renderer/map/plan/plan-gesture.ts';
import type { LngLat } from '../../../../shared/query/selection.ts';
import { random } from '../../../support/seeded-random.ts';

const square = (x: number, y: number, side: number): LngLat[] => boxRing([x, y], [x + side, y + side]);
const points = (ring: LngLat[]) => ring.map(([x, y]) => ({ x, y }));

describe('a circle of the brush', () => {
  const rings = [points(square(0, 0, 10)), points(square(3, 3, 4))];
  test('meets what it lies in, what it touches, and not the hole it lies in', () => {
    expect(circleMeets(rings, { x: 1, y: 1 }, 0.5)).toBe(true);
    expect(circleMeets(rings, { x: 12, y: 5 }, 2.1)).toBe(true);
    expect(circleMeets(rings, { x: 12, y: 5 }, 1.9)).toBe(false);
    expect(circleMeets(rings, { x: 5, y: 5 }, 1.9)).toBe(false);
    expect(circleMeets(rings, { x: 5, y: 5 }, 2.1)).toBe(true);
  });
  test('agrees with points tried all over it', () => {
    const next = random(11);
    for (let run = 0; run < 300; run++) {
      const at = { x: next() * 16 - 3, y: next() * 16 - 3 };
      const radius = next() * 3;
      let met = false;
      for (let i = 0; i < 400 && !met; i++) {
        const [r, turn] = [radius * Math.sqrt(next()), next() * 2 * Math.PI];
        const [x, y] = [at.x + r * Math.cos(turn), at.y + r * Math.sin(turn)];
        const within = (low: number, high: number) => x > low && x < high && y > low && y < high;
        met = within(0, 10) && !within(3, 7);
      }
      if (met) expect(circleMeets(rings, at, radius)).toBe(true);
    }
  });
});

describe('a box or lasso', () => {
  const cells = new Map([
    [1, [square(0, 0, 10)]],
    [2, [square(10, 0, 10)]],
    [3, [square(20, 0, 10)]],
  ]);
  const atoms = {
    lng: Float64Array.of(9, 12, 28),
    lat: Float64Array.of(5, 5, 5),
    cell: Int32Array.of(1, 2, -1),
  };
  test('takes cells by their buildings, those without by their middle', () => {
    expect(cellsWithin(square(8, 4, 2), cells, atoms)).toEqual([1]);
    expect(cellsWithin(boxRing([0, 0], [8, 8]), cells, atoms)).toEqual([]);
    // The building at 28 is not in play: its cell counts as empty.
    expect(cellsWithin(boxRing([24, 4], [26, 6]), cells, atoms)).toEqual([3]);
    expect(cellsWithin(boxRing([-1, -1], [31, 11]), cells, atoms)).toEqual([1, 2, 3]);
  });
});

test('the middle of a ring is that of its area, of a flat one that of its corners', () => {
  expect(middleOf(square(2, 4, 6))).toEqual({ x: 5, y: 7 });
  const flat = middleOf([
    [0, 0],
    [2, 0],
    [4, 0],
  ]);
  expect(flat).toEqual({ x: 2, y: 0 });
});

describe('tones', () => {
  test('neighbours differ while there are enough, and what was given stays', () => {
    const ring = Array.from({ length: 7 }, (_, i): [number, number] => [i, (i + 1) % 7]);
    const ids = [0, 1, 2, 3, 4, 5, 6];
    const given = tonesOf(ids, ring, 5);
    for (const [a, b] of ring) expect(given.get(a)).not.toBe(given.get(b));
    expect(tonesOf(ids, ring, 5, given)).toEqual(given);
    const more = tonesOf([...ids, 7], [...ring, [7, 0], [7, 3]], 5, given);
    for (const id of ids) expect(more.get(id)).toBe(given.get(id));
    expect([given.get(0), given.get(3)]).not.toContain(more.get(7));
  });
});
