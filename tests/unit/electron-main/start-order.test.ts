import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { PreventableEvent } from '../../support/electron-standin/contents.ts';
import { ensureBuilt, invoke, loadMain, startMain } from '../../support/electron-standin/start.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

beforeAll(ensureBuilt, 120_000);

describe('before ready', () => {
  test('sandbox, profile, lock and scheme come before anything else', async () => {
    const { standin, profileDir } = await loadMain();
    expect(standin.log).toEqual([
      'app.enableSandbox',
      `app.setPath userData ${join(profileDir, 'electron')}`,
      'app.requestSingleInstanceLock',
      'switch disable-background-networking',
      'switch disable-component-update',
      'switch disable-domain-reliability',
      'switch no-pings',
      'protocol.registerSchemesAsPrivileged',
    ]);
    expect(standin.privileged).toEqual([
      {
        scheme: 'linli',
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
  });

  test('the session is locked before the first window is made', async () => {
    const { standin, quit } = await startMain();
    const at = (word: string): number => standin.log.indexOf(word);
    expect(at('ready')).toBeGreaterThan(at('protocol.registerSchemesAsPrivileged'));
    expect(at('webRequest.onBeforeRequest')).toBeGreaterThan(at('ready'));
    expect(at('protocol.handle linli')).toBeGreaterThan(at('webRequest.onBeforeRequest'));
    expect(at('ipcMain.handle linli:call')).toBeGreaterThan(at('protocol.handle linli'));
    expect(at('new BrowserWindow')).toBeGreaterThan(at('ipcMain.handle linli:call'));
    await quit();
  });

  test.each(['no-sandbox', 'remote-debugging-port', 'disable-web-security', 'load-extension'])(
    'an installed program refuses --%s',
    async (name) => {
      const { standin } = await loadMain({ switches: [name] });
      expect(await standin.exited).toBe(2);
      expect(standin.log).toEqual(['app.exit 2']);
      standin.becomeReady();
      await Promise.resolve();
      expect(standin.windows).toEqual([]);
    },
  );

  test('a checkout that is being worked on may be debugged', async () => {
    const { standin } = await loadMain({ switches: ['remote-debugging-port'], packaged: false });
    expect(standin.log).toContain('app.enableSandbox');
  });

  test('--profile without a folder never falls back to another profile', async () => {
    const bare = await loadMain({ profileDir: '' });
    expect(await bare.standin.exited).toBe(2);
  });
});

test('a profile that cannot be made is said, before anything is opened', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  const { standin } = await loadMain({ profileDir: join(folder, 'file') });
  expect(await standin.exited).toBe(1);
  expect(standin.errorBoxes).toHaveLength(1);
  expect(standin.privileged).toEqual([]);
});

describe('one instance', () => {
  test('a second start ends at once and shows nothing', async () => {
    const { standin } = await loadMain({ firstInstance: false });
    expect(await standin.exited).toBe(0);
    expect(standin.privileged).toEqual([]);
  });

  test('the first brings its window to the front when a second starts', async () => {
    const { standin, quit } = await startMain();
    const [window] = standin.windows;
    window.minimized = true;
    standin.focused = null;
    standin.electron.app.emit('second-instance', new PreventableEvent(), [], '');
    expect(window.minimized).toBe(false);
    expect(standin.focused).toBe(window);
    expect(standin.windows).toHaveLength(1);
    await quit();
  });

  test('a profile that another host holds is not opened, and its holder is named', async () => {
    const first = await startMain();
    const second = await startMain({ profileDir: first.profileDir });
    expect(await second.standin.exited).toBe(1);
    expect(second.standin.errorBoxes).toHaveLength(1);
    expect(second.standin.errorBoxes[0].content).toContain(String(process.pid));
    expect(second.standin.windows).toEqual([]);
    await first.quit();
  });
});

describe('quit', () => {
  test('the services are closed and the profile is free after the last window', async () => {
    const { standin, profileDir, quit } = await startMain();
    const lock = join(profileDir, 'lock');
    expect(existsSync(lock)).toBe(true);
    const [window] = standin.windows;
    let heldWhileClosing = false;
    window.once('closed', () => {
      heldWhileClosing = existsSync(lock);
    });
    expect(await quit()).toBe(0);
    expect(heldWhileClosing).toBe(true);
    expect(existsSync(lock)).toBe(false);
    expect(standin.log.at(-1)).toBe('quit');
  });

  test('what a page wrote is there at the next start', async () => {
    const first = await startMain();
    const body = { kind: 'audit', action: 'test', detail: '', count: 1 };
    const args = { session: null, bodies: [body] };
    const written = await invoke(first.standin, first.standin.windows[0].webContents, {
      method: 'journal.append',
      args,
    });
    expect(written).toEqual({ ok: true, result: { first: 1, last: 1 } });
    await first.quit();
    const second = await startMain({ profileDir: first.profileDir });
    const read = await invoke(second.standin, second.standin.windows[0].webContents, {
      method: 'journal.read',
      args: { after: 0, limit: 10 },
    });
    expect(read).toMatchObject({ ok: true, result: { last: 1, records: [{ seq: 1, body }] } });
    await second.quit();
  });

  test('a closed last window ends the program', async () => {
    const { standin } = await startMain();
    standin.windows[0].close();
    expect(await standin.exited).toBe(0);
  });

  test('waking from sleep reaches the page', async () => {
    const { standin, quit } = await startMain();
    standin.electron.powerMonitor.emit('suspend');
    standin.electron.powerMonitor.emit('resume');
    const states = standin.windows[0].webContents.sent.map((sent) => sent.message);
    expect(states).toEqual([
      { event: 'power.changed', payload: { state: 'suspend' } },
      { event: 'power.changed', payload: { state: 'resume' } },
    ]);
    await quit();
  });
});

test('every event the product listens to exists in the declarations of Electron', async () => {
  const { standin, quit } = await startMain();
  const declared = readFileSync(
    new URL('../../../node_modules/electron/electron.d.ts', import.meta.url),
    'utf8',
  );
  const [window] = standin.windows;
  const emitters = [
    standin.electron.app,
    standin.electron.powerMonitor,
    standin.electron.session.defaultSession,
    window,
    window.webContents,
  ];
  const names = emitters.flatMap((emitter) => emitter.eventNames().map(String));
  expect(names.length).toBeGreaterThan(12);
  for (const name of names) expect(declared).toContain(`on(event: '${name}'`);
  await quit();
});
