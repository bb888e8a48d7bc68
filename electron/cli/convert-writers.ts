/**
 * What `linli convert` writes: layers as GeoPackage, Shapefiles, GeoJSON, CSV or a workbook. Owns how records of any file become rows of each
 * format; names its coordinate system wherever the format can, and refuses where it could not.
 */
import { type Cell, writeCsv } from '../../shared/formats/csv-writer.ts';
import { FormatError } from '../../shared/formats/format-error.ts';
import type {
  GeoPackageField,
  GeoPackageRow,
  GeoPackageTable,
} from '../../shared/formats/geopackage-writer.ts';
import { writeGeoPackage } from '../../shared/formats/geopackage-writer.ts';
import type { FieldType, LayerField, LayerGeometry } from '../../shared/formats/opened-file.ts';
import { writeShapefiles } from '../../shared/formats/shapefile-writer.ts';
import type { RawGeometry } from '../../shared/formats/source-record.ts';
import type { LoadWasm } from '../../shared/formats/sqlite.ts';
import { writeWkt } from '../../shared/formats/wkt-writer.ts';
import { writeWorkbook } from '../../shared/formats/xlsx-writer.ts';
import { type Crs, CrsError, WGS84 } from '../../shared/geo/crs.ts';
import { wktOf } from '../../shared/geo/crs-wkt.ts';

export const CONVERT_ENDINGS: readonly string[] = ['.gpkg', '.zip', '.geojson', '.json', '.csv', '.xlsx'];

export interface ConvertedRow {
  geometry: RawGeometry | null;
  fields: Record<string, unknown>;
}

export interface ConvertedLayer {
  name: string;
  geometry: LayerGeometry;
  fields: readonly LayerField[];
  each(): AsyncGenerator<ConvertedRow>;
}

/** The file in pieces. Throws CrsError 'crs-unknown' for a system the format cannot name, FormatError. */
export async function* writeConverted(
  ending: string,
  layers: readonly ConvertedLayer[],
  to: Crs,
  loadWasm: LoadWasm,
): AsyncGenerator<Uint8Array> {
  const placed = layers.some(({ geometry }) => geometry !== 'none');
  if (ending === '.gpkg') {
    const tables = await Promise.all(layers.map((layer) => geoPackageTable(layer, to)));
    const changed = new Date().toISOString();
    yield* writeGeoPackage(tables, { loadWasm, changed, meta: new Map([['crs', to.id]]) });
    return;
  }
  if (ending === '.zip') {
    const wkt = wktOf(to, 'esri');
    if (placed && !wkt) throw unnamed(to);
    const held = await Promise.all(layers.map(async (layer) => ({ layer, rows: await all(layer) })));
    yield* writeShapefiles(
      held.map(({ layer, rows }) => ({
        name: layer.name,
        fields: fieldsOf(layer, rows),
        wkt: layer.geometry === 'none' ? null : wkt,
        rows: () => rows,
      })),
    ).chunks;
    return;
  }
  if (ending === '.xlsx') {
    const sheets = await Promise.all(layers.map((layer) => sheet(layer)));
    yield* writeWorkbook(sheets);
    return;
  }
  if (layers.length > 1) throw new FormatError('unsupported', {}, { format: ending, advice: 'gis' });
  if (ending === '.csv') {
    const { columns, rows } = await sheet(layers[0]);
    yield* writeCsv(columns, rows);
    return;
  }
  yield* geojson(layers[0], to);
}

function unnamed(to: Crs): CrsError {
  return new CrsError('crs-unknown', `this format has no name for ${to.id}`);
}

async function all(layer: ConvertedLayer): Promise<ConvertedRow[]> {
  const rows: ConvertedRow[] = [];
  for await (const row of layer.each()) rows.push(row);
  return rows;
}

