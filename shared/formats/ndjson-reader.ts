/**
 * Reads newline-delimited JSON (also GeoJSON text sequences, RFC 8142): one record a line, each by itself, so one
 * broken line costs one record. Owns cutting into lines only.
 */
import { decodeStream, type Encoding, StreamDecoder } from './encoding.ts';
import { isUnread, readJsonRecord } from './json-record.ts';
import { LineCutter } from './line-cutter.ts';
import type { SourceFile } from './source-file.ts';
import { cutRaw, type ReadBatch } from './source-record.ts';

/** Batches of records, one per chunk of the file. */
export async function* readNdjson(
  file: SourceFile,
  options: { encoding: Encoding | 'auto' },
): AsyncGenerator<ReadBatch> {
  const decoder = new StreamDecoder(options.encoding);
  const cutter = new LineCutter();
  let line = 0;
  const collect = (lines: string[], isLast = false): ReadBatch => {
    const batch: ReadBatch = { records: [], unread: [], bytes: decoder.bytes };
    for (const whole of lines) {
      line++;
      const text = whole.charCodeAt(0) === 0x1e ? whole.slice(1) : whole;
      if (text.trim() === '') continue;
      const at = { line, column: 1, place: '' };
      if (whole === cutter.overlong) {
        batch.unread.push({ ...at, reason: 'record-too-large', params: {}, raw: '' });
      } else if (decoder.damaged && text.includes('\ufffd')) {
        batch.unread.push({ ...at, reason: 'wrong-encoding', params: {}, raw: cutRaw(text) });
      } else {
        const record = readJsonRecord(text, at);
        // An object that never closes on the last line: the file was cut there.
        if (isUnread(record) && isLast && !text.trimEnd().endsWith('}'))
          batch.unread.push({ ...record, reason: 'unexpected-end' });
        else if (isUnread(record)) batch.unread.push(record);
        else batch.records.push(record);
      }
    }
    return batch;
  };
  for await (const text of decodeStream(file.open(), decoder)) yield collect(cutter.push(text));
  yield collect(cutter.end(), true);
}
