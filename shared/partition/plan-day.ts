/**
 * Days of plans: whole local days, counted since 1970-01-01, as the calendar on the wall where the program runs. In China a day begins at
 * 16:00 UTC of the day before; a plan must not turn at eight in the morning. Owns the counting.
 */
const DAY_MS = 86_400_000;

/** The local day of a moment (milliseconds since the epoch). */
export function localDayOf(at: number): number {
  const here = new Date(at);
  return Date.UTC(here.getFullYear(), here.getMonth(), here.getDate()) / DAY_MS;
}

/** null: no day, or none that there is. `text`: as a date field writes it. */
export function dayOfInput(text: string): number | null {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) ? null : time / DAY_MS;
}
