/**
 * Any bytes as a file that a passphrase opens, to be carried to another machine. Owns the frame; what is inside is the caller's. Opened whole
 * or not at all: the caller gets bytes only after the last part was verified. All numbers little-endian:
 *
 *   0 magic 'LINLISEA'   8 u32 version   12 u32 rounds (PBKDF2-SHA-256)   16 salt, 16 bytes   32 u32 bytes of a part
 *  36 u32 parts   40 f64 bytes inside   48 check, an empty box under the key   76 u32 CRC-32C of everything before
 *  80 parts: boxes of AES-GCM 256 (IV, text, tag), each bound to the header and to its number
 */
import { crc32c } from '../columns/crc32c.ts';
import { randomBytes, toHex } from './byte-text.ts';
import { boxBytes, LEAST_ROUNDS, MOST_ROUNDS, openBytes, passphraseKey, sealBytes } from './key-box.ts';

const MAGIC = 'LINLISEA';
const VERSION = 1;
const SALT_BYTES = 16;
const CHECK_AT = 48;
const CRC_AT = CHECK_AT + boxBytes(0);
const HEADER = CRC_AT + 4;
const PART = 4 * 1024 * 1024;
/** The largest array a browser surely gives. */
const MOST_BYTES = 0x7fff0000;

export type SealedFileCode =
  /** Not such a file at all. */
  | 'sealed-file-unknown'
  /** Made by a newer version. */
  | 'sealed-file-future'
  | 'sealed-file-truncated'
  /** Some byte is not what was written. */
  | 'sealed-file-damaged'
  | 'sealed-file-passphrase'
  | 'sealed-file-too-large';

/** Message `error.<code>`. Nothing was opened. */
export class SealedFileError extends Error {
  readonly code: SealedFileCode;
  constructor(code: SealedFileCode) {
    super(code);
    this.name = 'SealedFileError';
    this.code = code;
  }
}

/** The file in pieces. Throws SealedFileError 'sealed-file-too-large' past 2 GiB. */
export async function* sealFile(
  bytes: Uint8Array,
  passphrase: string,
  rounds = LEAST_ROUNDS,
): AsyncGenerator<Uint8Array> {
  if (bytes.length > MOST_BYTES) throw new SealedFileError('sealed-file-too-large');
  const salt = randomBytes(SALT_BYTES);
  const key = await passphraseKey(passphrase, salt, rounds);
  const parts = Math.ceil(bytes.length / PART);
  const header = new Uint8Array(HEADER);
  const view = new DataView(header.buffer);
  for (let i = 0; i < MAGIC.length; i++) header[i] = MAGIC.charCodeAt(i);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, rounds, true);
  header.set(salt, 16);
  view.setUint32(32, PART, true);
  view.setUint32(36, parts, true);
  view.setFloat64(40, bytes.length, true);
  const place = placeOf(header);
  header.set(await sealBytes(key, `${place}/check`, new Uint8Array(0)), CHECK_AT);
  view.setUint32(CRC_AT, crc32c(header.subarray(0, CRC_AT)), true);
  yield header;
  for (let part = 0; part < parts; part++)
    yield await sealBytes(key, `${place}/${part}`, bytes.subarray(part * PART, (part + 1) * PART));
}

/** What a part is bound to: everything the header says before its check. */
function placeOf(header: Uint8Array): string {
  return `linli-sealed-file/1/${toHex(header.subarray(0, CHECK_AT))}`;
}

/** Reads `from` up to `to`; fewer bytes at the end. */
export interface SealedSource {
  size: number;
  slice(from: number, to: number): Promise<Uint8Array>;
}

/** The bytes inside. Throws SealedFileError. `onProgress`: bytes verified so far. */
export async function openSealedFile(
  file: SealedSource,
  passphrase: string,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<Uint8Array<ArrayBuffer>> {
  const header = await file.slice(0, HEADER);
  const { rounds, salt, partBytes, parts, bytes } = readHeader(header, file.size);
  const key = await passphraseKey(passphrase, salt, rounds);
  const place = placeOf(header);
  const check = await openBytes(key, `${place}/check`, header.subarray(CHECK_AT, CRC_AT));
  if (!check) throw new SealedFileError('sealed-file-passphrase');
  const opened = new Uint8Array(bytes);
  let at = HEADER;
  for (let part = 0; part < parts; part++) {
    const length = Math.min(partBytes, bytes - part * partBytes);
    const box = await file.slice(at, at + boxBytes(length));
    const text = await openBytes(key, `${place}/${part}`, box);
    if (text?.length !== length) throw new SealedFileError('sealed-file-damaged');
    opened.set(text, part * partBytes);
    at += box.length;
    onProgress(part * partBytes + length, bytes);
  }
  return opened;
}

interface Header {
  rounds: number;
  salt: Uint8Array;
  partBytes: number;
  parts: number;
  bytes: number;
}

/** Everything it says is held against the file's size before anything is made of it. */
function readHeader(header: Uint8Array, size: number): Header {
  for (let i = 0; i < MAGIC.length; i++)
    if (header[i] !== MAGIC.charCodeAt(i)) throw new SealedFileError('sealed-file-unknown');
  if (header.length < HEADER) throw new SealedFileError('sealed-file-truncated');
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (view.getUint32(8, true) > VERSION) throw new SealedFileError('sealed-file-future');
  if (crc32c(header.subarray(0, CRC_AT)) !== view.getUint32(CRC_AT, true))
    throw new SealedFileError('sealed-file-damaged');
  const rounds = view.getUint32(12, true);
  const partBytes = view.getUint32(32, true);
  const parts = view.getUint32(36, true);
  const bytes = view.getFloat64(40, true);
  const sound =
    rounds >= LEAST_ROUNDS &&
    rounds <= MOST_ROUNDS &&
    Number.isSafeInteger(bytes) &&
    bytes >= 0 &&
    partBytes > 0 &&
    parts === Math.ceil(bytes / partBytes);
  if (!sound) throw new SealedFileError('sealed-file-damaged');
  if (bytes > MOST_BYTES) throw new SealedFileError('sealed-file-too-large');
  const whole = HEADER + bytes + parts * boxBytes(0);
  if (size < whole) throw new SealedFileError('sealed-file-truncated');
  if (size > whole) throw new SealedFileError('sealed-file-damaged');
  return { rounds, salt: header.slice(16, 16 + SALT_BYTES), partBytes, parts, bytes };
}
