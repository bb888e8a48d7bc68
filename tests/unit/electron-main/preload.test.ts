import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { BRIDGE_METHODS, CALL_CHANNEL, EVENT_CHANNEL, type HostBridge } from '../../../shared/host/bridge.ts';
import { EVENTS, METHODS } from '../../../shared/host/contract.ts';
import { loadPreload } from '../../support/electron-standin/bridge.ts';
import { ensureBuilt, PRELOAD } from '../../support/electron-standin/start.ts';

beforeAll(ensureBuilt, 120_000);

function load(
  ask: (channel: string, message: unknown) => Promise<unknown> = async () => ({ ok: true, result: 1 }),
) {
  const preload = loadPreload(ask);
  return { preload, bridge: preload.exposed.get('linliHost') as HostBridge };
}

describe('the built preload', () => {
  test('requires electron and nothing else, in code that runs and in code that does not', () => {
    expect(load().preload.required).toEqual(['electron']);
    const source = readFileSync(PRELOAD, 'utf8');
    expect([...source.matchAll(/require\(([^)]*)\)/g)].map((match) => match[1])).toEqual(['"electron"']);
    expect(source).not.toMatch(/\bimport\s*\(|executeJavaScript|sendSync|webFrame|eval\(/);
  });

  test('puts one frozen object with two functions on the page', () => {
    const { preload, bridge } = load();
    expect([...preload.exposed.keys()]).toEqual(['linliHost']);
    expect(Object.keys(bridge).sort()).toEqual(['call', 'on']);
    expect(Object.isFrozen(bridge)).toBe(true);
  });

  test('sends every method of the contract, on one channel', async () => {
    const { preload, bridge } = load();
    expect(Object.keys(BRIDGE_METHODS).sort()).toEqual(Object.keys(METHODS).sort());
    for (const method of Object.keys(METHODS))
      expect(await bridge.call(method, {})).toEqual({ ok: true, result: 1 });
    expect(new Set(preload.channels)).toEqual(new Set([CALL_CHANNEL]));
  });

  test.each(['toString', '__proto__', 'constructor', 'app', '', 'electron:open'])(
    'never sends %s',
    async (method) => {
      const { preload, bridge } = load();
      expect(await bridge.call(method, {})).toMatchObject({ ok: false, code: 'unknown-method' });
      expect(preload.channels).toEqual([]);
    },
  );

  test('a failing channel becomes a value without its text', async () => {
    const { bridge } = load(() => Promise.reject(new Error('resident 张三')));
    expect(await bridge.call('app.info', {})).toEqual({
      ok: false,
      code: 'disconnected',
      detail: 'app.info',
    });
  });

  test('listeners get the payload and never the event', () => {
    const { preload, bridge } = load();
    const heard: unknown[][] = [];
    const stop = bridge.on('menu.command', (...args: unknown[]) => heard.push(args));
    const again = bridge.on('menu.command', (...args: unknown[]) => heard.push(args));
    const message = { event: 'menu.command', payload: { command: 'go.map' } };
    preload.deliver(EVENT_CHANNEL, message);
    expect(heard).toEqual([[{ command: 'go.map' }], [{ command: 'go.map' }]]);
    stop();
    preload.deliver(EVENT_CHANNEL, message);
    expect(heard).toHaveLength(3);
    again();
    stop();
    preload.deliver(EVENT_CHANNEL, message);
    preload.deliver(EVENT_CHANNEL, { event: 'feeds.changed', payload: {} });
    expect(heard).toHaveLength(3);
  });

  test('every event of the contract can be heard, no other', () => {
    const { preload, bridge } = load();
    const heard: string[] = [];
    for (const event of [...Object.keys(EVENTS), 'toString', 'journal'])
      bridge.on(event, () => heard.push(event));
    for (const event of [...Object.keys(EVENTS), 'toString', 'journal']) {
      preload.deliver(EVENT_CHANNEL, { event, payload: null });
    }
    expect(heard).toEqual(Object.keys(EVENTS));
  });
});
