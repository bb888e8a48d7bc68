/** Endings of the files that a plan is read from, for the picker of the system. Owns the lists; what a file is, its bytes say. */
export const POLYGON_FILES =
  '.gpkg,.geojson,.json,.ndjson,.shp,.shx,.dbf,.prj,.cpg,.zip,.kml,.kmz,.fgb,.csv,.xlsx,.pbf';
export const LIST_FILES = '.csv,.tsv,.txt,.xlsx,.xls,.dbf';
