import { describe, expect, it } from 'vitest';
import { createRequestGuard } from '../../../../electron/host/request-guard.ts';

const TOKEN = 'a'.repeat(43);
const guard = createRequestGuard(17653, TOKEN);
const host = '127.0.0.1:17653';
const origin = `http://${host}`;
const cookie = `other=1; linli-17653=${TOKEN}`;

describe('who may ask the browser host', () => {
  it('gives its cookie with pages only, out of reach of scripts and other sites', () => {
    const verdict = guard.request('GET', '/', { host });
    expect(verdict).toEqual({
      allowed: true,
      cookie: `linli-17653=${TOKEN}; HttpOnly; SameSite=Strict; Path=/`,
    });
    expect(guard.request('GET', '/assets/a.js', { host })).toEqual({ allowed: true });
  });

  it('wants its own name exactly', () => {
    for (const other of [
      'evil.example',
      'localhost',
      '127.0.0.1',
      '127.0.0.1:1',
      `x.${host}`,
      `${host}.evil`,
      undefined,
    ]) {
      expect(guard.request('GET', '/', { host: other })).toMatchObject({ allowed: false, status: 403 });
    }
  });

  it('sends a person who typed localhost to the one address that has the data', () => {
    const verdict = guard.request('GET', '/wall?x=1', { host: 'localhost:17653' });
    expect(verdict).toMatchObject({ allowed: false, status: 307, location: `${origin}/wall` });
    expect(guard.request('GET', '/bulk/x', { host: 'localhost:17653' })).toMatchObject({ status: 403 });
  });

  it('refuses other origins, and writes without an origin', () => {
    for (const other of [
      'null',
      'http://evil.example',
      'http://localhost:17653',
      `https://${host}`,
      `${origin}/`,
    ]) {
      expect(guard.request('GET', '/', { host, origin: other }).allowed).toBe(false);
      expect(guard.request('PUT', '/bulk/x', { host, origin: other, cookie }).allowed).toBe(false);
    }
    expect(guard.request('PUT', '/bulk/x', { host, cookie }).allowed).toBe(false);
    expect(guard.request('PUT', '/bulk/x', { host, cookie, origin }).allowed).toBe(true);
  });

  it('lets other sites link to a page and load nothing', () => {
    const linked = { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(guard.request('GET', '/', linked).allowed).toBe(true);
    expect(guard.request('GET', '/assets/a.js', linked).allowed).toBe(false);
    expect(guard.request('GET', '/', { ...linked, 'sec-fetch-mode': 'no-cors' }).allowed).toBe(false);
    expect(guard.request('GET', '/icon.svg', { host, 'sec-fetch-site': 'same-origin' }).allowed).toBe(true);
  });

  it('wants the cookie for bulk bytes', () => {
    expect(guard.request('GET', '/bulk/x', { host, cookie }).allowed).toBe(true);
    for (const wrong of [
      '',
      'linli-17653=',
      `linli-17653=${TOKEN}a`,
      `linli-1=${TOKEN}`,
      `linli-17653=${'b'.repeat(43)}`,
    ]) {
      expect(guard.request('GET', '/bulk/x', { host, cookie: wrong }).allowed).toBe(false);
    }
  });

  it('opens a socket only to our own page', () => {
    const good = { host, origin, cookie };
    expect(guard.socket('/socket', good)).toBe(true);
    expect(guard.socket('/other', good)).toBe(false);
    expect(guard.socket('/socket', { ...good, origin: 'http://evil.example' })).toBe(false);
    expect(guard.socket('/socket', { host, cookie })).toBe(false);
    expect(guard.socket('/socket', { host, origin })).toBe(false);
    expect(guard.socket('/socket', { ...good, host: 'localhost:17653' })).toBe(false);
  });
});
