import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChunkCipher } from '../../../../shared/columns/chunk.ts';
import { ChunkError } from '../../../../shared/columns/chunk-error.ts';
import { ChunkKeys } from '../../../../shared/columns/chunk-keys.ts';
import { crc32c } from '../../../../shared/columns/crc32c.ts';
import { SCHEMA_EPOCH } from '../../../../shared/columns/manifest.ts';
import {
  joinSnapshot,
  packSnapshot,
  splitSnapshot,
  unpackSnapshot,
} from '../../../../shared/columns/snapshot.ts';
import { sampleBundle } from './sample-bundle.ts';

/** Not a cipher, but bound to its additional data like one. */
const marking: ChunkCipher = {
  keyId: 'pii-1',
  async seal(bytes, data) {
    const sealed = new Uint8Array(4 + bytes.length);
    new DataView(sealed.buffer).setUint32(0, crc32c(data));
    sealed.set(
      bytes.map((byte) => byte ^ 0x5a),
      4,
    );
    return sealed;
  },
  async open(sealed, data) {
    const tag = new DataView(sealed.buffer, sealed.byteOffset).getUint32(0);
    if (tag !== crc32c(data)) throw new Error('bound elsewhere');
    return sealed.slice(4).map((byte) => byte ^ 0x5a);
  },
};

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(ChunkError);
  return error.code;
}

function withChecksum(bytes: Uint8Array): Uint8Array {
  const end = bytes.length - 8;
  new DataView(bytes.buffer).setUint32(end, crc32c(bytes.subarray(0, end)), true);
  return bytes;
}

const personal = (cipher: ChunkCipher) => new ChunkKeys([{ class: 'pii', cipher, active: true }]);

describe('snapshot', () => {
  test('is split into its chunks as they are, without a key, and every bit of them is checked', async () => {
    const bytes = await packSnapshot(sampleBundle(20), 'g1', personal(marking));
    const { manifest, chunks } = splitSnapshot(bytes);
    expect(manifest.generation).toBe('g1');
    const joined = joinSnapshot(
      manifest,
      chunks.map((chunk) => chunk.bytes),
    );
    expect(await unpackSnapshot(joined, personal(marking))).toEqual({
      generation: 'g1',
      bundle: sampleBundle(20),
    });
    expect(
      Buffer.from(chunks[chunks.length - 1].bytes).equals(
        Buffer.from(splitSnapshot(joined).chunks[chunks.length - 1].bytes),
      ),
    ).toBe(true);
    const changed = bytes.slice();
    changed[bytes.length - 40] ^= 1;
    expect(() => splitSnapshot(withChecksum(changed))).toThrowError(ChunkError);
  });

  test('packs and unpacks a bundle, sealed or not', async () => {
    const bundle = sampleBundle(200);
    for (const keys of [undefined, personal(marking)]) {
      const bytes = await packSnapshot(bundle, 'g1', keys);
      expect(await unpackSnapshot(bytes, keys)).toEqual({ generation: 'g1', bundle });
    }
  });

  test('what is sealed does not show personal text, and core columns stay readable in it', async () => {
    const bytes = Buffer.from(await packSnapshot(sampleBundle(20), 'g1', personal(marking)));
    expect(bytes.includes('王7')).toBe(false);
    expect(bytes.includes('r7')).toBe(true);
    expect(await codeOf(unpackSnapshot(bytes))).toBe('chunk-locked');
    expect(await codeOf(unpackSnapshot(bytes, personal({ ...marking, keyId: 'pii-2' })))).toBe(
      'chunk-locked',
    );
    const bad = { ...marking, open: async () => Promise.reject(new Error('no')) };
    expect(await codeOf(unpackSnapshot(bytes, personal(bad)))).toBe('chunk-key');
  });

  test('a changed byte anywhere is found', async () => {
    const whole = await packSnapshot(sampleBundle(), 'g1');
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
        // The last four bytes are padding.
        fc.pre(at < whole.length - 4);
        const bytes = whole.slice();
        bytes[at] ^= flip;
        expect(await codeOf(unpackSnapshot(bytes))).toMatch(/chunk-(damaged|format)/);
      }),
    );
  });

  test('any bytes, cut files, and a right checksum over nonsense are refused', async () => {
    const whole = await packSnapshot(sampleBundle(), 'g1');
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.nat(whole.length - 1).map((length) => whole.slice(0, length)),
      fc.tuple(fc.nat(whole.length - 9), fc.integer({ min: 1, max: 255 })).map(([at, flip]) => {
        const bytes = whole.slice();
        bytes[at] ^= flip;
        return withChecksum(bytes);
      }),
    );
    await fc.assert(
      fc.asyncProperty(hostile, async (bytes) => {
        await unpackSnapshot(bytes).then(
          // Only padding between chunks may differ without harm.
          ({ bundle }) => expect(bundle).toEqual(sampleBundle()),
          (error) => expect(error).toBeInstanceOf(ChunkError),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('a newer epoch is told from damage', async () => {
    const bytes = await packSnapshot(sampleBundle(), 'g1');
    new DataView(bytes.buffer).setUint32(12, SCHEMA_EPOCH + 1, true);
    expect(await codeOf(unpackSnapshot(withChecksum(bytes)))).toBe('chunk-format');
  });
});
