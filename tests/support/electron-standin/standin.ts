/**
 * A stand-in for Electron's main-process module: records calls in order, keeps the handlers the product registers and lets a
 * test play the operating system. Every part `satisfies` electron's own declarations. It imitates, it does not sandbox:
 * process isolation, native menus and the real scheme can only be seen on Electron itself.
 */
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type * as Electron from 'electron';
import { type CallLog, PreventableEvent, StandinWindow } from './contents.ts';
import { createStandinSession, type StandinSession } from './session.ts';

export interface StandinOptions {
  packaged?: boolean;
  /** Names of switches on the command line. */
  switches?: readonly string[];
  /** False: another instance already runs. */
  firstInstance?: boolean;
  displays?: readonly Electron.Rectangle[];
}

type InvokeHandler = Parameters<Electron.IpcMain['handle']>[1];

export interface Standin {
  readonly electron: ReturnType<typeof createElectron>;
  readonly log: CallLog;
  readonly windows: StandinWindow[];
  readonly handlers: Map<string, InvokeHandler>;
  readonly schemes: Map<string, (request: Request) => Response | Promise<Response>>;
  readonly privileged: Electron.CustomScheme[];
  readonly session: StandinSession;
  readonly errorBoxes: { title: string; content: string }[];
  /** Power-save blockers that are on. */
  readonly blockers: Set<number>;
  menu: Electron.MenuItemConstructorOptions[];
  focused: StandinWindow | null;
  ready: boolean;
  /** Told of every window as it is made, before it loads. */
  onWindow: (window: StandinWindow) => void;
  /** Plays the end of Electron's own start. */
  becomeReady(): void;
  /** Resolves to the exit code once the program has ended. */
  readonly exited: Promise<number>;
}

export function createStandin(options: StandinOptions = {}): Standin {
  let end: (code: number) => void = () => {};
  const exited = new Promise<number>((resolve) => {
    end = resolve;
  });
  const log: CallLog = [];
  const standin: Standin = {
    electron: undefined as never,
    log,
    windows: [],
    handlers: new Map(),
    schemes: new Map(),
    privileged: [],
    session: createStandinSession(log),
    errorBoxes: [],
    blockers: new Set(),
    menu: [],
    focused: null,
    ready: false,
    onWindow: () => {},
    becomeReady: () => {
      standin.ready = true;
      log.push('ready');
      standin.electron.app.emit('ready');
    },
    exited,
  };
  return Object.assign(standin, { electron: createElectron(standin, options, end) });
}

function createElectron(standin: Standin, options: StandinOptions, end: (code: number) => void) {
  return {
    app: createApp(standin, options, end),
    BrowserWindow: createWindowClass(standin),
    dialog: {
      showErrorBox: (title, content) => {
        standin.errorBoxes.push({ title, content });
      },
    } satisfies Partial<Electron.Dialog>,
    ipcMain: {
      handle: (channel, listener) => {
        if (standin.handlers.has(channel)) throw new Error(`second handler for '${channel}'`);
        standin.log.push(`ipcMain.handle ${channel}`);
        standin.handlers.set(channel, listener);
      },
      removeHandler: (channel) => {
        standin.handlers.delete(channel);
      },
    } satisfies Partial<Electron.IpcMain>,
    Menu: {
      buildFromTemplate: (template: Electron.MenuItemConstructorOptions[]) => ({ template }),
      setApplicationMenu: (menu: { template: Electron.MenuItemConstructorOptions[] } | null) => {
        standin.menu = menu?.template ?? [];
      },
    } satisfies Record<'buildFromTemplate' | 'setApplicationMenu', unknown> &
      Partial<Record<keyof typeof Electron.Menu, unknown>>,
    nativeTheme: {
      themeSource: 'system' as Electron.NativeTheme['themeSource'],
    } satisfies Partial<Electron.NativeTheme>,
    powerMonitor: new EventEmitter(),
    powerSaveBlocker: createBlocker(standin.blockers),
    protocol: createProtocol(standin),
    safeStorage: {
      isEncryptionAvailable: () => true,
      getSelectedStorageBackend: () => 'basic_text' as const,
    } satisfies Partial<Electron.SafeStorage>,
    screen: createScreen(options.displays ?? [{ x: 0, y: 0, width: 1920, height: 1080 }]),
    session: { defaultSession: standin.session.electron },
  };
}

