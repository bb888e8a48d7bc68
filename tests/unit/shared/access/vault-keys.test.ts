import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessError } from '../../../../shared/access/access-error.ts';
import { parseRecoveryText } from '../../../../shared/access/recovery-key.ts';
import {
  bodyOf,
  encodeVault,
  parseVault,
  type VaultFile,
  vaultBytes,
} from '../../../../shared/access/vault-file.ts';
import {
  type AllRoots,
  activeSeal,
  checkPassphrase,
  createVault,
  dataKeys,
  forgotten,
  guardedSecret,
  openVault,
  rotated,
  sealKeys,
  subjectTag,
  vaultSecret,
  withWay,
} from '../../../../shared/access/vault-keys.ts';

import { fastPassphrases } from '../../../support/fast-passphrases.ts';

const PASSPHRASE = '平江路 twelve lanterns';
const RECOVERY = new Uint8Array(32).fill(3);
const KEYRING = new Uint8Array(32).fill(5);
const GUARDED = new Uint8Array([9, 9, 9]);

let file: VaultFile;
let roots: AllRoots;
let undo: () => void;

afterAll(() => undo());
beforeAll(async () => {
  undo = fastPassphrases();
  ({ file, roots } = await createVault(
    [
      { by: 'passphrase', passphrase: PASSPHRASE },
      { by: 'recovery', key: RECOVERY },
      { by: 'keyring', secret: KEYRING, guarded: GUARDED, pii: false },
    ],
    1_800_000_000_000,
  ));
});

const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing thrown',
    (error) => (error instanceof AccessError ? error.code : `untyped ${error}`),
  );

describe('a vault', () => {
  it('opens by passphrase and recovery key in full, by the keyring as far as it was given', async () => {
    expect(await openVault(file, { by: 'passphrase', passphrase: PASSPHRASE })).toEqual(roots);
    expect(await openVault(file, { by: 'recovery', key: RECOVERY })).toEqual(roots);
    expect(guardedSecret(file)).toEqual(GUARDED);
    expect(await openVault(file, { by: 'keyring', secret: KEYRING })).toEqual({
      core: roots.core,
      pii: null,
    });
  });

  it('takes other spellings of the same characters, and nothing else', async () => {
    const wide = PASSPHRASE.replace('twelve', 'ｔｗｅｌｖｅ');
    expect(await openVault(file, { by: 'passphrase', passphrase: wide })).toEqual(roots);
    for (const passphrase of ['', `${PASSPHRASE} `, PASSPHRASE.toUpperCase()]) {
      expect(await code(openVault(file, { by: 'passphrase', passphrase }))).toBe('wrong-secret');
    }
    expect(await code(openVault(file, { by: 'recovery', key: KEYRING }))).toBe('wrong-secret');
    expect(await code(openVault(file, { by: 'file', secret: KEYRING }))).toBe('wrong-secret');
  });

  it('asks for a passphrase worth the name', () => {
    for (const weak of ['', 'short', '          a', 'aaaaaaaaaaaaaaaa', 'ababababababab']) {
      expect(() => checkPassphrase(weak)).toThrow('weak-secret');
    }
    expect(() => checkPassphrase(PASSPHRASE)).not.toThrow();
  });

  it('gives each class its own keys, and none of the class that is not open', async () => {
    const core = await dataKeys(file, { core: roots.core, pii: null }, 'core');
    const pii = await dataKeys(file, roots, 'pii');
    expect([core.length, pii.length]).toEqual([1, 1]);
    for (const { id, bytes } of [...core, ...pii]) {
      expect(id.length).toBeLessThanOrEqual(28);
      expect(bytes.length).toBe(32);
    }
    expect(core[0].bytes).not.toEqual(pii[0].bytes);
    expect(await code(dataKeys(file, { core: roots.core, pii: null }, 'pii'))).toBe('unknown-key');
    expect(await code(vaultSecret(file, { core: roots.core, pii: null }, 'tags'))).toBe('unknown-key');
    expect(await vaultSecret(file, { core: roots.core, pii: null }, 'disclosure')).toHaveLength(32);
  });

  it('holds no key in clear', async () => {
    const text = Buffer.from(vaultBytes(file));
    const secrets = [
      ...[roots.core, roots.pii, RECOVERY, KEYRING],
      ...(await dataKeys(file, roots, 'pii')).map(({ bytes }) => bytes),
      await vaultSecret(file, roots, 'tags'),
    ];
    for (const secret of secrets) {
      for (const form of ['base64url', 'base64', 'hex', 'latin1'] as const) {
        expect(text.includes(Buffer.from(secret).toString(form))).toBe(false);
      }
    }
    expect(text.includes(PASSPHRASE)).toBe(false);
  });

  it('changes its passphrase: the old one is refused, all keys stay', async () => {
    const changed = await withWay(file, roots, { by: 'passphrase', passphrase: 'another long passphrase' });
    expect(await code(openVault(changed, { by: 'passphrase', passphrase: PASSPHRASE }))).toBe('wrong-secret');
    const opened = await openVault(changed, { by: 'passphrase', passphrase: 'another long passphrase' });
    expect(await dataKeys(changed, opened, 'pii')).toEqual(await dataKeys(file, roots, 'pii'));
    expect(await openVault(changed, { by: 'recovery', key: RECOVERY })).toEqual(roots);
  });

  it('rotates, keeps the old key to read with, and forgets it for good', async () => {
    const before = await dataKeys(file, roots, 'pii');
    const after = await rotated(file, roots, 'pii', 5);
    const keys = await dataKeys(after, roots, 'pii');
    expect(keys.map(({ state }) => state)).toEqual(['active', 'retired']);
    expect(keys[1]).toEqual({ ...before[0], state: 'retired' });
    expect(activeSeal(after).id).not.toBe(activeSeal(file).id);
    expect(await sealKeys(after, roots)).toHaveLength(2);
    expect(await dataKeys(after, roots, 'core')).toEqual(await dataKeys(file, roots, 'core'));
    expect(await openVault(after, { by: 'passphrase', passphrase: PASSPHRASE })).toEqual(roots);

    expect(await code(forgotten(after, roots, keys[0].id))).toBe('unknown-key');
    const erased = await forgotten(after, roots, keys[1].id);
    expect(await dataKeys(erased, roots, 'pii')).toEqual([keys[0]]);
    expect(JSON.stringify(erased)).not.toContain(keys[1].id);
    expect(await code(forgotten(erased, roots, keys[1].id))).toBe('unknown-key');
  });

  it('tags a person the same each time, and differently elsewhere', async () => {
    const tags = await vaultSecret(file, roots, 'tags');
    const tag = await subjectTag(tags, 'R17');
    expect(tag).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(await subjectTag(tags, 'R17')).toBe(tag);
    expect(await subjectTag(tags, 'R18')).not.toBe(tag);
    expect(await subjectTag(RECOVERY, 'R17')).not.toBe(tag);
  });
});

