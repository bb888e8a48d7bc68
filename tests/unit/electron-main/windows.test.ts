import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { UNRESPONSIVE_MS } from '../../../electron/recovery.ts';
import { PreventableEvent } from '../../support/electron-standin/contents.ts';
import {
  ensureBuilt,
  invoke,
  PRELOAD,
  type StartedMain,
  startMain,
} from '../../support/electron-standin/start.ts';

beforeAll(ensureBuilt, 120_000);
afterEach(() => {
  vi.useRealTimers();
});

const LOCKED = {
  preload: PRELOAD,
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  navigateOnDragDrop: false,
  safeDialogs: true,
  spellcheck: false,
  disableBlinkFeatures: 'Auxclick',
};

async function openWall(main: StartedMain) {
  await invoke(main.standin, main.standin.windows[0].webContents, {
    method: 'window.open',
    args: { page: 'wall' },
  });
  return main.standin.windows[1];
}

describe('a window', () => {
  test('is locked down, whatever page it shows', async () => {
    const main = await startMain();
    const wall = await openWall(main);
    expect(main.standin.windows[0].options.webPreferences).toEqual({
      ...LOCKED,
      devTools: false,
      backgroundThrottling: true,
    });
    expect(wall.options.webPreferences).toEqual({ ...LOCKED, devTools: false, backgroundThrottling: false });
    expect(main.standin.windows[0].loaded).toEqual(['linli://app/']);
    expect(wall.loaded).toEqual(['linli://app/wall']);
    await main.quit();
  });

  test('has developer tools in a checkout only', async () => {
    const main = await startMain({ packaged: false });
    expect(main.standin.windows[0].options.webPreferences).toMatchObject({ ...LOCKED, devTools: true });
    await main.quit();
  });

  test('is shown when there is something to see, on the ground of its theme', async () => {
    let shownAtBirth = true;
    const main = await startMain({
      prepare: (standin) => {
        standin.onWindow = (window) => {
          shownAtBirth = window.visible;
        };
      },
    });
    expect(shownAtBirth).toBe(false);
    expect(main.standin.windows[0].visible).toBe(true);
    expect(main.standin.windows[0].options.backgroundColor).toBe('#0b1220');
    await main.quit();
  });

  test('there is one wall; asking again brings it to the front; it keeps the display awake', async () => {
    const main = await startMain({
      displays: [
        { x: 0, y: 0, width: 1920, height: 1080 },
        { x: 1920, y: 0, width: 7680, height: 2160 },
      ],
    });
    const wall = await openWall(main);
    expect(wall.options).toMatchObject({ x: 1920, y: 0, width: 7680, height: 2160, fullscreen: true });
    expect(main.standin.blockers.size).toBe(1);
    main.standin.focused = null;
    await openWall(main);
    expect(main.standin.windows).toHaveLength(2);
    expect(main.standin.focused).toBe(wall);
    wall.close();
    expect(main.standin.blockers.size).toBe(0);
    await main.quit();
  });

  test('a page cannot open windows without end', async () => {
    const main = await startMain();
    const [window] = main.standin.windows;
    const message = { method: 'window.open', args: { page: 'main' } };
    const answers = [];
    for (let time = 0; time < 20; time++)
      answers.push((await invoke(main.standin, window.webContents, message)).ok);
    expect(answers.filter(Boolean)).toHaveLength(11);
    await main.quit();
  });
});

describe('the place of a window', () => {
  test('is the same at the next start', async () => {
    const first = await startMain();
    const [window] = first.standin.windows;
    window.bounds = { x: 100, y: 80, width: 1200, height: 700 };
    window.maximized = true;
    await first.quit();
    expect(readdirSync(first.profileDir).filter((name) => name.startsWith('desktop'))).toEqual([
      'desktop.json',
    ]);
    const second = await startMain({ profileDir: first.profileDir });
    expect(second.standin.windows[0].options).toMatchObject({ x: 100, y: 80, width: 1200, height: 700 });
    expect(second.standin.windows[0].maximized).toBe(true);
    await second.quit();
  });

  test('is the middle of the desk when its display is gone', async () => {
    const first = await startMain({
      displays: [
        { x: 0, y: 0, width: 1920, height: 1080 },
        { x: 1920, y: 0, width: 1920, height: 1080 },
      ],
    });
    first.standin.windows[0].bounds = { x: 2500, y: 80, width: 1200, height: 700 };
    await first.quit();
    const second = await startMain({ profileDir: first.profileDir });
    expect(second.standin.windows[0].options).toMatchObject({ x: 240, y: 90, width: 1440, height: 900 });
    await second.quit();
  });

  test.each([
    '',
    '{',
    '{"version":2}',
    '{"version":1,"theme":"dark","language":"zh","places":{"main":{"bounds":{}}}}',
  ])('a broken file (%s) is as good as none', async (text) => {
    const first = await startMain();
    await first.quit();
    writeFileSync(join(first.profileDir, 'desktop.json'), text);
    const second = await startMain({ profileDir: first.profileDir });
    expect(second.standin.windows[0].options).toMatchObject({ width: 1440, height: 900 });
    await second.quit();
  });

  test('that cannot be written does not hold the window', async () => {
    const main = await startMain();
    mkdirSync(join(main.profileDir, 'desktop.json.new'));
    main.standin.windows[0].close();
    expect(await main.standin.exited).toBe(0);
  });
});

