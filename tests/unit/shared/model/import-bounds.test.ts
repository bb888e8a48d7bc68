import { describe, expect, it } from 'vitest';
import { DEGREE, NO_COORDINATE } from '../../../../shared/columns/column.ts';
import { openingBounds } from '../../../../shared/model/import-bounds.ts';

const at = (...places: [number, number][]): number[] =>
  places.flatMap(([lng, lat]) => [Math.round(lng * DEGREE), Math.round(lat * DEGREE)]);
const amsterdam: [number, number][] = [
  [4.88, 52.36],
  [4.9, 52.38],
  [4.95, 52.35],
];

describe('where the map opens', () => {
  it('is everything while it hangs together, over the edges of cells too', () => {
    expect(openingBounds([at([4.88, 52.36]), at([4.97, 52.41], [5.06, 52.39])])).toEqual([
      4.88, 52.36, 5.06, 52.41,
    ]);
    expect(openingBounds([at([-0.01, -0.01], [0.01, 0.01])])).toEqual([-0.01, -0.01, 0.01, 0.01]);
  });

  it('is the larger of two places far apart, whichever comes first', () => {
    const osaka = at([135.5, 34.69]);
    const whole = [4.88, 52.35, 4.95, 52.38];
    expect(openingBounds([osaka, at(...amsterdam)])).toEqual(whole);
    expect(openingBounds([at(...amsterdam), osaka])).toEqual(whole);
  });

  it('passes over what has no place', () => {
    expect(openingBounds([[NO_COORDINATE, NO_COORDINATE], at([120.5, 31.3])])).toEqual([
      120.5, 31.3, 120.5, 31.3,
    ]);
    expect(openingBounds([[NO_COORDINATE, NO_COORDINATE]])).toBeNull();
  });
});
