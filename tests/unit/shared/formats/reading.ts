/**
 * What the reader tests share: a file in memory read to its end.
 */
import { FormatError } from '../../../../shared/formats/format-error.ts';
import { openFile } from '../../../../shared/formats/open-file.ts';
import { memoryFile } from '../../../../shared/formats/source-file.ts';
import type { SourceRecord, UnreadRecord } from '../../../../shared/formats/source-record.ts';

export interface Read {
  format: string;
  records: SourceRecord[];
  unread: UnreadRecord[];
  error: FormatError | null;
}

/** Sniffs and reads; a FormatError comes back beside what was read before it, anything else is thrown. */
export async function readAll(name: string, content: string | Uint8Array, chunk = 7): Promise<Read> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  const file = memoryFile(name, bytes, chunk);
  const read: Read = { format: '', records: [], unread: [], error: null };
  try {
    const source = await openFile(file, {}, () => Promise.reject(new Error('no database here')));
    read.format = source.format;
    for await (const batch of source.read(source.layers[0].name)) {
      read.records.push(...batch.records);
      read.unread.push(...batch.unread);
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    read.error = error;
  }
  return read;
}
