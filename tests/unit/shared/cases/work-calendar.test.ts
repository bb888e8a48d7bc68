import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_CASE_RULES } from '../../../../shared/cases/default-rules.ts';
import { SPAN_UNITS, type Span, workCalendar } from '../../../../shared/cases/work-calendar.ts';

const calendar = workCalendar(DEFAULT_CASE_RULES.workTime);
/** `2026-09-30 16:30` in China. */
const china = (text: string) => Date.parse(`${text.replace(' ', 'T')}:00+08:00`);
const shown = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
const ends = (from: string, n: number, unit: Span['unit']) => shown(calendar.add(china(from), { n, unit }));

describe('working time in China', () => {
  it('knows the holidays of 2026 and the days worked for them', () => {
    expect(['2026-10-01', '2026-10-07', '2026-11-29'].map(calendar.isWorkday)).toEqual([false, false, false]);
    expect(['2026-09-20', '2026-02-14', '2026-11-30'].map(calendar.isWorkday)).toEqual([true, true, true]);
    expect([2025, 2026, 2027].map(calendar.covers)).toEqual([true, true, false]);
  });

  it('counts days over National Day, hours over the night', () => {
    expect(ends('2026-09-30 10:00', 1, 'workDay')).toBe('2026-10-08 10:00');
    expect(ends('2026-09-30 16:30', 1, 'workHour')).toBe('2026-10-08 09:30');
    expect(ends('2026-11-27 16:00', 2, 'workHour')).toBe('2026-11-30 10:00');
  });

  it('begins with the next working time when nobody is there', () => {
    expect(ends('2026-11-28 03:00', 1, 'workHour')).toBe('2026-11-30 10:00');
    expect(ends('2026-11-30 20:00', 1, 'workDay')).toBe('2026-12-02 09:00');
    expect(ends('2026-11-30 06:00', 0, 'workDay')).toBe('2026-11-30 09:00');
  });

  it('goes by the clock for everything else, day and night', () => {
    expect(ends('2026-09-30 23:50', 15, 'minute')).toBe('2026-10-01 00:05');
    expect(ends('2026-12-31 10:00', 2, 'day')).toBe('2027-01-02 10:00');
  });

  it('takes the site at its word: its own free and worked days', () => {
    const own = workCalendar({
      ...DEFAULT_CASE_RULES.workTime,
      freeDays: ['2026-12-01'],
      workDays: ['2026-11-29'],
    });
    expect([own.isWorkday('2026-12-01'), own.isWorkday('2026-11-29')]).toEqual([false, true]);
  });

  const instant = fc.integer({ min: china('2024-01-01 00:00'), max: china('2027-12-01 00:00') });
  it('never ends before it began, and a longer span never earlier', () => {
    fc.assert(
      fc.property(instant, fc.nat(40), fc.constantFrom(...SPAN_UNITS), (from, n, unit) => {
        const end = calendar.add(from, { n, unit });
        expect(end).toBeGreaterThanOrEqual(from);
        expect(calendar.add(from, { n: n + 1, unit })).toBeGreaterThan(end);
      }),
      { numRuns: 100 },
    );
  });

  it('holds: what was added is what lies between', () => {
    fc.assert(
      fc.property(instant, fc.integer({ min: 0, max: 200 * 3_600_000 }), (from, work) => {
        expect(calendar.workBetween(from, calendar.addWork(from, work))).toBe(work);
      }),
      { numRuns: 100 },
    );
  });
});
