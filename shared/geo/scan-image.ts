/**
 * What a picture file says of itself before it is decoded: PNG or JPEG, and how many pixels, read from its first bytes. Owns the
 * bounds; a small file may claim a picture of gigabytes, so that a browser must not be asked to decode it first.
 * Sources: PNG (W3C) 11.2.2; JPEG (ITU T.81) B.2.2.
 */

/** Bytes of a file and pixels of a picture that are taken. */
export const SCAN_MOST_BYTES = 48 * 1024 * 1024;
export const SCAN_MOST_PIXELS = 60_000_000;
const MOST_SIDE = 16_384;

/** Message `error.<code>`. */
export class ScanError extends Error {
  readonly code:
    | 'scan-not-picture'
    | 'scan-too-large'
    | 'scan-too-many-pixels'
    | 'scan-damaged'
    | 'scan-too-small'
    | 'scan-too-many'
    /** A saved file's scan: the host could not keep it. */
    | 'scan-not-kept';
  constructor(code: ScanError['code'], detail = '') {
    super(detail === '' ? code : `${code}: ${detail}`);
    this.name = 'ScanError';
    this.code = code;
  }
}

export interface ScanSize {
  type: 'image/png' | 'image/jpeg';
  width: number;
  height: number;
}

/** Reads the size from the whole file. Throws ScanError. */
export function readScanSize(bytes: Uint8Array): ScanSize {
  if (bytes.length > SCAN_MOST_BYTES) throw new ScanError('scan-too-large', `${bytes.length} bytes`);
  const size = isPng(bytes) ? pngSize(bytes) : isJpeg(bytes) ? jpegSize(bytes) : null;
  if (!size) throw new ScanError('scan-not-picture');
  const { width, height } = size;
  if (width * height > SCAN_MOST_PIXELS || Math.max(width, height) > MOST_SIDE)
    throw new ScanError('scan-too-many-pixels', `${width} x ${height}`);
  if (Math.min(width, height) < 16) throw new ScanError('scan-too-small', `${width} x ${height}`);
  return size;
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const isPng = (bytes: Uint8Array) => PNG.every((value, i) => bytes[i] === value);
const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;

function pngSize(bytes: Uint8Array): ScanSize {
  if (bytes.length < 33) throw new ScanError('scan-damaged');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

/** Segments up to the frame header; what is between is skipped by its length. */
function jpegSize(bytes: Uint8Array): ScanSize {
  let at = 2;
  while (at + 9 < bytes.length) {
    if (bytes[at] !== 0xff) throw new ScanError('scan-damaged');
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return {
        type: 'image/jpeg',
        height: (bytes[at + 5] << 8) | bytes[at + 6],
        width: (bytes[at + 7] << 8) | bytes[at + 8],
      };
    const length = (bytes[at + 2] << 8) | bytes[at + 3];
    if (length < 2) throw new ScanError('scan-damaged');
    at += 2 + length;
  }
  throw new ScanError('scan-damaged');
}
