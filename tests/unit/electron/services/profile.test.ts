import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeLock } from '../../../../electron/services/lock-file.ts';
import {
  DEFAULT_PORT,
  defaultProfileFolder,
  openProfile,
  profileOwner,
  readProfileFile,
} from '../../../../electron/services/profile.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

describe('the profile', { timeout: 30_000 }, () => {
  it('keeps id, token and port, and is for its owner alone', async () => {
    const folder = join(temporaryFolder(), 'a', 'b');
    const first = await openProfile(folder);
    expect(first.port).toBe(DEFAULT_PORT);
    await first.keepPort(18000);
    await first.release();
    const second = await openProfile(folder);
    expect(second).toMatchObject({ id: first.id, token: first.token, port: 18000 });
    await second.release();
    if (process.platform === 'win32') return;
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'profile.json')).mode & 0o777).toBe(0o600);
  });

  it('differs from every other', async () => {
    const [a, b] = await Promise.all([openProfile(temporaryFolder()), openProfile(temporaryFolder())]);
    expect(a.id).not.toBe(b.id);
    expect(a.token).not.toBe(b.token);
    await Promise.all([a.release(), b.release()]);
  });

  it('has one host at a time', async () => {
    const folder = temporaryFolder();
    const profile = await openProfile(folder);
    await expect(openProfile(folder)).rejects.toMatchObject({
      code: 'profile-in-use',
      owner: { pid: process.pid },
    });
    expect((await profileOwner(folder))?.pid).toBe(process.pid);
    await profile.release();
    expect(await profileOwner(folder)).toBeNull();
  });

  it('never replaces a broken profile file by a new identity', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'profile.json');
    writeFileSync(path, '{"id":"x"}');
    await expect(openProfile(folder)).rejects.toMatchObject({ code: 'internal' });
    expect(readFileSync(path, 'utf8')).toBe('{"id":"x"}');
    expect(await profileOwner(folder)).toBeNull();
  });

  it('lies where the system keeps the data of a user', () => {
    expect(defaultProfileFolder({ XDG_DATA_HOME: '/x' }, 'linux')).toBe(join('/x', 'linli'));
    expect(defaultProfileFolder({}, 'linux')).toContain(join('.local', 'share', 'linli'));
    expect(defaultProfileFolder({ APPDATA: '/roaming' }, 'win32')).toBe(join('/roaming', 'Linli'));
    expect(defaultProfileFolder({}, 'darwin')).toContain(join('Library', 'Application Support', 'Linli'));
  });

  it('is null before it was ever opened', async () => {
    expect(await readProfileFile(temporaryFolder())).toBeNull();
  });
});

describe('a lock file', { timeout: 30_000 }, () => {
  it('is taken by exactly one of many at once, also when a dead process left it', async () => {
    for (const stale of [null, JSON.stringify({ pid: 2 ** 22 + 1, started: '', note: '' }), 'rubbish', '']) {
      const path = join(temporaryFolder(), 'lock');
      if (stale !== null) writeFileSync(path, stale);
      const results = await Promise.all(Array.from({ length: 8 }, () => takeLock(path)));
      expect(results.filter((result) => result.held).length).toBe(1);
    }
  });

  it('does not believe a process id that has been given to another process', async () => {
    if (process.platform !== 'linux') return;
    const path = join(temporaryFolder(), 'lock');
    writeFileSync(path, JSON.stringify({ pid: process.pid, started: '1', note: '' }));
    expect((await takeLock(path)).held).toBe(true);
  });
});
