/**
 * A reference receiver of the uplink (docs/formats/uplink.md): takes events by HTTP, keeps one of each id, serves an inbox, and answers otherwise where
 * it is told to. In memory only. Used by `linli receive` and by the tests; the program itself never runs one.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export interface TakenEvent {
  id: string;
  type: string;
  partitionkey: string;
  [attribute: string]: unknown;
}

/** How an event is answered instead of being taken; `hang`: not at all. */
export type OtherAnswer =
  | { status: number; said?: string; afterSeconds?: number; location?: string }
  | 'hang'
  /** Kept, and the connection broken before the sender hears of it. */
  | 'taken-unheard';

export interface ReceiverOptions {
  port?: number;
  /** Asked of every sender; '': none. */
  token?: string;
  /** Asked before an event is taken; null: taken. */
  answer?: (event: TakenEvent) => OtherAnswer | null;
  onTaken?: (event: TakenEvent, repeated: boolean) => void;
}

const MOST_BYTES = 4 * 1024 * 1024;
const PAGE = 100;

export class UplinkReceiver {
  /** Once each, in the order of their first arrival. */
  readonly taken: TakenEvent[] = [];
  /** How often each id was sent. */
  readonly arrivals = new Map<string, number>();
  readonly inbox: unknown[] = [];
  answer: NonNullable<ReceiverOptions['answer']>;
  private readonly options: ReceiverOptions;
  private readonly server: Server;

  private constructor(options: ReceiverOptions) {
    this.options = options;
    this.answer = options.answer ?? (() => null);
    this.server = createServer((request, response) => {
      this.handle(request, response).catch(() => response.destroy());
    });
  }

  /** On the loopback of this machine. */
  static async open(options: ReceiverOptions = {}): Promise<UplinkReceiver> {
    const receiver = new UplinkReceiver(options);
    await new Promise<void>((done, fail) => {
      receiver.server.once('error', fail);
      receiver.server.listen(options.port ?? 0, '127.0.0.1', done);
    });
    return receiver;
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('not listening');
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { token = '' } = this.options;
    const url = new URL(request.url ?? '/', 'http://receiver');
    if (token !== '' && request.headers.authorization !== `Bearer ${token}`) end(response, 401, 'token');
    else if (request.method === 'POST' && url.pathname.endsWith('/events'))
      await this.take(request, response);
    else if (request.method === 'GET' && url.pathname.endsWith('/inbox')) {
      const after = Number(url.searchParams.get('after') ?? 0) || 0;
      const events = this.inbox.slice(after, after + PAGE);
      response.setHeader('content-type', 'application/json');
      end(response, 200, JSON.stringify({ events, cursor: String(after + events.length) }));
    } else end(response, 404, 'POST events, GET inbox');
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const event = readEvent(await bodyOf(request));
    if (!event || event.id !== request.headers['idempotency-key']) return end(response, 400, 'no such event');
    const other = this.answer(event);
    if (other === 'hang') return;
    if (other && other !== 'taken-unheard') {
      if (other.afterSeconds !== undefined) response.setHeader('retry-after', String(other.afterSeconds));
      if (other.location !== undefined) response.setHeader('location', other.location);
      return end(response, other.status, other.said ?? '');
    }
    const before = this.arrivals.get(event.id) ?? 0;
    this.arrivals.set(event.id, before + 1);
    if (before === 0) this.taken.push(event);
    this.options.onTaken?.(event, before > 0);
    if (other) response.destroy();
    else end(response, before > 0 ? 200 : 202, '');
  }
}

function end(response: ServerResponse, status: number, said: string): void {
  response.statusCode = status;
  response.end(said);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > MOST_BYTES) throw new Error('too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function readEvent(text: string): TakenEvent | null {
  try {
    const read = JSON.parse(text) as Partial<TakenEvent> | null;
    const { id, type } = read ?? {};
    if (typeof id !== 'string' || typeof type !== 'string') return null;
    return { ...read, id, type, partitionkey: String(read?.partitionkey ?? '') };
  } catch {
    return null;
  }
}
