/**
 * The bytes of one segment of a log (the journal, the inboxes of the feeds). A segment starts with MAGIC; then frames, one per flush:
 *
 *   u32 length of payload | u32 CRC32C over length and payload | payload = records, one canonical JSON line each
 *
 * Little-endian. A frame is whole or not there at all, so records that were appended together appear together.
 * Knows no files: segment-log.ts reads and writes them.
 */
import { crc32c } from '../../shared/columns/crc32c.ts';
import { canonicalJson } from '../../shared/host/canonical-json.ts';

/** What every record of a log has: its number, counting on without holes. */
export interface Numbered {
  seq: number;
}

/** "LNLIJNL" and the version of this layout. */
export const MAGIC = Uint8Array.of(0x4c, 0x4e, 0x4c, 0x49, 0x4a, 0x4e, 0x4c, 0x01);
const HEAD_BYTES = 8;
/** No flush is larger; a greater length is damage. */
export const MOST_FRAME_BYTES = 64 * 1024 * 1024;

export interface Frame<T extends Numbered> {
  /** Offset in the segment, and length with the head. */
  offset: number;
  bytes: number;
  records: T[];
}

/** One frame holding `records`, which must not be empty. Throws TypeError when a body is not JSON. */
export function encodeFrame(records: readonly Numbered[]): Uint8Array {
  const payload = new TextEncoder().encode(`${records.map(canonicalJson).join('\n')}\n`);
  const frame = new Uint8Array(HEAD_BYTES + payload.length);
  const view = new DataView(frame.buffer);
  view.setUint32(0, payload.length, true);
  view.setUint32(4, crc32c(payload, crc32c(frame.subarray(0, 4))), true);
  frame.set(payload, HEAD_BYTES);
  return frame;
}

/** The frame at `offset`, or null when there is no whole and correct one. */
export function decodeFrame<T extends Numbered>(segment: Uint8Array, offset: number): Frame<T> | null {
  const payload = payloadAt(segment, offset);
  if (!payload) return null;
  const lines = new TextDecoder().decode(payload).split('\n');
  lines.pop();
  return {
    offset,
    bytes: HEAD_BYTES + payload.length,
    records: lines.map((line) => JSON.parse(line) as T),
  };
}

function payloadAt(segment: Uint8Array, offset: number): Uint8Array | null {
  if (offset + HEAD_BYTES > segment.length) return null;
  const view = new DataView(segment.buffer, segment.byteOffset, segment.byteLength);
  const length = view.getUint32(offset, true);
  if (length === 0 || length > MOST_FRAME_BYTES || offset + HEAD_BYTES + length > segment.length) return null;
  const payload = segment.subarray(offset + HEAD_BYTES, offset + HEAD_BYTES + length);
  const sum = crc32c(payload, crc32c(segment.subarray(offset, offset + 4)));
  return sum === view.getUint32(offset + 4, true) ? payload : null;
}

export interface Scan<T extends Numbered> {
  frames: Frame<T>[];
  /** Bytes of the segment that are whole; what follows is a torn tail, or damage. */
  whole: number;
  /** Whole frames exist behind the first bad byte: something old was damaged, this is no torn tail. */
  damaged: boolean;
}

/** Reads a whole segment, from its first byte. */
export function scanSegment<T extends Numbered>(segment: Uint8Array): Scan<T> {
  const frames: Frame<T>[] = [];
  if (!startsWithMagic(segment)) {
    return { frames, whole: 0, damaged: hasFrameAfter(segment, 0) };
  }
  let offset = MAGIC.length;
  for (let frame = decodeFrame<T>(segment, offset); frame; frame = decodeFrame<T>(segment, offset)) {
    frames.push(frame);
    offset += frame.bytes;
  }
  return { frames, whole: offset, damaged: hasFrameAfter(segment, offset + 1) };
}

function startsWithMagic(segment: Uint8Array): boolean {
  return segment.length >= MAGIC.length && MAGIC.every((byte, i) => segment[i] === byte);
}

/** Frames are not aligned, so every byte may start one. */
function hasFrameAfter(segment: Uint8Array, from: number): boolean {
  // A payload starts with an opening brace: that saves most of the checksums.
  for (let at = segment.indexOf(0x7b, from + HEAD_BYTES); at >= 0; at = segment.indexOf(0x7b, at + 1)) {
    if (payloadAt(segment, at - HEAD_BYTES)) return true;
  }
  return false;
}
