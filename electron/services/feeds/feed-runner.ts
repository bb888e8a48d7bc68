/**
 * Starts and stops the feeds of this profile and says how they go. Turns what a feed hands in into an inbox message: mapping, device, lane, name.
 * Which sources there are is feed-sources.ts; who may change them is the desk's to say.
 */
import { LEVEL_OF_KIND } from '../../../shared/cases/alert.ts';
import type { AlertDevice } from '../../../shared/cases/transitions.ts';
import type { Feed, FeedState, FeedWhy } from '../../../shared/feeds/feed-status.ts';
import { applyMapping, type Mapped, mapValue } from '../../../shared/feeds/mapping.ts';
import type { Lane } from '../../../shared/feeds/outcome.ts';
import type { Source, SourceSecrets } from '../../../shared/feeds/source.ts';
import { HostError } from '../../../shared/host/host-error.ts';
import { type DeviceKind, WORDS } from '../../../shared/model/words.ts';
import type { AddressPolicy } from '../basemap/address-policy.ts';
import type { LiveClock } from '../live-alerts.ts';
import type { FeedContext, Hints, RunningFeed } from './feed-port.ts';
import type { FeedSources } from './feed-sources.ts';
import { type Incoming, keptPayload, messageKey } from './inbox-record.ts';
import type { Inboxes } from './inboxes.ts';
import type { Raw } from './raw-message.ts';
import { startFeed } from './start-feed.ts';

const TELL_MS = 1000;
/** Seconds that a rate is taken over. */
const RATE_SECONDS = 10;

export interface FeedRunnerParts {
  profileId: string;
  clock: LiveClock;
  sources: FeedSources;
  inboxes: Inboxes;
  /** The device, and whether it is made up. */
  deviceOf(id: string): AlertDevice | undefined;
  isDemo(): boolean;
  /** Which addresses may be polled. */
  policy: AddressPolicy;
  /** Where a feed may keep how far it is. */
  folder: string;
  /** Feeds may be told anew; called at most once a second. */
  onChanged(): void;
}

/** What is known of a source while the program runs. */
interface Run {
  feed: RunningFeed | null;
  state: FeedState;
  why: FeedWhy;
  since: number;
  lastHeard: number;
  /** Arrivals by second, the newest last. */
  seconds: { at: number; count: number }[];
  last: (Raw & { at: number }) | null;
}

export class FeedRunner {
  private readonly parts: FeedRunnerParts;
  private readonly runs = new Map<string, Run>();
  private readonly stopTimer: () => void;
  private dirty = false;
  private flowed = false;

  constructor(parts: FeedRunnerParts) {
    this.parts = parts;
    this.stopTimer = parts.clock.every(TELL_MS, () => this.tell());
  }

  /** Begins what is enabled and not running. */
  startEnabled(): void {
    for (const source of this.parts.sources.list())
      if (source.enabled && !this.runs.get(source.id)?.feed) this.start(source.id);
  }

  /** Throws HostError 'not-found'. One whose credentials cannot be read stands as 'locked'. */
  start(id: string): void {
    const source = this.parts.sources.get(id);
    const run = this.runOf(id);
    if (run.feed) return;
    let secrets: SourceSecrets;
    try {
      secrets = this.parts.sources.secretsOf(id);
    } catch {
      this.set(run, 'failed', 'locked');
      return;
    }
    this.set(run, 'connecting', '');
    run.feed = startFeed(source, secrets, this.context(source, run), this.parts);
  }

  async stop(id: string): Promise<void> {
    const run = this.runs.get(id);
    const feed = run?.feed;
    if (!run || !feed) return;
    run.feed = null;
    await feed.stop();
    this.set(run, 'stopped', '');
  }

  /** Forgets how it went. */
  async remove(id: string): Promise<void> {
    await this.stop(id);
    this.runs.delete(id);
    this.dirty = true;
  }

  /** As they go now, in the order of the sources. */
  feeds(): Feed[] {
    const { sources, inboxes, clock } = this.parts;
    return sources.list().map((source) => {
      const { id, name, type, drill } = source;
      const run = this.runOf(id);
      const { feed, state, why, since, lastHeard } = run;
      const tally = inboxes.intake.tally(id);
      const waiting = inboxes.intake.waiting(id);
      const received = tally.applied + tally.duplicate + tally.stale + tally.quarantined + waiting;
      const rate = rateOf(run, clock.now());
      const low = feed && inboxes.room.low && why === '';
      return {
        ...{ id, name, type, running: feed !== null, demo: drill, lastHeard, state, since },
        why: low ? (inboxes.room.spent ? 'disk-full' : 'disk-low') : why,
        ...{ received, ...tally, waiting, rate },
      };
    });
  }

