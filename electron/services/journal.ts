/**
 * The record of everything: append-only segments in one folder, one writer. `append` resolves when the bytes are on the disk;
 * appends that wait share one flush. A flush that fails leaves nothing behind and its sequence numbers free.
 * Never deletes or changes what was acknowledged. Kept whole for now: segments go only when snapshots can stand for them. Measured with
 * the simulator on 2,000 devices: a quiet day 0.11 MB, a day of the chatter scenario 61 MB; 43 MB (100,500 records) open in 0.7 s.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HostError } from '../../shared/host/host-error.ts';
import type { JournalBody, JournalRecord } from '../../shared/host/journal-record.ts';
import { type JournalDisk, realJournalDisk } from './journal-disk.ts';
import { takeLock } from './lock-file.ts';
import { SegmentLog } from './segment-log.ts';

/** Most records in one flush, so that one large import does not keep an alert waiting. */
const FLUSH_RECORDS = 20_000;

export interface Journal {
  /** Sequence number of the last record; 0: empty. */
  readonly last: number;
  /** Resolves when flushed. Rejects with HostError: disk-full, disk-denied, bad-arguments, internal. */
  append(bodies: readonly JournalBody[]): Promise<JournalRecord[]>;
  /** Records with seq > after, at most `limit` and 4 MiB; at least one if there is one. */
  read(after: number, limit: number): Promise<JournalRecord[]>;
  /** What is appended from here on stands in a segment of its own; until then nothing is written. */
  beginSegment(): void;
  /** Told of every flush, in order, before its `append` resolves. Returns the undo. */
  onAppended(listener: (records: JournalRecord[]) => void): () => void;
  /** Waits for appends under way; later ones are refused. */
  close(): Promise<void>;
}

export interface JournalOptions {
  folder: string;
  now: () => number;
  /** Called for every record that was there at start, in order. */
  onReplay?: (record: JournalRecord) => void;
  disk?: JournalDisk;
  segmentBytes?: number;
}

interface Waiting {
  bodies: readonly JournalBody[];
  resolve(records: JournalRecord[]): void;
  reject(error: unknown): void;
}

/**
 * Opens and locks the journal. Rejects with HostError 'journal-broken' (damage that is no torn tail, a missing segment,
 * or another writer): nothing was changed then.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const lock = await takeLock(join(options.folder, 'lock'));
  if (!lock.held) throw new HostError('journal-broken', `process ${lock.owner.pid} is writing to it`);
  const disk = options.disk ?? realJournalDisk;
  try {
    const { folder, segmentBytes, onReplay = () => {} } = options;
    const log = await SegmentLog.open<JournalRecord>({ folder, disk, segmentBytes, onRecord: onReplay });
    return new SegmentedJournal(options, log, lock.release);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Stands in for a journal that cannot be opened: every use rejects with the reason. */
export function brokenJournal(reason: HostError): Journal {
  return {
    last: 0,
    append: () => Promise.reject(reason),
    read: () => Promise.reject(reason),
    beginSegment: () => {},
    onAppended: () => () => {},
    close: () => Promise.resolve(),
  };
}

class SegmentedJournal implements Journal {
  private readonly options: JournalOptions;
  private readonly log: SegmentLog<JournalRecord>;
  private readonly release: () => Promise<void>;
  private readonly listeners = new Set<(records: JournalRecord[]) => void>();
  private waiting: Waiting[] = [];
  private flushing: Promise<void> | null = null;
  private closed = false;

  constructor(options: JournalOptions, log: SegmentLog<JournalRecord>, release: () => Promise<void>) {
    this.options = options;
    this.log = log;
    this.release = release;
  }

  get last(): number {
    return this.log.last;
  }

  append(bodies: readonly JournalBody[]): Promise<JournalRecord[]> {
    if (this.closed) return Promise.reject(new HostError('disconnected', 'the journal is closed'));
    if (bodies.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.waiting.push({ bodies, resolve, reject });
      this.flushing ??= this.flushAll();
    });
  }

  read(after: number, limit: number): Promise<JournalRecord[]> {
    return this.log.read(after, limit);
  }

  beginSegment(): void {
    this.log.beginSegment();
  }

  onAppended(listener: (records: JournalRecord[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.flushing;
    await this.log.close();
    await this.release();
  }

  private async flushAll(): Promise<void> {
    // Let everything that is appended in this turn share the flush.
    await Promise.resolve();
    while (this.waiting.length > 0) await this.flush(this.takeBatch());
    this.flushing = null;
  }

  private takeBatch(): Waiting[] {
    const batch = [this.waiting[0]];
    let records = batch[0].bodies.length;
    while (batch.length < this.waiting.length) {
      records += this.waiting[batch.length].bodies.length;
      if (records > FLUSH_RECORDS) break;
      batch.push(this.waiting[batch.length]);
    }
    this.waiting = this.waiting.slice(batch.length);
    return batch;
  }

  private async flush(batch: Waiting[]): Promise<void> {
    const at = this.options.now();
    let seq = this.last;
    const answers = batch.map(({ bodies }) => bodies.map((body) => ({ seq: ++seq, at, body })));
    const records = answers.flat();
    try {
      await this.log.append(records, true);
    } catch (error) {
      for (const { reject } of batch) reject(error);
      return;
    }
    this.tell(records);
    batch.forEach(({ resolve }, i) => {
      resolve(answers[i]);
    });
  }

  /** What was written stands, whatever a listener makes of it. */
  private tell(records: JournalRecord[]): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(records);
      } catch (error) {
        console.error('[journal]', error);
      }
    }
  }
}
