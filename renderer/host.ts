/**
 * The page's way to its host, and the only branch between Electron's bridge and the WebSocket of the browser host.
 * Owns connection, reconnection and bulk transfer; must not know what any method means. After `onConnection(true)` a page
 * reads the journal from where it stood, because events sent meanwhile are gone.
 */
import { BRIDGE_NAME, type HostBridge } from '../shared/host/bridge.ts';
import type { Args, EventName, EventPayload, Host, MethodName, Result } from '../shared/host/contract.ts';
import { HOST_ERROR_CODES, HostError, type HostErrorCode } from '../shared/host/host-error.ts';

/** The first wait after a lost connection, and the longest; each try doubles it, with jitter of half its length. */
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;
/** A connection that is not open by then is given up and tried anew: something took it and does not answer. */
const OPEN_LIMIT_MS = 5000;
/** How long calls made without a connection wait for one before they fail as 'disconnected'. */
const PATIENCE_MS = 10_000;

/** What the socket client needs of the page; tests hand in their own. */
export interface SocketPorts {
  open(): WebSocket;
  setTimeout(action: () => void, ms: number): number;
  clearTimeout(id: number): void;
  random(): number;
}

declare global {
  interface Window {
    [BRIDGE_NAME]?: HostBridge;
  }
}

/** Resolves once the host answers for the first time; under Electron at once. */
export async function connectHost(): Promise<Host> {
  const bridge = window[BRIDGE_NAME];
  if (bridge) return bridgeHost(bridge);
  const address = new URL('/socket', location.href);
  address.protocol = 'ws:';
  return socketHost({
    open: () => new WebSocket(address),
    setTimeout: (action, ms) => window.setTimeout(action, ms),
    clearTimeout: (id) => window.clearTimeout(id),
    random: Math.random,
  });
}

/** A body of hundreds of megabytes ends the page's process: parts of this size do not. */
const PART_BYTES = 4 * 1024 * 1024;

/** Sends bytes to a token of `snapshot.put`, in parts. Rejects with HostError. */
export async function putBulk(token: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  for (let at = 0; at < bytes.length; at += PART_BYTES) {
    const body = bytes.subarray(at, at + PART_BYTES);
    const response = await bulkFetch(`${token}?at=${at}`, { method: 'PUT', body });
    if (!response.ok) throw await bulkError(response);
  }
}

/** The body of a token of `snapshot.get`. Rejects with HostError. */
export async function getBulk(token: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await bulkFetch(token, { method: 'GET' });
  if (!response.ok) throw await bulkError(response);
  return new Uint8Array(await response.arrayBuffer());
}

async function bulkFetch(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`/bulk/${path}`, { ...init, credentials: 'same-origin', cache: 'no-store' });
  } catch {
    throw new HostError('disconnected', 'bulk');
  }
}

/** The handler answers refusals with the error's code as text. */
async function bulkError(response: Response): Promise<HostError> {
  const code = (await response.text().catch(() => '')).trim();
  return hostError(code, `bulk ${response.status}`);
}

function hostError(code: string, detail: string): HostError {
  const known = (HOST_ERROR_CODES as readonly string[]).includes(code);
  return new HostError(known ? (code as HostErrorCode) : 'internal', detail);
}

function bridgeHost(bridge: HostBridge): Host {
  return {
    call: async <M extends MethodName>(method: M, args: Args<M>) => {
      const answer = await bridge.call(method, args);
      if (!answer.ok) throw hostError(answer.code, answer.detail);
      // The host parsed it with the method's schema.
      return answer.result as Result<M>;
    },
    on: (event, listener) => bridge.on(event, (payload) => listener(payload as never)),
    onConnection: (listener) => {
      // The host is the program itself: it is there as long as the page is.
      queueMicrotask(() => listener(true));
      return () => {};
    },
  };
}

interface Waiting {
  message: string;
  resolve(result: unknown): void;
  reject(error: HostError): void;
}

type Answer =
  | { event: string; payload: never }
  | { id: number; ok: true; result: unknown }
  | { id: number; ok: false; error: { code: string; detail: string } };

