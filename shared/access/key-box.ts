/**
 * Bytes wrapped by a key, and the keys that wrap: AES-GCM 256 with a fresh 96-bit IV in front, bound to its place by additional
 * data. WebCrypto only, so that page, worker and host do the same. Knows nothing of the vault's file.
 */
import { AccessError } from './access-error.ts';
import { fromBase64, randomBytes, toBase64 } from './byte-text.ts';

export const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** OWASP Password Storage Cheat Sheet (2023): 600,000 rounds of PBKDF2 with SHA-256 at least. */
export const LEAST_ROUNDS = 600_000;
/** A file that asks for more is meant to hang the program. */
export const MOST_ROUNDS = 20_000_000;

const utf8 = new TextEncoder();

/** How long the box of `bytes` bytes is, before it becomes text. */
export function boxBytes(bytes: number): number {
  return IV_BYTES + bytes + TAG_BYTES;
}

export async function sealBytes(key: CryptoKey, place: string, bytes: Uint8Array): Promise<Uint8Array> {
  const iv = randomBytes(IV_BYTES);
  const sealed = await crypto.subtle.encrypt(aesGcm(iv, place), key, bytes as BufferSource);
  const box = new Uint8Array(IV_BYTES + sealed.byteLength);
  box.set(iv);
  box.set(new Uint8Array(sealed), IV_BYTES);
  return box;
}

/** Null when the key, the place or a bit of the box is another. */
export async function openBytes(
  key: CryptoKey,
  place: string,
  box: Uint8Array,
): Promise<Uint8Array<ArrayBuffer> | null> {
  if (box.length < boxBytes(0)) return null;
  try {
    const sealed = box.subarray(IV_BYTES) as BufferSource;
    return new Uint8Array(await crypto.subtle.decrypt(aesGcm(box.subarray(0, IV_BYTES), place), key, sealed));
  } catch {
    return null;
  }
}

/** `sealBytes` as text. */
export async function box(key: CryptoKey, place: string, bytes: Uint8Array): Promise<string> {
  return toBase64(await sealBytes(key, place, bytes));
}

/** Throws AccessError 'wrong-secret'. */
export async function unbox(key: CryptoKey, place: string, text: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = fromBase64(text);
  const opened = bytes && (await openBytes(key, place, bytes));
  if (!opened) throw new AccessError('wrong-secret');
  return opened;
}

/** A data key for use, not for keeping: it cannot be exported again. */
export function importDataKey(bytes: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes as BufferSource, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** A key for one purpose from a secret that is random itself (HKDF-SHA-256, RFC 5869). */
export async function purposeKey(
  secret: Uint8Array,
  salt: Uint8Array,
  purpose: string,
  use: 'AES-GCM' | 'HMAC' = 'AES-GCM',
): Promise<CryptoKey> {
  const base = await crypto.subtle.importKey('raw', secret as BufferSource, 'HKDF', false, ['deriveKey']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt: salt as BufferSource, info: utf8.encode(purpose) };
  return use === 'HMAC'
    ? crypto.subtle.deriveKey(how, base, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign'])
    : crypto.subtle.deriveKey(how, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

/** A key from something a person remembers. Spelling variants of the same characters are one passphrase (NFKC). */
export async function passphraseKey(
  passphrase: string,
  salt: Uint8Array,
  rounds: number,
): Promise<CryptoKey> {
  const base = await passphraseBase(passphrase, 'deriveKey');
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt: salt as BufferSource, iterations: rounds },
    base,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  );
}

/** 32 bytes that verify a PIN. A PIN is short: they only slow down guessing. */
export async function pinVerifier(pin: string, salt: Uint8Array, rounds: number): Promise<Uint8Array> {
  const base = await passphraseBase(pin, 'deriveBits');
  const how = { name: 'PBKDF2', hash: 'SHA-256', salt: salt as BufferSource, iterations: rounds };
  return new Uint8Array(await crypto.subtle.deriveBits(how, base, 256));
}

function passphraseBase(text: string, use: 'deriveKey' | 'deriveBits'): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', utf8.encode(text.normalize('NFKC')), 'PBKDF2', false, [use]);
}

export async function hmac(key: CryptoKey, text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8.encode(text)));
}

export async function sha256(text: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', utf8.encode(text)));
}

/** In time that does not depend on where they differ. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i] ^ b[i];
  return difference === 0;
}

function aesGcm(iv: Uint8Array, place: string): AesGcmParams {
  return { name: 'AES-GCM', iv: iv as BufferSource, additionalData: utf8.encode(place) };
}
