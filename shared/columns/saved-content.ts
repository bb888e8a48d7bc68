/**
 * What a saved file holds inside its seal: a snapshot, and the scans that lie under the map. Owns the frame around them; what is in each
 * part is theirs. A file without scans is the snapshot alone, as it was before scans went along. Numbers little-endian, every part padded
 * to 8 bytes:
 *
 *   0 magic 'LINLISAV'   8 u32 version   12 u32 bytes of the list
 *  16 list (UTF-8 JSON)   the snapshot   of every scan its placement and its picture
 */
import * as v from 'valibot';
import { readScanSize, SCAN_MOST_BYTES, ScanError } from '../geo/scan-image.ts';
import { readPlacement } from '../geo/scan-record.ts';
import { ChunkError } from './chunk-error.ts';

const MAGIC = 'LINLISAV';
const VERSION = 1;
const HEAD = 16;
/** A list of eight scans is some hundred bytes. */
const MOST_LIST = 64 * 1024;
const PLACE = { table: '', column: '', part: 'saved' };

export interface SavedScan {
  /** As the host names it. */
  id: string;
  /** As scan-record.ts writes it. */
  placement: Uint8Array;
  /** PNG or JPEG. */
  picture: Uint8Array;
}

const Length = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(SCAN_MOST_BYTES));
const ListSchema = v.strictObject({
  snapshot: v.pipe(v.number(), v.integer(), v.minValue(1)),
  scans: v.pipe(
    v.array(
      v.strictObject({
        id: v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/)),
        placement: Length,
        picture: Length,
      }),
    ),
    v.maxLength(256),
  ),
});

const padded = (size: number) => (size + 7) & ~7;

export function joinSaved(snapshot: Uint8Array, scans: readonly SavedScan[]): Uint8Array {
  if (scans.length === 0) return snapshot;
  const list = new TextEncoder().encode(
    JSON.stringify({
      snapshot: snapshot.length,
      scans: scans.map(({ id, placement, picture }) => ({
        id,
        placement: placement.length,
        picture: picture.length,
      })),
    }),
  );
  const parts = [list, snapshot, ...scans.flatMap(({ placement, picture }) => [placement, picture])];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + padded(part.length), HEAD));
  for (let i = 0; i < MAGIC.length; i++) bytes[i] = MAGIC.charCodeAt(i);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, list.length, true);
  let end = HEAD;
  for (const part of parts) {
    bytes.set(part, end);
    end += padded(part.length);
  }
  return bytes;
}

/**
 * The parts as views into `bytes`. Throws ChunkError: 'chunk-format' for a newer version, 'chunk-damaged' for what is not what it says, scans
 * that no map could show among it; the snapshot is not looked into.
 */
export function splitSaved(bytes: Uint8Array): { snapshot: Uint8Array; scans: SavedScan[] } {
  for (let i = 0; i < MAGIC.length; i++)
    if (bytes[i] !== MAGIC.charCodeAt(i)) return { snapshot: bytes, scans: [] };
  const damaged = (what: string) => new ChunkError('chunk-damaged', PLACE, what);
  if (bytes.length < HEAD) throw damaged('short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version > VERSION) throw new ChunkError('chunk-format', PLACE, `version ${version}`);
  const length = view.getUint32(12, true);
  if (length > MOST_LIST) throw damaged('list');
  let end = HEAD;
  const next = (size: number) => {
    if (end + padded(size) > bytes.length) throw damaged('length');
    const part = bytes.subarray(end, end + size);
    end += padded(size);
    return part;
  };
  const list = listOf(next(length));
  if (!list) throw damaged('list');
  const snapshot = next(list.snapshot);
  const scans = list.scans.map(({ id, placement, picture }) => ({
    id,
    placement: next(placement),
    picture: next(picture),
  }));
  if (end !== bytes.length) throw damaged('length');
  for (const scan of scans) if (!isScan(scan)) throw damaged('scan');
  return { snapshot, scans };
}

function listOf(bytes: Uint8Array): v.InferOutput<typeof ListSchema> | null {
  try {
    return v.parse(ListSchema, JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return null;
  }
}

function isScan({ placement, picture }: SavedScan): boolean {
  try {
    readPlacement(placement);
    readScanSize(picture);
    return true;
  } catch (error) {
    if (error instanceof ScanError || error instanceof SyntaxError || v.isValiError(error)) return false;
    throw error;
  }
}
