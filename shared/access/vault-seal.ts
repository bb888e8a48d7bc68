/**
 * Sealing to the vault's public key: whoever holds it can write what only the open vault can read (a citizen's report taken while
 * the desk is locked). ECDH P-256 with a fresh pair per text, HKDF-SHA-256 over both public keys, AES-GCM 256.
 *
 *   bytes   65 public key of the fresh pair | 12 IV | text | 16 tag
 */
import { AccessError } from './access-error.ts';
import { fromBase64 } from './byte-text.ts';
import { openBytes, purposeKey, sealBytes } from './key-box.ts';
import { PUBLIC_KEY_BYTES } from './vault-file.ts';

const CURVE = { name: 'ECDH', namedCurve: 'P-256' } as const;

/** A new pair: the public half as an uncompressed point, the private one as PKCS #8. */
export async function newSealPair(): Promise<{ publicKey: Uint8Array; privateKey: Uint8Array }> {
  const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
  const [publicKey, privateKey] = await Promise.all([
    crypto.subtle.exportKey('raw', pair.publicKey),
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
  ]);
  return { publicKey: new Uint8Array(publicKey), privateKey: new Uint8Array(privateKey) };
}

/** The private half for use; it cannot be exported again. Needs the public half too, which the key derivation binds. */
export interface SealReader {
  publicKey: Uint8Array;
  privateKey: CryptoKey;
}

export async function importSealReader(publicKey: string, pkcs8: Uint8Array): Promise<SealReader> {
  const bytes = publicKeyBytes(publicKey);
  const key = await crypto.subtle.importKey('pkcs8', pkcs8 as BufferSource, CURVE, false, ['deriveBits']);
  return { publicKey: bytes, privateKey: key };
}

/** `place` binds the text to its record. Throws AccessError 'unknown-key' for what is no public key. */
export async function sealToVault(publicKey: string, place: string, text: Uint8Array): Promise<Uint8Array> {
  return (await vaultSealer(publicKey))(place, text);
}

/**
 * Seals many texts with one fresh pair, each with an IV of its own: for what comes by the thousand in a second. Fewer than 2^32 texts to a
 * sealer (NIST SP 800-38D, 8.3). Throws AccessError 'unknown-key' for what is no public key.
 */
export async function vaultSealer(
  publicKey: string,
): Promise<(place: string, text: Uint8Array) => Promise<Uint8Array>> {
  const reader = publicKeyBytes(publicKey);
  const pair = await crypto.subtle.generateKey(CURVE, true, ['deriveBits']);
  const fresh = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const key = await textKey(pair.privateKey, await importPoint(reader), fresh, reader);
  return async (place, text) => {
    const sealed = await sealBytes(key, place, text);
    const bytes = new Uint8Array(PUBLIC_KEY_BYTES + sealed.length);
    bytes.set(fresh);
    bytes.set(sealed, PUBLIC_KEY_BYTES);
    return bytes;
  };
}

/** Throws AccessError 'sealed-damaged'. */
export async function openSealed(
  reader: SealReader,
  place: string,
  bytes: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const fresh = bytes.subarray(0, PUBLIC_KEY_BYTES);
  let key: CryptoKey;
  try {
    key = await textKey(reader.privateKey, await importPoint(fresh), fresh, reader.publicKey);
  } catch {
    // Not a point of the curve.
    throw new AccessError('sealed-damaged');
  }
  const text = await openBytes(key, place, bytes.subarray(PUBLIC_KEY_BYTES));
  if (!text) throw new AccessError('sealed-damaged');
  return text;
}

async function textKey(
  own: CryptoKey,
  other: CryptoKey,
  fresh: Uint8Array,
  reader: Uint8Array,
): Promise<CryptoKey> {
  const bits = await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, own, 256);
  const salt = new Uint8Array(fresh.length + reader.length);
  salt.set(fresh);
  salt.set(reader, fresh.length);
  return purposeKey(new Uint8Array(bits), salt, 'linli-seal/1');
}

function importPoint(bytes: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes as BufferSource, CURVE, true, []);
}

function publicKeyBytes(publicKey: string): Uint8Array {
  const bytes = fromBase64(publicKey);
  if (bytes?.length !== PUBLIC_KEY_BYTES) throw new AccessError('unknown-key');
  return bytes;
}
