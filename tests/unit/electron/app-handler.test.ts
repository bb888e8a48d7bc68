import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AppHandler, type AppResponse, createAppHandler } from '../../../electron/app-handler.ts';
import { createBulkTokens } from '../../../electron/services/bulk.ts';
import { openStaticFiles } from '../../../electron/services/static-files.ts';
import { madeUpBuild } from '../../support/made-up-build.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function handlerOn(dist: string): Promise<AppHandler> {
  return createAppHandler({ files: await openStaticFiles(dist), bulk: createBulkTokens(() => 0) });
}

function handler(): Promise<AppHandler> {
  return handlerOn(madeUpBuild(join(temporaryFolder(), 'dist')));
}

const get = (url: string, headers = {}) => ({ method: 'GET', url, headers });

function text(response: AppResponse): string {
  return response.body instanceof Uint8Array ? new TextDecoder().decode(response.body) : '';
}

/** As the design states them: a changed word fails here first. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self'; " +
    "font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};

describe('the request handler', { timeout: 30_000 }, () => {
  it('sends the same security headers with everything', async () => {
    const handle = await handler();
    const requests = [
      get('/'),
      get('/wall'),
      get('/assets/a-1.js'),
      get('/none'),
      get('/%zz'),
      get('/bulk/none'),
      { method: 'POST', url: '/', headers: {} },
    ];
    for (const request of requests) {
      const { headers } = await handle(request);
      expect(headers).toMatchObject(HEADERS);
      expect(headers['permissions-policy']).toContain('camera=()');
    }
  });

  it('serves pages fresh, built files for ever and others with a tag', async () => {
    const handle = await handler();
    const page = await handle(get('/'));
    expect([page.status, page.headers['cache-control'], text(page)]).toEqual([
      200,
      'no-store',
      '<!doctype html>main',
    ]);
    expect(text(await handle(get('/wall?scene=2')))).toBe('<!doctype html>wall');
    expect((await handle(get('/assets/a-1.js'))).headers['cache-control']).toContain('immutable');
    const icon = await handle(get('app://linli/icon.svg'));
    expect(icon.headers).toMatchObject({ 'content-type': 'image/svg+xml', 'content-length': '6' });
    const again = await handle(get('/icon.svg', { 'if-none-match': icon.headers['etag'] }));
    expect([again.status, again.body]).toEqual([304, null]);
    const head = await handle({ method: 'HEAD', url: '/icon.svg', headers: {} });
    expect([head.status, head.headers['content-length'], head.body]).toEqual([200, '6', null]);
  });

  it('knows its methods', async () => {
    const handle = await handler();
    const post = await handle({ method: 'POST', url: '/', headers: {} });
    expect([post.status, post.headers['allow']]).toEqual([405, 'GET, HEAD']);
    const erase = await handle({ method: 'DELETE', url: '/bulk/x', headers: {} });
    expect([erase.status, erase.headers['allow']]).toEqual([405, 'GET, PUT']);
  });

  it('has nothing outside the manifest, however the path is spelt', async () => {
    const handle = await handler();
    const known = [
      '/secret.txt',
      '/renderer/secret.txt',
      '/manifest.json',
      '/../manifest.json',
      '/assets/../../manifest.json',
      '/%2e%2e/manifest.json',
      '/..%2fmanifest.json',
      '/..%5cmanifest.json',
      '/assets/..\\..\\manifest.json',
      '/%00/index.html',
      '//index.html',
      '/constructor',
      '/__proto__',
      '/bulk',
    ];
    for (const url of known) expect([400, 404]).toContain((await handle(get(url))).status);
    const piece = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2E.',
      '/',
      '\\',
      '%2f',
      '%5c',
      'secret.txt',
      'renderer',
      'assets',
      '%00',
    );
    const path = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('/')}`);
    await fc.assert(
      fc.asyncProperty(path, async (url) => {
        const response = await handle(get(url));
        expect(text(response)).not.toContain('secret');
        expect([200, 400, 404]).toContain(response.status);
      }),
      { numRuns: 300 },
    );
  });

  it('does not serve a file that is not what was built', async () => {
    const dist = madeUpBuild(join(temporaryFolder(), 'dist'));
    appendFileSync(join(dist, 'renderer', 'icon.svg'), '<script/>');
    const response = await (await handlerOn(dist))(get('/icon.svg'));
    expect(response.status).toBe(500);
    expect(text(response)).not.toContain('script');
  });

  it('serves a new build from the next page on', async () => {
    const dist = madeUpBuild(join(temporaryFolder(), 'dist'));
    const handle = await handlerOn(dist);
    const { readFileSync, utimesSync, writeFileSync } = await import('node:fs');
    const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
    manifest.files['/assets/b-2.js'] = manifest.files['/assets/a-1.js'];
    writeFileSync(join(dist, 'manifest.json'), JSON.stringify(manifest));
    utimesSync(join(dist, 'manifest.json'), 1, 1);
    expect((await handle(get('/assets/b-2.js'))).status).toBe(404);
    expect((await handle(get('/'))).status).toBe(200);
    expect((await handle(get('/assets/b-2.js'))).status).toBe(200);
  });

  it('says that nothing was built', async () => {
    await expect(openStaticFiles(temporaryFolder())).rejects.toMatchObject({ code: 'not-found' });
  });
});
