/**
 * Reads PMTiles version 3 as a basemap source: the header and directories come by pieces of the file, tiles when asked for. Owns the
 * limits on what the header and the directories claim; the search in a directory and the tile numbers are the package's.
 */
import {
  bytesToHeader,
  type Cache,
  type Entry,
  type Header,
  PMTiles,
  type RangeResponse,
  readVarint,
  type Source,
} from 'pmtiles';
import { FormatError } from './format-error.ts';
import { gunzip } from './gunzip.ts';
import type { SourceFile } from './source-file.ts';
import {
  DEEPEST_ZOOM,
  isTile,
  LARGEST_TILE,
  plainText,
  possibleBounds,
  type TileArchive,
  type TileArchiveInfo,
  type TileFormat,
  vectorLayerNames,
} from './tile-archive.ts';

const HEADER = 127;
/** Unpacked bytes of one directory; the writers keep them under 2 MB. */
const LARGEST_DIRECTORY = 32 * 1024 * 1024;
const LARGEST_METADATA = 16 * 1024 * 1024;
/** Directories kept. */
const KEPT = 64;
const NO_COMPRESSION = 1;
const GZIP = 2;
const FORMATS: Record<number, TileFormat> = { 1: 'pbf', 2: 'png', 3: 'jpg', 4: 'webp' };
const FOREIGN: Record<number, string> = { 5: 'AVIF', 6: 'MLT' };

/**
 * Opens the archive. Throws `empty-file`, `not-recognised`, `unsupported-version` (1 and 2), `unsupported` (Brotli, Zstandard, other
 * kinds of tile), `truncated`, `damaged`, `too-large`.
 */
export async function openPmtiles(file: SourceFile): Promise<TileArchive> {
  const header = await readHeader(file);
  const cache = new Directories(header);
  const archive = new PMTiles(sourceOf(file), cache, (bytes, compression) =>
    unpacked(bytes, compression, LARGEST_TILE, 'tile'),
  );
  // The root is looked at now, so that a damaged file is refused when it is opened and not tile by tile.
  await cache.getDirectory(archive.source, header.rootDirectoryOffset, header.rootDirectoryLength);
  const info = await infoOf(file, header);
  return {
    info,
    async tile(z, x, y) {
      if (!isTile(z, x, y)) return null;
      try {
        const found = await archive.getZxy(z, x, y);
        return found && found.data.byteLength > 0 ? new Uint8Array(found.data) : null;
      } catch (error) {
        throw error instanceof FormatError ? error : damaged('directory');
      }
    },
    close: () => cache.clear(),
  };
}

const damaged = (place: string) => new FormatError('damaged', { place }, { place });

async function readHeader(file: SourceFile): Promise<Header> {
  if (file.size === 0) throw new FormatError('empty-file');
  const bytes = await file.slice(0, HEADER);
  const magic = new TextDecoder('latin1').decode(bytes.subarray(0, 7));
  if (!magic.startsWith('PM')) throw new FormatError('not-recognised', {}, { name: file.name });
  // Version 2 wrote its number as two bytes after "PM", version 3 as one after "PMTiles".
  const version = magic === 'PMTiles' ? (bytes[7] ?? 0) : (bytes[2] ?? 0);
  if (version !== 3) throw new FormatError('unsupported-version', {}, { format: 'PMTiles', version });
  if (bytes.length < HEADER) throw new FormatError('truncated');
  const header = bytesToHeader(new Uint8Array(bytes).buffer);
  for (const compression of [header.internalCompression, header.tileCompression]) {
    if (compression > GZIP) {
      const name = compression === 3 ? 'Brotli' : compression === 4 ? 'Zstandard' : `${compression}`;
      throw new FormatError('unsupported', {}, { format: `PMTiles (${name})`, advice: 'gis' });
    }
  }
  checkPart(file, header.rootDirectoryOffset, header.rootDirectoryLength, LARGEST_DIRECTORY, 'directory');
  checkPart(file, header.jsonMetadataOffset, header.jsonMetadataLength, LARGEST_METADATA, 'metadata');
  if (header.minZoom > header.maxZoom || header.maxZoom > DEEPEST_ZOOM) throw damaged('header');
  return header;
}

/** A part that lies outside the file, or is larger than any such part, is not read. */
function checkPart(file: SourceFile, offset: number, length: number, limit: number, what: string): void {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length)) throw damaged(what);
  if (length > limit) throw new FormatError('too-large', {}, { what });
  if (offset + length > file.size) throw new FormatError('truncated');
}

