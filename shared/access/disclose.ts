/**
 * A planner's only way to a number about people. Owns the rule; knows neither columns nor roles.
 *
 * 1. A set of people has a fingerprint: 32 sums of secret words, each person adding one word to one sum. Equal sets have equal
 *    fingerprints however they were asked for; sets that differ by d people differ in at most d of the sums.
 * 2. Memory: a set whose fingerprint differs in fewer than 8 to 15 sums (drawn) from one already answered gets that answer, as long as the
 *    answer has not drifted too far from its count (8 to 15, drawn; 17 to 20 for a neighbour of one person). Two selections that differ by one person therefore have the
 *    same answer, whatever the person is: their difference says nothing.
 * 3. A new set is rounded to a multiple of 5, up with probability remainder / 5 (unbiased: Nargundkar and Saveland, 1972), the draw being a keyed
 *    hash of the fingerprint. Every total is a set of its own, rounded by itself; parts need not add up to it.
 * 4. What is answered with less than 10 is shown as "fewer than 10", zero included. Fewer than five are always small and not remembered. So
 *    that what is less than 8 people larger does not tell of them, fewer than 12 are small too, unless a neighbour of one person was told otherwise.
 *
 * What it does not do: hide a group of NEAR or more, or stand against hundreds of overlapping questions about one person by
 * somebody who knows all the others in them (no rounding does: Dinur and Nissim, 2003). Hence planners' questions are audited.
 */
import { AnsweredSets, decodedAnswers, encodeAnswer, packedSums, SUMS } from './answered-sets.ts';
import { type Hash64, keyedHash } from './keyed-hash.ts';

const BASE = 5;
/** Rounded values below this are shown as "fewer than". */
export const SMALL = 10;
/** In how many sums two sets must differ at least to be two answers. */
const NEAR = 8;
/** Sets of fewer are small, but for neighbours. */
const FEW = BASE - 1 + NEAR;
/** How far an answer may be from the count of a near set: at least this, plus a draw below as much again. */
const DRIFT = 8;

/** Per row of the people table: which sum the person counts in, and with which word. Secret as the key they come from. */
export interface PersonWords {
  sum: Uint8Array;
  word: Uint32Array;
}

/** A number as a planner may see it. `small`: fewer than SMALL. */
export type Disclosed = { small: true; value: null } | { small: false; value: number };

export interface DisclosedShare {
  /** Of the whole, in percent without decimals; null when part or whole is small. */
  percent: number | null;
}

const tags = new TextEncoder();

/**
 * The words of all people, by their stable ids, so that a new import of the same people keeps them. `secret`: at least 16 bytes,
 * one per community and never changed: with another secret the same questions have other answers, which can be compared.
 */
export function personWords(secret: Uint8Array, ids: ArrayLike<string>): PersonWords {
  return wordsOfRows(secret, ids.length, (row) => ids[row]);
}

/** The same for ids that are read one by one: a million of them never stand in memory together. */
export function wordsOfRows(secret: Uint8Array, rows: number, idOf: (row: number) => string): PersonWords {
  const key = rowKey(secret);
  const sum = new Uint8Array(rows);
  const word = new Uint32Array(rows);
  const hash: Hash64 = { low: 0, high: 0 };
  let buffer = new Uint8Array(256);
  for (let row = 0; row < rows; row++) {
    const id = idOf(row);
    if (buffer.length < id.length * 3) buffer = new Uint8Array(id.length * 3);
    const { written } = tags.encodeInto(id, buffer);
    keyedHash(key, buffer, hash, written);
    sum[row] = hash.high % SUMS;
    word[row] = hash.low;
  }
  return { sum, word };
}

/** The set of the people in `rows`. Ask with every person that is counted, and with nobody else. */
export function fingerprint(
  words: PersonWords,
  rows: Iterable<number>,
): { print: Uint32Array; count: number } {
  const print = new Uint32Array(SUMS);
  let count = 0;
  for (const row of rows) {
    // Two persons may share an id in a bad register; as a sum they still count twice.
    print[words.sum[row]] += words.word[row];
    count++;
  }
  return { print, count };
}

