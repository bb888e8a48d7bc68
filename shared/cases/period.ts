/** The spans of whole days that pages of the desk look at, by China's days. Pure. */
import { chinaDayOf, chinaDayStart, DAY_MS } from './china-day.ts';

export const PERIODS = ['today', 'week', 'month', 'own'] as const;
export type PeriodKind = (typeof PERIODS)[number];

/** `first` and `last`: days like `2026-11-30`, both within; looked at for `own` alone. */
export interface Period {
  kind: PeriodKind;
  first: string;
  last: string;
}

/** Instants, ms since the epoch: [from, until). */
export interface Span {
  from: number;
  until: number;
}

const DAYS_BACK: Record<Exclude<PeriodKind, 'own'>, number> = { today: 0, week: 6, month: 29 };

/** The days of a period with today as their last, or the period's own; null: its own days are no days, or the last lies before the first. */
export function spanOf({ kind, first, last }: Period, now: number): Span | null {
  if (kind !== 'own') {
    const today = chinaDayOf(now);
    return { from: chinaDayStart(today - DAYS_BACK[kind]), until: chinaDayStart(today + 1) };
  }
  const [begin, end] = [dayStart(first), dayStart(last)];
  return begin === null || end === null || end < begin ? null : { from: begin, until: end + DAY_MS };
}

/** When a day like `2026-11-30` begins; null: it is none. */
export function dayStart(text: string): number | null {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(day) ? null : chinaDayStart(day / DAY_MS);
}
