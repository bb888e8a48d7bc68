/**
 * What is remembered of messages so that each counts once and in the order it happened: ids of alarms for 30 days, a window of numbers and a short
 * reorder buffer per device, the last state of every device. Deterministic in the order of arrival, so that a replay after a crash ends the
 * same. Owns no disk and no clock; what an alert is, it does not know.
 */
import type { DeviceKind } from '../model/words.ts';
import { timed } from './clock-rules.ts';
import type { MemoryState } from './memory-state.ts';
import type { Lane, Outcome, Reason } from './outcome.ts';
import { freshWindow, placeInWindow, type SeenWindow, withSeen } from './seen-window.ts';

const DAY = 86_400_000;
const ALARM_DAYS = 30;
/** Ids of alarms kept at most; the oldest days go first. At one alarm in five seconds that is 29 days. */
const MOST_ALARMS = 500_000;
const MOST_RECENT = 20_000;
/** Without id, number and time two equal messages are the same one only this close together: a second press of a button must count. */
const WEAK_MS = 10_000;
/** How long a message waits for the ones before it, and how many of a device do. */
const HOLD_MS = 2000;
const MOST_HELD = 64;

/** A message as it stands in the inbox. */
export interface Arrived {
  lane: Lane;
  /** Number in its lane. */
  seq: number;
  source: string;
  /** Hash that names it: of the source's id, else of what it says. */
  key: string;
  /** The hash tells little: the message has no id, number or time. */
  weak: boolean;
  /** By our clock, ms since the epoch. */
  at: number;
  said: Said | Reason;
  /** From made-up devices or a drill. */
  demo: boolean;
  /** Its effects are in the journal already: it is only remembered. */
  settled: boolean;
}

export interface Said {
  device: string;
  kind: DeviceKind;
  value: number;
  /** A value without an alarm of its own. */
  measured?: true;
  active: boolean;
  occurredAt: number | null;
  seq: number | null;
}

/** What an applied message says of its device, in the order to apply it. `at`: ms since the epoch by the clock that counts. */
export interface Effect {
  active: boolean;
  at: number;
}

export interface Ended {
  message: Arrived;
  outcome: Outcome;
  effects: readonly Effect[];
}

interface Held {
  message: Arrived;
  said: Said;
  seq: number;
}

export class FeedMemory {
  /** Day of arrival to the alarms of that day. */
  private readonly alarms = new Map<number, Set<string>>();
  private alarmCount = 0;
  private readonly recent = new Map<string, number>();
  private readonly windows = new Map<string, SeenWindow>();
  private readonly last = new Map<string, Effect>();
  private readonly held = new Map<string, Held[]>();

  /** The message, and those that waited for it, as they ended; none while it waits itself. */
  take(message: Arrived): Ended[] {
    const { said } = message;
    if (typeof said === 'string') return [{ message, outcome: 'quarantined', effects: [] }];
    if (this.waits(message, said)) {
      const device = deviceKey(message.source, said.device);
      const list = this.held.get(device) ?? [];
      list.push({ message, said, seq: said.seq ?? 0 });
      list.sort((a, b) => a.seq - b.seq || a.message.seq - b.message.seq);
      this.held.set(device, list);
      return list.length > MOST_HELD ? this.releaseFirst(device, list) : [];
    }
    const ended = [this.judge(message, said)];
    if (said.seq !== null) ended.push(...this.follow(deviceKey(message.source, said.device)));
    return ended;
  }

  /** Those that waited long enough for what did not come. */
  due(now: number): Ended[] {
    const ended: Ended[] = [];
    for (const [device, list] of [...this.held]) {
      const oldest = Math.min(...list.map(({ message }) => message.at));
      if (now - oldest >= HOLD_MS) ended.push(...this.releaseAll(device, list));
    }
    return ended;
  }

  /** Messages of a lane that wait and are not settled, by number. */
  waiting(lane: Lane): number[] {
    const found: number[] = [];
    for (const list of this.held.values())
      for (const { message } of list) if (message.lane === lane && !message.settled) found.push(message.seq);
    return found.sort((a, b) => a - b);
  }

  /** How many of a source wait. */
  waitingOf(source: string): number {
    let count = 0;
    for (const list of this.held.values())
      for (const { message } of list) if (message.source === source && !message.settled) count++;
    return count;
  }

  /** Whether a device was last heard in alarm by a feed. */
  isActive(device: string, kind: string): boolean {
    return this.last.get(stateKey(device, kind))?.active === true;
  }

  /** Everything but what waits: that is still in the inbox. */
  state(): MemoryState {
    return {
      alarms: [...this.alarms].map(([day, keys]) => [day, [...keys]]),
      recent: [...this.recent],
      windows: [...this.windows],
      last: [...this.last].map(([key, { at, active }]) => [key, at, active]),
    };
  }

  static of(state: MemoryState): FeedMemory {
    const memory = new FeedMemory();
    for (const [day, keys] of state.alarms) {
      memory.alarms.set(day, new Set(keys));
      memory.alarmCount += keys.length;
    }
    for (const [key, at] of state.recent) memory.recent.set(key, at);
    for (const [key, window] of state.windows) memory.windows.set(key, window);
    for (const [key, at, active] of state.last) memory.last.set(key, { at, active });
    return memory;
  }

