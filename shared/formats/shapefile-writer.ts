/**
 * Writes layers as Shapefiles in a ZIP: .shp .shx .dbf .prj .cpg and `<name>.linli.json` for each. Owns the set of files and the
 * report of what a .dbf cannot hold (texts over 254 bytes, blanks at the end, columns beyond 255, mixed types): those values stand
 * whole in the sidecar, so nothing is lost to a reader that knows it. An empty text reads back as no value.
 */
import { DBF_COLUMNS, DbfMeasure, type DbfOutColumn, dbfHead, dbfRow, valueText } from './dbf-writer.ts';
import type { LayerField } from './opened-file.ts';
import type { Sidecar, SidecarValue } from './shapefile-sidecar.ts';
import {
  type ShapeKind,
  ShapeMeasure,
  shapeHeader,
  shapeParts,
  shapeRecord,
  writeShx,
} from './shp-writer.ts';
import type { RawGeometry } from './source-record.ts';
import { writeZip, type ZipEntry } from './zip-writer.ts';

export interface ShapefileRow {
  geometry: RawGeometry | null;
  fields: Record<string, unknown>;
}

export interface ShapefileLayer {
  /** File name without an ending. */
  name: string;
  fields: readonly LayerField[];
  /** Text of the .prj; null: none is written. */
  wkt: string | null;
  /** The rows, the same ones each time: they are gone through once to measure and once per file. */
  rows: () => Iterable<ShapefileRow>;
}

/** What other programs will not see as it is; filled while writing. */
export interface ShapefileReport {
  /** Shapefiles written: a layer of several kinds of shapes makes one for each. */
  files: { name: string; rows: number }[];
  /** Values that the .dbf cuts or changes, by layer and full name; they stand whole in the sidecar. */
  changed: { layer: string; field: string; count: number }[];
  /** Geometries that no Shapefile holds; their rows are written without a shape. */
  shapeless: number;
}

interface Plan {
  name: string;
  layer: ShapefileLayer;
  kind: ShapeKind;
  /** Rows without a shape go with the first kind. */
  first: boolean;
  shapes: ShapeMeasure;
  columns: DbfOutColumn[];
}

/** The archive in chunks; `report` is complete after the last. Throws `export-too-large` past 4 GiB. */
export function writeShapefiles(layers: readonly ShapefileLayer[]): {
  chunks: AsyncGenerator<Uint8Array>;
  report: ShapefileReport;
} {
  const report: ShapefileReport = { files: [], changed: [], shapeless: 0 };
  return { chunks: writeZip(entries(layers, report)), report };
}

function* entries(layers: readonly ShapefileLayer[], report: ShapefileReport): Generator<ZipEntry> {
  const used = new Set<string>();
  for (const layer of layers) {
    for (const plan of planLayer(layer, used, report)) yield* planEntries(plan, report);
  }
}

/** Gone through once: which kinds of shapes there are, their sizes, the widths of the columns. */
function planLayer(layer: ShapefileLayer, used: Set<string>, report: ShapefileReport): Plan[] {
  const kinds = new Map<ShapeKind, ShapeMeasure>();
  const columns = new DbfMeasure(layer.fields);
  for (const { geometry, fields } of layer.rows()) {
    const kind = shapeParts(geometry)?.kind;
    if (geometry && !kind) report.shapeless++;
    if (kind && !kinds.has(kind)) kinds.set(kind, new ShapeMeasure(kind));
    columns.add(fields);
  }
  if (kinds.size === 0) kinds.set('point', new ShapeMeasure('point'));
  const first = [...kinds.keys()][0];
  for (const { geometry } of layer.rows()) {
    const shape = shapeParts(geometry);
    kinds.get(shape?.kind ?? first)?.add(shape?.parts ?? null);
  }
  return [...kinds].map(([kind, shapes]) => {
    const name = uniqueName(kinds.size > 1 ? `${layer.name}_${kind}` : layer.name, used);
    report.files.push({ name, rows: shapes.rows });
    return { name, layer, kind, first: kind === first, shapes, columns: columns.columns() };
  });
}

/** Signs that no file system takes become `_`. */
function uniqueName(wanted: string, used: Set<string>): string {
  const base = [...wanted].map((char) => (char < ' ' || '\\/:*?"<>|'.includes(char) ? '_' : char)).join('');
  const clean = base.replace(/^\.+|[. ]+$/g, '') || 'layer';
  let name = clean;
  for (let count = 2; used.has(name.toLowerCase()); count++) name = `${clean}_${count}`;
  used.add(name.toLowerCase());
  return name;
}

