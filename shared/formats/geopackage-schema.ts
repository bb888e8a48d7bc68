/**
 * The tables, rows and triggers that GeoPackage 1.3.1 (OGC 12-128r18) asks of a file with features, attributes and R-tree
 * indexes (annex F.3). Owns the SQL of the standard only; what goes into the tables is geopackage-writer.ts.
 */
import { quoted } from './geopackage-contents.ts';

/** 'GPKG' as a number, and 1.3.0. */
export const APPLICATION_ID = 0x47504b47;
export const USER_VERSION = 10_300;

/** A coordinate system of the file; `epsg` is its id too. */
export interface GeoPackageSrs {
  epsg: number;
  name: string;
  /** Well-Known Text 1 (OGC 01-009). */
  wkt: string;
}

export const WGS84: GeoPackageSrs = {
  epsg: 4326,
  name: 'WGS 84',
  wkt: 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
};

/** The two undefined systems that every file has. */
export const UNDEFINED_SYSTEMS = [
  ['Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'],
  ['Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'],
] as const;

/** Table definitions of annex C. */
export const SCHEMA = `
PRAGMA page_size = 4096;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${USER_VERSION};
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT
);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE,
  min_y DOUBLE,
  max_x DOUBLE,
  max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
CREATE TABLE gpkg_extensions (
  table_name TEXT,
  column_name TEXT,
  extension_name TEXT NOT NULL,
  definition TEXT NOT NULL,
  scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);`;

export const RTREE_EXTENSION = [
  'gpkg_rtree_index',
  'http://www.geopackage.org/spec120/#extension_rtree',
  'write-only',
] as const;

export function rtreeName(table: string, column: string): string {
  return `rtree_${table}_${column}`;
}

/**
 * The triggers that keep the index right when another program edits the layer. They call ST_ functions that programs bring
 * along; made after the rows are in, they do not run here.
 */
export function rtreeTriggers(table: string, column: string, key: string): string {
  const name = rtreeName(table, column);
  const index = quoted(name);
  const on = quoted(table);
  const geometry = quoted(column);
  const id = quoted(key);
  const filled = `(NEW.${geometry} NOTNULL AND NOT ST_IsEmpty(NEW.${geometry}))`;
  const bare = `(NEW.${geometry} ISNULL OR ST_IsEmpty(NEW.${geometry}))`;
  const put = `INSERT OR REPLACE INTO ${index} VALUES (NEW.${id}, ST_MinX(NEW.${geometry}), ST_MaxX(NEW.${geometry}), ST_MinY(NEW.${geometry}), ST_MaxY(NEW.${geometry}));`;
  const drop = `DELETE FROM ${index} WHERE id = OLD.${id};`;
  const trigger = (suffix: string, when: string, condition: string, body: string) =>
    `CREATE TRIGGER ${quoted(`${name}_${suffix}`)} AFTER ${when} ON ${on} WHEN ${condition} BEGIN ${body} END;`;
  const same = `OLD.${id} = NEW.${id}`;
  const other = `OLD.${id} != NEW.${id}`;
  return [
    trigger('insert', 'INSERT', filled, put),
    trigger('update1', `UPDATE OF ${geometry}`, `${same} AND ${filled}`, put),
    trigger('update2', `UPDATE OF ${geometry}`, `${same} AND ${bare}`, drop),
    trigger('update3', 'UPDATE', `${other} AND ${filled}`, `${drop} ${put}`),
    trigger(
      'update4',
      'UPDATE',
      `${other} AND ${bare}`,
      `DELETE FROM ${index} WHERE id IN (OLD.${id}, NEW.${id});`,
    ),
    trigger('delete', 'DELETE', `OLD.${geometry} NOT NULL`, drop),
  ].join('\n');
}
