/** Which alerts the wall lists and which it only counts. Pure; the numbers are those of the wall's design. */
import type { Alert, AlertLevel } from '../../shared/cases/alert.ts';
import { compareAlerts } from '../../shared/cases/alert-order.ts';

/** Never more rows than can be read at a glance. */
export const MOST_ROWS = 10;
export interface WallList {
  rows: Alert[];
  /** Open alerts that have no row. */
  more: number;
  byLevel: Record<AlertLevel, number>;
}

/** `alerts`: those that nobody put aside. In a flood levels III and IV are counted only. */
export function wallList(alerts: readonly Alert[], flood: boolean): WallList {
  const open = alerts.filter((alert) => alert.active || !alert.acknowledged);
  const byLevel: Record<AlertLevel, number> = { 1: 0, 2: 0, 3: 0, 4: 0 };
  for (const alert of open) byLevel[alert.level]++;
  const listed = flood ? open.filter((alert) => alert.level <= 2) : open;
  const rows = [...listed].sort(compareAlerts).slice(0, MOST_ROWS);
  return { rows, more: open.length - rows.length, byLevel };
}
