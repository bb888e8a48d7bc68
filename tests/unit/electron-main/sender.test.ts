import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { METHODS } from '../../../shared/host/contract.ts';
import { StandinContents, type StandinFrame } from '../../support/electron-standin/contents.ts';
import { ensureBuilt, invoke, type StartedMain, startMain } from '../../support/electron-standin/start.ts';

let main: StartedMain;
let contents: StandinContents;
beforeAll(async () => {
  await ensureBuilt();
  main = await startMain();
  contents = main.standin.windows[0].webContents;
}, 120_000);
afterAll(async () => {
  await main.quit();
});

const REFUSED = { ok: false, code: 'not-allowed', detail: '' };
const ASK = { method: 'app.info', args: {} };

test('the main frame of our window is answered', async () => {
  const answer = await invoke(main.standin, contents, ASK);
  expect(answer).toMatchObject({ ok: true, result: { host: 'electron' } });
});

describe('refused', () => {
  const frames: Record<string, () => StandinFrame | null> = {
    'a frame that is gone': () => null,
    'a detached frame': () => ({ ...contents.mainFrame, detached: true }),
    'a frame inside the page': () => ({
      ...contents.mainFrame,
      frameTreeNodeId: 7,
      parent: contents.mainFrame,
    }),
    'a frame inside the page that claims to be the page': () => ({
      ...contents.mainFrame,
      parent: contents.mainFrame,
    }),
    'another main frame': () => ({ ...contents.mainFrame, frameTreeNodeId: 7 }),
    'a foreign origin': () => ({ ...contents.mainFrame, origin: 'https://example.com' }),
    'an opaque origin': () => ({ ...contents.mainFrame, origin: 'null' }),
    'our origin on an empty address': () => ({ ...contents.mainFrame, url: '' }),
    'our origin on about:blank': () => ({ ...contents.mainFrame, url: 'about:blank' }),
    'a look-alike origin': () => ({
      ...contents.mainFrame,
      origin: 'linli://app.example.com',
      url: 'linli://app.example.com/',
    }),
  };
  const methods = Object.keys(METHODS);
  test.each(Object.keys(frames))('%s, whatever it asks', async (name) => {
    for (const method of methods) {
      expect(await invoke(main.standin, contents, { method, args: {} }, frames[name]())).toEqual(REFUSED);
    }
  });

  test('a window that is not ours, though it says all the right things', async () => {
    const stranger = new StandinContents();
    stranger.at('linli://app/');
    expect(await invoke(main.standin, stranger, ASK)).toEqual(REFUSED);
  });

  test('a window that was closed', async () => {
    await invoke(main.standin, contents, { method: 'window.open', args: { page: 'main' } });
    const other = main.standin.windows.at(-1);
    if (!other || other.webContents === contents) throw new Error('no second window');
    expect(await invoke(main.standin, other.webContents, ASK)).toMatchObject({ ok: true });
    other.close();
    expect(await invoke(main.standin, other.webContents, ASK)).toEqual(REFUSED);
  });
});

describe('arguments', () => {
  test.each([
    ['no object', 7, 'unknown-method'],
    ['null', null, 'unknown-method'],
    ['no method', { args: {} }, 'unknown-method'],
    ['a method of every object', { method: 'toString', args: {} }, 'unknown-method'],
    ['no arguments', { method: 'app.info' }, 'bad-arguments'],
    [
      'arguments of another method',
      { method: 'window.open', args: { page: 'https://example.com' } },
      'bad-arguments',
    ],
    ['too much', { method: 'app.info', args: { more: 'x'.repeat(2000) } }, 'too-large'],
  ])('%s', async (_name, message, code) => {
    expect(await invoke(main.standin, contents, message)).toMatchObject({ ok: false, code });
  });

  test('the method of a prototype does not count', async () => {
    const message = Object.create({ method: 'app.info', args: {} }) as object;
    expect(await invoke(main.standin, contents, message)).toMatchObject({ ok: false });
  });

  test('the journal refuses what it cannot hold', async () => {
    const args = { session: null, bodies: [{ kind: 'audit', action: 1 }] };
    expect(await invoke(main.standin, contents, { method: 'journal.append', args })).toMatchObject({
      ok: false,
      code: 'bad-arguments',
    });
  });
});

test('events go to our windows and stop at a crashed one', async () => {
  await invoke(main.standin, contents, { method: 'window.open', args: { page: 'wall' } });
  const wall = main.standin.windows.at(-1);
  if (!wall || wall.webContents === contents) throw new Error('no wall');
  main.standin.electron.powerMonitor.emit('resume');
  expect(wall.webContents.sent).toHaveLength(1);
  wall.webContents.crashed = true;
  main.standin.electron.powerMonitor.emit('resume');
  expect(wall.webContents.sent).toHaveLength(1);
  expect(contents.sent.at(-1)).toEqual({
    channel: 'linli:event',
    message: { event: 'power.changed', payload: { state: 'resume' } },
  });
  wall.close();
});