describe('the file of a vault', () => {
  it('comes back byte for byte', async () => {
    const bytes = vaultBytes(file);
    expect(await parseVault(bytes)).toEqual(file);
    expect(vaultBytes(await parseVault(bytes))).toEqual(bytes);
  });

  it('is refused when any one byte is another', async () => {
    const bytes = vaultBytes(file);
    for (let at = 0; at < bytes.length; at++) {
      for (const bit of [1, 0x20]) {
        const wrong = bytes.slice();
        wrong[at] ^= bit;
        expect(['vault-damaged', 'vault-future']).toContain(await code(parseVault(wrong)));
      }
    }
  });

  it('is refused at every length but its own', async () => {
    const bytes = vaultBytes(file);
    for (let length = 0; length < bytes.length; length++) {
      expect(await code(parseVault(bytes.slice(0, length)))).toBe('vault-damaged');
    }
    expect(await code(parseVault(Uint8Array.from([...bytes, 0x0a])))).toBe('vault-damaged');
    expect(await code(parseVault(new Uint8Array(300_000)))).toBe('vault-damaged');
  });

  it('is refused when somebody without the keys made it anew with a right checksum', async () => {
    const other = await createVault([{ by: 'passphrase', passphrase: PASSPHRASE }], 1);
    const forgeries = [
      // Whose public key seals is the one who reads.
      { ...bodyOf(file), seal: other.file.seal },
      { ...bodyOf(file), createdAt: 1 },
      { ...bodyOf(file), keys: [...file.keys, ...other.file.keys] },
      { ...bodyOf(file), keys: file.keys.filter((key) => key.class === 'core') },
    ];
    for (const body of forgeries) {
      const forged = await parseVault(vaultBytes(await encodeVault(body, file.macs)));
      const opening = openVault(forged, { by: 'recovery', key: RECOVERY });
      expect(await code(opening)).toBe('vault-damaged');
      expect(await code(openVault(forged, { by: 'keyring', secret: KEYRING }))).toBe('vault-damaged');
    }
    const moved = { ...bodyOf(file), id: other.file.id };
    const forged = await encodeVault(moved, file.macs);
    expect(await code(openVault(forged, { by: 'recovery', key: RECOVERY }))).toBe('wrong-secret');
  });

  it('from a newer version is named as such; too few or too many rounds are damage', async () => {
    const text = new TextDecoder().decode(vaultBytes(file));
    const parse = (changed: string) => code(parseVault(new TextEncoder().encode(changed)));
    expect(await parse(text.replace('"version":1', '"version":2'))).toBe('vault-future');
    expect(await parse(text.replace('"rounds":600000', '"rounds":1000'))).toBe('vault-damaged');
    expect(await parse(text.replace('"rounds":600000', '"rounds":99999999999'))).toBe('vault-damaged');
  });

  it('of version 1 opens for ever', async () => {
    undo();
    const bytes = readFileSync(new URL('golden/vault-1.vault', import.meta.url));
    const golden = await parseVault(bytes);
    const byPassphrase = await openVault(golden, { by: 'passphrase', passphrase: 'golden lanterns of old' });
    const paper = readFileSync(new URL('golden/vault-1.recovery.txt', import.meta.url), 'utf8');
    const byPaper = await openVault(golden, { by: 'recovery', key: parseRecoveryText(paper.trim()) });
    expect(byPaper).toEqual(byPassphrase);
    const [key] = await dataKeys(golden, byPaper, 'pii');
    expect(Buffer.from(key.bytes).toString('hex')).toMatchInlineSnapshot(
      `"9f9d9c04a549da2d4c7988a4e2c7a1c08aa4e3016a1bd996eb0533651b29bf3d"`,
    );
    expect(await subjectTag(await vaultSecret(golden, byPaper, 'tags'), 'R1')).toMatchInlineSnapshot(
      `"IR_kcqS5x-AmqoXTsutO2g"`,
    );
  });
});
