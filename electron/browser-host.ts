/**
 * The host where Electron is absent: plain HTTP and a WebSocket on 127.0.0.1, never another interface. Owns who may ask
 * (request-guard.ts) and the life of the server; answers come from the same handler and handlers as in Electron.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { HostError } from '../shared/host/host-error.ts';
import { type AppResponse, plain } from './app-handler.ts';
import { createRequestGuard, type RequestGuard } from './host/request-guard.ts';
import { SOCKET_MAX_PAYLOAD, serveSockets } from './host/socket.ts';
import {
  defaultProfileFolder,
  openProfile,
  type Profile,
  ProfileInUseError,
  profileOwner,
  readProfileFile,
} from './services/profile.ts';
import { type HostPorts, openServices, type Services } from './services/services.ts';

export interface BrowserHostOptions {
  /** Folder of the build. */
  dist: string;
  /** Folder of the data; absent: the user's own. */
  profile?: string;
  /** Wanted port; absent: the one kept in the profile; 0: any free one, not kept. */
  port?: number;
  /** Instead of this host's own ports. */
  ports?: Partial<HostPorts>;
}

/** `running`: another process already serves this profile at `address`. */
export type BrowserHostStart =
  | { outcome: 'ready'; address: string; port: number; close(): Promise<void> }
  | { outcome: 'running'; address: string };

export type StartErrorCode = 'port-in-use' | 'profile-in-use';

/** Why the host cannot start; shown as `error.<code>` with `value` (the port, or the process that holds the profile). */
export class StartError extends Error {
  readonly code: StartErrorCode;
  readonly value: string;
  constructor(code: StartErrorCode, value: string) {
    super(`${code} ${value}`);
    this.name = 'StartError';
    this.code = code;
    this.value = value;
  }
}

const ADDRESS = '127.0.0.1';
/** Who answers at an address: `GET /hello` says whether it is Linli, and for which profile. */
const HELLO_TIMEOUT_MS = 2000;

const PORTS: HostPorts = {
  host: 'browser',
  capabilities: { secureKeyStore: 'passphrase', kiosk: false, printToPdf: false, openWindow: false },
  openWindow: () => Promise.reject(new HostError('not-allowed', 'the browser opens its own windows')),
};

/** Starts the host, or finds the one that already runs on this profile. Rejects with StartError. */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHostStart> {
  const folder = options.profile ?? defaultProfileFolder();
  let profile: Profile;
  try {
    profile = await openProfile(folder);
  } catch (error) {
    if (!(error instanceof ProfileInUseError)) throw error;
    const address = await runningAddress(folder);
    if (address) return { outcome: 'running', address };
    throw new StartError('profile-in-use', String(error.owner.pid));
  }
  try {
    return await serve(profile, options);
  } catch (error) {
    await profile.release();
    throw error;
  }
}

async function serve(profile: Profile, options: BrowserHostOptions): Promise<BrowserHostStart> {
  const server = createServer();
  // A page that holds its connection open must not keep the program from ending.
  server.keepAliveTimeout = 5000;
  await listen(server, options.port ?? profile.port);
  const port = (server.address() as AddressInfo).port;
  const guard = createRequestGuard(port, profile.token);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: SOCKET_MAX_PAYLOAD,
    perMessageDeflate: false,
  });
  // Listening comes first (a taken port is told before anything is opened), so who comes before the services are open waits for
  // them: a page that reconnects in that moment would otherwise never be answered.
  const opening = openServices(profile, options.dist, { ...PORTS, ...options.ports });
  const serving = opening.then((services) =>
    serveSockets(sockets, {
      handlers: services.handlers,
      events: services.events,
      report: (method, error) => console.error(`[host] ${method}:`, error),
    }),
  );
  server.on('request', (request, response) => void answer(request, response, guard, opening, profile));
  server.on('upgrade', (request, socket, head) => {
    // Who gives up while waiting must not end the program.
    socket.on('error', () => socket.destroy());
    serving.then(
      () => upgrade(request, socket, head, guard, sockets),
      () => socket.destroy(),
    );
  });
  let services: Services;
  let stopSockets: () => void;
  try {
    [services, stopSockets] = await Promise.all([opening, serving]);
  } catch (error) {
    server.close();
    server.closeAllConnections();
    throw error;
  }
  if (options.port !== 0) await profile.keepPort(port);
  return {
    outcome: 'ready',
    address: guard.origin,
    port,
    close: async () => {
      stopSockets();
      server.close();
      server.closeAllConnections();
      await services.close();
      await profile.release();
    },
  };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
      reject(taken ? new StartError('port-in-use', String(port)) : error);
    });
    server.listen(port, ADDRESS, resolve);
  });
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  guard: RequestGuard,
  opening: Promise<Services>,
  profile: Profile,
): Promise<void> {
  try {
    const services = await opening;
    const url = request.url ?? '/';
    const verdict = guard.request(request.method ?? 'GET', url, request.headers);
    let result: AppResponse;
    if (!verdict.allowed) {
      result = plain(verdict.status, verdict.reason);
      if (verdict.location) result.headers['location'] = verdict.location;
    } else if (url === '/hello') {
      result = plain(200, `linli ${profile.id}`);
    } else {
      result = await services.handleRequest({
        method: request.method ?? 'GET',
        url,
        headers: flat(request.headers),
        body: request,
      });
    }
    if (verdict.cookie && result.status === 200) result.headers['set-cookie'] = verdict.cookie;
    await send(response, result);
  } catch {
    // The page went away in the middle, or the source of a stream failed: a cut connection tells it so.
    response.destroy();
  }
}

async function send(response: ServerResponse, result: AppResponse): Promise<void> {
  response.writeHead(result.status, result.headers);
  if (result.body === null || result.body instanceof Uint8Array) {
    response.end(result.body ?? undefined);
    return;
  }
  for await (const part of result.body) {
    if (!response.write(part)) await drained(response);
  }
  response.end();
}

/** Resolves when the page has taken what was written; rejects when it went away. */
function drained(response: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      response.off('drain', settle);
      response.off('close', settle);
      if (response.destroyed) reject(new Error('closed'));
      else resolve();
    };
    response.once('drain', settle);
    response.once('close', settle);
    if (response.destroyed) settle();
  });
}

function upgrade(
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  guard: RequestGuard,
  sockets: WebSocketServer,
): void {
  if (!guard.socket(request.url ?? '/', request.headers)) {
    socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    return;
  }
  sockets.handleUpgrade(request, socket, head, (page) => sockets.emit('connection', page, request));
}

function flat(headers: IncomingMessage['headers']): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  );
}

/** The address of the living host of this profile; null when none answers as such. */
async function runningAddress(folder: string): Promise<string | null> {
  const [owner, file] = await Promise.all([profileOwner(folder), readProfileFile(folder)]);
  if (!owner || !file) return null;
  const address = `http://${ADDRESS}:${file.port}`;
  try {
    const response = await fetch(`${address}/hello`, { signal: AbortSignal.timeout(HELLO_TIMEOUT_MS) });
    return (await response.text()) === `linli ${file.id}\n` ? address : null;
  } catch {
    return null;
  }
}
