/** The file a passphrase opens: what was put in comes out, anything else is refused by name and gives nothing. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  openSealedFile,
  SealedFileError,
  type SealedSource,
  sealFile,
} from '../../../../shared/access/sealed-file.ts';
import { crc32c } from '../../../../shared/columns/crc32c.ts';
import { fastPassphrases } from '../../../support/fast-passphrases.ts';
import { random as seededRandom } from '../../../support/seeded-random.ts';

const PASSPHRASE = '云和社区 2026 备份';

function source(bytes: Uint8Array): SealedSource {
  return { size: bytes.length, slice: async (from, to) => bytes.slice(from, to) };
}

async function sealed(bytes: Uint8Array): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of sealFile(bytes, PASSPHRASE)) parts.push(part);
  return new Uint8Array(Buffer.concat(parts));
}

const codeOf = (bytes: Uint8Array, passphrase = PASSPHRASE): Promise<string> =>
  openSealedFile(source(bytes), passphrase).then(
    () => 'opened',
    (error: unknown) => (error instanceof SealedFileError ? error.code : String(error)),
  );

/** Bytes that look like nothing. */
function noise(length: number, seed: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

describe('with quick passphrases', () => {
  let restore: () => void;
  beforeAll(() => {
    restore = fastPassphrases();
  });
  afterAll(() => restore());

  it.each([0, 1, 5000, 4 * 1024 * 1024, 4 * 1024 * 1024 + 7])('%i bytes come back', async (length) => {
    const bytes = noise(length, length + 1);
    const file = await sealed(bytes);
    expect(Buffer.from(await openSealedFile(source(file), PASSPHRASE)).equals(bytes)).toBe(true);
  });

  it('tells another passphrase from a damaged file', async () => {
    const file = await sealed(noise(5000, 2));
    expect(await codeOf(file, `${PASSPHRASE}.`)).toBe('sealed-file-passphrase');
    expect(await codeOf(file, '')).toBe('sealed-file-passphrase');
  });

  it('refuses every flipped bit', async () => {
    const file = await sealed(noise(900, 3));
    for (let at = 0; at < file.length; at++) {
      const other = file.slice();
      other[at] ^= 1 << (at % 8);
      expect([at, await codeOf(other)]).toEqual([at, expect.stringMatching(/^sealed-file-/)]);
    }
  });

  it('refuses every cut and every tail', async () => {
    const file = await sealed(noise(300, 4));
    for (let end = 0; end < file.length; end += 7)
      expect([end, await codeOf(file.slice(0, end))]).toEqual([
        end,
        end < 8 ? 'sealed-file-unknown' : 'sealed-file-truncated',
      ]);
    expect(await codeOf(Uint8Array.from([...file, 0]))).toBe('sealed-file-damaged');
  });

  it('refuses parts that changed places', async () => {
    const file = await sealed(noise(8 * 1024 * 1024, 5));
    const part = (file.length - 80) / 2;
    const other = file.slice();
    other.set(file.subarray(80, 80 + part), 80 + part);
    other.set(file.subarray(80 + part), 80);
    expect(await codeOf(other)).toBe('sealed-file-damaged');
  });

  it.each([
    ['too few rounds', 12, 1000, 'sealed-file-damaged'],
    ['rounds that would hang the program', 12, 0xffffffff, 'sealed-file-damaged'],
    ['parts of nothing', 32, 0, 'sealed-file-damaged'],
    ['more parts than bytes', 36, 0x7fffffff, 'sealed-file-damaged'],
    ['a newer version', 8, 2, 'sealed-file-future'],
  ])('a header with %s opens nothing, even with a right checksum', async (_, at, value, code) => {
    const file = await sealed(noise(300, 6));
    const view = new DataView(file.buffer);
    view.setUint32(at, value, true);
    view.setUint32(76, crc32c(file.subarray(0, 76)), true);
    expect(await codeOf(file)).toBe(code);
  });
});

it('opens the file of the first version', async () => {
  const path = join(import.meta.dirname, 'golden', 'sealed-file-1.linlisave');
  const bytes = new TextEncoder().encode('Linli 邻里, a file of the first version\n');
  if (!existsSync(path) && process.env['LINLI_GOLDEN']) writeFileSync(path, await sealed(bytes));
  expect(Buffer.from(await openSealedFile(source(readFileSync(path)), PASSPHRASE))).toEqual(
    Buffer.from(bytes),
  );
});
