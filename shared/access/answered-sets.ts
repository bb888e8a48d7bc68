/**
 * Sets of people that were answered, packed so that a planner's years of questions fit: four bits of each sum of the fingerprint, the count,
 * and how far the answer is from it. Owns the packing, the search for the nearest set, and the bytes that the host keeps; knows no rule.
 *
 *   an answer, little-endian u32: 4 of packed sums | count, 24 bits; answer less count plus 128, 8 bits
 *
 * Four bits are enough: sets that differ in a sum look equal in it once in sixteen, so two sets look nearer than they are, never farther,
 * and nearer is what shares an answer. Counts are compared too: one person more is always one apart.
 */

/** Sums of a fingerprint. */
export const SUMS = 32;
const WORDS = SUMS / 8;
const MOST_COUNT = 0xffffff;
const BIAS = 128;

/** Length of one answer in bytes. */
export const ANSWER_BYTES = (WORDS + 1) * 4;
/** As it was kept before sums were packed: 32 sums, count, answer, each u32. */
const WIDE_BYTES = (SUMS + 2) * 4;

/** The packed sums of a fingerprint. */
export function packedSums(print: ArrayLike<number>): Uint32Array {
  const packed = new Uint32Array(WORDS);
  for (let sum = 0; sum < SUMS; sum++) packed[sum >> 3] |= (print[sum] & 15) << ((sum & 7) * 4);
  return packed;
}

export interface Answered {
  sums: Uint32Array;
  count: number;
  value: number;
}

interface Near {
  value: number;
  /** In how many sums, or by how many people, the two sets differ at least. */
  distance: number;
}

/** Answers to sets of one count, side by side: they are compared by the hundred thousand. */
class Bucket {
  size = 0;
  sums = new Uint32Array(4 * WORDS);
  offsets = new Int8Array(4);
  /** Open addressing by the packed sums: place + 1, 0 for free; at most half full. */
  private slots = new Uint32Array(8);

  add(sums: Uint32Array, offset: number): void {
    if (this.size === this.offsets.length) {
      this.sums = grown(this.sums);
      this.offsets = grown(this.offsets);
      this.slots = new Uint32Array(this.slots.length * 2);
      for (let at = 0; at < this.size; at++) this.enter(at);
    }
    this.sums.set(sums, this.size * WORDS);
    this.offsets[this.size] = offset;
    this.enter(this.size++);
  }

  /** Place of the first answer to that very set; -1: none. */
  find(sums: Uint32Array): number {
    const mask = this.slots.length - 1;
    for (let slot = slotOf(sums, 0) & mask; this.slots[slot] !== 0; slot = (slot + 1) & mask) {
      const at = this.slots[slot] - 1;
      if (differing(this.sums, at * WORDS, sums, 1) === 0) return at;
    }
    return -1;
  }

  private enter(at: number): void {
    const mask = this.slots.length - 1;
    let slot = slotOf(this.sums, at * WORDS) & mask;
    while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
    this.slots[slot] = at + 1;
  }
}

export class AnsweredSets {
  /** By true count: sets that differ by few people have counts that close, so only those are compared. */
  private readonly byCount = new Map<number, Bucket>();

  keep({ sums, count, value }: Answered): void {
    let bucket = this.byCount.get(count);
    if (!bucket) {
      bucket = new Bucket();
      this.byCount.set(count, bucket);
    }
    bucket.add(sums, value - count);
  }

  /** The answer to that very set; null: it was not asked yet. */
  same(sums: Uint32Array, count: number): number | null {
    const bucket = this.byCount.get(count);
    const at = bucket?.find(sums) ?? -1;
    return bucket && at >= 0 ? count + bucket.offsets[at] : null;
  }

