/**
 * Archives as others write them, and archives made to hurt.
 */

import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { FormatError } from '../../../../shared/formats/format-error.ts';
import { isZip, openZip } from '../../../../shared/formats/zip-reader.ts';
import { bytesOf, collect, file, RUNS, zipped } from './geo-reading.ts';

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;
const noise = Uint8Array.from(
  { length: 3_000_000 },
  (_, i) => (Math.imul(i, 2654435761) >>> (i % 13)) & 0xff,
);

function signature(bytes: Uint8Array, wanted: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at + 4 <= bytes.length; at++) if (view.getUint32(at, true) === wanted) return at;
  throw new Error('not there');
}

async function fails(bytes: Uint8Array): Promise<FormatError> {
  try {
    for (const entry of await openZip(file('a.zip', bytes))) await collect(entry.open());
  } catch (error) {
    if (error instanceof FormatError) return error;
    throw error;
  }
  throw new Error('it opened');
}

describe('entries', () => {
  test('stored and deflated files come back whole, as a stream and at places', async () => {
    const bytes = zipSync({
      'a/b.txt': [bytesOf('邻里'), { level: 0 }],
      'c.bin': noise,
      'd/': new Uint8Array(0),
    });
    const entries = await openZip(file('a.zip', bytes));
    expect(entries.map(({ name, size }) => [name, size])).toEqual([
      ['a/b.txt', 6],
      ['c.bin', noise.length],
    ]);
    expect(text(await collect(entries[0].open()))).toBe('邻里');
    expect(same(await collect(entries[1].open()), noise)).toBe(true);
    expect(await entries[1].slice(2_500_000, 2_500_010)).toEqual(noise.slice(2_500_000, 2_500_010));
    expect(await entries[1].slice(-5, 3)).toEqual(noise.slice(0, 3));
    expect(await entries[1].slice(noise.length - 2, noise.length + 9)).toEqual(noise.slice(-2));
  });

  test('places of a large entry are read forward and backward', async () => {
    const large = new Uint8Array(9 * 1024 * 1024);
    for (let i = 0; i < large.length; i++) large[i] = (i >> 8) ^ (i * 7);
    const [entry] = await openZip(file('a.zip', zipSync({ a: [large, { level: 1 }] })));
    const places = [0, 5_000_000, 5_000_100, 1_000_000, 9_000_000, 4];
    const parts = await Promise.all(places.map((at) => entry.slice(at, at + 1000)));
    parts.forEach((part, i) => {
      expect(same(part, large.slice(places[i], places[i] + 1000))).toBe(true);
    });
  });

  test('names without the UTF-8 flag are GBK', async () => {
    const bytes = zipSync({ AABB: bytesOf('x') });
    const gbk = [0xba, 0xda, 0xc1, 0xfa];
    bytes.set(gbk, 30);
    bytes.set(gbk, signature(bytes, 0x02014b50) + 46);
    expect((await openZip(file('a.zip', bytes)))[0].name).toBe('黑龙');
  });

  test('a ZIP64 directory is read', async () => {
    const plain = zipSync({ 'a.txt': [bytesOf('hello'), { level: 0 }] });
    const start = signature(plain, 0x02014b50);
    const end = signature(plain, 0x06054b50);
    const extra = new Uint8Array(28);
    const extraView = new DataView(extra.buffer);
    extraView.setUint16(0, 1, true);
    extraView.setUint16(2, 24, true);
    extraView.setBigUint64(4, 5n, true);
    extraView.setBigUint64(12, 5n, true);
    const central = new Uint8Array([...plain.subarray(start, end), ...extra]);
    const view = new DataView(central.buffer);
    for (const at of [20, 24, 42]) view.setUint32(at, 0xffffffff, true);
    view.setUint16(30, 28, true);
    const tail = new Uint8Array(56 + 20);
    const tailView = new DataView(tail.buffer);
    tailView.setUint32(0, 0x06064b50, true);
    tailView.setBigUint64(24, 1n, true);
    tailView.setBigUint64(32, 1n, true);
    tailView.setBigUint64(40, BigInt(central.length), true);
    tailView.setBigUint64(48, BigInt(start), true);
    tailView.setUint32(56, 0x07064b50, true);
    tailView.setBigUint64(64, BigInt(start + central.length), true);
    const eocd = plain.slice(end);
    new DataView(eocd.buffer).setUint32(16, 0xffffffff, true);
    const bytes = new Uint8Array([...plain.subarray(0, start), ...central, ...tail, ...eocd]);
    const [entry] = await openZip(file('a.zip', bytes));
    expect([entry.name, text(await collect(entry.open()))]).toEqual(['a.txt', 'hello']);
  });

  test('what is written is read', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), fc.uint8Array({ maxLength: 500 })),
        async (files) => {
          const entries = await openZip(file('a.zip', await zipped(files)));
          expect(entries.map(({ name }) => name)).toEqual(Object.keys(files));
          for (const entry of entries)
            expect([...(await collect(entry.open()))]).toEqual([...files[entry.name]]);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('an archive is known by its first bytes', () => {
    expect(isZip(zipSync({ a: bytesOf('x') }))).toBe(true);
    expect(isZip(zipSync({}))).toBe(true);
    expect(isZip(bytesOf('PKxx'))).toBe(false);
  });
});

