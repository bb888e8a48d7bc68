/**
 * Takes messages out of the inboxes, in order, and brings each to its one end: memory decides, alerts go to the journal together with the mark of how
 * far we are, tallies count. LIFE goes first. A refused journal keeps the turn and tries it again; nothing is judged twice. The checkpoint holds
 * what the journal does not; only what it covers is deleted from the inboxes.
 */
import { join } from 'node:path';
import * as v from 'valibot';
import {
  AlertMonitor,
  type AlertMonitorParts,
  type KeptSignal,
  KeptSignalSchema,
} from '../../../shared/cases/alert-monitor.ts';
import { type AlertDevice, alertKey } from '../../../shared/cases/transitions.ts';
import { type Arrived, type Ended, FeedMemory, type Said } from '../../../shared/feeds/feed-memory.ts';
import {
  type InboxApplied,
  InboxAppliedSchema,
  isDone,
  noMark,
  settledThrough,
} from '../../../shared/feeds/inbox-mark.ts';
import { MemoryStateSchema } from '../../../shared/feeds/memory-state.ts';
import { LANES, type Lane, noTally, OUTCOMES, type Tally } from '../../../shared/feeds/outcome.ts';
import type { DeviceReading } from '../alert-book.ts';
import { type DurableDisk, readJson, replaceFile } from '../durable-file.ts';
import type { LiveClock } from '../live-alerts.ts';
import type { KeptReading } from '../readings/reading-store.ts';
import type { InboxRecord } from './inbox-record.ts';
import type { MarkReplay } from './mark-replay.ts';
import type { Quarantine } from './quarantine.ts';

/** Held messages are looked at, and refused turns tried again, this often. */
const TICK_MS = 250;
const CHECKPOINT_MS = 30_000;
/** Messages after which a checkpoint is due whatever the time: so many are judged again after a kill. */
const CHECKPOINT_MESSAGES = 20_000;
/** Most messages of BULK in one turn: LIFE waits for one such turn at most. */
const MOST_BULK = 2000;

const CheckpointSchema = v.object({
  mark: InboxAppliedSchema,
  memory: MemoryStateSchema,
  /** Absent in files of before there were rules. */
  signals: v.optional(v.array(KeptSignalSchema), []),
});

export interface IntakeParts {
  /** Holds checkpoint.json. */
  folder: string;
  clock: LiveClock;
  disk: DurableDisk;
  quarantine: Quarantine;
  /** What the journal says. */
  journalled: MarkReplay;
  /** Alerts of these readings, with `mark` in the same append where there are any. Rejects when it was not kept: it is called again. */
  apply(readings: readonly DeviceReading[], mark: InboxApplied): Promise<void>;
  deviceOf(id: string): AlertDevice | undefined;
  liveOf: AlertMonitorParts['liveOf'];
  ruleOf: AlertMonitorParts['ruleOf'];
  /** Told of what devices said, for whoever keeps it; nothing waits for it. */
  heard?(reading: KeptReading): void;
  /** Deletes from a lane's inbox. */
  drop(lane: Lane, through: number): Promise<void>;
  onChanged(): void;
  onTrouble(error: unknown): void;
}

interface Turn {
  readings: DeviceReading[];
  signals: KeptSignal[];
  messages: number;
}

export class Intake {
  private readonly parts: IntakeParts;
  private readonly memory: FeedMemory;
  private readonly monitor: AlertMonitor;
  private readonly mark: InboxApplied;
  /** The mark as it was when the last turn was finished: what is shown is in the journal. */
  private finished: InboxApplied;
  /** As the checkpoint says; what the journal says beyond it is settled. */
  private readonly checkpointed: InboxApplied;
  private readonly queues: Record<Lane, InboxRecord[]> = { life: [], bulk: [] };
  private turn: Turn | null = null;
  private running: Promise<void> | null = null;
  private readonly stopTimer: () => void;
  private savedAt: number;
  private sinceSaved = 0;

