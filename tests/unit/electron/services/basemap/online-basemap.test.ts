/** The online basemap of a host, against a server of this machine: what comes through, what is kept, what is refused. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { publicOnly } from '../../../../../electron/services/basemap/address-policy.ts';
import {
  type OnlineBasemapParts,
  OnlineBasemapService,
} from '../../../../../electron/services/basemap/online-basemap.ts';
import { TileCache } from '../../../../../electron/services/basemap/tile-cache.ts';
import type { BasemapStatus, OnlineBasemap } from '../../../../../shared/host/online-basemap.ts';
import { onlineBasemap } from '../../../../support/host-fixtures.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { startTileServer, type TileServer } from '../../../../support/tile-server.ts';

let server: TileServer;
beforeAll(async () => {
  server = await startTileServer();
});
afterAll(() => server.close());
afterEach(() => {
  server.asked.length = 0;
});

/** This machine is allowed, as no real host allows it. */
const here = (ip: string) => ip === '127.0.0.1' || publicOnly(ip);
const at = (path: string): OnlineBasemap =>
  onlineBasemap({ address: `${server.origin}/${path}/{z}/{x}/{y}`, plainHttp: true });

async function service(path: string, more: Partial<OnlineBasemapParts> = {}) {
  let now = 1_000_000;
  const told: BasemapStatus[] = [];
  const parts: OnlineBasemapParts = {
    folder: temporaryFolder(),
    now: () => now,
    events: { emit: (_, payload) => void told.push(payload as BasemapStatus) },
    policy: here,
    ...more,
  };
  const basemap = await OnlineBasemapService.open(parts);
  await basemap.write(at(path));
  const version = basemap.status().basemap?.version ?? '';
  return {
    basemap,
    parts,
    told,
    pass: (ms: number) => {
      now += ms;
    },
    tile: (z = 3, x = 1, y = 2) => basemap.tile(version, z, x, y),
  };
}

describe('tiles', () => {
  it('come from the server once, then from the disk, over a restart', async () => {
    const { tile, told, parts } = await service('tiles');
    expect(await tile()).toMatchObject({ type: 'image/png' });
    await tile();
    expect(server.asked).toEqual(['/tiles/3/1/2']);
    expect(told.at(-1)).toMatchObject({ state: 'fine', why: '' });
    const again = await OnlineBasemapService.open(parts);
    const { version = '' } = again.status().basemap ?? {};
    expect(await again.tile(version, 3, 1, 2)).toMatchObject({ type: 'image/png' });
    expect(server.asked).toHaveLength(1);
  });

  it('are asked once when many ask at once, and not at all outside the levels or for another version', async () => {
    const { tile, basemap } = await service('tiles');
    await Promise.all([tile(), tile(), tile()]);
    expect(server.asked).toHaveLength(1);
    expect(await tile(19, 0, 0)).toBeNull();
    expect(await tile(3, 8, 0)).toBeNull();
    expect(await basemap.tile('0'.repeat(16), 3, 1, 2)).toBeNull();
    expect(server.asked).toHaveLength(1);
  });

  it('kept earlier are shown when the server cannot be reached, and it is left alone for a while', async () => {
    const gone = await startTileServer();
    const { basemap, tile, pass, told } = await service('tiles');
    await basemap.write(onlineBasemap({ address: `${gone.origin}/tiles/{z}/{x}/{y}`, plainHttp: true }));
    const version = basemap.status().basemap?.version ?? '';
    const now = () => basemap.tile(version, 3, 1, 2);
    expect(await now()).not.toBeNull();
    await gone.close();
    pass(31 * 86_400_000);
    expect(await now()).not.toBeNull();
    expect(told.at(-1)).toMatchObject({ state: 'cached', why: 'unreachable' });
    expect(await basemap.tile(version, 3, 1, 3)).toBeNull();
    expect(await tile()).toBeNull();
  });

  it.each([
    ['denied', 'refused', 'denied'],
    ['html', 'refused', 'kind'],
    ['large', 'refused', 'size'],
    ['broken', 'cached', 'failed'],
    ['away', 'refused', 'private'],
    ['file', 'refused', 'scheme'],
    ['round', 'refused', 'redirects'],
    ['slow', 'cached', 'timeout'],
  ])('a server that is %s: nothing is shown or kept, and it is said', async (path, state, why) => {
    // Only who never answers is waited for no longer than a machine at work may need to be asked.
    const { tile, told, parts } = await service(path, why === 'timeout' ? { timeoutMs: 300 } : {});
    expect(await tile()).toBeNull();
    expect(told.at(-1)).toMatchObject({ state, why });
    expect(readdirSync(parts.folder)).toEqual(['online-basemap.json']);
  });

  it('follows a redirect to a place that may be asked, and takes a missing tile for missing', async () => {
    expect(await (await service('moved')).tile()).toMatchObject({ type: 'image/png' });
    const { tile, basemap } = await service('none');
    expect(await tile()).toBeNull();
    expect(basemap.status()).toMatchObject({ state: 'fine' });
  });
});