describe('archives that are refused', () => {
  test.each([
    '../evil.shp',
    '/etc/passwd',
    'C:\\x.shp',
    'a/../../b',
    'a\\..\\..\\b',
    '\\\\server\\x',
    'a\0b',
  ])('the name %j leaves the folder', async (name) => {
    const error = await fails(await zipped({ [name]: 'x' }));
    expect([error.code, error.params['what']]).toEqual(['unsafe-archive', 'path']);
  });

  test('a bomb by ratio, by lying sizes and by entries that overlap', async () => {
    const zeros = zipSync({ a: [new Uint8Array(20_000_000), { level: 9 }] });
    expect((await fails(zeros)).params).toEqual({ what: 'ratio' });
    const liar = zipSync({ a: new Uint8Array(2_000_000) });
    const at = signature(liar, 0x02014b50);
    new DataView(liar.buffer).setUint32(at + 24, 1000, true);
    expect((await fails(liar)).code).toBe('damaged');
    const two = zipSync({ a: [noise.slice(0, 1000), { level: 0 }], b: [noise.slice(0, 10), { level: 0 }] });
    const first = signature(two, 0x02014b50);
    const second = first + 4 + signature(two.slice(first + 4), 0x02014b50);
    new DataView(two.buffer).setUint32(second + 42, 0, true);
    expect((await fails(two)).params).toEqual({ what: 'overlap' });
  });

  test('too many entries, the same name twice, an archive in an archive', async () => {
    const bytes = await zipped({ a: 'x' });
    const end = signature(bytes, 0x06054b50);
    new DataView(bytes.buffer).setUint16(end + 8, 65000, true);
    new DataView(bytes.buffer).setUint16(end + 10, 65000, true);
    expect((await fails(bytes)).params).toEqual({ what: 'entries' });
    const twice = await zipped({ a: 'x', b: 'y' });
    twice[signature(twice, 0x02014b50) + 46] = 'b'.charCodeAt(0);
    expect((await fails(twice)).params).toEqual({ what: 'duplicate' });
    const [inner] = await openZip(file('outer.zip', await zipped({ 'inner.zip': await zipped({ a: 'x' }) })));
    await expect(openZip(inner)).rejects.toMatchObject({
      code: 'unsafe-archive',
      params: { what: 'nested' },
    });
  });

  test('a password, another method, changed bytes, a lost end', async () => {
    const locked = zipSync({ a: bytesOf('secret') });
    locked[signature(locked, 0x02014b50) + 8] |= 1;
    expect((await fails(locked)).code).toBe('password');
    const method = zipSync({ a: bytesOf('secret') });
    method[signature(method, 0x02014b50) + 10] = 14;
    expect((await fails(method)).code).toBe('unsupported-version');
    const changed = zipSync({ a: [bytesOf('secret'), { level: 0 }] });
    changed[33]++;
    expect((await fails(changed)).code).toBe('damaged');
    expect((await fails(zipSync({ a: noise }).slice(0, -30))).code).toBe('truncated');
    expect((await fails(new Uint8Array(0))).code).toBe('truncated');
  });

  test('changed at random it opens or is refused', async () => {
    const good = zipSync({ 'a.shp': noise.slice(0, 300), '邻.dbf': bytesOf('x'.repeat(500)) });
    let state = 11;
    const next = (n: number) => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) % n;
    let opened = 0;
    for (let run = 0; run < RUNS * 2; run++) {
      const bytes = good.slice(0, next(8) === 0 ? next(good.length) : good.length);
      for (let i = 0; i <= next(4) && bytes.length > 0; i++) bytes[next(bytes.length)] = next(256);
      try {
        for (const entry of await openZip(file('a.zip', bytes))) await collect(entry.open());
        opened++;
      } catch (error) {
        if (!(error instanceof FormatError)) throw error;
      }
    }
    expect(opened).toBeGreaterThan(0);
  });
});
