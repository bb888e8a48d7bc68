/**
 * The fixture of the end-to-end tests: a profile in a temporary folder, the real browser host on it and a real Chromium
 * with a profile of its own, both of which can be killed and started again. A test fails on any complaint of a page.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, test as base, chromium, expect, type Page } from '@playwright/test';
import { chromiumPath, testArgs } from '../chromium.mjs';
import { ensureBuilt } from '../electron-standin/start.ts';
import { HostProcess } from './host-process.ts';
import { createWatch, reportPolicy, type Watch } from './watch.ts';

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

const VIEWPORT = { width: 1280, height: 720 };

interface Running {
  context: BrowserContext;
  pid: number;
}

async function launch(userData: string, temporary: string, watch: Watch, motion: boolean): Promise<Running> {
  const context = await chromium.launchPersistentContext(userData, {
    executablePath: await chromiumPath(),
    args: testArgs,
    env: { ...process.env, TMPDIR: temporary },
    viewport: VIEWPORT,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    acceptDownloads: true,
    reducedMotion: motion ? 'no-preference' : 'reduce',
  });
  watch.follow(context);
  await context.addInitScript(reportPolicy);
  const browser = context.browser();
  if (!browser) throw new Error('no browser');
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const main = processInfo.find((each) => each.type === 'browser');
  if (!main) throw new Error('no browser process');
  return { context, pid: main.id };
}

export interface LinliOptions {
  /** An online basemap may come from this machine. */
  localTiles?: boolean;
  /** Flights of the camera and pulses are shown; left out, as the system setting asks, they cost half of an idle page's time. */
  motion?: boolean;
}

/** Starts host and browser on folders of their own. */
export async function startLinli({ localTiles, motion = false }: LinliOptions = {}): Promise<Linli> {
  await ensureBuilt();
  const folder = mkdtempSync(join(tmpdir(), 'linli-e2e-'));
  const host = await HostProcess.start(join(folder, 'profile'), undefined, { localTiles });
  const watch = createWatch(host.origin);
  let browsers = 0;
  let running = await launch(join(folder, 'browser-0'), host.temporary, watch, motion);
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
      running = await launch(join(folder, `browser-${browsers}`), host.temporary, watch, motion);
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

/** `linli`: everything fresh for one test. */
export const test = base.extend<{ linli: Linli }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern.
  linli: async ({}, use) => {
    const linli = await startLinli();
    try {
      await use(linli);
      const { complaints, strangers } = linli.watch;
      expect({ complaints, strangers }).toEqual({ complaints: [], strangers: [] });
    } finally {
      await linli.close();
    }
  },
});

/** One host and browser for all tests of a file that calls this at its top; each test is still judged by itself. */
export function shareLinli(options: LinliOptions = {}): () => Linli {
  let shared: Linli | null = null;
  base.beforeAll(async () => {
    shared = await startLinli(options);
  });
  base.afterEach(() => {
    if (!shared) return;
    const { complaints, strangers } = shared.watch;
    expect({ complaints: complaints.splice(0), strangers: strangers.splice(0) }).toEqual({
      complaints: [],
      strangers: [],
    });
  });
  base.afterAll(async () => {
    await shared?.close();
  });
  return () => {
    if (!shared) throw new Error('not started');
    return shared;
  };
}
