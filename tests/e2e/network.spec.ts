/** Nothing leaves the origin, and every answer carries the policy. */
import type { Response } from '@playwright/test';
import WebSocket from 'ws';
import { goTo, mapRests } from '../support/e2e/desk.ts';
import { expect, test } from '../support/e2e/linli.ts';

const POLICY = {
  'content-security-policy':
    /default-src 'none'.*script-src 'self' 'wasm-unsafe-eval'.*frame-ancestors 'none'/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-embedder-policy': /^require-corp$/,
  'x-content-type-options': /^nosniff$/,
};

/** Headers of an answer that are not as they must be. */
function faults(response: Response): string[] {
  const headers = response.headers();
  return Object.entries(POLICY)
    .filter(([name, wanted]) => !wanted.test(headers[name] ?? ''))
    .map(([name]) => `${response.url()}: ${name} ${headers[name]}`);
}

test('desk and wall load all they need from their own origin, under the policy', async ({ linli }) => {
  const found: string[] = [];
  const paths = new Set<string>();
  linli.context().on('response', (response) => {
    const { pathname, protocol } = new URL(response.url());
    if (protocol !== 'http:') return;
    paths.add(pathname);
    found.push(...faults(response));
  });
  const page = await linli.openDesk();
  await mapRests(page);
  for (const workspace of ['grids', 'cases', 'data'] as const) await goTo(page, workspace);
  const wall = await linli.context().newPage();
  await wall.goto(`${linli.host.origin}/wall`);
  await expect(wall.locator('.wall-figures')).toBeVisible({ timeout: 30_000 });
  for (const path of ['/hello', '/nowhere', '/../package.json', '/bulk/none']) {
    const response = await linli.context().request.get(linli.host.origin + path);
    const headers = response.headers();
    for (const [name, wanted] of Object.entries(POLICY))
      if (!wanted.test(headers[name] ?? '')) found.push(`${path}: ${name} ${headers[name]}`);
    if (path !== '/hello') expect(response.status()).toBe(404);
  }
  expect(found).toEqual([]);
  expect([...paths]).toEqual(expect.arrayContaining(['/', '/wall']));
  expect(await page.evaluate(() => [isSecureContext, crossOriginIsolated])).toEqual([true, true]);
  expect(linli.watch.strangers).toEqual([]);
});

test('another site, another host name and a page without the cookie are refused', async ({
  linli,
  playwright,
}) => {
  const stranger = await playwright.request.newContext();
  const { origin, port } = linli.host;
  expect(
    (await stranger.get(`${origin}/assets/none.js`, { headers: { host: 'evil.example' } })).status(),
  ).toBe(403);
  expect((await stranger.get(`${origin}/`, { headers: { host: `evil.example:${port}` } })).status()).toBe(
    403,
  );
  expect(
    (await stranger.put(`${origin}/bulk/none`, { headers: { origin: 'https://evil.example' } })).status(),
  ).toBe(403);
  await stranger.dispose();
  const refused = await new Promise<boolean>((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/socket`);
    socket.onopen = () => resolve(false);
    socket.onerror = () => resolve(true);
  });
  expect(refused).toBe(true);
});