  /** The last message as it came; null: none since the program began. */
  lastRaw(id: string): (Raw & { at: number }) | null {
    return this.runs.get(id)?.last ?? null;
  }

  /** Takes a message of a source, from its feed or from the quarantine. Resolves and rejects as `Inboxes.receive`. */
  receive(source: Source, lane: Lane | null, raw: Raw, hints: Hints = {}): Promise<void> {
    const { mapping = source.mapping, parsed } = hints;
    const mapped =
      parsed === undefined
        ? applyMapping(mapping, raw.topic, raw.payload)
        : mapValue(mapping, raw.topic, parsed);
    const { id } = source;
    const said = this.saidOf(mapped);
    const kind = typeof said === 'string' ? null : said.kind;
    const { key, weak } = messageKey(id, 'fields' in mapped ? mapped.fields : null, raw);
    const message: Incoming = {
      ...{ at: this.parts.clock.now(), source: id, key, said, bytes: raw.payload.length },
      ...(weak && !hints.named && { weak }),
      ...((source.drill || this.parts.isDemo()) && { demo: true }),
      raw: { topic: raw.topic, payload: keptPayload(raw.payload) },
    };
    return this.parts.inboxes.receive(lane ?? (kind && LEVEL_OF_KIND[kind] === 1 ? 'life' : 'bulk'), message);
  }

  /** A reason, or what the message says of a device that is known here. */
  saidOf(mapped: Mapped): Incoming['said'] {
    if ('reason' in mapped) return mapped.reason;
    const { device, value, measured, active, occurredAt, seq } = mapped.fields;
    const known = this.parts.deviceOf(device);
    if (!known) return 'unknown-device';
    const kind =
      mapped.fields.kind ?? WORDS.deviceKind.find((word): word is DeviceKind => word === known.kind);
    const said = { device, value, active, occurredAt, seq, ...(measured ? { measured } : {}) };
    return kind ? { ...said, kind } : 'bad-kind';
  }

  changed(): void {
    this.dirty = true;
  }

  async close(): Promise<void> {
    this.stopTimer();
    await Promise.all([...this.runs.keys()].map((id) => this.stop(id)));
  }

  private context(source: Source, run: Run): FeedContext {
    const { clock, profileId } = this.parts;
    return {
      clock,
      clientId: `linli-${profileId.slice(0, 12)}-${source.id}`,
      receive: async (lane, raw, hints) => {
        const now = clock.now();
        run.last = { topic: raw.topic, payload: keptPayload(raw.payload), at: now };
        count(run, now);
        if (!run.feed) throw new HostError('disconnected', 'stopped');
        await this.receive(source, lane, raw, hints);
        run.lastHeard = clock.now();
        this.dirty = true;
      },
      heard: () => {
        run.lastHeard = clock.now();
        this.dirty = true;
      },
      state: (state, why) => this.set(run, state, why),
    };
  }

  private set(run: Run, state: FeedState, why: FeedWhy): void {
    if (run.state === state && run.why === why) return;
    if (run.state !== state) run.since = this.parts.clock.now();
    run.state = state;
    run.why = why;
    this.dirty = true;
  }

  private runOf(id: string): Run {
    let run = this.runs.get(id);
    if (!run) {
      run = { feed: null, state: 'stopped', why: '', since: 0, lastHeard: 0, seconds: [], last: null };
      this.runs.set(id, run);
    }
    return run;
  }

  private tell(): void {
    const { inboxes, clock } = this.parts;
    const flows = [...this.runs.values()].some((run) => rateOf(run, clock.now()) > 0);
    // Once more when it has stopped, so that the rate shown falls to nothing.
    if (!this.dirty && !this.flowed && inboxes.intake.backlog === 0) return;
    this.flowed = flows;
    this.dirty = false;
    this.parts.onChanged();
  }
}

function count(run: Run, now: number): void {
  const second = Math.floor(now / 1000);
  const last = run.seconds.at(-1);
  if (last?.at === second) last.count++;
  else run.seconds.push({ at: second, count: 1 });
  while (run.seconds.length > RATE_SECONDS + 1) run.seconds.shift();
}

/** Over the last whole seconds. */
function rateOf(run: Run, now: number): number {
  const second = Math.floor(now / 1000);
  let sum = 0;
  for (const { at, count: messages } of run.seconds)
    if (at < second && at >= second - RATE_SECONDS) sum += messages;
  return sum / RATE_SECONDS;
}
