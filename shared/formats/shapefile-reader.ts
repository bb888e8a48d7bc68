/**
 * Opens Shapefiles (ESRI Shapefile Technical Description, 1998): a .shp with its companions, or each one in a ZIP archive. Owns
 * putting shapes, rows of the .dbf and the sidecar together; a .dbf alone is a table without places.
 */
import { BATCH, type DbfRow, type DbfTable, openDbfTable } from './dbf-reader.ts';
import { FormatError } from './format-error.ts';
import type {
  DeclaredCrs,
  FileProblem,
  LayerField,
  LayerInfo,
  OpenedFile,
  OpenOptions,
  TextEncoding,
} from './opened-file.ts';
import { type ShapefileParts, shapefileParts } from './shapefile-parts.ts';
import { readSidecar, type Sidecar, type SidecarValue, sidecarRows } from './shapefile-sidecar.ts';
import { readShpHeader, type ShpHeader, type ShpRecord, shpRecords } from './shp-records.ts';
import type { SourceFile } from './source-file.ts';
import { cutRaw, type ReadBatch } from './source-record.ts';

interface ShapeLayer {
  info: LayerInfo;
  parts: ShapefileParts;
  header: ShpHeader | null;
  table: DbfTable | null;
  sidecar: Sidecar | null;
  problems: FileProblem[];
}

/**
 * Opens a .shp, one of its companions, or a .zip with one or more Shapefiles. Problems: crs-missing, dbf-missing, dbf-damaged,
 * encoding-unknown, rows-missing, rows-uneven, memo-skipped, index-damaged, end-missing, layer-damaged, sidecar-unread. Throws
 * FormatError when no layer can be opened.
 */
export async function openShapefile(file: SourceFile, options: OpenOptions): Promise<OpenedFile> {
  const layers: ShapeLayer[] = [];
  let failure: FormatError | null = null;
  let failed = 0;
  for (const parts of await shapefileParts(file)) {
    try {
      layers.push(await openLayer(parts, options));
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      failure ??= error;
      failed++;
    }
  }
  if (layers.length === 0) throw failure ?? new FormatError('no-records');
  const problems = merged(layers.flatMap((layer) => layer.problems));
  if (failed > 0)
    problems.push({ code: 'layer-damaged', message: 'layers that cannot be read', count: failed });
  return {
    layers: layers.map(({ info }) => info),
    problems,
    encoding: leastSure(layers),
    read: (name) => readLayer(layers.find(({ info }) => info.name === name)),
    close: () => undefined,
  };
}

async function openLayer(parts: ShapefileParts, options: OpenOptions): Promise<ShapeLayer> {
  const problems: FileProblem[] = [];
  const header = parts.shp ? await readShpHeader(parts.shp, parts.shx) : null;
  const table = await openTable(parts, header !== null, options, problems);
  const read = parts.sidecar ? await readSidecar(parts.sidecar) : null;
  const sidecar = read && fitsTable(read, table) ? read : null;
  if (parts.sidecar && !sidecar) add(problems, 'sidecar-unread', 'the .linli.json is not readable');
  const crs = header && parts.prj ? await declaredCrs(parts.prj) : null;
  if (header && !crs) add(problems, 'crs-missing', 'the file does not say its coordinate system');
  if (header && table && header.indexed !== null && header.indexed !== table.rows) {
    const message = 'shapes and rows of the table differ in number';
    problems.push({ code: 'rows-uneven', message, count: Math.abs(header.indexed - table.rows) });
  }
  problems.push(...(header?.problems ?? []), ...(table?.problems ?? []));
  const info: LayerInfo = {
    name: parts.name,
    geometry: header?.geometry ?? 'none',
    features: countOf(header, table),
    fields: fieldsOf(table, sidecar),
    bounds: header?.bounds ?? null,
    crs,
  };
  return { info, parts, header, table, sidecar, problems };
}

/** A damaged table does not keep the shapes from being read. */
async function openTable(
  { dbf, cpg }: ShapefileParts,
  hasShapes: boolean,
  options: OpenOptions,
  problems: FileProblem[],
): Promise<DbfTable | null> {
  if (!dbf) {
    add(problems, 'dbf-missing', 'no .dbf: shapes without attributes');
    return null;
  }
  try {
    return await openDbfTable(dbf, cpg, options.encoding);
  } catch (error) {
    if (!hasShapes || !(error instanceof FormatError)) throw error;
    add(problems, 'dbf-damaged', 'the .dbf cannot be read: shapes without attributes');
    return null;
  }
}

function add(problems: FileProblem[], code: string, message: string): void {
  problems.push({ code, message, count: 1 });
}

