/**
 * What a device measured, by hour of its last day and by day of its last month, and the alerts it raised. Owns how readings are drawn
 * together: least, mean and greatest of each stretch; a reading that is a mean itself counts by its length.
 */
import { numberAt } from '../columns/cell.ts';
import { eachChild } from './children.ts';
import { columnOf, labelAt, valueAt } from './column-access.ts';
import { type Community, childIndex } from './community.ts';

/** One stretch of time; seconds since the epoch, values in the unit of the device. */
export interface ReadingSpan {
  from: number;
  low: number;
  mean: number;
  high: number;
  count: number;
}

export interface DeviceAlert {
  level: number;
  raised: number;
  /** 0: not closed. */
  closed: number;
  outcome: string;
}

export interface DeviceHistory {
  /** The last reading; 0: none. */
  until: number;
  /** By hour and by day, oldest first; stretches without a reading are left out. */
  day: ReadingSpan[];
  month: ReadingSpan[];
  /** Newest first. */
  alerts: DeviceAlert[];
  alertsInAll: number;
}

const HOUR = 3_600;
const DAY = 86_400;
const MOST_ALERTS = 20;

interface Reading {
  at: number;
  value: number;
  low: number;
  high: number;
  /** Minutes. */
  span: number;
}

/** Stretches of `step` seconds that end at `until`, `steps` of them. */
export function spansOf(
  readings: readonly Reading[],
  until: number,
  step: number,
  steps: number,
): ReadingSpan[] {
  const first = until - step * steps;
  const spans = new Map<number, ReadingSpan & { weight: number }>();
  for (const { at, value, low, high, span } of readings) {
    if (at <= first || at > until || !Number.isFinite(value)) continue;
    const from = until - Math.ceil((until - at + 1) / step) * step;
    const weight = Math.max(1, span);
    const least = Number.isFinite(low) ? Math.min(low, value) : value;
    const most = Number.isFinite(high) ? Math.max(high, value) : value;
    const known = spans.get(from);
    if (!known) spans.set(from, { from, low: least, mean: value, high: most, count: 1, weight });
    else {
      known.mean = (known.mean * known.weight + value * weight) / (known.weight + weight);
      known.weight += weight;
      known.low = Math.min(known.low, least);
      known.high = Math.max(known.high, most);
      known.count++;
    }
  }
  return [...spans.values()]
    .sort((a, b) => a.from - b.from)
    .map(({ from, low, mean, high, count }) => ({ from, low, mean, high, count }));
}

function readingsOf(community: Community, device: number): Reading[] {
  const table = community.tables.readings;
  if (!table) return [];
  const cell = (name: string, row: number) => {
    const column = columnOf(table, name, 'number');
    return column ? (numberAt(column, row) ?? Number.NaN) : Number.NaN;
  };
  const found: Reading[] = [];
  eachChild(childIndex(community, 'readings', 'device', 'devices'), device, (row) => {
    found.push({
      at: cell('at', row),
      value: cell('value', row),
      low: cell('low', row),
      high: cell('high', row),
      span: valueAt(table, 'span', row),
    });
  });
  return found;
}

function alertsOf(community: Community, device: number): DeviceAlert[] {
  const table = community.tables.pastAlerts;
  if (!table) return [];
  const found: DeviceAlert[] = [];
  eachChild(childIndex(community, 'pastAlerts', 'device', 'devices'), device, (row) => {
    found.push({
      level: valueAt(table, 'level', row),
      raised: valueAt(table, 'raised', row),
      closed: valueAt(table, 'closed', row),
      outcome: labelAt(table, 'outcome', row),
    });
  });
  return found.sort((a, b) => b.raised - a.raised);
}

export function deviceHistory(community: Community, device: number): DeviceHistory {
  const readings = readingsOf(community, device);
  const until = readings.reduce((last, { at }) => (Number.isFinite(at) ? Math.max(last, at) : last), 0);
  const alerts = alertsOf(community, device);
  return {
    until,
    day: spansOf(readings, until, HOUR, 24),
    month: spansOf(readings, until, DAY, 30),
    alerts: alerts.slice(0, MOST_ALERTS),
    alertsInAll: alerts.length,
  };
}
