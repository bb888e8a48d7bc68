/**
 * Writes a ZIP archive as a stream (APPNOTE 6.3: deflate, sizes after the data). Owns the container only; compresses
 * with the platform's CompressionStream. Archives of 4 GiB and more are refused.
 */
import { crc32 } from './crc32.ts';
import { FormatError } from './format-error.ts';

export interface ZipEntry {
  name: string;
  chunks: Iterable<Uint8Array>;
}

const LIMIT = 0xffffffff;
/** Names in UTF-8, sizes in a data descriptor. */
const FLAGS = 0x0808;
/** 1980-01-01: the same rows give the same bytes. */
const DOS_DATE = 0x21;

interface Written {
  name: Uint8Array;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

/** The archive in chunks. Throws `export-too-large` past 4 GiB. */
export async function* writeZip(entries: Iterable<ZipEntry>): AsyncGenerator<Uint8Array> {
  const written: Written[] = [];
  let offset = 0;
  for (const entry of entries) {
    const file: Written = { name: new TextEncoder().encode(entry.name), crc: 0, packed: 0, size: 0, offset };
    const header = localHeader(file);
    yield header;
    offset += header.length;
    for await (const chunk of deflate(entry.chunks, file)) {
      file.packed += chunk.length;
      offset += chunk.length;
      if (offset > LIMIT || file.size > LIMIT) throw new FormatError('export-too-large');
      yield chunk;
    }
    const tail = fields([4, 0x08074b50], [4, file.crc], [4, file.packed], [4, file.size]);
    yield tail;
    offset += tail.length;
    written.push(file);
  }
  const start = offset;
  for (const file of written) {
    const record = centralRecord(file);
    yield record;
    offset += record.length;
  }
  const count = written.length;
  yield fields(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, offset - start],
    [4, start],
    [2, 0],
  );
}

/** Compresses while reading; sums and sizes go into `file`. */
async function* deflate(chunks: Iterable<Uint8Array>, file: Written): AsyncGenerator<Uint8Array> {
  const iterator = chunks[Symbol.iterator]();
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const next = iterator.next();
      if (next.done) {
        controller.close();
        return;
      }
      file.crc = crc32(next.value, file.crc);
      file.size += next.value.length;
      controller.enqueue(new Uint8Array(next.value));
    },
  });
  const reader = source.pipeThrough(new CompressionStream('deflate-raw')).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
}

function localHeader({ name }: Written): Uint8Array {
  const head = fields(
    [4, 0x04034b50],
    [2, 20],
    [2, FLAGS],
    [2, 8],
    [2, 0],
    [2, DOS_DATE],
    [4, 0],
    [4, 0],
    [4, 0],
    [2, name.length],
    [2, 0],
  );
  return joined(head, name);
}

function centralRecord({ name, crc, packed, size, offset }: Written): Uint8Array {
  const versions: [number, number][] = [
    [4, 0x02014b50],
    [2, 20],
    [2, 20],
  ];
  const head = fields(
    ...versions,
    [2, FLAGS],
    [2, 8],
    [2, 0],
    [2, DOS_DATE],
    [4, crc],
    [4, packed],
    [4, size],
    [2, name.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0],
    [4, offset],
  );
  return joined(head, name);
}

/** Little-endian fields of 2 or 4 bytes. */
function fields(...list: [number, number][]): Uint8Array {
  const bytes = new Uint8Array(list.reduce((sum, [width]) => sum + width, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [width, value] of list) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return bytes;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
