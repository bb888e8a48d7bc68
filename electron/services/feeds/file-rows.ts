/** The rows of a CSV or NDJSON file as messages: bytes, and the value where it was read already. A row that cannot be read is a message too. */
import { createReadStream } from 'node:fs';
import { LineCutter } from '../../../shared/formats/line-cutter.ts';
import { openText } from '../../../shared/formats/open-text.ts';
import { sniffFile } from '../../../shared/formats/sniff.ts';
import { diskFile } from '../disk-file.ts';

export interface FileRow {
  payload: Uint8Array;
  parsed?: unknown;
}

const utf8 = new TextEncoder();

/** By the ending of its name; empty lines are none. Rejects with Node's error, or a FormatError for what is no CSV. */
export function fileRows(path: string): AsyncGenerator<FileRow> {
  return /\.csv$/i.test(path) ? csvRows(path) : lines(path);
}

async function* lines(path: string): AsyncGenerator<FileRow> {
  const cutter = new LineCutter();
  const rows = (cut: string[]) =>
    cut.filter((line) => line.trim() !== '').map((line) => ({ payload: utf8.encode(line) }));
  for await (const chunk of createReadStream(path, 'utf8')) yield* rows(cutter.push(String(chunk)));
  yield* rows(cutter.end());
}

async function* csvRows(path: string): AsyncGenerator<FileRow> {
  const file = await diskFile(path);
  const sniffed = await sniffFile(file, {});
  if (sniffed.kind !== 'text') throw new TypeError('no CSV');
  const opened = openText(file, sniffed);
  try {
    for await (const { records, unread } of opened.read(opened.layers[0].name)) {
      for (const { fields } of records)
        yield { payload: utf8.encode(JSON.stringify(fields)), parsed: fields };
      for (const { raw } of unread) yield { payload: utf8.encode(raw) };
    }
  } finally {
    opened.close();
  }
}
