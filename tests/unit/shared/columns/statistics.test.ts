import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bitset } from '../../../../shared/columns/bitset.ts';
import { numberAt, tagsAt, textAt, wordAt } from '../../../../shared/columns/cell.ts';
import type { Column } from '../../../../shared/columns/column.ts';
import { TextBuilder } from '../../../../shared/columns/column-builder.ts';
import { summarizeColumn } from '../../../../shared/columns/statistics.ts';
import { anyColumn } from './arbitrary-column.ts';

function valuesAt(column: Column, row: number, rows: number): (string | number)[] {
  switch (column.kind) {
    case 'number':
      return [numberAt(column, row)].filter((value) => value !== null).map((value) => value + 0);
    case 'dict':
      return [wordAt(column, row)].filter(Boolean);
    case 'text':
    case 'packed':
      return [textAt(column, row)].filter(Boolean);
    case 'tags':
      return tagsAt(column, row, rows);
    case 'geometry':
      return column.rowRings[row + 1] > column.rowRings[row] ? ['ring'] : [];
  }
}

test('counts equal a count over cells, whole and within a set', () => {
  fc.assert(
    fc.property(anyColumn(40), fc.option(fc.uniqueArray(fc.nat(39))), (column, chosen) => {
      const within = chosen ? Bitset.of(40, chosen) : null;
      const rows = within ? Array.from(within.toRows()) : Array.from({ length: 40 }, (_, row) => row);
      const found = summarizeColumn({ name: 't', rows: 40, columns: { c: column } }, 'c', within);
      const values = rows.map((row) => valuesAt(column, row, 40));
      expect(found.rows).toBe(rows.length);
      expect(found.missing).toBe(values.filter((list) => list.length === 0).length);
      if (column.kind === 'geometry') return;
      const counts = new Map<string | number, number>();
      for (const value of values.flat()) counts.set(value, (counts.get(value) ?? 0) + 1);
      expect(found.distinct).toBe(counts.size);
      if (column.kind === 'number') {
        const numbers = values.flat() as number[];
        expect(found.min).toBe(numbers.length ? Math.min(...numbers) : null);
        expect(found.max).toBe(numbers.length ? Math.max(...numbers) : null);
      } else {
        const least = column.kind === 'text' || column.kind === 'packed' ? 2 : 1;
        const best = [...counts.values()].filter((count) => count >= least).sort((a, b) => b - a);
        expect(found.top.map(({ count }) => count)).toEqual(best.slice(0, 12));
        for (const { word, count } of found.top) expect(counts.get(word)).toBe(count);
      }
    }),
    { numRuns: 300 },
  );
});

test('distinct texts are counted past the first size of the hash table', () => {
  const builder = new TextBuilder('t', 'c');
  for (let i = 0; i < 9_000; i++) builder.push(`${i % 3_000}`);
  const table = { name: 't', rows: 9_000, columns: { c: builder.finish() } };
  expect(summarizeColumn(table, 'c')).toMatchObject({ distinct: 3_000, missing: 0 });
});
