import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CameraDesk } from '../../../../../electron/services/cameras/camera-desk.ts';
import { CameraSources } from '../../../../../electron/services/cameras/camera-sources.ts';
import { drawnPicture } from '../../../../../electron/services/cameras/drawn-picture.ts';
import { boundaryOf, picturesOf } from '../../../../../electron/services/cameras/mjpeg.ts';
import { siteNetwork } from '../../../../../electron/services/cameras/site-network.ts';
import type { CameraSource } from '../../../../../shared/cameras/camera-source.ts';
import { SCENE_HEIGHT, SCENE_WIDTH } from '../../../../../shared/sample/camera-scene.ts';
import { smallDirectory } from '../../../../support/host-fixtures.ts';
import { ADMIN, type MadeDesk, makeDesk, PASSPHRASE } from '../../../../support/made-desk.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';

const PNG = drawnPicture('CAM-1', 0).bytes;
const LIMITS = { pictureMs: 250, silentMs: 200, pictureBytes: 64 * 1024 };

let server: Server;
let origin: string;
/** What the camera answers with, and what it was asked. */
let answer: (path: string, response: ServerResponse) => void;
let asked: { path: string; authorization: string | undefined }[];
let folder: string;
let desk: CameraDesk;
let sources: CameraSources;
let made: MadeDesk | null;

