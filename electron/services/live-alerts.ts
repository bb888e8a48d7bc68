/**
 * Runs alerts with no page open: the directory of devices, the simulator as the first feed, and the book of live alerts. Readings wait
 * here until their alerts are in the journal, so a full disk delays an alert and does not lose it.
 * Clock and timer are handed in. Feeds from outside come beside the simulator (feeds/): they join here.
 */
import { join } from 'node:path';
import * as v from 'valibot';
import type { Alert } from '../../shared/cases/alert.ts';
import { type AlertDevice, alertKey, type Reading } from '../../shared/cases/transitions.ts';
import type { Feed } from '../../shared/feeds/feed-status.ts';
import {
  type Directory,
  DirectorySchema,
  type Scenario,
  ScenarioSchema,
} from '../../shared/host/contract.ts';
import { createSimulator, type Simulator } from '../../shared/sample/simulator.ts';
import type { AlertBook, DeviceReading } from './alert-book.ts';
import { type DurableDisk, readJson, realDisk, replaceFile } from './durable-file.ts';
import type { HostEvents } from './events.ts';
import type { Journal } from './journal.ts';
import type { KeptReading } from './readings/reading-store.ts';

/** How often the simulator is asked; well under the half second that an alert may take to the screen. */
const STEP_MS = 250;
/** `feeds.changed` goes out at most this often. */
const FEEDS_MS = 1000;
/** Readings kept while the journal refuses them, the newest of each device and kind. */
const MOST_PENDING = 20_000;
/** A new run of the simulator knows nothing of alarms of the run before: their devices report calm after this time. */
const CALM_AFTER_MS = 120_000;
/** The same community shows the same demo on every machine. */
const SEED = 20_240_501;

/** The one setting of the simulator, kept over restarts. */
const SettingSchema = v.object({ running: v.boolean(), scenario: ScenarioSchema });
type Setting = v.InferOutput<typeof SettingSchema>;

export interface LiveClock {
  now(): number;
  /** Calls `action` every `ms` until the returned undo is called. */
  every(ms: number, action: () => void): () => void;
}

export const systemClock: LiveClock = {
  now: Date.now,
  every: (ms, action) => {
    const timer = setInterval(action, ms);
    return () => clearInterval(timer);
  },
};

/** Feeds from outside, as far as they matter here. */
export interface OtherFeeds {
  feeds(): Feed[];
  /** Whether a device was last heard in alarm by one of them. */
  isActive(device: string, kind: string): boolean;
}

export interface LiveAlertsParts {
  /** Folder of the profile: holds directory.json and simulator.json. */
  folder: string;
  journal: Journal;
  /** Already replayed. */
  book: AlertBook;
  events: HostEvents;
  clock: LiveClock;
  disk?: DurableDisk;
  /** Keeps what devices said. */
  heard?(reading: KeptReading): void;
  /** Told of a step that failed; the readings are tried again. */
  onTrouble?: (error: unknown) => void;
}

export class LiveAlerts {
  private readonly parts: LiveAlertsParts;
  private directory: Directory | null = null;
  private setting: Setting = { running: true, scenario: 'quiet-day' };
  private simulator: Simulator | null = null;
  private readonly feed: Feed = {
    id: 'simulator',
    name: 'simulator',
    type: 'simulator',
    running: false,
    demo: true,
    lastHeard: 0,
    state: 'stopped',
    why: '',
    since: 0,
    received: 0,
    applied: 0,
    duplicate: 0,
    stale: 0,
    quarantined: 0,
    waiting: 0,
    rate: 0,
  };
  private others: OtherFeeds | null = null;
  private devices = new Map<string, AlertDevice>();
  private pending: DeviceReading[] = [];
  private calmAt = Number.POSITIVE_INFINITY;
  private stepping: Promise<void> | null = null;
  private stopTimer: (() => void) | null = null;
  /** Several windows may name the devices at once: one after the other, the last one stays. */
  private taking: Promise<void> = Promise.resolve();
  private feedsSentAt = 0;
  private feedsChanged = false;

  private constructor(parts: LiveAlertsParts) {
    this.parts = parts;
  }

  /** Reads directory and setting back and goes on where the last run stopped. */
  static async open(parts: LiveAlertsParts): Promise<LiveAlerts> {
    const alerts = new LiveAlerts(parts);
    alerts.setting = (await readJson(join(parts.folder, 'simulator.json'), SettingSchema)) ?? alerts.setting;
    alerts.know(await readJson(join(parts.folder, 'directory.json'), DirectorySchema));
    alerts.restart();
    return alerts;
  }

  feeds(): Feed[] {
    return [...(this.directory?.demo ? [{ ...this.feed }] : []), ...(this.others?.feeds() ?? [])];
  }

  /** Feeds from outside are shown beside the simulator, and it does not say calm for their alarms. */
  join(others: OtherFeeds): void {
    this.others = others;
  }

  /** They go otherwise than before: told now. */
  othersChanged(): void {
    this.feedsChanged = true;
    this.sendFeeds(true);
  }

  /** As the directory knows it. */
  deviceOf(id: string): AlertDevice | undefined {
    return this.devices.get(id);
  }

  /** The devices are made up. */
  get isDemo(): boolean {
    return this.directory?.demo === true;
  }

