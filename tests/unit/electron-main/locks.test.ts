import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isOwnUrl, isPermissionGranted, isRequestAllowed } from '../../../electron/policy.ts';
import { PreventableEvent } from '../../support/electron-standin/contents.ts';
import { ensureBuilt, type StartedMain, startMain } from '../../support/electron-standin/start.ts';

let main: StartedMain;
beforeAll(async () => {
  await ensureBuilt();
  main = await startMain();
}, 120_000);
afterAll(async () => {
  await main.quit();
});

const FOREIGN = [
  'https://example.com/',
  'http://127.0.0.1:17653/',
  'linli://app.example.com/',
  'linli://application/',
  'linli://app:80/',
  'linli://user@app/',
  'linli://user:word@app/',
  'linli://app@example.com/',
  'linli://%61pp/',
  'linli:app/',
  'linli:///app/',
  'linli2://app/',
  'file:///etc/passwd',
  'blob:linli://app/0f',
  'data:text/html,x',
  'javascript:alert(1)',
  'about:blank',
  'view-source:linli://app/',
  'https://example.com/?next=linli://app/',
  '',
];

describe('navigation', () => {
  test.each(FOREIGN)('to %s is stopped, by every way', (url) => {
    const contents = main.standin.windows[0].webContents;
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      const event = new PreventableEvent(url);
      contents.emit(name, event);
      expect(event.defaultPrevented).toBe(true);
    }
  });

  test.each(['linli://app/', 'linli://app/wall', 'linli://app/?a=1#b'])('to %s is ours', (url) => {
    const event = new PreventableEvent(url);
    main.standin.windows[0].webContents.emit('will-navigate', event);
    expect(event.defaultPrevented).toBe(false);
  });

  test('no address is ours unless it starts with our origin and a slash', () => {
    fc.assert(
      fc.property(fc.domain(), fc.webPath(), (host, path) => !isOwnUrl(`linli://${host}${path}`)),
      { numRuns: 50 },
    );
    fc.assert(fc.property(fc.string(), (text) => !isOwnUrl(text) || text.startsWith('linli://app/')));
  }, 30_000);

  test('new windows and webviews are refused', () => {
    const contents = main.standin.windows[0].webContents;
    const details = {
      url: 'linli://app/wall',
      frameName: '',
      features: '',
      disposition: 'new-window' as const,
    };
    const answer = contents.openHandler?.({ ...details, referrer: { url: '', policy: 'no-referrer' } });
    expect(answer).toEqual({ action: 'deny' });
    const event = new PreventableEvent();
    contents.emit('will-attach-webview', event);
    expect(event.defaultPrevented).toBe(true);
    expect(contents.webRtcPolicy).toBe('disable_non_proxied_udp');
  });
});

describe('network', () => {
  const cases: [string, string, boolean][] = [
    ['linli://app/assets/index.js', 'script', true],
    ['linli://app/bulk/abc', 'xhr', true],
    ['blob:linli://app/1234', 'image', true],
    ['data:image/png;base64,AA', 'image', true],
    ['data:text/javascript,1', 'script', false],
    ['blob:https://example.com/1', 'image', false],
    ['https://example.com/tile.png', 'image', false],
    ['wss://example.com/', 'webSocket', false],
    ['http://127.0.0.1/', 'xhr', false],
    ['devtools://devtools/bundled/x.js', 'script', false],
    ['file:///etc/passwd', 'xhr', false],
    ['ftp://example.com/', 'other', false],
  ];
  test.each(cases)('%s as %s: %s', (url, resourceType, allowed) => {
    expect(main.standin.session.beforeRequest?.({ url, resourceType })).toEqual({ cancel: !allowed });
    expect(isRequestAllowed(url, resourceType)).toBe(allowed);
  });

  test('no certificate is trusted, no client certificate or password offered', () => {
    const results: number[] = [];
    main.standin.session.certificate?.({} as never, (result) => results.push(result));
    expect(results).toEqual([-2]);
    let trusted = true;
    const event = new PreventableEvent();
    main.standin.electron.app.emit('certificate-error', event, null, '', '', null, (trust: boolean) => {
      trusted = trust;
    });
    expect(event.defaultPrevented).toBe(true);
    expect(trusted).toBe(false);
    for (const name of ['select-client-certificate', 'login']) {
      const asked = new PreventableEvent();
      main.standin.electron.app.emit(name, asked);
      expect(asked.defaultPrevented).toBe(true);
    }
  });

  test('only what the page made itself can be downloaded', () => {
    const download = (url: string): boolean => {
      const event = new PreventableEvent();
      main.standin.session.electron.emit('will-download', event, { getURL: () => url });
      return event.defaultPrevented;
    };
    expect(download('https://example.com/a.exe')).toBe(true);
    expect(download('data:text/plain,x')).toBe(true);
    expect(download('blob:linli://app/1')).toBe(false);
  });

  test('no dictionary is fetched', () => {
    expect(main.standin.session.spellChecker).toBe(false);
  });
});

describe('permissions', () => {
  /** Every word of electron's declaration of the request handler, and one it does not know yet. */
  const PERMISSIONS =
    `ar automatic-fullscreen background-fetch background-sync captured-surface-control clipboard-read
    clipboard-sanitized-write deprecated-sync-clipboard-read display-capture fileSystem fullscreen geolocation
    geolocation-approximate hand-tracking hid idle-detection keyboardLock local-fonts local-network local-network-access
    loopback-network media mediaKeySystem midi midiSysex nfc notifications openExternal payment-handler
    periodic-background-sync persistent-storage pointerLock screen-wake-lock sensors serial smart-card speaker-selection
    storage-access system-wake-lock top-level-storage-access usb vr web-app-installation web-printing window-management
    unknown made-up`.split(/\s+/);

  test('two are granted to our main frame, all others to nobody', () => {
    const granted = PERMISSIONS.filter((name) => isPermissionGranted(name, 'linli://app', true));
    expect(granted).toEqual(['clipboard-sanitized-write', 'fullscreen']);
    for (const name of PERMISSIONS) {
      expect(isPermissionGranted(name, 'linli://app', false)).toBe(false);
      for (const origin of FOREIGN) expect(isPermissionGranted(name, origin, true)).toBe(false);
    }
  });

  test.each(PERMISSIONS)('request and check agree on %s', (permission) => {
    const { permissionCheck, permissionRequest } = main.standin.session;
    const contents = main.standin.windows[0].webContents as never;
    const expected = permission === 'fullscreen' || permission === 'clipboard-sanitized-write';
    let allowed: boolean | null = null;
    permissionRequest?.(
      contents,
      permission as 'unknown',
      (answer) => {
        allowed = answer;
      },
      { isMainFrame: true, requestingUrl: 'linli://app/' },
    );
    expect(allowed).toBe(expected);
    const details = { isMainFrame: true, requestingUrl: 'linli://app/' };
    expect(permissionCheck?.(contents, permission as 'unknown', 'linli://app/', details)).toBe(expected);
  });

  test('devices and screens are given to nobody', () => {
    expect(main.standin.session.device?.({} as never)).toBe(false);
    let streams: unknown = 'unanswered';
    main.standin.session.displayMedia?.({} as never, (given) => {
      streams = given;
    });
    expect(streams).toBeNull();
  });
});
