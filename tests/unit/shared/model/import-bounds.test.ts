import { describe, expect, it } from 'vitest';
import { DEGREE, NO_COORDINATE } from '../../../../shared/columns/column.ts';
import { boundsNow, COUNTRY, openingBounds } from '../../../../shared/model/import-bounds.ts';

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

it('a community imported without places is where its buildings were drawn since', () => {
  const column = (values: number[]) => ({
    kind: 'number' as const,
    type: 'i32' as const,
    values: Int32Array.from(values),
  });
  const buildings = {
    name: 'buildings',
    rows: 2,
    columns: { lng: column([1_206_200_000, 1_206_300_000]), lat: column([313_100_000, 313_200_000]) },
  };
  expect(boundsNow({ bounds: COUNTRY, tables: {} })).toEqual(COUNTRY);
  expect(boundsNow({ bounds: COUNTRY, tables: { buildings } })).toEqual([120.62, 31.31, 120.63, 31.32]);
  expect(boundsNow({ bounds: [1, 2, 3, 4], tables: { buildings } })).toEqual([1, 2, 3, 4]);
});
