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
 * 4. What rounds to less than 10 is shown as "fewer than 10", zero included. Fewer than five are always shown so and not remembered: the
 *    empty set counts as answered from the start, and it is nearer to them than any set with another answer.
 *
 * What it does not do: hide a group of NEAR or more, or stand against hundreds of overlapping questions about one person by
 * somebody who knows all the others in them (no rounding does: Dinur and Nissim, 2003). Hence planners' questions are audited.
 */
import { type Hash64, keyedHash } from './keyed-hash.ts';

const BASE = 5;
/** Rounded values below this are shown as "fewer than". */
export const SMALL = 10;
/** Sums of a fingerprint, and in how many two of them must differ at least to be two answers. */
export const SUMS = 32;
const NEAR = 8;
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

interface Answered {
  print: Uint32Array;
  count: number;
  value: number;
}

/** Answers to sets of one count, side by side: they are compared by the thousand. */
interface Bucket {
  prints: Uint32Array;
  values: number[];
}

interface Near {
  value: number;
  distance: number;
}

/** The format of `Discloser.memory()`: per answer 32 sums, the count, the value; all u32, little-endian. */
const ANSWER_WORDS = SUMS + 2;

/**
 * Answers and remembers. One per community: all windows and all planners must share its memory, and it must outlive a restart, or the same set
 * could be drawn twice from different neighbours. `onAnswered` is told of every new answer before it is shown.
 */
export class Discloser {
  /** Length of one answer in the memory. */
  static readonly ANSWER_BYTES = ANSWER_WORDS * 4;

  private readonly key: Uint8Array;
  private readonly onAnswered: (answer: Uint8Array) => void;
  /** By true count: sets that differ by fewer than NEAR people have counts that close, so only those are compared. */
  private readonly byCount = new Map<number, Bucket>();

  constructor(
    secret: Uint8Array,
    options: { memory?: Uint8Array; onAnswered?: (answer: Uint8Array) => void } = {},
  ) {
    this.key = drawKey(secret);
    this.onAnswered = options.onAnswered ?? (() => {});
    this.keep({ print: new Uint32Array(SUMS), count: 0, value: 0 });
    this.learn(options.memory ?? new Uint8Array(0));
  }

  /** What was answered elsewhere meanwhile: bytes as of `memory()`. Throws RangeError for bytes that are no memory. */
  learn(memory: Uint8Array): void {
    for (const answered of parseMemory(memory)) this.keep(answered);
  }

  /** The number for a set of people, which `fingerprint` made. */
  disclose(set: { print: Uint32Array; count: number }): Disclosed {
    // Nearest to the empty set, which is known from the start: small whatever else was answered, so there is nothing to remember.
    if (set.count < BASE) return { small: true, value: null };
    const known = this.nearest(set);
    if (known?.distance === 0) return shown(known.value);
    // A near set is remembered too: else the next one, near to it but not to the first, would be drawn anew and so tell them apart.
    const value = known ? known.value : this.round(set);
    const answered = { print: set.print.slice(), count: set.count, value };
    this.onAnswered(encodeAnswer(answered));
    this.keep(answered);
    return shown(answered.value);
  }

  /** Part of a whole, from the two disclosed numbers: never from the true ones. */
  share(part: Disclosed, whole: Disclosed): DisclosedShare {
    if (part.small || whole.small) return { percent: null };
    return { percent: Math.min(100, Math.round((100 * part.value) / whole.value)) };
  }

  /** Everything answered so far, for the constructor of the next run. Secret of the core class: it holds true counts. */
  memory(): Uint8Array {
    const all = [...this.byCount].flatMap(([count, bucket]) =>
      count === 0
        ? []
        : bucket.values.map((value, i) => encodeAnswer({ print: printAt(bucket, i), count, value })),
    );
    const bytes = new Uint8Array(all.length * ANSWER_WORDS * 4);
    all.forEach((answered, i) => {
      bytes.set(answered, i * ANSWER_WORDS * 4);
    });
    return bytes;
  }

  private keep({ print, count, value }: Answered): void {
    let bucket = this.byCount.get(count);
    if (!bucket) {
      bucket = { prints: new Uint32Array(SUMS), values: [] };
      this.byCount.set(count, bucket);
    }
    const at = bucket.values.length * SUMS;
    if (at === bucket.prints.length) {
      const wider = new Uint32Array(at * 2);
      wider.set(bucket.prints);
      bucket.prints = wider;
    }
    bucket.prints.set(print, at);
    bucket.values.push(value);
  }

  /**
   * The nearest answered set whose answer still fits; among equals the one answered first. `distance` 0: the very same set, whose answer
   * stands however far it drifted.
   */
  private nearest({ print, count }: { print: Uint32Array; count: number }): Near | null {
    const same = this.byCount.get(count);
    const at = same?.values.findIndex((_, i) => differing(same.prints, i * SUMS, print, 1) === 0) ?? -1;
    if (same && at >= 0) return { value: same.values[at], distance: 0 };
    const draw = this.draw(print).high;
    const drift = DRIFT + (draw % DRIFT);
    const neighbourDrift = 2 * DRIFT + 1 + ((draw >>> 4) % 4);
    let best: Near | null = null;
    // Drawn too: at a fixed edge one person more would decide between the old answer and a new one.
    let least = NEAR + ((draw >>> 8) % NEAR);
    const most = 2 * NEAR;
    for (let other = count - most; other <= count + most; other++) {
      const bucket = this.byCount.get(other);
      if (!bucket) continue;
      for (let i = 0; i < bucket.values.length; i++) {
        const distance = differing(bucket.prints, i * SUMS, print, least);
        if (distance >= least) continue;
        // One person more or less is never what makes a set too far.
        const far = distance === 1 ? neighbourDrift : drift;
        const value = bucket.values[i];
        if (Math.abs(value - count) > far) continue;
        least = distance;
        best = { value, distance };
      }
    }
    return best;
  }

  private round({ print, count }: { print: Uint32Array; count: number }): number {
    const remainder = count % BASE;
    const up = (this.draw(print).low / 2 ** 32) * BASE < remainder;
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

/** How many sums of the print at `at` differ from those of `b`; stops counting at `enough`. */
function differing(prints: Uint32Array, at: number, b: Uint32Array, enough: number): number {
  let found = 0;
  for (let i = 0; i < SUMS && found < enough; i++) if (prints[at + i] !== b[i]) found++;
  return found;
}

function printAt({ prints }: Bucket, i: number): Uint32Array {
  return prints.subarray(i * SUMS, (i + 1) * SUMS);
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

function encodeAnswer({ print, count, value }: Answered): Uint8Array {
  const bytes = new Uint8Array(ANSWER_WORDS * 4);
  const view = new DataView(bytes.buffer);
  [...print, count, value].forEach((number, i) => {
    view.setUint32(i * 4, number, true);
  });
  return bytes;
}

/** Throws RangeError for bytes that are no memory. */
function parseMemory(bytes: Uint8Array): Answered[] {
  if (bytes.length % (ANSWER_WORDS * 4) !== 0) throw new RangeError('not a memory of answers');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / (ANSWER_WORDS * 4) }, (_, i) => {
    const at = (word: number) => view.getUint32((i * ANSWER_WORDS + word) * 4, true);
    const value = at(SUMS + 1);
    if (value % BASE !== 0) throw new RangeError('not a memory of answers');
    return { print: Uint32Array.from({ length: SUMS }, (_, word) => at(word)), count: at(SUMS), value };
  });
}
