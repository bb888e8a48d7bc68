import { createHash } from 'node:crypto';
import { readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createBulkTokens } from '../../../../electron/services/bulk.ts';
import { type DurableDisk, realDisk } from '../../../../electron/services/durable-file.ts';
import { openSnapshots } from '../../../../electron/services/snapshots.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

async function setup(folder = temporaryFolder(), disk?: DurableDisk, free = 1e12) {
  let time = 1000;
  const tokens = createBulkTokens(() => time);
  const freeBytes = async () => free;
  const service = await openSnapshots({ folder, tokens, now: () => time, disk, freeBytes });
  async function* parts(bytes: Uint8Array) {
    for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
  }
  const save = async (generation: string, bytes: Uint8Array, sha256 = sha(bytes)) => {
    time += 10;
    const { token } = await service.put({ generation, name: 'y', bytes: bytes.length });
    await tokens.receive(token, parts(bytes));
    return service.commit(token, sha256);
  };
  const load = async (generation: string) => {
    const got = await service.get(generation);
    if (!got) return null;
    const { stream } = await tokens.send(got.token);
    const read: Uint8Array[] = [];
    for await (const part of stream) read.push(part);
    return Buffer.concat(read);
  };
  const wait = (ms: number) => {
    time += ms;
  };
  return { folder, tokens, service, save, load, wait, parts };
}

function sha(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

const bytesOf = (seed: number, length = 3500) => Uint8Array.from({ length }, (_, i) => (i * seed) & 255);

describe('snapshots', { timeout: 30_000 }, () => {
  it('takes one away for good and leaves the others; taking away what is not there is nothing', async () => {
    const { service, save, load, folder } = await setup();
    await save('a', bytesOf(1));
    await save('b', bytesOf(2));
    await service.remove('a');
    await service.remove('never was');
    expect(await load('a')).toBeNull();
    expect(await load('b')).toEqual(Buffer.from(bytesOf(2)));
    expect(readdirSync(folder).length).toBe(2);
  });

  it('keeps as many as it was told to', async () => {
    const folder = temporaryFolder();
    const tokens = createBulkTokens(() => 1);
    const service = await openSnapshots({ folder, kept: 5, tokens, now: () => 1 });
    async function* whole(bytes: Uint8Array) {
      yield bytes;
    }
    for (const n of [1, 2, 3, 4, 5]) {
      const bytes = bytesOf(n, 10);
      const { token } = await service.put({ generation: `s${n}`, name: '', bytes: 10 });
      await tokens.receive(token, whole(bytes));
      await service.commit(token, sha(bytes));
    }
    expect(await service.list()).toHaveLength(5);
  });

  it('keeps the newest three, gives them back whole, and lists them after a restart', async () => {
    const first = await setup();
    for (const n of [1, 2, 3, 4]) await first.save(`g/${n} 区`, bytesOf(n));
    expect((await first.service.list()).map((info) => info.generation)).toEqual([
      'g/4 区',
      'g/3 区',
      'g/2 区',
    ]);
    const again = await setup(first.folder);
    expect(await again.load('g/3 区')).toEqual(Buffer.from(bytesOf(3)));
    expect(await again.load('g/1 区')).toBeNull();
    expect(readdirSync(first.folder).length).toBe(6);
    if (process.platform === 'win32') return;
    for (const name of readdirSync(first.folder))
      expect(statSync(join(first.folder, name)).mode & 0o777).toBe(0o600);
  });

  it('replaces the snapshot of the same generation', async () => {
    const { folder, save, load, service } = await setup();
    await save('g', bytesOf(1));
    await save('g', bytesOf(2));
    expect(await load('g')).toEqual(Buffer.from(bytesOf(2)));
    expect((await service.list()).length).toBe(1);
    expect(readdirSync(folder).length).toBe(2);
  });

  it('does not keep bytes whose hash is another', async () => {
    const { folder, save, service } = await setup();
    await expect(save('g', bytesOf(1), sha(bytesOf(2)))).rejects.toMatchObject({ code: 'bad-arguments' });
    expect(await service.list()).toEqual([]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not offer a file that was cut short, and sweeps what a crash left', async () => {
    const { folder, save } = await setup();
    await save('g', bytesOf(1));
    writeFileSync(join(folder, 'half.tmp'), 'half');
    const file = readdirSync(folder).find((name) => name.endsWith('.snapshot')) ?? '';
    truncateSync(join(folder, file), 10);
    const again = await setup(folder);
    expect(await again.service.list()).toEqual([]);
    expect(await again.load('g')).toBeNull();
    expect(readdirSync(folder)).not.toContain('half.tmp');
  });

  it('refuses below three times the need, with the numbers', async () => {
    const { service } = await setup(temporaryFolder(), undefined, 299);
    const put = (bytes: number) => service.put({ generation: 'g', name: 'y', bytes });
    await expect(put(100)).rejects.toMatchObject({ code: 'disk-full', detail: '299 free, 100 to write' });
    expect(await put(99)).toMatchObject({ token: expect.any(String) });
    for (const bytes of [0, -1, 1.5, Number.POSITIVE_INFINITY]) {
      await expect(put(bytes)).rejects.toMatchObject({ code: 'bad-arguments' });
    }
  });

  it('leaves the old snapshot when the disk fills up at any call', async () => {
    const full = () => Promise.reject(Object.assign(new Error('full'), { code: 'ENOSPC' }));
    for (let failing = 0; failing < 6; failing++) {
      const { folder, save } = await setup();
      await save('g', bytesOf(1));
      let calls = 0;
      const disk: DurableDisk = {
        open: async (path, flags, mode) => {
          if (calls++ === failing) return full();
          const file = await realDisk.open(path, flags, mode);
          const { writeFile } = file;
          file.writeFile = (...args) => (calls++ === failing ? full() : writeFile.apply(file, args));
          return file;
        },
        rename: (from, to) => (calls++ === failing ? full() : realDisk.rename(from, to)),
        unlink: realDisk.unlink,
      };
      const later = await setup(folder, disk);
      await expect(later.save('g', bytesOf(2))).rejects.toMatchObject({ code: 'disk-full' });
      const again = await setup(folder);
      expect(await again.load('g')).toEqual(Buffer.from(bytesOf(1)));
      expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    }
  });

  it('forgets tokens that nobody used in time', async () => {
    const { service, tokens, wait, parts, folder } = await setup();
    const { token } = await service.put({ generation: 'g', name: 'y', bytes: 10 });
    wait(11 * 60_000);
    await expect(tokens.receive(token, parts(bytesOf(1, 10)))).rejects.toMatchObject({ code: 'not-found' });
    await expect(service.commit(token, '00')).rejects.toMatchObject({ code: 'not-found' });
    expect(readdirSync(folder)).toEqual([]);
  });
});
