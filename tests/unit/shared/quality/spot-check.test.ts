import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawSample, wilson } from '../../../../shared/quality/spot-check.ts';

describe('wilson', () => {
  it('gives the published interval', () => {
    // 9 of 10, two-sided 95 %: 0.5958 to 0.9821.
    expect(wilson(9, 10).low).toBeCloseTo(0.5958, 4);
    expect(wilson(9, 10).high).toBeCloseTo(0.9821, 4);
    expect(wilson(0, 0)).toEqual({ value: 0, low: 0, high: 1 });
    expect(wilson(20, 20).high).toBe(1);
    expect(wilson(20, 20).low).toBeLessThan(0.9);
  });

  it('holds its rate and lies in 0 .. 1', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.nat(2000), (right, wrong) => {
        fc.pre(right + wrong > 0);
        const { value, low, high } = wilson(right, right + wrong);
        return low >= 0 && high <= 1 && low <= value + 1e-12 && value <= high + 1e-12;
      }),
    );
  });
});

describe('drawSample', () => {
  const strata = [
    ...new Array<number>(600).fill(0),
    ...new Array<number>(300).fill(1),
    ...new Array<number>(100).fill(5),
  ];
  it('draws in proportion, without repeats, the same for the same seed', () => {
    const rows = drawSample(strata, 50, 7);
    expect(new Set(rows).size).toBe(50);
    expect([0, 1, 5].map((each) => rows.filter((row) => strata[row] === each).length)).toEqual([30, 15, 5]);
    expect(drawSample(strata, 50, 7)).toEqual(rows);
    expect(drawSample(strata, 50, 8)).not.toEqual(rows);
  });
  it('never draws more than there are', () => {
    expect(drawSample([1, 1, 2], 10, 1)).toHaveLength(3);
    expect(drawSample([], 10, 1)).toEqual([]);
  });
});
