/**
 * What the tests of file openers share: a file opened and every layer read to its end, and seeded damage.
 */
import { FormatError } from '../../../../shared/formats/format-error.ts';
import type { FileOpener, LayerInfo, OpenedFile } from '../../../../shared/formats/opened-file.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import type { SourceRecord, UnreadRecord } from '../../../../shared/formats/source-record.ts';

export interface Opened {
  info: LayerInfo;
  records: SourceRecord[];
  unread: UnreadRecord[];
}

/** The layers by name with all of their records. FormatErrors are thrown. */
export async function openAll(
  opener: FileOpener,
  content: string | Uint8Array,
  name = 'file',
): Promise<{ file: OpenedFile; layers: Map<string, Opened> }> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const file = await opener(memoryFile(name, bytes, 1000), {});
  const layers = new Map<string, Opened>();
  for (const info of file.layers) {
    const opened: Opened = { info, records: [], unread: [] };
    for await (const { records, unread } of file.read(info.name)) {
      opened.records.push(...records);
      opened.unread.push(...unread);
    }
    layers.set(info.name, opened);
  }
  return { file, layers };
}

/** The code it is refused with; null: it was read. Any error that is not typed is thrown on. */
export async function refusal(opener: FileOpener, content: string | Uint8Array): Promise<string | null> {
  try {
    const { file } = await openAll(opener, content);
    file.close();
    return null;
  } catch (error) {
    if (error instanceof FormatError) return error.code;
    throw error;
  }
}

/** Seeded numbers from 0 up to 1. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x100000000;
  };
}

/** A copy with a few bytes changed, cut out or cut off. */
export function damagedCopy(bytes: Uint8Array, next: () => number, hurtful: readonly number[]): Uint8Array {
  let copy = bytes.slice();
  const changes = 1 + Math.floor(next() * 6);
  for (let i = 0; i < changes && copy.length > 0; i++) {
    const at = Math.floor(next() * copy.length);
    const kind = next();
    if (kind < 0.8)
      copy[at] = next() < 0.5 ? hurtful[Math.floor(next() * hurtful.length)] : Math.floor(next() * 256);
    else if (kind < 0.9) copy = copy.slice(0, at);
    else copy = new Uint8Array([...copy.subarray(0, at), ...copy.subarray(at + Math.floor(next() * 20))]);
  }
  return copy;
}
