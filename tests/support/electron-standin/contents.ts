/**
 * The stand-in's pages and windows: what the product calls is recorded, what Electron would say is emitted by the test.
 * Typed against electron's own declarations, so that a wrong name or signature does not compile.
 */
import { EventEmitter } from 'node:events';
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Rectangle,
  WebContents,
  WebFrameMain,
} from 'electron';

/** One line per call that matters, in order, such as `app.enableSandbox`. */
export type CallLog = string[];

export type StandinFrame = {
  -readonly [K in 'detached' | 'frameTreeNodeId' | 'origin' | 'url']: WebFrameMain[K];
} & {
  parent: StandinFrame | null;
};

export class PreventableEvent {
  defaultPrevented = false;
  readonly url: string;
  constructor(url = '') {
    this.url = url;
  }
  preventDefault(): void {
    this.defaultPrevented = true;
  }
}

export interface SentMessage {
  readonly channel: string;
  readonly message: unknown;
}

type ContentsCalls = Pick<
  WebContents,
  | 'forcefullyCrashRenderer'
  | 'id'
  | 'isCrashed'
  | 'isDestroyed'
  | 'isDevToolsOpened'
  | 'reload'
  | 'send'
  | 'setWebRTCIPHandlingPolicy'
  | 'setWindowOpenHandler'
>;

let lastId = 0;

export class StandinContents extends EventEmitter implements ContentsCalls {
  readonly id = ++lastId;
  readonly mainFrame: StandinFrame;
  readonly sent: SentMessage[] = [];
  destroyed = false;
  crashed = false;
  devTools = false;
  reloads = 0;
  webRtcPolicy = '';
  openHandler: Parameters<WebContents['setWindowOpenHandler']>[0] | null = null;
  /** Set by a driver that shows this page in a browser. */
  onSend: (sent: SentMessage) => void = () => {};
  onReload: () => void = () => {};

  constructor() {
    super();
    this.mainFrame = {
      detached: false,
      frameTreeNodeId: this.id * 100,
      origin: 'null',
      url: '',
      parent: null,
    };
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  isCrashed(): boolean {
    return this.crashed;
  }
  isDevToolsOpened(): boolean {
    return this.devTools;
  }
  reload(): void {
    this.crashed = false;
    this.reloads++;
    this.onReload();
  }
  forcefullyCrashRenderer(): void {
    this.die('crashed');
  }
  send(channel: string, ...args: unknown[]): void {
    // Only what survives structured clone crosses a process.
    const sent = { channel, message: structuredClone(args[0]) };
    this.sent.push(sent);
    this.onSend(sent);
  }
  setWebRTCIPHandlingPolicy(policy: Parameters<WebContents['setWebRTCIPHandlingPolicy']>[0]): void {
    this.webRtcPolicy = policy;
  }
  setWindowOpenHandler(handler: Parameters<WebContents['setWindowOpenHandler']>[0]): void {
    this.openHandler = handler;
  }
  /** The page's process ends for this reason. */
  die(reason: string): void {
    this.crashed = true;
    this.emit('render-process-gone', new PreventableEvent(), { reason, exitCode: 1 });
  }
  /** Puts the page where it is, as a finished navigation would. */
  at(url: string): void {
    this.crashed = false;
    this.mainFrame.url = url;
    this.mainFrame.origin = /^[a-z]+:\/\/[^/]+/.exec(url)?.[0] ?? 'null';
  }
}

type WindowCalls = Pick<
  BrowserWindow,
  | 'close'
  | 'focus'
  | 'getNormalBounds'
  | 'isDestroyed'
  | 'isFullScreen'
  | 'isMaximized'
  | 'isMinimized'
  | 'loadURL'
  | 'maximize'
  | 'restore'
  | 'show'
>;

export class StandinWindow extends EventEmitter implements WindowCalls {
  readonly webContents = new StandinContents();
  readonly loaded: string[] = [];
  bounds: Rectangle;
  visible: boolean;
  minimized = false;
  maximized = false;
  fullScreen: boolean;
  destroyed = false;
  readonly options: BrowserWindowConstructorOptions;
  /** Set by a driver that shows this window in a browser. */
  onLoad: (url: string) => Promise<void> = async () => {};
  readonly #focus: (window: StandinWindow | null) => void;

  constructor(options: BrowserWindowConstructorOptions, focus: (window: StandinWindow | null) => void) {
    super();
    this.options = options;
    this.#focus = focus;
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.bounds = { x, y, width, height };
    this.visible = options.show ?? true;
    this.fullScreen = options.fullscreen ?? false;
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    this.webContents.at(url);
    await this.onLoad(url);
    if (this.loaded.length === 1) this.emit('ready-to-show');
  }
  show(): void {
    this.visible = true;
    this.focus();
  }
  focus(): void {
    this.#focus(this);
  }
  restore(): void {
    this.minimized = false;
  }
  maximize(): void {
    this.maximized = true;
  }
  isMinimized(): boolean {
    return this.minimized;
  }
  isMaximized(): boolean {
    return this.maximized;
  }
  isFullScreen(): boolean {
    return this.fullScreen;
  }
  isDestroyed(): boolean {
    return this.destroyed;
  }
  getNormalBounds(): Rectangle {
    return this.bounds;
  }
  close(): void {
    if (this.destroyed) return;
    const event = new PreventableEvent();
    this.emit('close', event);
    if (event.defaultPrevented) return;
    this.destroyed = true;
    this.webContents.destroyed = true;
    this.#focus(null);
    this.emit('closed');
  }
}
