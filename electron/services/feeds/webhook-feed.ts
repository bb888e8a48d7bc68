/**
 * A webhook as a feed: other programs of this machine, or a gateway in front of it, send one message, or a list of them, by POST with a bearer token.
 * Listens on the loopback alone. Answers 202 when everything is kept, and nothing better than 503 when it is not: the sender sends again.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { parsePayload } from '../../../shared/feeds/payload.ts';
import type { SourceOf, SourceSecrets } from '../../../shared/feeds/source.ts';
import type { FeedContext, RunningFeed } from './feed-port.ts';

/** A list of messages; each of them keeps to the size of one message. */
const MOST_BODY_BYTES = 4 * 1024 * 1024;
const MOST_MESSAGES = 1000;
const REQUEST_MS = 15_000;

export function startWebhookFeed(
  source: SourceOf<'webhook'>,
  { token }: SourceSecrets,
  context: FeedContext,
): RunningFeed {
  if (token === '') {
    context.state('failed', 'denied');
    return { stop: async () => {} };
  }
  const server = createServer((request, response) => {
    answer(request, token, context).then(
      (status) => end(response, status),
      () => end(response, 503),
    );
  });
  server.requestTimeout = REQUEST_MS;
  server.headersTimeout = REQUEST_MS;
  server.on('listening', () => context.state('running', ''));
  server.on('error', (error: NodeJS.ErrnoException) =>
    context.state('failed', error.code === 'EADDRINUSE' ? 'port-taken' : 'failed'),
  );
  server.listen(source.port, '127.0.0.1');
  return { stop: () => closed(server) };
}

function closed(server: Server): Promise<void> {
  return new Promise((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-length': 0, connection: 'close' }).end();
}

/** The status to answer with. Rejects when a message could not be kept. */
async function answer(request: IncomingMessage, token: string, context: FeedContext): Promise<number> {
  // A page of any site can send to the loopback: it cannot send this header without asking first, and is never answered.
  if (!isBearer(request.headers.authorization, token)) return 401;
  if (request.method !== 'POST') return 405;
  const body = await bodyOf(request);
  if (!body) return 413;
  const topic = (request.url ?? '/').slice(0, 1000);
  const list = messagesIn(body);
  if (!list) {
    await context.receive(null, { topic, payload: body });
    return 202;
  }
  if (list.length > MOST_MESSAGES) return 413;
  await Promise.all(
    list.map((parsed) =>
      context.receive(null, { topic, payload: Buffer.from(JSON.stringify(parsed)) }, { parsed }),
    ),
  );
  return 202;
}

/** Null: the body is one message (or none that can be read, which is the quarantine's business). */
function messagesIn(body: Uint8Array): unknown[] | null {
  if (body[0] !== 0x5b) return null;
  const parsed = parsePayload(body, MOST_BODY_BYTES);
  return 'value' in parsed && Array.isArray(parsed.value) ? parsed.value : null;
}

/** Null: too large. */
async function bodyOf(request: IncomingMessage): Promise<Uint8Array | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BODY_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** In time that does not depend on where they differ. */
function isBearer(header: string | undefined, token: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return header !== undefined && timingSafeEqual(hash(header), hash(`Bearer ${token}`));
}
