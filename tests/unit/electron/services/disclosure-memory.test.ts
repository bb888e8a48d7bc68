import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromBase64, toBase64 } from '../../../../shared/access/byte-text.ts';
import { Discloser, fingerprint, personWords } from '../../../../shared/access/disclose.ts';
import { fastPassphrases } from '../../../support/fast-passphrases.ts';
import { ADMIN, makeDesk, PASSPHRASE } from '../../../support/made-desk.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

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
    const kept: Promise<boolean>[] = [];
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
    expect((await Promise.all(kept)).every((each) => each)).toBe(true);
    await first.close();

    const next = await makeDesk(folder);
    const memory = fromBase64((await next.disclosure.read()).memory) ?? new Uint8Array(0);
    expect(memory.length).toBe(discloser.memory().length);
    expect((await next.disclosure.read(100)).memory).toBe(toBase64(memory.subarray(100)));
    expect(await next.disclosure.read(memory.length)).toEqual({ memory: '', size: memory.length });
    // Another window was answered since: nothing is kept, and it looks again.
    expect(await next.disclosure.remember('AAAA', 0)).toBe(false);
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
    expect(await torn.disclosure.remember('AAAA', left)).toBe(true);
    expect(fromBase64((await torn.disclosure.read()).memory)?.subarray(-3)).toEqual(new Uint8Array(3));
    await torn.close();

    const changed = Buffer.from(whole);
    changed[40] ^= 1;
    writeFileSync(path, changed);
    const forged = await makeDesk(folder);
    await expect(forged.disclosure.read()).rejects.toMatchObject({ code: 'vault-damaged' });
    await expect(forged.disclosure.remember('AAAA', 0)).rejects.toMatchObject({ code: 'vault-damaged' });
    await forged.close();
  });
});
