import fc from 'fast-check';
import { expect, test } from 'vitest';
import { crc32c } from '../../../../shared/columns/crc32c.ts';

test('vectors of RFC 3720, appendix B.4', () => {
  const bytes = (count: number, value: (i: number) => number) =>
    Uint8Array.from({ length: count }, (_, i) => value(i));
  expect(crc32c(new Uint8Array(0))).toBe(0);
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  expect(crc32c(bytes(32, () => 0))).toBe(0x8a9136aa);
  expect(crc32c(bytes(32, () => 0xff))).toBe(0x62a8ab43);
  expect(crc32c(bytes(32, (i) => i))).toBe(0x46dd794e);
  expect(crc32c(bytes(32, (i) => 31 - i))).toBe(0x113fdb5c);
});

test('any alignment and any split give the bitwise result', () => {
  const bitwise = (bytes: Uint8Array) => {
    let crc = -1;
    for (const byte of bytes) {
      crc ^= byte;
      for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    }
    return ~crc >>> 0;
  };
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 90 }), fc.nat(8), fc.nat(90), (data, offset, cut) => {
      const shifted = new Uint8Array(data.length + offset);
      shifted.set(data, offset);
      const bytes = shifted.subarray(offset);
      expect(crc32c(bytes)).toBe(bitwise(data));
      expect(crc32c(bytes.subarray(cut), crc32c(bytes.subarray(0, cut)))).toBe(bitwise(data));
    }),
  );
});
