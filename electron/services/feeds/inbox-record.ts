/** A message as it stands in the inbox: what it says in core fields, or why it is set aside, and the raw message beside it. */
import { createHash } from 'node:crypto';
import type { Said } from '../../../shared/feeds/feed-memory.ts';
import type { CoreFields } from '../../../shared/feeds/mapping.ts';
import type { Reason } from '../../../shared/feeds/outcome.ts';
import { MOST_PAYLOAD_BYTES } from '../../../shared/feeds/payload.ts';
import type { KeptRaw, Raw } from './raw-message.ts';

export interface InboxRecord {
  /** Number in its lane, from 1. */
  seq: number;
  /** By our clock, ms since the epoch. */
  at: number;
  source: string;
  key: string;
  weak?: boolean;
  demo?: boolean;
  said: Said | Reason;
  raw: KeptRaw;
  /** Bytes of the payload as it came; what is larger than is read is kept by its beginning. */
  bytes: number;
}

/** What a feed hands in: a record without its number, the raw message not yet kept. */
export type Incoming = Omit<InboxRecord, 'seq' | 'raw'> & { raw: Raw };

/** Of a payload too large to be read this much is kept. */
const LARGE_HEAD_BYTES = 4096;

export function keptPayload(payload: Uint8Array): Uint8Array {
  return payload.length > MOST_PAYLOAD_BYTES ? payload.slice(0, LARGE_HEAD_BYTES) : payload;
}

/**
 * The name of a message: 128 bits of SHA-256 over the source's own id, else over topic, number, time and payload. Weak: none of id, number and
 * time is there, so that two of them may be two messages.
 */
export function messageKey(
  source: string,
  said: CoreFields | null,
  { topic, payload }: Raw,
): { key: string; weak: boolean } {
  const hash = createHash('sha256').update(source).update('\0');
  if (said?.id) hash.update('id\0').update(said.id);
  else {
    hash.update(`${topic}\0${said?.seq ?? ''}\0${said?.occurredAt ?? ''}\0`);
    hash.update(payload);
  }
  const weak = said !== null && said.id === null && said.seq === null && said.occurredAt === null;
  return { key: hash.digest('base64url').slice(0, 22), weak };
}
