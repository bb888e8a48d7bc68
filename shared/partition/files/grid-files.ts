/**
 * A plan as files: its grids as a GeoPackage, GeoJSON or Shapefile, its buildings as a list. Owns how each format holds the rows and which
 * coordinate systems are offered; what a row is, grid-rows.ts says.
 */
import { writeCsv } from '../../formats/csv-writer.ts';
import { type ExportGeometry, writeGeojson } from '../../formats/geojson-writer.ts';
import { writeGeoPackage } from '../../formats/geopackage-writer.ts';
import { writeShapefiles } from '../../formats/shapefile-writer.ts';
import type { LoadWasm } from '../../formats/sqlite.ts';
import { writeXlsx } from '../../formats/xlsx-writer.ts';
import { CGCS2000, type Crs, WGS84 } from '../../geo/crs.ts';
import { THREE_DEGREE, zoneCrs } from '../../geo/crs-registry.ts';
import { wktOf } from '../../geo/crs-wkt.ts';
import type { Lattice } from '../lattice.ts';
import { microsByCode } from '../micro-codes.ts';
import type { PartitionModel } from '../partition-model.ts';
import type { BaseAtom } from '../plan-base.ts';
import {
  buildingRows,
  type GridField,
  type GridRow,
  type GridRowsRequest,
  gridFields,
  gridRows,
  LIST_COLUMNS,
  middleOfLattice,
} from './grid-rows.ts';
import { microFields, microRows } from './micro-rows.ts';

export const GRID_FORMATS = ['gpkg', 'geojson', 'shp'] as const;
export type GridFormat = (typeof GRID_FORMATS)[number];
export const LIST_FORMATS = ['csv', 'xlsx'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

export const PLAN_ENDING: Record<GridFormat | ListFormat, string> = {
  gpkg: 'gpkg',
  geojson: 'geojson',
  shp: 'shp.zip',
  csv: 'csv',
  xlsx: 'xlsx',
};

const LAYER = 'grids';
const MICRO_LAYER = 'microgrids';

/** Systems to choose from: degrees, CGCS2000, and its three-degree zone where the plan is in one. GeoJSON is WGS84 (RFC 7946). */
export function planSystems(lattice: Lattice): Crs[] {
  const middle = middleOfLattice(lattice);
  const zone = middle && {
    family: THREE_DEGREE,
    meridian: Math.round(middle[0] / 3) * 3,
    prefixed: false,
  };
  const metres = zone && zoneCrs('cgcs2000', zone);
  return metres ? [WGS84, CGCS2000, metres] : [WGS84];
}

export interface GridFilesRequest extends GridRowsRequest {
  format: GridFormat;
  /** Milliseconds since the epoch. */
  at: number;
}

interface Layer {
  name: string;
  fields: GridField[];
  rows(): Iterable<GridRow>;
}

/** That of the micro-grids is there only where the plan has any. */
function layersOf(model: PartitionModel, lattice: Lattice, asked: GridRowsRequest): Layer[] {
  const { counts } = asked;
  const layers: Layer[] = [
    { name: LAYER, fields: gridFields(model, counts), rows: () => gridRows(model, lattice, asked) },
  ];
  if (microsByCode(model).length > 0)
    layers.push({
      name: MICRO_LAYER,
      fields: microFields(model, counts),
      rows: () => microRows(model, lattice, asked),
    });
  return layers;
}

const named = ({ fields }: Layer, { values }: GridRow) =>
  Object.fromEntries(fields.map(({ name }, i) => [name, values[i]]));

/**
 * The layers of grids and micro-grids in pieces; GeoJSON has one list for both, Shapefile a set of files each. Throws FormatError
 * 'export-too-large'.
 */
export async function* writeGrids(
  model: PartitionModel,
  lattice: Lattice,
  request: GridFilesRequest,
  loadWasm: LoadWasm,
): AsyncGenerator<Uint8Array> {
  const asked = request.format === 'geojson' ? { ...request, crs: WGS84 } : request;
  const { crs, format } = asked;
  const layers = layersOf(model, lattice, asked);
  if (format === 'geojson') {
    yield* writeGeojson(features(layers));
    return;
  }
  if (format === 'shp') {
    const wkt = wktOf(crs, 'esri');
    const files = layers.map((layer) => ({
      ...{ name: layer.name, fields: layer.fields, wkt },
      *rows() {
        for (const row of layer.rows()) yield { geometry: row.geometry, fields: named(layer, row) };
      },
    }));
    yield* writeShapefiles(files).chunks;
    return;
  }
  const srs = { epsg: Number(crs.id.replace('EPSG:', '')), name: crs.name.en, wkt: wktOf(crs, 'ogc') ?? '' };
  const tables = layers.map(({ name, fields, rows }) => ({
    name,
    shape: 'MultiPolygon' as const,
    srs,
    fields: fields.map((field) => ({
      name: field.name,
      type: field.type === 'number' ? ('real' as const) : field.type,
    })),
    rows: rows(),
  }));
  const meta = new Map([
    ['layout', 'linli-plan-grids'],
    ['plan', request.plan],
    ['crs', crs.id],
    ['exported', new Date(request.at).toISOString()],
  ]);
  yield* writeGeoPackage(tables, { loadWasm, changed: new Date(request.at).toISOString(), meta });
}

function* features(layers: readonly Layer[]) {
  for (const layer of layers)
    for (const row of layer.rows())
      yield { geometry: row.geometry as ExportGeometry | null, properties: named(layer, row) };
}

/** Buildings and their grids: as a workbook every cell is text, so that no spreadsheet shortens a code. */
export function writeBuildings(
  model: PartitionModel,
  atoms: readonly BaseAtom[],
  labels: readonly string[],
  format: ListFormat,
): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  const rows = buildingRows(model, atoms, labels);
  return format === 'csv' ? writeCsv(LIST_COLUMNS, rows) : writeXlsx('buildings', LIST_COLUMNS, rows);
}
