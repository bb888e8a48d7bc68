/**
 * Opens FlatGeobuf (flatgeobuf.org, versions 2 and 3): the header, then features one after the other in pieces. Owns the header
 * and the way from feature to feature, with the index of the file as the way back after a damaged one; a feature itself is
 * flatgeobuf-feature.ts.
 */
import { columnNames } from './csv-reader.ts';
import { FlatTable } from './flatbuffer-table.ts';
import {
  type FgbColumn,
  fgbFieldType,
  fgbGeometries,
  fgbValues,
  isReadFgbColumn,
} from './flatgeobuf-feature.ts';
import { FormatError } from './format-error.ts';
import type { DeclaredCrs, FileProblem, LayerGeometry, LayerInfo, OpenedFile } from './opened-file.ts';
import { PieceReader } from './piece-reader.ts';
import type { SourceFile } from './source-file.ts';
import { cutRaw, type RawGeometry, type ReadBatch } from './source-record.ts';

interface FgbHeader {
  title: string;
  columns: FgbColumn[];
  geometry: number;
  /** 0: not said. */
  count: number;
  bounds: LayerInfo['bounds'];
  crs: DeclaredCrs | null;
  /** Of the leaves of the index; 0: there is none. */
  leaves: number;
  /** Of the first feature. */
  start: number;
}

const MAGIC = [0x66, 0x67, 0x62];
const HEADER = 16 * 1024 * 1024;
const FEATURE = 256 * 1024 * 1024;
const NODE = 40;
const BATCH = 1000;
const KINDS: LayerGeometry[] = ['mixed', 'point', 'line', 'polygon', 'point', 'line', 'polygon'];

/**
 * Opens a .fgb: one layer. Problems: crs-missing, binary-skipped. Throws FormatError: empty-file, not-recognised,
 * unsupported-version, too-large, truncated, damaged.
 */
