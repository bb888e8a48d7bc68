/**
 * Tells one destination everything that is for it, once each as far as the receiver looks at ids, and in the order of each key. Owns when it is tried,
 * what stands still and what somebody decided about it; how it goes over the wire is a link's.
 */

import { HostError } from '../../../shared/host/host-error.ts';
import { waitMs } from '../../../shared/uplink/backoff.ts';
import type { Destination, Family } from '../../../shared/uplink/destination.ts';
import type { UpRef } from '../../../shared/uplink/up-refs.ts';
import type { Held, UplinkState, UplinkStatus, UplinkWhy } from '../../../shared/uplink/uplink-status.ts';
import type { Journal } from '../journal.ts';
import type { LiveClock } from '../live-alerts.ts';
import type { DeliveryState } from './delivery-state.ts';
import { Lanes } from './lanes.ts';
import type { Link, SendOutcome } from './link.ts';
import type { Outbox } from './outbox.ts';

const TICK_MS = 250;
/** A receiver that refuses more than this understands nothing of it: everything waits until somebody has looked. */
const MOST_HELD = 500;
const MOST_SHOWN = 4_000;

export interface DeliveryParts {
  destination: Destination;
  state: DeliveryState;
  outbox: Outbox;
  journal: Journal;
  /** `source` of our events. */
  source: string;
  clock: LiveClock;
  random(): number;
  onChanged(): void;
  onTrouble(error: unknown): void;
}

export class Delivery {
  private readonly parts: DeliveryParts;
  private readonly lanes = new Lanes();
  private readonly heldRefs = new Map<number, UpRef>();
  /** Not before that time, because the receiver failed on just them. */
  private later: { ref: UpRef; due: number }[] = [];
  private readonly attempts = new Map<string, number>();
  private link: Link | null = null;
  private stopTimer: (() => void) | null = null;
  private readonly underWay = new Set<Promise<void>>();
  private failures = 0;
  private notBefore = 0;
  private why: UplinkWhy = '';
  /** It was an event that failed last, not the asking for orders. */
  private sendFailed = false;
  private heard = false;
  private lastText = '';

  constructor(parts: DeliveryParts, refs: readonly UpRef[]) {
    this.parts = parts;
    const { held, open, head } = parts.state.facts;
    const stands = new Map(held.map((each) => [each.seq, each]));
    const stillOpen = new Set(open);
    for (const ref of refs) {
      const standing = stands.get(ref.seq);
      if (standing) {
        this.heldRefs.set(ref.seq, ref);
        if (standing.state === 'conflict') this.lanes.hold(ref.key);
      } else if (this.wants(ref) && (ref.seq > head || stillOpen.has(ref.seq))) this.lanes.add(ref);
    }
  }

  get destination(): Destination {
    return this.parts.destination;
  }

  get state(): DeliveryState {
    return this.parts.state;
  }

  /** A new event. */
  offer(ref: UpRef): void {
    if (this.wants(ref)) {
      this.lanes.add(ref);
      this.pump();
      this.parts.onChanged();
    } else if (this.lanes.size === 0) {
      // What was not wanted when it happened is not sent when it is wanted later.
      this.parts.state.facts.head = Math.max(this.parts.state.facts.head, ref.seq);
    }
  }

  get isStarted(): boolean {
    return this.link !== null;
  }

  /** `open` makes the way, and may throw. */
  start(open: (told: (why: UplinkWhy) => void) => Link): void {
    this.failures = 0;
    this.sendFailed = false;
    this.notBefore = 0;
    this.link = open((why) => this.told(why));
    this.why = '';
    this.stopTimer ??= this.parts.clock.every(TICK_MS, () => this.tick());
    this.pump();
    this.parts.onChanged();
  }

  /** Why it cannot begin. */
  cannot(why: UplinkWhy): void {
    this.why = why;
    this.parts.onChanged();
  }

  /** Everything that waits goes on waiting. */
  async stop(): Promise<void> {
    this.stopTimer?.();
    this.stopTimer = null;
    const { link } = this;
    this.link = null;
    this.heard = false;
    this.why = '';
    await link?.stop();
    await Promise.all(this.underWay);
    await this.parts.state.keep().catch(this.parts.onTrouble);
    this.parts.onChanged();
  }

  /** All that waits or is held, for whoever goes on with it. */
  handOver(): UpRef[] {
    return [...this.lanes.all(), ...this.heldRefs.values()].sort((a, b) => a.seq - b.seq);
  }

  /** The way is open, or why it is not. */
  private told(why: UplinkWhy): void {
    if (!this.link) return;
    if (why === '') {
      // That its inbox answers does not say that it takes events.
      if (this.destination.type === 'http' && this.sendFailed) return;
      this.failures = 0;
      this.notBefore = 0;
      this.heard = true;
      this.why = '';
      this.reached();
      this.pump();
    } else this.fail(why, 0);
    this.parts.onChanged();
  }

  status(): UplinkStatus {
    const { facts } = this.parts.state;
    return {
      id: this.destination.id,
      ...{ state: this.stateNow(), why: this.why, interruptedSince: facts.interruptedSince },
      ...{ waiting: this.lanes.size, oldest: this.lanes.oldest(), sent: facts.sent, skipped: facts.skipped },
      refused: facts.held.filter(({ state }) => state === 'refused').length,
      conflicts: facts.held.filter(({ state }) => state === 'conflict').length,
      ...{ lastSentAt: facts.lastSentAt, last: this.lastText },
    };
  }