/** A host over a WebSocket. Resolves when first connected, or after PATIENCE_MS all the same. */
export function socketHost(ports: SocketPorts): Promise<Host> {
  return new Promise((resolve) => {
    const host = new SocketHost(ports);
    const done = () => {
      ports.clearTimeout(timer);
      undo();
      resolve(host);
    };
    const timer = ports.setTimeout(done, PATIENCE_MS);
    const undo = host.onConnection((now) => {
      if (now) done();
    });
    host.connect();
  });
}

/**
 * Calls under way when the connection breaks fail as 'disconnected': whether they were done is not known, so they are never repeated
 * behind the caller's back. Calls made without a connection wait for the next one.
 */
class SocketHost implements Host {
  private readonly ports: SocketPorts;
  private readonly listeners = new Map<string, Set<(payload: never) => void>>();
  private readonly watchers = new Set<(connected: boolean) => void>();
  private readonly sent = new Map<number, Waiting>();
  private readonly unsent = new Map<number, Waiting>();
  private socket: WebSocket | null = null;
  private connected = false;
  private nextId = 1;
  private tries = 0;

  constructor(ports: SocketPorts) {
    this.ports = ports;
  }

  connect(): void {
    const socket = this.ports.open();
    this.socket = socket;
    const limit = this.ports.setTimeout(() => socket.close(), OPEN_LIMIT_MS);
    socket.onopen = () => {
      this.ports.clearTimeout(limit);
      this.opened();
    };
    socket.onmessage = (message) => this.receive(String(message.data));
    socket.onclose = () => {
      this.ports.clearTimeout(limit);
      this.lost();
    };
  }

  call<M extends MethodName>(method: M, args: Args<M>): Promise<Result<M>> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const message = JSON.stringify({ id, method, args });
      // The host parsed it with the method's schema.
      const settle = (result: unknown) => resolve(result as Result<M>);
      if (this.connected) {
        this.post(id, { message, resolve: settle, reject });
        return;
      }
      const timer = this.ports.setTimeout(() => {
        if (this.unsent.delete(id)) reject(new HostError('disconnected'));
      }, PATIENCE_MS);
      const stop = () => this.ports.clearTimeout(timer);
      this.unsent.set(id, {
        message,
        resolve: (result) => {
          stop();
          settle(result);
        },
        reject: (error) => {
          stop();
          reject(error);
        },
      });
    });
  }

  on<E extends EventName>(event: E, listener: (payload: EventPayload<E>) => void): () => void {
    const of = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, of);
    of.add(listener as (payload: never) => void);
    return () => of.delete(listener as (payload: never) => void);
  }

  /** Also tells the present state, in a microtask. */
  onConnection(watcher: (connected: boolean) => void): () => void {
    this.watchers.add(watcher);
    queueMicrotask(() => {
      if (this.watchers.has(watcher)) watcher(this.connected);
    });
    return () => this.watchers.delete(watcher);
  }

  private opened(): void {
    this.tries = 0;
    const waiting = [...this.unsent];
    this.unsent.clear();
    for (const [id, call] of waiting) this.post(id, call);
    this.setConnected(true);
  }

  private lost(): void {
    this.socket = null;
    const broken = [...this.sent.values()];
    this.sent.clear();
    for (const call of broken) call.reject(new HostError('disconnected'));
    this.setConnected(false);
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.tries++);
    this.ports.setTimeout(() => this.connect(), wait / 2 + (this.ports.random() * wait) / 2);
  }

  private setConnected(now: boolean): void {
    if (now === this.connected) return;
    this.connected = now;
    for (const watcher of [...this.watchers]) watcher(now);
  }

  private post(id: number, call: Waiting): void {
    this.sent.set(id, call);
    this.socket?.send(call.message);
  }

  private receive(text: string): void {
    const message = JSON.parse(text) as Answer;
    if ('event' in message) {
      for (const listener of [...(this.listeners.get(message.event) ?? [])]) listener(message.payload);
      return;
    }
    const call = this.sent.get(message.id);
    this.sent.delete(message.id);
    if (message.ok) call?.resolve(message.result);
    else call?.reject(hostError(message.error.code, message.error.detail));
  }
}
