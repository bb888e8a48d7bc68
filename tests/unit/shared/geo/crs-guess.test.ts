import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import en from '../../../../assets/locales/geo.en.json';
import zh from '../../../../assets/locales/geo.zh.json';
import { BD09, type Crs, GCJ02, WGS84 } from '../../../../shared/geo/crs.ts';
import { type Box, type CrsGuess, candidateTransform, guessCrs } from '../../../../shared/geo/crs-guess.ts';
import { crsOfCode } from '../../../../shared/geo/crs-registry.ts';
import { transformer } from '../../../../shared/geo/crs-transform.ts';

/** A community in Shanghai, 2 km across, and one in Chengdu; 60 places in it. */
const SHANGHAI: Box = [121.46, 31.22, 121.48, 31.236];
const CHENGDU: Box = [104.06, 30.65, 104.075, 30.662];

function placesIn([west, south, east, north]: Box): [number, number][] {
  return Array.from({ length: 60 }, (_, index) => {
    // Corners first, then points spread by irrational steps.
    if (index < 4) return [index % 2 ? east : west, index < 2 ? south : north];
    return [west + ((index * 0.618) % 1) * (east - west), south + ((index * 0.414) % 1) * (north - south)];
  });
}

function pointsIn(
  crs: Crs,
  box: Box,
  change: (x: number, y: number) => [number, number] = (x, y) => [x, y],
): Float64Array {
  const transform = transformer(WGS84, crs);
  const out = [0, 0];
  return Float64Array.from(
    placesIn(box).flatMap(([lng, lat]) => {
      expect(transform(lng, lat, out, 0)).toBe(true);
      return change(out[0], out[1]);
    }),
  );
}
const epsg = (code: number) => crsOfCode(code)!;
const best = ({ candidates, mustChoose }: CrsGuess) => {
  const { crs, swapped, factor } = candidates[0];
  return [crs.id, swapped, factor, mustChoose];
};
const swap = (x: number, y: number): [number, number] => [y, x];

describe('without a hint', () => {
  test.each<[string, Float64Array, unknown[]]>([
    ['degrees', pointsIn(WGS84, SHANGHAI), ['EPSG:4326', false, 1, false]],
    ['degrees, latitude first', pointsIn(WGS84, SHANGHAI, swap), ['EPSG:4326', true, 1, false]],
    [
      'whole 1e-7 degrees',
      pointsIn(WGS84, SHANGHAI, (x, y) => [Math.round(x * 1e7), Math.round(y * 1e7)]),
      ['EPSG:4326', false, 1e-7, false],
    ],
    [
      'whole micro-degrees',
      pointsIn(WGS84, SHANGHAI, (x, y) => [Math.round(x * 1e6), Math.round(y * 1e6)]),
      ['EPSG:4326', false, 1e-6, false],
    ],
    ['three degrees with zone number', pointsIn(epsg(4528), SHANGHAI), ['EPSG:4528', false, 1, false]],
    ['six degrees with zone number', pointsIn(epsg(4499), SHANGHAI), ['EPSG:4499', false, 1, false]],
    ['surveyors’ order', pointsIn(epsg(4528), SHANGHAI, swap), ['EPSG:4528', true, 1, false]],
    ['Web Mercator', pointsIn(epsg(3857), CHENGDU), ['EPSG:3857', false, 1, false]],
  ])('%s', (_, points, expected) => {
    expect(best(guessCrs({ points }))).toEqual(expected);
  });

  test('without a zone number every meridian is possible: a person chooses', () => {
    const { candidates, mustChoose, notes } = guessCrs({ points: pointsIn(epsg(4549), SHANGHAI) });
    expect(mustChoose).toBe(true);
    expect(notes).toEqual(['meridian-unknown']);
    expect(candidates.filter(({ crs }) => crs.id.startsWith('EPSG:45')).length).toBeGreaterThan(15);
  });

  test('Web Mercator of Shanghai is also zone 13 in the far west: both are said, and it must be chosen', () => {
    const { candidates, mustChoose } = guessCrs({ points: pointsIn(epsg(3857), SHANGHAI) });
    expect(candidates.slice(0, 2).map(({ crs }) => crs.id)).toEqual(['EPSG:3857', 'EPSG:4491']);
    expect(mustChoose).toBe(candidates[0].confidence - candidates[1].confidence < 0.25);
  });

  test.each([
    ['site metres', Float64Array.from([1200.5, 800.2, 1500.1, 900.3, 1333, 950])],
    ['a local grid with large numbers', Float64Array.from([52_310, 91_200, 52_400, 91_150, 52_555, 91_300])],
  ])('%s: unknown', (_, points) => {
    const guess = guessCrs({ points });
    expect(guess.notes).toContain('local-grid');
    expect(guess.mustChoose).toBe(true);
  });

  test('small metres look like degrees near the equator: not taken without a choice', () => {
    expect(guessCrs({ points: Float64Array.from([12.5, 33.1, 14, 35, 20, 41]) }).mustChoose).toBe(true);
  });
});