export async function openFlatgeobuf(file: SourceFile): Promise<OpenedFile> {
  const header = await readHeader(file);
  const problems: FileProblem[] = [];
  const skipped = header.columns.filter((column) => !isReadFgbColumn(column)).length;
  if (!header.crs)
    problems.push({ code: 'crs-missing', message: 'the file does not say its coordinate system', count: 1 });
  if (skipped > 0) problems.push({ code: 'binary-skipped', message: 'columns of bytes', count: skipped });
  const layer: LayerInfo = {
    name: header.title || file.name.replace(/^.*\//, '').replace(/\.[^.]*$/, ''),
    geometry: KINDS[header.geometry] ?? (header.geometry >= 15 ? 'polygon' : 'mixed'),
    features: header.count > 0 ? header.count : null,
    fields: header.columns
      .filter(isReadFgbColumn)
      .map(({ name, type }) => ({ name, type: fgbFieldType(type) })),
    bounds: header.bounds,
    crs: header.crs,
  };
  return {
    layers: [layer],
    problems,
    encoding: null,
    read: () => readFeatures(file, header),
    close: () => undefined,
  };
}

async function readHeader(file: SourceFile): Promise<FgbHeader> {
  if (file.size === 0) throw new FormatError('empty-file');
  const head = await file.slice(0, 12);
  if (!MAGIC.every((byte, at) => head[at] === byte && head[at + 4] === byte)) {
    throw head.length < 8
      ? new FormatError('truncated')
      : new FormatError('not-recognised', {}, { name: file.name });
  }
  if (head.length < 12) throw new FormatError('truncated');
  if (head[3] !== 2 && head[3] !== 3) {
    throw new FormatError('unsupported-version', {}, { format: 'FlatGeobuf', version: head[3] });
  }
  const length = new DataView(head.buffer, head.byteOffset).getUint32(8, true);
  if (length > HEADER) throw new FormatError('too-large', {}, { what: 'header' });
  if (12 + length > file.size) throw new FormatError('truncated');
  const bytes = await file.slice(12, 12 + length);
  try {
    return parseHeader(FlatTable.root(bytes), 12 + length, file.size);
  } catch (error) {
    if (error instanceof RangeError) throw new FormatError('damaged', {}, { place: 'header' });
    throw error;
  }
}

function parseHeader(table: FlatTable, end: number, size: number): FgbHeader {
  const count = table.uint64(8);
  const tables = table.tables(7);
  const names = columnNames(
    tables.map((column) => column.text(0)),
    true,
  );
  const columns = tables.map((column, at) => ({ name: names[at], type: column.uint8(1) }));
  const nodeSize = table.uint16(9, 16);
  // An index is only there when the number of features is known.
  const index = nodeSize > 0 && count > 0 ? indexNodes(count, nodeSize, size) : 0;
  if (end + index * NODE > size || count > size) throw new FormatError('truncated');
  return {
    title: table.text(0),
    columns,
    geometry: table.uint8(2),
    count,
    bounds: boundsOf(table.doubles(1)),
    crs: crsOf(table.table(10)),
    leaves: index > 0 ? end + (index - count) * NODE : 0,
    start: end + index * NODE,
  };
}

/** Nodes of the packed R-tree over `count` features. */
function indexNodes(count: number, nodeSize: number, size: number): number {
  if (nodeSize < 2) throw new RangeError('index');
  if (count * NODE > size) throw new FormatError('truncated');
  let nodes = count;
  let level = count;
  do {
    level = Math.ceil(level / nodeSize);
    nodes += level;
  } while (level > 1);
  return nodes;
}

/** Minimum x, minimum y, maximum x, maximum y; files with heights may hold six or eight numbers. */
function boundsOf(envelope: number[]): LayerInfo['bounds'] {
  const half = envelope.length / 2;
  const [a, b, c, d] = [envelope[0], envelope[1], envelope[half], envelope[half + 1]];
  const known = half >= 2 && [a, b, c, d].every((value) => Number.isFinite(value)) && a <= c && b <= d;
  return known ? [a, b, c, d] : null;
}

function crsOf(table: FlatTable | null): DeclaredCrs | null {
  if (!table) return null;
  const code = table.int32(1);
  const org = table.text(0).toUpperCase();
  if (code > 0 && (org === '' || org === 'EPSG')) return { kind: 'epsg', code };
  const wkt = table.text(4).trim();
  if (wkt !== '') return { kind: 'wkt', text: wkt };
  const name = [org, table.text(5) || (code > 0 ? String(code) : '')].filter((part) => part !== '').join(':');
  return name === '' ? null : { kind: 'name', text: name };
}

async function* readFeatures(file: SourceFile, header: FgbHeader): AsyncGenerator<ReadBatch> {
  const pieces = new PieceReader(file);
  const leaves = await indexLeaves(file, header);
  let at = header.start;
  let batch: ReadBatch = { records: [], unread: [], bytes: at };
  let index = 0;
  for (; at < file.size && (header.count === 0 || index < header.count); index++) {
    const next = await nextStart(leaves, header, index + 1, at);
    const size = await featureSize(pieces, at);
    if (size === null && next === null) {
      addUnread(batch, index, 'unexpected-end', header.count > 0 ? header.count - index : 1);
      at = file.size;
      index = header.count;
      break;
    }
    // Where the index knows the next start, it ends a feature whose own size is damaged.
    const end = next ?? at + 4 + (size ?? 0);
    if (size === null || at + 4 + size !== end) addUnread(batch, index, 'broken-record', 1);
    else addFeature(batch, index, await pieces.bytes(at + 4, size), header);
    at = end;
    if (batch.records.length + batch.unread.length < BATCH) continue;
    yield { ...batch, bytes: at };
    batch = { records: [], unread: [], bytes: at };
  }
  // Cut between two features, nothing but the count tells.
  if (index < header.count) addUnread(batch, index, 'unexpected-end', header.count - index);
  yield { ...batch, bytes: at };
}

/** The index, when its leaves stand in the order of the features as they should; else null. */
async function indexLeaves(file: SourceFile, header: FgbHeader): Promise<PieceReader | null> {
  if (header.leaves === 0) return null;
  const leaves = new PieceReader(file, 1 << 20);
  let last = -1;
  for (let index = 0; index < Math.min(header.count, 16); index++) {
    const view = await leaves.view(header.leaves + index * NODE + 32, 8);
    const offset = view.byteLength < 8 ? -1 : Number(view.getBigUint64(0, true));
    if (offset <= last || (index === 0 && offset !== 0)) return null;
    last = offset;
  }
  return leaves;
}

/** Size of the feature at `at` without its prefix; null: it does not fit in the file. */
async function featureSize(pieces: PieceReader, at: number): Promise<number | null> {
  const view = await pieces.view(at, 4);
  if (view.byteLength < 4) return null;
  const size = view.getUint32(0, true);
  return size < 4 || size > FEATURE || at + 4 + size > pieces.size ? null : size;
}

/** Where feature `index` starts by the index of the file; null: it does not say, or nothing that can be. */
async function nextStart(
  leaves: PieceReader | null,
  header: FgbHeader,
  index: number,
  at: number,
): Promise<number | null> {
  if (leaves === null || index >= header.count) return null;
  const view = await leaves.view(header.leaves + index * NODE + 32, 8);
  if (view.byteLength < 8) return null;
  const start = header.start + Number(view.getBigUint64(0, true));
  return start > at + 4 && start < leaves.size ? start : null;
}

function addUnread(
  batch: ReadBatch,
  index: number,
  reason: 'unexpected-end' | 'broken-record',
  count: number,
): void {
  batch.unread.push({ line: index + 1, column: 1, place: '', reason, params: { count }, raw: '' });
}

function addFeature(batch: ReadBatch, index: number, bytes: Uint8Array, header: FgbHeader): void {
  const line = index + 1;
  let fields: Record<string, unknown> | null = null;
  try {
    const feature = FlatTable.root(bytes);
    const columns = feature.vector(2, 4).length > 0 ? ownColumns(feature) : header.columns;
    fields = fgbValues(feature.bytes(1), columns);
    const values = fields;
    const raw = () => cutRaw(JSON.stringify(values));
    for (const geometry of geometriesOf(feature, header, bytes.length)) {
      batch.records.push({ line, id: '', geometry, fields: values, raw });
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const reason = fields === null ? 'broken-record' : 'broken-geometry';
    const raw = fields === null ? '' : cutRaw(JSON.stringify(fields));
    batch.unread.push({ line, column: 1, place: error.message.slice(0, 40), reason, params: {}, raw });
  }
}

function ownColumns(feature: FlatTable): FgbColumn[] {
  const tables = feature.tables(2);
  const names = columnNames(
    tables.map((column) => column.text(0)),
    true,
  );
  return tables.map((column, at) => ({ name: names[at], type: column.uint8(1) }));
}

function geometriesOf(feature: FlatTable, header: FgbHeader, bytes: number): (RawGeometry | null)[] {
  const table = feature.table(0);
  const found = table ? fgbGeometries(table, header.geometry, bytes) : [];
  return found.length > 0 ? found : [null];
}
