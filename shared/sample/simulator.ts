/**
 * The live simulator: what the devices of a directory would say, seeded and pure. It owns which device speaks when;
 * whether a reading becomes an alert is the host's business. The clock is the caller's: the first `step` is the start.
 * Between alarms it emits ordinary readings (`active: false`) every few seconds, as the sign of life of a feed.
 */
import type { Directory, Scenario } from '../host/contract.ts';
import { type DeviceKind, WORDS } from '../model/words.ts';
import { createRandom, type Random } from './random.ts';

export interface SimulatedReading {
  /** Device id, and its index in the directory. */
  device: string;
  index: number;
  kind: DeviceKind;
  value: number;
  /** The alarm condition holds. A reading with `false` of a device in alarm is its clear. */
  active: boolean;
  /** Milliseconds since the epoch. */
  at: number;
}

export interface Simulator {
  /** Everything said since the last step, in order of time; at most MOST_PER_STEP readings. */
  step(nowMs: number): SimulatedReading[];
}

interface SimulatorOptions {
  seed: number;
  scenario: Scenario;
}

const MOST_PER_STEP = 2_000;
const SECOND = 1_000;
const MINUTE = 60_000;
const HEARTBEAT = 4 * SECOND;
/** The dead feed speaks this long, then never again. */
const DEAD_AFTER = 20 * SECOND;
/** A gap of the caller's clock beyond this (a sleeping machine) is skipped, not replayed. */
const LONGEST_GAP = 10 * MINUTE;
const FLOOD_DEVICES = 400;
/** The mains come back: so many devices speak at once, and what they say comes to so many alarms in ten seconds. */
const STORM_DEVICES = 2_000;
const STORM_ALARMS = 5_000;
const STORM_LENGTH = 10 * SECOND;

/** Ordinary range and alarm range of the value per kind (unit in the comment). */
const VALUES: Record<DeviceKind, { calm: [number, number]; alarm: [number, number]; weight: number }> = {
  waterMeter: { calm: [0.01, 0.6], alarm: [2.5, 6], weight: 5 }, // m3/h
  gasLeak: { calm: [0, 2], alarm: [12, 38], weight: 2 }, // % of the lower explosive limit
  smoke: { calm: [0, 0.04], alarm: [0.18, 0.6], weight: 3 }, // dB/m
  tilt: { calm: [0, 0.6], alarm: [3.1, 6], weight: 1 }, // mm/m
  subsidence: { calm: [0, 4], alarm: [21, 40], weight: 1 }, // mm
  oneKey: { calm: [0, 0], alarm: [1, 1], weight: 4 }, // pressed
  electrical: { calm: [12, 120], alarm: [320, 800], weight: 3 }, // mA residual current
  hydrant: { calm: [0.18, 0.42], alarm: [0.02, 0.09], weight: 2 }, // MPa
  manhole: { calm: [0, 4], alarm: [25, 70], weight: 3 }, // degrees of tilt
  waterLevel: { calm: [0.1, 0.9], alarm: [1.6, 2.4], weight: 2 }, // m
  ebikeCharging: { calm: [18, 45], alarm: [71, 96], weight: 4 }, // degrees Celsius
  door: { calm: [0, 0], alarm: [1, 1], weight: 4 }, // left open
  environment: { calm: [42, 62], alarm: [76, 92], weight: 4 }, // dB(A)
};

interface Event {
  at: number;
  index: number;
  active: boolean;
  /** Further events to plan once this one is spoken. */
  follow: 'nothing' | 'quiet' | 'chatter' | 'heartbeat';
}

/** What a device measures on an ordinary day, to two places. */
export function ordinaryValue(kind: DeviceKind, random: Random): number {
  const [least, most] = VALUES[kind].calm;
  return Math.round(random.between(least, most) * 100) / 100;
}

/**
 * A simulator over the devices of a directory. The same directory, seed, scenario and start give the same readings,
 * however often `step` is called.
 */
