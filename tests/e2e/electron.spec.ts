/**
 * The one pass of the Electron side in a real Chromium: built main, built preload and the page, over the stand-in. What only
 * real Electron can show (isolated worlds, the process sandbox, native menus) is not claimed here.
 */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, expect, type Page, test } from '@playwright/test';
import type { BridgeAnswer } from '../../shared/host/bridge.ts';
import { chromiumPath, testArgs } from '../support/chromium.mjs';
import { type ElectronPage, openElectronPage } from '../support/electron-standin/page-driver.ts';

// One program for all: each test leaves it running for the next, and only the second start is one of its own.
test.setTimeout(120_000);
let browser: Browser;
let program: ElectronPage;
let dir: string;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  browser = await chromium.launch({ executablePath: await chromiumPath(), args: testArgs });
  dir = mkdtempSync(join(tmpdir(), 'linli-electron-'));
  program = await openElectronPage(browser, { profileDir: dir });
});
test.afterAll(async () => {
  expect(await program.close()).toBe(0);
  await browser.close();
});

/** Calls the host as the page's own code does. */
function call(page: Page, method: string, args: unknown): Promise<BridgeAnswer> {
  return page.evaluate(
    async ([name, what]) => {
      const host = window.linliHost;
      if (!host) throw new Error('no bridge');
      return host.call(name as string, what);
    },
    [method, args] as const,
  );
}

test('the page of the program shows its shell and breaks no rule', async () => {
  const { page, refused } = program;
  const said: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') said.push(message.text());
  });
  page.on('pageerror', (error) => said.push(error.message));
  await page.evaluate(() =>
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    }),
  );
  await expect(page).toHaveTitle(/邻里|Linli/);
  await expect(page.locator('#root')).not.toBeEmpty();
  expect(await page.evaluate(() => [isSecureContext, crossOriginIsolated])).toEqual([true, true]);
  expect(said).toEqual([]);
  expect(refused).toEqual([]);
});

test('the real page opens community y through main and preload, living', async () => {
  const { page, refused } = program;
  await expect(page.locator('.status-bar strong')).toContainText('Y', { timeout: 60_000 });
  await expect(page.locator('.twin-inspector')).toHaveAttribute('aria-busy', 'false', { timeout: 60_000 });
  await expect(page.locator('.twin-figure b').first()).toHaveText(/^7\D?\d{3}$/);
  await expect(page.locator('.map-room canvas').first()).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('.rail-badge')).toBeVisible({ timeout: 30_000 });
  expect(refused).toEqual([]);
});

test('a call goes from the page through preload and main to the services and back', async () => {
  const body = { kind: 'audit', action: 'e2e', detail: '', count: 3 };
  const { page } = program;
  const info = await call(page, 'app.info', {});
  expect(info).toMatchObject({
    ok: true,
    result: { host: 'electron', capabilities: { openWindow: true } },
  });
  expect(await call(page, 'journal.append', { session: null, bodies: [body] })).toMatchObject({ ok: true });
  expect(await call(page, 'app.quit', {})).toEqual({ ok: false, code: 'unknown-method', detail: '' });
  expect(await call(page, 'journal.read', { after: 'x' })).toMatchObject({
    ok: false,
    code: 'bad-arguments',
  });
  expect(await program.close()).toBe(0);
  program = await openElectronPage(browser, { profileDir: dir });
  expect(await call(program.page, 'app.info', {})).toEqual(info);
  const read = await call(program.page, 'journal.read', { after: 0, limit: 10_000 });
  if (!read.ok) throw new Error(read.code);
  const { records } = read.result as { records: { body: unknown }[] };
  expect(records.map((record) => record.body)).toContainEqual(body);
});

