/**
 * Which numbers of a device's own count were seen: the highest, and the 64 up to it (as in IPsec's anti-replay window, RFC 4303 3.4.3). Pure
 * values, small enough to be kept for every device.
 */
import * as v from 'valibot';

const WINDOW = 64;

/** `high`: the highest number seen. Bit i of `low32` and `high32`: number `high - i`, and `high - 32 - i`, was seen. */
export const SeenWindowSchema = v.tuple([v.number(), v.number(), v.number()]);
export type SeenWindow = v.InferOutput<typeof SeenWindowSchema>;

export type SeqPlace = 'next' | 'gap' | 'seen' | 'late' | 'below';

export function freshWindow(seq: number): SeenWindow {
  return [seq, 1, 0];
}

/** `next`: follows the highest; `gap`: some before it are missing; `late`: in the window and new; `below`: older than the window. */
export function placeInWindow([high, low32, high32]: SeenWindow, seq: number): SeqPlace {
  if (seq === high + 1) return 'next';
  if (seq > high) return 'gap';
  const back = high - seq;
  if (back >= WINDOW) return 'below';
  const bit = back < 32 ? (low32 >>> back) & 1 : (high32 >>> (back - 32)) & 1;
  return bit === 1 ? 'seen' : 'late';
}

/** With `seq` seen; one below the window changes nothing. */
export function withSeen([high, low32, high32]: SeenWindow, seq: number): SeenWindow {
  if (seq > high) {
    const by = seq - high;
    if (by >= WINDOW) return freshWindow(seq);
    const low = by < 32 ? (low32 << by) >>> 0 : 0;
    const carried = by < 32 ? (by === 0 ? 0 : low32 >>> (32 - by)) : (low32 << (by - 32)) >>> 0;
    const upper = by < 32 ? (high32 << by) >>> 0 : 0;
    return [seq, (low | 1) >>> 0, (upper | carried) >>> 0];
  }
  const back = high - seq;
  if (back >= WINDOW) return [high, low32, high32];
  return back < 32
    ? [high, (low32 | (1 << back)) >>> 0, high32]
    : [high, low32, (high32 | (1 << (back - 32))) >>> 0];
}
