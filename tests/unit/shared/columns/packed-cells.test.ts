import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textAt } from '../../../../shared/columns/cell.ts';
import { TextBuilder } from '../../../../shared/columns/column-builder.ts';
import { withPackedCells } from '../../../../shared/columns/packed-cells.ts';
import { packText, plainText, settledText } from '../../../../shared/columns/packed-text.ts';

function packed(values: readonly string[]) {
  const builder = new TextBuilder('t', 'c');
  for (const value of values) builder.push(value);
  const column = packText(builder.finish());
  if (column.kind !== 'packed') throw new Error('not packed');
  return column;
}

const cell = fc.oneof(fc.stringMatching(/^[0-9]{0,18}$/), fc.constantFrom('人民路3号', '', 'ß'));

test('cells changed in place are the bytes of the whole column packed anew', () => {
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

test('cells added are the bytes of the longer column packed anew', () => {
  fc.assert(
    fc.property(
      fc.array(cell, { minLength: 1, maxLength: 80 }),
      fc.array(cell, { minLength: 1, maxLength: 80 }),
      (values, more) => {
        const texts = new Map(more.map((text, i) => [values.length + i, text]));
        const whole = [...values, ...more];
        expect(withPackedCells(packed(values), texts, whole.length)).toEqual(packed(whole));
        expect(withPackedCells(packed(values), new Map(), whole.length)).toEqual(
          packed([...values, ...more.map(() => '')]),
        );
      },
    ),
    { numRuns: 100 },
  );
});

test('rows in another order than the cells read, and are stored, as a column packed in that order', () => {
  fc.assert(
    fc.property(
      fc.array(cell, { minLength: 1, maxLength: 90 }),
      fc.array(fc.nat(89), { minLength: 1, maxLength: 120 }),
      (values, picks) => {
        const order = Uint32Array.from(picks, (pick) => pick % values.length);
        const moved = { ...packed(values), rows: order.length, moved: { cells: values.length, order } };
        const there = packed(Array.from(order, (at) => values[at]));
        expect(plainText(moved)).toEqual(plainText(there));
        expect(settledText(moved)).toEqual(there);
        for (let row = 0; row < order.length; row++) expect(textAt(moved, row)).toBe(values[order[row]]);
      },
    ),
    { numRuns: 100 },
  );
});
