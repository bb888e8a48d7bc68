/** What the source desk is told: shapes of the contract's `feeds.*` methods. */
import * as v from 'valibot';
import { WORDS } from '../model/words.ts';
import { FEED_WHYS } from './feed-status.ts';
import { ReasonSchema } from './outcome.ts';
import { SourceSchema, SourceSecretsSchema } from './source.ts';

export const FeedSourceSchema = v.object({
  source: SourceSchema,
  /** Credentials that are set; null: they cannot be read while the core class is closed. */
  secrets: v.nullable(v.array(v.keyof(SourceSecretsSchema))),
});

/** A raw message as it is shown; bytes that are no text are shown in hex. */
export const RawTextSchema = v.object({
  topic: v.pipe(v.string(), v.maxLength(1000)),
  payload: v.pipe(v.string(), v.maxLength(256 * 1024)),
});

export const FeedTestSchema = v.object({
  /** '' : it can be reached. */
  why: v.picklist(FEED_WHYS),
  /** The message that was tried; null: there was none. */
  sample: v.nullable(RawTextSchema),
  /** What became of it; null: there was none. */
  tried: v.nullable(
    v.object({
      reason: v.nullable(ReasonSchema),
      said: v.nullable(
        v.object({
          device: v.string(),
          kind: v.picklist(WORDS.deviceKind),
          value: v.number(),
          active: v.boolean(),
          occurredAt: v.nullable(v.number()),
          seq: v.nullable(v.number()),
        }),
      ),
      /** Field to the value found in the message. */
      found: v.record(v.string(), v.string()),
    }),
  ),
});

export const QuarantineListSchema = v.object({
  entries: v.array(
    v.object({
      id: v.string(),
      source: v.string(),
      at: v.number(),
      reason: ReasonSchema,
      bytes: v.number(),
      /** Needs the open vault to be read or retried. */
      sealed: v.boolean(),
    }),
  ),
  /** Older ones that had to give way. */
  dropped: v.number(),
});
