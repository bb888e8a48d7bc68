import { describe, expect, it } from 'vitest';
import {
  type Disclosed,
  Discloser,
  fingerprint,
  personWords,
  SMALL,
} from '../../../../shared/access/disclose.ts';
import { keyedHash } from '../../../../shared/access/keyed-hash.ts';
import { random } from '../../../support/seeded-random.ts';

const SECRET = Uint8Array.from({ length: 32 }, (_, i) => (i * 37 + 11) & 255);
const PEOPLE = 4000;
const IDS = Array.from({ length: PEOPLE }, (_, i) => `R${i}`);
const WORDS = personWords(SECRET, IDS);

const seen = (answer: Disclosed): number => answer.value ?? 0;

/** `answer` gives what a planner sees for a set of rows. */
type Rule = () => (rows: number[]) => number;

const disclosing: Rule = () => {
  const discloser = new Discloser(SECRET);
  return (rows) => seen(discloser.disclose(fingerprint(WORDS, rows)));
};
/** What the rule is not: to the nearest multiple of 5, the same for everybody. */
const nearest: Rule = () => (rows) => Math.round(rows.length / 5) * 5;
/** And: the same draws without memory. */
const forgetful: Rule = () => (rows) => seen(new Discloser(SECRET).disclose(fingerprint(WORDS, rows)));

interface Pair {
  /** Difference of the two answers, and the first of them as a remainder: all that a single pair shows. */
  sees: string;
  truth: boolean;
}

/**
 * The game: a selection and the same with one more person; the trait is counted in both; the attacker is to say whether the person
 * has it. The person has it with even chances. `turn`: the larger selection is asked first in every other pair.
 */
function play(rule: Rule, pairs: number, seed: number, known = 0): Pair[] {
  const next = random(seed);
  const answer = rule();
  return Array.from({ length: pairs }, (_, n) => {
    const size = 20 + Math.floor(next() * 400);
    const start = Math.floor(next() * (PEOPLE - size - 1));
    const share = 0.05 + next() * 0.9;
    const withTrait: number[] = [];
    for (let row = start; row < start + size; row++) if (next() < share) withTrait.push(row);
    const truth = next() < 0.5;
    // People of whom the attacker knows that they have the trait, added with the one asked about.
    const others = Array.from({ length: known }, (_, i) => (start + size + 1 + i) % PEOPLE);
    const larger = [...withTrait, ...others, ...(truth ? [start + size] : [])];
    const turn = n % 2 === 1;
    const [b, a] = turn ? [answer(larger), answer(withTrait)] : [0, answer(withTrait)];
    const second = turn ? b : answer(larger);
    return { sees: `${turn ? 'larger first' : 'smaller first'} ${second - a}`, truth };
  });
}

/** The best an attacker can do who has learnt from the first half what each sight means, played on the second half. */
function hitRate(pairs: Pair[]): number {
  const half = pairs.length / 2;
  const lean = new Map<string, number>();
  for (const { sees, truth } of pairs.slice(0, half))
    lean.set(sees, (lean.get(sees) ?? 0) + (truth ? 1 : -1));
  const hits = pairs.slice(half).filter(({ sees, truth }) => (lean.get(sees) ?? 1) > 0 === truth).length;
  return hits / half;
}

/** Standard deviations above one half. */
const z = (rate: number, trials: number): number => (rate - 0.5) / Math.sqrt(0.25 / trials);

describe('the keyed hash', () => {
  it('gives the 64-bit results of the reference implementation', () => {
    const key = Uint8Array.from({ length: 8 }, (_, i) => i);
    const hex = (n: number) => n.toString(16).padStart(8, '0');
    const results = [0, 1, 2, 3, 10].map((length) => {
      const { low, high } = keyedHash(
        key,
        Uint8Array.from({ length }, (_, i) => i),
      );
      return hex(high) + hex(low);
    });
    // vectors_hsip64 of the reference code, read as little-endian numbers.
    expect(results).toEqual([
      'c83cb8b9591f8d21',
      '157338f8122455be',
      '57eb507cef394f06',
      '790606f7451a0fce',
      'eef2a6069f46b095',
    ]);
  });
});

