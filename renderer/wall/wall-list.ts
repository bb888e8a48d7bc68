/** Which alerts the wall lists and which it only counts. Pure; the numbers are those of the wall's design. */
import type { Alert, AlertLevel } from '../../shared/cases/alert.ts';
import { compareAlerts } from '../../shared/cases/alert-order.ts';

/** Never more rows than can be read at a glance. */
export const MOST_ROWS = 10;
/** More than this many open alerts raised within FLOOD_MS is a flood: levels III and IV become counters. */
const FLOOD_ALERTS = 10;
const FLOOD_MS = 10 * 60_000;

export interface WallList {
  rows: Alert[];
  /** Open alerts that have no row. */
  more: number;
  flood: boolean;
  byLevel: Record<AlertLevel, number>;
}

/** @param now milliseconds since the epoch. */
export function wallList(alerts: Alert[], now: number): WallList {
  const open = alerts.filter((alert) => alert.active || !alert.acknowledged);
  const byLevel: Record<AlertLevel, number> = { 1: 0, 2: 0, 3: 0, 4: 0 };
  for (const alert of open) byLevel[alert.level]++;
  const flood = open.filter((alert) => now - alert.raisedAt < FLOOD_MS).length > FLOOD_ALERTS;
  const listed = flood ? open.filter((alert) => alert.level <= 2) : open;
  const rows = [...listed].sort(compareAlerts).slice(0, MOST_ROWS);
  return { rows, more: open.length - rows.length, flood, byLevel };
}
