import fc from 'fast-check';
import { expect, it } from 'vitest';
import { chartOf, figureText, HEIGHT, WIDTH } from '../../../../../renderer/twin/dossiers/readings-shape.ts';

const span = fc
  .tuple(
    fc.nat({ max: 1e6 }),
    fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 3, maxLength: 3 }),
  )
  .map(([from, values]) => {
    const [low, mean, high] = [...values].sort((a, b) => a - b);
    return { from, low, mean, high, count: 1 };
  });

it('whatever was measured lies within the chart, and the scale has few marks', () => {
  fc.assert(
    fc.property(
      fc.array(span, { minLength: 1, maxLength: 30 }),
      fc.option(fc.double({ min: -1e6, max: 1e6, noNaN: true })),
      (spans, limit) => {
        const sorted = spans.sort((a, b) => a.from - b.from);
        const { points, ticks, limits, line, band } = chartOf(sorted, [limit, null]);
        for (const { x, y } of points) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(WIDTH);
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y).toBeLessThanOrEqual(HEIGHT);
        }
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(7);
        for (const { y } of [...ticks, ...limits]) expect(y).toBeGreaterThanOrEqual(0);
        expect(`${line}${band}`).not.toContain('NaN');
      },
    ),
  );
});

it('a limit far off is left out, so that the readings stay a line to look at', () => {
  const spans = [
    { from: 0, low: 1, mean: 1.5, high: 2, count: 2 },
    { from: 3600, low: 1, mean: 1.6, high: 2, count: 2 },
  ];
  expect(chartOf(spans, [4, 500]).limits.map(({ value }) => value)).toEqual([4]);
});

it('figures say three digits', () => {
  expect([0, 0.01234, 1.5, 12.345, 123.4, 4000, -7.25].map(figureText)).toEqual([
    '0',
    '0.0123',
    '1.5',
    '12.3',
    '123',
    '4000',
    '-7.25',
  ]);
});
