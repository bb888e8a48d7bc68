/**
 * Writes layers and tables as a GeoPackage 1.3 that QGIS opens: features with an R-tree index, attribute tables, and a table
 * `linli_meta` of keys and values. Owns the order of the work and the names; the SQL of the standard is geopackage-schema.ts.
 * Coordinates are written as they come: the caller says in which system they are.
 */
import { FormatError } from './format-error.ts';
import { quoted } from './geopackage-contents.ts';
import { writeGeoPackageGeometry } from './geopackage-geometry.ts';
import {
  type GeoPackageSrs,
  RTREE_EXTENSION,
  rtreeName,
  rtreeTriggers,
  SCHEMA,
  UNDEFINED_SYSTEMS,
  WGS84,
} from './geopackage-schema.ts';
import { createSqlite, type LoadWasm } from './sqlite.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import type { SqliteValue } from './sqlite-statement.ts';
import type { WkbGeometry } from './wkb.ts';

export type GeoPackageShape =
  | 'Point'
  | 'LineString'
  | 'Polygon'
  | 'MultiPoint'
  | 'MultiLineString'
  | 'MultiPolygon'
  | 'Geometry';

export interface GeoPackageField {
  name: string;
  /** `date` is text YYYY-MM-DD, `datetime` YYYY-MM-DDTHH:MM:SS.SSSZ. */
  type: 'text' | 'integer' | 'real' | 'boolean' | 'date' | 'datetime';
}

export interface GeoPackageRow {
  /** Null where the table has no geometry or the row no place. A single shape in a layer of multi shapes is wrapped. */
  geometry: WkbGeometry | null;
  /** One per field. */
  values: readonly (string | number | boolean | null)[];
}

export interface GeoPackageTable {
  name: string;
  description?: string;
  /** Null: a table of attributes. */
  shape: GeoPackageShape | null;
  /** WGS 84 when left out. */
  srs?: GeoPackageSrs;
  fields: readonly GeoPackageField[];
  rows: Iterable<GeoPackageRow> | AsyncIterable<GeoPackageRow>;
}

export interface GeoPackageOptions {
  loadWasm: LoadWasm;
  /** ISO 8601 in UTC with milliseconds; given, so that the same rows give the same bytes. */
  changed: string;
  /** For `linli_meta`. */
  meta: ReadonlyMap<string, string>;
}

/** Keys and values about the export itself: a table of attributes. */
export const META_TABLE = 'linli_meta';

const KEY = 'fid';
const GEOMETRY = 'geom';
const SQL_TYPES: Record<GeoPackageField['type'], string> = {
  text: 'TEXT',
  integer: 'INTEGER',
  real: 'DOUBLE',
  boolean: 'BOOLEAN',
  date: 'DATE',
  datetime: 'DATETIME',
};

/**
 * The file in pieces. The database is made in memory (2 GB at most, `export-too-large` beyond). Throws `unsupported` for a
 * geometry that its layer cannot hold, WkbError for one that is none.
 */
export async function* writeGeoPackage(
  tables: readonly GeoPackageTable[],
  options: GeoPackageOptions,
): AsyncGenerator<Uint8Array> {
  const database = await createSqlite(options.loadWasm);
  try {
    database.run(SCHEMA);
    database.run('BEGIN');
    writeSystems(database, tables);
    const names = new Set([META_TABLE]);
    for (const table of tables)
      await writeTable(database, freeName(tableName(table.name), names), table, options);
    await writeTable(database, META_TABLE, metaTable(options.meta), options);
    database.run('COMMIT');
    yield* database.bytes();
  } catch (error) {
    throw error instanceof FormatError && error.code === 'too-large'
      ? new FormatError('export-too-large')
      : error;
  } finally {
    database.close();
  }
}

function metaTable(meta: ReadonlyMap<string, string>): GeoPackageTable {
  const rows = [...meta].map((values): GeoPackageRow => ({ geometry: null, values }));
  const fields: GeoPackageField[] = [
    { name: 'key', type: 'text' },
    { name: 'value', type: 'text' },
  ];
  return { name: META_TABLE, description: 'About this export', shape: null, fields, rows };
}

function writeSystems(database: SqliteDatabase, tables: readonly GeoPackageTable[]): void {
  const insert = database.writer('INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)');
  for (const row of UNDEFINED_SYSTEMS) insert.write(row);
  const systems = new Map([[WGS84.epsg, WGS84]]);
  for (const { srs } of tables) if (srs && !systems.has(srs.epsg)) systems.set(srs.epsg, srs);
  for (const { epsg, name, wkt } of systems.values()) {
    if (!Number.isInteger(epsg) || epsg <= 0 || wkt === '')
      throw new FormatError('unsupported-crs', {}, { crs: `EPSG:${epsg}` });
    insert.write([name, epsg, 'EPSG', epsg, wkt, null]);
  }
  insert.finish();
}

