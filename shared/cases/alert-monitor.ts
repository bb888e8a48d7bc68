/**
 * Stands between what devices said and their alerts: values run through the rule of their kind, a device's own alarm bit is passed on as it is,
 * and a device that no longer speaks is told. An alarm holds as long as the bit or the rule says so. Deterministic in what it is given; owns no
 * clock and no disk. Times: ms since the epoch by our clock.
 */
import * as v from 'valibot';
import { type DeviceKind, WORDS } from '../model/words.ts';
import type { Alert } from './alert.ts';
import {
  nextDue,
  passed,
  reset,
  SIGNAL_START,
  type SignalChange,
  type SignalRule,
  type SignalState,
  step,
} from './alert-rules.ts';
import { type AlertDevice, alertKey, type Reading } from './transitions.ts';

const SignalStateSchema: v.GenericSchema<SignalState> = v.object({
  phase: v.picklist(['normal', 'rising', 'raised', 'falling', 'latched']),
  since: v.number(),
  lastAt: v.number(),
  silent: v.boolean(),
  past: v.array(v.object({ at: v.number(), value: v.number() })),
});

/** What is kept of one device and kind. */
export const KeptSignalSchema = v.object({
  device: v.string(),
  kind: v.picklist(WORDS.deviceKind),
  /** Last value that was measured. */
  value: v.number(),
  /** Its own alarm bit, as last heard. */
  bit: v.boolean(),
  demo: v.boolean(),
  /** Time of the last reading handed on. */
  toldAt: v.number(),
  state: SignalStateSchema,
});
export type KeptSignal = v.InferOutput<typeof KeptSignalSchema>;

export interface ToldReading {
  device: AlertDevice;
  reading: Reading;
}

/** What a message said of its device. `measured`: a value without an alarm bit, to be judged here. */
export interface HeardReading extends Reading {
  measured: boolean;
}

export interface AlertMonitorParts {
  ruleOf(kind: DeviceKind): SignalRule;
  deviceOf(id: string): AlertDevice | undefined;
  /** The live alarm of a device and kind, if there is one. */
  liveOf(device: string, kind: DeviceKind): Pick<Alert, 'lastAt' | 'acknowledged'> | undefined;
}

/** A clock that was set back further than this begins the signal's delays anew; less is waited for. */
const CLOCK_BACK_MS = 300_000;

export class AlertMonitor {
  private readonly parts: AlertMonitorParts;
  private readonly signals = new Map<string, KeptSignal>();
  private readonly changed = new Set<string>();
  private readonly latched = new Set<string>();
  private begun = false;
  /** Nothing is due before. */
  private dueAt = 0;

  constructor(parts: AlertMonitorParts, kept: Iterable<KeptSignal> = []) {
    this.parts = parts;
    for (const signal of kept) this.put(signal);
  }

  /** From now on time counts. Nobody listened before: a silence is counted from here. */
  begin(now: number): void {
    this.begun = true;
    for (const signal of this.signals.values()) {
      const { state } = signal;
      if (!state.silent) this.put({ ...signal, state: { ...state, lastAt: Math.max(state.lastAt, now) } });
    }
    this.dueAt = 0;
  }

  /** What a message comes to. `arrived`: delays and silence are told by it, never by the device's clock. */
  hear(device: AlertDevice, heard: HeardReading, arrived: number): ToldReading[] {
    const { measured, ...reading } = heard;
    const key = alertKey(device.id, heard.kind);
    const { value, kind, demo } = reading;
    const before = this.signals.get(key) ?? {
      ...{ device: device.id, kind, value, bit: false, demo, toldAt: 0, state: SIGNAL_START },
    };
    const from = steppedBack(before.state, arrived);
    const said = { at: Math.max(arrived, from.lastAt), value: measured ? value : null, active: false };
    const { state, changes } = step(from, this.ruleOf(kind), said);
    const told = changes.flatMap((change) =>
      tell(measured ? { ...before, value, demo } : { ...before, demo }, change),
    );
    // The end that the bit says is none while the rule still holds the alarm.
    if (!measured && (reading.active || !holds(state))) told.push(reading);
    const after = {
      ...before,
      ...{ demo, state, value: measured ? value : before.value, bit: measured ? before.bit : reading.active },
    };
    return this.keep(key, after, changes.length > 0, device, told);
  }

