/**
 * An OSM PBF file as its blobs, one after another, inflated. Owns the framing and the checks of every declared size; what
 * is in a block is osm-blocks.ts. Format: wiki.openstreetmap.org/wiki/PBF_Format.
 */
import { Unzlib } from 'fflate';
import { PbfReader } from 'pbf';
import { FormatError } from './format-error.ts';
import type { SourceFile } from './source-file.ts';

/** Limits of the format. */
const HEADER_LIMIT = 64 * 1024;
const BLOB_LIMIT = 32 * 1024 * 1024;
/** Read at once, so that a file of many small blobs is not read in thousands of pieces. */
const WINDOW = 1024 * 1024;
/** Deflated bytes per step: one step makes at most about a thousand times as many. */
const STEP = 16 * 1024;

/** Where a blob lies in the file. */
export interface BlobPlace {
  type: string;
  from: number;
  to: number;
}

/** A stretch of the file in memory, moved on as blobs are taken. */
export class FileWindow {
  private from = 0;
  private bytes: Uint8Array = new Uint8Array(0);
  private readonly file: SourceFile;

  constructor(file: SourceFile) {
    this.file = file;
  }

  /** Throws `truncated` where the file ends before `to`. */
  async take(from: number, to: number): Promise<Uint8Array> {
    if (to > this.file.size) throw new FormatError('truncated');
    if (from < this.from || to > this.from + this.bytes.length) {
      this.bytes = await this.file.slice(from, Math.min(this.file.size, Math.max(to, from + WINDOW)));
      this.from = from;
    }
    if (to > this.from + this.bytes.length) throw new FormatError('truncated');
    return this.bytes.subarray(from - this.from, to - this.from);
  }
}

/** The blob whose header starts at `at`. Throws `damaged`, `truncated` or `too-large`. */
export async function blobAt(window: FileWindow, at: number): Promise<BlobPlace> {
  const [a, b, c, d] = await window.take(at, at + 4);
  const headerSize = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  if (headerSize > HEADER_LIMIT) throw new FormatError('damaged', {}, { place: `blob ${at}` });
  const header = new PbfReader(await window.take(at + 4, at + 4 + headerSize));
  let type = '';
  let size = -1;
  guarded(at, () => {
    for (let field = header.nextField(); field; field = header.nextField()) {
      if (field === 1) type = header.readString();
      else if (field === 3) size = header.readVarint();
    }
  });
  if (type === '' || size < 0) throw new FormatError('damaged', {}, { place: `blob ${at}` });
  if (size > BLOB_LIMIT) throw new FormatError('too-large', {}, { what: `blob ${at}` });
  const from = at + 4 + headerSize;
  return { type, from, to: from + size };
}

/** The bytes of a blob. Throws `damaged`, `truncated`, `too-large` or `unsupported-version` (compression that is not read). */
export async function blobBytes(window: FileWindow, { from, to }: BlobPlace): Promise<Uint8Array> {
  const blob = new PbfReader(await window.take(from, to));
  let raw: Uint8Array | null = null;
  let deflated: Uint8Array | null = null;
  let rawSize = -1;
  let other = '';
  guarded(from, () => {
    for (let field = blob.nextField(); field; field = blob.nextField()) {
      if (field === 1) raw = blob.readBytes();
      else if (field === 2) rawSize = blob.readVarint();
      else if (field === 3) deflated = blob.readBytes();
      else if (field >= 4 && field <= 7) other = ['lzma', 'bzip2', 'lz4', 'zstd'][field - 4];
    }
  });
  if (raw !== null) return raw;
  if (deflated === null) {
    if (other !== '') throw new FormatError('unsupported-version', {}, { format: 'OSM PBF', version: other });
    throw new FormatError('damaged', {}, { place: `blob ${from}` });
  }
  if (rawSize > BLOB_LIMIT) throw new FormatError('too-large', {}, { what: `blob ${from}` });
  if (rawSize < 0) throw new FormatError('damaged', {}, { place: `blob ${from}` });
  return inflate(deflated, rawSize, from);
}

/** Inflates step by step, so that a blob that lies about its size is found out early. */
function inflate(deflated: Uint8Array, size: number, from: number): Uint8Array {
  const damaged = new FormatError('damaged', {}, { place: `blob ${from}` });
  const out = new Uint8Array(size);
  let filled = 0;
  const stream = new Unzlib((chunk) => {
    if (filled + chunk.length > size) throw damaged;
    out.set(chunk, filled);
    filled += chunk.length;
  });
  guarded(from, () => {
    for (let at = 0; at < deflated.length; at += STEP)
      stream.push(deflated.subarray(at, at + STEP), at + STEP >= deflated.length);
  });
  if (filled !== size) throw damaged;
  return out;
}

/** Runs what reads protobuf or deflate; whatever it trips over becomes `damaged`. */
export function guarded<T>(place: number, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError('damaged', {}, { place: `blob ${place}` });
  }
}
