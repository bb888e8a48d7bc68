/**
 * The fixture of the end-to-end tests: a profile in a temporary folder, the real browser host on it and a real Chromium
 * with a profile of its own, both of which can be killed and started again. A test fails on any complaint of a page.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type BrowserContext, chromium, expect, type Page } from '@playwright/test';
import { chromiumArgs, chromiumPath } from '../chromium.mjs';
import { ensureBuilt } from '../electron-standin/start.ts';
import { HostProcess } from './host-process.ts';
import { reportPolicy, type Watch, watchContext } from './watch.ts';

export { expect };

export interface Linli {
  readonly host: HostProcess;
  readonly folder: string;
  readonly watch: Watch;
  /** The browser of the moment. */
  context(): BrowserContext;
  /** A page at this path. */
  open(path?: string): Promise<Page>;
  /** A page that shows its community, map and counts. */
  openDesk(): Promise<Page>;
  /** Closes the browser as a person would. */
  closeBrowser(): Promise<void>;
  /** Ends the browser as a power cut would. */
  killBrowser(): Promise<void>;
  /** Starts the browser again: on the same folder, or on a new one that has never seen the profile. */
  startBrowser(options?: { fresh?: boolean }): Promise<void>;
  close(): Promise<void>;
}

const VIEWPORT = { width: 1440, height: 900 };

interface Running {
  context: BrowserContext;
  watch: Watch;
  pid: number;
}

async function launch(userData: string, origin: string, watches: Watch[]): Promise<Running> {
  const context = await chromium.launchPersistentContext(userData, {
    executablePath: await chromiumPath(),
    args: chromiumArgs,
    viewport: VIEWPORT,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    acceptDownloads: true,
  });
  const watch = watchContext(context, origin);
  watches.push(watch);
  await context.addInitScript(reportPolicy);
  const browser = context.browser();
  if (!browser) throw new Error('no browser');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const main = processInfo.find((each) => each.type === 'browser');
  if (!main) throw new Error('no browser process');
  return { context, watch, pid: main.id };
}

/** Starts host and browser on folders of their own. */
export async function startLinli(): Promise<Linli> {
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'linli-e2e-'));
  const host = await HostProcess.start(join(folder, 'profile'));
  const watches: Watch[] = [];
  let browsers = 0;
  let running = await launch(join(folder, 'browser-0'), host.origin, watches);
  const expected: RegExp[] = [];
  const watch: Watch = {
    get complaints() {
      return watches.flatMap((each) => each.complaints);
    },
    get strangers() {
      return watches.flatMap((each) => each.strangers);
    },
    expect(...patterns) {
      expected.push(...patterns);
      for (const each of watches) each.expect(...patterns);
    },
  };
  const open = async (path = '/') => {
    const page = running.context.pages().find((each) => each.url() === 'about:blank');
    const shown = page ?? (await running.context.newPage());
    await shown.goto(host.origin + path);
    return shown;
  };
  return {
    host,
    folder,
    watch,
    context: () => running.context,
    open,
    async openDesk() {
      const page = await open('/');
      await deskReady(page);
      return page;
    },
    async closeBrowser() {
      await running.context.close();
    },
    async killBrowser() {
      const gone = new Promise((resolve) => running.context.once('close', resolve));
      process.kill(running.pid, 'SIGKILL');
      await gone;
    },
    async startBrowser({ fresh = false } = {}) {
      if (fresh) browsers++;
      running = await launch(join(folder, `browser-${browsers}`), host.origin, watches);
      running.watch.expect(...expected);
    },
    async close() {
      await running.context.close().catch(() => {});
      await host.end();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** The desk is in front and its counts have been answered. */
export async function deskReady(page: Page): Promise<void> {
  await expect(page.locator('.app')).toBeVisible({ timeout: 60_000 });
  await expect(page.locator('.twin-inspector')).toHaveAttribute('aria-busy', 'false', { timeout: 30_000 });
}

/** A map that has drawn: its canvas is there and its view hands out marks. */
export async function mapReady(page: Page): Promise<void> {
  await expect(page.locator('.map-room canvas').first()).toBeVisible({ timeout: 30_000 });
}

/** No page complained, none left its origin. */
export function expectClean(linli: Linli): void {
  expect(linli.watch.complaints).toEqual([]);
  expect(linli.watch.strangers).toEqual([]);
}

/** `linli`: everything fresh for one test. */
export const test = base.extend<{ linli: Linli }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
  linli: async ({}, use) => {
    const linli = await startLinli();
    try {
      await use(linli);
      expectClean(linli);
    } finally {
      await linli.close();
    }
  },
});
