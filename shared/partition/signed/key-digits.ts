/**
 * The number of a key as two people read it to each other by telephone: eight groups of five digits from the SHA-256 of the key (132 bits: nobody
 * finds another key with the same). Digits, since they are said alike in every language. Owns the spelling.
 */
const GROUPS = 8;
/** Bytes of the hash that make a group: 32 bits modulo 100,000 favour some groups by less than one in 40,000. */
const GROUP_BYTES = 4;

/** `hash`: SHA-256 of the raw public key. */
export function keyDigits(hash: Uint8Array): string[] {
  const view = new DataView(hash.buffer, hash.byteOffset, hash.byteLength);
  return Array.from({ length: GROUPS }, (_, group) =>
    String(view.getUint32(group * GROUP_BYTES) % 100_000).padStart(5, '0'),
  );
}
