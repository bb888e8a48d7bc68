/** What a feed is: something that hands in messages and can be stopped. What becomes of them is not its business. */
import type { FeedState, FeedWhy } from '../../../shared/feeds/feed-status.ts';
import type { Mapping } from '../../../shared/feeds/mapping.ts';
import type { Lane } from '../../../shared/feeds/outcome.ts';
import type { LiveClock } from '../live-alerts.ts';
import type { Raw } from './raw-message.ts';

/** What a feed knows of a message beside its bytes. */
export interface Hints {
  /** The payload as it was parsed already. */
  parsed?: unknown;
  /** Its content names it, even where it has no id, number and time: a row of a file. */
  named?: boolean;
  /** Read otherwise than the source says. */
  mapping?: Mapping;
}

export interface FeedContext {
  clock: LiveClock;
  /** Stable over restarts and another one on every machine. */
  clientId: string;
  /** Resolves when the sender may be told that we have it; rejects when we have not. `lane` null: by what the device's kind is. */
  receive(lane: Lane | null, raw: Raw, hints?: Hints): Promise<void>;
  /** A sign of life. */
  heard(): void;
  state(state: FeedState, why: FeedWhy): void;
}

export interface RunningFeed {
  /** Resolves when nothing is handed in any more. */
  stop(): Promise<void>;
}
