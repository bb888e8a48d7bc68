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
import { diskError } from './disk-error.ts';
import { type JournalDisk, realJournalDisk, type SegmentHandle } from './journal-disk.ts';
import { openSegments, type Segment } from './journal-open.ts';
import { decodeFrame, encodeFrame, MAGIC } from './journal-segment.ts';
import { takeLock } from './lock-file.ts';

/** A segment that has grown past this is closed and the next one begun. */
const SEGMENT_BYTES = 8 * 1024 * 1024;
/** Largest answer of one `read`, counted in stored bytes. */
const READ_BYTES = 4 * 1024 * 1024;
/** Most records in one flush, so that one large import does not keep an alert waiting. */
const FLUSH_RECORDS = 20_000;

export interface Journal {
  /** Sequence number of the last record; 0: empty. */
  readonly last: number;
  /** Resolves when flushed. Rejects with HostError: disk-full, disk-denied, bad-arguments, internal. */
  append(bodies: readonly JournalBody[]): Promise<JournalRecord[]>;
  /** Records with seq > after, at most `limit` and READ_BYTES; at least one if there is one. */
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
    const segments = await openSegments(disk, options.folder, options.onReplay ?? (() => {}));
    return new SegmentedJournal(options, disk, segments, lock.release);
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
  last: number;
  private readonly options: JournalOptions;
  private readonly disk: JournalDisk;
  private readonly segments: Segment[];
  private readonly release: () => Promise<void>;
  private readonly listeners = new Set<(records: JournalRecord[]) => void>();
  private waiting: Waiting[] = [];
  private flushing: Promise<void> | null = null;
  private handle: SegmentHandle | null = null;
  private closed = false;
  private wantsSegment = false;

  constructor(options: JournalOptions, disk: JournalDisk, segments: Segment[], release: () => Promise<void>) {
    this.options = options;
    this.disk = disk;
    this.segments = segments;
    this.release = release;
    this.last = segments.at(-1)?.last ?? 0;
  }

  append(bodies: readonly JournalBody[]): Promise<JournalRecord[]> {
    if (this.closed) return Promise.reject(new HostError('disconnected', 'the journal is closed'));
    if (bodies.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      this.waiting.push({ bodies, resolve, reject });
      this.flushing ??= this.flushAll();
    });
  }

  beginSegment(): void {
    this.wantsSegment = true;
  }

  onAppended(listener: (records: JournalRecord[]) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.flushing;
    await this.closeHandle();
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
      await this.write(encode(records), records);
    } catch (error) {
      for (const { reject } of batch) reject(error);
      return;
    }
    this.last = seq;
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

  /** Writes and flushes one frame at the committed end, or leaves the segment as it was. */
  private async write(frame: Uint8Array, records: JournalRecord[]): Promise<void> {
    const segment = await this.writable(records[0].seq);
    const handle = this.handle ?? (await this.disk.openSegment(segment.path));
    this.handle = handle;
    const first = segment.bytes === 0;
    const bytes = first ? join2(MAGIC, frame) : frame;
    try {
      await handle.write(bytes, segment.bytes);
      await handle.datasync();
      if (first) await this.disk.syncFolder(this.options.folder);
    } catch (error) {
      // What was written is past the committed end and unread; cut it off now, or at the next flush or start.
      await cutBack(handle, segment.bytes);
      await this.closeHandle();
      throw diskError(error);
    }
    segment.frames.push({ first: records[0].seq, offset: segment.bytes + bytes.length - frame.length });
    segment.bytes += bytes.length;
    segment.last = records[records.length - 1].seq;
  }

  /** The segment to write to. A handle is opened afresh after a failure: leftovers behind the end go first. */
  private async writable(seq: number): Promise<Segment> {
    const current = this.segments.at(-1);
    const limit = this.options.segmentBytes ?? SEGMENT_BYTES;
    try {
      const begin = this.wantsSegment && (current?.bytes ?? 0) > 0;
      if (current && current.bytes < limit && !begin) {
        if (!this.handle) {
          this.handle = await this.disk.openSegment(current.path);
          await this.handle.truncate(current.bytes);
        }
        return current;
      }
      await this.closeHandle();
      const path = join(this.options.folder, segmentName(seq));
      this.handle = await this.disk.openSegment(path);
      await this.handle.truncate(0);
      const next: Segment = { path, first: seq, last: seq - 1, bytes: 0, onDisk: 0, frames: [] };
      this.segments.push(next);
      this.wantsSegment = false;
      return next;
    } catch (error) {
      await this.closeHandle();
      throw diskError(error);
    }
  }

  private async closeHandle(): Promise<void> {
    const handle = this.handle;
    this.handle = null;
    await handle?.close().catch(() => {});
  }

  async read(after: number, limit: number): Promise<JournalRecord[]> {
    const found: JournalRecord[] = [];
    let budget = READ_BYTES;
    const end = this.last;
    for (const segment of this.segments) {
      if (segment.last <= after || segment.bytes === 0) continue;
      // The index is cut to what is committed now: appends may go on while this reads.
      const { bytes, frames } = { bytes: segment.bytes, frames: segment.frames.length };
      const from = frameHolding(segment, Math.max(after + 1, segment.first), frames);
      const to = endWithin(segment, from, frames, bytes, budget);
      const start = segment.frames[from].offset;
      const block = await this.disk.read(segment.path, start, to - start);
      for (let offset = 0; offset < block.length; ) {
        const frame = decodeFrame(block, offset);
        if (!frame) throw new HostError('journal-broken', `${segment.path} at ${start + offset}`);
        for (const record of frame.records) {
          if (record.seq <= after || record.seq > end) continue;
          found.push(record);
          budget -= frame.bytes / frame.records.length;
          if (found.length >= limit || budget <= 0) return found;
        }
        offset += frame.bytes;
      }
      if (to < bytes) break;
    }
    return found;
  }
}

/** Best effort: the next flush or start cuts again. Flushed, so that a refused frame does not come back after power loss. */
async function cutBack(handle: SegmentHandle, bytes: number): Promise<void> {
  try {
    await handle.truncate(bytes);
    await handle.datasync();
  } catch {
    // The disk that refused the frame may refuse this too.
  }
}

/** Zero-padded, so that names sort as numbers. */
function segmentName(first: number): string {
  return `${String(first).padStart(16, '0')}.seg`;
}

/** Index of the last frame that starts at or before `seq`. */
function frameHolding(segment: Segment, seq: number, frames: number): number {
  let low = 0;
  let high = frames - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (segment.frames[middle].first <= seq) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** End offset of the frames from `from` that fit the budget; at least one frame. */
function endWithin(segment: Segment, from: number, frames: number, bytes: number, budget: number): number {
  const start = segment.frames[from].offset;
  if (bytes - start <= budget) return bytes;
  let to = from + 1;
  while (to < frames && segment.frames[to].offset - start <= budget) to++;
  return to > from + 1 ? segment.frames[to - 1].offset : (segment.frames[to]?.offset ?? bytes);
}

function encode(records: JournalRecord[]): Uint8Array {
  try {
    return encodeFrame(records);
  } catch (error) {
    if (error instanceof TypeError) throw new HostError('bad-arguments', error.message);
    throw error;
  }
}

function join2(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}
