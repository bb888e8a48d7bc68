/**
 * The whole program without Electron's binary: the built main process in Node, the built preload and the page in Chromium.
 * Each BrowserWindow of the main process becomes a page of one browser context; requests are answered by the recorded
 * `protocol.handle`, after the session's own network filter; calls go through the recorded `ipcMain.handle`.
 */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Frame, Page, Route } from '@playwright/test';
import { APP_ORIGIN, APP_SCHEME } from '../../../electron/policy.ts';
import { PreventableEvent, type SentMessage, type StandinFrame, type StandinWindow } from './contents.ts';
import { ASK_BINDING, DELIVER, pageScript } from './page-script.ts';
import type { Standin } from './standin.ts';
import { ensureBuilt, invoke, PRELOAD, type StartedMain, startMain } from './start.ts';

/** Chromium knows no custom scheme: this secure origin, which can exist nowhere, stands for ours. */
const PAGE_ORIGIN = 'https://app.linli.invalid';

export interface ElectronPage {
  /** The first window's page. */
  readonly page: Page;
  readonly app: StartedMain;
  /** Addresses that the session's filter or the navigation lock refused, in the page's spelling. */
  readonly refused: readonly string[];
  /** The page of a window that has loaded. */
  pageOf(window: StandinWindow): Page;
  /** Ends the program, then the browser context. Resolves to the exit code. */
  close(): Promise<number>;
}

export interface OpenOptions {
  profileDir?: string;
  viewport?: { width: number; height: number };
}

/** What one running program needs at hand. */
interface Driver {
  readonly standin: Standin;
  readonly context: BrowserContext;
  readonly pages: Map<StandinWindow, Page>;
  readonly refused: string[];
  /** Set while the main process itself loads a page: Electron reports no `will-navigate` for that. */
  readonly loading: Set<StandinWindow>;
}

/** Rejects when the main process ends before it has shown a window. */
export async function openElectronPage(browser: Browser, options: OpenOptions = {}): Promise<ElectronPage> {
  await ensureBuilt();
  const context = await browser.newContext({ viewport: options.viewport ?? { width: 1280, height: 720 } });
  await context.addInitScript({ content: pageScript(readFileSync(PRELOAD, 'utf8'), PAGE_ORIGIN) });
  let driver: Driver | null = null;
  const app = await startMain({
    profileDir: options.profileDir,
    prepare: (standin) => {
      driver = { standin, context, pages: new Map(), refused: [], loading: new Set() };
      standin.onWindow = (window) => follow(driver as Driver, window);
    },
  });
  const { pages, refused } = driver as unknown as Driver;
  const page = [...pages.values()][0];
  if (!page) {
    await context.close();
    throw new Error(`no window; the main process said: ${app.standin.errorBoxes[0]?.content ?? 'nothing'}`);
  }
  return {
    page,
    app,
    refused,
    pageOf: (window) => {
      const found = pages.get(window);
      if (!found) throw new Error('this window has not loaded yet');
      return found;
    },
    close: async () => {
      const code = await app.quit();
      await context.close();
      return code;
    },
  };
}

/** From now on what the main process does to the window happens to a page, and the other way round. */
function follow(driver: Driver, window: StandinWindow): void {
  const load = async (act: (page: Page) => Promise<unknown>): Promise<void> => {
    const page = driver.pages.get(window) ?? (await openPage(driver, window));
    driver.loading.add(window);
    try {
      await act(page);
    } finally {
      driver.loading.delete(window);
    }
  };
  window.onLoad = (url) => load((page) => page.goto(toPage(url)));
  window.webContents.onReload = () => void load((page) => page.reload());
  window.webContents.onSend = (sent) => void deliver(driver.pages.get(window), sent);
  window.once('closed', () => void driver.pages.get(window)?.close());
}

async function openPage(driver: Driver, window: StandinWindow): Promise<Page> {
  const page = await driver.context.newPage();
  driver.pages.set(window, page);
  page.on('popup', (popup) => void refusePopup(driver, window, popup));
  await page.exposeBinding(ASK_BINDING, ({ frame }, _channel: string, message: unknown) =>
    invoke(driver.standin, window.webContents, message, frameOf(frame, window)),
  );
  await page.route('**/*', (route) => answer(driver, window, route));
  return page;
}

/** A page that is on its way out hears nothing, as in Electron. */
async function deliver(page: Page | undefined, sent: SentMessage): Promise<void> {
  try {
    await page?.evaluate(
      ([name, channel, message]) => {
        const to = Reflect.get(window, name) as ((channel: string, message: unknown) => void) | undefined;
        to?.(channel, message);
      },
      [DELIVER, sent.channel, sent.message] as const,
    );
  } catch {
    // Navigated or closed in between.
  }
}

/** Electron asks before it opens; a browser opens and is told to close again. */
async function refusePopup(driver: Driver, window: StandinWindow, popup: Page): Promise<void> {
  const handler = window.webContents.openHandler;
  const url = toApp(popup.url());
  const asked = {
    url,
    frameName: '',
    features: '',
    disposition: 'foreground-tab' as const,
    postBody: undefined,
  };
  if (handler?.({ ...asked, referrer: { url: '', policy: 'no-referrer' } }).action === 'allow') return;
  driver.refused.push(popup.url());
  await popup.close();
}

/** The frame as Electron would describe it: address and parent are the browser's word, not the page's. */
function frameOf(frame: Frame, window: StandinWindow): StandinFrame {
  const { mainFrame } = window.webContents;
  const url = toApp(frame.url());
  const origin = url.startsWith(`${APP_ORIGIN}/`) ? APP_ORIGIN : 'null';
  const described = { ...mainFrame, detached: frame.isDetached(), url, origin };
  return frame.parentFrame() ? { ...described, frameTreeNodeId: -1, parent: mainFrame } : described;
}

async function answer(driver: Driver, window: StandinWindow, route: Route): Promise<void> {
  const request = route.request();
  const url = toApp(request.url());
  const navigates = request.isNavigationRequest();
  const resourceType = navigates ? 'mainFrame' : request.resourceType();
  const stays = navigates && !driver.loading.has(window) && isLocked(window, url);
  const cancelled = driver.standin.session.beforeRequest?.({ url, resourceType }).cancel ?? false;
  const handle = driver.standin.schemes.get(APP_SCHEME);
  if (stays || cancelled || !handle || !url.startsWith(`${APP_SCHEME}:`)) {
    driver.refused.push(request.url());
    // 'aborted' leaves the page as it is, as a prevented navigation does; the other shows an error page.
    await route.abort(stays ? 'aborted' : 'blockedbyclient').catch(() => {});
    return;
  }
  const body = request.postDataBuffer();
  const response = await handle(
    new Request(url, {
      method: request.method(),
      headers: request.headers(),
      body: body ? new Uint8Array(body) : undefined,
    }),
  );
  const bytes = Buffer.from(await response.arrayBuffer());
  const headers = Object.fromEntries(response.headers);
  // A page that was closed meanwhile needs no answer.
  await route.fulfill({ status: response.status, headers, body: bytes }).catch(() => {});
}

function isLocked(window: StandinWindow, url: string): boolean {
  const event = new PreventableEvent(url);
  window.webContents.emit('will-navigate', event);
  if (!event.defaultPrevented) window.webContents.at(url);
  return event.defaultPrevented;
}

function toPage(url: string): string {
  return url.replace(APP_ORIGIN, PAGE_ORIGIN);
}

function toApp(url: string): string {
  return url.startsWith(`${PAGE_ORIGIN}/`) ? APP_ORIGIN + url.slice(PAGE_ORIGIN.length) : url;
}
