import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chinaDayOf, DAY_MS, dayText } from '../../../../shared/cases/china-day.ts';
import { dayStart, spanOf } from '../../../../shared/cases/period.ts';

/** Monday, 30 November 2026, 00:30 in China: still Sunday in London. */
const NOW = Date.UTC(2026, 10, 29, 16, 30);
const none = { first: '', last: '' };

describe('a period', () => {
  it('is of whole days of China, today the last', () => {
    const today = Date.UTC(2026, 10, 29, 16);
    expect(spanOf({ kind: 'today', ...none }, NOW)).toEqual({ from: today, until: today + DAY_MS });
    expect(spanOf({ kind: 'week', ...none }, NOW)?.from).toBe(today - 6 * DAY_MS);
    expect(spanOf({ kind: 'month', ...none }, NOW)?.from).toBe(today - 29 * DAY_MS);
  });

  it('of own dates has both within it, and is none when they are wrong', () => {
    const own = (first: string, last: string) => spanOf({ kind: 'own', first, last }, NOW);
    expect(own('2026-11-29', '2026-11-30')).toEqual({
      from: Date.UTC(2026, 10, 28, 16),
      until: Date.UTC(2026, 10, 30, 16),
    });
    for (const [first, last] of [
      ['2026-11-30', '2026-11-29'],
      ['', '2026-11-29'],
      ['2026-13-01', '2026-13-02'],
    ])
      expect(own(first, last)).toBeNull();
  });

  it('begins each day where its text says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), (day) => {
        expect(chinaDayOf(dayStart(dayText(day)) ?? Number.NaN)).toBe(day);
      }),
    );
  });
});
