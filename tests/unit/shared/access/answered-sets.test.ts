import { describe, expect, it } from 'vitest';
import {
  ANSWER_BYTES,
  AnsweredSets,
  decodedAnswers,
  encodeAnswer,
  packedFromWide,
  packedSums,
  SUMS,
} from '../../../../shared/access/answered-sets.ts';
import { random } from '../../../support/seeded-random.ts';

const WIDE_WORDS = SUMS + 2;

/** A print whose sums are mostly empty, as those of few people are. */
function print(next: () => number, people: number): Uint32Array {
  const sums = new Uint32Array(SUMS);
  for (let i = 0; i < people; i++) sums[Math.floor(next() * SUMS)] += Math.floor(next() * 2 ** 32);
  return sums;
}

/** In how many sums two prints differ, four bits of each compared one by one. */
function apart(a: Uint32Array, b: Uint32Array): number {
  return a.reduce((found, sum, i) => found + Number((sum & 15) !== (b[i] & 15)), 0);
}

function wide(print: Uint32Array, count: number, value: number): Uint8Array {
  const bytes = new Uint8Array(WIDE_WORDS * 4);
  const view = new DataView(bytes.buffer);
  [...print, count, value].forEach((number, i) => {
    view.setUint32(i * 4, number, true);
  });
  return bytes;
}

describe('answered sets', () => {
  it('finds the nearest one whose answer fits, as a search sum by sum does', () => {
    const next = random(3);
    const all = Array.from({ length: 400 }, () => {
      const count = 5 + Math.floor(next() * 40);
      return { print: print(next, count), count, value: 5 * Math.round((count + next() * 20 - 10) / 5) };
    });
    // Neighbours of some, by one person or a few.
    for (const near of all.slice(0, 200)) {
      const sums = near.print.slice();
      const more = 1 + Math.floor(next() * 9);
      for (let i = 0; i < more; i++) sums[Math.floor(next() * SUMS)] += Math.floor(next() * 2 ** 32);
      all.push({ print: sums, count: near.count + more, value: near.value });
    }
    const sets = new AnsweredSets();
    for (const { print: of, count, value } of all) sets.keep({ sums: packedSums(of), count, value });
    let found = 0;
    for (const asked of all) {
      const sums = print(next, 2).map((word, i) => word + asked.print[i]);
      const count = asked.count + 2;
      const fits = (value: number) => Math.abs(value - count) <= 9;
      const distances = all
        .filter(({ value }) => fits(value))
        .map((each) => Math.max(Math.abs(each.count - count), apart(each.print, sums)));
      const least = Math.min(...distances);
      const near = sets.nearest(packedSums(sums), count, 12, ({ value }) => fits(value));
      expect(near?.distance ?? 12).toBe(Math.min(12, least));
      if (near) found++;
    }
    expect(found).toBeGreaterThan(200);
  });

  it('knows a set again, among thousands of one count, and no other', () => {
    const next = random(4);
    const sets = new AnsweredSets();
    const all = Array.from({ length: 5_000 }, (_, i) => ({ print: print(next, 20), value: 5 * (i % 8) }));
    for (const { print: of, value } of all) sets.keep({ sums: packedSums(of), count: 20, value });
    for (const { print: of, value } of all) {
      expect(sets.same(packedSums(of), 20)).toBe(value);
      expect(sets.same(packedSums(of), 21)).toBeNull();
    }
    for (let i = 0; i < 1_000; i++) expect(sets.same(packedSums(print(next, 20)), 20)).toBeNull();
  });

  it('counts one person more as one apart, also one who changes none of the four bits', () => {
    const sets = new AnsweredSets();
    const sums = print(random(5), 30);
    sets.keep({ sums: packedSums(sums), count: 30, value: 35 });
    sums[7] += 16;
    const near = sets.nearest(packedSums(sums), 31, 8, () => true);
    expect(near).toEqual({ value: 35, distance: 1 });
  });

  it('keeps an answer in twenty bytes, and one of the years before as what it was', () => {
    const next = random(6);
    const all = Array.from({ length: 300 }, () => {
      const count = 5 + Math.floor(next() * 1_200_000 * next() ** 4);
      return { print: print(next, 60), count, value: 5 * Math.floor(count / 5 + next() * 3) };
    });
    const old = new Uint8Array(all.length * WIDE_WORDS * 4);
    all.forEach((each, i) => {
      old.set(wide(each.print, each.count, each.value), i * WIDE_WORDS * 4);
    });
    const packed = packedFromWide(old);
    expect(packed.length).toBe(all.length * ANSWER_BYTES);
    expect(ANSWER_BYTES).toBe(20);
    expect([...decodedAnswers(packed)]).toEqual(
      all.map(({ print: of, count, value }) => ({ sums: packedSums(of), count, value })),
    );
    expect(() => packedFromWide(old.subarray(1))).toThrow(RangeError);
    expect(() => encodeAnswer({ sums: new Uint32Array(4), count: 10, value: 500 })).toThrow(RangeError);
    expect(() => [...decodedAnswers(packed.subarray(1))]).toThrow(RangeError);
  });
});