  /**
   * The devices changed (a generation became active). Demo alerts of devices that are gone are withdrawn; made-up communities use the
   * same ids, so in another generation a device is the same only where it stood.
   */
  setDirectory(directory: Directory): Promise<void> {
    const taken = this.taking.then(() => this.takeDirectory(directory));
    this.taking = taken.catch(() => {});
    return taken;
  }

  private async takeDirectory(directory: Directory): Promise<void> {
    await this.save('directory.json', directory);
    const same = this.directory?.generation === directory.generation;
    this.know(directory);
    const known = new Map(directory.demo ? directory.devices.map((device) => [device.id, device]) : []);
    const isThere = ({ device, lng, lat }: Alert) => {
      const found = known.get(device);
      return found !== undefined && (same || (found.lng === lng && found.lat === lat));
    };
    await this.parts.book.withdraw(this.parts.journal, isThere, this.parts.clock.now());
    if (!same || !this.stopTimer) this.restart();
  }

  private know(directory: Directory | null): void {
    this.directory = directory;
    this.devices = new Map(directory?.devices.map((device) => [device.id, device]));
  }

  async setSimulator(running: boolean, scenario: Scenario): Promise<void> {
    this.setting = { running, scenario };
    await this.save('simulator.json', this.setting);
    this.restart();
  }

  /** What the host knows of the community; null: nothing yet. */
  get known(): Directory | null {
    return this.directory;
  }

  async close(): Promise<void> {
    this.stop();
    await this.stepping;
  }

  private restart(): void {
    this.stop();
    const { directory, setting, parts } = this;
    const running = setting.running && directory?.demo === true && directory.devices.length > 0;
    this.feed.running = running;
    this.feed.state = running ? 'running' : 'stopped';
    this.feed.since = parts.clock.now();
    this.calmAt = Number.POSITIVE_INFINITY;
    if (running) {
      this.simulator = createSimulator(directory, { seed: SEED, scenario: setting.scenario });
      this.calmAt = parts.clock.now() + CALM_AFTER_MS;
      this.stopTimer = parts.clock.every(STEP_MS, () => void this.step());
    }
    this.feedsChanged = true;
    this.sendFeeds(true);
  }

  private stop(): void {
    this.stopTimer?.();
    this.stopTimer = null;
    this.simulator = null;
  }

  /** One turn of the simulator. While one is under way (a slow disk) the next is skipped: the simulator catches up. */
  step(): Promise<void> {
    this.stepping ??= this.stepOnce()
      .catch((error) => this.parts.onTrouble?.(error))
      .finally(() => {
        this.stepping = null;
      });
    return this.stepping;
  }

  private async stepOnce(): Promise<void> {
    const now = this.parts.clock.now();
    const said = this.hear(now);
    this.hold(said);
    if (said.length > 0) {
      this.feed.lastHeard = now;
      this.feed.applied += said.length;
      this.feed.received += said.length;
      this.feedsChanged = true;
    }
    this.sendFeeds(false);
    const batch = this.pending;
    if (batch.length === 0) return;
    this.pending = [];
    try {
      await this.parts.book.apply(this.parts.journal, batch);
    } catch (error) {
      this.pending = batch.concat(this.pending);
      throw error;
    }
  }

  private hear(now: number): DeviceReading[] {
    const devices = this.directory?.devices ?? [];
    const said: DeviceReading[] = [];
    for (const reading of this.simulator?.step(now) ?? []) {
      const device = devices[reading.index];
      const { kind, value, active, at } = reading;
      if (!device) continue;
      said.push({ device, reading: { kind, value, active, at, demo: true } });
      this.parts.heard?.({ device: device.id, kind, at, value, active, measured: false });
    }
    if (now >= this.calmAt) {
      this.calmAt = Number.POSITIVE_INFINITY;
      said.push(...this.calm(now));
    }
    return said;
  }

  /** Calm readings for alarms that this run of the simulator did not raise and so would never clear. */
  private calm(now: number): DeviceReading[] {
    const started = now - CALM_AFTER_MS;
    return this.parts.book.alerts().flatMap((alert) => {
      const device = this.devices.get(alert.device);
      if (!device || !alert.demo || alert.condition || !alert.active || alert.lastAt >= started) return [];
      if (this.others?.isActive(alert.device, alert.kind)) return [];
      const reading: Reading = { kind: alert.kind, value: 0, active: false, at: now, demo: true };
      return [{ device, reading }];
    });
  }

  private hold(said: readonly DeviceReading[]): void {
    this.pending.push(...said);
    if (this.pending.length <= MOST_PENDING) return;
    const newest = new Map(this.pending.map((each) => [alertKey(each.device.id, each.reading.kind), each]));
    this.pending = [...newest.values()];
  }

  private sendFeeds(atOnce: boolean): void {
    const now = this.parts.clock.now();
    if (!this.feedsChanged || (!atOnce && now - this.feedsSentAt < FEEDS_MS)) return;
    this.feedsSentAt = now;
    this.feedsChanged = false;
    this.parts.events.emit('feeds.changed', { feeds: this.feeds() });
  }

  private async save(name: string, value: Directory | Setting): Promise<void> {
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    await replaceFile(join(this.parts.folder, name), bytes, this.parts.disk ?? realDisk);
  }
}