/** What the layer declares, else what its records hold. */
function fieldsOf(layer: ConvertedLayer, rows: readonly ConvertedRow[]): LayerField[] {
  if (layer.fields.length > 0) return [...layer.fields];
  const types = new Map<string, FieldType>();
  for (const { fields } of rows) {
    for (const [name, value] of Object.entries(fields)) {
      if (value === null || value === undefined || value === '') continue;
      const type = typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text';
      const known = types.get(name);
      types.set(name, known === undefined || known === type ? type : 'mixed');
    }
  }
  return [...types].map(([name, type]) => ({ name, type }));
}

const GEOPACKAGE_TYPES: Record<FieldType, GeoPackageField['type']> = {
  text: 'text',
  mixed: 'text',
  number: 'real',
  integer: 'integer',
  boolean: 'boolean',
  date: 'date',
};

async function geoPackageTable(layer: ConvertedLayer, to: Crs): Promise<GeoPackageTable> {
  const code = Number(/^EPSG:(\d+)$/.exec(to.id)?.[1]);
  const wkt = wktOf(to, 'ogc');
  const drawn = layer.geometry !== 'none';
  if (drawn && (!wkt || !Number.isInteger(code))) throw unnamed(to);
  const rows = layer.fields.length > 0 ? null : await all(layer);
  const fields = fieldsOf(layer, rows ?? []);
  return {
    name: layer.name,
    shape: drawn ? 'Geometry' : null,
    ...(drawn && wkt ? { srs: { epsg: code, name: to.name.en, wkt } } : {}),
    fields: fields.map(({ name, type }) => ({ name, type: GEOPACKAGE_TYPES[type] })),
    rows: geoPackageRows(rows ?? layer.each(), fields),
  };
}

async function* geoPackageRows(
  rows: Iterable<ConvertedRow> | AsyncIterable<ConvertedRow>,
  fields: readonly LayerField[],
): AsyncGenerator<GeoPackageRow> {
  for await (const { geometry, fields: cells } of rows)
    yield { geometry, values: fields.map(({ name, type }) => typed(cells[name], type)) };
}

function typed(value: unknown, type: FieldType): string | number | boolean | null {
  const cell = plain(value);
  return type === 'text' || type === 'mixed' ? (cell === null ? null : String(cell)) : cell;
}

function plain(value: unknown): string | number | boolean | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return JSON.stringify(value);
}

async function sheet(layer: ConvertedLayer): Promise<{ name: string; columns: string[]; rows: Cell[][] }> {
  const rows = await all(layer);
  const names = fieldsOf(layer, rows).map(({ name }) => name);
  const point = rows.every(({ geometry }) => geometry === null || geometry.type === 'Point');
  const place = layer.geometry === 'none' ? [] : point ? ['x', 'y'] : ['wkt'];
  const cells = rows.map(({ geometry, fields }): Cell[] => [
    ...names.map((name) => plain(fields[name]) as Cell),
    ...placeCells(place.length, geometry),
  ]);
  return { name: layer.name, columns: [...names, ...place], rows: cells };
}

function placeCells(columns: number, geometry: RawGeometry | null): Cell[] {
  if (columns === 0) return [];
  if (!geometry) return Array(columns).fill(null);
  return columns === 1 ? [writeWkt(geometry)] : (geometry.coordinates as number[]).slice(0, 2);
}

/** RFC 7946 knows WGS84 alone: other degrees are named in a member of our own, which other programs leave aside. */
async function* geojson(layer: ConvertedLayer, to: Crs): AsyncGenerator<Uint8Array> {
  if (layer.geometry !== 'none' && to.unit !== 'degree')
    throw new CrsError('crs-unknown', `GeoJSON holds degrees: ${to.id} needs .gpkg or .zip`);
  const encoder = new TextEncoder();
  const crs = to.id === WGS84.id ? '' : `"linli_crs":${JSON.stringify(to.id)},`;
  let text = `{"type":"FeatureCollection",${crs}"features":[\n`;
  let comma = '';
  for await (const { geometry, fields } of layer.each()) {
    text += `${comma}${JSON.stringify({ type: 'Feature', geometry, properties: { ...fields } })}`;
    comma = ',\n';
    if (text.length < 256 * 1024) continue;
    yield encoder.encode(text);
    text = '';
  }
  yield encoder.encode(`${text}\n]}\n`);
}
