import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScanSize, SCAN_MOST_BYTES, ScanError } from '../../../../shared/geo/scan-image.ts';

function png(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(64);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}
/** A JPEG up to its frame header, with an application segment of `skipped` bytes before. */
function jpeg(width: number, height: number, skipped = 20): Uint8Array {
  const bytes = new Uint8Array(2 + 2 + skipped + 20);
  bytes.set([0xff, 0xd8, 0xff, 0xe0, skipped >> 8, skipped & 255]);
  bytes.set([0xff, 0xc2, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255], 4 + skipped);
  return bytes;
}
const code = (bytes: Uint8Array) => {
  try {
    return readScanSize(bytes);
  } catch (error) {
    if (error instanceof ScanError) return error.code;
    throw error;
  }
};

describe('the size of a picture', () => {
  test('is read from its first bytes', () => {
    expect(code(png(2000, 1500))).toEqual({ type: 'image/png', width: 2000, height: 1500 });
    expect(code(jpeg(3000, 2000))).toEqual({ type: 'image/jpeg', width: 3000, height: 2000 });
    expect(code(jpeg(3000, 2000, 40_000))).toMatchObject({ width: 3000 });
  });

  test.each([
    ['200 megapixels', png(20_000, 10_000), 'scan-too-many-pixels'],
    ['a long ribbon', png(30_000, 20), 'scan-too-many-pixels'],
    ['four billion pixels a side', png(0xffffffff, 0xffffffff), 'scan-too-many-pixels'],
    ['no pixels', png(0, 0), 'scan-too-small'],
    ['text named .png', new TextEncoder().encode('id,name\n1,张三'), 'scan-not-picture'],
    ['nothing', new Uint8Array(0), 'scan-not-picture'],
    ['a PNG cut off', png(100, 100).subarray(0, 20), 'scan-damaged'],
    ['a JPEG without a frame', jpeg(100, 100).subarray(0, 22), 'scan-damaged'],
    [
      'a JPEG segment of no length',
      Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0]),
      'scan-damaged',
    ],
    ['a file too large', new Uint8Array(SCAN_MOST_BYTES + 1), 'scan-too-large'],
  ])('%s is refused by name', (_, bytes, expected) => {
    expect(code(bytes)).toBe(expected);
  });

  test('bytes changed at random end in a size or a refusal', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(png(200, 100), jpeg(300, 200)),
        fc.array(fc.tuple(fc.nat(63), fc.nat(255)), { maxLength: 6 }),
        (good, changes) => {
          const bytes = good.slice();
          for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
          const answer = code(bytes);
          if (typeof answer === 'object')
            expect(answer.width * answer.height).toBeLessThanOrEqual(60_000_000);
          else expect(answer).toMatch(/^scan-/);
        },
      ),
      { numRuns: 300 },
    );
  });
});