  private constructor(parts: IntakeParts, checkpoint: v.InferOutput<typeof CheckpointSchema>) {
    this.parts = parts;
    this.memory = FeedMemory.of(checkpoint.memory);
    this.checkpointed = checkpoint.mark;
    const { last } = parts.journalled;
    this.mark = structuredClone(last && last.turn > checkpoint.mark.turn ? last : checkpoint.mark);
    delete this.mark.signals;
    const { deviceOf, liveOf, ruleOf } = parts;
    const told = [...parts.journalled.signals.values()].filter(
      ({ mark }) => mark.turn > checkpoint.mark.turn,
    );
    this.monitor = new AlertMonitor({ ruleOf, deviceOf, liveOf }, [
      ...checkpoint.signals,
      ...told.map(({ signal }) => signal),
    ]);
    this.finished = structuredClone(this.mark);
    this.savedAt = parts.clock.now();
    this.stopTimer = parts.clock.every(TICK_MS, () => this.wake());
  }

  static async open(parts: IntakeParts): Promise<Intake> {
    const none = { mark: noMark(), memory: new FeedMemory().state(), signals: [] };
    return new Intake(
      parts,
      (await readJson(join(parts.folder, 'checkpoint.json'), CheckpointSchema)) ?? none,
    );
  }

  /** Highest number of a lane that is known here. */
  known(lane: Lane): number {
    return this.mark[lane].through;
  }

  /** Messages of a source that have not ended. */
  waiting(source: string): number {
    const queued = LANES.flatMap((lane) => this.queues[lane].filter((record) => record.source === source));
    const underWay = sumOf(tallyIn(this.mark, source)) - sumOf(tallyIn(this.finished, source));
    return queued.length + underWay + this.memory.waitingOf(source);
  }

  /** Messages that nobody has looked at yet. */
  get backlog(): number {
    return this.queues.life.length + this.queues.bulk.length;
  }

  /** How messages of a source ended, as far as it is in the journal. */
  tally(source: string): Tally {
    return tallyIn(this.finished, source);
  }

  isActive(device: string, kind: string): boolean {
    return this.memory.isActive(device, kind) || this.monitor.isUp(device, kind);
  }

  /** What stood in the inboxes is judged: from now on time counts for delays and silence. */
  begin(): void {
    this.monitor.begin(this.parts.clock.now());
  }

  /** The rules are others: what is due when is asked anew. */
  rulesChanged(): void {
    this.monitor.rulesChanged();
  }

  /** At start: what is in the inbox and was checkpointed is passed over. */
  replay(lane: Lane, record: InboxRecord): void {
    if (!isDone(this.checkpointed[lane], record.seq)) this.queues[lane].push(record);
  }

  take(lane: Lane, records: readonly InboxRecord[]): void {
    for (const record of records) this.queues[lane].push(record);
    this.wake();
  }

  /** Resolves when everything that could be ended has ended; messages that wait for others may remain. */
  async settle(): Promise<void> {
    this.wake();
    while (this.running) await this.running;
  }

  async close(): Promise<void> {
    this.stopTimer();
    await this.settle();
    if (!this.turn) await this.save().catch((error) => this.parts.onTrouble(error));
  }

  /** Everything that is done is deleted from the inboxes. Rejects with what the disk says. */
  async checkpoint(): Promise<void> {
    await this.settle();
    if (!this.turn) await this.save();
  }

  private wake(): void {
    this.running ??= this.run()
      .catch((error) => this.parts.onTrouble(error))
      .finally(() => {
        this.running = null;
        // What came during a checkpoint does not wait for the clock.
        if (!this.turn && LANES.some((lane) => this.queues[lane].length > 0)) this.wake();
      });
  }

  private async run(): Promise<void> {
    for (;;) {
      this.turn ??= this.nextTurn();
      if (!this.turn) break;
      await this.finish(this.turn);
    }
    const { clock } = this.parts;
    const old = clock.now() - this.savedAt >= CHECKPOINT_MS;
    if (this.sinceSaved > 0 && (old || this.sinceSaved >= CHECKPOINT_MESSAGES)) await this.save();
  }

  private async finish(turn: Turn): Promise<void> {
    const mark = structuredClone(this.mark);
    if (turn.signals.length > 0) mark.signals = turn.signals;
    await this.parts.apply(turn.readings, mark);
    this.finished = mark;
    this.turn = null;
    this.sinceSaved += turn.messages;
    this.parts.onChanged();
    if (this.sinceSaved >= CHECKPOINT_MESSAGES) await this.save();
  }

