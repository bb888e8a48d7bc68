import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Bitset } from '../../../../shared/columns/bitset.ts';

const sizeAndRows = fc.integer({ min: 0, max: 300 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    a: size === 0 ? fc.constant<number[]>([]) : fc.uniqueArray(fc.nat(size - 1), { maxLength: 200 }),
    b: size === 0 ? fc.constant<number[]>([]) : fc.uniqueArray(fc.nat(size - 1), { maxLength: 200 }),
    from: fc.nat(size),
    to: fc.nat(size),
  }),
);
const sorted = (rows: Iterable<number>) => [...rows].sort((x, y) => x - y);
const all = (size: number) => Array.from({ length: size }, (_, row) => row);

describe('Bitset equals a Set of rows', () => {
  test('and, or, andNot, not, count', () => {
    fc.assert(
      fc.property(sizeAndRows, ({ size, a, b }) => {
        const inB = new Set(b);
        const rows = (set: Bitset) => Array.from(set.toRows());
        const make = () => Bitset.of(size, a);
        const other = Bitset.of(size, b);
        expect(rows(make())).toEqual(sorted(a));
        expect(rows(make().and(other))).toEqual(sorted(a.filter((row) => inB.has(row))));
        expect(rows(make().or(other))).toEqual(sorted(new Set([...a, ...b])));
        expect(rows(make().andNot(other))).toEqual(sorted(a.filter((row) => !inB.has(row))));
        expect(rows(make().not())).toEqual(all(size).filter((row) => !a.includes(row)));
        expect(make().count()).toBe(a.length);
        expect(make().not().count()).toBe(size - a.length);
        expect(make().isEmpty()).toBe(a.length === 0);
        expect(Bitset.full(size).count()).toBe(size);
        expect(make().equals(Bitset.of(size, [...a].reverse()))).toBe(true);
        expect(make().equals(other)).toBe(String(sorted(a)) === String(sorted(b)));
      }),
    );
  });

  test('fill, clear, countRange, slice', () => {
    fc.assert(
      fc.property(sizeAndRows, ({ size, a, from, to }) => {
        const inRange = (row: number) => row >= from && row < to;
        const set = Bitset.of(size, a);
        expect(set.countRange(from, to)).toBe(a.filter(inRange).length);
        expect(Array.from(set.clone().fill(from, to).toRows())).toEqual(
          all(size).filter((row) => inRange(row) || a.includes(row)),
        );
        expect(Array.from(set.clone().clear(from, to).toRows())).toEqual(
          sorted(a.filter((row) => !inRange(row))),
        );
        const part = set.slice(from, to);
        expect(part.size).toBe(Math.max(0, to - from));
        expect(Array.from(part.toRows())).toEqual(sorted(a.filter(inRange)).map((row) => row - from));
        expect(part.not().count()).toBe(part.size - a.filter(inRange).length);
      }),
    );
  });

  test('forEach, forEachRun, next, has, remove', () => {
    fc.assert(
      fc.property(sizeAndRows, ({ size, a, from }) => {
        const set = Bitset.of(size, a);
        const visited: number[] = [];
        set.forEach((row) => {
          visited.push(row);
        });
        expect(visited).toEqual(sorted(a));
        const fromRuns: number[] = [];
        let last = -1;
        set.forEachRun((start, end) => {
          expect(start).toBeGreaterThan(last);
          expect(end).toBeGreaterThan(start);
          last = end;
          for (let row = start; row < end; row++) fromRuns.push(row);
        });
        expect(fromRuns).toEqual(sorted(a));
        expect(set.next(from)).toBe(sorted(a).find((row) => row >= from) ?? -1);
        for (const row of a) set.remove(row);
        expect(set.isEmpty()).toBe(true);
        for (const row of a) expect(set.has(row)).toBe(false);
      }),
    );
  });
});
