import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ChunkError } from '../../../../shared/columns/chunk-error.ts';
import { joinSaved, type SavedScan, splitSaved } from '../../../../shared/columns/saved-content.ts';
import { packSnapshot, unpackSnapshot } from '../../../../shared/columns/snapshot.ts';
import { writePlacement } from '../../../../shared/geo/scan-record.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';

/** A PNG as far as its size can be read. */
function picture(length: number): Uint8Array {
  const bytes = new Uint8Array(length).fill(7);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]);
  new DataView(bytes.buffer).setUint32(16, 640);
  new DataView(bytes.buffer).setUint32(20, 480);
  return bytes;
}
const placement = writePlacement({
  ...{ version: 1, name: '老街.png', type: 'image/png', width: 640, height: 480 },
  ...{ points: [{ x: 1, y: 2, lng: 120.6, lat: 31.3 }], method: null, opacity: 0.7, visible: true },
});
const scan = (n: number, length = 100): SavedScan => ({
  ...{ id: n.toString(16).padStart(16, '0'), placement, picture: picture(length) },
});
const snapshot = await packSnapshot(generateSample('cun', 1), 'g1');
const codeOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error instanceof ChunkError ? error.code : String(error);
  }
  return 'fine';
};

describe('what a saved file holds', () => {
  test('without scans is the snapshot alone, as before', () => {
    expect(joinSaved(snapshot, [])).toBe(snapshot);
    // Compared as the same bytes, not one by one: there are a million.
    expect(splitSaved(snapshot).snapshot).toBe(snapshot);
    expect(splitSaved(snapshot).scans).toEqual([]);
  });

  test('comes apart as it was put together, whatever the lengths', async () => {
    const scans = [scan(1, 97), scan(2, 104), scan(3, 4097)];
    const back = splitSaved(joinSaved(snapshot, scans));
    expect(back.scans).toEqual(scans);
    expect((await unpackSnapshot(back.snapshot)).generation).toBe('g1');
  });

  test('of a newer version is refused as such', () => {
    const bytes = joinSaved(snapshot, [scan(1)]);
    bytes[8] = 2;
    expect(codeOf(() => splitSaved(bytes))).toBe('chunk-format');
  });

  test('with a scan that no map could show is damaged', () => {
    for (const wrong of [
      { ...scan(1), picture: new Uint8Array(100) },
      { ...scan(1), placement: new TextEncoder().encode('{}') },
      { ...scan(1), placement: new TextEncoder().encode('{') },
      { ...scan(1), id: '../../etc' },
    ])
      expect(codeOf(() => splitSaved(joinSaved(snapshot, [wrong])))).toBe('chunk-damaged');
  });

  test('cut anywhere, longer, or with any byte of its head changed, it is refused or its scans are what they were', () => {
    const scans = [scan(1), scan(2)];
    const whole = joinSaved(new Uint8Array(64), scans);
    const damaged = ['chunk-damaged', 'chunk-format'];
    fc.assert(
      fc.property(fc.nat(whole.length - 9), (length) => {
        // Without its first signs it is a snapshot, and refused as one.
        if (length >= 8) expect(damaged).toContain(codeOf(() => splitSaved(whole.subarray(0, length))));
      }),
    );
    expect(codeOf(() => splitSaved(new Uint8Array([...whole, 0])))).toBe('chunk-damaged');
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 200 }), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const bytes = whole.slice();
        bytes[at] ^= by;
        const code = codeOf(() => expect(splitSaved(bytes).scans).toHaveLength(scans.length));
        expect([...damaged, 'fine']).toContain(code);
      }),
    );
  });
});