describe('disclose', () => {
  it('lets 10,000 pairs that differ by one person say nothing: the guesses are no better than chance', () => {
    const pairs = play(disclosing, 10_000, 1);
    const rate = hitRate(pairs);
    expect(Math.abs(z(rate, 5000))).toBeLessThan(3);
    expect(pairs.every(({ sees }) => sees.endsWith(' 0'))).toBe(true);
  });

  it('is a test that rounding alone, or draws without memory, would fail', () => {
    expect(z(hitRate(play(nearest, 10_000, 1)), 5000)).toBeGreaterThan(10);
    expect(z(hitRate(play(forgetful, 10_000, 1)), 5000)).toBeGreaterThan(10);
  });

  it('says little even when people whose trait is known are added to hide the smallness of the difference', () => {
    for (const known of [7, 8, 12]) {
      const rate = hitRate(play(disclosing, 4000, known, known));
      expect(rate).toBeLessThan(0.62);
    }
  });

  it('keeps saying nothing in the next run, with the memory of the last one', () => {
    const next = random(5);
    let memory: Uint8Array = new Uint8Array(0);
    for (let n = 0; n < 300; n++) {
      const rows = IDS.map((_, row) => row).filter(() => next() < 0.02);
      const added = Math.floor(next() * PEOPLE);
      if (rows.includes(added)) continue;
      const today = new Discloser(SECRET, { memory });
      const before = today.disclose(fingerprint(WORDS, rows));
      memory = today.memory();
      const after = new Discloser(SECRET, { memory }).disclose(fingerprint(WORDS, [...rows, added]));
      expect(after).toEqual(before);
    }
  });

  it('says nothing of a person at the edge of what is near either, step by step', () => {
    const discloser = new Discloser(SECRET);
    const rows = Array.from({ length: 200 }, (_, i) => i);
    const values = new Set<number>();
    let changes = 0;
    let last = -1;
    for (let more = 0; more < 400; more++) {
      rows.push(200 + more);
      const value = seen(discloser.disclose(fingerprint(WORDS, rows)));
      if (value !== last) changes++;
      last = value;
      values.add(value);
      expect(Math.abs(value - rows.length)).toBeLessThanOrEqual(20);
    }
    // One person in eight or more tips an answer, where rounding alone is tipped by one in five.
    expect(changes).toBeLessThan(400 / 8);
    expect(values.size).toBeGreaterThan(10);
  });

  it('hides up to seven beside fewer than five others, whatever larger set was told before', () => {
    const next = random(21);
    for (let n = 0; n < 400; n++) {
      const discloser = new Discloser(SECRET);
      const rows = Array.from({ length: 13 + Math.floor(next() * 4) }, (_, i) => (n * 17 + i * 5) % PEOPLE);
      discloser.disclose(fingerprint(WORDS, rows));
      const few = rows.slice(0, Math.floor(next() * 5));
      const more = rows.slice(0, few.length + 1 + Math.floor(next() * 7));
      const asked = next() < 0.5 ? [few, more] : [more, few];
      for (const set of asked) expect(seen(discloser.disclose(fingerprint(WORDS, set)))).toBe(0);
    }
  });

  it('says nothing when somebody moves from one grid to another, in either order of asking and over a restart', () => {
    const next = random(22);
    const counts = { told: 0, changed: 0 };
    for (let n = 0; n < 600; n++) {
      let discloser = new Discloser(SECRET);
      const start = Math.floor(next() * (PEOPLE - 900));
      const cut = 20 + Math.floor(next() * 400);
      const moved = 1 + Math.floor(next() * 3);
      const rows = (from: number, to: number) =>
        fingerprint(
          WORDS,
          Array.from({ length: to - from }, (_, i) => start + from + i),
        );
      const ask = (at: number) => [rows(0, at), rows(at, 900)].map((set) => seen(discloser.disclose(set)));
      const order = next() < 0.5 ? [cut, cut + moved] : [cut + moved, cut];
      const before = ask(order[0]);
      discloser = new Discloser(SECRET, { memory: discloser.memory() });
      const after = ask(order[1]);
      counts.told++;
      if (String(after) !== String(before)) counts.changed++;
    }
    expect(counts).toEqual({ told: 600, changed: 0 });
  });

  it('gives parts and unions of what was told numbers of their own, and the same ones in any order and run', () => {
    const next = random(23);
    for (let n = 0; n < 60; n++) {
      const start = Math.floor(next() * (PEOPLE - 600));
      const ends = [0, 40, 90, 200, 333, 500].map((end) => start + end);
      const spans = ends.flatMap((from, i) => ends.slice(i + 1).map((to) => [from, to]));
      const sets = spans.map(([from, to]) =>
        fingerprint(
          WORDS,
          Array.from({ length: to - from }, (_, i) => from + i),
        ),
      );
      const first = new Discloser(SECRET);
      const told = sets.map((set) => first.disclose(set));
      const again = new Discloser(SECRET, { memory: first.memory() });
      const backwards = [...sets].reverse().map((set) => again.disclose(set));
      expect(backwards.reverse()).toEqual(told);
      told.forEach((answer, i) => {
        expect(Math.abs(seen(answer) - sets[i].count)).toBeLessThanOrEqual(20);
      });
    }
  });

  it('gives the same set the same answer, in any order and however often', () => {
    const discloser = new Discloser(SECRET);
    const rows = Array.from({ length: 57 }, (_, i) => i * 3);
    const first = discloser.disclose(fingerprint(WORDS, rows));
    for (let n = 0; n < 10; n++) {
      expect(discloser.disclose(fingerprint(WORDS, [...rows].reverse()))).toEqual(first);
    }
    expect(new Discloser(SECRET).disclose(fingerprint(WORDS, rows))).toEqual(first);
  });

  it('answers in multiples of 5, right on average, and never shows a small one', () => {
    const next = random(9);
    let error = 0;
    let absolute = 0;
    const rounds = 4000;
    for (let n = 0; n < rounds; n++) {
      const count = 20 + Math.floor(next() * 200);
      const rows = Array.from({ length: count }, () => Math.floor(next() * PEOPLE));
      const { value } = new Discloser(SECRET).disclose(fingerprint(WORDS, rows));
      expect((value as number) % 5).toBe(0);
      error += (value as number) - count;
      absolute += Math.abs((value as number) - count);
    }
    expect(Math.abs(error / rounds)).toBeLessThan(0.12);
    expect(absolute / rounds).toBeLessThan(2);
    for (let count = 0; count < 30; count++) {
      const rows = Array.from({ length: count }, (_, i) => i * 7);
      const answer = new Discloser(SECRET).disclose(fingerprint(WORDS, rows));
      if (count <= 5) expect(answer).toEqual({ small: true, value: null });
      if (!answer.small) expect(answer.value).toBeGreaterThanOrEqual(SMALL);
    }
  });

  it('has other answers under another secret, and none under a short one', () => {
    const other = personWords(SECRET.slice().reverse(), IDS);
    expect(other.word).not.toEqual(WORDS.word);
    expect(personWords(SECRET, IDS.slice(100)).word).toEqual(WORDS.word.slice(100));
    expect(() => new Discloser(SECRET.subarray(0, 15))).toThrow(RangeError);
  });

  it('makes shares of disclosed numbers only', () => {
    const discloser = new Discloser(SECRET);
    const whole: Disclosed = { small: false, value: 40 };
    expect(discloser.share({ small: false, value: 10 }, whole)).toEqual({ percent: 25 });
    expect(discloser.share({ small: false, value: 45 }, whole)).toEqual({ percent: 100 });
    expect(discloser.share({ small: true, value: null }, whole)).toEqual({ percent: null });
  });

  it('refuses a memory that is none', () => {
    expect(() => new Discloser(SECRET, { memory: new Uint8Array(5) })).toThrow(RangeError);
    expect(() => new Discloser(SECRET, { memory: new Uint8Array(40).fill(3) })).toThrow(RangeError);
  });
});
