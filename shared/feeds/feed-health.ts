/** Which feeds say nothing though they should, and since when: what stands on the screen from them may be old. Pure; the state itself is the host's. */
import type { Feed } from './feed-status.ts';

/** So long a feed may take to connect, and the simulator to speak, ms. */
const PATIENCE = 30_000;

export interface Interruption {
  feed: Feed;
  /** Ms since the epoch: when it was heard last, or, never heard, when it got into this state; 0: not known. */
  since: number;
}

/** What was stopped on purpose or played to its end is not interrupted. The longest silent first. */
export function interruptions(feeds: readonly Feed[], now: number): Interruption[] {
  return feeds
    .filter((feed) => isInterrupted(feed, now))
    .map((feed) => ({ feed, since: feed.lastHeard || feed.since }))
    .sort((a, b) => a.since - b.since || (a.feed.id < b.feed.id ? -1 : 1));
}

function isInterrupted({ state, why, since, type, lastHeard }: Feed, now: number): boolean {
  switch (state) {
    case 'interrupted':
    case 'failed':
      return true;
    case 'connecting':
      return now - since > PATIENCE;
    case 'running':
      // Only the simulator speaks all the time: a feed that is asked now and then is told of by its own state.
      return why === 'silent' || (type === 'simulator' && now - Math.max(lastHeard, since) > PATIENCE);
    case 'stopped':
    case 'ended':
      return false;
  }
}
