/**
 * Reads MBTiles 1.3 (SQLite with tables `metadata` and `tiles`) as a basemap source. Owns the turning of its rows, which count
 * from the south, and the unpacking of vector tiles.
 */
import { FormatError } from './format-error.ts';
import { gunzip, isGzip } from './gunzip.ts';
import { type LoadWasm, openSqlite } from './sqlite.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { requireKind } from './sqlite-kind.ts';
import {
  DEEPEST_ZOOM,
  isTile,
  LARGEST_TILE,
  plainText,
  possibleBounds,
  type TileArchive,
  type TileArchiveInfo,
  type TileArchiveOpener,
  type TileFormat,
  vectorLayerNames,
} from './tile-archive.ts';

const MOST_ROWS = 1000;

/** An opener of MBTiles. It throws `unsupported` for other SQLite files and for other kinds of tile, `no-records` without tiles. */
export function mbtilesOpener(loadWasm: LoadWasm): TileArchiveOpener {
  return async (file) => {
    const database = await openSqlite(file, loadWasm);
    try {
      requireKind(database, 'mbtiles');
      return opened(database, infoOf(database));
    } catch (error) {
      database.close();
      throw error;
    }
  };
}

function opened(database: SqliteDatabase, info: TileArchiveInfo): TileArchive {
  return {
    info,
    async tile(z, x, y) {
      if (!isTile(z, x, y)) return null;
      const data = tileData(database, z, x, y);
      if (!data) return null;
      if (data.length > LARGEST_TILE) throw new FormatError('too-large', {}, { what: 'tile' });
      return info.format === 'pbf' && isGzip(data) ? gunzip(data, LARGEST_TILE, 'tile') : data;
    },
    close: () => database.close(),
  };
}

function tileData(database: SqliteDatabase, z: number, x: number, y: number): Uint8Array | null {
  const sql = 'SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ? LIMIT 1';
  const value = database.first(sql, [z, x, 2 ** z - 1 - y])?.[0];
  return value instanceof Uint8Array && value.length > 0 ? value : null;
}

function infoOf(database: SqliteDatabase): TileArchiveInfo {
  const metadata = new Map<string, string>();
  for (const [name, value] of database.rows(`SELECT name, value FROM metadata LIMIT ${MOST_ROWS}`))
    metadata.set(String(name), String(value ?? ''));
  const zooms = database.first(
    'SELECT (SELECT min(zoom_level) FROM tiles), (SELECT max(zoom_level) FROM tiles)',
  );
  if (zooms === null || zooms[0] === null) throw new FormatError('no-records');
  const declared = ['minzoom', 'maxzoom'].map((key) => zoomOf(metadata.get(key)));
  return {
    name: plainText(metadata.get('name')),
    attribution: plainText(metadata.get('attribution')),
    format: formatOf(database, metadata.get('format')),
    minZoom: declared[0] ?? zoomOf(zooms[0]) ?? 0,
    maxZoom: declared[1] ?? zoomOf(zooms[1]) ?? DEEPEST_ZOOM,
    bounds: possibleBounds((metadata.get('bounds') ?? '').split(',').map(Number)),
    vectorLayers: vectorLayerNames(parsed(metadata.get('json'))),
  };
}

function zoomOf(value: unknown): number | null {
  if (value === undefined || value === '') return null;
  const zoom = Number(value);
  return Number.isInteger(zoom) && zoom >= 0 && zoom <= DEEPEST_ZOOM ? zoom : null;
}

/** What the file says; what its first tile looks like when it says nothing. */
function formatOf(database: SqliteDatabase, declared = ''): TileFormat {
  const said = declared.toLowerCase().trim();
  if (said === 'pbf' || said === 'mvt' || said.includes('vector-tile')) return 'pbf';
  if (said === 'png' || said === 'webp') return said;
  if (said === 'jpg' || said === 'jpeg') return 'jpg';
  if (said !== '')
    throw new FormatError('unsupported', {}, { format: `MBTiles (${said.slice(0, 40)})`, advice: 'gis' });
  const bytes = database.first('SELECT tile_data FROM tiles LIMIT 1')?.[0];
  const head = bytes instanceof Uint8Array ? bytes : new Uint8Array();
  if (head[0] === 0x89 && head[1] === 0x50) return 'png';
  if (head[0] === 0xff && head[1] === 0xd8) return 'jpg';
  return head[0] === 0x52 && head[1] === 0x49 ? 'webp' : 'pbf';
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
