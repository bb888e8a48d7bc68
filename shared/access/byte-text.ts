/** Bytes as text for JSON: base64url without padding (RFC 4648, 5), and hex for hashes. One spelling per value, others are refused. */
import * as v from 'valibot';

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // In pieces: the arguments of one call have a limit.
  for (let at = 0; at < bytes.length; at += 8192) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
  }
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** Null for text that is not the one spelling of some bytes. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
  return toBase64(bytes) === text ? bytes : null;
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Text of `least` to `most` bytes. */
export function base64Schema(least: number, most: number) {
  return v.pipe(
    v.string(),
    v.maxLength(Math.ceil((most * 4) / 3)),
    v.check((text) => {
      const length = fromBase64(text)?.length ?? -1;
      return length >= least && length <= most;
    }),
  );
}

export function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}
