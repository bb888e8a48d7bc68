/**
 * An append-only log of numbered records in segments of one folder, one writer: the files under the journal and under the inboxes of the feeds.
 * A frame that fails leaves nothing behind and its numbers free. Knows nothing of what a record means, and takes no lock: its owner does.
 */
import { join } from 'node:path';
import { HostError } from '../../shared/host/host-error.ts';
import { diskError } from './disk-error.ts';
import type { JournalDisk, SegmentHandle } from './journal-disk.ts';
import { openSegments, type Segment } from './journal-open.ts';
import { decodeFrame, encodeFrame, MAGIC, type Numbered } from './journal-segment.ts';

/** A segment that has grown past this is closed and the next one begun. */
const SEGMENT_BYTES = 8 * 1024 * 1024;
/** Largest answer of one `read`, counted in stored bytes. */
const READ_BYTES = 4 * 1024 * 1024;

export interface SegmentLogOptions<T extends Numbered> {
  folder: string;
  disk: JournalDisk;
  segmentBytes?: number;
  /** Called for every record that was there at start, in order. */
  onRecord(record: T): void;
  /** Number of the first record. Absent: 1, and a log that begins later is broken. */
  from?: number;
}

export class SegmentLog<T extends Numbered> {
  last: number;
  private readonly options: SegmentLogOptions<T>;
  private readonly segments: Segment[];
  private handle: SegmentHandle | null = null;
  private wantsSegment = false;

  private constructor(options: SegmentLogOptions<T>, segments: Segment[]) {
    this.options = options;
    this.segments = segments;
    this.last = segments.at(-1)?.last ?? (options.from ?? 1) - 1;
  }

  /** Rejects with HostError 'journal-broken' (damage that is no torn tail, a missing segment): nothing was changed then. */
  static async open<T extends Numbered>(options: SegmentLogOptions<T>): Promise<SegmentLog<T>> {
    const { disk, folder, onRecord, from } = options;
    return new SegmentLog(options, await openSegments<T>(disk, folder, onRecord, from !== undefined));
  }

  /** The next record stands in a segment of its own; until then nothing is written. */
  beginSegment(): void {
    this.wantsSegment = true;
  }

  /** Begins the next segment now, so that all that was written can be dropped. */
  async roll(): Promise<void> {
    this.wantsSegment = true;
    await this.writable(this.last + 1);
    await this.sync();
    await this.options.disk.syncFolder(this.options.folder);
  }

  /**
   * Writes one frame at the committed end, or leaves the segment as it was. `records`: numbered on from `last`. Not `flush`: it is the
   * system's to bring them to the disk until `sync`. Rejects with HostError: disk-full, disk-denied, bad-arguments, internal.
   */
  async append(records: readonly T[], flush: boolean): Promise<void> {
    const frame = encode(records);
    const segment = await this.writable(records[0].seq);
    const handle = this.handle ?? (await this.options.disk.openSegment(segment.path));
    this.handle = handle;
    const first = segment.bytes === 0;
    const bytes = first ? joined(MAGIC, frame) : frame;
    try {
      await handle.write(bytes, segment.bytes);
      if (flush || first) await handle.datasync();
      if (first) await this.options.disk.syncFolder(this.options.folder);
    } catch (error) {
      // What was written is past the committed end and unread; cut it off now, or at the next flush or start.
      await cutBack(handle, segment.bytes);
      await this.closeHandle();
      throw diskError(error);
    }
    segment.frames.push({ first: records[0].seq, offset: segment.bytes + bytes.length - frame.length });
    segment.bytes += bytes.length;
    segment.last = records[records.length - 1].seq;
    this.last = segment.last;
  }

  /** Brings what was appended to the disk. Rejects with HostError. */
  async sync(): Promise<void> {
    try {
      await this.handle?.datasync();
    } catch (error) {
      throw diskError(error);
    }
  }

  /** Deletes segments that hold nothing after `seq`; the last one stays, because it says which number comes next. */
  async dropThrough(seq: number): Promise<void> {
    const kept = this.segments.length - 1;
    let gone = 0;
    while (gone < kept && this.segments[gone].last <= seq) {
      await this.options.disk.remove(this.segments[gone].path);
      gone++;
    }
    this.segments.splice(0, gone);
  }

  /** Records with seq > after, at most `limit` and READ_BYTES; at least one if there is one. */
  async read(after: number, limit: number): Promise<T[]> {
    const found: T[] = [];
    let budget = READ_BYTES;
    const end = this.last;
    for (const segment of this.segments) {
      if (segment.last <= after || segment.bytes === 0) continue;
      // The index is cut to what is committed now: appends may go on while this reads.
      const { bytes, frames } = { bytes: segment.bytes, frames: segment.frames.length };
      const from = frameHolding(segment, Math.max(after + 1, segment.first), frames);
      const to = endWithin(segment, from, frames, bytes, budget);
      const start = segment.frames[from].offset;
      const block = await this.options.disk.read(segment.path, start, to - start);
      for (let offset = 0; offset < block.length; ) {
        const frame = decodeFrame<T>(block, offset);
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

  async close(): Promise<void> {
    await this.closeHandle();
  }

  /** The segment to write to. A handle is opened afresh after a failure: leftovers behind the end go first. */
  private async writable(seq: number): Promise<Segment> {
    const { disk, folder, segmentBytes = SEGMENT_BYTES } = this.options;
    const current = this.segments.at(-1);
    try {
      const begin = this.wantsSegment && (current?.bytes ?? 0) > 0;
      if (current && current.bytes < segmentBytes && !begin) {
        if (!this.handle) {
          this.handle = await disk.openSegment(current.path);
          await this.handle.truncate(current.bytes);
        }
        this.wantsSegment = false;
        return current;
      }
      // What a lane has not flushed yet must not wait for a handle that is gone.
      await this.handle?.datasync();
      await this.closeHandle();
      const path = join(folder, segmentName(seq));
      this.handle = await disk.openSegment(path);
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

function encode(records: readonly Numbered[]): Uint8Array {
  try {
    return encodeFrame(records);
  } catch (error) {
    if (error instanceof TypeError) throw new HostError('bad-arguments', error.message);
    throw error;
  }
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const whole = new Uint8Array(head.length + tail.length);
  whole.set(head);
  whole.set(tail, head.length);
  return whole;
}
