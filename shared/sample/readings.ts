/**
 * Thirty days of readings for every device, thinned: one a day, and one every two hours of its last day; those that only report an event
 * say once a week that they are there. The last one is the value that the device's record shows. By device, then by time.
 */
import { NONE, type Table } from '../columns/column.ts';
import { type DeviceKind, WORDS } from '../model/words.ts';
import { numbers, tableOf } from './column-writers.ts';
import { CALM } from './devices.ts';
import type { Random } from './random.ts';

const DAY = 86_400;
const DAYS = 30;
const STEP = 7_200;
const EVENTS: readonly DeviceKind[] = ['oneKey', 'door'];
/** What grows or sinks slowly instead of going up and down with the day. */
const SLOW: readonly DeviceKind[] = ['tilt', 'subsidence'];
/** Part of the range by local hour (UTC+8), night to night; kinds that are not named do not follow the day. */
const BY_HOUR: Partial<Record<DeviceKind, readonly number[]>> = {
  waterMeter: [0.1, 0, 0, 0.1, 0.6, 0.5, 0.4, 0.4, 0.5, 0.8, 0.9, 0.4],
  electrical: [0.3, 0.2, 0.2, 0.3, 0.5, 0.5, 0.6, 0.5, 0.5, 0.8, 0.9, 0.6],
  ebikeCharging: [0.8, 0.7, 0.6, 0.4, 0.2, 0.2, 0.3, 0.3, 0.3, 0.5, 0.8, 0.9],
  environment: [0.1, 0, 0.1, 0.4, 0.8, 0.7, 0.7, 0.7, 0.8, 0.9, 0.6, 0.3],
};

export function readingsTable(devices: Table, now: number, random: Random): Table {
  const { kind, lastSeen, lastValue } = devices.columns;
  const device: number[] = [];
  const at: number[] = [];
  const value: number[] = [];
  if (kind?.kind === 'dict' && lastSeen?.kind === 'number' && lastValue?.kind === 'number')
    for (let row = 0; row < devices.rows; row++) {
      const of = kind.words[kind.codes[row]] as DeviceKind;
      for (const back of steps(of)) {
        const moment = lastSeen.values[row] - back;
        if (moment < now - DAYS * DAY) continue;
        device.push(row);
        at.push(moment);
        value.push(back === 0 ? lastValue.values[row] : valueAt(of, moment, back, random));
      }
    }
  const n = device.length;
  return tableOf('readings', n, {
    device: numbers('u32', n, (r) => device[r], NONE),
    at: numbers('u32', n, (r) => at[r], 0),
    value: numbers('f32', n, (r) => value[r]),
    span: numbers('u16', n, () => 0, 0),
    low: numbers('f32', n, () => Number.NaN),
    high: numbers('f32', n, () => Number.NaN),
  });
}

/** Seconds before the last reading, the longest first. */
function steps(kind: DeviceKind): number[] {
  const back: number[] = [];
  if (EVENTS.includes(kind)) for (let week = 4; week > 0; week--) back.push(week * 7 * DAY);
  else {
    for (let day = DAYS - 1; day > 0; day--) back.push(day * DAY);
    for (let step = DAY / STEP - 1; step > 0; step--) back.push(step * STEP);
  }
  return [...back, 0];
}

function valueAt(kind: DeviceKind, at: number, back: number, random: Random): number {
  if (!WORDS.deviceKind.includes(kind)) return Number.NaN;
  const [low, high] = CALM[kind];
  const spread = random.unit();
  const hours = BY_HOUR[kind];
  const share = SLOW.includes(kind)
    ? 0.4 * (1 - back / (DAYS * DAY)) + 0.1 * spread
    : hours
      ? 0.75 * hours[Math.floor(((at + 8 * 3_600) % DAY) / STEP)] + 0.25 * spread
      : spread;
  return Math.round((low + share * (high - low)) * 100) / 100;
}
