import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextBuilder } from '../../../../shared/columns/column-builder.ts';
import { withPackedCells } from '../../../../shared/columns/packed-cells.ts';
import { packText } from '../../../../shared/columns/packed-text.ts';

function packed(values: readonly string[]) {
  const builder = new TextBuilder('t', 'c');
  for (const value of values) builder.push(value);
  const column = packText(builder.finish());
  if (column.kind !== 'packed') throw new Error('not packed');
  return column;
}

test('cells changed in place are the bytes of the whole column packed anew', () => {
  const cell = fc.oneof(fc.stringMatching(/^[0-9]{0,18}$/), fc.constantFrom('人民路3号', '', 'ß'));
  fc.assert(
    fc.property(
      fc.array(cell, { minLength: 1, maxLength: 120 }),
      fc.array(fc.tuple(fc.nat(119), cell), { maxLength: 6 }),
      (values, changes) => {
        const cells = new Map(changes.filter(([row]) => row < values.length));
        const after = values.map((value, row) => cells.get(row) ?? value);
        expect(withPackedCells(packed(values), cells)).toEqual(packed(after));
      },
    ),
    { numRuns: 200 },
  );
});