/**
 * Answers and remembers. One per community: all windows and all planners must share its memory, and it must outlive a restart, or the same set
 * could be drawn twice from different neighbours. `onAnswered` is told of every new answer before it is shown.
 */
export class Discloser {
  private readonly key: Uint8Array;
  private readonly onAnswered: (answer: Uint8Array) => void;
  private readonly answered = new AnsweredSets();

  constructor(
    secret: Uint8Array,
    options: { memory?: Uint8Array; onAnswered?: (answer: Uint8Array) => void } = {},
  ) {
    this.key = drawKey(secret);
    this.onAnswered = options.onAnswered ?? (() => {});
    this.answered.keep({ sums: packedSums(new Uint32Array(SUMS)), count: 0, value: 0 });
    this.learn(options.memory ?? new Uint8Array(0));
  }

  /** What was answered elsewhere meanwhile: bytes as of `memory()`. Throws RangeError for bytes that are no memory. */
  learn(memory: Uint8Array): void {
    for (const answered of decodedAnswers(memory)) this.answered.keep(answered);
  }

  /** The number for a set of people, which `fingerprint` made. */
  disclose({ print, count }: { print: Uint32Array; count: number }): Disclosed {
    if (count < BASE) return { small: true, value: null };
    const sums = packedSums(print);
    const known = this.answered.same(sums, count);
    if (known !== null) return shown(known);
    // A near set is remembered too: else the next one, near to it but not to the first, would be drawn anew and so tell them apart.
    const value = this.answerTo(sums, print, count);
    const answered = { sums, count, value };
    this.onAnswered(encodeAnswer(answered));
    this.answered.keep(answered);
    return shown(value);
  }

  /** Part of a whole, from the two disclosed numbers: never from the true ones. */
  share(part: Disclosed, whole: Disclosed): DisclosedShare {
    if (part.small || whole.small) return { percent: null };
    return { percent: Math.min(100, Math.round((100 * part.value) / whole.value)) };
  }

  /** Everything answered so far, for the constructor of the next run. Secret of the core class: it holds true counts. */
  memory(): Uint8Array<ArrayBuffer> {
    return this.answered.encoded();
  }

  private answerTo(sums: Uint32Array, print: Uint32Array, count: number): number {
    const { low, high } = this.draw(print);
    const drift = DRIFT + (high % DRIFT);
    const neighbourDrift = 2 * DRIFT + 1 + ((high >>> 4) % 4);
    const few = count < FEW;
    // Drawn too: at a fixed edge one person more would decide between the old answer and a new one.
    const least = few ? 2 : NEAR + ((high >>> 8) % NEAR);
    const near = this.answered.nearest(
      sums,
      count,
      least,
      // One person more or less is never what makes a set too far.
      ({ value, distance }) => Math.abs(value - count) <= (distance <= 1 ? neighbourDrift : drift),
    );
    if (near) return near.value;
    if (few) return 0;
    const remainder = count % BASE;
    const up = (low / 2 ** 32) * BASE < remainder;
    return count - remainder + (up ? BASE : 0);
  }

  private draw(print: Uint32Array): Hash64 {
    const bytes = new Uint8Array(SUMS * 4);
    const view = new DataView(bytes.buffer);
    print.forEach((sum, i) => {
      view.setUint32(i * 4, sum, true);
    });
    return keyedHash(this.key, bytes);
  }
}

function shown(value: number): Disclosed {
  return value < SMALL ? { small: true, value: null } : { small: false, value };
}

/** Two keys from one secret: what a person adds must tell nothing of how a set is drawn. */
function rowKey(secret: Uint8Array): Uint8Array {
  return derived(secret, 1);
}
function drawKey(secret: Uint8Array): Uint8Array {
  return derived(secret, 2);
}

function derived(secret: Uint8Array, purpose: number): Uint8Array {
  if (secret.length < 16) throw new RangeError('the secret is too short');
  const { low, high } = keyedHash(secret, Uint8Array.of(...secret.subarray(8), purpose));
  const key = new Uint8Array(8);
  const view = new DataView(key.buffer);
  view.setUint32(0, low);
  view.setUint32(4, high);
  return key;
}
