/**
 * The LZ4 block format (github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md) for pieces of a few kilobytes: sequences of
 * literals and a match before. Owns compressing, checking and decompressing of bytes; what they mean is the caller's.
 */

const LEAST_MATCH = 4;
/** The format ends matching here, so that other readers of it may copy in wide steps. */
const LAST_LITERALS = 5;
const LAST_MATCH = 12;
const REACH = 0xffff;
const HASH_BITS = 12;
/** Earlier places with the same hash that are tried: more is slower and hardly smaller (4: 11.0, 16: 10.8 of 78 bytes). */
const TRIES = 4;

/** Most bytes that `size` bytes can take. */
export function lz4Room(size: number): number {
  return size + Math.ceil(size / 255) + 16;
}

/** Compresses with tables of its own, which are kept from piece to piece. */
export class Lz4Writer {
  private readonly head = new Int32Array(1 << HASH_BITS);
  private before = new Int32Array(8192);
  /** Where the run that `longest` found begins. */
  private match = 0;

  /** Writes source[0, size) at `at` (room: lz4Room); returns where it ends. */
  write(source: Uint8Array, size: number, target: Uint8Array, at: number): number {
    if (this.before.length < size) this.before = new Int32Array(2 * size);
    this.head.fill(-1);
    let end = at;
    let anchor = 0;
    for (let i = 0; i + LAST_MATCH <= size; ) {
      const length = this.longest(source, size - LAST_LITERALS, i);
      if (length < LEAST_MATCH) {
        i++;
        continue;
      }
      end = writeSequence(source, anchor, i, i - this.match, length, target, end);
      for (let next = i + 1; next < i + length && next + LEAST_MATCH <= size; next++) this.keep(source, next);
      i += length;
      anchor = i;
    }
    return writeSequence(source, anchor, size, 0, 0, target, end);
  }

  /** Puts `i` before all with its hash; returns the latest of those. */
  private keep(source: Uint8Array, i: number): number {
    const four = source[i] | (source[i + 1] << 8) | (source[i + 2] << 16) | (source[i + 3] << 24);
    const hash = Math.imul(four, 0x9e3779b1) >>> (32 - HASH_BITS);
    const latest = this.head[hash];
    this.before[i] = latest;
    this.head[hash] = i;
    return latest;
  }

  /** How long the longest run is that begins before `i` and goes on like `i`. */
  private longest(source: Uint8Array, end: number, i: number): number {
    let best = 0;
    let place = this.keep(source, i);
    for (let tries = 0; place >= 0 && i - place <= REACH && tries < TRIES; tries++) {
      if (source[place + best] === source[i + best]) {
        let length = 0;
        while (i + length < end && source[place + length] === source[i + length]) length++;
        if (length > best) {
          best = length;
          this.match = place;
        }
      }
      place = this.before[place];
    }
    return best;
  }
}

/** Literals source[from, to) and a match; length 0: none follows. Returns where it ends. */
function writeSequence(
  source: Uint8Array,
  from: number,
  to: number,
  distance: number,
  length: number,
  target: Uint8Array,
  at: number,
): number {
  const literals = to - from;
  const more = Math.max(0, length - LEAST_MATCH);
  target[at] = (Math.min(15, literals) << 4) | Math.min(15, more);
  let end = literals >= 15 ? writeRest(literals - 15, target, at + 1) : at + 1;
  for (let i = from; i < to; i++) target[end++] = source[i];
  if (length === 0) return end;
  target[end++] = distance & 0xff;
  target[end++] = distance >>> 8;
  return more >= 15 ? writeRest(more - 15, target, end) : end;
}

function writeRest(rest: number, target: Uint8Array, at: number): number {
  let end = at;
  for (; rest >= 255; rest -= 255) target[end++] = 255;
  target[end++] = rest;
  return end;
}

/** Bytes that source[from, to) stands for; -1: it is not LZ4. What passes here decompresses without reading astray. */
export function lz4Size(source: Uint8Array, from: number, to: number): number {
  let size = 0;
  for (let at = from; at < to; ) {
    const token = source[at++];
    let literals = token >>> 4;
    if (literals === 15) for (let byte = 255; byte === 255 && at < to; literals += byte) byte = source[at++];
    at += literals;
    size += literals;
    if (at === to) return size;
    if (at + 2 > to) return -1;
    const distance = source[at] | (source[at + 1] << 8);
    at += 2;
    if (distance === 0 || distance > size) return -1;
    let length = (token & 15) + LEAST_MATCH;
    if ((token & 15) === 15)
      for (let byte = 255; byte === 255 && at < to; length += byte) byte = source[at++];
    size += length;
  }
  // The last sequence has no match.
  return -1;
}

/** Decompresses source[from, to), which lz4Size has passed, to `target` from 0 on. Returns the bytes written. */
export function readLz4(source: Uint8Array, from: number, to: number, target: Uint8Array): number {
  let size = 0;
  for (let at = from; at < to; ) {
    const token = source[at++];
    let literals = token >>> 4;
    if (literals === 15) for (let byte = 255; byte === 255; literals += byte) byte = source[at++];
    for (const end = at + literals; at < end; ) target[size++] = source[at++];
    if (at >= to) break;
    let copied = size - (source[at] | (source[at + 1] << 8));
    at += 2;
    let length = (token & 15) + LEAST_MATCH;
    if (length === 15 + LEAST_MATCH) for (let byte = 255; byte === 255; length += byte) byte = source[at++];
    for (const end = size + length; size < end; ) target[size++] = target[copied++];
  }
  return size;
}
