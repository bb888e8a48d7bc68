/** The contract's methods of the sources of messages: settings, trial, quarantine. */
import * as v from 'valibot';
import {
  FeedSourceSchema,
  FeedTestSchema,
  QuarantineListSchema,
  RawTextSchema,
} from '../feeds/feed-desk-schemas.ts';
import { SourceSchema, SourceSecretsSchema } from '../feeds/source.ts';
import { SessionToken } from './access-schemas.ts';

const KB = 1024;
const MB = 1024 * KB;
const nothing = v.null();

export const FEED_METHODS = {
  /** Sources of messages with their settings and the names of credentials that are set, never the credentials; for whoever is signed in. */
  'feeds.list': {
    args: v.object({ session: v.nullable(SessionToken) }),
    result: v.object({ sources: v.array(FeedSourceSchema) }),
    limit: KB,
  },
  /** Adds or changes a source and starts it anew. `secrets`: those that change. Where there is a vault, by an administrator, and audited; so with all that follow. */
  'feeds.save': {
    args: v.object({
      session: v.nullable(SessionToken),
      source: SourceSchema,
      secrets: v.partial(SourceSecretsSchema),
    }),
    result: nothing,
    limit: 512 * KB,
  },
  'feeds.remove': {
    args: v.object({ session: v.nullable(SessionToken), id: v.string() }),
    result: nothing,
    limit: KB,
  },
  'feeds.start': {
    args: v.object({ session: v.nullable(SessionToken), id: v.string() }),
    result: nothing,
    limit: KB,
  },
  'feeds.stop': {
    args: v.object({ session: v.nullable(SessionToken), id: v.string() }),
    result: nothing,
    limit: KB,
  },
  /**
   * Tries settings without keeping them: whether the source can be reached, and what becomes of `sample`, or else of the last raw message of the source
   * with this id.
   */
  'feeds.test': {
    args: v.object({
      session: v.nullable(SessionToken),
      source: SourceSchema,
      secrets: v.partial(SourceSecretsSchema),
      sample: v.nullable(RawTextSchema),
    }),
    result: FeedTestSchema,
    limit: 1 * MB,
  },
  /** Messages set aside, the newest first, of one source or of all; for whoever is signed in. Their content is `feeds.raw`. */
  'feeds.quarantine': {
    args: v.object({ session: v.nullable(SessionToken), source: v.nullable(v.string()) }),
    result: QuarantineListSchema,
    limit: KB,
  },
  /** One of them as it came. Sealed ones need the open vault: HostError 'vault-locked'. */
  'feeds.raw': {
    args: v.object({ session: v.nullable(SessionToken), id: v.string() }),
    result: RawTextSchema,
    limit: KB,
  },
  /** Takes messages out of the quarantine and in again, as the settings are now; those that still cannot be used stay. */
  'feeds.retry': {
    args: v.object({
      session: v.nullable(SessionToken),
      ids: v.pipe(v.array(v.string()), v.maxLength(500)),
    }),
    result: v.object({ retried: v.number(), kept: v.number() }),
    limit: 64 * KB,
  },
} as const;
