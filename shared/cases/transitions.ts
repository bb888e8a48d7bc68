/**
 * The transitions of a live alert, pure: raise, repeat, clear, acknowledge, withdraw. One alert in the live list per device, kind
 * and condition. Acknowledge never clears, clear never acknowledges; cleared and acknowledged leaves the list.
 * Each function returns the changed alert, or null when nothing changes.
 */
import type { Directory } from '../host/contract.ts';
import type { DeviceKind } from '../model/words.ts';
import { type Alert, type AlertLevel, LEVEL_OF_KIND, levelOf } from './alert.ts';

/** The device as the host's directory knows it. */
export type AlertDevice = Directory['devices'][number];

/** What a device said. `at`: milliseconds since the epoch by our clock. */
export interface Reading {
  kind: DeviceKind;
  value: number;
  active: boolean;
  at: number;
  demo: boolean;
  /** As of the alert. */
  condition?: Alert['condition'];
}

/** The key under which at most one alert is live. */
export function alertKey(device: string, kind: string, condition?: Alert['condition']): string {
  return condition ? `${kind}\n${device}\n${condition}` : `${kind}\n${device}`;
}

/** Ids of alerts of one device, kind and condition differ in their last part, the time (`raise`): what they have in common. */
export function conditionOfId(alert: string): string {
  const at = alert.lastIndexOf(':');
  return at < 0 ? alert : alert.slice(0, at);
}

/** What a condition is of. */
export function partsOfCondition(condition: string): Pick<Alert, 'device' | 'kind' | 'condition'> {
  const silent = condition.endsWith(':silent');
  const named = silent ? condition.slice(0, -':silent'.length) : condition;
  const at = named.lastIndexOf(':');
  const kind = named.slice(at + 1) as DeviceKind;
  return { device: named.slice(0, Math.max(0, at)), kind, ...(silent ? { condition: 'silent' } : {}) };
}

/** In the live list: still active, or not yet seen by a person. */
export function isLive(alert: Alert): boolean {
  return alert.active || !alert.acknowledged;
}

/**
 * Applies a reading to the live alert of its device and kind, if there is one. A device that raises again before anybody
 * acknowledged goes on with the same alert: repeats count up, so chatter stays one line. Readings older than the last are stale.
 * `level`: of an alarm of this kind; an alert keeps the one that it was raised with.
 */
export function applyReading(
  live: Alert | undefined,
  device: AlertDevice,
  reading: Reading,
  level: AlertLevel = LEVEL_OF_KIND[reading.kind],
): Alert | null {
  if (!live || !isLive(live)) return reading.active ? raise(device, reading, level) : null;
  if (reading.at < live.lastAt) return null;
  if (reading.active) {
    return {
      ...live,
      active: true,
      clearedAt: 0,
      lastAt: reading.at,
      repeats: live.repeats + 1,
      value: reading.value,
    };
  }
  return live.active ? { ...live, active: false, lastAt: reading.at, clearedAt: reading.at } : null;
}

function raise(device: AlertDevice, reading: Reading, level: AlertLevel): Alert {
  const { condition } = reading;
  return {
    id: `${device.id}:${reading.kind}${condition ? `:${condition}` : ''}:${reading.at.toString(36)}`,
    device: device.id,
    kind: reading.kind,
    level: levelOf(level, condition),
    lng: device.lng,
    lat: device.lat,
    place: device.place,
    building: device.building,
    active: true,
    acknowledged: false,
    acknowledgedBy: '',
    raisedAt: reading.at,
    lastAt: reading.at,
    clearedAt: 0,
    acknowledgedAt: 0,
    repeats: 0,
    value: reading.value,
    demo: reading.demo,
    ...(condition ? { condition } : {}),
  };
}

/** A person has seen it. The first acknowledgement stands. */
export function acknowledge(alert: Alert, by: string, at: number): Alert | null {
  return alert.acknowledged ? null : { ...alert, acknowledged: true, acknowledgedBy: by, acknowledgedAt: at };
}

/** It was put aside, that is over, and its condition is still there: nobody has seen it since. */
export function announceAgain(alert: Alert): Alert | null {
  if (!alert.active || !alert.acknowledged) return null;
  return { ...alert, acknowledged: false, acknowledgedBy: '', acknowledgedAt: 0 };
}

/** The made-up device of a demo alert is no longer there: over and done with, by nobody. Real alerts are never withdrawn. */
export function withdraw(alert: Alert, at: number): Alert | null {
  if (!alert.demo || !isLive(alert)) return null;
  return {
    ...alert,
    active: false,
    clearedAt: alert.active ? at : alert.clearedAt,
    acknowledged: true,
    acknowledgedAt: alert.acknowledged ? alert.acknowledgedAt : at,
  };
}
