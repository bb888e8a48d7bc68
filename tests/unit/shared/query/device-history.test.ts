import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCommunity } from '../../../../shared/query/community.ts';
import { deviceHistory, spansOf } from '../../../../shared/query/device-history.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';

const reading = (at: number, value: number, more = {}) => ({
  at,
  value,
  low: Number.NaN,
  high: Number.NaN,
  span: 0,
  ...more,
});

describe('stretches of readings', () => {
  it('end with the last reading, and hold least, mean and greatest', () => {
    const spans = spansOf([reading(100, 1), reading(150, 3), reading(200, 8)], 200, 100, 2);
    expect(spans).toEqual([
      { from: 0, low: 1, mean: 1, high: 1, count: 1 },
      { from: 100, low: 3, mean: 5.5, high: 8, count: 2 },
    ]);
  });

  it('take the bounds of means, and weigh these by their length', () => {
    const hour = reading(120, 10, { low: 2, high: 20, span: 60 });
    const [span] = spansOf([hour, reading(190, 70)], 200, 100, 1);
    expect(span).toEqual({ from: 100, low: 2, mean: (10 * 60 + 70) / 61, high: 70, count: 2 });
  });

  it('lose no reading of the time they cover and invent none', () => {
    const some = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 5000 }), fc.double({ min: -9, max: 9, noNaN: true })),
    );
    fc.assert(
      fc.property(
        some,
        fc.integer({ min: 1, max: 900 }),
        fc.integer({ min: 1, max: 30 }),
        (pairs, step, steps) => {
          const readings = pairs.map(([at, value]) => reading(at, value));
          const spans = spansOf(readings, 5000, step, steps);
          const covered = pairs.filter(([at]) => at > 5000 - step * steps);
          expect(spans.reduce((sum, { count }) => sum + count, 0)).toBe(covered.length);
          expect(spans.length).toBeLessThanOrEqual(steps);
          for (const { low, mean, high } of spans) {
            expect(mean).toBeGreaterThanOrEqual(low - 1e-9);
            expect(mean).toBeLessThanOrEqual(high + 1e-9);
          }
        },
      ),
    );
  });

  it('leave out what is not a number', () => {
    expect(spansOf([reading(50, Number.NaN)], 100, 100, 1)).toEqual([]);
  });
});

it('a meter of the sample has a day and a month behind it', () => {
  const bundle = generateSample('y', 1);
  const community = openCommunity(bundle, { today: bundle.asOfDay });
  const kinds = community.tables.devices?.columns['kind'];
  if (kinds?.kind !== 'dict') throw new Error('no kinds');
  const meter = kinds.codes.indexOf(kinds.words.indexOf('waterMeter'));
  const { day, month, until } = deviceHistory(community, meter);
  expect(until).toBeGreaterThan(1_500_000_000);
  expect(day.length).toBeGreaterThan(8);
  expect(month.length).toBeGreaterThan(20);
  expect(month.at(-1)?.from).toBeLessThan(until);
});