  private nextTurn(): Turn | null {
    const lane: Lane = this.queues.life.length > 0 ? 'life' : 'bulk';
    const batch = this.queues[lane].splice(0, lane === 'bulk' ? MOST_BULK : Number.POSITIVE_INFINITY);
    const now = this.parts.clock.now();
    const due = this.memory.due(now);
    const ran = this.monitor.due(now);
    if (batch.length === 0 && due.length === 0 && ran.length === 0) return null;
    const ended = [...due, ...batch.flatMap((record) => this.judge(lane, record))];
    const readings = [...ran, ...ended.flatMap((each) => this.end(each))];
    const last = batch.at(-1)?.seq ?? 0;
    this.mark[lane].through = Math.max(this.mark[lane].through, last);
    for (const each of LANES) this.mark[each].waiting = this.memory.waiting(each);
    this.mark.turn++;
    return { readings, signals: this.monitor.takeChanged(), messages: batch.length };
  }

  private judge(lane: Lane, record: InboxRecord): Ended[] {
    const { seq, at, source, key, said } = record;
    const gone = typeof said !== 'string' && !this.parts.deviceOf(said.device);
    const { last } = this.parts.journalled;
    const later = last !== null && last.turn > this.checkpointed.turn;
    const ended = this.memory.take({
      ...{ lane, seq, at, source, key },
      weak: record.weak === true,
      demo: record.demo === true,
      said: gone ? 'unknown-device' : said,
      settled: later && isDone(last[lane], seq),
    });
    for (const { message, outcome } of ended) {
      if (outcome !== 'quarantined' || typeof message.said !== 'string') continue;
      const { bytes, raw } = record;
      this.parts.quarantine.add({ id: `${lane}-${seq}`, source, at, reason: message.said, bytes, key, raw });
    }
    return ended;
  }

  private end({ message, outcome, effects }: Ended): DeviceReading[] {
    const { lane, source, said, demo, at: arrived } = message;
    const device = typeof said === 'string' ? undefined : this.parts.deviceOf(said.device);
    const hear = (said: Said, device: AlertDevice) =>
      effects.flatMap(({ active, at }) => {
        const { kind, value } = said;
        const measured = said.measured === true;
        const heard = { kind, value, active, at, demo, measured };
        this.parts.heard?.({ device: device.id, kind, at: arrived, value, active, measured });
        return this.monitor.hear(device, heard, arrived);
      });
    if (message.settled) {
      // What came of it is in the journal; a signal that was told later than this is so too.
      if (typeof said !== 'string' && device && !this.isTold(message, said)) hear(said, device);
      return [];
    }
    const tallies = this.mark[lane].tallies;
    const tally = (tallies[source] ??= noTally());
    tally[outcome]++;
    return typeof said === 'string' || !device ? [] : hear(said, device);
  }

  private isTold({ lane, seq }: Arrived, { device, kind }: Said): boolean {
    const told = this.parts.journalled.signals.get(alertKey(device, kind));
    return told !== undefined && told.mark.turn > this.checkpointed.turn && isDone(told.mark[lane], seq);
  }

  /** Only between turns: what it says is in the journal. */
  private async save(): Promise<void> {
    const { folder, disk, quarantine, clock, drop } = this.parts;
    await quarantine.save();
    const file = { mark: this.mark, memory: this.memory.state(), signals: this.monitor.all() };
    const through = settledThrough(this.mark);
    await replaceFile(join(folder, 'checkpoint.json'), new TextEncoder().encode(JSON.stringify(file)), disk);
    this.savedAt = clock.now();
    this.sinceSaved = 0;
    for (const lane of LANES) await drop(lane, through[lane]);
  }
}

function tallyIn(mark: InboxApplied, source: string): Tally {
  const sum = noTally();
  for (const lane of LANES) {
    const tally = mark[lane].tallies[source] ?? noTally();
    for (const outcome of OUTCOMES) sum[outcome] += tally[outcome];
  }
  return sum;
}

function sumOf(tally: Tally): number {
  return OUTCOMES.reduce((sum, outcome) => sum + tally[outcome], 0);
}
