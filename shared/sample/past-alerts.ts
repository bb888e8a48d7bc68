/**
 * Twelve months of alerts and what became of them: more by day than by night, floods after storms, clocks that shorten as the year
 * goes on. In the order in which they were raised.
 */

import { LEVEL_OF_KIND } from '../cases/alert.ts';
import type { Table } from '../columns/column.ts';
import { NONE } from '../columns/column.ts';
import { type DeviceKind, WORDS } from '../model/words.ts';
import { numbers, tableOf, wordColumn } from './column-writers.ts';
import type { Random } from './random.ts';

const DAY = 86_400;
/** Odds per hour of the day, local time (UTC+8). */
const HOURS = [2, 1, 1, 1, 1, 2, 4, 7, 8, 7, 6, 7, 8, 6, 5, 5, 6, 8, 10, 9, 8, 6, 4, 3];
/** Alerts per device and year, before scaling to the wished number. */
const RATES: Record<DeviceKind, number> = {
  waterMeter: 0.25,
  gasLeak: 0.9,
  smoke: 1.1,
  tilt: 0.5,
  subsidence: 0.4,
  oneKey: 3.2,
  electrical: 1.4,
  hydrant: 1.2,
  manhole: 1.5,
  waterLevel: 2.4,
  ebikeCharging: 3,
  door: 1.6,
  environment: 4,
};
/** Minutes to acknowledge, to dispatch, to close: typical values per level I .. IV. */
const CLOCKS: [number, number, number][] = [
  [2, 4, 55],
  [5, 9, 150],
  [14, 25, 600],
  [40, 70, 1_500],
];

interface Rows {
  device: number;
  kind: number;
  level: number;
  raised: number;
  acknowledged: number;
  dispatched: number;
  closed: number;
  outcome: number;
}

/** `kinds`: place in WORDS.deviceKind + 1 of each device; `now`: seconds since 1970. */
export function pastAlertsTable(kinds: Uint8Array, count: number, now: number, random: Random): Table {
  const cumulative = new Float64Array(kinds.length);
  let sum = 0;
  for (let device = 0; device < kinds.length; device++) {
    // A few devices give trouble again and again.
    sum += RATES[WORDS.deviceKind[kinds[device] - 1]] * (random.chance(0.03) ? 12 : 1);
    cumulative[device] = sum;
  }
  const rows: Rows[] = [];
  for (let i = 0; i < count; i++) {
    const device = find(cumulative, random.unit() * sum);
    rows.push(alert(device, kinds[device], now, random));
  }
  rows.sort((a, b) => a.raised - b.raised || a.device - b.device);
  return tableOf('pastAlerts', count, {
    device: numbers('u32', count, (r) => rows[r].device, NONE),
    kind: wordColumn(
      'deviceKind',
      Uint8Array.from(rows, (row) => row.kind),
    ),
    level: numbers('u8', count, (r) => rows[r].level),
    raised: numbers('u32', count, (r) => rows[r].raised, 0),
    acknowledged: numbers('u32', count, (r) => rows[r].acknowledged, 0),
    dispatched: numbers('u32', count, (r) => rows[r].dispatched, 0),
    closed: numbers('u32', count, (r) => rows[r].closed, 0),
    outcome: wordColumn(
      'outcome',
      Uint8Array.from(rows, (row) => row.outcome),
    ),
  });
}

function find(cumulative: Float64Array, value: number): number {
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cumulative[middle] > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

function alert(device: number, kind: number, now: number, random: Random): Rows {
  const level = LEVEL_OF_KIND[WORDS.deviceKind[kind - 1]];
  const day = random.int(1, 365);
  const hour = random.weighted(HOURS);
  const raised = now - day * DAY - 8 * 3600 + hour * 3600 + random.int(0, 3599);
  const clocks = CLOCKS[level - 1];
  // Practice made the clocks a third shorter within the year; nights are slower.
  const pace = (0.75 + (day / 365) * 0.5) * (hour < 6 ? 1.6 : 1);
  const minutes = (typical: number): number => {
    const spread = random.unit() * random.unit() * 3 + 0.3;
    return Math.max(5, Math.round(typical * 60 * pace * spread));
  };
  const outcome = random.weighted([58, 19, 4, 16, 3]) + 1;
  const acknowledged = raised + minutes(clocks[0]);
  const own = outcome === 4;
  const dispatched = own || outcome === 3 ? 0 : acknowledged + minutes(clocks[1]);
  const closed = Math.max(acknowledged, dispatched) + minutes(own ? clocks[0] : clocks[2]);
  const open = closed > now;
  return {
    device,
    kind,
    level,
    raised,
    acknowledged: acknowledged > now ? 0 : acknowledged,
    dispatched: dispatched > now ? 0 : dispatched,
    closed: open ? 0 : closed,
    outcome: open ? 0 : outcome,
  };
}
