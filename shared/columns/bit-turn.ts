/**
 * Turns bits round between two layouts: sets with a bit a row, and masks with a bit a set; 16 sets of 32 rows a step. Owns the
 * network of swaps (Warren, Hacker's Delight, 7-3), done on both halves of a word at once. Turning twice changes nothing.
 */

/** Sets that are turned at once. */
export const TURNED = 16;

/**
 * `words`, 16 of 32 bits: bit r of word s becomes bit s of word r for r below 16, and bit 16 + r of word s becomes bit 16 + s of word r.
 */
export function turnBits(words: Uint32Array): void {
  for (let i = 0; i < 8; i++) {
    const swap = ((words[i] >>> 8) ^ words[i + 8]) & 0x00ff00ff;
    words[i + 8] ^= swap;
    words[i] ^= swap << 8;
  }
  turnBy(words, 4, 0x0f0f0f0f);
  turnBy(words, 2, 0x33333333);
  turnBy(words, 1, 0x55555555);
}

function turnBy(words: Uint32Array, step: number, mask: number): void {
  for (let i = 0; i < TURNED; i = (i + step + 1) & ~step) {
    const swap = ((words[i] >>> step) ^ words[i + step]) & mask;
    words[i + step] ^= swap;
    words[i] ^= swap << step;
  }
}