describe('a dead page', () => {
  test('comes back three times, then a page says so', async () => {
    const main = await startMain();
    const [window] = main.standin.windows;
    for (let time = 1; time <= 3; time++) {
      window.webContents.die(time === 2 ? 'oom' : 'crashed');
      expect(window.webContents.reloads).toBe(time);
    }
    window.webContents.die('crashed');
    expect(window.webContents.reloads).toBe(3);
    expect(window.loaded.at(-1)).toBe('linli://app/stopped?language=zh&back=main');
    const handle = main.standin.schemes.get('linli');
    const response = await handle?.(new Request('linli://app/stopped?language=zh&back=main'));
    const html = (await response?.text()) ?? '';
    expect(html).toContain('<html lang="zh-CN">');
    expect(html).toContain('<a href="/">重新打开 · Open again</a>');
    expect(html).not.toContain('<script');
    expect(response?.headers.get('content-security-policy')).toContain("default-src 'none'");
    const style = await handle?.(new Request('linli://app/stopped.css'));
    expect(style?.headers.get('content-type')).toBe('text/css; charset=utf-8');
    await main.quit();
  });

  test('that cannot start at all is not tried again', async () => {
    const main = await startMain();
    const [window] = main.standin.windows;
    window.webContents.die('integrity-failure');
    expect(window.webContents.reloads).toBe(0);
    expect(window.loaded.at(-1)).toContain('/stopped');
    await main.quit();
  });

  test('that ended by itself is left alone', async () => {
    const main = await startMain();
    main.standin.windows[0].webContents.die('clean-exit');
    expect(main.standin.windows[0].webContents.reloads).toBe(0);
    await main.quit();
  });

  test('silent for too long is ended and comes back; one that speaks again is not', async () => {
    const main = await startMain();
    vi.useFakeTimers();
    const [window] = main.standin.windows;
    window.emit('unresponsive');
    vi.advanceTimersByTime(UNRESPONSIVE_MS - 1);
    window.emit('responsive');
    vi.advanceTimersByTime(UNRESPONSIVE_MS);
    expect(window.webContents.reloads).toBe(0);
    window.emit('unresponsive');
    vi.advanceTimersByTime(UNRESPONSIVE_MS);
    expect(window.webContents.reloads).toBe(1);
    window.webContents.devTools = true;
    window.emit('unresponsive');
    vi.advanceTimersByTime(UNRESPONSIVE_MS);
    expect(window.webContents.reloads).toBe(1);
    vi.useRealTimers();
    await main.quit();
  });

  test('a dead GPU process reloads what was drawn; other helpers do not', async () => {
    const main = await startMain();
    const gone = (type: string): boolean =>
      main.standin.electron.app.emit('child-process-gone', new PreventableEvent(), {
        type,
        reason: 'crashed',
      });
    gone('Utility');
    expect(main.standin.windows[0].webContents.reloads).toBe(0);
    gone('GPU');
    expect(main.standin.windows[0].webContents.reloads).toBe(1);
    await main.quit();
  });
});

test('the file of the desk holds nothing but the desk', async () => {
  const main = await startMain();
  await main.quit();
  const state: unknown = JSON.parse(readFileSync(join(main.profileDir, 'desktop.json'), 'utf8'));
  expect(state).toEqual({
    version: 1,
    theme: 'dark',
    language: 'zh',
    places: {
      main: {
        bounds: { x: 240, y: 90, width: 1440, height: 900 },
        maximized: false,
        fullScreen: false,
        display: 1,
      },
    },
  });
});