  /** Alarms never wait. */
  private waits(message: Arrived, said: Said): boolean {
    if (said.active || said.seq === null) return false;
    const window = this.windows.get(deviceKey(message.source, said.device));
    return window !== undefined && placeInWindow(window, said.seq) === 'gap';
  }

  private follow(device: string): Ended[] {
    const ended: Ended[] = [];
    const list = this.held.get(device);
    const window = this.windows.get(device);
    if (!list || !window) return ended;
    let high = window[0];
    while (list.length > 0 && list[0].seq <= high + 1) {
      const { message, said } = list[0];
      list.shift();
      ended.push(this.judge(message, said));
      high = this.windows.get(device)?.[0] ?? high;
    }
    if (list.length === 0) this.held.delete(device);
    return ended;
  }

  private releaseFirst(device: string, list: Held[]): Ended[] {
    const first = list.shift();
    return first ? [this.judge(first.message, first.said), ...this.follow(device)] : [];
  }

  private releaseAll(device: string, list: readonly Held[]): Ended[] {
    this.held.delete(device);
    return list.map(({ message, said }) => this.judge(message, said));
  }

  private judge(message: Arrived, said: Said): Ended {
    const end = (outcome: Outcome, effects: readonly Effect[] = []): Ended => ({ message, outcome, effects });
    if (this.wasSeen(message, said)) return end('duplicate');
    const { at, history } = timed(said.occurredAt, message.at);
    const state = stateKey(said.device, said.kind);
    const before = this.last.get(state);
    const order = this.orderOf(message, said, at, before);
    if (order === 'seen') return end('duplicate');
    this.remember(message, said);
    if (history && !(message.lane === 'life' && said.active)) return end('stale');
    if (order === 'late' && before) {
      if (!said.active) return end('stale');
      // An alarm that comes behind its own end must be seen by somebody all the same.
      const raised = { active: true, at: before.at };
      return end('applied', before.active ? [raised] : [raised, { active: false, at: before.at }]);
    }
    const effect = { active: said.active, at: Math.max(at, before?.at ?? at) };
    this.last.set(state, effect);
    return end('applied', [effect]);
  }

  /** The device's own count tells the order; without one, time does. Notes the number as seen. */
  private orderOf(message: Arrived, said: Said, at: number, before: Effect | undefined) {
    if (said.seq === null) return before && at < before.at ? 'late' : 'newest';
    const device = deviceKey(message.source, said.device);
    const window = this.windows.get(device);
    if (!window) {
      this.windows.set(device, freshWindow(said.seq));
      return 'newest';
    }
    const place = placeInWindow(window, said.seq);
    // An alarm is known by its id or content: another alarm with the same number is another alarm.
    if (place === 'seen' && !isAlarm(message, said)) return 'seen';
    if (place === 'below') {
      // A device that was restarted counts from the beginning.
      if (before && at <= before.at) return 'late';
      this.windows.set(device, freshWindow(said.seq));
      return 'newest';
    }
    this.windows.set(device, withSeen(window, said.seq));
    return place === 'late' || place === 'seen' ? 'late' : 'newest';
  }

  private wasSeen(message: Arrived, said: Said): boolean {
    const { key } = message;
    if (message.weak) {
      const at = this.recent.get(key);
      return at !== undefined && Math.abs(message.at - at) < WEAK_MS;
    }
    if (isAlarm(message, said)) return [...this.alarms.values()].some((keys) => keys.has(key));
    return said.seq === null && this.recent.has(key);
  }

  private remember(message: Arrived, said: Said): void {
    if (!message.weak && isAlarm(message, said)) {
      this.rememberAlarm(message);
      return;
    }
    if (said.seq !== null) return;
    this.recent.delete(message.key);
    this.recent.set(message.key, message.at);
    if (this.recent.size <= MOST_RECENT) return;
    const oldest = this.recent.keys().next();
    if (!oldest.done) this.recent.delete(oldest.value);
  }

  private rememberAlarm(message: Arrived): void {
    const day = Math.floor(message.at / DAY);
    const keys = this.alarms.get(day) ?? new Set();
    this.alarms.set(day, keys);
    keys.add(message.key);
    this.alarmCount++;
    if (keys.size > 1 && this.alarmCount <= MOST_ALARMS) return;
    for (const [old, gone] of [...this.alarms].sort(([a], [b]) => a - b)) {
      const tooOld = old <= day - ALARM_DAYS;
      if (!tooOld && (this.alarmCount <= MOST_ALARMS || old === day)) break;
      this.alarms.delete(old);
      this.alarmCount -= gone.size;
    }
  }
}

function isAlarm(message: Arrived, said: Said): boolean {
  return said.active || message.lane === 'life';
}

function deviceKey(source: string, device: string): string {
  return `${source}\n${device}`;
}

function stateKey(device: string, kind: string): string {
  return `${kind}\n${device}`;
}
