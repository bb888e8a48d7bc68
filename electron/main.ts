/**
 * Electron's main process: what must happen before `ready`, the locks around session and contents, and the life of the
 * program from the first window to the last flush. Decisions are in policy.ts, windows in windows.ts, work in services/.
 * The services are plain Node and run in this process: they are mostly waiting on the disk, and the schedule of a page never
 * depends on them. Handlers are their only way in, so a utilityProcess can take them over without a change elsewhere.
 */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  app,
  dialog,
  nativeTheme,
  powerMonitor,
  protocol,
  type Session,
  safeStorage,
  session,
  type WebContents,
} from 'electron';
import type { Capabilities } from '../shared/host/contract.ts';
import { HostError } from '../shared/host/host-error.ts';
import { type DesktopState, readDesktopState, writeDesktopState } from './desktop-state.ts';
import { registerHost, sendEvent } from './host/register.ts';
import { type MenuCommand, showMenu } from './menu.ts';
import { nativeText } from './native-text.ts';
import {
  APP_SCHEME,
  isOwnUrl,
  isPermissionGranted,
  isRequestAllowed,
  profileArgument,
  QUIET_SWITCHES,
  refusedSwitch,
} from './policy.ts';
import { createSchemeHandler } from './scheme.ts';
import { defaultProfileFolder, openProfile, type Profile, ProfileInUseError } from './services/profile.ts';
import { openServices, type Services } from './services/services.ts';
import type { Keyring } from './services/vault.ts';
import { createWindows, type Windows } from './windows.ts';

/** Folder of the build: this file is dist/electron/main.js. */
const DIST = join(import.meta.dirname, '..');

/** How long the last flush may take before the program ends anyway; every confirmed write is already on the disk. */
const CLOSE_MS = 5_000;

/** Exit code for a command line that is refused. */
const REFUSED = 2;

const developer = !app.isPackaged;

/** Theme, language and places of the windows: read once, changed in memory, written whole. */
let desktop: DesktopState;
let desktopFile: string;

function changeDesktop(next: DesktopState): void {
  desktop = next;
  writeDesktopState(desktopFile, next);
}

/** Everything that Electron accepts only before `ready`. Returns the profile's folder, or null when the program must end. */
function beforeReady(): string | null {
  const refused = developer ? null : refusedSwitch((name) => app.commandLine.hasSwitch(name));
  if (refused) return refuse(`${nativeText('zh', 'electron.start.switch')} --${refused}`);
  let folder: string;
  try {
    folder = resolve(profileArgument(process.argv) ?? defaultProfileFolder());
  } catch {
    return refuse(nativeText('zh', 'electron.start.noFolder'));
  }
  app.enableSandbox();
  // Chromium's own files stay apart from ours; the lock below belongs to this folder, so to the profile.
  const chromium = join(folder, 'electron');
  try {
    mkdirSync(chromium, { recursive: true, mode: 0o700 });
  } catch (error) {
    fail(error);
    return null;
  }
  app.setPath('userData', chromium);
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return null;
  }
  for (const name of QUIET_SWITCHES) app.commandLine.appendSwitch(name);
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: {
        standard: true,
        secure: true,
        supportFetchAPI: true,
        stream: true,
        codeCache: true,
        corsEnabled: false,
        bypassCSP: false,
        allowServiceWorkers: false,
        allowExtensions: false,
      },
    },
  ]);
  return folder;
}

function refuse(why: string): null {
  console.error(why);
  app.exit(REFUSED);
  return null;
}

/** Nothing of any session leaves the machine or gets a permission beyond the list. */
function lockSession(target: Session): void {
  target.setPermissionRequestHandler((_contents, permission, allow, details) => {
    allow(isPermissionGranted(permission, details.requestingUrl, details.isMainFrame));
  });
  target.setPermissionCheckHandler((_contents, permission, origin, details) =>
    isPermissionGranted(permission, origin, details.isMainFrame),
  );
  target.setDevicePermissionHandler(() => false);
  target.setDisplayMediaRequestHandler((_request, answer) => answer(null));
  target.setCertificateVerifyProc((_request, answer) => answer(CERTIFICATE_FAILED));
  target.setSpellCheckerEnabled(false);
  target.webRequest.onBeforeRequest((details, answer) => {
    const tools = developer && details.url.startsWith('devtools://');
    answer({ cancel: !(tools || isRequestAllowed(details.url, details.resourceType)) });
  });
  target.on('will-download', (event, item) => {
    if (!isRequestAllowed(item.getURL(), 'download')) event.preventDefault();
  });
}

/** net::ERR_FAILED: there is no server whose certificate could be right. */
const CERTIFICATE_FAILED = -2;

