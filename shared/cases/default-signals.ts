/**
 * The product's own rules of signals, per device kind: limits in the units of the registers (the sample's devices carry the same), delays as
 * in alarm practice. A site sets the limits of its own devices.
 */
import type { DeviceKind } from '../model/words.ts';
import type { SignalRule } from './alert-rules.ts';

const base: SignalRule = {
  ...{ bit: true, high: null, low: null, change: null, onDelay: 0, offDelay: 60, deadBand: 0, latch: false },
  heartbeat: 86_400,
};
/** Silent after two hours at most, as a fire centre must notice it (GB 50440 asks for a poll every two hours). */
const fire: SignalRule = { ...base, heartbeat: 3_600 };

/** In which the limits of a kind are written; '' where there is nothing to measure. */
export const UNIT_OF_KIND: Readonly<Record<DeviceKind, string>> = {
  ...{ oneKey: '', smoke: 'dB/m', gasLeak: '%LEL', electrical: 'mA', ebikeCharging: '°C', hydrant: 'MPa' },
  ...{ tilt: 'mm/m', subsidence: 'mm', waterLevel: 'm', manhole: '°', door: '', environment: 'dB(A)' },
  ...{ waterMeter: 'm³/h' },
};

export const DEFAULT_SIGNAL_RULES: Readonly<Record<DeviceKind, SignalRule>> = {
  /** A press: only a person says that it is over. */
  oneKey: { ...base, offDelay: 0, latch: true },
  /** dB/m */
  smoke: { ...fire, high: 0.15, deadBand: 10 },
  /** Percent of the lower explosive limit. */
  gasLeak: { ...fire, high: 10, onDelay: 5, deadBand: 10 },
  /** mA of residual current. */
  electrical: { ...fire, high: 300, onDelay: 10, deadBand: 10 },
  /** Degrees Celsius. */
  ebikeCharging: { ...fire, high: 70, onDelay: 10, deadBand: 5 },
  /** MPa */
  hydrant: { ...base, low: 0.1, onDelay: 60, deadBand: 10 },
  /** mm/m */
  tilt: { ...base, high: 3, onDelay: 600, deadBand: 10 },
  /** mm */
  subsidence: { ...base, high: 20, onDelay: 600, deadBand: 10 },
  /** m */
  waterLevel: { ...base, high: 1.5, onDelay: 60, deadBand: 10, heartbeat: 3_600 },
  /** Degrees of tilt of the cover. */
  manhole: { ...base, high: 20, onDelay: 5, deadBand: 10 },
  door: { ...base, onDelay: 300, offDelay: 0 },
  /** dB(A) */
  environment: { ...base, high: 75, onDelay: 600, offDelay: 600, deadBand: 4, heartbeat: 3_600 },
  /** m³/h */
  waterMeter: { ...base, high: 2.5, onDelay: 600, deadBand: 10, heartbeat: 43_200 },
};

/** For meters that send their counter in m³: less than 0.01 m³ in twelve hours where somebody lives alone (Shanghai, Longgang). */
export const WATER_UNUSED: SignalRule = {
  ...base,
  ...{ bit: false, change: { seconds: 43_200, most: null, least: 0.01 }, offDelay: 0, heartbeat: 43_200 },
};
