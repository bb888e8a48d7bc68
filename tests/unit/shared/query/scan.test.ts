import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bitset } from '../../../../shared/columns/bitset.ts';
import type { DictColumn, NumberColumn } from '../../../../shared/columns/column.ts';
import { scanRange, scanWords } from '../../../../shared/query/scan.ts';

/** Bytes that start at any place of their buffer. */
const bytes = fc
  .tuple(fc.nat(3), fc.uint8Array({ maxLength: 90 }))
  .map(([skip, values]) => Uint8Array.of(...new Uint8Array(skip), ...values).subarray(skip));
const bound = fc.oneof(
  fc.integer({ min: -3, max: 260 }),
  fc.double({ min: -1, max: 257, noNaN: true }),
  fc.constantFrom(-Infinity, Infinity, 0, 127, 128, 254, 255),
);

test('a range of bytes holds the rows that each is compared for', () => {
  fc.assert(
    fc.property(bytes, bound, bound, fc.constantFrom(undefined, 0, 7, 255), (values, low, high, missing) => {
      const column: NumberColumn = { kind: 'number', type: 'u8', values };
      if (missing !== undefined) column.missing = missing;
      const rows = [...values.keys()].filter(
        (row) => values[row] >= low && values[row] <= high && values[row] !== missing,
      );
      expect(scanRange(column, low, high).equals(Bitset.of(values.length, rows))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('words are found whatever their codes, side by side or not', () => {
  const words = ['', ...Array.from({ length: 200 }, (_, i) => `w${i}`)];
  fc.assert(
    fc.property(bytes, fc.uniqueArray(fc.integer({ min: 0, max: 200 })), (codes, picked) => {
      const wanted = new Set(picked.map((code) => words[code]));
      const column: DictColumn = { kind: 'dict', codes: codes.map((code) => code % 201), words };
      const rows = [...codes.keys()].filter((row) => {
        const word = words[column.codes[row]];
        return word !== '' && wanted.has(word);
      });
      const found = scanWords(column, (word) => wanted.has(word));
      expect(found.equals(Bitset.of(codes.length, rows))).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
