/**
 * What a GeoPackage says of itself (OGC 12-128r18): its layers with fields, geometry column, bounds and coordinate system, and
 * what is left out. Owns the reading of the gpkg_ tables; the rows of a layer are geopackage-reader.ts.
 */
import { FormatError } from './format-error.ts';
import { HEAD_BYTES, headBounds } from './geopackage-geometry.ts';
import type {
  DeclaredCrs,
  FieldType,
  FileProblem,
  LayerField,
  LayerGeometry,
  LayerInfo,
} from './opened-file.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import type { SqliteValue } from './sqlite-statement.ts';

/** A layer and where its values stand. */
export interface GeoPackageLayer {
  info: LayerInfo;
  /** As the schema spells it. */
  table: string;
  /** '' without geometry. */
  geometryColumn: string;
  /** '' where rows have no key. */
  keyColumn: string;
  /** Beside `info.fields`, one by one. */
  booleans: boolean[];
}

export interface GeoPackageContents {
  layers: GeoPackageLayer[];
  problems: FileProblem[];
}

const MOST_LAYERS = 2000;
/** Rows looked at for the bounds of a layer that does not declare any. */
const MOST_LOOKED_AT = 200_000;
/** Tables of the standard, of SQLite, of indexes and of the programs that write these files: not somebody's data. */
const INTERNAL = /^(?:gpkg_|rtree_|sqlite_|gpkgext_|idx_|layer_styles$|qgis_)/i;

interface Column {
  name: string;
  type: string;
  key: boolean;
}

/** Reads all that the file declares. Throws FormatError. */
export function readContents(database: SqliteDatabase): GeoPackageContents {
  const found: GeoPackageContents = { layers: [], problems: [] };
  const counts = { tiles: 0, missing: 0, views: 0, blobs: 0 };
  const listed = new Set<string>();
  const rows = database.rows(
    'SELECT table_name, data_type, min_x, min_y, max_x, max_y, srs_id FROM gpkg_contents ORDER BY rowid',
  );
  for (const [name, dataType, ...rest] of rows) {
    const table = String(name);
    listed.add(table.toLowerCase());
    if (listed.size > MOST_LAYERS) throw new FormatError('too-large', {}, { what: 'layers' });
    const type = String(dataType).toLowerCase();
    if (type !== 'features' && type !== 'attributes' && type !== 'aspatial') {
      counts.tiles++;
      continue;
    }
    const spelled = spelling(database, table);
    if (!spelled) {
      counts.missing++;
      continue;
    }
    try {
      const columns = columnsOf(database, spelled.name);
      const layer = layerOf(database, spelled.name, type === 'features', columns, rest);
      layer.info.features = Number(database.first(`SELECT count(*) FROM ${quoted(spelled.name)}`)?.[0]);
      layer.info.bounds ??= boundsOfRows(database, layer);
      const apart = [layer.geometryColumn, layer.keyColumn].filter((column) => column !== '');
      counts.blobs += columns.length - layer.info.fields.length - apart.length;
      found.layers.push(layer);
    } catch (error) {
      if (!spelled.view || !(error instanceof FormatError)) throw error;
      counts.views++;
    }
  }
  found.problems = problemsOf(counts, unlisted(database, listed));
  return found;
}

function problemsOf(
  { tiles, missing, views, blobs }: { tiles: number; missing: number; views: number; blobs: number },
  other: number,
): FileProblem[] {
  const all: FileProblem[] = [
    { code: 'tiles-left-out', message: 'Tables of tiles or rasters are left out.', count: tiles },
    { code: 'table-missing', message: 'Layers are listed that are not in the file.', count: missing },
    { code: 'view-left-out', message: 'Views that cannot be computed are left out.', count: views },
    { code: 'blob-fields-left-out', message: 'Fields with binary content are left out.', count: blobs },
    { code: 'tables-left-out', message: 'Tables that are not listed as layers are left out.', count: other },
  ];
  return all.filter(({ count }) => count > 0);
}

/** Names of tables are compared without regard to case (A-Z), as SQLite does. */
function spelling(database: SqliteDatabase, table: string): { name: string; view: boolean } | null {
  const row = database.first(
    "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view') AND lower(name) = lower(?)",
    [table],
  );
  return row && { name: String(row[0]), view: row[1] === 'view' };
}

function unlisted(database: SqliteDatabase, listed: ReadonlySet<string>): number {
  let count = 0;
  for (const [name, sql] of database.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")) {
    const table = String(name);
    const virtual = /^\s*CREATE\s+VIRTUAL\b/i.test(String(sql));
    if (!virtual && !INTERNAL.test(table) && !listed.has(table.toLowerCase())) count++;
  }
  return count;
}

function columnsOf(database: SqliteDatabase, table: string): Column[] {
  const rows = [
    ...database.rows('SELECT name, type, pk FROM pragma_table_xinfo(?) WHERE hidden <> 1', [table]),
  ];
  const keys = rows.filter(([, , pk]) => Number(pk) > 0).length;
  return rows.map(([name, type, pk]) => ({
    name: String(name),
    type: String(type ?? ''),
    key: keys === 1 && Number(pk) === 1 && /INT/i.test(String(type)),
  }));
}

