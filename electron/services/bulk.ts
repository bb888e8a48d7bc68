/**
 * One-time tokens for bulk bytes (PUT / GET on /bulk/<token>). Owns who may send or fetch what, once, up to how
 * many bytes; where the bytes go is the affair of the sink or source that was handed in.
 */
import { randomBytes } from 'node:crypto';
import { HostError } from '../../shared/host/host-error.ts';

export interface BulkSink {
  /** Consumes the whole stream; the stream throws HostError 'too-large' past the promised bytes. */
  write(stream: AsyncIterable<Uint8Array>): Promise<void>;
  /** Called instead of `write` when the token runs out unused. */
  expire(): void;
}

export interface BulkSource {
  bytes: number;
  stream: AsyncIterable<Uint8Array>;
}

export interface BulkTokens {
  /** A token for one PUT of exactly `bytes` bytes. */
  offerPut(bytes: number, sink: BulkSink): string;
  /** A token for one GET. */
  offerGet(open: () => Promise<BulkSource>): string;
  /** Rejects with HostError: not-found (unknown or used), too-large, bad-arguments (too few bytes). */
  receive(token: string, body: AsyncIterable<Uint8Array>): Promise<void>;
  send(token: string): Promise<BulkSource>;
}

/** A token that nobody used within this time is void. */
const LIFETIME_MS = 10 * 60_000;
/** Tokens waiting at once; the oldest goes first. */
const MOST = 64;

type Waiting =
  | { way: 'put'; bytes: number; sink: BulkSink; until: number }
  | { way: 'get'; open: () => Promise<BulkSource>; until: number };

export function createBulkTokens(now: () => number): BulkTokens {
  const waiting = new Map<string, Waiting>();

  function drop(token: string): void {
    const entry = waiting.get(token);
    waiting.delete(token);
    if (entry?.way === 'put') entry.sink.expire();
  }

  function sweep(): void {
    for (const [token, entry] of waiting) if (entry.until <= now()) drop(token);
    while (waiting.size >= MOST) drop(waiting.keys().next().value as string);
  }

  function offer(entry: Waiting): string {
    sweep();
    const token = randomBytes(24).toString('base64url');
    waiting.set(token, entry);
    return token;
  }

  function take<W extends Waiting['way']>(token: string, way: W): Extract<Waiting, { way: W }> {
    sweep();
    const entry = waiting.get(token);
    if (!entry || entry.way !== way) throw new HostError('not-found', 'token');
    waiting.delete(token);
    return entry as Extract<Waiting, { way: W }>;
  }

  return {
    offerPut: (bytes, sink) => offer({ way: 'put', bytes, sink, until: now() + LIFETIME_MS }),
    offerGet: (open) => offer({ way: 'get', open, until: now() + LIFETIME_MS }),
    receive: async (token, body) => {
      const entry = take(token, 'put');
      await entry.sink.write(exactly(entry.bytes, body));
    },
    send: async (token) => take(token, 'get').open(),
  };
}

/** Passes the stream on and fails at the first byte too many or at an early end. */
async function* exactly(bytes: number, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let seen = 0;
  for await (const part of body) {
    seen += part.length;
    if (seen > bytes) throw new HostError('too-large', `more than ${bytes} bytes`);
    yield part;
  }
  if (seen < bytes) throw new HostError('bad-arguments', `${seen} of ${bytes} bytes`);
}
