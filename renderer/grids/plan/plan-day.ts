/** Days of plans (since 1970-01-01) as a date field writes them. Owns nothing else. */
const DAY = 86_400_000;

/** null: no day, or none that there is. */
export function dayOfInput(text: string): number | null {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(time) ? null : time / DAY;
}

export function inputOfDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