beforeEach(async () => {
  asked = [];
  made = null;
  server = createServer((request, response) => {
    asked.push({ path: request.url ?? '', authorization: request.headers.authorization });
    answer(request.url ?? '', response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await temporaryFolder();
});
afterEach(async () => {
  desk?.close();
  server.closeAllConnections();
  server.close();
  await made?.close();
});

const NONE = {
  status: () => ({ state: 'none' }),
  demandAdministrator: () => undefined,
} as unknown as MadeDesk['desk'];
const NO_VAULT = { state: 'none', coreRoot: null, file: { id: '' } } as never;

async function open(demo = false, now = Date.now): Promise<void> {
  sources = await CameraSources.open({ folder, vault: made?.vault ?? NO_VAULT });
  desk = new CameraDesk({
    ...{ desk: made?.desk ?? NONE, sources, now, limits: LIMITS },
    directory: () => smallDirectory(demo),
  });
}

const camera = (kind: CameraSource['kind'], path: string): CameraSource => ({
  ...{ id: 'CAM-1', kind, url: `${origin}${path}`, roles: ['dutyOperator'] },
});
const LOOK = { session: null, seat: 'operator' as const, camera: 'CAM-1', caseId: 'c-1' };

async function ticket(): Promise<string> {
  const view = await desk.handlers()['camera.view'](LOOK);
  if (!view.ok) throw new Error(view.why);
  return view.ticket;
}

describe('a look through a camera', () => {
  it('is a picture of the listed address alone, with its credentials, and of nothing that is not listed', async () => {
    await open();
    expect(await desk.handlers()['camera.view'](LOOK)).toEqual({ ok: false, why: 'notListed' });
    const secret = { user: 'desk', password: 'p:w' };
    await desk.handlers()['cameras.save']({ session: null, camera: camera('snapshot', '/still'), secret });
    answer = (_path, response) => response.end(PNG);
    const { type, bytes } = await desk.picture(await ticket(), 0);
    expect([type, Buffer.from(bytes).equals(PNG)]).toEqual(['image/png', true]);
    const authorization = `Basic ${Buffer.from('desk:p:w').toString('base64')}`;
    expect(asked).toEqual([{ path: '/still', authorization }]);
    const id = await ticket();
    await desk.handlers()['cameras.remove']({ session: null, id: 'CAM-1' });
    await expect(desk.picture(id, 0)).rejects.toMatchObject({ why: 'over' });
  });

  it.each<[string, (response: ServerResponse) => void, string]>([
    ['never answers', () => undefined, 'silent'],
    ['begins and goes on for ever', (response) => void response.write(PNG.subarray(0, 50)), 'silent'],
    [
      'sends elsewhere',
      (response) => response.writeHead(302, { location: `${origin}/other` }).end(),
      'redirect',
    ],
    ['sends too much', (response) => response.end(Buffer.alloc(LIMITS.pictureBytes + 1, 0xff)), 'tooLarge'],
    ['sends no picture', (response) => response.end('<html>'), 'kind'],
    ['wants a password', (response) => response.writeHead(401).end(), 'denied'],
    ['is broken', (response) => response.writeHead(500).end(), 'unreachable'],
  ])('says why when the camera %s', async (_what, answers, why) => {
    await open();
    await sources.save(camera('snapshot', '/still'), undefined);
    answer = (path, response) => (path === '/still' ? answers(response) : response.end(PNG));
    const began = Date.now();
    await expect(desk.picture(await ticket(), 0)).rejects.toMatchObject({ why });
    expect(Date.now() - began).toBeLessThan(2_000);
    expect(asked.map(({ path }) => path)).toEqual(['/still']);
  });

  it('shares one stream among all who look, and ends when it falls silent', async () => {
    await open();
    await sources.save(camera('mjpeg', '/stream'), undefined);
    let send = () => undefined as unknown;
    answer = (_path, response) => {
      response.writeHead(200, { 'content-type': 'multipart/x-mixed-replace; boundary=xx' });
      send = () =>
        response.write(Buffer.concat([Buffer.from('--xx\r\n\r\n'), PNG, Buffer.from('\r\n--xx\r\n')]));
      send();
    };
    const [one, two] = [await ticket(), await ticket()];
    const [a, b] = await Promise.all([desk.picture(one, 0), desk.picture(two, 0)]);
    expect([a.n, b.n, asked.length]).toEqual([1, 1, 1]);
    const next = desk.picture(one, a.n);
    send();
    expect((await next).n).toBe(2);
    await expect(desk.picture(one, 2)).rejects.toMatchObject({ why: 'silent' });
  });

  it('runs a film over our own addresses, and fetches no piece of another server', async () => {
    await open();
    await sources.save(camera('hls', '/live/list.m3u8'), undefined);
    const lines = ['#EXTM3U', '#EXT-X-MAP:URI="init.mp4"', '#EXTINF:2,', 'a.ts?k=1', ''];
    answer = (path, response) => response.end(path.endsWith('m3u8') ? lines.join('\n') : path);
    const id = await ticket();
    const text = new TextDecoder().decode((await desk.film(id, null)).bytes);
    expect(text).toBe('#EXTM3U\n#EXT-X-MAP:URI="film-1"\n#EXTINF:2,\nfilm-2\n');
    expect(new TextDecoder().decode((await desk.film(id, 2)).bytes)).toBe('/live/a.ts?k=1');
    await expect(desk.film(id, 3)).rejects.toMatchObject({ why: 'notListed' });
    lines[3] = 'http://10.0.0.1/a.ts';
    await expect(desk.film(id, null)).rejects.toMatchObject({ why: 'redirect' });
    await expect(desk.picture(id, 0)).rejects.toMatchObject({ why: 'kind' });
  });

  it('ends after a while, and shows drawn pictures for a made-up community', async () => {
    let now = 1_000;
    await open(true, () => now);
    const view = await desk.handlers()['camera.view'](LOOK);
    expect(view).toMatchObject({ ok: true, how: 'demo' });
    const id = view.ok ? view.ticket : '';
    expect((await desk.picture(id, 4)).n).toBe(5);
    now += 15 * 60_000;
    await expect(desk.picture(id, 0)).rejects.toMatchObject({ why: 'over' });
  });
});

describe('with a vault', () => {
  it('is for the roles of the list, and written down before a picture is there', async () => {
    made = await makeDesk(folder);
    const { session } = await made.desk.create(PASSPHRASE, false, ADMIN);
    await open();
    const handlers = desk.handlers();
    await expect(handlers['camera.view'](LOOK)).rejects.toMatchObject({ code: 'session-over' });
    const save = (roles: CameraSource['roles']) =>
      handlers['cameras.save']({
        ...{ session: session.token, camera: { ...camera('snapshot', '/still'), roles } },
        secret: { user: 'u', password: 'secret-word' },
      });
    await save(['streetOfficer']);
    const look = { ...LOOK, session: session.token };
    expect(await handlers['camera.view'](look)).toEqual({ ok: false, why: 'role' });
    await save(['administrator']);
    const view = await handlers['camera.view'](look);
    expect(view.ok).toBe(true);
    expect(asked).toEqual([]);
    const { entries } = await made.desk.readAudit(session.token, 0, 100);
    expect(entries.at(-1)).toMatchObject({
      ...{ kind: 'camera.viewed', detail: { camera: 'CAM-1', case: 'c-1' }, by: session.person.id },
    });
    expect(await readFile(join(folder, 'cameras.json'), 'utf8')).not.toContain('secret-word');
    expect(await handlers['cameras.list']({ session: session.token })).toMatchObject({
      cameras: [{ camera: { id: 'CAM-1' }, secret: true }],
    });
    await made.desk.lock();
    if (view.ok) await expect(desk.picture(view.ticket, 0)).rejects.toMatchObject({ why: 'over' });
  });
});

describe('pictures and addresses', () => {
  it('cuts a stream however its bytes come', async () => {
    const part = (bytes: Uint8Array, length: boolean) =>
      Buffer.concat([
        Buffer.from(`--b\r\n${length ? `Content-Length: ${bytes.length}\r\n` : ''}\r\n`),
        bytes,
        Buffer.from('\r\n'),
      ]);
    for (const length of [true, false]) {
      const whole = Buffer.concat([part(PNG, length), part(PNG, length), Buffer.from('--b\r\n')]);
      for (const step of [1_000, 7, whole.length]) {
        async function* chunks() {
          for (let at = 0; at < whole.length; at += step) yield whole.subarray(at, at + step);
        }
        const found = [];
        for await (const { bytes } of picturesOf(chunks(), '--b', 1e6)) found.push(bytes.length);
        expect(found).toEqual([PNG.length, PNG.length]);
      }
    }
    expect(boundaryOf('multipart/x-mixed-replace;boundary="--abc"')).toBe('--abc');
    expect(boundaryOf('image/jpeg')).toBeNull();
  });

  it('draws a whole picture', () => {
    const at = PNG.indexOf(0x49, 40);
    const data = Buffer.from(PNG).indexOf('IDAT');
    expect(at).toBeGreaterThan(0);
    const length = Buffer.from(PNG).readUInt32BE(data - 4);
    const rows = inflateSync(PNG.subarray(data + 4, data + 4 + length));
    expect(rows.length).toBe((SCENE_WIDTH + 1) * SCENE_HEIGHT);
    expect(Buffer.from(drawnPicture('CAM-2', 0).bytes).equals(PNG)).toBe(false);
    expect(Buffer.from(drawnPicture('CAM-1', 5_000).bytes).equals(PNG)).toBe(false);
  });

  it('knows the site’s own network', () => {
    expect(['10.1.2.3', '192.168.1.9', 'fd00::1'].map(siteNetwork.local)).toEqual([true, true, true]);
    expect(['169.254.169.254', '127.0.0.1', '8.8.8.8', 'x'].map(siteNetwork.local)).toEqual(
      Array(4).fill(false),
    );
  });
});
