/** How a destination goes and what stands still there, as it is shown: `uplink.state.<word>`, `uplink.why.<word>`. */
import * as v from 'valibot';
import { SourceSecretsSchema } from '../feeds/source.ts';
import { DestinationSchema } from './destination.ts';
import { ReceivedSchema } from './received.ts';

export const UPLINK_STATES = ['stopped', 'connecting', 'running', 'interrupted'] as const;
export type UplinkState = (typeof UPLINK_STATES)[number];

/** '' : nothing is wrong. */
export const UPLINK_WHYS = [
  '',
  'unreachable',
  /** No answer in time. */
  'slow',
  /** Token, user, password or client certificate were not accepted. */
  'denied',
  'certificate',
  'private',
  'not-found',
  /** It answered with another address: none is followed. */
  'redirect',
  /** It asked us to come back later. */
  'busy',
  /** It failed itself (5xx). */
  'failing',
  'protocol',
  'locked',
  'failed',
] as const;
export type UplinkWhy = (typeof UPLINK_WHYS)[number];

export const UplinkStatusSchema = v.object({
  id: v.string(),
  state: v.picklist(UPLINK_STATES),
  why: v.picklist(UPLINK_WHYS),
  /** Since when nothing arrives, ms since the epoch; 0: it does. */
  interruptedSince: v.number(),
  waiting: v.number(),
  /** Time of the oldest that waits; 0: none. */
  oldest: v.number(),
  sent: v.number(),
  skipped: v.number(),
  refused: v.number(),
  conflicts: v.number(),
  lastSentAt: v.number(),
  /** The last event that arrived there, as JSON and cut; ''. */
  last: v.string(),
});
export type UplinkStatus = v.InferOutput<typeof UplinkStatusSchema>;

export const ListedDestinationSchema = v.object({
  destination: DestinationSchema,
  /** Names of credentials that are set; null: they cannot be read now. */
  secrets: v.nullable(v.array(v.keyof(SourceSecretsSchema))),
  status: UplinkStatusSchema,
});

/** `conflict`: the receiver knows otherwise (409), and what follows of the same key waits. `refused`: it will not have it. */
export const HELD_STATES = ['conflict', 'refused'] as const;
export const HeldSchema = v.object({
  /** Journal number: its name here. */
  seq: v.number(),
  key: v.string(),
  state: v.picklist(HELD_STATES),
  /** When it was answered so, and with what. */
  at: v.number(),
  status: v.number(),
  said: v.string(),
});
export type Held = v.InferOutput<typeof HeldSchema>;

export const ConflictListSchema = v.object({
  up: v.array(
    v.object({
      destination: v.string(),
      held: HeldSchema,
      type: v.string(),
      /** How many wait behind it. */
      behind: v.number(),
      /** As JSON. */
      event: v.string(),
    }),
  ),
  down: v.array(v.object({ received: v.omit(ReceivedSchema, ['kind', 'asked']), at: v.number() })),
});

/** Why something is not sent, or an order not carried out. */
export const SKIP_REASONS = ['receiverHasIt', 'doneByHand', 'notWanted', 'mistaken', 'other'] as const;
export const DECISIONS = ['retry', 'skip'] as const;
