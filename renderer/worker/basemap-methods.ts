/** The worker's part of a basemap file: holds the one archive that is open and reads its tiles. */
import { FormatError } from '../../shared/formats/format-error.ts';
import { mbtilesOpener } from '../../shared/formats/mbtiles-reader.ts';
import { openPmtiles } from '../../shared/formats/pmtiles-reader.ts';
import { readHead, type SourceFile } from '../../shared/formats/source-file.ts';
import type { TileArchive, TileArchiveInfo } from '../../shared/formats/tile-archive.ts';
import { loadSqliteWasm } from './sqlite-wasm.ts';

/** What the page asks of the worker about a basemap file. */
export interface BasemapEngine {
  /** Opens a PMTiles or MBTiles file in place of the one that was open. Rejects with FormatError; the old one stays then. */
  openBasemap(file: File): Promise<TileArchiveInfo>;
  /** A tile, unpacked; empty where there is none. */
  basemapTile(z: number, x: number, y: number): Promise<Uint8Array>;
  closeBasemap(): Promise<void>;
}

export function basemapMethods(): BasemapEngine {
  let archive: TileArchive | null = null;
  return {
    async openBasemap(file) {
      const next = await openArchive(tileFile(file));
      archive?.close();
      archive = next;
      return next.info;
    },
    async basemapTile(z, x, y) {
      return (await archive?.tile(z, x, y)) ?? new Uint8Array(0);
    },
    async closeBasemap() {
      archive?.close();
      archive = null;
    },
  };
}

async function openArchive(file: SourceFile): Promise<TileArchive> {
  if (file.size === 0) throw new FormatError('empty-file');
  const head = new TextDecoder('latin1').decode(await readHead(file, 15));
  if (head.startsWith('PMTiles')) return openPmtiles(file);
  if (head === 'SQLite format 3') return mbtilesOpener(loadSqliteWasm)(file);
  throw new FormatError('not-recognised', {}, { name: file.name });
}

function tileFile(file: File): SourceFile {
  const slice = async (from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer());
  return {
    name: file.name,
    size: file.size,
    slice,
    async *open() {
      const piece = 1024 * 1024;
      for (let at = 0; at < file.size; at += piece) yield await slice(at, Math.min(file.size, at + piece));
    },
  };
}
