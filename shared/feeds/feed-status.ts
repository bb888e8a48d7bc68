/** How a feed goes, as it is shown: `feeds.state.<word>`, `feeds.why.<word>`. Numbers add up: received = the four ends and what waits. */
import * as v from 'valibot';

export const FEED_STATES = ['stopped', 'connecting', 'running', 'interrupted', 'failed', 'ended'] as const;
export type FeedState = (typeof FEED_STATES)[number];

/** '' : nothing is wrong. */
export const FEED_WHYS = [
  '',
  /** Connected, and nothing came for half a minute, not even our own sign of life. */
  'silent',
  'unreachable',
  /** User, password, token or client certificate were not accepted. */
  'denied',
  'certificate',
  'protocol',
  'private',
  'not-found',
  'port-taken',
  'disk-full',
  /** Less room than alarms need is kept for them alone. */
  'disk-low',
  /** More came than can be dealt with. */
  'behind',
  'locked',
  'failed',
] as const;
export type FeedWhy = (typeof FEED_WHYS)[number];

export const FeedSchema = v.object({
  id: v.string(),
  name: v.string(),
  type: v.picklist(['simulator', 'mqtt', 'webhook', 'poll', 'file', 'replay']),
  running: v.boolean(),
  demo: v.boolean(),
  /** Milliseconds since the epoch of the last message or canary; 0: never. */
  lastHeard: v.number(),
  state: v.picklist(FEED_STATES),
  why: v.picklist(FEED_WHYS),
  /** Since when it has been in this state, ms since the epoch; 0: since ever. */
  since: v.number(),
  received: v.number(),
  applied: v.number(),
  duplicate: v.number(),
  stale: v.number(),
  quarantined: v.number(),
  waiting: v.number(),
  /** Messages a second over the last ten seconds. */
  rate: v.number(),
});
export type Feed = v.InferOutput<typeof FeedSchema>;
