/**
 * What a SQLite file is by the tables it has: many formats share the container. Owns the recognition and the names under which
 * the others are refused.
 */
import { FormatError } from './format-error.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

export type SqliteKind = 'geopackage' | 'mbtiles' | 'other';

/** `geopackage` by its table of contents, `mbtiles` by its tiles and metadata. */
export function sqliteKind(database: SqliteDatabase): SqliteKind {
  if (has(database, ['gpkg_contents', 'gpkg_spatial_ref_sys'])) return 'geopackage';
  return has(database, ['tiles', 'metadata']) ? 'mbtiles' : 'other';
}

/** Throws `unsupported` with the name of what the file is, unless it is of the wanted kind. */
export function requireKind(database: SqliteDatabase, wanted: SqliteKind): void {
  const kind = sqliteKind(database);
  if (kind === wanted) return;
  throw new FormatError('unsupported', {}, { format: nameOf(database, kind), advice: 'gis' });
}

function nameOf(database: SqliteDatabase, kind: SqliteKind): string {
  if (kind === 'geopackage') return 'GeoPackage';
  if (kind === 'mbtiles') return 'MBTiles';
  if (has(database, ['spatial_ref_sys', 'geometry_columns'])) return 'SpatiaLite';
  return 'SQLite';
}

function has(database: SqliteDatabase, tables: readonly string[]): boolean {
  return tables.every(
    (table) =>
      database.first(
        "SELECT 1 FROM sqlite_schema WHERE type IN ('table', 'view') AND lower(name) = ? LIMIT 1",
        [table],
      ) !== null,
  );
}
