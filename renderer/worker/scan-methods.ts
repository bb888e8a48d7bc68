/**
 * The worker's part of scans: seals a picture and its placement for the host and opens them again. A scan may show names and doors, so where
 * there is a vault nothing leaves the worker but sealed under the personal key. Owns the wrapping; the bytes are opaque here.
 */
import {
  closeChunk,
  HEADER,
  newChunk,
  openPayload,
  readChunk,
  sealChunk,
} from '../../shared/columns/chunk.ts';
import type { ChunkPlace } from '../../shared/columns/chunk-error.ts';
import type { SavedScan } from '../../shared/columns/saved-content.ts';
import { getBulk, putBulk } from '../host.ts';
import { AccessNeededError, keysOf } from './access-state.ts';
import type { EngineState } from './engine-state.ts';

export type ScanPart = 'picture' | 'placement';

export interface ScanEngine {
  /** Wraps a part of a scan and keeps it for `sendScan`. Rejects with AccessNeededError 'vault-locked' rather than wrap it plain beside a vault. */
  packScan(id: string, part: ScanPart, bytes: Uint8Array): Promise<{ bytes: number; sha256: string }>;
  /** Sends what `packScan` made with this hash to a token of the host. */
  sendScan(sha256: string, token: string): Promise<void>;
  /**
   * Fetches a part from a token of the host. `stale`: it is not sealed as it would be now, and should be packed again. Rejects with
   * AccessNeededError 'vault-locked', ChunkError.
   */
  openScan(token: string, id: string, part: ScanPart): Promise<{ bytes: Uint8Array; stale: boolean }>;
}

const CODEC = 'scan1';
const placeOf = (id: string, part: ScanPart): ChunkPlace => ({
  generation: id,
  table: 'scan',
  column: part,
  part: '0',
});

export function scanMethods(state: EngineState): ScanEngine {
  const packed = new Map<string, Uint8Array<ArrayBuffer>>();
  const sealing = () => keysOf(state.access).sealing('pii');
  return {
    async packScan(id, part, bytes) {
      const cipher = sealing();
      if (state.access.vault && !cipher) throw new AccessNeededError('vault-locked');
      const place = placeOf(id, part);
      const plain = newChunk(CODEC, 1, 1, bytes.length);
      plain.set(bytes, HEADER);
      closeChunk(plain);
      const whole = new Uint8Array(cipher ? await sealChunk(plain, cipher, place) : plain);
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
      const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
      packed.set(sha256, whole);
      return { bytes: whole.length, sha256 };
    },
    async sendScan(sha256, token) {
      const bytes = packed.get(sha256);
      packed.delete(sha256);
      if (bytes) await putBulk(token, bytes);
    },
    async openScan(token, id, part) {
      const { bytes, keyId } = await openPart(state, token, id, part);
      return { bytes, stale: keyId !== (sealing()?.keyId ?? '') };
    },
  };
}

/** A part of a scan from a token of the host, and the key it lay under ('': none). Rejects as `openScan`. */
async function openPart(state: EngineState, token: string, id: string, part: ScanPart) {
  const place = placeOf(id, part);
  const head = readChunk(await getBulk(token), place);
  const cipher = head.keyId === null ? undefined : keysOf(state.access).opening(head.keyId);
  if (state.access.vault && state.access.personal.length === 0) throw new AccessNeededError('vault-locked');
  return { bytes: await openPayload(head, cipher, place), keyId: head.keyId ?? '' };
}

/** Where a scan can be fetched once. */
export interface ScanTokens {
  id: string;
  placement: string;
  picture: string;
}

/** Whole scans, opened. Rejects as `openScan`. */
export async function openScans(state: EngineState, tokens: readonly ScanTokens[]): Promise<SavedScan[]> {
  const scans: SavedScan[] = [];
  for (const { id, placement, picture } of tokens)
    scans.push({
      id,
      placement: (await openPart(state, placement, id, 'placement')).bytes,
      picture: (await openPart(state, picture, id, 'picture')).bytes,
    });
  return scans;
}