  /** What stands still, with where it stands and how many wait behind it. */
  held(): { held: Held; ref: UpRef | null; behind: number }[] {
    return this.parts.state.facts.held.map((held) => ({
      held,
      ref: this.heldRefs.get(held.seq) ?? null,
      behind: held.state === 'conflict' ? this.lanes.behindOf(held.key) : 0,
    }));
  }

  /** Rejects with HostError 'not-found' when it does not stand still (any more), or with what the disk says. */
  async decide(seq: number, decision: 'retry' | 'skip'): Promise<void> {
    const { facts } = this.parts.state;
    const found = facts.held.find((held) => held.seq === seq);
    const ref = this.heldRefs.get(seq);
    if (!found) throw new HostError('not-found', 'held');
    facts.held = facts.held.filter((held) => held !== found);
    this.heldRefs.delete(seq);
    const isStuck = found.state === 'conflict';
    if (decision === 'retry' && ref) {
      facts.open.push(seq);
      this.lanes.putBack(ref, isStuck);
    } else {
      facts.skipped++;
      if (isStuck) this.lanes.release(found.key);
    }
    await this.parts.state.keep();
    this.pump();
    this.parts.onChanged();
  }

  private wants(ref: UpRef): boolean {
    const { id, sends, drills } = this.destination;
    if (ref.family === 'inbox') return ref.only === id;
    return sends.includes(ref.family as Family) && (drills || !ref.drill);
  }

  private tick(): void {
    const now = this.parts.clock.now();
    const due = this.later.filter((each) => each.due <= now);
    if (due.length > 0) {
      this.later = this.later.filter((each) => each.due > now);
      for (const { ref } of due) this.lanes.againAfterFailure(ref);
    }
    this.pump();
  }

  private pump(): void {
    const { link } = this;
    if (!link || this.parts.clock.now() < this.notBefore) return;
    // After a failure one is tried, not all.
    const width = this.failures > 0 ? 1 : link.width;
    while (this.underWay.size < width) {
      const ref = this.lanes.next(this.failures > 0);
      if (!ref) return;
      const going = this.deliver(ref, link)
        .catch(this.parts.onTrouble)
        .finally(() => {
          this.underWay.delete(going);
          this.pump();
          this.parts.onChanged();
        });
      this.underWay.add(going);
    }
  }

  private async deliver(ref: UpRef, link: Link): Promise<void> {
    const { outbox, journal, source } = this.parts;
    let text: string;
    let outcome: SendOutcome;
    try {
      const event = await outbox.event(ref, journal, source);
      text = JSON.stringify(event);
      outcome = await link.send({ id: event.id, text });
    } catch (error) {
      text = '';
      const mayNotLeave = error instanceof HostError && error.code === 'bad-result';
      outcome = mayNotLeave
        ? { kind: 'refused', status: 0, said: '' }
        : { kind: 'later', why: 'failed', afterMs: 0 };
    }
    this.end(ref, outcome, text, link);
  }

  private end(ref: UpRef, outcome: SendOutcome, text: string, link: Link): void {
    const { state, clock } = this.parts;
    const { facts } = state;
    if (outcome.kind === 'later') {
      this.putOff(ref, outcome.why, outcome.afterMs, link);
      return;
    }
    this.attempts.delete(ref.key);
    if (outcome.kind === 'taken') {
      facts.sent++;
      facts.lastSentAt = clock.now();
      facts.lastSent = ref.seq;
      this.lastText = text.slice(0, MOST_SHOWN);
    } else if (facts.held.length >= MOST_HELD) {
      this.putOff(ref, 'protocol', 0, link);
      return;
    } else {
      const { kind, status, said } = outcome;
      facts.held.push({ seq: ref.seq, key: ref.key, state: kind, at: clock.now(), status, said });
      this.heldRefs.set(ref.seq, ref);
    }
    this.lanes.settle(ref);
    state.settle(ref.seq, this.lanes.between(facts.head, ref.seq));
    if (outcome.kind !== 'conflict') this.lanes.release(ref.key);
    this.heard = true;
    this.failures = 0;
    this.sendFailed = false;
    this.why = '';
    this.reached();
    state.touch();
  }

  /** It is tried again: at once when the way is open again, or after a time of its own when the receiver failed on it. */
  private putOff(ref: UpRef, why: UplinkWhy, afterMs: number, link: Link): void {
    if (this.link !== link) {
      this.lanes.again(ref);
      return;
    }
    if (why === 'failing' || why === 'slow' || why === 'failed') {
      const attempts = (this.attempts.get(ref.key) ?? 0) + 1;
      this.attempts.set(ref.key, attempts);
      this.later.push({ ref, due: this.parts.clock.now() + waitMs(attempts, this.parts.random(), afterMs) });
    } else this.lanes.again(ref);
    this.sendFailed = true;
    this.fail(why, afterMs);
  }

  private fail(why: UplinkWhy, afterMs: number): void {
    const { clock, state, random } = this.parts;
    const now = clock.now();
    this.why = why;
    if (state.facts.interruptedSince === 0) {
      state.facts.interruptedSince = now;
      state.touch();
    }
    // Several that were under way together are one failure.
    if (now < this.notBefore) return;
    this.failures++;
    this.notBefore = now + waitMs(this.failures, random(), afterMs);
  }

  private reached(): void {
    this.parts.state.facts.interruptedSince = 0;
  }

  private stateNow(): UplinkState {
    if (!this.link) return this.why === '' ? 'stopped' : 'interrupted';
    if (this.why !== '') return 'interrupted';
    return this.heard ? 'running' : 'connecting';
  }
}
