/**
 * One-time tokens for bulk bytes (PUT / GET on /bulk/<token>). Owns who may send or fetch what, once, up to how
 * many bytes; where the bytes go is the affair of the sink or source that was handed in.
 */
import { randomBytes } from 'node:crypto';
import { HostError } from '../../shared/host/host-error.ts';

export interface BulkSink {
  /** Appends one part; the stream throws HostError 'too-large' past the promised bytes. */
  write(stream: AsyncIterable<Uint8Array>): Promise<void>;
  /** Called once, when all promised bytes were written. */
  finish(): Promise<void>;
  /** Called instead of `finish` when the token runs out. */
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
  /**
   * Takes the whole body, or with `at` the part that begins at this byte: parts come in order, because a page cannot
   * send hundreds of megabytes at once. Rejects with HostError: not-found (unknown or used), too-large,
   * bad-arguments (too few bytes, or a part that does not follow); the token is void then.
   */
  receive(token: string, body: AsyncIterable<Uint8Array>, at?: number): Promise<void>;
  send(token: string): Promise<BulkSource>;
}

/** A token that nobody used within this time is void. */
const LIFETIME_MS = 10 * 60_000;
/** Tokens waiting at once; the oldest goes first. */
const MOST = 64;

type Waiting =
  | { way: 'put'; bytes: number; received: number; sink: BulkSink; until: number }
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
    offerPut: (bytes, sink) => offer({ way: 'put', bytes, received: 0, sink, until: now() + LIFETIME_MS }),
    offerGet: (open) => offer({ way: 'get', open, until: now() + LIFETIME_MS }),
    receive: async (token, body, at) => {
      // Taken while a part is under way, so that no second one can run beside it.
      const entry = take(token, 'put');
      try {
        if (at !== undefined && at !== entry.received) throw new HostError('bad-arguments', `part at ${at}`);
        const part = counted(entry.bytes - entry.received, body);
        await entry.sink.write(part.stream);
        entry.received += part.bytes();
        const whole = entry.received === entry.bytes;
        if (!whole && (at === undefined || part.bytes() === 0))
          throw new HostError('bad-arguments', `${entry.received} of ${entry.bytes} bytes`);
        if (whole) await entry.sink.finish();
        else waiting.set(token, { ...entry, until: now() + LIFETIME_MS });
      } catch (error) {
        entry.sink.expire();
        throw error;
      }
    },
    send: async (token) => take(token, 'get').open(),
  };
}

/** Passes the stream on, counts it, and fails at the first byte beyond `most`. */
function counted(most: number, body: AsyncIterable<Uint8Array>) {
  let seen = 0;
  async function* stream(): AsyncIterable<Uint8Array> {
    for await (const part of body) {
      seen += part.length;
      if (seen > most) throw new HostError('too-large', `more than ${most} bytes left`);
      yield part;
    }
  }
  return { stream: stream(), bytes: () => seen };
}
