/**
 * How far a destination has been told, in one small file: all events up to `head` arrived, but those in `open` and those held. Written behind what
 * happened and never before it: after a kill an event may be sent again under its id, and none is left out.
 */
import { unlink } from 'node:fs/promises';
import * as v from 'valibot';
import { HeldSchema } from '../../../shared/uplink/uplink-status.ts';
import { diskError } from '../disk-error.ts';
import { type DurableDisk, readJson, replaceFile } from '../durable-file.ts';

const Seq = v.pipe(v.number(), v.integer(), v.minValue(0));
const StateSchema = v.object({
  format: v.literal('linli-uplink-state'),
  version: v.literal(1),
  head: Seq,
  open: v.array(Seq),
  held: v.array(HeldSchema),
  sent: Seq,
  skipped: Seq,
  lastSentAt: v.number(),
  /** Journal number of the last event that arrived; 0: none. */
  lastSent: Seq,
  /** Since when nothing arrives; 0: it does. */
  interruptedSince: v.number(),
  /** Where the inbox is asked on from. */
  cursor: v.pipe(v.string(), v.maxLength(500)),
});
export type DeliveryFacts = v.InferOutput<typeof StateSchema>;

export class DeliveryState {
  readonly facts: DeliveryFacts;
  private readonly path: string;
  private readonly disk: DurableDisk;
  private writing: Promise<void> | null = null;
  private dirty = false;

  private constructor(path: string, disk: DurableDisk, facts: DeliveryFacts) {
    this.path = path;
    this.disk = disk;
    this.facts = facts;
  }

  /**
   * A file that is missing or cannot be read counts as one that was told nothing: what was sent is sent again, and the receiver knows it by its ids.
   * `last`: end of the journal, which a copy put back from a backup may have moved.
   */
  static async open(path: string, last: number, disk: DurableDisk): Promise<DeliveryState> {
    const kept = await readJson(path, StateSchema).catch(() => null);
    const facts: DeliveryFacts = kept ?? {
      ...{ format: 'linli-uplink-state', version: 1, head: 0, open: [], held: [], sent: 0, skipped: 0 },
      ...{ lastSentAt: 0, lastSent: 0, interruptedSince: 0, cursor: '' },
    };
    if (facts.head > last) {
      facts.head = last;
      facts.open = facts.open.filter((seq) => seq <= last);
      facts.held = facts.held.filter(({ seq }) => seq <= last);
    }
    return new DeliveryState(path, disk, facts);
  }

  /** Whether the event at this number has not arrived, been held or been left out. */
  isOpen(seq: number): boolean {
    const { head, open, held } = this.facts;
    if (held.some((each) => each.seq === seq)) return false;
    return seq > head || open.includes(seq);
  }

  /** It is no longer to be sent. `between`: those before it, after the head, that still are. */
  settle(seq: number, between: readonly number[]): void {
    const { facts } = this;
    facts.open = facts.open.filter((each) => each !== seq);
    if (seq <= facts.head) return;
    facts.open.push(...between);
    facts.head = seq;
  }

  /** Kept soon: many changes are one write. */
  touch(): void {
    this.dirty = true;
    this.writing ??= this.writeAll().finally(() => {
      this.writing = null;
    });
    // What waits for the write is told; others go on and write again with the next change.
    this.writing.catch(() => {});
  }

  /** Resolves when what is so now is on the disk. Rejects with HostError. */
  async keep(): Promise<void> {
    for (;;) {
      this.touch();
      const { writing } = this;
      await writing;
      if (!this.dirty) return;
    }
  }

  async remove(): Promise<void> {
    await this.writing?.catch(() => {});
    await unlink(this.path).catch(() => {});
  }

  private async writeAll(): Promise<void> {
    // Everything of this turn shares the write.
    await Promise.resolve();
    while (this.dirty) {
      this.dirty = false;
      try {
        await replaceFile(this.path, new TextEncoder().encode(JSON.stringify(this.facts)), this.disk);
      } catch (error) {
        this.dirty = true;
        throw diskError(error);
      }
    }
  }
}
