import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { startBrowserHost } from '../../../../electron/browser-host.ts';
import { serveSockets } from '../../../../electron/host/socket.ts';
import { createHostEvents } from '../../../../electron/services/events.ts';
import type { Handlers } from '../../../../shared/host/contract.ts';
import { HostError, type HostErrorCode } from '../../../../shared/host/host-error.ts';
import {
  type ConformanceHost,
  describeContract,
  describeContractWithVault,
} from '../../../support/contract-conformance.ts';
import { auditBody } from '../../../support/host-fixtures.ts';
import { madeUpBuild } from '../../../support/made-up-build.ts';

async function socketConformanceHost(): Promise<ConformanceHost> {
  const folder = mkdtempSync(join(tmpdir(), 'linli-socket-'));
  const started = await startBrowserHost({
    dist: madeUpBuild(join(folder, 'dist')),
    profile: join(folder, 'profile'),
    port: 0,
  });
  if (started.outcome !== 'ready') throw new Error('another host runs');
  const { address: origin } = started;
  const page = await fetch(`${origin}/`);
  const cookie = page.headers.get('set-cookie')?.split(';')[0] ?? '';
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/socket`, { origin, headers: { cookie } });
  await new Promise((done, failed) => socket.once('open', done).once('error', failed));
  const calls = new Map<number, { resolve(result: unknown): void; reject(error: HostError): void }>();
  const listeners = new Set<(event: string, payload: unknown) => void>();
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString());
    if ('event' in message) {
      for (const listener of listeners) listener(message.event, message.payload);
      return;
    }
    const { code, detail } = (message.error ?? {}) as { code: HostErrorCode; detail: string };
    if (message.ok) calls.get(message.id)?.resolve(message.result);
    else calls.get(message.id)?.reject(new HostError(code, detail));
  });
  let id = 0;
  return {
    call: (method, args) =>
      new Promise((resolve, reject) => {
        calls.set(++id, { resolve, reject });
        socket.send(JSON.stringify({ id, method, args }));
      }),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    putBulk: async (token, bytes) => {
      const body = Buffer.from(bytes);
      const response = await fetch(`${origin}/bulk/${token}`, {
        method: 'PUT',
        body,
        headers: { cookie, origin },
      });
      return response.status;
    },
    getBulk: async (token) => {
      const response = await fetch(`${origin}/bulk/${token}`, { headers: { cookie } });
      return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
    },
    close: async () => {
      await started.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

describeContract('the socket', false, socketConformanceHost);
describeContractWithVault('the socket', socketConformanceHost);

describe('a socket', () => {
  async function pair(stuckBytes?: number) {
    const events = createHostEvents();
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await new Promise((done) => server.once('listening', done));
    const stop = serveSockets(server, { handlers: {} as Handlers, events, stuckBytes });
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const page = new WebSocket(`ws://127.0.0.1:${port}`);
    await new Promise((done) => page.once('open', done));
    const close = () => {
      stop();
      page.terminate();
      server.close();
    };
    return { events, page, server, close };
  }

  it('is closed when it sends what is no call', async () => {
    for (const junk of ['not json', '[]', '{"method":"app.info"}', Buffer.from([1, 2])]) {
      const { page, close } = await pair();
      const code = new Promise((done) => page.once('close', done));
      page.send(junk);
      expect(await code).toBe(1003);
      close();
    }
  });

  it('is cut off when its page does not read, while others go on', async () => {
    const { events, page, server, close } = await pair(200_000);
    const [socket] = server.clients;
    page.pause();
    const gone = new Promise((done) => socket.once('close', done));
    const records = [{ seq: 1, at: 1, body: auditBody(1, 'x'.repeat(100_000)) }];
    let sent = 0;
    while (socket.readyState === socket.OPEN && sent++ < 1000) events.emit('journal.appended', { records });
    await gone;
    expect(sent).toBeLessThan(1000);
    expect(server.clients.size).toBe(0);
    close();
  });

  it('never sends an event that its schema does not know', async () => {
    const { events, close } = await pair();
    expect(() => events.emit('journal.appended', { records: [{ seq: 'x' }] } as never)).toThrow(HostError);
    close();
  });
});