function layerOf(
  database: SqliteDatabase,
  table: string,
  features: boolean,
  columns: Column[],
  [minX, minY, maxX, maxY, contentsSrs]: SqliteValue[],
): GeoPackageLayer {
  const row = features
    ? database.first(
        'SELECT column_name, geometry_type_name, srs_id FROM gpkg_geometry_columns WHERE lower(table_name) = lower(?)',
        [table],
      )
    : null;
  const wanted = String(row?.[0] ?? '').toLowerCase();
  const geometry = row ? columns.find(({ name }) => name.toLowerCase() === wanted) : undefined;
  const key = columns.find((column) => column.key && column !== geometry);
  const shown = columns.filter((column) => column !== geometry && column !== key && fieldType(column.type));
  const bounds = [minX, minY, maxX, maxY];
  return {
    info: {
      name: table,
      geometry: geometry ? geometryOf(String(row?.[1] ?? '')) : 'none',
      features: null,
      fields: shown.map(({ name, type }): LayerField => ({ name, type: fieldType(type) ?? 'mixed' })),
      bounds: geometry ? boundsOf(bounds) : null,
      crs: geometry ? crsOf(database, row?.[2] ?? contentsSrs) : null,
    },
    table,
    geometryColumn: geometry?.name ?? '',
    keyColumn: key?.name ?? '',
    booleans: shown.map(({ type }) => /^BOOL/i.test(type)),
  };
}

function boundsOf(values: SqliteValue[]): LayerInfo['bounds'] {
  const [minX, minY, maxX, maxY] = values.map((value) => (typeof value === 'number' ? value : Number.NaN));
  const fine = [minX, minY, maxX, maxY].every(Number.isFinite) && minX <= maxX && minY <= maxY;
  return fine ? [minX, minY, maxX, maxY] : null;
}

/** By the first bytes of each geometry; null when the layer is long, or when they do not say. */
function boundsOfRows(
  database: SqliteDatabase,
  { table, geometryColumn, info }: GeoPackageLayer,
): LayerInfo['bounds'] {
  if (geometryColumn === '' || Number(info.features) > MOST_LOOKED_AT) return null;
  const all = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -Infinity, -Infinity];
  const column = quoted(geometryColumn);
  const sql = `SELECT substr(${column}, 1, ${HEAD_BYTES}) FROM ${quoted(table)} WHERE typeof(${column}) = 'blob'`;
  for (const [head] of database.rows(sql)) {
    const bounds = head instanceof Uint8Array ? headBounds(head) : null;
    if (!bounds) continue;
    for (const axis of [0, 1]) {
      all[axis] = Math.min(all[axis], bounds[axis]);
      all[axis + 2] = Math.max(all[axis + 2], bounds[axis + 2]);
    }
  }
  return boundsOf(all);
}

/** GeoPackage's types (table 1 of the standard), then SQLite's own rules of affinity; null: binary, not shown. */
function fieldType(declared: string): FieldType | null {
  const type = declared.toUpperCase().trim();
  if (/^BOOL/.test(type)) return 'boolean';
  if (/^(?:DATE|TIMESTAMP)/.test(type)) return 'date';
  if (/INT/.test(type) && !/POINT/.test(type)) return 'integer';
  if (/CHAR|CLOB|TEXT|STRING|JSON|TIME|UUID/.test(type)) return 'text';
  if (/BLOB|GEOM|POINT|LINE|POLYGON|CURVE|SURFACE|BINARY/.test(type)) return null;
  if (/REAL|FLOA|DOUB|NUM|DEC/.test(type)) return 'number';
  return 'mixed';
}

function geometryOf(declared: string): LayerGeometry {
  const type = declared.toUpperCase();
  if (/POINT/.test(type)) return 'point';
  if (/LINE|^(?:MULTI|COMPOUND)?CURVE$|CIRCULAR/.test(type)) return 'line';
  if (/POLYGON|SURFACE|TIN|TRIANGLE/.test(type)) return 'polygon';
  return 'mixed';
}

/** Null for the two undefined systems of the standard (-1, 0) and for ids without a row. */
function crsOf(database: SqliteDatabase, srsId: SqliteValue | undefined): DeclaredCrs | null {
  const id = Number(srsId);
  if (!Number.isInteger(id) || id <= 0) return null;
  const row = database.first(
    'SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?',
    [id],
  );
  if (!row) return null;
  const [organization, code, definition] = row;
  if (String(organization).toUpperCase() === 'EPSG' && Number.isInteger(Number(code)) && Number(code) > 0)
    return { kind: 'epsg', code: Number(code) };
  const text = typeof definition === 'string' ? definition.trim() : '';
  if (text !== '' && text.toLowerCase() !== 'undefined') return { kind: 'wkt', text };
  return null;
}

/** A name as SQL writes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
