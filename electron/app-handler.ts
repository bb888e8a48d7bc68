/**
 * The pure request handler of both hosts: static files from the build's manifest, one-time bulk tokens, security headers.
 * It knows neither sockets nor Electron; who may ask at all (Host, Origin, cookie) is decided by `RequestGuard`
 * in the browser host and by the custom scheme in Electron. A path outside the manifest does not exist.
 */
import { HostError } from '../shared/host/host-error.ts';
import type { OnlineBasemapService } from './services/basemap/online-basemap.ts';
import type { BulkTokens } from './services/bulk.ts';
import type { CameraDesk } from './services/cameras/camera-desk.ts';
import { CameraError } from './services/cameras/camera-fetch.ts';
import type { StaticFiles } from './services/static-files.ts';

export interface AppRequest {
  method: string;
  /** Path and query, or an absolute address; only the path counts. */
  url: string;
  /** Lower-case names. */
  headers: Record<string, string | undefined>;
  body?: AsyncIterable<Uint8Array>;
}

export interface AppResponse {
  status: number;
  headers: Record<string, string>;
  body: Uint8Array | AsyncIterable<Uint8Array> | null;
}

/** The same policy in both hosts; every word of it is tested. */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const DENIED_FEATURES = [
  'accelerometer',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'usb',
];

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': CONTENT_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': DENIED_FEATURES.map((name) => `${name}=()`).join(', '),
};

export interface AppHandlerParts {
  files: StaticFiles;
  bulk: BulkTokens;
  /** Tiles of the online basemap; absent: there are none. */
  basemap?: Pick<OnlineBasemapService, 'tile'>;
  /** Pictures of cameras; absent: there are none. */
  cameras?: Pick<CameraDesk, 'picture' | 'film'>;
}

export type AppHandler = (request: AppRequest) => Promise<AppResponse>;

/** Builds the handler. It never throws: what goes wrong inside becomes a status and a short plain text. */
export function createAppHandler(parts: AppHandlerParts): AppHandler {
  return async (request) => {
    try {
      const path = pathOf(request.url);
      if (path === null) return plain(400, 'bad address');
      if (path.startsWith('/bulk/')) return await bulk(parts.bulk, request, path.slice('/bulk/'.length));
      if (path.startsWith('/basemap/')) return await basemapTile(parts.basemap, request, path);
      if (path.startsWith('/camera/')) return await cameraPicture(parts.cameras, request, path);
      return await staticFile(parts.files, request, path);
    } catch (error) {
      return plain(statusOf(error), error instanceof HostError ? error.code : 'internal');
    }
  };
}

/** The decoded path, or null when it is malformed or tries to leave the tree in any spelling. */
function pathOf(url: string): string | null {
  const bare = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split(/[?#]/, 1)[0] || '/';
  let path: string;
  try {
    path = decodeURIComponent(bare);
  } catch {
    return null;
  }
  if (!path.startsWith('/') || path.includes('\\') || path.includes('\0')) return null;
  return path.split('/').includes('..') ? null : path;
}

async function staticFile(files: StaticFiles, request: AppRequest, path: string): Promise<AppResponse> {
  const found = await files.find(path);
  if (!found) return plain(404, 'not found');
  if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed('GET, HEAD');
  const html = found.type.startsWith('text/html');
  const etag = `"${found.sha256}"`;
  const headers: Record<string, string> = {
    ...SECURITY_HEADERS,
    'content-type': found.type,
    'cache-control': html
      ? 'no-store'
      : path.startsWith('/assets/')
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
  };
  if (!html) headers['etag'] = etag;
  if (!html && request.headers['if-none-match'] === etag) return { status: 304, headers, body: null };
  headers['content-length'] = String(found.bytes);
  if (request.method === 'HEAD') return { status: 200, headers, body: null };
  return { status: 200, headers, body: await files.read(found) };
}

async function bulk(tokens: BulkTokens, request: AppRequest, token: string): Promise<AppResponse> {
  if (request.method === 'PUT') {
    await tokens.receive(token, request.body ?? empty(), partStart(request));
    return { status: 204, headers: { ...SECURITY_HEADERS, 'cache-control': 'no-store' }, body: null };
  }
  if (request.method === 'GET') {
    const source = await tokens.send(token);
    return {
      status: 200,
      headers: {
        ...SECURITY_HEADERS,
        'content-type': 'application/octet-stream',
        'content-length': String(source.bytes),
        'cache-control': 'no-store',
      },
      body: source.stream,
    };
  }
  return notAllowed('GET, PUT');
}

const TILE = /^\/basemap\/([0-9a-f]{16})\/(\d{1,2})\/(\d{1,8})\/(\d{1,8})$/;

/** A picture by what it is, or 204 where there is none: a map asks for many that are not there. */
async function basemapTile(
  basemap: AppHandlerParts['basemap'],
  request: AppRequest,
  path: string,
): Promise<AppResponse> {
  if (request.method !== 'GET') return notAllowed('GET');
  const match = TILE.exec(path);
  if (!match || !basemap) return plain(404, 'not found');
  const [z, x, y] = match.slice(2).map(Number);
  const picture = await basemap.tile(match[1], z, x, y);
  const headers = { ...SECURITY_HEADERS, 'cache-control': 'no-store' };
  if (!picture) return { status: 204, headers, body: null };
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': picture.type,
      'content-length': String(picture.bytes.length),
    },
    body: picture.bytes,
  };
}

