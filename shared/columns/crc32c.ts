/**
 * CRC-32C (Castagnoli, reflected polynomial 0x82f63b78; RFC 3720 appendix B.4), the checksum of chunks, snapshots
 * and journal records. Eight tables, eight bytes a step ("slicing by eight").
 */

const TABLES = buildTables();

function buildTables(): Uint32Array[] {
  const tables = [new Uint32Array(256)];
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    tables[0][byte] = crc;
  }
  for (let step = 1; step < 8; step++) {
    const table = new Uint32Array(256);
    for (let byte = 0; byte < 256; byte++) {
      const before = tables[step - 1][byte];
      table[byte] = tables[0][before & 0xff] ^ (before >>> 8);
    }
    tables.push(table);
  }
  return tables;
}

/** The checksum of `bytes`, unsigned. `seed`: the checksum of the bytes before them. */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  const [t0, t1, t2, t3, t4, t5, t6, t7] = TABLES;
  let crc = ~seed;
  let at = 0;
  const end = bytes.length;
  // Whole words are read through an aligned view (little-endian, as every platform we run on is).
  while (at < end && ((bytes.byteOffset + at) & 3) !== 0) {
    crc = t0[(crc ^ bytes[at++]) & 0xff] ^ (crc >>> 8);
  }
  if (end - at >= 8) {
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset + at, (end - at) >>> 2);
    const pairs = words.length & ~1;
    for (let i = 0; i < pairs; i += 2) {
      const a = crc ^ words[i];
      const b = words[i + 1];
      crc =
        t7[a & 0xff] ^
        t6[(a >>> 8) & 0xff] ^
        t5[(a >>> 16) & 0xff] ^
        t4[a >>> 24] ^
        t3[b & 0xff] ^
        t2[(b >>> 8) & 0xff] ^
        t1[(b >>> 16) & 0xff] ^
        t0[b >>> 24];
    }
    at += pairs * 4;
  }
  while (at < end) crc = t0[(crc ^ bytes[at++]) & 0xff] ^ (crc >>> 8);
  return ~crc >>> 0;
}
