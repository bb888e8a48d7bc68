/**
 * A community as files of the exchange layout: one GeoPackage, one workbook, or an archive of CSV, GeoJSON or Shapefiles. Owns how each
 * format holds the layout; nothing is converted: all places are WGS84. Streams: only the GeoPackage stands in memory, as its format asks.
 */
import { type Cell, writeCsv } from '../formats/csv-writer.ts';
import { FormatError } from '../formats/format-error.ts';
import { type ExportFeature, type ExportGeometry, writeGeojson } from '../formats/geojson-writer.ts';
import { WGS84 as GPKG_WGS84 } from '../formats/geopackage-schema.ts';
import {
  type GeoPackageField,
  type GeoPackageRow,
  type GeoPackageShape,
  type GeoPackageTable,
  writeGeoPackage,
} from '../formats/geopackage-writer.ts';
import type { LayerField } from '../formats/opened-file.ts';
import { type ShapefileLayer, writeShapefiles } from '../formats/shapefile-writer.ts';
import type { LoadWasm } from '../formats/sqlite.ts';
import { writeWkt } from '../formats/wkt-writer.ts';
import { SHEET_ROWS, type Sheet, writeWorkbook } from '../formats/xlsx-writer.ts';
import { writeZip, type ZipEntry } from '../formats/zip-writer.ts';
import { WGS84 } from '../geo/crs.ts';
import { wktOf } from '../geo/crs-wkt.ts';
import type { CommunityBundle } from './bundle.ts';
import {
  ABOUT_LAYER,
  EXCHANGE_VERSION,
  type ExchangeShape,
  type ExchangeType,
  exchangeLayer,
} from './exchange-layout.ts';
import {
  type ExchangeChoice,
  type ExchangeRow,
  type ExchangeTable,
  type ExchangeValue,
  exchangeTables,
} from './exchange-rows.ts';

export const EXCHANGE_FORMATS = ['gpkg', 'xlsx', 'csv', 'shp', 'geojson'] as const;
export type ExchangeFormat = (typeof EXCHANGE_FORMATS)[number];

/** Ending of the one file that `writeExchange` makes. */
export const EXCHANGE_ENDING: Record<ExchangeFormat, string> = {
  gpkg: 'gpkg',
  xlsx: 'xlsx',
  csv: 'csv.zip',
  shp: 'shp.zip',
  geojson: 'geojson.zip',
};

export interface ExchangeRequest extends ExchangeChoice {
  format: ExchangeFormat;
  /** Milliseconds since the epoch: when the export was made. */
  at: number;
}

/**
 * The export in pieces. Throws FormatError: 'nothing-to-export' when no chosen table holds anything, 'cell-too-long' for a shape that no cell of
 * a workbook holds, 'export-too-large', 'sheet-too-long'.
 */
export async function* writeExchange(
  bundle: CommunityBundle,
  request: ExchangeRequest,
  loadWasm: LoadWasm,
): AsyncGenerator<Uint8Array> {
  const tables = exchangeTables(bundle, request);
  if (tables.length === 0) throw new FormatError('nothing-to-export');
  const about = aboutOf(bundle, request);
  switch (request.format) {
    case 'gpkg': {
      const changed = new Date(request.at).toISOString();
      yield* writeGeoPackage(tables.map(geoPackageTable), { loadWasm, changed, meta: about });
      return;
    }
    case 'xlsx':
      yield* writeWorkbook(workbookSheets(tables, about));
      return;
    case 'csv':
    case 'geojson':
      yield* writeZip([...textEntries(tables, request.format), aboutEntry(about)]);
      return;
    case 'shp':
      yield* writeShapefiles(tables.map(shapefileLayer)).chunks;
  }
}

/** The tables as files of their own, by name: for a folder instead of an archive. */
export function* textEntries(
  tables: readonly ExchangeTable[],
  format: 'csv' | 'geojson',
): Generator<ZipEntry> {
  for (const table of tables) {
    const drawn = exchangeLayer(table.table).shape !== 'none';
    yield format === 'geojson' && drawn
      ? { name: `${table.table}.geojson`, chunks: writeGeojson(features(table)) }
      : { name: `${table.table}.csv`, chunks: writeCsv(sheetColumns(table), sheetRows(table, null)) };
  }
}

/** Keys and values about the export. */
function aboutOf(bundle: CommunityBundle, { personal, at }: ExchangeRequest): Map<string, string> {
  return new Map([
    ['layout', 'linli-exchange'],
    ['version', String(EXCHANGE_VERSION)],
    ['name_zh', bundle.name.zh],
    ['name_en', bundle.name.en],
    ['as_of', new Date(bundle.asOfDay * 86_400_000).toISOString().slice(0, 10)],
    ['bounds', bundle.bounds.join(' ')],
    ['crs', WGS84.id],
    ['personal', personal ? 'yes' : 'no'],
    ['source', bundle.source.kind],
    ['exported', new Date(at).toISOString()],
  ]);
}

function aboutEntry(about: ReadonlyMap<string, string>): ZipEntry {
  const text = `${JSON.stringify(Object.fromEntries(about), null, 1)}\n`;
  return { name: `${ABOUT_LAYER}.json`, chunks: [new TextEncoder().encode(text)] };
}

function namesOf({ fields, extras }: ExchangeTable): string[] {
  return [...fields.map(({ name }) => name), ...extras];
}

