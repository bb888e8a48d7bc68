import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bitset } from '../../../../shared/columns/bitset.ts';
import { numberAt, textAt, wordAt } from '../../../../shared/columns/cell.ts';
import type { Column, Table } from '../../../../shared/columns/column.ts';
import { TextBuilder } from '../../../../shared/columns/column-builder.ts';
import { sortRows } from '../../../../shared/columns/sort-rows.ts';
import { NUMBER_TYPES, numbers, packed, texts, words } from './arbitrary-column.ts';

const tableOf = (column: Column, rows: number): Table => ({ name: 't', rows, columns: { c: column } });

function byPoints(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function reference(column: Column, rows: number[], descending: boolean): number[] {
  const compare = (a: number, b: number): number => {
    if (column.kind === 'number') {
      const x = numberAt(column, a) ?? Number.NEGATIVE_INFINITY;
      const y = numberAt(column, b) ?? Number.NEGATIVE_INFINITY;
      const known = Number(numberAt(column, a) !== null) - Number(numberAt(column, b) !== null);
      return known !== 0 ? known : x < y ? -1 : x > y ? 1 : 0;
    }
    if (column.kind === 'dict') return byPoints(wordAt(column, a), wordAt(column, b));
    if (column.kind === 'text' || column.kind === 'packed')
      return byPoints(textAt(column, a), textAt(column, b));
    throw new Error(column.kind);
  };
  return [...rows].sort((a, b) => (descending ? compare(b, a) : compare(a, b)));
}

const sortable = (rows: number) =>
  fc.oneof(...NUMBER_TYPES.map((type) => numbers(type, rows)), words(rows), texts(rows), packed(rows));

describe('sortRows', () => {
  test('equals the reference sort for every kind, both ways, whole and within a set', () => {
    const some = fc.integer({ min: 0, max: 80 });
    const property = fc.property(
      some.chain((rows) => fc.tuple(fc.constant(rows), sortable(rows))),
      fc.boolean(),
      fc.option(fc.array(fc.nat(79), { maxLength: 60 })),
      ([rows, column], descending, chosen) => {
        const within = chosen
          ? Bitset.of(
              rows,
              chosen.filter((row) => row < rows),
            )
          : null;
        const all = within ? Array.from(within.toRows()) : Array.from({ length: rows }, (_, row) => row);
        const sorted = sortRows(tableOf(column, rows), 'c', descending, within);
        expect(Array.from(sorted)).toEqual(reference(column, all, descending));
      },
    );
    fc.assert(property, { numRuns: 400 });
  });

  test('the least i32 is a value like any other, above what is not known', () => {
    const values = Int32Array.of(5, -0x80000000, 0, 7);
    const table = tableOf({ kind: 'number', type: 'i32', values, missing: 0 }, 4);
    expect(Array.from(sortRows(table, 'c', false))).toEqual([2, 1, 0, 3]);
    expect(Array.from(sortRows(table, 'c', true))).toEqual([3, 0, 1, 2]);
  });

  test('many rows of few words, whole and within a set of all', () => {
    const words = ['', '丙', '甲', '乙'];
    const codes = Uint8Array.from({ length: 1003 }, (_, row) => (row * 7 + (row >>> 3)) % 4);
    const column: Column = { kind: 'dict', codes, words };
    const all = Array.from(codes.keys());
    for (const descending of [false, true])
      for (const within of [null, Bitset.full(1003)])
        expect(Array.from(sortRows(tableOf(column, 1003), 'c', descending, within))).toEqual(
          reference(column, all, descending),
        );
  });

  test('long shared prefixes and many equal texts', () => {
    const pool = [
      '',
      '3205',
      '320508199001011234',
      '320508199001011234567890123456789',
      '320508199001011235',
    ];
    const builder = new TextBuilder('t', 'c');
    for (let i = 0; i < 5_000; i++)
      builder.push(`${pool[(i * 7) % pool.length]}${i % 11 === 0 ? i % 97 : ''}`);
    const column = builder.finish();
    const rows = Array.from({ length: 5_000 }, (_, row) => row);
    for (const descending of [false, true]) {
      expect(Array.from(sortRows(tableOf(column, 5_000), 'c', descending))).toEqual(
        reference(column, rows, descending),
      );
    }
  });

  test('text of the basic plane comes out as `<` has it', () => {
    const basic = fc.string({
      unit: fc.integer({ min: 0, max: 0xd7ff }).map((c) => String.fromCharCode(c)),
      maxLength: 8,
    });
    fc.assert(
      fc.property(fc.array(basic, { minLength: 30, maxLength: 60 }), (values) => {
        const builder = new TextBuilder('t', 'c');
        for (const value of values) builder.push(value);
        const column = builder.finish();
        const sorted = Array.from(sortRows(tableOf(column, values.length), 'c', false));
        const expected = values
          .map((_, row) => row)
          .sort((a, b) => (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : 0));
        expect(sorted).toEqual(expected);
      }),
    );
  });

  test('columns without an order are refused', () => {
    const table: Table = {
      name: 't',
      rows: 1,
      columns: { c: { kind: 'tags', masks: new Uint32Array(0), names: [] } },
    };
    expect(() => sortRows(table, 'c', false)).toThrowError(/wrong-kind/);
    expect(() => sortRows(table, 'x', false)).toThrowError(/unknown-column/);
  });
});
