/**
 * The AES-GCM key of one class as a ChunkCipher. Owns IVs: 96 fresh random bits in front of every sealed chunk. The key
 * comes in as a non-extractable CryptoKey; where it comes from is not known here. Never call it inside an
 * IndexedDB transaction: the transaction would end before the answer.
 */
import type { ChunkCipher } from '../../shared/columns/chunk.ts';

const IV_BYTES = 12;

export function aesGcmCipher(keyId: string, key: CryptoKey): ChunkCipher {
  return {
    keyId,
    async seal(bytes, additionalData) {
      const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
      const sealed = await crypto.subtle.encrypt(parameters(iv, additionalData), key, bytes as BufferSource);
      const joined = new Uint8Array(IV_BYTES + sealed.byteLength);
      joined.set(iv);
      joined.set(new Uint8Array(sealed), IV_BYTES);
      return joined;
    },
    async open(sealed, additionalData) {
      const iv = sealed.subarray(0, IV_BYTES);
      const bytes = sealed.subarray(IV_BYTES) as Uint8Array<ArrayBuffer>;
      return new Uint8Array(await crypto.subtle.decrypt(parameters(iv, additionalData), key, bytes));
    },
  };
}

function parameters(iv: Uint8Array, additionalData: Uint8Array): AesGcmParams {
  return { name: 'AES-GCM', iv: iv as BufferSource, additionalData: additionalData as BufferSource };
}
