/**
 * The order of what waits for one destination: oldest first, one at a time of each key, and a key that stands still keeps nobody else back. In memory
 * only; delivery.ts says what became of each.
 */
import type { UpRef } from '../../../shared/uplink/up-refs.ts';

export class Lanes {
  /** Untouched, by number; those before `at` were taken. */
  private line: UpRef[] = [];
  private at = 0;
  /** Keys of which one is under way or stands still, with those behind it. */
  private readonly behind = new Map<string, UpRef[]>();
  /** The first of their keys, and free to go. */
  private ready: UpRef[] = [];
  private readonly failed: UpRef[] = [];
  /** Taken out of the line and not settled. */
  private readonly taken = new Map<number, UpRef>();

  add(ref: UpRef): void {
    this.line.push(ref);
  }

  get size(): number {
    return this.taken.size + this.line.length - this.at;
  }

  /** Time of the oldest that waits; 0: none. */
  oldest(): number {
    let oldest = this.line[this.at]?.at ?? Number.POSITIVE_INFINITY;
    for (const { at } of this.taken.values()) oldest = Math.min(oldest, at);
    return Number.isFinite(oldest) ? oldest : 0;
  }

  behindOf(key: string): number {
    return this.behind.get(key)?.length ?? 0;
  }

  /** All that waits, by number. */
  all(): UpRef[] {
    return [...this.taken.values(), ...this.line.slice(this.at)].sort((a, b) => a.seq - b.seq);
  }

  /** The next that may be sent; its key is held until `release`. `fresh`: rather one on which nothing has failed. */
  next(fresh: boolean): UpRef | null {
    return fresh
      ? (this.first() ?? this.untouched() ?? this.failedOne())
      : (this.failedOne() ?? this.first() ?? this.untouched());
  }

  private first(): UpRef | null {
    if (this.ready.length === 0) return null;
    const first = this.ready.reduce((a, b) => (a.seq < b.seq ? a : b));
    this.ready = this.ready.filter((ref) => ref !== first);
    return first;
  }

  private failedOne(): UpRef | null {
    return this.failed.shift() ?? null;
  }

  private untouched(): UpRef | null {
    while (this.at < this.line.length) {
      const ref = this.line[this.at++];
      this.trim();
      this.taken.set(ref.seq, ref);
      const waiting = this.behind.get(ref.key);
      if (!waiting) {
        this.behind.set(ref.key, []);
        return ref;
      }
      waiting.push(ref);
    }
    return null;
  }

  /** It goes again when it comes to it; its key stays held. */
  again(ref: UpRef): void {
    this.ready.push(ref);
  }

  /** The same, of one on which the receiver failed. */
  againAfterFailure(ref: UpRef): void {
    this.failed.push(ref);
  }

  /** It is no longer to be sent. Its key is released apart. */
  settle(ref: UpRef): void {
    this.taken.delete(ref.seq);
  }

  /** The next of the key may go. */
  release(key: string): void {
    const next = this.behind.get(key)?.shift();
    if (next) this.ready.push(next);
    else this.behind.delete(key);
  }

  /** Nothing of the key goes until `release`. */
  hold(key: string): void {
    if (!this.behind.has(key)) this.behind.set(key, []);
  }

  /** One that was held goes before the others of its key. `holds`: the key is held for it. */
  putBack(ref: UpRef, holds: boolean): void {
    this.taken.set(ref.seq, ref);
    const waiting = this.behind.get(ref.key);
    if (waiting && !holds) {
      waiting.unshift(ref);
      return;
    }
    this.hold(ref.key);
    this.ready.push(ref);
  }

  /** Numbers taken and not settled, after one and before another. */
  between(after: number, before: number): number[] {
    return [...this.taken.keys()].filter((seq) => seq > after && seq < before);
  }

  private trim(): void {
    if (this.at < 1_000) return;
    this.line = this.line.slice(this.at);
    this.at = 0;
  }
}