describe('with the community’s bounds', () => {
  test.each<[string, Float64Array, Box, unknown[]]>([
    ['no zone number', pointsIn(epsg(4549), SHANGHAI), SHANGHAI, ['EPSG:4549', false, 1, false]],
    [
      'no zone number, surveyors’ order',
      pointsIn(epsg(4549), SHANGHAI, swap),
      SHANGHAI,
      ['EPSG:4549', true, 1, false],
    ],
    ['another city', pointsIn(epsg(4544), CHENGDU), CHENGDU, ['EPSG:4544', false, 1, false]],
    ['Web Mercator', pointsIn(epsg(3857), SHANGHAI), SHANGHAI, ['EPSG:3857', false, 1, false]],
    [
      'US feet on Long Island',
      pointsIn(epsg(2263), [-73.99, 40.72, -73.97, 40.74]),
      [-73.99, 40.72, -73.97, 40.74],
      ['EPSG:2263', false, 1, false],
    ],
    [
      'RD',
      pointsIn(epsg(28992), [4.36, 52, 4.37, 52.01]),
      [4.36, 52, 4.37, 52.01],
      ['EPSG:28992', false, 1, false],
    ],
  ])('%s', (_, points, near, expected) => {
    expect(best(guessCrs({ points, near }))).toEqual(expected);
  });

  test('UTM is told from Gauss-Krüger by its scale', () => {
    const guess = guessCrs({ points: pointsIn(epsg(32651), SHANGHAI), near: SHANGHAI });
    expect(guess.candidates[0].crs.id).toBe('EPSG:32651');
  });

  test('feet on a Gauss-Krüger plane', () => {
    const points = pointsIn(epsg(4549), SHANGHAI, (x, y) => [x / 0.3048, y / 0.3048]);
    const guess = guessCrs({ points, near: SHANGHAI });
    expect(guess.mustChoose).toBe(true);
  });

  test('degrees of another place: said to be far, to be chosen', () => {
    const { candidates, mustChoose } = guessCrs({ points: pointsIn(WGS84, CHENGDU), near: SHANGHAI });
    expect(mustChoose).toBe(true);
    expect(candidates[0].reasons.find(({ id }) => id === 'far')?.params['kilometres']).toBeGreaterThan(1500);
  });
});

