/**
 * Pictures out of a stream that never ends (multipart/x-mixed-replace), one by one: by their length where the camera gives it, else up to the next
 * boundary. Owns the cutting; a part that is too large or no picture ends the stream.
 */
import { CameraError, type Picture, pictureOf } from './camera-fetch.ts';

const HEADER_END = Buffer.from('\r\n\r\n');
/** Headers of a part beyond this are none. */
const MOST_HEADER = 4_096;

/** The boundary that the stream names; null: it is no such stream. */
export function boundaryOf(contentType: string | undefined): string | null {
  const match = /^multipart\/x-mixed-replace\s*;.*?boundary="?([^";\r\n]{1,120})"?/i.exec(contentType ?? '');
  const name = match?.[1].trim();
  if (!name) return null;
  // Some cameras write the dashes into the name, some do not.
  return name.startsWith('--') ? name : `--${name}`;
}

/** Throws CameraError 'tooLarge' and 'kind'. */
export async function* picturesOf(
  stream: AsyncIterable<Uint8Array>,
  boundary: string,
  most: number,
): AsyncGenerator<Picture> {
  const mark = Buffer.from(boundary);
  let held: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    held = Buffer.concat([held, chunk]);
    for (;;) {
      const part = nextPart(held, mark, most);
      if (!part) break;
      held = held.subarray(part.end);
      if (part.bytes.length > 0) yield pictureOf(new Uint8Array(part.bytes));
    }
    if (held.length > most + MOST_HEADER + mark.length) throw new CameraError('tooLarge');
  }
}

/** The first whole part; null: it is not whole yet. */
function nextPart(held: Buffer, mark: Buffer, most: number): { bytes: Buffer; end: number } | null {
  const begin = held.indexOf(mark);
  if (begin < 0) return null;
  const head = held.indexOf(HEADER_END, begin + mark.length);
  if (head < 0) return null;
  const from = head + HEADER_END.length;
  const length = Number(
    /content-length:\s*(\d{1,12})/i.exec(held.subarray(begin, head).toString('latin1'))?.[1],
  );
  if (Number.isFinite(length)) {
    if (length > most) throw new CameraError('tooLarge');
    return held.length >= from + length
      ? { bytes: held.subarray(from, from + length), end: from + length }
      : null;
  }
  const next = held.indexOf(mark, from);
  if (next < 0) return null;
  // The line break before a boundary belongs to it.
  const until = held[next - 2] === 13 && held[next - 1] === 10 ? next - 2 : next;
  return { bytes: held.subarray(from, Math.max(from, until)), end: next };
}
