import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DurableDisk, realDisk } from '../../../../electron/services/durable-file.ts';
import { fromBase64 } from '../../../../shared/access/byte-text.ts';
import type { Role } from '../../../../shared/access/roles.ts';
import { fastPassphrases } from '../../../support/fast-passphrases.ts';
import { HandClock } from '../../../support/host-fixtures.ts';
import { ADMIN, madeKeyring, makeDesk, PASSPHRASE, PIN } from '../../../support/made-desk.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let undo: () => void;
beforeAll(() => {
  undo = fastPassphrases();
});
afterAll(() => undo());

const OTHER_PIN = '7913';
const input = (role: Role, more: object = {}) => ({
  ...{ id: null, name: `某${role}`, role, grids: ['G1'], pin: OTHER_PIN, expiresAt: null },
  ...more,
});

describe('a vault on the desk', { timeout: 60_000 }, () => {
  it('is made, locked, opened by passphrase and person, and gives its key once', async () => {
    const folder = temporaryFolder();
    const first = await makeDesk(folder);
    expect(first.desk.status()).toMatchObject({ state: 'none', coreOpen: false, seal: null });
    expect(await first.desk.listPeople()).toEqual([]);
    const { recoveryKey, session } = await first.desk.create(PASSPHRASE, false, ADMIN);
    expect(recoveryKey).toMatch(/^(\w{5}-){12}\w{5}$/);
    expect(session.person).toMatchObject({ name: ADMIN.name, role: 'administrator' });
    await expect(first.desk.create(PASSPHRASE, false, ADMIN)).rejects.toMatchObject({ code: 'vault-exists' });
    const keys = await first.desk.personalKeys(session.token);
    expect(keys.keys.map(({ bytes }) => fromBase64(bytes)?.length)).toEqual([32]);
    await expect(first.desk.personalKeys(session.token)).rejects.toMatchObject({ code: 'session-over' });
    const core = await first.desk.coreKeys();
    await first.desk.lock();
    expect(first.desk.status()).toMatchObject({ state: 'locked', coreOpen: true });
    await expect(first.desk.personalKeys(session.token)).rejects.toMatchObject({ code: 'session-over' });
    expect(await first.desk.coreKeys()).toEqual(core);
    await first.close();

    const next = await makeDesk(folder);
    expect(next.desk.status()).toMatchObject({ state: 'locked', coreOpen: true });
    expect(await next.desk.coreKeys()).toEqual(core);
    const [person] = await next.desk.listPeople();
    const again = await next.desk.unlock('passphrase', PASSPHRASE, person.id, PIN);
    expect(await next.desk.personalKeys(again?.token ?? '')).toEqual(keys);
    expect(next.changes.at(-1)).toMatchObject({ state: 'open' });
    const kinds = (await next.audit.read(0, 100)).map(({ kind }) => kind);
    expect(kinds).toEqual(['vault.created', 'vault.locked', 'vault.unlocked']);
    await next.close();
    expect(readdirSync(folder).sort()).toEqual([
      ...['attempts.json', 'audit-head.json', 'journal', 'people.json', 'vault-core.key', 'vault.json'],
    ]);
    for (const name of ['vault.json', 'vault-core.key', 'people.json']) {
      expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
    }
  });

  it('refuses a wrong passphrase, PIN or person, ever more slowly, and stays locked', async () => {
    const folder = temporaryFolder();
    const clock = new HandClock();
    const made = await makeDesk(folder, { now: clock.now });
    const { desk } = made;
    const { session } = await desk.create(PASSPHRASE, false, ADMIN);
    const me = session.person.id;
    await desk.lock();
    const unlock = (secret: string, person: string, pin: string) =>
      desk.unlock('passphrase', secret, person, pin);
    await expect(unlock('something else', me, PIN)).rejects.toMatchObject({ code: 'wrong-secret' });
    await expect(unlock(PASSPHRASE, 'p-0000000000000000', PIN)).rejects.toMatchObject({ code: 'not-found' });
    for (let n = 0; n < 3; n++) {
      await expect(unlock(PASSPHRASE, me, '1111')).rejects.toMatchObject({ code: 'wrong-secret' });
    }
    await expect(unlock(PASSPHRASE, me, PIN)).rejects.toMatchObject({ code: 'try-later', detail: '1000' });
    expect(desk.status().state).toBe('locked');
    expect((await desk.listPeople())[0].waitMs).toBe(1000);
    await made.close();
    const next = await makeDesk(folder, { now: clock.now });
    const late = next.desk.unlock('passphrase', PASSPHRASE, me, PIN);
    await expect(late).rejects.toMatchObject({ code: 'try-later' });
    clock.advance(1000);
    expect(await next.desk.unlock('passphrase', PASSPHRASE, me, PIN)).toMatchObject({ person: { id: me } });
    const refused = (await next.audit.read(0, 100)).filter(({ kind }) => kind === 'vault.refused');
    expect(refused.map(({ detail }) => detail['by'])).toEqual(['passphrase', 'pin', 'pin', 'pin']);
    await next.close();
  });

  it('opens by the paper when passphrase and PIN are forgotten, for an administrator', async () => {
    const made = await makeDesk(temporaryFolder());
    const { desk } = made;
    const { recoveryKey, session } = await desk.create(PASSPHRASE, false, ADMIN);
    const worker = await desk.savePerson(session.token, input('gridWorker'));
    await desk.lock();
    const slip = recoveryKey.replace(/.$/, (letter) => (letter === 'A' ? 'B' : 'A'));
    await expect(desk.unlock('recovery', slip, session.person.id, '')).rejects.toMatchObject({
      code: 'recovery-group',
      detail: '13',
    });
    await expect(desk.unlock('recovery', recoveryKey, worker, '')).rejects.toMatchObject({
      code: 'not-allowed',
    });
    const back = await desk.unlock('recovery', recoveryKey.toLowerCase(), session.person.id, '');
    const token = back?.token ?? '';
    const change = { what: 'passphrase', passphrase: 'new words for an old bridge' } as const;
    await expect(desk.change(token, 'not the old one', change)).rejects.toMatchObject({
      code: 'wrong-secret',
    });
    await desk.change(token, PASSPHRASE, change);
    await desk.lock();
    const old = desk.unlock('passphrase', PASSPHRASE, session.person.id, PIN);
    await expect(old).rejects.toMatchObject({ code: 'wrong-secret' });
    expect(await desk.unlock('passphrase', change.passphrase, session.person.id, PIN)).not.toBeNull();
    await made.close();
  });

  it('rotates and forgets, and prints a new paper that replaces the old one', async () => {
    const folder = temporaryFolder();
    const made = await makeDesk(folder);
    const { desk } = made;
    const { recoveryKey, session } = await desk.create(PASSPHRASE, false, ADMIN);
    const old = desk.status().keys.pii;
    await desk.change(session.token, PASSPHRASE, { what: 'rotate', class: 'pii' });
    expect(desk.status().keys.pii).not.toBe(old);
    await desk.change(session.token, PASSPHRASE, { what: 'forget', key: old });
    expect(readFileSync(join(folder, 'vault.json'), 'utf8')).not.toContain(old);
    const again = desk.change(session.token, PASSPHRASE, { what: 'forget', key: old });
    await expect(again).rejects.toMatchObject({ code: 'not-found' });
    const paper = await desk.change(session.token, PASSPHRASE, { what: 'recovery' });
    expect(paper).not.toBe(recoveryKey);
    await desk.lock();
    const stale = desk.unlock('recovery', recoveryKey, session.person.id, '');
    await expect(stale).rejects.toMatchObject({ code: 'wrong-secret' });
    expect(await desk.unlock('recovery', paper ?? '', session.person.id, '')).not.toBeNull();
    await made.close();
  });

  it('keeps what a change wraps when it is locked in the middle of it', async () => {
    const folder = temporaryFolder();
    const made = await makeDesk(folder);
    const { session } = await made.desk.create(PASSPHRASE, false, ADMIN);
    const keys = await made.desk.personalKeys(session.token);
    const changing = made.desk.change(session.token, PASSPHRASE, {
      what: 'passphrase',
      passphrase: 'other words 12345',
    });
    for (let n = 0; n < 40; n++) await new Promise((done) => setImmediate(done));
    await Promise.allSettled([made.desk.lock(), changing]);
    await made.close();
    const next = await makeDesk(folder);
    const open = (secret: string) => next.desk.unlock('passphrase', secret, session.person.id, PIN);
    const again = await open('other words 12345').catch(() => open(PASSPHRASE));
    expect(await next.desk.personalKeys(again?.token ?? '')).toEqual(keys);
    await next.close();
  });

  it('opens the core class by the keyring, everything only with a PIN, and heals when the keyring is gone', async () => {
    const folder = temporaryFolder();
    const keyring = madeKeyring();
    const made = await makeDesk(folder, { keyring });
    const { session } = await made.desk.create(PASSPHRASE, true, ADMIN);
    expect(existsSync(join(folder, 'vault-core.key'))).toBe(false);
    const core = await made.desk.coreKeys();
    await made.desk.lock();
    await expect(made.desk.unlock('keyring', '', session.person.id, '1111')).rejects.toMatchObject({
      code: 'wrong-secret',
    });
    expect(await made.desk.unlock('keyring', '', session.person.id, PIN)).not.toBeNull();
    await made.close();

    keyring.broken = true;
    const lost = await makeDesk(folder, { keyring });
    expect(lost.desk.status()).toMatchObject({ state: 'locked', coreOpen: false });
    expect(await lost.desk.listPeople()).toEqual([]);
    await expect(lost.desk.coreKeys()).rejects.toMatchObject({ code: 'vault-locked' });
    const byKeyring = lost.desk.unlock('keyring', '', session.person.id, PIN);
    await expect(byKeyring).rejects.toMatchObject({ code: 'keyring-failed' });
    keyring.broken = false;
    expect(lost.desk.status().keyringOpensAll).toBe(true);
    expect(await lost.desk.unlock('passphrase', PASSPHRASE, null, '')).toBeNull();
    expect(await lost.desk.coreKeys()).toEqual(core);
    expect(lost.desk.status().state).toBe('locked');
    expect(await lost.desk.listPeople()).toHaveLength(1);
    await lost.close();
    const healed = await makeDesk(folder, { keyring });
    expect(healed.desk.status()).toMatchObject({ coreOpen: true, keyringOpensAll: true });
    await healed.close();
  });

  it('is never taken for another one when its file, or the people, are damaged', async () => {
    const folder = temporaryFolder();
    const made = await makeDesk(folder);
    const { session } = await made.desk.create(PASSPHRASE, false, ADMIN);
    await made.close();
    const whole = readFileSync(join(folder, 'vault.json'));
    const people = readFileSync(join(folder, 'people.json'));
    for (const bytes of [
      whole.subarray(0, 500),
      Buffer.alloc(0),
      Buffer.from('{}'),
      Buffer.concat([whole, whole]),
    ]) {
      writeFileSync(join(folder, 'vault.json'), bytes);
      const { desk, close } = await makeDesk(folder);
      expect(desk.status()).toMatchObject({ state: 'damaged', coreOpen: false });
      for (const call of [
        desk.create(PASSPHRASE, false, ADMIN),
        desk.unlock('passphrase', PASSPHRASE, session.person.id, PIN),
        desk.coreKeys(),
        desk.listPeople(),
      ]) {
        await expect(call).rejects.toMatchObject({ code: 'vault-damaged' });
      }
      await close();
      expect(readFileSync(join(folder, 'vault.json')).equals(bytes)).toBe(true);
    }
    writeFileSync(join(folder, 'vault.json'), whole);
    for (let at = 3; at < people.length; at += 29) {
      const wrong = Buffer.from(people);
      wrong[at] ^= 1;
      writeFileSync(join(folder, 'people.json'), wrong);
      const { desk, close } = await makeDesk(folder);
      await expect(desk.listPeople()).rejects.toMatchObject({ code: 'vault-damaged' });
      await close();
    }
    writeFileSync(join(folder, 'people.json'), people);
    const { desk, close } = await makeDesk(folder);
    expect(await desk.listPeople()).toHaveLength(1);
    await close();
  });

  it('leaves nothing of a write that was killed', async () => {
    const folder = temporaryFolder();
    for (const name of ['vault.json', 'vault-core.key', 'people.json'])
      writeFileSync(join(folder, `${name}.1.tmp`), 'x');
    const { close } = await makeDesk(folder);
    await close();
    expect(readdirSync(folder)).toEqual(['journal']);
  });

  it('is there or not, whole, when the disk refuses or the power goes at any write', async () => {
    for (let failing = 0; ; failing++) {
      const folder = temporaryFolder();
      let calls = 0;
      const check = () => {
        if (calls++ === failing) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      };
      const disk: DurableDisk = {
        ...realDisk,
        open: async (path, flags, mode) => {
          check();
          return realDisk.open(path, flags, mode);
        },
        rename: async (from, to) => {
          check();
          await realDisk.rename(from, to);
        },
      };
      const made = await makeDesk(folder, { disk });
      const outcome = await made.desk.create(PASSPHRASE, false, ADMIN).then(
        () => 'made',
        (error: { code?: string }) => error.code,
      );
      await made.close();
      expect(['made', 'disk-full']).toContain(outcome);
      const after = await makeDesk(folder);
      const { state } = after.desk.status();
      expect(['none', 'locked']).toContain(state);
      if (state === 'none') await after.desk.create(PASSPHRASE, false, ADMIN);
      else {
        const [person] = await after.desk.listPeople();
        expect(await after.desk.unlock('passphrase', PASSPHRASE, person.id, PIN)).not.toBeNull();
      }
      await after.close();
      rmSync(folder, { recursive: true });
      if (outcome === 'made') break;
      expect(failing).toBeLessThan(30);
    }
  });
});

