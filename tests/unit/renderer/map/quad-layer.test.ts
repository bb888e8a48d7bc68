import { expect, test } from 'vitest';
import { CORNERS_EACH, cornersOf, perCorner } from '../../../../renderer/map/quad-layer.ts';

test('every entry stands once for each corner, in order', () => {
  const spread = perCorner(Float64Array.of(1, 2, 3, 7, 8, 9), 3);
  expect(spread).toBeInstanceOf(Float64Array);
  expect(spread.length).toBe(2 * 3 * CORNERS_EACH);
  for (let corner = 0; corner < CORNERS_EACH; corner++) {
    expect(Array.from(spread.subarray(3 * corner, 3 * corner + 3))).toEqual([1, 2, 3]);
    const second = 3 * (CORNERS_EACH + corner);
    expect(Array.from(spread.subarray(second, second + 3))).toEqual([7, 8, 9]);
  }
});

test('the two triangles of a mark cover its square once', () => {
  const corners = cornersOf(2);
  expect(corners.length).toBe(2 * 2 * CORNERS_EACH);
  const area = (at: number) => {
    const [ax, ay, bx, by, cx, cy] = corners.subarray(at, at + 6);
    return ((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2;
  };
  // 2 each: together the square from -1 to 1.
  for (const at of [0, 6, 12, 18]) expect(Math.abs(area(at))).toBe(2);
  expect(new Set(Array.from({ length: 6 }, (_, i) => corners.subarray(2 * i, 2 * i + 2).join())).size).toBe(
    4,
  );
});