/** Holds for every contents that ever comes to be, ours or not. */
function lockContents(contents: WebContents): void {
  const stay = (event: { preventDefault(): void; readonly url: string }): void => {
    if (!isOwnUrl(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
}

function lockApp(): void {
  app.on('web-contents-created', (_event, contents) => lockContents(contents));
  app.on('session-created', lockSession);
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, trust) => {
    event.preventDefault();
    trust(false);
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
  app.on('login', (event) => event.preventDefault());
}

/** Undefined where there is none: on Linux without a keyring Electron "encrypts" with a constant that anybody can read. */
function systemKeyring(): Keyring | undefined {
  const real =
    safeStorage.isEncryptionAvailable() &&
    (process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text');
  if (!real) return undefined;
  return {
    protect: async (secret) => safeStorage.encryptString(Buffer.from(secret).toString('base64')),
    reveal: async (guarded) => Buffer.from(safeStorage.decryptString(Buffer.from(guarded)), 'base64'),
  };
}

function capabilities(keyring: Keyring | undefined): Capabilities {
  return {
    secureKeyStore: keyring ? 'os-keyring' : 'passphrase',
    kiosk: true,
    printToPdf: false,
    openWindow: true,
  };
}

async function run(folder: string): Promise<void> {
  desktopFile = join(folder, 'desktop.json');
  desktop = readDesktopState(desktopFile);
  nativeTheme.themeSource = desktop.theme;
  lockSession(session.defaultSession);
  const profile = await openProfile(folder);
  const windows = createWindows({
    preload: join(import.meta.dirname, 'preload.cjs'),
    developer,
    readState: () => desktop,
    writeState: changeDesktop,
    now: Date.now,
  });
  const services = await open(profile, windows);
  protocol.handle(APP_SCHEME, createSchemeHandler(services.handleRequest));
  registerHost({
    handlers: services.handlers,
    events: services.events,
    contents: windows.contents,
    report: (method, error) =>
      console.error(`[host] ${method}: ${error instanceof Error ? error.name : 'error'}`),
  });
  follow(windows, services);
  closeOnQuit(services, profile);
  menu(windows, services.version);
  windows.open('main');
}

async function open(profile: Profile, windows: Windows): Promise<Services> {
  try {
    const keyring = systemKeyring();
    return await openServices(profile, DIST, {
      host: 'electron',
      capabilities: capabilities(keyring),
      keyring,
      openWindow: async (page) => {
        if (windows.contents().length >= MOST_WINDOWS) throw new HostError('not-allowed', 'too many windows');
        windows.open(page);
      },
      preferences: (chosen) => {
        if (remember(chosen)) showMenuAgain();
      },
    });
  } catch (error) {
    await profile.release();
    throw error;
  }
}

/** A page that opens windows in a loop must not take the desk with it. */
const MOST_WINDOWS = 12;

function follow(windows: Windows, services: Services): void {
  app.on('second-instance', () => windows.focus());
  app.on('activate', () => windows.focus());
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('child-process-gone', (_event, details) => {
    if (details.type === 'GPU') windows.onGpuDeath(details.reason);
  });
  powerMonitor.on('suspend', () => services.events.emit('power.changed', { state: 'suspend' }));
  powerMonitor.on('resume', () => services.events.emit('power.changed', { state: 'resume' }));
}

/** `will-quit` comes after the last page is gone, so what a page wrote while closing is flushed as well. */
function closeOnQuit(services: Services, profile: Profile): void {
  let state: 'open' | 'closing' | 'closed' = 'open';
  app.on('will-quit', (event) => {
    if (state === 'closed') return;
    event.preventDefault();
    if (state === 'closing') return;
    state = 'closing';
    const patience = new Promise<void>((done) => setTimeout(done, CLOSE_MS).unref());
    const flushed = services
      .close()
      .catch((error: unknown) => console.error(`close: ${error instanceof Error ? error.message : 'failed'}`))
      .then(() => profile.release());
    void Promise.race([flushed, patience]).finally(() => {
      state = 'closed';
      app.quit();
    });
  });
}

function menu(windows: Windows, version: string): void {
  app.setAboutPanelOptions({ applicationName: 'Linli 邻里', applicationVersion: version });
  const show = (): void =>
    showMenu({
      language: desktop.language,
      theme: desktop.theme,
      mac: process.platform === 'darwin',
      developer,
      send,
      open: windows.open,
    });
  const send = (command: MenuCommand): void => {
    const front = windows.front();
    if (front) sendEvent(front, 'menu.command', { command });
    const chosen = CHOICES[command];
    if (chosen && remember(chosen)) show();
  };
  showMenuAgain = show;
  show();
}

/** Set once there is a menu: a page chose another language or theme. */
let showMenuAgain: () => void = () => undefined;

type Choice = Partial<Pick<DesktopState, 'language' | 'theme'>>;
/** What a menu command means to the native side itself. */
const CHOICES: Partial<Record<MenuCommand, Choice>> = {
  'theme.dark': { theme: 'dark' },
  'theme.light': { theme: 'light' },
  'language.zh': { language: 'zh' },
  'language.en': { language: 'en' },
};

/** Theme and language hold for the native side too, wherever they were chosen. Returns true when something changed. */
function remember(chosen: Choice): boolean {
  const next = { ...desktop, ...chosen };
  if (next.theme === desktop.theme && next.language === desktop.language) return false;
  nativeTheme.themeSource = next.theme;
  try {
    changeDesktop(next);
  } catch {
    // A full disk: the choice holds for this run.
  }
  return true;
}

function fail(error: unknown): void {
  const text =
    error instanceof ProfileInUseError
      ? nativeText('zh', 'electron.start.inUse').replace('{value}', String(error.owner.pid))
      : error instanceof Error
        ? error.message
        : String(error);
  console.error(text);
  dialog.showErrorBox(nativeText('zh', 'electron.start.failed'), text);
  app.exit(1);
}

const folder = beforeReady();
if (folder !== null) {
  lockApp();
  app
    .whenReady()
    .then(() => run(folder))
    .catch(fail);
}