function createApp(standin: Standin, options: StandinOptions, end: (code: number) => void) {
  const { log } = standin;
  let quitting = false;
  const app = Object.assign(new EventEmitter(), {
    isPackaged: options.packaged ?? true,
    commandLine: {
      hasSwitch: (name) => options.switches?.includes(name) ?? false,
      appendSwitch: (name) => {
        if (standin.ready) throw new Error('a switch after ready has no effect');
        log.push(`switch ${name}`);
      },
    } satisfies Partial<Electron.CommandLine>,
    enableSandbox: () => {
      if (standin.ready) throw new Error('enableSandbox must come before ready');
      log.push('app.enableSandbox');
    },
    setPath: (name, path) => {
      if (!existsSync(path)) throw new Error(`setPath: ${path} does not exist`);
      log.push(`app.setPath ${name} ${path}`);
    },
    requestSingleInstanceLock: () => {
      log.push('app.requestSingleInstanceLock');
      return options.firstInstance ?? true;
    },
    setAboutPanelOptions: () => {},
    whenReady: () =>
      standin.ready ? Promise.resolve() : new Promise((resolve) => app.once('ready', () => resolve())),
    exit: (code = 0) => {
      log.push(`app.exit ${code}`);
      end(code);
    },
    quit: () => {
      if (!quitting) app.emit('before-quit', new PreventableEvent());
      quitting = true;
      for (const window of [...standin.windows]) window.close();
      const event = new PreventableEvent();
      app.emit('will-quit', event);
      if (event.defaultPrevented) return;
      log.push('quit');
      end(0);
    },
  } satisfies Partial<Omit<Electron.App, 'commandLine'>> & {
    isPackaged: boolean;
    commandLine: Partial<Electron.CommandLine>;
  });
  return app;
}

function createWindowClass(standin: Standin) {
  class BrowserWindow extends StandinWindow {
    static getFocusedWindow(): StandinWindow | null {
      return standin.focused;
    }
    constructor(options: Electron.BrowserWindowConstructorOptions = {}) {
      super(options, (window) => {
        standin.focused = window;
      });
      if (!standin.ready) throw new Error('no window before ready');
      standin.log.push('new BrowserWindow');
      standin.windows.push(this);
      this.once('closed', () => {
        standin.windows.splice(standin.windows.indexOf(this), 1);
        if (standin.windows.length === 0) standin.electron.app.emit('window-all-closed');
      });
      standin.electron.app.emit('web-contents-created', new PreventableEvent(), this.webContents);
      standin.onWindow(this);
    }
  }
  return BrowserWindow satisfies Pick<
    Record<keyof typeof Electron.BrowserWindow, unknown>,
    'getFocusedWindow'
  >;
}

function createBlocker(blockers: Set<number>) {
  let last = 0;
  return {
    start: () => {
      blockers.add(++last);
      return last;
    },
    stop: (id) => blockers.delete(id),
  } satisfies Partial<Electron.PowerSaveBlocker>;
}

function createProtocol(standin: Standin) {
  return {
    registerSchemesAsPrivileged: (schemes) => {
      if (standin.ready) throw new Error('schemes must be registered before ready');
      standin.log.push('protocol.registerSchemesAsPrivileged');
      standin.privileged.push(...schemes);
    },
    handle: (scheme, handler) => {
      if (!standin.ready) throw new Error('protocol.handle before ready');
      standin.log.push(`protocol.handle ${scheme}`);
      // Electron's own Request type is the web's, but for the fetch of another version.
      standin.schemes.set(scheme, handler as unknown as (request: Request) => Response | Promise<Response>);
    },
  } satisfies Partial<Electron.Protocol>;
}

function createScreen(rectangles: readonly Electron.Rectangle[]) {
  const displays = rectangles.map((bounds, index) => ({ id: index + 1, bounds, workArea: bounds }));
  return {
    getPrimaryDisplay: () => displays[0],
    getAllDisplays: () => displays,
    getDisplayMatching: (place: Electron.Rectangle) =>
      displays.find(
        ({ bounds }) =>
          place.x >= bounds.x &&
          place.x < bounds.x + bounds.width &&
          place.y >= bounds.y &&
          place.y < bounds.y + bounds.height,
      ) ?? displays[0],
  } satisfies Partial<Record<keyof Electron.Screen, unknown>>;
}