test('bulk bytes go through the scheme with a token that works once', async () => {
  const { page } = program;
  const bytes = 300_000;
  const offered = await call(page, 'snapshot.put', { generation: 'g-e2e', name: 'e2e', bytes });
  if (!offered.ok) throw new Error(offered.code);
  const { token } = offered.result as { token: string };
  const [hash, first, second] = await page.evaluate(
    async ([path, length]) => {
      const data = new Uint8Array(length as number).map((_, index) => (index * 31) % 251);
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
      const put = async (): Promise<number> =>
        (await fetch(path as string, { method: 'PUT', body: data })).status;
      const hex = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
      return [hex, await put(), await put()] as const;
    },
    [`/bulk/${token}`, bytes] as const,
  );
  expect([first, second]).toEqual([204, 404]);
  expect(await call(page, 'snapshot.commit', { token, sha256: hash })).toMatchObject({
    ok: true,
    result: { bytes },
  });
  const got = await call(page, 'snapshot.get', { generation: 'g-e2e' });
  if (!got.ok) throw new Error(got.code);
  const back = await page.evaluate(
    async (path) => {
      const data = await (await fetch(path)).arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', data));
      return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    },
    `/bulk/${(got.result as { token: string }).token}`,
  );
  expect(back).toBe(hash);
});

test('events arrive as plain payloads, and stop when they are no longer wanted', async () => {
  const { page, app } = program;
  const heard = page.evaluate(
    () =>
      new Promise<unknown[]>((resolve) => {
        const stop = window.linliHost?.on('power.changed', (...args: unknown[]) => {
          stop?.();
          resolve(args);
        });
      }),
  );
  await page.evaluate(() => 0);
  app.standin.electron.powerMonitor.emit('resume');
  expect(await heard).toEqual([{ state: 'resume' }]);
});

test('the page can leave for nowhere, open nothing and reach no network', async () => {
  const { page } = program;
  const before = page.url();
  await page.evaluate(() => location.assign('https://example.com/'));
  await expect.poll(() => program.refused).toContain('https://example.com/');
  await page.waitForLoadState();
  expect(page.url()).toBe(before);
  const reached = await page.evaluate(async () => {
    const tries = ['https://example.com/x', 'http://127.0.0.1:17653/', '/../etc/passwd', '/nowhere'];
    const answers: (number | 'refused')[] = [];
    for (const url of tries)
      answers.push(
        await fetch(url).then(
          (response) => response.status,
          () => 'refused' as const,
        ),
      );
    return answers;
  });
  expect(reached).toEqual(['refused', 'refused', 404, 404]);
  await page.evaluate(() => void window.open('/'));
  await expect.poll(() => page.context().pages().length).toBe(1);
});

test('a frame inside the page has no bridge and gets no answer', async () => {
  const { page } = program;
  const answer = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const inner = frame.contentWindow as unknown as Record<string, unknown>;
    const ask = inner['__standinAsk'] as
      | ((channel: string, message: unknown) => Promise<unknown>)
      | undefined;
    return {
      bridge: 'linliHost' in inner,
      answer: await ask?.('linli:call', { method: 'app.info', args: {} }),
    };
  });
  expect(answer).toEqual({ bridge: false, answer: { ok: false, code: 'not-allowed', detail: '' } });
});

test('a crashed page comes back by itself, and in the end as a page that says so', async () => {
  const { page, app } = program;
  const [window] = app.standin.windows;
  const loaded = page.waitForEvent('load');
  window.webContents.die('crashed');
  await loaded;
  expect(await call(page, 'app.info', {})).toMatchObject({ ok: true });
  for (let time = 0; time < 3; time++) {
    const again = page.waitForEvent('load');
    window.webContents.die('crashed');
    await again;
  }
  await expect(page.getByRole('heading').first()).toHaveText('页面未能恢复');
  await page.getByRole('link', { name: /重新打开/ }).click();
  await expect(page.locator('#root')).not.toBeEmpty();
});

test('the wall opens as a second window on the same data', async () => {
  const { page, app, pageOf } = program;
  expect(await call(page, 'window.open', { page: 'wall' })).toEqual({ ok: true, result: null });
  await expect.poll(() => app.standin.windows[1]?.visible).toBe(true);
  const wall = pageOf(app.standin.windows[1]);
  expect(new URL(wall.url()).pathname).toBe('/wall');
  expect(await call(wall, 'app.info', {})).toEqual(await call(page, 'app.info', {}));
});
