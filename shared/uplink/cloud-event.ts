/**
 * The envelope of everything that goes up and comes down: CloudEvents 1.0 in its JSON form, with two attributes of ours. What a type's `data` holds
 * is up-events.ts and down-events.ts.
 */
import * as v from 'valibot';

/** Time as RFC 3339 in UTC. */
const TimeSchema = v.pipe(v.string(), v.isoTimestamp(), v.maxLength(40));
const Word = v.pipe(v.string(), v.minLength(1), v.maxLength(200));

/** What we send: every attribute is there. */
export const OUT_ENVELOPE = {
  specversion: v.literal('1.0'),
  /** Unique within `source`, and made of the content: sent again it is the same event, and the receiver keeps one. */
  id: v.pipe(v.string(), v.regex(/^\d{1,15}\.[0-9a-f]{24}$/)),
  /** `urn:linli:<profile>`: one installation. */
  source: v.pipe(v.string(), v.regex(/^urn:linli:[A-Za-z0-9-]{1,64}$/)),
  time: TimeSchema,
  datacontenttype: v.literal('application/json'),
  /** What it is about: id of a case, of a device, a table. */
  subject: v.pipe(v.string(), v.maxLength(240)),
  /** Events of one key arrive in the order in which they happened. */
  partitionkey: v.pipe(v.string(), v.maxLength(300)),
  /** A drill, a simulator or a made-up community: count it nowhere. */
  linlidrill: v.boolean(),
} as const;

/** What we take: any conforming sender may have attributes of its own, which are ignored. */
export const InEventSchema = v.object({
  specversion: v.literal('1.0'),
  id: Word,
  source: Word,
  type: Word,
  data: v.optional(v.unknown()),
});
export type InEvent = v.InferOutput<typeof InEventSchema>;

/** Of an installation. */
export const sourceOf = (profile: string): string =>
  `urn:linli:${profile.replace(/[^A-Za-z0-9-]/g, '').slice(0, 64) || 'none'}`;
