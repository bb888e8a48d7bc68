import { beforeAll, describe, expect, it } from 'vitest';
import { fromBase64, randomBytes, toBase64 } from '../../../../shared/access/byte-text.ts';
import { importDataKey } from '../../../../shared/access/key-box.ts';
import {
  openPersonal,
  type Personal,
  type Sealed,
  type SealedReaders,
  sealPersonal,
} from '../../../../shared/access/sealed.ts';
import { importSealReader, newSealPair } from '../../../../shared/access/vault-seal.ts';

const KEY = 'pii-0123456789abcdef';
const PAIR = 'seal-0123456789abcdef';
const PLACE = { kind: 'case', id: 'C-1' };
const PERSONAL: Personal = { name: '朱丽华', phone: '13812345678', age: 81, alone: true, note: null };

let key: CryptoKey;
let publicKey: string;
let readers: SealedReaders;

beforeAll(async () => {
  key = await importDataKey(randomBytes(32));
  const pair = await newSealPair();
  publicKey = toBase64(pair.publicKey);
  const reader = await importSealReader(publicKey, pair.privateKey);
  readers = { keys: new Map([[KEY, key]]), pairs: new Map([[PAIR, reader]]) };
});

const both = (): Promise<Sealed[]> =>
  Promise.all([
    sealPersonal({ id: KEY, key }, PLACE, PERSONAL),
    sealPersonal({ id: PAIR, publicKey }, PLACE, PERSONAL),
  ]);

describe('a sealed field', () => {
  it('comes back, by the data key or by the pair, and is never the same twice', async () => {
    for (const [a, b] of [await both(), await both()]) {
      expect(await openPersonal(readers, PLACE, a)).toEqual(PERSONAL);
      expect(await openPersonal(readers, PLACE, b)).toEqual(PERSONAL);
    }
    expect((await both())[0].bytes).not.toBe((await both())[0].bytes);
  });

  it('shows neither the values nor much of their length', async () => {
    for (const sealed of await both()) {
      const text = `${JSON.stringify(sealed)}${Buffer.from(fromBase64(sealed.bytes) ?? []).toString('utf8')}`;
      expect(text).not.toMatch(/朱丽华|13812345678|phone/);
    }
    const short = await sealPersonal({ id: KEY, key }, PLACE, { name: '丁一' });
    const long = await sealPersonal({ id: KEY, key }, PLACE, { name: '欧阳长青' });
    expect(short.bytes.length).toBe(long.bytes.length);
  });

  it('belongs to its record and to its key', async () => {
    for (const sealed of await both()) {
      for (const place of [
        { kind: 'case', id: 'C-2' },
        { kind: 'task', id: 'C-1' },
        { kind: 'caseC', id: '-1' },
      ]) {
        await expect(openPersonal(readers, place, sealed)).rejects.toMatchObject({ code: 'sealed-damaged' });
      }
      const nobody = { keys: new Map(), pairs: new Map() };
      await expect(openPersonal(nobody, PLACE, sealed)).rejects.toMatchObject({ code: 'unknown-key' });
    }
    const other = { ...readers, keys: new Map([[KEY, await importDataKey(randomBytes(32))]]) };
    const [sealed] = await both();
    await expect(openPersonal(other, PLACE, sealed)).rejects.toMatchObject({ code: 'sealed-damaged' });
  });

  it('is refused when any bit is another, or bytes are missing', async () => {
    for (const sealed of await both()) {
      const bytes = fromBase64(sealed.bytes) as Uint8Array;
      for (let at = 0; at < bytes.length; at++) {
        const wrong = bytes.slice();
        wrong[at] ^= 1;
        for (const changed of [wrong, bytes.subarray(0, at)]) {
          const opening = openPersonal(readers, PLACE, { ...sealed, bytes: toBase64(changed) });
          await expect(opening).rejects.toMatchObject({ code: 'sealed-damaged' });
        }
      }
    }
  });

  it('takes no public key that is none', async () => {
    for (const wrong of ['', 'AAAA', 'not base64!']) {
      const sealing = sealPersonal({ id: PAIR, publicKey: wrong }, PLACE, PERSONAL);
      await expect(sealing).rejects.toMatchObject({ code: 'unknown-key' });
    }
  });
});
