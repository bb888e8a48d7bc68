/**
 * The contract over a WebSocket: one JSON message per call, reply or event. Who may connect is decided before (browser-host.ts).
 * A page that does not drain its events is cut off, never buffered without end: it reconnects and reads from the journal.
 *
 *   page -> host   {id, method, args}
 *   host -> page   {id, ok: true, result} | {id, ok: false, error: {code, detail}} | {event, payload}
 */
import type { WebSocket, WebSocketServer } from 'ws';
import { type Handlers, METHODS } from '../../shared/host/contract.ts';
import type { HostEvents } from '../services/events.ts';
import { checkedCall, checkedEvent, type Reply, type Report } from './checked-call.ts';

/** Room for `{"id":…,"method":"…","args":…}` around the arguments. */
const ENVELOPE_BYTES = 256;

/** The largest message a page may send at all; the limit of its method comes on top. */
export const SOCKET_MAX_PAYLOAD =
  Math.max(...Object.values(METHODS).map((method) => method.limit)) + ENVELOPE_BYTES;

/** Unsent bytes at which a page counts as stuck: several times the largest reply (journal.read, 4 MiB). */
const STUCK_BYTES = 32 * 1024 * 1024;

/** Close codes: unsupported data (RFC 6455, 7.4.1) and "try again later" (IANA registry). */
const CLOSE_UNSUPPORTED = 1003;
const CLOSE_TRY_LATER = 1013;

export interface SocketOptions {
  handlers: Handlers;
  events: HostEvents;
  report?: Report;
  stuckBytes?: number;
}

/** Serves every connection of `server`. Returns the undo: listens no more, closes every page's socket. */
export function serveSockets(server: WebSocketServer, options: SocketOptions): () => void {
  const stuckBytes = options.stuckBytes ?? STUCK_BYTES;

  function connected(socket: WebSocket): void {
    socket.on('message', (data, isBinary) => {
      const text = isBinary ? null : data.toString();
      if (text === null) socket.close(CLOSE_UNSUPPORTED, 'text only');
      else void answer(socket, text, options);
    });
    // The close event follows; without a listener the error would end the host.
    socket.on('error', () => socket.terminate());
  }

  const unsubscribe = options.events.subscribe((event, payload) => {
    if (server.clients.size === 0) return;
    const message = JSON.stringify({ event, payload: checkedEvent(event, payload) });
    for (const socket of server.clients) {
      if (socket.readyState !== socket.OPEN) continue;
      if (socket.bufferedAmount + message.length > stuckBytes) dropStuck(socket);
      else socket.send(message);
    }
  });
  server.on('connection', connected);
  return () => {
    unsubscribe();
    server.off('connection', connected);
    for (const socket of server.clients) socket.terminate();
  };
}

/** The close frame waits behind what is stuck, so the connection is cut as well. */
function dropStuck(socket: WebSocket): void {
  socket.close(CLOSE_TRY_LATER, 'too slow');
  socket.terminate();
}

async function answer(socket: WebSocket, text: string, options: SocketOptions): Promise<void> {
  const message = parse(text);
  if (!message) {
    socket.close(CLOSE_UNSUPPORTED, 'not a call');
    return;
  }
  const bytes = Math.max(0, Buffer.byteLength(text) - ENVELOPE_BYTES);
  const reply: Reply = await checkedCall(
    options.handlers,
    message.method,
    message.args,
    bytes,
    options.report,
  );
  if (socket.readyState === socket.OPEN) socket.send(JSON.stringify({ id: message.id, ...reply }));
}

function parse(text: string): { id: number; method: unknown; args: unknown } | null {
  try {
    const message: unknown = JSON.parse(text);
    if (typeof message !== 'object' || message === null) return null;
    if (!('id' in message) || typeof message.id !== 'number') return null;
    return {
      id: message.id,
      method: 'method' in message ? message.method : undefined,
      args: 'args' in message ? message.args : undefined,
    };
  } catch {
    return null;
  }
}