const LOOK = /^\/camera\/([A-Za-z0-9_-]{32})\/(picture|film|film-(\d{1,9}))$/;

/** What a ticket is good for; a camera that gives none says why in one word. */
async function cameraPicture(
  cameras: AppHandlerParts['cameras'],
  request: AppRequest,
  path: string,
): Promise<AppResponse> {
  if (request.method !== 'GET') return notAllowed('GET');
  const match = LOOK.exec(path);
  if (!match || !cameras) return plain(404, 'not found');
  const [, ticket, what, piece] = match;
  try {
    const { n, type, bytes } =
      what === 'picture'
        ? await cameras.picture(ticket, partStart(request) ?? 0)
        : { n: 0, ...(await cameras.film(ticket, piece === undefined ? null : Number(piece))) };
    return {
      status: 200,
      headers: {
        ...SECURITY_HEADERS,
        'content-type': type,
        'content-length': String(bytes.length),
        'cache-control': 'no-store',
        'x-picture': String(n),
      },
      body: bytes,
    };
  } catch (error) {
    if (!(error instanceof CameraError)) throw error;
    if (what !== 'picture') return plain(502, error.why);
    // That a camera gives no picture is an answer, as a map's missing tile is: the page shows why.
    const headers = { ...SECURITY_HEADERS, 'cache-control': 'no-store', 'x-trouble': error.why };
    return { status: 204, headers, body: null };
  }
}

/** `?at=N`: the body is the part that begins at byte N. Anything else in its place counts as byte -1, which no part has. */
function partStart(request: AppRequest): number | undefined {
  const at = new URL(request.url, 'http://host.invalid').searchParams.get('at');
  if (at === null) return undefined;
  return /^\d{1,15}$/.test(at) ? Number(at) : -1;
}

async function* empty(): AsyncIterable<Uint8Array> {}

function notAllowed(allow: string): AppResponse {
  const response = plain(405, 'method not allowed');
  response.headers['allow'] = allow;
  return response;
}

/** A refusal in plain text, with the same headers as everything else. */
export function plain(status: number, text: string): AppResponse {
  const body = new TextEncoder().encode(`${text}\n`);
  return {
    status,
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'text/plain; charset=utf-8',
      'content-length': String(body.length),
      'cache-control': 'no-store',
    },
    body,
  };
}

function statusOf(error: unknown): number {
  if (!(error instanceof HostError)) return 500;
  switch (error.code) {
    case 'not-found':
      return 404;
    case 'too-large':
      return 413;
    case 'not-allowed':
      return 403;
    case 'bad-arguments':
      return 400;
    case 'disk-full':
      return 507;
    default:
      return 500;
  }
}
