/**
 * HalfSipHash-2-4 with an 8-byte key and a 64-bit result (J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF", 2012, and
 * the reference code's 32-bit variant). For numbers that must look random to whoever does not hold the key, a million at a time, where
 * an asynchronous HMAC per record would be too slow. Not for anything whose secrecy must outlast the key's 64 bits.
 */

/** The two halves of the result as unsigned 32-bit numbers. */
export interface Hash64 {
  low: number;
  high: number;
}

const rotate = (x: number, bits: number): number => (x << bits) | (x >>> (32 - bits));

/** `key`: at least 8 bytes, the first 8 count. Overwrites and returns `into`, to spare a million small objects. */
export function keyedHash(
  key: Uint8Array,
  bytes: Uint8Array,
  into: Hash64 = { low: 0, high: 0 },
  length: number = bytes.length,
): Hash64 {
  const k0 = word(key, 0);
  const k1 = word(key, 4);
  const v = [k0, k1 ^ 0xee, 0x6c796765 ^ k0, 0x74656462 ^ k1];
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4) absorb(v, word(bytes, at));
  let last = length << 24;
  for (let at = length - 1; at >= whole; at--) last |= bytes[at] << (8 * (at & 3));
  absorb(v, last);
  v[2] ^= 0xee;
  rounds(v, 4);
  into.low = (v[1] ^ v[3]) >>> 0;
  v[1] ^= 0xdd;
  rounds(v, 4);
  into.high = (v[1] ^ v[3]) >>> 0;
  return into;
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
}

function absorb(v: number[], m: number): void {
  v[3] ^= m;
  rounds(v, 2);
  v[0] ^= m;
}

function rounds(v: number[], count: number): void {
  let [a, b, c, d] = v;
  for (let i = 0; i < count; i++) {
    a = (a + b) | 0;
    b = rotate(b, 5) ^ a;
    a = rotate(a, 16);
    c = (c + d) | 0;
    d = rotate(d, 8) ^ c;
    a = (a + d) | 0;
    d = rotate(d, 7) ^ a;
    c = (c + b) | 0;
    b = rotate(b, 13) ^ c;
    c = rotate(c, 16);
  }
  v[0] = a;
  v[1] = b;
  v[2] = c;
  v[3] = d;
}