export function createSimulator(directory: Directory, options: SimulatorOptions): Simulator {
  const devices = directory.devices.filter((d) => (WORDS.deviceKind as readonly string[]).includes(d.kind));
  const indexOf = new Map(directory.devices.map((d, i) => [d, i]));
  const random = createRandom(options.seed, `simulator ${options.scenario}`);
  const agenda = new Agenda();
  const inAlarm = new Set<number>();
  let start = -1;
  let shift = 0;
  let last = 0;
  let alarms = 0;

  const plan = (index: number, from: number, length: number): void => {
    agenda.add({ at: from, index, active: true, follow: 'nothing' });
    agenda.add({ at: from + length, index, active: false, follow: 'nothing' });
  };

  const open = (now: number): void => {
    agenda.add({ at: now + HEARTBEAT / 2, index: 0, active: false, follow: 'heartbeat' });
    if (options.scenario === 'quiet-day' || options.scenario === 'dead-feed') {
      agenda.add({ at: now + random.int(2_500, 3_800), index: -1, active: true, follow: 'quiet' });
    } else if (options.scenario === 'chatter') {
      for (const index of chatterers(devices, random)) {
        agenda.add({ at: now + random.int(1_500, 4_000), index, active: true, follow: 'chatter' });
      }
    } else if (options.scenario === 'storm') {
      planStorm(devices.length, random, now, agenda);
    } else if (options.scenario === 'power-cut') {
      planPowerCut(devices, random, now, plan);
    } else {
      planSpread(devices, random, now, options.scenario === 'fire' ? FIRE : GAS, plan);
    }
  };

  const speak = (event: Event, out: SimulatedReading[]): void => {
    let index = event.index;
    if (event.follow === 'heartbeat') {
      index = random.int(0, devices.length - 1);
      agenda.add({ ...event, at: event.at + HEARTBEAT });
      // A sign of life must not clear an alarm: the next device that is calm speaks.
      for (let tries = 0; inAlarm.has(index) && tries < devices.length; tries++)
        index = (index + 1) % devices.length;
      if (inAlarm.has(index)) return;
    } else if (event.follow === 'quiet') {
      index = quietDevice(devices, random);
      alarms++;
      // The first minutes show something soon; then a few an hour.
      const pause = alarms < 4 ? random.int(22, 50) * SECOND : random.int(5 * 60, 16 * 60) * SECOND;
      agenda.add({ ...event, at: event.at + pause });
      if (inAlarm.has(index)) return;
      agenda.add({ at: event.at + random.int(60, 420) * SECOND, index, active: false, follow: 'nothing' });
    } else if (event.follow === 'chatter') {
      agenda.add({ ...event, at: event.at + random.int(700, 2_600), active: !event.active });
    }
    const device = devices[index];
    const kind = device.kind as DeviceKind;
    if (event.active) inAlarm.add(index);
    else inAlarm.delete(index);
    const range = event.active ? VALUES[kind].alarm : VALUES[kind].calm;
    const value = Math.round(random.between(range[0], range[1]) * 100) / 100;
    out.push({
      device: device.id,
      index: indexOf.get(device)!,
      kind,
      value,
      active: event.active,
      at: event.at + shift,
    });
  };

  return {
    step(nowMs) {
      const out: SimulatedReading[] = [];
      if (devices.length === 0) return out;
      if (start < 0) {
        start = nowMs;
        last = nowMs;
        open(nowMs);
      }
      if (nowMs - last > LONGEST_GAP) shift += nowMs - last - LONGEST_GAP;
      last = Math.max(last, nowMs);
      const until = nowMs - shift;
      while (out.length < MOST_PER_STEP && agenda.nextAt() <= until) {
        const event = agenda.take();
        if (options.scenario === 'dead-feed' && event.at - start > DEAD_AFTER) {
          agenda.clear();
          break;
        }
        speak(event, out);
      }
      return out;
    },
  };
}

type SimulatedDevice = Directory['devices'][number];
type Plan = (index: number, from: number, length: number) => void;

function quietDevice(devices: SimulatedDevice[], random: Random): number {
  let best = random.int(0, devices.length - 1);
  // Rejection by weight: meters are many and must not drown the rest.
  for (let tries = 0; tries < 12; tries++) {
    const index = random.int(0, devices.length - 1);
    const kind = devices[index].kind as DeviceKind;
    if (random.chance((VALUES[kind].weight / 5) * (kind === 'waterMeter' ? 0.12 : 1))) return index;
    best = index;
  }
  return best;
}

function chatterers(devices: SimulatedDevice[], random: Random): number[] {
  const loose = devices
    .map((_, i) => i)
    .filter((i) => ['door', 'smoke', 'manhole'].includes(devices[i].kind));
  const pool = loose.length >= 3 ? loose : devices.map((_, i) => i);
  return random.shuffle(pool.slice()).slice(0, Math.min(3, pool.length));
}

