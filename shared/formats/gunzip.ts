/**
 * Unpacks gzip up to a limit: what a few bytes swell to is not for their writer to say. Owns nothing else; the platform
 * does the work.
 */
import { FormatError } from './format-error.ts';

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The bytes unpacked. Throws `too-large` as soon as they are more than `limit`, `damaged` when they are not gzip. */
export async function gunzip(bytes: Uint8Array, limit: number, what: string): Promise<Uint8Array> {
  const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start(controller) {
      controller.enqueue(new Uint8Array(bytes));
      controller.close();
    },
  });
  const reader = packed.pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > limit) throw new FormatError('too-large', {}, { what });
      parts.push(part.value);
    }
  } catch (error) {
    reader.cancel().catch(() => undefined);
    throw error instanceof FormatError ? error : new FormatError('damaged', { place: what }, { place: what });
  }
  return joined(parts, size);
}

function joined(parts: readonly Uint8Array[], size: number): Uint8Array {
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
