/**
 * The outbox: the journal itself, seen as events for the upper level. A row cannot be forgotten or doubled, because it is the record of what happened.
 * Owns which records are events and how one is read back; where each destination stands is delivery-state.ts. Writes nothing.
 */
import { createHash } from 'node:crypto';
import { HostError } from '../../../shared/host/host-error.ts';
import type { JournalRecord } from '../../../shared/host/journal-record.ts';
import { eventKey, type Received } from '../../../shared/uplink/received.ts';
import { bareEvent, eventText, withId } from '../../../shared/uplink/up-data.ts';
import type { OutEvent } from '../../../shared/uplink/up-events.ts';
import { UpFold, type UpRef } from '../../../shared/uplink/up-refs.ts';
import type { Journal } from '../journal.ts';

/** Records read at once: those that follow are sent next. */
const READ_AHEAD = 500;
const MOST_CACHED = 2_000;

export class Outbox {
  private readonly fold = new UpFold();
  /** What was there at start, until it is handed over. */
  private collected: UpRef[] | null = [];
  private readonly received = new Map<string, { received: Received; at: number }>();
  private readonly cache = new Map<number, JournalRecord>();
  private listener: (ref: UpRef) => void = () => {};
  /** The last hour that was measured; 0: none. */
  lastHour = 0;

  /** For every record of the journal, at start and as it grows. */
  replay(record: JournalRecord): void {
    const { body, at } = record;
    if (body.kind === 'uplink.received') this.received.set(eventKey(body), { received: body, at });
    if (body.kind === 'uplink.measured') this.lastHour = Math.max(this.lastHour, body.measure.hour);
    const ref = this.fold.take(record);
    if (!ref) return;
    if (this.collected) {
      this.collected.push(ref);
      return;
    }
    this.remember(record);
    this.listener(ref);
  }

  /** Hands over what was there, once; from here on `listener` is told of each. */
  begin(listener: (ref: UpRef) => void): UpRef[] {
    const refs = this.collected ?? [];
    this.collected = null;
    this.listener = listener;
    return refs;
  }

  /** What became of an event that came down; null: it is new. */
  known(key: string): Received | null {
    return this.received.get(key)?.received ?? null;
  }

  /** All that came down, the newest last. */
  allReceived(): { received: Received; at: number }[] {
    return [...this.received.values()];
  }

  /** The event of a place. Rejects with HostError 'bad-result' when its record holds what may not leave. */
  async event(ref: UpRef, journal: Journal, source: string): Promise<OutEvent> {
    const record = await this.record(ref.seq, journal);
    try {
      const bare = bareEvent(ref, record, source);
      return withId(bare, ref.seq, createHash('sha256').update(eventText(bare)).digest('hex'));
    } catch {
      throw new HostError('bad-result', ref.type);
    }
  }

  private async record(seq: number, journal: Journal): Promise<JournalRecord> {
    const cached = this.cache.get(seq);
    if (cached) return cached;
    const records = await journal.read(seq - 1, READ_AHEAD);
    for (const record of records) this.remember(record);
    const found = records.find((record) => record.seq === seq);
    if (!found) throw new HostError('not-found', `journal ${seq}`);
    return found;
  }

  private remember(record: JournalRecord): void {
    this.cache.delete(record.seq);
    this.cache.set(record.seq, record);
    for (const seq of this.cache.keys()) {
      if (this.cache.size <= MOST_CACHED) break;
      this.cache.delete(seq);
    }
  }
}