describe('the people of a desk', { timeout: 60_000 }, () => {
  it('switch by PIN while it is open, each with what the role may', async () => {
    const clock = new HandClock();
    const made = await makeDesk(temporaryFolder(), { now: clock.now });
    const { desk } = made;
    const { session } = await desk.create(PASSPHRASE, false, ADMIN);
    const worker = await desk.savePerson(session.token, input('gridWorker'));
    const planner = await desk.savePerson(session.token, input('planner'));
    const contractor = input('contractor', { expiresAt: clock.now() + 1000 });
    const hand = await desk.savePerson(session.token, contractor);

    const asWorker = await desk.switchTo(worker, OTHER_PIN);
    expect((await desk.personalKeys(asWorker.token)).keys).toHaveLength(1);
    for (const id of [planner, hand]) {
      const { token } = await desk.switchTo(id, OTHER_PIN);
      await expect(desk.personalKeys(token)).rejects.toMatchObject({ code: 'not-allowed' });
    }
    await expect(desk.savePerson(asWorker.token, input('gridWorker'))).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(desk.readAudit(asWorker.token, 0, 10)).rejects.toMatchObject({ code: 'not-allowed' });
    expect((await desk.readAudit(session.token, 0, 100)).entries.length).toBe(7);

    const short = await desk.switchTo(hand, OTHER_PIN);
    clock.advance(1000);
    await expect(desk.personalKeys(short.token)).rejects.toMatchObject({ code: 'session-over' });
    await expect(desk.switchTo(hand, OTHER_PIN)).rejects.toMatchObject({
      code: 'not-allowed',
      detail: 'expired',
    });
    expect((await desk.listPeople()).map(({ ended }) => ended)).toEqual([false, false, false, true]);

    await desk.lock();
    await expect(desk.switchTo(worker, OTHER_PIN)).rejects.toMatchObject({ code: 'vault-locked' });
    const signedIn = await desk.unlock('passphrase', PASSPHRASE, planner, OTHER_PIN);
    expect(signedIn?.person.role).toBe('planner');
    expect(desk.status().state).toBe('locked');
    await made.close();
  });

  it('are checked: PINs worth the name, ends that must be, one administrator at least', async () => {
    const made = await makeDesk(temporaryFolder());
    const { desk } = made;
    await expect(desk.create(PASSPHRASE, false, { ...ADMIN, pin: '1234' })).rejects.toMatchObject({
      code: 'weak-secret',
    });
    expect(desk.status().state).toBe('none');
    const { session } = await desk.create(PASSPHRASE, false, ADMIN);
    const save = (person: object) => desk.savePerson(session.token, { ...input('planner'), ...person });
    for (const pin of ['', '123', '1111', '4321', '3456', '123456789', 'abcd', '25801479632145']) {
      await expect(save({ pin })).rejects.toMatchObject({ code: 'weak-secret' });
    }
    await expect(save({ role: 'contractor' })).rejects.toMatchObject({ code: 'bad-arguments' });
    await expect(save({ role: 'wall' })).rejects.toMatchObject({ code: 'bad-arguments' });
    await expect(save({ pin: null })).rejects.toMatchObject({ code: 'bad-arguments' });
    await expect(save({ id: 'p-0000000000000000' })).rejects.toMatchObject({ code: 'not-found' });
    const me = { ...input('planner'), id: session.person.id, pin: null };
    await expect(desk.savePerson(session.token, me)).rejects.toMatchObject({ code: 'bad-arguments' });
    await expect(desk.removePerson(session.token, me.id)).rejects.toMatchObject({ code: 'bad-arguments' });
    const second = await desk.savePerson(session.token, input('administrator'));
    const other = await desk.switchTo(second, OTHER_PIN);
    await desk.removePerson(session.token, second);
    await expect(desk.personalKeys(other.token)).rejects.toMatchObject({ code: 'session-over' });
    await made.close();
  });
});
