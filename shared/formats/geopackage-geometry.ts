/**
 * The binary of a GeoPackage geometry column (OGC 12-128r18, 2.1.3): a short header before the WKB. Owns the header; the
 * geometry itself is wkb.ts.
 */
import { readWkb, WkbError, type WkbGeometry, type WrittenWkb, writeWkb } from './wkb.ts';

/** Bytes of the envelope by its code. */
const ENVELOPE = [0, 32, 48, 48, 64];
const EMPTY = 0x10;
const EXTENDED = 0x20;

/** The geometry, or null when it is empty. Throws WkbError; geometries of extensions count as curves. */
export function readGeoPackageGeometry(bytes: Uint8Array): WkbGeometry | null {
  if (bytes.length < 8) throw new WkbError('unexpected-end');
  if (bytes[0] !== 0x47 || bytes[1] !== 0x50 || bytes[2] !== 0) throw new WkbError('type');
  const flags = bytes[3];
  if ((flags & EXTENDED) !== 0) throw new WkbError('curve');
  const envelope = ENVELOPE[(flags >> 1) & 7];
  if (envelope === undefined) throw new WkbError('type');
  if ((flags & EMPTY) !== 0) return null;
  return readWkb(bytes.subarray(8 + envelope));
}

/** How much of a blob `headBounds` looks at. */
export const HEAD_BYTES = 40;

/**
 * Minimum x, minimum y, maximum x, maximum y by the first bytes of a blob alone: its envelope, or the point itself. Null when it is
 * empty or does not say.
 */
export function headBounds(head: Uint8Array): WrittenWkb['bounds'] | null {
  if (head.length < 8 || head[0] !== 0x47 || head[1] !== 0x50) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const code = (head[3] >> 1) & 7;
  if (code >= 1 && code <= 4 && head.length >= HEAD_BYTES) {
    const [minX, maxX, minY, maxY] = [8, 16, 24, 32].map((at) => view.getFloat64(at, (head[3] & 1) === 1));
    return minX <= maxX && minY <= maxY ? [minX, minY, maxX, maxY] : null;
  }
  const little = head[8] === 1;
  if (code !== 0 || head.length < 29 || view.getUint32(9, little) % 1000 !== 1) return null;
  const [x, y] = [view.getFloat64(13, little), view.getFloat64(21, little)];
  return Number.isFinite(x) && Number.isFinite(y) ? [x, y, x, y] : null;
}

/** The blob with an envelope of x and y, and the bounds; null bounds when the geometry is empty. Throws WkbError. */
export function writeGeoPackageGeometry(
  geometry: WkbGeometry,
  srsId: number,
): { bytes: Uint8Array; bounds: WrittenWkb['bounds'] | null; z: boolean } {
  const wkb = writeWkb(geometry);
  const [minX, minY, maxX, maxY] = wkb.bounds;
  const empty = minX > maxX;
  // A point needs no envelope: it is one.
  const envelope = empty || geometry.type === 'Point' ? 0 : 32;
  const bytes = new Uint8Array(8 + envelope + wkb.bytes.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x47, 0x50, 0, 1 | (envelope > 0 ? 2 : 0) | (empty ? EMPTY : 0)]);
  view.setInt32(4, srsId, true);
  if (envelope > 0) {
    for (const [i, value] of [minX, maxX, minY, maxY].entries()) view.setFloat64(8 + i * 8, value, true);
  }
  bytes.set(wkb.bytes, 8 + envelope);
  return { bytes, bounds: empty ? null : wkb.bounds, z: wkb.z };
}