async function writeTable(
  database: SqliteDatabase,
  name: string,
  table: GeoPackageTable,
  { changed }: GeoPackageOptions,
): Promise<void> {
  const { shape, srs = WGS84, description = '' } = table;
  const taken = new Set([KEY, GEOMETRY]);
  const fields = table.fields.map(
    (field) =>
      `${quoted(freeName(field.name.replaceAll('\0', '') || 'field', taken))} ${SQL_TYPES[field.type]}`,
  );
  const geometry = shape === null ? [] : [`${quoted(GEOMETRY)} ${shape.toUpperCase()}`];
  const columns = [`${quoted(KEY)} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL`, ...geometry, ...fields];
  database.run(`CREATE TABLE ${quoted(name)} (${columns.join(', ')})`);
  writeOne(
    database,
    'INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id) VALUES (?, ?, ?, ?, ?, ?)',
    [name, shape ? 'features' : 'attributes', name, description, changed, shape ? srs.epsg : null],
  );
  if (shape === null) {
    await writeAttributes(database, name, table);
    return;
  }
  writeOne(database, 'INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?, ?, 0, 0)', [
    name,
    GEOMETRY,
    shape.toUpperCase(),
    srs.epsg,
  ]);
  database.run(
    `CREATE VIRTUAL TABLE ${quoted(rtreeName(name, GEOMETRY))} USING rtree(id, minx, maxx, miny, maxy)`,
  );
  writeOne(database, 'INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, ?)', [
    name,
    GEOMETRY,
    ...RTREE_EXTENSION,
  ]);
  await writeFeatures(database, name, shape, srs.epsg, table);
  database.run(rtreeTriggers(name, GEOMETRY, KEY));
}

function writeOne(database: SqliteDatabase, sql: string, values: readonly SqliteValue[]): void {
  const statement = database.writer(sql);
  statement.write(values);
  statement.finish();
}

function insertInto(database: SqliteDatabase, name: string, values: number) {
  return database.writer(`INSERT INTO ${quoted(name)} VALUES (${Array(values).fill('?').join(', ')})`);
}

async function writeAttributes(
  database: SqliteDatabase,
  name: string,
  table: GeoPackageTable,
): Promise<void> {
  const insert = insertInto(database, name, table.fields.length + 1);
  let key = 0;
  for await (const { values } of table.rows) insert.write([++key, ...plainValues(values, table)]);
  insert.finish();
}

async function writeFeatures(
  database: SqliteDatabase,
  name: string,
  shape: GeoPackageShape,
  srsId: number,
  table: GeoPackageTable,
): Promise<void> {
  const insert = insertInto(database, name, table.fields.length + 2);
  const index = insertInto(database, rtreeName(name, GEOMETRY), 5);
  const all = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -Infinity, -Infinity];
  let key = 0;
  let heights = false;
  for await (const { geometry, values } of table.rows) {
    key++;
    const blob = geometry && writeGeoPackageGeometry(fitted(geometry, shape), srsId);
    insert.write([key, blob?.bytes ?? null, ...plainValues(values, table)]);
    if (!blob?.bounds) continue;
    const [minX, minY, maxX, maxY] = blob.bounds;
    index.write([key, minX, maxX, minY, maxY]);
    heights ||= blob.z;
    all[0] = Math.min(all[0], minX);
    all[1] = Math.min(all[1], minY);
    all[2] = Math.max(all[2], maxX);
    all[3] = Math.max(all[3], maxY);
  }
  insert.finish();
  index.finish();
  // 2: heights may be there and may be missing.
  if (heights) writeOne(database, 'UPDATE gpkg_geometry_columns SET z = 2 WHERE table_name = ?', [name]);
  if (all[0] > all[2]) return;
  const sql = 'UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?';
  writeOne(database, sql, [...all, name]);
}

function plainValues(values: GeoPackageRow['values'], { fields }: GeoPackageTable): SqliteValue[] {
  return fields.map((_, index) => {
    const value = values[index] ?? null;
    return typeof value === 'boolean' ? Number(value) : value;
  });
}

/** The geometry as the column holds it: a column of multi shapes holds nothing else. */
function fitted(geometry: WkbGeometry, shape: GeoPackageShape): WkbGeometry {
  if (shape === 'Geometry' || geometry.type === shape) return geometry;
  const { coordinates } = geometry;
  if (`Multi${geometry.type}` === shape) return { type: shape, coordinates: [coordinates] };
  if (geometry.type === `Multi${shape}` && Array.isArray(coordinates) && coordinates.length === 1)
    return { type: shape, coordinates: coordinates[0] };
  throw new FormatError('unsupported', {}, { format: geometry.type, advice: 'gis' });
}

/** Names that begin like the standard's or SQLite's own tables would be taken for them. */
function tableName(name: string): string {
  const clean = name.replaceAll('\0', '').trim() || 'layer';
  return /^(?:gpkg|rtree|sqlite)_/i.test(clean) ? `t_${clean}` : clean;
}

/** The name, with a number behind it when it is taken; case does not tell names apart. */
function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number++) free = `${name}_${number}`;
  taken.add(free.toLowerCase());
  return free;
}
