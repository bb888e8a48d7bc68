import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BitSlices } from '../../../../shared/columns/bit-slices.ts';

const bytes = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 100 });
const bound = fc.oneof(fc.integer({ min: -300, max: 300 }), fc.double({ min: -10, max: 270, noNaN: true }));

test('a range finds the rows that a loop over them finds', () => {
  fc.assert(
    fc.property(bytes, bound, bound, (values, low, high) => {
      const found = [...new BitSlices(Uint8Array.from(values)).range(low, high).toRows()];
      expect(found).toEqual(values.flatMap((value, row) => (value >= low && value <= high ? [row] : [])));
    }),
    { numRuns: 500 },
  );
});

test('no bit stands past the end', () => {
  const set = new BitSlices(new Uint8Array(33)).range(0, 0);
  expect(set.count()).toBe(33);
});
