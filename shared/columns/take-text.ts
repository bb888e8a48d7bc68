/**
 * A text column with its rows chosen or put in another order. Owns that one gathering; the other kinds of columns are take-rows.ts.
 */
import type { TextColumn } from './column.ts';

/** Fewer bytes than this are copied by a loop: it beats subarray + set. */
const LOOP_BYTES = 64;

/** `order[i]`: the old row that becomes row i. */
export function takeText(column: TextColumn, order: Uint32Array): TextColumn {
  const { bytes: source, offsets: starts } = column;
  const offsets = new Uint32Array(order.length + 1);
  let used = 0;
  for (let i = 0; i < order.length; i++) {
    used += starts[order[i] + 1] - starts[order[i]];
    offsets[i + 1] = used;
  }
  const bytes = new Uint8Array(used);
  for (let i = 0; i < order.length; ) {
    // Rows that stay neighbours are copied at once: tables are nearly in their order already.
    let last = order[i];
    const from = starts[last];
    let to = offsets[i];
    for (i++; i < order.length && order[i] === last + 1; i++) last++;
    const end = starts[last + 1];
    if (end - from >= LOOP_BYTES) bytes.set(source.subarray(from, end), to);
    else for (let at = from; at < end; at++) bytes[to++] = source[at];
  }
  return { kind: 'text', bytes, offsets };
}
