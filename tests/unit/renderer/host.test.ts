import { describe, expect, it } from 'vitest';
import { socketHost } from '../../../renderer/host.ts';
import { HostError } from '../../../shared/host/host-error.ts';

/** A socket that the test opens, answers and breaks. */
class FakeSocket {
  readonly sent: { id: number; method: string; args: unknown }[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: (() => void) | null = null;
  close(): void {
    this.onclose?.();
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  says(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

function setup() {
  const sockets: FakeSocket[] = [];
  const timers = new Map<number, { action: () => void; ms: number }>();
  let nextTimer = 1;
  const connecting = socketHost({
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    setTimeout: (action, ms) => {
      timers.set(nextTimer, { action, ms });
      return nextTimer++;
    },
    clearTimeout: (id) => void timers.delete(id),
    random: () => 1,
  });
  /** Fires the timer set last, and tells how long it would have waited. */
  const fire = (): number => {
    const id = Math.max(...timers.keys());
    const timer = timers.get(id);
    timers.delete(id);
    timer?.action();
    return timer?.ms ?? -1;
  };
  const last = () => sockets[sockets.length - 1];
  return { connecting, sockets, timers, fire, last };
}

async function connected() {
  const all = setup();
  all.last().onopen?.();
  return { ...all, host: await all.connecting };
}

describe('the page and its host over a socket', () => {
  it('answers each caller with its own result, in any order', async () => {
    const { host, last } = await connected();
    const first = host.call('live.feeds', {});
    const second = host.call('files.space', {});
    const [a, b] = last().sent;
    last().says({ id: b.id, ok: true, result: { free: 5 } });
    last().says({ id: a.id, ok: true, result: [] });
    expect(await first).toEqual([]);
    expect(await second).toEqual({ free: 5 });
  });

  it('rejects with the typed error of the host', async () => {
    const { host, last } = await connected();
    const call = host.call('app.info', {});
    last().says({ id: last().sent[0].id, ok: false, error: { code: 'disk-full', detail: 'x' } });
    await expect(call).rejects.toBeInstanceOf(HostError);
    await expect(call).rejects.toMatchObject({ code: 'disk-full', detail: 'x' });
    const strange = host.call('app.info', {});
    last().says({ id: last().sent[1].id, ok: false, error: { code: 'made-up', detail: '' } });
    await expect(strange).rejects.toMatchObject({ code: 'internal' });
  });

  it('passes events to those who listen, until they stop', async () => {
    const { host, last } = await connected();
    const heard: unknown[] = [];
    const stop = host.on('feeds.changed', (payload) => heard.push(payload));
    last().says({ event: 'feeds.changed', payload: { feeds: [] } });
    last().says({ event: 'menu.command', payload: { command: 'x' } });
    stop();
    last().says({ event: 'feeds.changed', payload: { feeds: [] } });
    expect(heard).toEqual([{ feeds: [] }]);
  });

  it('fails calls under way when the connection breaks, and never sends them again', async () => {
    const { host, last, fire, sockets } = await connected();
    const call = host.call('files.space', {});
    last().onclose?.();
    await expect(call).rejects.toMatchObject({ code: 'disconnected' });
    fire();
    last().onopen?.();
    expect(sockets.length).toBe(2);
    expect(last().sent).toEqual([]);
  });

  it('tells whether the host can be reached, at once and on every change', async () => {
    const { host, last, fire } = await connected();
    const states: boolean[] = [];
    const stop = host.onConnection((now) => states.push(now));
    await Promise.resolve();
    last().onclose?.();
    fire();
    last().onopen?.();
    stop();
    last().onclose?.();
    expect(states).toEqual([true, false, true]);
  });

  it('sends what was asked meanwhile once it is connected again', async () => {
    const { host, last, timers } = await connected();
    last().onclose?.();
    const reconnect = Math.max(...timers.keys());
    const call = host.call('live.feeds', {});
    timers.get(reconnect)?.action();
    last().onopen?.();
    expect(last().sent.map((message) => message.method)).toEqual(['live.feeds']);
    last().says({ id: last().sent[0].id, ok: true, result: [] });
    expect(await call).toEqual([]);
  });

  it('gives up calls that found no connection in time', async () => {
    const { host, last, fire } = await connected();
    last().onclose?.();
    const call = host.call('live.feeds', {});
    expect(fire()).toBe(10_000);
    await expect(call).rejects.toMatchObject({ code: 'disconnected' });
  });

  it('waits longer after every failed try, up to a limit, and starts over after a good one', async () => {
    const { last, fire } = await connected();
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      last().onclose?.();
      waits.push(fire());
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000, 4000]);
    last().onopen?.();
    last().onclose?.();
    expect(fire()).toBe(250);
  });

  it('gives up a connection that nobody answers, and tries anew', async () => {
    const { last, fire, sockets } = await connected();
    last().onclose?.();
    fire();
    expect(sockets.length).toBe(2);
    expect(fire()).toBe(5000);
    fire();
    expect(sockets.length).toBe(3);
    last().onopen?.();
  });

  it('is there even when the host is not, so that the page can say so', async () => {
    const { connecting, timers } = setup();
    [...timers.values()].find((timer) => timer.ms === 10_000)?.action();
    const host = await connecting;
    const states: boolean[] = [];
    host.onConnection((now) => states.push(now));
    await Promise.resolve();
    expect(states).toEqual([false]);
  });
});