function* planEntries(plan: Plan, report: ShapefileReport): Generator<ZipEntry> {
  const sidecar: Sidecar = { format: 'linli-shapefile', version: 1, fields: sidecarFields(plan), values: {} };
  yield { name: `${plan.name}.shp`, chunks: gathered(shpChunks(plan)) };
  yield { name: `${plan.name}.shx`, chunks: writeShx(plan.shapes) };
  yield { name: `${plan.name}.dbf`, chunks: gathered(dbfChunks(plan, sidecar)) };
  if (plan.layer.wkt) yield textEntry(`${plan.name}.prj`, plan.layer.wkt);
  yield textEntry(`${plan.name}.cpg`, 'UTF-8');
  for (const [index, list] of Object.entries(sidecar.values)) {
    const field = sidecar.fields[Number(index)].name;
    report.changed.push({ layer: plan.name, field, count: list.length });
  }
  yield { name: `${plan.name}.linli.json`, chunks: sidecarChunks(sidecar) };
}

function textEntry(name: string, text: string): ZipEntry {
  return { name, chunks: [new TextEncoder().encode(text)] };
}

function sidecarFields({ layer, columns }: Plan): Sidecar['fields'] {
  return layer.fields.map(({ name, type }, index) => ({
    short: columns[index]?.short ?? null,
    name,
    type,
    width: columns[index]?.width ?? 0,
  }));
}

function* sidecarChunks({ values, ...head }: Sidecar): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  yield encoder.encode(`${JSON.stringify(head, null, 1).slice(0, -2)},\n "values": {`);
  let comma = '';
  for (const [index, list] of Object.entries(values)) {
    yield encoder.encode(`${comma}\n  "${index}": [`);
    for (let at = 0; at < list.length; at += 1000) {
      const text = JSON.stringify(list.slice(at, at + 1000)).slice(1, -1);
      yield encoder.encode(`${at > 0 ? ',' : ''}${text}`);
    }
    yield encoder.encode(']');
    comma = ',';
  }
  yield encoder.encode('\n }\n}\n');
}

function* ownRows({ layer, kind, first }: Plan) {
  for (const row of layer.rows()) {
    const shape = shapeParts(row.geometry);
    if (shape ? shape.kind === kind : first) yield { row, parts: shape?.parts ?? null };
  }
}

function* shpChunks(plan: Plan): Generator<Uint8Array> {
  yield shapeHeader(plan.shapes, plan.shapes.fileLength());
  let index = 0;
  for (const { parts } of ownRows(plan)) yield shapeRecord(plan.shapes, index++, parts);
}

function* dbfChunks(plan: Plan, sidecar: Sidecar): Generator<Uint8Array> {
  // A table needs a column; a layer without fields gets the number of the row.
  const bare = plan.columns.length === 0;
  const columns: DbfOutColumn[] = bare
    ? [{ name: 'FID', short: 'FID', type: 'N', width: 10, decimals: 0 }]
    : plan.columns;
  if (bare) sidecar.fields.push({ short: 'FID', name: 'FID', type: 'integer', width: 10 });
  const places = new Map(plan.layer.fields.map(({ name }, index) => [name, index]));
  yield dbfHead(columns, plan.shapes.rows);
  let index = 0;
  for (const { row } of ownRows(plan)) {
    const { bytes, changed } = dbfRow(columns, bare ? { FID: index + 1 } : row.fields);
    const beyond = plan.layer.fields.slice(DBF_COLUMNS).map(({ name }) => name);
    for (const name of [...changed, ...beyond]) keep(sidecar, places.get(name) ?? 0, index, row.fields[name]);
    index++;
    yield bytes;
  }
  yield Uint8Array.of(0x1a);
}

function keep(sidecar: Sidecar, field: number, row: number, value: unknown): void {
  if (value === null || value === undefined) return;
  const kept: SidecarValue =
    typeof value === 'number' || typeof value === 'boolean' ? value : valueText(value);
  sidecar.values[field] ??= [];
  sidecar.values[field].push([row, kept]);
}

/** Joins small chunks to pieces of 256 KiB: compressing each record by itself would be slow. */
function* gathered(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  let piece = new Uint8Array(256 * 1024);
  let filled = 0;
  for (const chunk of chunks) {
    if (filled + chunk.length > piece.length) {
      if (filled > 0) yield piece.subarray(0, filled);
      piece = new Uint8Array(256 * 1024);
      filled = 0;
    }
    if (chunk.length > piece.length) yield chunk;
    else {
      piece.set(chunk, filled);
      filled += chunk.length;
    }
  }
  if (filled > 0) yield piece.subarray(0, filled);
}