describe('the address policy', () => {
  it('refuses this machine in figures and by name, before and after it is looked up', async () => {
    const { basemap } = await service('tiles');
    const strict = await OnlineBasemapService.open({
      folder: temporaryFolder(),
      now: Date.now,
      events: { emit: () => {} },
    });
    await expect(strict.write(at('tiles'))).rejects.toMatchObject({ code: 'not-allowed', detail: 'private' });
    const named = { ...at('tiles'), address: at('tiles').address.replace('127.0.0.1', 'localhost') };
    await expect(strict.write(named)).rejects.toMatchObject({ code: 'not-allowed' });
    expect(strict.status()).toMatchObject({ basemap: null });
    expect(server.asked).toEqual([]);
    expect(basemap.status().basemap).not.toBeNull();
  });

  it('looks at what a name leads to: a name of this machine is not asked', async () => {
    let allowed = true;
    const policy = (ip: string) => allowed && here(ip);
    const { basemap, told } = await service('tiles', { policy });
    const named = { ...at('tiles'), address: at('tiles').address.replace('127.0.0.1', 'localhost') };
    await basemap.write(named);
    allowed = false;
    expect(await basemap.tile(basemap.status().basemap?.version ?? '', 3, 1, 2)).toBeNull();
    expect(told.at(-1)).toMatchObject({ state: 'refused', why: 'private' });
    expect(server.asked).toEqual([]);
  });
});

it('taken off, its file and tiles are gone; a broken file counts as off', async () => {
  const { basemap, tile, parts } = await service('tiles');
  await tile();
  expect(JSON.parse(readFileSync(join(parts.folder, 'online-basemap.json'), 'utf8'))).toEqual(at('tiles'));
  await basemap.write(null);
  expect(basemap.status()).toEqual({ basemap: null, state: 'waiting', why: '' });
  expect(readdirSync(parts.folder)).toEqual(['basemap-cache']);
  expect(readdirSync(join(parts.folder, 'basemap-cache'))).toEqual([]);
});

it('the cache stays within its bounds, and keeps what was used last', async () => {
  const folder = join(temporaryFolder(), 'tiles');
  const cache = new TileCache(folder, { bytes: 1000, tiles: 3 });
  for (let x = 0; x < 3; x++) await cache.write(5, x, 0, new Uint8Array(100), x);
  await cache.read(5, 0, 0);
  await cache.write(5, 3, 0, new Uint8Array(100), 3);
  expect(readdirSync(folder).sort()).toEqual(['5-0-0.tile', '5-2-0.tile', '5-3-0.tile']);
  await cache.write(5, 4, 0, new Uint8Array(950), 4);
  expect(readdirSync(folder)).toEqual(['5-4-0.tile']);
  expect((await cache.read(5, 4, 0))?.bytes).toHaveLength(950);
  expect(await cache.read(5, 0, 0)).toBeNull();
});
