/**
 * A file of map tiles as a basemap source. Owns the shape that MBTiles and PMTiles share and the checks of what they say of
 * themselves; tiles are never decoded here.
 */
import type { SourceFile } from './source-file.ts';

export type TileFormat = 'pbf' | 'png' | 'jpg' | 'webp';

export interface TileArchiveInfo {
  /** '' when the file does not say. */
  name: string;
  /** As the file has it: plain text, no HTML. '' when the file does not say. */
  attribution: string;
  format: TileFormat;
  minZoom: number;
  maxZoom: number;
  /** West, south, east, north in degrees of WGS84; null when the file does not say, or says something impossible. */
  bounds: [number, number, number, number] | null;
  /** Names of the layers inside vector tiles, as declared; empty for pictures. */
  vectorLayers: string[];
}

export interface TileArchive {
  info: TileArchiveInfo;
  /** The tile in XYZ counting (y from the north), unpacked; null when there is none. Throws FormatError for a damaged one. */
  tile(z: number, x: number, y: number): Promise<Uint8Array | null>;
  /** Frees what it holds. May be called more than once. */
  close(): void;
}

/** Opens an archive of one format. Throws FormatError. */
export type TileArchiveOpener = (file: SourceFile) => Promise<TileArchive>;

/** No tile of a map is larger, packed or unpacked. */
export const LARGEST_TILE = 32 * 1024 * 1024;
/** Deeper tiles would be smaller than a hand. */
export const DEEPEST_ZOOM = 26;

/** True for a place in the pyramid. */
export function isTile(z: number, x: number, y: number): boolean {
  const fine = [z, x, y].every((value) => Number.isInteger(value) && value >= 0);
  return fine && z <= DEEPEST_ZOOM && x < 2 ** z && y < 2 ** z;
}

/** Bounds that can be: in range, and with an extent. */
export function possibleBounds(values: readonly number[]): TileArchiveInfo['bounds'] {
  const [west, south, east, north] = values;
  const fine =
    values.length === 4 &&
    values.every(Number.isFinite) &&
    west >= -180 &&
    east <= 180 &&
    south >= -90 &&
    north <= 90 &&
    west < east &&
    south < north;
  return fine ? [west, south, east, north] : null;
}

/** The text without markup, as attributions come with links; at most 300 characters. */
export function plainText(value: unknown): string {
  if (typeof value !== 'string') return '';
  return value
    .slice(0, 2000)
    .replace(/<[^>]*>?/g, '')
    .replace(/&copy;/g, '©')
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 300);
}

/** Names in the `vector_layers` of a TileJSON document; at most 200. */
export function vectorLayerNames(document: unknown): string[] {
  if (typeof document !== 'object' || document === null || !('vector_layers' in document)) return [];
  const { vector_layers: layers } = document;
  if (!Array.isArray(layers)) return [];
  return layers
    .slice(0, 200)
    .map((layer: unknown) =>
      typeof layer === 'object' && layer !== null && 'id' in layer && typeof layer.id === 'string'
        ? layer.id.slice(0, 200)
        : '',
    )
    .filter((name) => name !== '');
}