describe('the datum of degrees', () => {
  test('is unknown in China, whatever the numbers, and both offsets are offered', () => {
    const { notes, candidates } = guessCrs({ points: pointsIn(WGS84, SHANGHAI) });
    expect(notes).toEqual(['datum-unknown']);
    expect(candidates.map(({ crs }) => crs.id)).toEqual(['EPSG:4326', 'GCJ02', 'BD09']);
  });

  test.each([
    [GCJ02, 'gcj02-suspected'],
    [BD09, 'bd09-suspected'],
  ] as const)('edges moved as the formula moves them: suspected, not decided', (crs, note) => {
    const { notes, candidates } = guessCrs({ points: pointsIn(crs, SHANGHAI), near: SHANGHAI });
    expect(notes).toEqual(['datum-unknown', note]);
    expect(candidates[0].crs).toBe(WGS84);
    expect(candidates[1].crs).toBe(crs);
    const out = [0, 0];
    candidateTransform(candidates[0], WGS84)(121.5, 31.2, out, 0);
    expect(out).toEqual([121.5, 31.2]);
  });

  test('edges that agree, and layers elsewhere in the community, are not suspected', () => {
    expect(guessCrs({ points: pointsIn(WGS84, SHANGHAI), near: SHANGHAI }).notes).toEqual(['datum-unknown']);
    const part: Box = [121.463, 31.225, 121.47, 31.23];
    expect(guessCrs({ points: pointsIn(GCJ02, part), near: SHANGHAI }).notes).toEqual(['datum-unknown']);
  });

  test('is not a question outside the area of the offset', () => {
    expect(guessCrs({ points: pointsIn(WGS84, [-74, 40.7, -73.9, 40.8]) }).notes).toEqual([]);
  });
});

test('a candidate’s transform puts the file’s numbers in their place', () => {
  const points = pointsIn(epsg(4528), SHANGHAI, swap);
  const [first] = guessCrs({ points }).candidates;
  const out = [0, 0];
  candidateTransform(first, WGS84)(points[0], points[1], out, 0);
  expect(out[0]).toBeCloseTo(121.46, 9);
  expect(out[1]).toBeCloseTo(31.22, 9);
});

describe('hostile points', () => {
  test.each([
    [new Float64Array()],
    [new Float64Array([Number.NaN, 1, Number.POSITIVE_INFINITY, 2])],
    [new Float64Array([0, 0, 0, 0])],
    [new Float64Array([1])],
  ])('%o: nothing to guess from', (points) => {
    expect(guessCrs({ points })).toEqual({ candidates: [], notes: ['no-points'], mustChoose: true });
  });

  test('some bad points among good ones do not change the guess', () => {
    const points = pointsIn(epsg(4528), SHANGHAI);
    points[20] = Number.NaN;
    points[30] = 0;
    points[31] = 0;
    points[40] = 1e300;
    expect(best(guessCrs({ points }))).toEqual(['EPSG:4528', false, 1, false]);
  });

  test('any numbers: no throw, confidence within 0 and 1, sorted, every word in both languages', () => {
    const number = fc.oneof(
      fc.double(),
      fc.double({ min: -5e7, max: 5e7 }),
      fc.double({ min: -180, max: 180 }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(number, number), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        (pairs, hinted) => {
          const guess = guessCrs({
            points: Float64Array.from(pairs.flat()),
            near: hinted ? SHANGHAI : undefined,
          });
          const sizes = guess.candidates.map(({ confidence }) => confidence);
          expect(sizes.every((size) => size >= 0 && size <= 1)).toBe(true);
          expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
          const ids = [
            ...guess.notes.map((id) => `crs.note.${id}`),
            ...guess.candidates.flatMap(({ reasons }) => reasons.map(({ id }) => `crs.reason.${id}`)),
          ];
          for (const id of ids) expect(id in zh && id in en, id).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a hundred thousand points take no longer than two thousand', () => {
    const points = new Float64Array(200_000)
      .fill(121.5)
      .map((value, index) => (index % 2 ? 31.2 : value) + (index % 97) * 1e-5);
    const began = performance.now();
    guessCrs({ points, near: SHANGHAI });
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

test('both languages have the same messages', () => {
  expect(Object.keys(zh)).toEqual(Object.keys(en));
  for (const text of [...Object.values(zh), ...Object.values(en)]) expect(text).not.toMatch(/[!！]/);
});
