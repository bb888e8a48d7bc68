/**
 * A live alert: the condition of one device, core class only. Owns the shape and the level table; raising,
 * repeating and acknowledging are in transitions.ts. Acknowledge never clears; clear never acknowledges.
 */
import type { DeviceKind } from '../model/words.ts';

/** I red, II orange, III yellow, IV blue (GB alarm levels). */
export type AlertLevel = 1 | 2 | 3 | 4;

export interface Alert {
  id: string;
  device: string;
  kind: DeviceKind;
  level: AlertLevel;
  /** Where: degrees WGS84, and the place as shown (building, entrance, floor; never a person). */
  lng: number;
  lat: number;
  place: string;
  building: number;
  active: boolean;
  acknowledged: boolean;
  acknowledgedBy: string;
  /** Milliseconds since the epoch by our clock. */
  raisedAt: number;
  lastAt: number;
  clearedAt: number;
  acknowledgedAt: number;
  repeats: number;
  value: number;
  /** From the simulator: marked on screen, never counted as real. */
  demo: boolean;
  /** `silent`: the device does not speak any more; absent: its alarm. */
  condition?: 'silent';
}

/** What a pin on the map needs to know of whatever it stands for. */
export interface PinnedAlert
  extends Pick<
    Alert,
    'id' | 'device' | 'level' | 'lng' | 'lat' | 'place' | 'active' | 'acknowledged' | 'raisedAt'
  > {
  /** Of a drill: marked on the pin. */
  drill?: boolean;
}

/** How a level is written, beside its colour and shape. */
export const LEVEL_NUMERALS: Record<AlertLevel, string> = { 1: 'I', 2: 'II', 3: 'III', 4: 'IV' };

/** A device that does not speak is an alert beside its alarm, and never so grave as one. `level`: its alarm's. */
export function levelOf(level: AlertLevel, condition: Alert['condition']): AlertLevel {
  return condition === 'silent' ? (level === 1 ? 3 : 4) : level;
}

/** The product's own; a site's rules may say otherwise. */
export const LEVEL_OF_KIND: Record<DeviceKind, AlertLevel> = {
  oneKey: 1,
  smoke: 1,
  gasLeak: 1,
  electrical: 2,
  tilt: 2,
  ebikeCharging: 2,
  subsidence: 3,
  waterLevel: 3,
  hydrant: 3,
  manhole: 3,
  door: 4,
  environment: 4,
  waterMeter: 4,
};