interface Spread {
  first: DeviceKind;
  /** Which kinds join, and after how many seconds at most. */
  joins: Partial<Record<DeviceKind, number>>;
  most: number;
}
const FIRE: Spread = {
  first: 'smoke',
  joins: {
    smoke: 90,
    electrical: 60,
    ebikeCharging: 45,
    oneKey: 120,
    door: 100,
    environment: 150,
    gasLeak: 140,
  },
  most: 14,
};
const GAS: Spread = {
  first: 'gasLeak',
  joins: { gasLeak: 100, oneKey: 130, smoke: 160, manhole: 150, door: 110 },
  most: 9,
};

/** One device starts, and what stands near it follows, nearest first. */
function planSpread(
  devices: SimulatedDevice[],
  random: Random,
  now: number,
  spread: Spread,
  plan: Plan,
): void {
  const firsts = devices.map((_, i) => i).filter((i) => devices[i].kind === spread.first);
  const origin = firsts.length > 0 ? random.pick(firsts) : random.int(0, devices.length - 1);
  plan(origin, now + random.int(2_500, 3_800), 12 * MINUTE);
  let rank = 0;
  for (const index of nearest(devices, origin)) {
    const within = spread.joins[devices[index].kind as DeviceKind];
    if (within === undefined || index === origin) continue;
    if (++rank > spread.most) break;
    const delay = (8 + (within * rank) / spread.most) * SECOND + random.int(0, 6_000);
    plan(index, now + Math.round(delay), random.int(6, 11) * MINUTE);
  }
}

/** The power of a neighbourhood fails: mains-fed devices go within seconds and come back in waves. */
function planPowerCut(devices: SimulatedDevice[], random: Random, now: number, plan: Plan): void {
  const origin = random.int(0, devices.length - 1);
  let planned = 0;
  for (const index of nearest(devices, origin)) {
    if (['waterMeter', 'tilt', 'subsidence', 'oneKey'].includes(devices[index].kind)) continue;
    if (++planned > FLOOD_DEVICES) break;
    plan(index, now + random.int(3_000, 15_000), random.int(90, 300) * SECOND);
  }
}

/** Every device at once, then most of them again within ten seconds; calm afterwards. */
function planStorm(devices: number, random: Random, now: number, agenda: Agenda): void {
  const many = Math.min(devices, STORM_DEVICES);
  const from = now + random.int(2_000, 3_000);
  for (let i = 0; i < STORM_ALARMS; i++) {
    const at = i < many ? from : from + random.int(1, STORM_LENGTH);
    agenda.add({ at, index: i % many, active: true, follow: 'nothing' });
  }
  for (let index = 0; index < many; index++) {
    const at = from + STORM_LENGTH + random.int(20, 90) * SECOND;
    agenda.add({ at, index, active: false, follow: 'nothing' });
  }
}

/** Device indexes by distance from one of them, on a plane scaled at its latitude. */
function nearest(devices: SimulatedDevice[], origin: number): number[] {
  const from = devices[origin];
  const shrink = 1 - (from.lat * from.lat) / 8_100; // close enough to cos(lat) squared to rank neighbours
  const distance = devices.map((d) => (d.lng - from.lng) ** 2 * shrink + (d.lat - from.lat) ** 2);
  return devices.map((_, i) => i).sort((a, b) => distance[a] - distance[b] || a - b);
}

/** Events by time; a binary heap, ties in order of arrival. */
class Agenda {
  private heap: { event: Event; order: number }[] = [];
  private arrivals = 0;

  nextAt(): number {
    return this.heap.length > 0 ? this.heap[0].event.at : Number.POSITIVE_INFINITY;
  }

  clear(): void {
    this.heap = [];
  }

  add(event: Event): void {
    const heap = this.heap;
    heap.push({ event, order: this.arrivals++ });
    let i = heap.length - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.before(i, parent)) break;
      this.swap(i, parent);
      i = parent;
    }
  }

  take(): Event {
    const heap = this.heap;
    const top = heap[0];
    const end = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = end;
      let i = 0;
      for (;;) {
        let least = i;
        for (const child of [2 * i + 1, 2 * i + 2]) {
          if (child < heap.length && this.before(child, least)) least = child;
        }
        if (least === i) break;
        this.swap(i, least);
        i = least;
      }
    }
    return top.event;
  }

  private before(i: number, j: number): boolean {
    const a = this.heap[i];
    const b = this.heap[j];
    return a.event.at < b.event.at || (a.event.at === b.event.at && a.order < b.order);
  }

  private swap(i: number, j: number): void {
    const kept = this.heap[i];
    this.heap[i] = this.heap[j];
    this.heap[j] = kept;
  }
}
