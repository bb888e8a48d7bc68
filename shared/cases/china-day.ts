/** Days in China's one time zone (UTC+8, no summer time), wherever the machine stands: numbers since 1970-01-01, their begin, their text. Instants are ms since the epoch. */
export const DAY_MS = 86_400_000;
const OFFSET_MS = 8 * 3_600_000;

export const chinaDayOf = (at: number): number => Math.floor((at + OFFSET_MS) / DAY_MS);
export const chinaDayStart = (day: number): number => day * DAY_MS - OFFSET_MS;
/** `2026-11-30`. */
export const dayText = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);
