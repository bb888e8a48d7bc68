/**
 * Who may ask the browser host: Host and Origin exactly ours, the session cookie for everything that is not a static file.
 * Keeps other sites (and rebound names) out, not other programs of the same machine. Pure: no sockets here.
 */
import { timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

export type Verdict =
  | { allowed: true; cookie?: string }
  | { allowed: false; status: number; reason: string; location?: string; cookie?: undefined };

export interface RequestGuard {
  /** `http://127.0.0.1:<port>` */
  origin: string;
  request(method: string, url: string, headers: IncomingHttpHeaders): Verdict;
  /** Whether this upgrade may become the page's socket. */
  socket(url: string, headers: IncomingHttpHeaders): boolean;
}

const SAFE = new Set(['GET', 'HEAD']);
/** Pages: the only addresses that another site may link to. */
const PAGES = new Set(['/', '/wall']);

/** `token`: the secret in the cookie. Cookies do not know ports, so the port is in the cookie's name. */
export function createRequestGuard(port: number, token: string): RequestGuard {
  const host = `127.0.0.1:${port}`;
  const origin = `http://${host}`;
  const name = `linli-${port}`;
  const cookie = `${name}=${token}; HttpOnly; SameSite=Strict; Path=/`;

  function request(method: string, url: string, headers: IncomingHttpHeaders): Verdict {
    const path = url.split('?', 1)[0];
    if (headers.host !== host) {
      // Another name would be another origin, with an empty cache: send the person to ours.
      return headers.host === `localhost:${port}` && PAGES.has(path) && method === 'GET'
        ? { allowed: false, status: 307, reason: 'moved', location: `${origin}${path}` }
        : refused('wrong host');
    }
    if (headers.origin !== undefined && headers.origin !== origin) return refused('wrong origin');
    const site = headers['sec-fetch-site'];
    const linked = site === 'cross-site' || site === 'same-site';
    if (linked && !(PAGES.has(path) && headers['sec-fetch-mode'] === 'navigate'))
      return refused('other site');
    if (!SAFE.has(method) && headers.origin !== origin) return refused('no origin');
    if (/^\/(bulk|basemap|camera)\//.test(path) && !hasCookie(headers)) return refused('no session');
    return PAGES.has(path) ? { allowed: true, cookie } : { allowed: true };
  }

  function hasCookie(headers: IncomingHttpHeaders): boolean {
    const expected = Buffer.from(token);
    return (headers.cookie ?? '').split(';').some((pair) => {
      const at = pair.indexOf('=');
      if (at < 0 || pair.slice(0, at).trim() !== name) return false;
      const given = Buffer.from(pair.slice(at + 1).trim());
      return given.length === expected.length && timingSafeEqual(given, expected);
    });
  }

  return {
    origin,
    request,
    socket: (url, headers) =>
      url === '/socket' && headers.host === host && headers.origin === origin && hasCookie(headers),
  };
}

function refused(reason: string): Verdict {
  return { allowed: false, status: 403, reason };
}
