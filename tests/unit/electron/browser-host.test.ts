import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { startBrowserHost } from '../../../electron/browser-host.ts';
import { readProfileFile } from '../../../electron/services/profile.ts';
import { madeUpBuild } from '../../support/made-up-build.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

async function ready(profile: string, dist: string, port?: number) {
  const started = await startBrowserHost({ dist, profile, port });
  if (started.outcome !== 'ready') throw new Error('another host runs');
  onTestFinished(() => started.close());
  return started;
}

function folders() {
  const folder = temporaryFolder();
  return { profile: join(folder, 'profile'), dist: madeUpBuild(join(folder, 'dist')) };
}

/** A free port, a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((done) => server.close(done));
  return port;
}

function listening(server: Server): Promise<number> {
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port));
  });
}

/** Status of an upgrade that was refused, or 101. */
function upgradeStatus(address: string, headers: Record<string, string>): Promise<number> {
  return new Promise((done) => {
    const socket = new WebSocket(`${address.replace('http', 'ws')}/socket`, { headers });
    socket.once('open', () => {
      socket.terminate();
      done(101);
    });
    socket.once('unexpected-response', (_request, response) => done(response.statusCode ?? 0));
    socket.once('error', () => {});
  });
}

/** Whether something listens at the port now. */
function accepts(port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}

describe('the browser host', { timeout: 30_000 }, () => {
  it('serves the pages at its plain address and says who it is', async () => {
    const { profile, dist } = folders();
    const { address } = await ready(profile, dist, 0);
    const page = await fetch(`${address}/`);
    expect(await page.text()).toBe('<!doctype html>main');
    expect(page.headers.get('set-cookie')).toMatch(
      /^linli-\d+=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
    expect((await fetch(`${address}/wall`)).status).toBe(200);
    expect((await fetch(`${address}/none`)).status).toBe(404);
    const id = (await readProfileFile(profile))?.id;
    expect(await (await fetch(`${address}/hello`)).text()).toBe(`linli ${id}\n`);
  });

  it('refuses a socket without cookie or from another origin', async () => {
    const { profile, dist } = folders();
    const { address } = await ready(profile, dist, 0);
    const cookie = (await fetch(`${address}/`)).headers.get('set-cookie')?.split(';')[0] ?? '';
    expect(await upgradeStatus(address, { origin: address, cookie })).toBe(101);
    expect(await upgradeStatus(address, { origin: address })).toBe(403);
    expect(await upgradeStatus(address, { origin: address, cookie: `${cookie}x` })).toBe(403);
    expect(await upgradeStatus(address, { origin: 'http://evil.example', cookie })).toBe(403);
    expect(await upgradeStatus(address, { cookie })).toBe(403);
  });

  it('answers who comes while it is still opening', async () => {
    const { profile, dist } = folders();
    const port = await freePort();
    const first = await startBrowserHost({ dist, profile, port });
    if (first.outcome !== 'ready') throw new Error('another host runs');
    const cookie = (await fetch(first.address)).headers.get('set-cookie')?.split(';')[0] ?? '';
    await first.close();
    let opened = false;
    const again = ready(profile, dist).finally(() => {
      opened = true;
    });
    const early: Promise<number>[] = [];
    const headers = { origin: first.address, cookie };
    while (!opened) {
      const accepted = await accepts(port);
      if (accepted && !opened) early.push(upgradeStatus(first.address, headers));
    }
    await again;
    expect(early.length).toBeGreaterThan(0);
    expect(new Set(await Promise.all(early))).toEqual(new Set([101]));
  });

  it('keeps its port and the cookie for the next start', async () => {
    const { profile, dist } = folders();
    const port = await freePort();
    const first = await startBrowserHost({ dist, profile, port });
    if (first.outcome !== 'ready') throw new Error('another host runs');
    const cookie = (await fetch(first.address)).headers.get('set-cookie');
    await first.close();
    const second = await ready(profile, dist);
    expect(second.port).toBe(port);
    expect((await fetch(second.address)).headers.get('set-cookie')).toBe(cookie);
  });

  it('finds the host that already runs on the profile, whatever port was asked for', async () => {
    const { profile, dist } = folders();
    const { address } = await ready(profile, dist, await freePort());
    expect(await startBrowserHost({ dist, profile })).toEqual({ outcome: 'running', address });
    expect(await startBrowserHost({ dist, profile, port: await freePort() })).toEqual({
      outcome: 'running',
      address,
    });
  });

  it('refuses a port that another program has, and leaves the profile free', async () => {
    const { profile, dist } = folders();
    const other = createServer((_request, response) => response.end('somebody else'));
    const port = await listening(other);
    onTestFinished(() => void other.close());
    const start = startBrowserHost({ dist, profile, port });
    await expect(start).rejects.toMatchObject({
      name: 'StartError',
      code: 'port-in-use',
      value: String(port),
    });
    await ready(profile, dist, 0);
  });

  it('refuses a port that Linli has with another profile', async () => {
    const { profile, dist } = folders();
    const { port } = await ready(profile, dist, await freePort());
    const start = startBrowserHost({ dist, profile: `${profile}-2`, port });
    await expect(start).rejects.toMatchObject({ code: 'port-in-use' });
  });

  it('says so when a host without an address holds the profile', async () => {
    const { profile, dist } = folders();
    // Port 0 is not kept, so nobody can be found at the kept one.
    await ready(profile, dist, 0);
    const { writeFileSync } = await import('node:fs');
    const file = await readProfileFile(profile);
    writeFileSync(join(profile, 'profile.json'), JSON.stringify({ ...file, port: await freePort() }));
    await expect(startBrowserHost({ dist, profile })).rejects.toMatchObject({ code: 'profile-in-use' });
  });

  it('ends although pages are connected, and starts again at once', async () => {
    const { profile, dist } = folders();
    const port = await freePort();
    for (let round = 0; round < 3; round++) {
      const started = await startBrowserHost({ dist, profile, port });
      if (started.outcome !== 'ready') throw new Error('another host runs');
      const cookie = (await fetch(started.address)).headers.get('set-cookie')?.split(';')[0] ?? '';
      const socket = new WebSocket(`${started.address.replace('http', 'ws')}/socket`, {
        headers: { origin: started.address, cookie },
      });
      await new Promise((done) => socket.once('open', done));
      const closed = new Promise((done) => socket.once('close', done));
      await started.close();
      await closed;
    }
  });
});