  /** The nearest answered set that is less than `least` apart and whose answer `fits`; among equals the one kept first. */
  nearest(sums: Uint32Array, count: number, least: number, fits: (near: Near) => boolean): Near | null {
    let best: Near | null = null;
    let within = least;
    for (let other = count - least + 1; other < count + least; other++) {
      const bucket = this.byCount.get(other);
      const apart = Math.abs(other - count);
      if (!bucket || apart >= within) continue;
      for (let at = 0; at < bucket.size; at++) {
        const distance = Math.max(apart, differing(bucket.sums, at * WORDS, sums, within));
        if (distance >= within) continue;
        const near = { value: other + bucket.offsets[at], distance };
        if (!fits(near)) continue;
        within = distance;
        best = near;
      }
    }
    return best;
  }

  /** Every answer but those to the empty set, which is known from the start. */
  encoded(): Uint8Array<ArrayBuffer> {
    const all = [...this.byCount].flatMap(([count, { size, sums, offsets }]) =>
      count === 0
        ? []
        : Array.from({ length: size }, (_, at) => ({
            sums: sums.subarray(at * WORDS, (at + 1) * WORDS),
            count,
            value: count + offsets[at],
          })),
    );
    const bytes = new Uint8Array(all.length * ANSWER_BYTES);
    all.forEach((answered, i) => {
      bytes.set(encodeAnswer(answered), i * ANSWER_BYTES);
    });
    return bytes;
  }
}

export function encodeAnswer({ sums, count, value }: Answered): Uint8Array {
  if (count > MOST_COUNT || Math.abs(value - count) >= BIAS) throw new RangeError('not an answer');
  const bytes = new Uint8Array(ANSWER_BYTES);
  const view = new DataView(bytes.buffer);
  sums.forEach((word, i) => {
    view.setUint32(i * 4, word, true);
  });
  view.setUint32(WORDS * 4, count | ((value - count + BIAS) << 24), true);
  return bytes;
}

/** Answers one by one. Throws RangeError for bytes that hold none. */
export function* decodedAnswers(bytes: Uint8Array): Generator<Answered> {
  if (bytes.length % ANSWER_BYTES !== 0) throw new RangeError('not a memory of answers');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; at += ANSWER_BYTES) {
    const tail = view.getUint32(at + WORDS * 4, true);
    const count = tail & MOST_COUNT;
    const value = count + (tail >>> 24) - BIAS;
    if (value % 5 !== 0 || value < 0) throw new RangeError('not a memory of answers');
    yield {
      sums: Uint32Array.from({ length: WORDS }, (_, i) => view.getUint32(at + i * 4, true)),
      count,
      value,
    };
  }
}

/** Answers as they were kept before, packed: the low bits of a sum are the sum of the low bits. Throws RangeError. */
export function packedFromWide(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (bytes.length % WIDE_BYTES !== 0) throw new RangeError('not a memory of answers');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const packed = new Uint8Array((bytes.length / WIDE_BYTES) * ANSWER_BYTES);
  for (let i = 0; i * WIDE_BYTES < bytes.length; i++) {
    const at = (word: number) => view.getUint32(i * WIDE_BYTES + word * 4, true);
    const sums = packedSums(Uint32Array.from({ length: SUMS }, (_, word) => at(word)));
    packed.set(encodeAnswer({ sums, count: at(SUMS), value: at(SUMS + 1) }), i * ANSWER_BYTES);
  }
  return packed;
}

/** How many of the 32 sums differ between the set at `at` and `b`; once at `enough`, it may stop. */
function differing(sums: Uint32Array, at: number, b: Uint32Array, enough: number): number {
  let found = 0;
  for (let i = 0; i < WORDS && found < enough; i++) {
    // One bit for each four that are not all equal, counted by a product.
    let bits = sums[at + i] ^ b[i];
    bits |= bits >>> 2;
    bits |= bits >>> 1;
    found += Math.imul(bits & 0x11111111, 0x11111111) >>> 28;
  }
  return found;
}

function slotOf(sums: Uint32Array, at: number): number {
  let hash = 0;
  for (let i = 0; i < WORDS; i++) hash = Math.imul(hash ^ sums[at + i], 0x9e3779b1) ^ (hash >>> 15);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function grown<A extends Uint32Array<ArrayBuffer> | Int8Array<ArrayBuffer>>(array: A): A {
  const wider = new (array.constructor as new (length: number) => A)(array.length * 2);
  wider.set(array);
  return wider;
}
