/**
 * One lane of received messages on the disk, before anybody acts on them. `receive` resolves when the sender may be told that we have it: LIFE when
 * its flush returned, BULK when it was written (flushed every 50 ms or 256 messages beside it). What waits shares one write. Knows nothing of
 * what a message means; segments go when their owner says so.
 */
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lane } from '../../../shared/feeds/outcome.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import type { JournalDisk } from '../journal-disk.ts';
import type { LiveClock } from '../live-alerts.ts';
import { SegmentLog } from '../segment-log.ts';
import type { InboxRecord, Incoming } from './inbox-record.ts';
import type { RawKeeper } from './raw-message.ts';

const SYNC_MS = 50;
const SYNC_RECORDS = 256;
/** Most messages in one frame, so that one large file does not keep an alarm waiting. */
const MOST_AT_ONCE = 1000;
/** After damage numbers go on this far beyond the highest one known: more than a segment can hold. */
const BEYOND_DAMAGE = 1_000_000;

export interface InboxParts {
  /** Folder of the lane. */
  folder: string;
  lane: Lane;
  keeper: Pick<RawKeeper, 'keep'>;
  clock: LiveClock;
  disk: JournalDisk;
  segmentBytes?: number;
  /** Highest number that was ever given out, as the journal and the checkpoint know it. */
  known: number;
  onReplay(record: InboxRecord): void;
  /** In order, as soon as they may be acknowledged. */
  onWritten(records: readonly InboxRecord[]): void;
  /** LIFE only: frees room on a full disk; false: there was none to free. */
  makeRoom?(): Promise<boolean>;
  onTrouble(error: unknown): void;
}

interface Waiting {
  message: Incoming;
  resolve(): void;
  reject(error: unknown): void;
}

export class Inbox {
  private readonly parts: InboxParts;
  private readonly log: SegmentLog<InboxRecord>;
  private waiting: Waiting[] = [];
  private writing: Promise<void> | null = null;
  private unsynced = 0;
  private syncing: Promise<void> | null = null;
  private stopTimer: (() => void) | null = null;
  private closed = false;

  private constructor(parts: InboxParts, log: SegmentLog<InboxRecord>) {
    this.parts = parts;
    this.log = log;
    if (parts.lane === 'bulk') this.stopTimer = parts.clock.every(SYNC_MS, () => void this.sync());
  }

  /** A damaged lane is set aside as it is (never deleted), and the next one begins behind it: LIFE must be written at once. */
  static async open(parts: InboxParts): Promise<Inbox> {
    const { folder, disk, segmentBytes, onReplay, known } = parts;
    const open = async (from: number) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return SegmentLog.open<InboxRecord>({ folder, disk, segmentBytes, onRecord: onReplay, from });
    };
    try {
      return new Inbox(parts, await open(known + 1));
    } catch (error) {
      if (!(error instanceof HostError && error.code === 'journal-broken')) throw error;
      parts.onTrouble(error);
      await rename(folder, `${folder}.damaged-${parts.clock.now()}`);
      return new Inbox(parts, await open(known + BEYOND_DAMAGE));
    }
  }

  get last(): number {
    return this.log.last;
  }

  /** Rejects with HostError when it could not be kept: the sender must not be told that we have it. */
  receive(message: Incoming): Promise<void> {
    if (this.closed) return Promise.reject(new HostError('disconnected', 'the inbox is closed'));
    return new Promise((resolve, reject) => {
      this.waiting.push({ message, resolve, reject });
      this.writing ??= this.writeAll();
    });
  }

  /** Deletes what is wholly done. */
  dropThrough(seq: number): Promise<void> {
    return this.log.dropThrough(seq);
  }

  /** What comes next stands apart from what was written until now. */
  async roll(): Promise<void> {
    while (this.writing) await this.writing;
    await this.log.roll();
  }

  /** Waits for what is being written; later messages are refused. */
  async close(): Promise<void> {
    this.closed = true;
    this.stopTimer?.();
    await this.writing;
    await this.sync();
    await this.log.close();
  }

  private async writeAll(): Promise<void> {
    // Let everything that is handed in in this turn share the write.
    await Promise.resolve();
    while (this.waiting.length > 0) await this.write(this.waiting.splice(0, MOST_AT_ONCE));
    this.writing = null;
  }

  private async write(batch: readonly Waiting[]): Promise<void> {
    let records: InboxRecord[];
    try {
      let seq = this.log.last;
      records = await Promise.all(
        batch.map(async ({ message }) => {
          const { raw, ...rest } = message;
          const number = ++seq;
          return { ...rest, seq: number, raw: await this.parts.keeper.keep(placeOfRaw(message), raw) };
        }),
      );
      await this.append(records);
    } catch (error) {
      for (const { reject } of batch) reject(error);
      return;
    }
    this.parts.onWritten(records);
    for (const { resolve } of batch) resolve();
  }

  private async append(records: InboxRecord[]): Promise<void> {
    const flush = this.parts.lane === 'life';
    try {
      await this.log.append(records, flush);
    } catch (error) {
      const full = error instanceof HostError && error.code === 'disk-full';
      if (!full || !(await this.parts.makeRoom?.())) throw error;
      await this.log.append(records, flush);
    }
    if (flush) return;
    this.unsynced += records.length;
    if (this.unsynced >= SYNC_RECORDS) void this.sync();
  }

  private sync(): Promise<void> {
    if (this.unsynced === 0) return this.syncing ?? Promise.resolve();
    this.syncing ??= this.syncOnce().finally(() => {
      this.syncing = null;
    });
    return this.syncing;
  }

  private async syncOnce(): Promise<void> {
    const count = this.unsynced;
    try {
      await this.log.sync();
      this.unsynced -= count;
    } catch (error) {
      this.parts.onTrouble(error);
    }
  }
}

/** Names a raw message where it is sealed. */
export function placeOfRaw({ source, key }: { source: string; key: string }): string {
  return `${source}/${key}`;
}

/** The folder of a lane in a profile. */
export function laneFolder(profile: string, lane: Lane): string {
  return join(profile, 'inbox', lane);
}
