import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccessHandlers } from '../../../../electron/services/access-handlers.ts';
import { DisclosureMemory } from '../../../../electron/services/disclosure-memory.ts';
import { ANSWER_BYTES, packedFromWide } from '../../../../shared/access/answered-sets.ts';
import { fromBase64, toBase64 } from '../../../../shared/access/byte-text.ts';
import { Discloser, fingerprint, personWords } from '../../../../shared/access/disclose.ts';
import { purposeKey, sealBytes } from '../../../../shared/access/key-box.ts';
import { fastPassphrases } from '../../../support/fast-passphrases.ts';
import { ADMIN, makeDesk, PASSPHRASE } from '../../../support/made-desk.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const ONE = toBase64(new Uint8Array(ANSWER_BYTES));

let undo: () => void;
beforeAll(() => {
  undo = fastPassphrases();
});
afterAll(() => undo());

describe('what planners were answered', { timeout: 60_000 }, () => {
  it('is the same in the next run, and lost at a torn end only', async () => {
    const folder = temporaryFolder();
    const first = await makeDesk(folder);
    await expect(first.disclosure.read()).rejects.toMatchObject({ code: 'vault-missing' });
    await first.desk.create(PASSPHRASE, false, ADMIN);
    const { disclosure: text } = await first.desk.coreKeys();
    const secret = fromBase64(text) ?? new Uint8Array(0);
    const words = personWords(
      secret,
      Array.from({ length: 500 }, (_, i) => `R${i}`),
    );
    const kept: Promise<number>[] = [];
    let size = 0;
    const discloser = new Discloser(secret, {
      onAnswered: (answer) => {
        kept.push(first.disclosure.remember(toBase64(answer), size));
        size += answer.length;
      },
    });
    const sets = Array.from({ length: 20 }, (_, n) =>
      fingerprint(
        words,
        Array.from({ length: 40 + n }, (_, i) => (i * 7 + n * 31) % 500),
      ),
    );
    const answers = sets.map((set) => discloser.disclose(set));
    expect((await Promise.all(kept)).every((each) => each === 1)).toBe(true);
    await first.close();

    const next = await makeDesk(folder);
    const memory = fromBase64((await next.disclosure.read()).memory) ?? new Uint8Array(0);
    expect(memory.length).toBe(discloser.memory().length);
    expect((await next.disclosure.read(100)).memory).toBe(toBase64(memory.subarray(100)));
    expect(await next.disclosure.read(memory.length)).toEqual({ memory: '', size: memory.length });
    // Another window was answered since: nothing is kept, and it looks again.
    expect(await next.disclosure.remember(ONE, 0)).toBe(0);
    expect((await next.disclosure.read()).size).toBe(memory.length);
    const again = new Discloser(secret, { memory });
    expect(sets.map((set) => again.disclose(set))).toEqual(answers);
    await next.close();

    const path = join(folder, 'disclosure.bin');
    const whole = readFileSync(path);
    expect(statSync(path).mode & 0o077).toBe(0);
    writeFileSync(path, whole.subarray(0, whole.length - 9));
    const torn = await makeDesk(folder);
    expect((await torn.disclosure.read()).size).toBe(memory.length - memory.length / kept.length);
    const { size: left } = await torn.disclosure.read();
    expect(await torn.disclosure.remember(ONE, left)).toBe(1);
    expect(fromBase64((await torn.disclosure.read()).memory)?.subarray(-ANSWER_BYTES)).toEqual(
      new Uint8Array(ANSWER_BYTES),
    );
    await torn.close();

    const changed = Buffer.from(whole);
    changed[40] ^= 1;
    writeFileSync(path, changed);
    const forged = await makeDesk(folder);
    await expect(forged.disclosure.read()).rejects.toMatchObject({ code: 'vault-damaged' });
    await expect(forged.disclosure.remember(ONE, 0)).rejects.toMatchObject({ code: 'vault-damaged' });
    await forged.close();
  });

  it('is refused when full and in pieces of no answer, and what was kept stays', async () => {
    const folder = temporaryFolder();
    const made = await makeDesk(folder);
    await made.desk.create(PASSPHRASE, false, ADMIN);
    const small = new DisclosureMemory({ folder, vault: made.vault, most: 2 });
    expect(await small.remember(ONE, 0)).toBe(1);
    await expect(small.remember('AAAA', ANSWER_BYTES)).rejects.toMatchObject({ code: 'bad-arguments' });
    await expect(
      small.remember(toBase64(new Uint8Array(2 * ANSWER_BYTES)), ANSWER_BYTES),
    ).rejects.toMatchObject({ code: 'too-large' });
    expect(await small.remember(ONE, ANSWER_BYTES)).toBe(1);
    await expect(small.remember(ONE, 2 * ANSWER_BYTES)).rejects.toMatchObject({ code: 'too-large' });
    expect(await small.status()).toEqual({ answers: 2, most: 2 });
    await made.close();
  });

  it('is forgotten by an administrator with the passphrase only, and that is audited', async () => {
    const folder = temporaryFolder();
    const made = await makeDesk(folder);
    const { session } = await made.desk.create(PASSPHRASE, false, ADMIN);
    const handlers = createAccessHandlers(made.desk, made.disclosure);
    const planner = {
      id: null,
      name: '赵规划',
      role: 'planner' as const,
      grids: [],
      pin: '4826',
      expiresAt: null,
    };
    const { token } = await made.desk.switchTo(await made.desk.savePerson(session.token, planner), '4826');
    await handlers['disclosure.remember']({ session: token, answers: ONE, after: 0 });
    const forget = (by: string, passphrase: string) =>
      handlers['disclosure.forget']({ session: by, passphrase });
    await expect(forget(token, PASSPHRASE)).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(forget(session.token, 'not the passphrase')).rejects.toMatchObject({ code: 'wrong-secret' });
    expect(await handlers['disclosure.status']({})).toMatchObject({ answers: 1 });
    const before = made.audit.status().n;
    await forget(session.token, PASSPHRASE);
    expect(await handlers['disclosure.status']({})).toMatchObject({ answers: 0 });
    expect(statSync(join(folder, 'disclosure.bin')).size).toBe(0);
    // A window that still holds the old answers is told to look again.
    await expect(
      handlers['disclosure.remember']({ session: token, answers: ONE, after: ANSWER_BYTES }),
    ).resolves.toEqual({ kept: false });
    await handlers['disclosure.remember']({ session: null, answers: ONE, after: 0 });
    await handlers['disclosure.remember']({ session: token, answers: ONE, after: ANSWER_BYTES });
    const entries = await made.audit.read(before, 10);
    expect(entries.map(({ kind, role, count }) => [kind, role, count])).toEqual([
      ['numbers.forgotten', 'administrator', 1],
      ['numbers.disclosed', 'planner', 1],
    ]);
    await made.close();
    const next = await makeDesk(folder);
    expect((await next.disclosure.status()).answers).toBe(2);
    await next.close();
  });

  it('holds what was answered before answers were packed', async () => {
    const folder = temporaryFolder();
    const made = await makeDesk(folder);
    await made.desk.create(PASSPHRASE, false, ADMIN);
    // 32 sums, count, answer; each u32: format 1.
    const wide = new Uint8Array(136);
    const view = new DataView(wide.buffer);
    for (let i = 0; i < 32; i++) view.setUint32(i * 4, i * 0x01234567, true);
    view.setUint32(128, 43, true);
    view.setUint32(132, 45, true);
    const key = await purposeKey(made.vault.roots.core, new Uint8Array(0), 'linli-disclosure/1');
    const box = await sealBytes(key, 'linli-disclosure/1/0', wide);
    const frame = Buffer.alloc(4 + box.length);
    frame.writeUInt32LE(box.length);
    frame.set(box, 4);
    writeFileSync(join(folder, 'disclosure.bin'), frame);
    expect((await made.disclosure.read()).memory).toBe(toBase64(packedFromWide(wide)));
    expect(await made.disclosure.remember(ONE, ANSWER_BYTES)).toBe(1);
    await made.close();
    const next = await makeDesk(folder);
    expect((await next.disclosure.status()).answers).toBe(2);
    await next.close();
  });
});