  /** What time alone brings: delays that ran out, devices that fell silent, latched alarms that somebody has seen. */
  due(now: number): ToldReading[] {
    if (!this.begun) return [];
    const told = [...this.latched].flatMap((key) => this.seen(key, now));
    if (now < this.dueAt) return told;
    this.dueAt = Number.POSITIVE_INFINITY;
    for (const [key, signal] of [...this.signals]) {
      const rule = this.ruleOf(signal.kind);
      const at = nextDue(signal.state, rule);
      if (at === null) continue;
      if (at > now) this.dueAt = Math.min(this.dueAt, at);
      else told.push(...this.moved(key, signal, passed(signal.state, rule, now)));
    }
    return told;
  }

  /** The rules are others: delays and silence that run are told by the new ones. */
  rulesChanged(): void {
    this.dueAt = 0;
  }

  /** Whether the rule holds an alarm of this device. */
  isUp(device: string, kind: string): boolean {
    const signal = this.signals.get(alertKey(device, kind));
    return signal !== undefined && holds(signal.state);
  }

  /** The signals from which something came since this was asked last. */
  takeChanged(): KeptSignal[] {
    const taken = [...this.changed].flatMap((key) => this.signals.get(key) ?? []);
    this.changed.clear();
    return taken;
  }

  all(): KeptSignal[] {
    return [...this.signals.values()];
  }

  private seen(key: string, now: number): ToldReading[] {
    const signal = this.signals.get(key);
    // No alarm in the list: seen, and over.
    if (!signal || this.parts.liveOf(signal.device, signal.kind)?.acknowledged === false) return [];
    return this.moved(key, signal, reset(signal.state, now));
  }

  private moved(key: string, signal: KeptSignal, { state, changes }: ReturnType<typeof passed>) {
    const device = this.parts.deviceOf(signal.device);
    if (!device) {
      this.signals.delete(key);
      this.latched.delete(key);
      return [];
    }
    const told = changes.flatMap((change) => tell(signal, change));
    return this.keep(key, { ...signal, state }, changes.length > 0, device, told);
  }

  /** What was decided is in order: no alert may pass over it because of a clock. */
  private keep(key: string, signal: KeptSignal, changed: boolean, device: AlertDevice, told: Reading[]) {
    const live = this.parts.liveOf(signal.device, signal.kind)?.lastAt ?? 0;
    let { toldAt } = signal;
    const readings = told.map((reading) => {
      if (reading.condition) return { device, reading };
      toldAt = Math.max(reading.at, toldAt, live);
      return { device, reading: { ...reading, at: toldAt } };
    });
    this.put({ ...signal, toldAt });
    if (changed) this.changed.add(key);
    return readings;
  }

  private put(signal: KeptSignal): void {
    const key = alertKey(signal.device, signal.kind);
    this.signals.set(key, signal);
    if (signal.state.phase === 'latched') this.latched.add(key);
    else this.latched.delete(key);
    this.dueAt = Math.min(
      this.dueAt,
      nextDue(signal.state, this.ruleOf(signal.kind)) ?? Number.POSITIVE_INFINITY,
    );
  }

  /** The bit goes its own way. */
  private ruleOf(kind: DeviceKind): SignalRule {
    return { ...this.parts.ruleOf(kind), bit: false };
  }
}

function holds({ phase }: SignalState): boolean {
  return phase === 'raised' || phase === 'falling' || phase === 'latched';
}

function steppedBack(state: SignalState, arrived: number): SignalState {
  if (arrived >= state.lastAt - CLOCK_BACK_MS) return state;
  return { ...state, since: arrived, lastAt: arrived, past: [] };
}

/** While the bit says alarm, the rule's own raise and clear change nothing. */
function tell({ kind, value, demo, bit }: KeptSignal, { does, at }: SignalChange): Reading[] {
  if (does === 'silent' || does === 'heard')
    return [{ kind, value, active: does === 'silent', at, demo, condition: 'silent' }];
  return bit ? [] : [{ kind, value, active: does === 'raise', at, demo }];
}
