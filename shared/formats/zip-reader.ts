/**
 * Opens the files inside a ZIP archive as source files, so that every reader works on them unchanged. Owns unpacking
 * (stored and deflate), the check of sizes and sums, and reading at a place; zip-directory.ts owns the table of contents. An
 * archive inside an archive is not opened.
 */
import { Inflate } from 'fflate';
import { crc32 } from './crc32.ts';
import { FormatError } from './format-error.ts';
import type { ByteStream, SourceFile } from './source-file.ts';
import { readZipDirectory, type ZipItem } from './zip-directory.ts';

/** A file in an archive. Its `name` is the path inside. */
export type ZipFile = SourceFile;

/** Packed bytes given to the unpacker at once: at most 1032 times as many come out. */
const STEP = 16 * 1024;
/** Entries up to this size are kept unpacked while they are read at places. */
const KEPT = 8 * 1024 * 1024;
/** Bytes of one archive that are kept at most. */
const SHELF = 64 * 1024 * 1024;

const fromArchive = new WeakSet<SourceFile>();

/** True for the first bytes of a ZIP archive. */
export function isZip(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5) && head[3] === head[2] + 1;
}

/**
 * Every file of the archive, in its order. Throws FormatError: `unsafe-archive` (names that leave the folder, entries that
 * overlap, a bomb by size or ratio, too many entries, an archive in an archive), `password`, `truncated`, `damaged`.
 */
export async function openZip(file: SourceFile): Promise<ZipFile[]> {
  if (fromArchive.has(file)) {
    throw new FormatError('unsafe-archive', { place: 'nested' }, { what: 'nested' });
  }
  const items = await readZipDirectory(file);
  const shelf: EntryCursor[] = [];
  return items.map((item) => entryFile(file, item, shelf));
}

function entryFile(archive: SourceFile, item: ZipItem, shelf: EntryCursor[]): SourceFile {
  const open = () => unpack(archive, item);
  const cursor = new EntryCursor(open, item.size, shelf);
  const file: SourceFile = {
    name: item.name,
    size: item.size,
    open,
    slice: (from, to) => cursor.slice(from, to),
  };
  fromArchive.add(file);
  return file;
}

/** The bytes of one entry. Throws `damaged` as soon as they are more, fewer or other than the archive says. */
async function* unpack(archive: SourceFile, item: ZipItem): AsyncGenerator<Uint8Array> {
  if (item.method !== 0 && item.method !== 8) {
    const version = item.method === 99 ? 'AES' : `method ${item.method}`;
    if (item.method === 99) throw new FormatError('password');
    throw new FormatError('unsupported-version', { place: item.name }, { format: 'ZIP', version });
  }
  const start = await dataStart(archive, item);
  let size = 0;
  let crc = 0;
  const chunks = item.method === 0 ? stored(archive, item, start) : inflated(archive, item, start);
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > item.size) throw broken(item);
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (size !== item.size || crc !== item.crc) throw broken(item);
}

async function dataStart(archive: SourceFile, item: ZipItem): Promise<number> {
  const bytes = await archive.slice(item.offset, item.offset + 30);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 30 || view.getUint32(0, true) !== 0x04034b50) throw broken(item);
  const start = item.offset + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + item.packed > archive.size) throw new FormatError('truncated');
  return start;
}

async function* stored(archive: SourceFile, item: ZipItem, start: number): ByteStream {
  const end = start + item.packed;
  for (let at = start; at < end; at += 1 << 20) yield await archive.slice(at, Math.min(end, at + (1 << 20)));
}

async function* inflated(archive: SourceFile, item: ZipItem, start: number): ByteStream {
  const out: Uint8Array[] = [];
  const inflate = new Inflate((chunk) => out.push(chunk));
  const end = start + item.packed;
  for await (const packed of stored(archive, item, start)) {
    start += packed.length;
    for (let at = 0; at < packed.length; at += STEP) {
      const last = start === end && at + STEP >= packed.length;
      try {
        inflate.push(packed.subarray(at, at + STEP), last);
      } catch {
        throw broken(item);
      }
      yield* out.splice(0);
    }
  }
}

function broken(item: ZipItem): FormatError {
  return new FormatError('damaged', { place: item.name }, { place: item.name });
}

/**
 * Reads a packed entry at places. Forward it goes on unpacking; backward it starts again, unless the entry is small: then
 * it is kept.
 */
class EntryCursor {
  private readonly open: () => ByteStream;
  private readonly size: number;
  /** Kept entries of the archive, the oldest first. */
  private readonly shelf: EntryCursor[];
  private whole: Promise<Uint8Array> | null = null;
  private stream: AsyncIterator<Uint8Array> | null = null;
  private held: Uint8Array = new Uint8Array(0);
  /** Place of `held` in the entry. */
  private at = 0;
  private last: Promise<unknown> = Promise.resolve();

  constructor(open: () => ByteStream, size: number, shelf: EntryCursor[]) {
    this.open = open;
    this.size = size;
    this.shelf = shelf;
  }

  async slice(from: number, to: number): Promise<Uint8Array> {
    const start = Math.max(0, from);
    const end = Math.min(this.size, to);
    if (start >= end) return new Uint8Array(0);
    if (this.size <= KEPT) {
      this.whole ??= this.keep();
      return (await this.whole).subarray(start, end);
    }
    const result = this.last.then(() => this.forward(start, end));
    this.last = result.catch(() => undefined);
    return await result;
  }

  private keep(): Promise<Uint8Array> {
    this.shelf.push(this);
    let kept = this.shelf.reduce((sum, { size }) => sum + size, 0);
    while (kept > SHELF) {
      const oldest = this.shelf.shift()!;
      oldest.whole = null;
      kept -= oldest.size;
    }
    return this.readAll();
  }

  private async readAll(): Promise<Uint8Array> {
    const all = new Uint8Array(this.size);
    let at = 0;
    for await (const chunk of this.open()) {
      all.set(chunk, at);
      at += chunk.length;
    }
    return all;
  }

  private async forward(from: number, to: number): Promise<Uint8Array> {
    if (this.stream === null || from < this.at) {
      await this.stream?.return?.();
      this.stream = this.open()[Symbol.asyncIterator]();
      this.held = new Uint8Array(0);
      this.at = 0;
    }
    const out = new Uint8Array(to - from);
    let filled = 0;
    while (filled < out.length) {
      const skip = from + filled - this.at;
      if (skip < this.held.length) {
        const part = this.held.subarray(skip, skip + out.length - filled);
        out.set(part, filled);
        filled += part.length;
        continue;
      }
      this.at += this.held.length;
      const next = await this.stream.next();
      if (next.done) break;
      this.held = next.value;
    }
    return out.subarray(0, filled);
  }
}