async function infoOf(file: SourceFile, header: Header): Promise<TileArchiveInfo> {
  const format = FORMATS[header.tileType];
  const foreign = FOREIGN[header.tileType] ?? `${header.tileType}`;
  if (!format) throw new FormatError('unsupported', {}, { format: `PMTiles (${foreign})`, advice: 'gis' });
  const metadata = await readMetadata(file, header);
  const { minLon, minLat, maxLon, maxLat, minZoom, maxZoom } = header;
  return {
    name: plainText(metadata.get('name')),
    attribution: plainText(metadata.get('attribution')),
    format,
    minZoom,
    maxZoom,
    bounds: possibleBounds([minLon, minLat, maxLon, maxLat]),
    vectorLayers: vectorLayerNames({ vector_layers: metadata.get('vector_layers') }),
  };
}

/** Missing or unreadable metadata is no reason to refuse the tiles. */
async function readMetadata(file: SourceFile, header: Header): Promise<Map<string, unknown>> {
  const { jsonMetadataOffset: from, jsonMetadataLength: length } = header;
  if (length === 0) return new Map();
  try {
    const bytes = new Uint8Array(await file.slice(from, from + length)).buffer;
    const json = await unpacked(bytes, header.internalCompression, LARGEST_METADATA, 'metadata');
    const value: unknown = JSON.parse(new TextDecoder().decode(json));
    return new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  } catch {
    return new Map();
  }
}

function sourceOf(file: SourceFile): Source {
  return {
    getKey: () => file.name,
    async getBytes(offset: number, length: number): Promise<RangeResponse> {
      checkPart(file, offset, length, LARGEST_TILE, 'tile');
      return { data: new Uint8Array(await file.slice(offset, offset + length)).buffer };
    },
  };
}

async function unpacked(
  bytes: ArrayBuffer,
  compression: number,
  limit: number,
  what: string,
): Promise<ArrayBuffer> {
  if (compression === 0 || compression === NO_COMPRESSION) return bytes;
  return new Uint8Array(await gunzip(new Uint8Array(bytes), limit, what)).buffer;
}

/** The directories of one archive, the ones used last; stands in for the package's cache, which believes every count. */
class Directories implements Cache {
  #header: Header;
  #kept = new Map<string, Promise<Entry[]>>();

  constructor(header: Header) {
    this.#header = header;
  }

  async getHeader(): Promise<Header> {
    return this.#header;
  }

  async invalidate(): Promise<void> {
    this.clear();
  }

  clear(): void {
    this.#kept.clear();
  }

  getDirectory(source: Source, offset: number, length: number): Promise<Entry[]> {
    const key = `${offset}+${length}`;
    const known = this.#kept.get(key);
    this.#kept.delete(key);
    const entries = known ?? this.#read(source, offset, length);
    this.#kept.set(key, entries);
    entries.catch(() => this.#kept.delete(key));
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT) this.#kept.delete(oldest);
    return entries;
  }

  async #read(source: Source, offset: number, length: number): Promise<Entry[]> {
    const { data } = await source.getBytes(offset, length);
    const { internalCompression } = this.#header;
    const bytes = await unpacked(data, internalCompression, LARGEST_DIRECTORY, 'directory');
    try {
      return readDirectory(new Uint8Array(bytes));
    } catch (error) {
      // The package's varints end with an error of its own.
      throw error instanceof FormatError ? error : damaged('directory');
    }
  }
}

/**
 * The entries of a directory (PMTiles 3, section 4.2): four columns of varints. An entry takes four bytes at least, so a count that
 * the bytes cannot hold is refused before memory is taken.
 */
function readDirectory(buf: Uint8Array): Entry[] {
  const cursor = { buf, pos: 0 };
  const next = () => {
    if (cursor.pos >= buf.length) throw damaged('directory');
    const value = readVarint(cursor);
    if (cursor.pos > buf.length || !Number.isSafeInteger(value)) throw damaged('directory');
    return value;
  };
  const count = next();
  if (count === 0 || count * 4 > buf.length) throw damaged('directory');
  const entries: Entry[] = [];
  let tileId = 0;
  for (let i = 0; i < count; i++) {
    const step = next();
    if (i > 0 && step === 0) throw damaged('directory');
    tileId += step;
    entries.push({ tileId, offset: 0, length: 0, runLength: 1 });
  }
  for (const entry of entries) entry.runLength = next();
  for (const entry of entries) entry.length = next();
  let end = 0;
  for (const [i, entry] of entries.entries()) {
    const value = next();
    if (value === 0 && i === 0) throw damaged('directory');
    entry.offset = value === 0 ? end : value - 1;
    end = entry.offset + entry.length;
  }
  return entries;
}