async function declaredCrs(prj: SourceFile): Promise<DeclaredCrs | null> {
  const text = new TextDecoder()
    .decode(await prj.slice(0, 65_536))
    .replaceAll('\0', '')
    .trim();
  return text === '' ? null : { kind: 'wkt', text };
}

function countOf(header: ShpHeader | null, table: DbfTable | null): number | null {
  if (!header) return table?.live ?? null;
  if (!table) return header.indexed;
  if (table.live === null) return null;
  const shapes = header.indexed ?? table.rows;
  return table.live + Math.max(0, shapes - table.rows);
}

/** A sidecar of another table would rename the wrong columns. */
function fitsTable(sidecar: Sidecar, table: DbfTable | null): boolean {
  const shorts = new Set(sidecar.fields.map(({ short }) => short));
  return table?.fields.every(({ name }) => shorts.has(name)) ?? false;
}

function fieldsOf(table: DbfTable | null, sidecar: Sidecar | null): LayerField[] {
  const fields = table?.fields ?? [];
  if (!sidecar) return fields;
  const byShort = new Map(sidecar.fields.map((field) => [field.short, field]));
  const named = fields.map((field) => byShort.get(field.name) ?? field);
  const beside = sidecar.fields.filter(({ short }) => short === null);
  return [...named, ...beside].map(({ name, type }) => ({ name, type }));
}

function merged(problems: FileProblem[]): FileProblem[] {
  const byCode = new Map<string, FileProblem>();
  for (const problem of problems) {
    const known = byCode.get(problem.code);
    if (known) known.count += problem.count;
    else byCode.set(problem.code, { ...problem });
  }
  return [...byCode.values()];
}

/** Of several tables the encoding that a person should look at. */
function leastSure(layers: ShapeLayer[]): TextEncoding | null {
  const all = layers.flatMap(({ table }) => (table ? [table.encoding] : []));
  return all.toSorted((a, b) => a.confidence - b.confidence || b.sample.length - a.sample.length)[0] ?? null;
}

async function* readLayer(layer: ShapeLayer | undefined): AsyncGenerator<ReadBatch> {
  if (!layer) throw new FormatError('no-records');
  const { parts, header, table } = layer;
  const rename = renamer(layer.table, layer.sidecar);
  let batch: ReadBatch = { records: [], unread: [], bytes: 0 };
  let index = 0;
  let bytes = 0;
  const shapes = parts.shp && header ? shpRecords(parts.shp, parts.shx, header) : null;
  for (; ; index++) {
    const next = shapes ? await shapes.next() : null;
    const shape: ShpRecord | null = next && !next.done ? next.value : null;
    const row = await table?.row(index);
    if (!shape && row === undefined) break;
    bytes = shape?.end ?? bytes;
    if (row !== null) addRecord(batch, index, shape, rename(index, row ?? null));
    if (batch.records.length + batch.unread.length < BATCH) continue;
    yield { ...batch, bytes };
    batch = { records: [], unread: [], bytes };
  }
  yield { ...batch, bytes: parts.shp?.size ?? parts.dbf?.size ?? bytes };
}

function addRecord(batch: ReadBatch, index: number, shape: ShpRecord | null, fields: DbfRow): void {
  const line = index + 1;
  const raw = () => cutRaw(JSON.stringify(fields));
  if (!shape || shape.shape.ok) {
    const geometry = shape?.shape.ok ? shape.shape.geometry : null;
    batch.records.push({ line, id: '', geometry, fields, raw });
    return;
  }
  const { place } = shape.shape;
  batch.unread.push({ line, column: 1, place, reason: 'broken-geometry', params: {}, raw: raw() });
}

/** Gives a row its full names, and the values the .dbf could not hold. */
function renamer(table: DbfTable | null, sidecar: Sidecar | null) {
  const empty: DbfRow = Object.create(null);
  for (const { name } of table?.fields ?? []) empty[name] = null;
  if (!sidecar) return (_index: number, row: DbfRow | null) => row ?? { ...empty };
  const full = new Map(sidecar.fields.map(({ short, name }) => [short, name]));
  const extra = sidecar.fields.filter(({ short }) => short === null);
  const values = sidecarRows(sidecar);
  return (index: number, row: DbfRow | null) => {
    const named: DbfRow = Object.create(null);
    for (const [name, value] of Object.entries(row ?? empty)) named[full.get(name) ?? name] = value;
    for (const { name } of extra) named[name] = null;
    for (const [name, value] of values.get(index) ?? []) {
      if (name in named) named[name] = value satisfies SidecarValue;
    }
    return named;
  };
}
