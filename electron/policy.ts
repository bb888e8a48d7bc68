/**
 * What the page may do in Electron, as pure decisions: where it may go, what it may load, which permissions and which
 * command line it gets. Everything not named here is refused. Owns no Electron object; main.ts and windows.ts apply it.
 */
export const APP_SCHEME = 'linli';
export const APP_HOST = 'app';
/** The one origin of every page of ours, as Chromium serialises it. */
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** Address of a page; the wall has a path of its own so that it can be told apart before the page runs. */
export function pageUrl(page: 'main' | 'wall'): string {
  return page === 'wall' ? `${APP_ORIGIN}/wall` : `${APP_ORIGIN}/`;
}

/** True for an absolute address of exactly our origin: no credentials, no port, no look-alike host. */
export function isOwnUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    url.protocol === `${APP_SCHEME}:` &&
    url.host === APP_HOST &&
    url.username === '' &&
    url.password === '' &&
    text.startsWith(`${APP_ORIGIN}/`)
  );
}

/** True when a page may load this: our origin, its own blobs, and pictures as data. Everything else is the network. */
export function isRequestAllowed(url: string, resourceType: string): boolean {
  if (isOwnUrl(url)) return true;
  if (url.startsWith(`blob:${APP_ORIGIN}/`)) return true;
  return url.startsWith('data:') && resourceType === 'image';
}

const GRANTED: ReadonlySet<string> = new Set(['fullscreen', 'clipboard-sanitized-write']);

/**
 * True when the permission is one of the two the product uses and a main frame of ours asks for it.
 * @param origin origin or address of the asking frame; Chromium gives it with and without a closing slash
 */
export function isPermissionGranted(permission: string, origin: string, isMainFrame: boolean): boolean {
  if (!isMainFrame || !GRANTED.has(permission)) return false;
  return origin === APP_ORIGIN || isOwnUrl(origin);
}

/** Switches that open the program to another one, or take a wall down. An installed program refuses to start with them. */
const REFUSED_SWITCHES = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'js-flags',
  'no-sandbox',
  'disable-web-security',
  'disable-site-isolation-trials',
  'allow-running-insecure-content',
  'ignore-certificate-errors',
  'load-extension',
  'host-rules',
  'host-resolver-rules',
  'proxy-server',
  'unsafely-treat-insecure-origin-as-secure',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
] as const;

/** The first refused switch on the command line, or null. */
export function refusedSwitch(has: (name: string) => boolean): string | null {
  return REFUSED_SWITCHES.find(has) ?? null;
}

/** Chromium's own traffic that a program without a network does without. No other switch is ever appended. */
export const QUIET_SWITCHES = [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'no-pings',
] as const;

/**
 * The profile folder named by `--profile DIR` or `--profile=DIR`; null when none is named.
 * @throws Error when the option stands without a folder: starting on the wrong profile looks like lost data
 */
export function profileArgument(argv: readonly string[]): string | null {
  const at = argv.findIndex((word) => word === '--profile' || word.startsWith('--profile='));
  if (at < 0) return null;
  const word = argv[at];
  const folder = word === '--profile' ? argv[at + 1] : word.slice('--profile='.length);
  if (!folder || folder.startsWith('--')) throw new Error('--profile needs a folder');
  return folder;
}