const SHAPES: Record<Exclude<ExchangeShape, 'none'>, GeoPackageShape> = {
  point: 'Point',
  polygon: 'MultiPolygon',
  ground: 'Geometry',
};

const GEOPACKAGE_TYPES: Record<ExchangeType, GeoPackageField['type']> = {
  text: 'text',
  integer: 'integer',
  real: 'real',
  word: 'text',
  date: 'date',
  time: 'datetime',
  birth: 'text',
  tags: 'text',
  link: 'text',
};

function geoPackageTable(table: ExchangeTable): GeoPackageTable {
  const { shape } = exchangeLayer(table.table);
  const moments = table.fields.flatMap(({ type }, index) => (type === 'time' ? [index] : []));
  return {
    name: table.table,
    shape: shape === 'none' ? null : SHAPES[shape],
    srs: GPKG_WGS84,
    fields: [
      ...table.fields.map(({ name, type }) => ({ name, type: GEOPACKAGE_TYPES[type] })),
      ...table.extras.map((name) => ({ name, type: 'text' as const })),
    ],
    rows: geoPackageRows(table, moments),
  };
}

function* geoPackageRows(table: ExchangeTable, moments: readonly number[]): Generator<GeoPackageRow> {
  for (const { geometry, values } of table.each()) {
    // The standard asks for milliseconds.
    for (const at of moments)
      values[at] = values[at] === null ? null : String(values[at]).replace('Z', '.000Z');
    yield { geometry, values };
  }
}

const DBF_TYPES: Record<ExchangeType, LayerField['type']> = {
  text: 'text',
  integer: 'integer',
  real: 'number',
  word: 'text',
  date: 'date',
  time: 'text',
  birth: 'text',
  tags: 'text',
  link: 'text',
};

function shapefileLayer(table: ExchangeTable): ShapefileLayer {
  const names = namesOf(table);
  const types = [
    ...table.fields.map(({ type }) => DBF_TYPES[type]),
    ...table.extras.map(() => 'text' as const),
  ];
  return {
    name: table.table,
    fields: names.map((name, index) => ({ name, type: types[index] })),
    wkt: exchangeLayer(table.table).shape === 'none' ? null : wktOf(WGS84, 'esri'),
    *rows() {
      for (const { geometry, values } of table.each()) yield { geometry, fields: named(names, values) };
    },
  };
}

function named(names: readonly string[], values: readonly ExchangeValue[]): Record<string, ExchangeValue> {
  const fields: Record<string, ExchangeValue> = Object.create(null);
  for (let at = 0; at < names.length; at++) fields[names[at]] = values[at];
  return fields;
}

/** A sheet and a CSV have no geometry: points become two columns, shapes one of WKT. */
function sheetColumns(table: ExchangeTable): string[] {
  const { shape } = exchangeLayer(table.table);
  const place = shape === 'none' ? [] : shape === 'point' ? ['lng', 'lat'] : ['wkt'];
  return [...namesOf(table), ...place];
}

/** Characters of a cell (Excel specifications and limits). */
const CELL_CHARACTERS = 32_767;

function* sheetRows(table: ExchangeTable, limit: number | null): Generator<Cell[]> {
  const { shape } = exchangeLayer(table.table);
  for (const row of table.each()) yield [...row.values, ...placeCells(shape, row, limit)];
}

function placeCells(shape: ExchangeShape, { geometry }: ExchangeRow, limit: number | null): Cell[] {
  if (shape === 'none') return [];
  if (shape === 'point') {
    const [lng, lat] = (geometry?.coordinates ?? [null, null]) as (number | null)[];
    return [lng, lat];
  }
  const text = geometry ? writeWkt(geometry) : null;
  if (limit !== null && text !== null && text.length > limit)
    throw new FormatError('cell-too-long', {}, { limit });
  return [text];
}

function workbookSheets(tables: readonly ExchangeTable[], about: ReadonlyMap<string, string>): Sheet[] {
  const sheets = tables.flatMap((table) => tableSheets(table));
  return [...sheets, { name: ABOUT_LAYER, columns: ['key', 'value'], rows: about }];
}

/** As many sheets as the rows need: `residents`, `residents_2` and so on. They are written one after the other. */
function tableSheets(table: ExchangeTable): Sheet[] {
  const most = SHEET_ROWS - 1;
  const columns = sheetColumns(table);
  if (table.rows <= most) return [{ name: table.table, columns, rows: sheetRows(table, CELL_CHARACTERS) }];
  const rows = sheetRows(table, CELL_CHARACTERS);
  return Array.from({ length: Math.ceil(table.rows / most) }, (_, part) => ({
    name: part === 0 ? table.table : `${table.table}_${part + 1}`,
    columns,
    rows: taken(rows, most),
  }));
}

/** The next rows of a generator that goes on afterwards. */
function* taken(rows: Generator<Cell[]>, most: number): Generator<Cell[]> {
  for (let count = 0; count < most; count++) {
    const next = rows.next();
    if (next.done) return;
    yield next.value;
  }
}

function* features(table: ExchangeTable): Generator<ExportFeature> {
  const names = namesOf(table);
  for (const { geometry, values } of table.each())
    yield { geometry: geometry as ExportGeometry | null, properties: named(names, values) };
}
