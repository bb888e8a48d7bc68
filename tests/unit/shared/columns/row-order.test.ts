import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Column, NO_COORDINATE, NONE } from '../../../../shared/columns/column.ts';
import { hilbertIndex, hilbertOrder } from '../../../../shared/columns/hilbert.ts';
import { runsOf } from '../../../../shared/columns/runs.ts';
import { movedLinks, newRowOf, takeRows } from '../../../../shared/columns/take-rows.ts';
import { anyColumn } from './arbitrary-column.ts';

describe('takeRows', () => {
  const identity = Uint32Array.from({ length: 25 }, (_, row) => row);
  const order = fc.shuffledSubarray([...identity]).map((rows) => Uint32Array.from(rows));

  test('a permutation and its inverse give the table back', () => {
    fc.assert(
      fc.property(anyColumn(25), fc.shuffledSubarray([...identity], { minLength: 25 }), (column, rows) => {
        const table = { name: 't', rows: 25, columns: { c: column } };
        const there = takeRows(table, Uint32Array.from(rows));
        expect(takeRows(there, newRowOf(Uint32Array.from(rows), 25))).toEqual(table);
      }),
    );
  });

  test('taking twice is taking once by the composed order', () => {
    fc.assert(
      fc.property(anyColumn(25), order, order, (column, a, b) => {
        const table = { name: 't', rows: 25, columns: { c: column } };
        const second = b.filter((row) => row < a.length);
        const once = takeRows(
          table,
          second.map((row) => a[row]),
        );
        expect(takeRows(takeRows(table, a), second)).toEqual(once);
      }),
    );
  });

  test('links follow the rows they point to', () => {
    const newRow = newRowOf(Uint32Array.of(3, 0, 2), 4);
    expect(Array.from(newRow)).toEqual([1, NONE, 2, 0]);
    expect(Array.from(movedLinks(Uint32Array.of(0, 1, 2, 3, NONE), newRow))).toEqual([1, NONE, 2, 0, NONE]);
  });

  test('chosen rows keep their values', () => {
    const column: Column = { kind: 'number', type: 'u8', values: Uint8Array.of(5, 6, 7) };
    const taken = takeRows({ name: 't', rows: 3, columns: { c: column } }, Uint32Array.of(2, 2, 0));
    expect(taken.rows).toBe(3);
    expect(taken.columns.c).toEqual({ kind: 'number', type: 'u8', values: Uint8Array.of(7, 7, 5) });
  });
});

describe('runsOf', () => {
  test('equals a scan for each parent', () => {
    const links = fc
      .tuple(fc.array(fc.nat(12)), fc.nat(5))
      .map(([rows, none]) => [...rows.sort((a, b) => a - b), ...new Array<number>(none).fill(NONE)]);
    fc.assert(
      fc.property(links, (sorted) => {
        const starts = runsOf(Uint32Array.from(sorted), 13);
        expect(starts.length).toBe(14);
        for (let parent = 0; parent < 13; parent++) {
          const run = sorted.slice(starts[parent], starts[parent + 1]);
          expect(run).toEqual(sorted.filter((link) => link === parent));
        }
        expect(sorted.slice(starts[13])).toEqual(sorted.filter((link) => link === NONE));
      }),
    );
  });

  test('refuses links that fall, follow NONE or name no parent', () => {
    expect(() => runsOf([1, 0], 3)).toThrowError(/not-sorted/);
    expect(() => runsOf([0, 2, 1], 3)).toThrowError(/not-sorted/);
    expect(() => runsOf([0, NONE, 1], 3)).toThrowError(/not-sorted/);
    expect(() => runsOf([0, 3], 3)).toThrowError(/out-of-range/);
  });
});

describe('hilbert', () => {
  test('the curve of a 256 x 256 corner visits neighbours one after the other', () => {
    const cells: [number, number, number][] = [];
    for (let x = 0; x < 256; x++) for (let y = 0; y < 256; y++) cells.push([hilbertIndex(x, y), x, y]);
    cells.sort((a, b) => a[0] - b[0]);
    expect(cells[0]).toEqual([0, 0, 0]);
    const apart = (a: number[], b: number[]) => Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2]);
    const wrong = cells.filter((cell, i) => cell[0] !== i || (i > 0 && apart(cell, cells[i - 1]) !== 1));
    expect(wrong).toEqual([]);
  });

  test('a permutation; rows without a point last, in row order', () => {
    const point = fc.option(
      fc.tuple(
        fc.integer({ min: -1_800_000_000, max: 1_800_000_000 }),
        fc.integer({ min: -900_000_000, max: 900_000_000 }),
      ),
    );
    fc.assert(
      fc.property(fc.array(point), (points) => {
        const lng = Int32Array.from(points, (at) => at?.[0] ?? NO_COORDINATE);
        const lat = Int32Array.from(points, (at) => at?.[1] ?? NO_COORDINATE);
        const order = Array.from(hilbertOrder(lng, lat));
        expect([...order].sort((a, b) => a - b)).toEqual(points.map((_, row) => row));
        const without = points.flatMap((at, row) => (at ? [] : [row]));
        expect(order.slice(points.length - without.length)).toEqual(without);
      }),
    );
  });
});
