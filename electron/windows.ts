/**
 * The windows: staff windows and the wall. The only place that makes one, always with the same locked-down preferences;
 * remembers where they stood and brings a dead page back. What every contents is forbidden is in main.ts.
 */
import { BrowserWindow, powerSaveBlocker, screen, type WebContents } from 'electron';
import { crashPath } from './crash-page.ts';
import {
  type DesktopState,
  type DisplayArea,
  MINIMUM_SIZE,
  type PageName,
  placeMain,
  placeWall,
} from './desktop-state.ts';
import { APP_ORIGIN, pageUrl } from './policy.ts';
import { createRecovery, type Recovery, UNRESPONSIVE_MS } from './recovery.ts';

export interface WindowsParts {
  /** Absolute path of the built preload. */
  readonly preload: string;
  readonly developer: boolean;
  readState(): DesktopState;
  writeState(state: DesktopState): void;
  now(): number;
}

export interface Windows {
  /** Opens a staff window, or the wall; there is one wall, so a second call brings it to the front. */
  open(page: PageName): void;
  /** Brings the most recently used window to the front, or opens a staff window when there is none. */
  focus(): void;
  /** Live contents of our windows; what is not in here may not speak to the host. */
  contents(): readonly WebContents[];
  /** The contents in front; null when no window of ours has the focus. */
  front(): WebContents | null;
  /** The GPU's process died: Chromium starts another, but what was drawn is lost to the map, so pages load anew. */
  onGpuDeath(reason: string): void;
}

interface Open {
  readonly page: PageName;
  readonly window: BrowserWindow;
  readonly recovery: Recovery;
}

/** Ground of the page in both themes (the tokens of the page), so that no window flashes white. */
const GROUND = { dark: '#0b1220', light: '#f3f5f8' } as const;

/** How far a further staff window stands off the one before it, pixels. */
const STEP = 32;

export function createWindows(parts: WindowsParts): Windows {
  const opened = new Map<number, Open>();

  function open(page: PageName): void {
    const wall = [...opened.values()].find((entry) => entry.page === 'wall');
    if (page === 'wall' && wall) {
      toFront(wall.window);
      return;
    }
    const behind = [...opened.values()].filter((entry) => entry.page === page).length;
    const window = makeWindow(page, parts, behind * STEP);
    const entry: Open = { page, window, recovery: createRecovery(parts.now) };
    const id = entry.window.webContents.id;
    opened.set(id, entry);
    entry.window.once('closed', () => opened.delete(id));
    keepPlace(entry, parts);
    keepAlive(entry, parts);
    if (page === 'wall') keepAwake(entry.window);
    void load(entry, pageUrl(page));
  }

  return {
    open,
    focus: () => {
      const last = BrowserWindow.getFocusedWindow() ?? [...opened.values()].at(-1)?.window;
      if (last) toFront(last);
      else open('main');
    },
    contents: () =>
      [...opened.values()]
        .map((entry) => entry.window.webContents)
        .filter((contents) => !contents.isDestroyed()),
    front: () => {
      const contents = BrowserWindow.getFocusedWindow()?.webContents;
      return contents && opened.has(contents.id) ? contents : null;
    },
    onGpuDeath: (reason) => {
      for (const entry of opened.values()) recover(entry, reason, parts);
    },
  };
}

function toFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** @param shift pixels right and down, so that a second window does not hide the first */
function makeWindow(page: PageName, parts: WindowsParts, shift: number): BrowserWindow {
  const state = parts.readState();
  const areas = displays();
  const place = page === 'wall' ? placeWall(state.places.wall, areas) : placeMain(state.places.main, areas);
  const window = new BrowserWindow({
    ...place.bounds,
    x: place.bounds.x + shift,
    y: place.bounds.y + shift,
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    show: false,
    title: 'Linli 邻里',
    backgroundColor: page === 'wall' ? GROUND.dark : GROUND[state.theme],
    fullscreen: place.fullScreen,
    autoHideMenuBar: page === 'wall',
    webPreferences: {
      preload: parts.preload,
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
      devTools: parts.developer,
      disableBlinkFeatures: 'Auxclick',
      // A wall nobody touches counts as hidden on some systems; its clock and alarms go on.
      backgroundThrottling: page !== 'wall',
    },
  });
  if (place.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  return window;
}

/** The primary display first. */
function displays(): DisplayArea[] {
  const primary = screen.getPrimaryDisplay();
  return [primary, ...screen.getAllDisplays().filter((display) => display.id !== primary.id)];
}

/** `close` comes before the window is gone, so its place can still be read; a full disk must not stop the closing. */
function keepPlace({ page, window }: Open, parts: WindowsParts): void {
  window.on('close', () => {
    const bounds = window.getNormalBounds();
    const place = {
      bounds,
      maximized: window.isMaximized(),
      fullScreen: window.isFullScreen(),
      display: screen.getDisplayMatching(bounds).id,
    };
    const state = parts.readState();
    try {
      parts.writeState({ ...state, places: { ...state.places, [page]: place } });
    } catch {
      // The window opens in the middle next time.
    }
  });
}

function keepAlive(entry: Open, parts: WindowsParts): void {
  const { window } = entry;
  const contents = window.webContents;
  let silence: ReturnType<typeof setTimeout> | undefined;
  const heard = (): void => clearTimeout(silence);
  contents.on('render-process-gone', (_event, details) => {
    heard();
    recover(entry, details.reason, parts);
  });
  window.on('unresponsive', () => {
    // A page held by a debugger is silent on purpose.
    if (contents.isDevToolsOpened()) return;
    heard();
    silence = setTimeout(() => {
      if (!contents.isDestroyed()) contents.forcefullyCrashRenderer();
    }, UNRESPONSIVE_MS);
  });
  window.on('responsive', heard);
  window.once('closed', heard);
}

function recover(entry: Open, reason: string, parts: WindowsParts): void {
  if (entry.window.isDestroyed()) return;
  const step = entry.recovery.onDeath(reason);
  if (step === 'reload') entry.window.webContents.reload();
  if (step === 'error-page') {
    void load(entry, `${APP_ORIGIN}${crashPath(parts.readState().language, entry.page)}`);
  }
}

/** A load that fails (the page was closed, or navigated on) leaves nothing to do: deaths are counted elsewhere. */
async function load(entry: Open, url: string): Promise<void> {
  try {
    await entry.window.loadURL(url);
  } catch (error) {
    if (!entry.window.isDestroyed())
      console.error(`load: ${error instanceof Error ? error.message : 'failed'}`);
  }
}

function keepAwake(window: BrowserWindow): void {
  const blocker = powerSaveBlocker.start('prevent-display-sleep');
  window.once('closed', () => powerSaveBlocker.stop(blocker));
}
