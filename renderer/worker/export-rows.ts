/**
 * A table or selection as the bytes of a file. Headings and words come from the page in the person's language; the
 * rows are read in slices, so that a million of them never stand in memory as objects.
 */
import * as Comlink from 'comlink';
import type { GeometryColumn } from '../../shared/columns/column.ts';
import { DEGREE } from '../../shared/columns/column.ts';
import { ringsAt } from '../../shared/columns/ring.ts';
import { type Cell, writeCsv } from '../../shared/formats/csv-writer.ts';
import {
  type ExportFeature,
  type ExportGeometry,
  writeGeojson,
} from '../../shared/formats/geojson-writer.ts';
import { writeXlsx } from '../../shared/formats/xlsx-writer.ts';
import { pointOf } from '../../shared/query/record-labels.ts';
import { cellsOf, tableOrder } from '../../shared/query/table-page.ts';
import type { ExportRequest } from './engine-api.ts';
import type { Opened } from './engine-state.ts';

const SLICE = 20_000;

/** What the rows are chosen by. */
type Asked = Pick<Opened, 'community' | 'selection' | 'filter'>;

/** The whole file. Throws FormatError 'sheet-too-long' when a workbook cannot hold the rows. */
export async function exportRows(opened: Asked, request: ExportRequest): Promise<Uint8Array> {
  const { community, selection, filter } = opened;
  const order = tableOrder(community, request, selection, filter);
  const headings = request.columns.map((column) => request.headings[column] ?? column);
  const parts: Uint8Array[] = [];
  if (request.format === 'csv') {
    for (const chunk of writeCsv(headings, shownRows(opened, request, order))) parts.push(chunk);
  } else if (request.format === 'xlsx') {
    for await (const chunk of writeXlsx(request.title, headings, shownRows(opened, request, order)))
      parts.push(chunk);
  } else {
    for (const chunk of writeGeojson(features(opened, request, order))) parts.push(chunk);
  }
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return Comlink.transfer(bytes, [bytes.buffer]);
}

function* slices(opened: Asked, request: ExportRequest, order: Uint32Array) {
  for (let from = 0; from < order.length; from += SLICE) {
    const rows = order.subarray(from, from + SLICE);
    const cells = request.columns.map((column) => cellsOf(opened.community, request.table, column, rows));
    yield { rows, cells };
  }
}

/** Rows as a person reads them: words in their language, labels joined. */
function* shownRows(opened: Asked, request: ExportRequest, order: Uint32Array): Generator<Cell[]> {
  const words = request.columns.map((column) => request.words[column]);
  const shown = (value: Cell, names: Record<string, string> | undefined): Cell => {
    if (!names || typeof value !== 'string') return value;
    return value
      .split(',')
      .map((word) => names[word] ?? word)
      .join('、');
  };
  for (const { rows, cells } of slices(opened, request, order))
    for (let i = 0; i < rows.length; i++) yield cells.map((column, c) => shown(column[i], words[c]));
  if (request.watermark) yield request.columns.map((_, c) => (c === 0 ? (request.watermark ?? '') : ''));
}

/** Features keep the stored codes: they are read by programs. */
function* features(opened: Asked, request: ExportRequest, order: Uint32Array): Generator<ExportFeature> {
  const { community } = opened;
  const table = community.tables[request.table];
  const geometry = Object.values(table?.columns ?? {}).find((column) => column.kind === 'geometry');
  for (const { rows, cells } of slices(opened, request, order))
    for (let i = 0; i < rows.length; i++) {
      const properties: Record<string, Cell> = {};
      request.columns.forEach((column, c) => {
        properties[column] = cells[c][i];
      });
      if (request.watermark) properties['watermark'] = request.watermark;
      const shape = geometry && shapeOf(geometry, rows[i]);
      const point = shape ? null : pointOf(community, request.table, rows[i]);
      yield { geometry: shape || (point && { type: 'Point', coordinates: point }), properties };
    }
}

/** Polygons with their holes, or lines; null for a row without any. */
function shapeOf(column: GeometryColumn, row: number): ExportGeometry | null {
  const rings = ringsAt(column, row);
  if (rings.length === 0) return null;
  const degrees = rings.map(({ coords, role }) => {
    const points: number[][] = [];
    for (let i = 0; i < coords.length; i += 2) points.push([coords[i] / DEGREE, coords[i + 1] / DEGREE]);
    if (column.shape === 'polygon') points.push(points[0]);
    return { points, role };
  });
  if (column.shape === 'line')
    return { type: 'MultiLineString', coordinates: degrees.map((ring) => ring.points) };
  const polygons: number[][][][] = [];
  for (const { points, role } of degrees) {
    if (role === 0 || polygons.length === 0) polygons.push([points]);
    else polygons[polygons.length - 1].push(points);
  }
  return { type: 'MultiPolygon', coordinates: polygons };
}
