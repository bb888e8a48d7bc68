/**
 * Time in which work is done: which days are working days and from when to when, in China's one time zone (UTC+8, no summer time). Owns the
 * arithmetic of spans; which days are free comes from `chinese-days` and the site's own days. All instants are milliseconds since the epoch.
 */
import chineseDays from 'chinese-days';
import * as v from 'valibot';
import { chinaDayOf, chinaDayStart, DAY_MS, dayText } from './china-day.ts';

export const SPAN_UNITS = ['second', 'minute', 'hour', 'day', 'workHour', 'workDay'] as const;
export const SpanSchema = v.strictObject({
  n: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000)),
  unit: v.picklist(SPAN_UNITS),
});
/** A length of time as a rule says it: `{n: 5, unit: 'workDay'}`. */
export type Span = v.InferOutput<typeof SpanSchema>;

const DaySchema = v.pipe(v.string(), v.isoDate());
export const WorkTimeSchema = v.pipe(
  v.strictObject({
    /** Minutes since midnight at which work begins and ends. */
    from: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1439)),
    until: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1440)),
    /** Days of the site's own, `2027-02-06`: free though the calendar works, worked though it is free. */
    freeDays: v.pipe(v.array(DaySchema), v.maxLength(400)),
    workDays: v.pipe(v.array(DaySchema), v.maxLength(400)),
  }),
  v.check((time) => time.until > time.from, 'until-before-from'),
);
export type WorkTime = v.InferOutput<typeof WorkTimeSchema>;

/** What clocks need of a calendar. */
export interface WorkCalendar {
  isWorkday(day: string): boolean;
  /** The published holidays of this year are known; where not, weekends alone are free. */
  covers(year: number): boolean;
  /** When the span that begins at `from` is over. */
  add(from: number, span: Span): number;
  /** Working milliseconds between two instants; 0 when `until` is not later. */
  workBetween(from: number, until: number): number;
  /** When so many working milliseconds after `from` have passed. */
  addWork(from: number, milliseconds: number): number;
}

const MINUTE = 60_000;
const HOUR = 3_600_000;
const CLOCK: Readonly<Record<string, number>> = { second: 1_000, minute: MINUTE, hour: HOUR, day: DAY_MS };

/** A site whose own days leave no work for a year has none to wait for: arithmetic stops there. */
const LONGEST_SEARCH_DAYS = 400;

/** Whether a unit runs only while work is done. */
export function isWorkUnit(unit: Span['unit']): boolean {
  return unit === 'workHour' || unit === 'workDay';
}

/**
 * The calendar of a site. A span in working days ends at the same time of day so many working days later; begun outside working time it
 * counts from the next beginning of work, and one that reaches beyond the day's end stays at its end.
 */
export function workCalendar(time: WorkTime): WorkCalendar {
  const free = new Set(time.freeDays);
  const worked = new Set(time.workDays);
  const known = new Map<number, boolean>();
  const isWorkday = (day: string) => worked.has(day) || (!free.has(day) && chineseDays.isWorkday(day));
  const works = (day: number): boolean => {
    let answer = known.get(day);
    if (answer === undefined) known.set(day, (answer = isWorkday(dayText(day))));
    return answer;
  };
  const opens = (day: number) => chinaDayStart(day) + time.from * MINUTE;
  const closes = (day: number) => chinaDayStart(day) + time.until * MINUTE;
  const nextWorkday = (day: number): number => {
    for (let next = day; next < day + LONGEST_SEARCH_DAYS; next++) if (works(next)) return next;
    return day;
  };
  /** The first instant at or after `at` at which work is done. */
  const atWork = (at: number): number => {
    const day = chinaDayOf(at);
    if (works(day) && at < closes(day)) return Math.max(at, opens(day));
    return opens(nextWorkday(day + 1));
  };
  const addWorkDays = (from: number, days: number): number => {
    const begin = atWork(from);
    let day = chinaDayOf(begin);
    const ofDay = begin - chinaDayStart(day);
    for (let left = days; left > 0; left--) day = nextWorkday(day + 1);
    return chinaDayStart(day) + ofDay;
  };
  const addWork = (from: number, milliseconds: number): number => {
    let at = atWork(from);
    let left = milliseconds;
    for (;;) {
      const day = chinaDayOf(at);
      const rest = closes(day) - at;
      if (left <= rest) return at + left;
      left -= rest;
      at = opens(nextWorkday(day + 1));
    }
  };
  const workBetween = (from: number, until: number): number => {
    let sum = 0;
    for (let day = chinaDayOf(from); day <= chinaDayOf(until); day++) {
      if (works(day)) sum += Math.max(0, Math.min(until, closes(day)) - Math.max(from, opens(day)));
    }
    return sum;
  };
  const add = (from: number, { n, unit }: Span): number => {
    if (unit === 'workDay') return addWorkDays(from, n);
    if (unit === 'workHour') return addWork(from, n * HOUR);
    return from + n * CLOCK[unit];
  };
  return { isWorkday, covers: coversYear, add, workBetween, addWork };
}

/** National Day is free by law: a year in whose data it has no name has not been published (the State Council does so each November). */
function coversYear(year: number): boolean {
  return chineseDays.getDayDetail(`${year}-10-01`).name.includes(',');
}
