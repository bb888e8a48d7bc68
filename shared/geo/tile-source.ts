/**
 * What tiles are cut from: the geometry and point columns of a table on the Web Mercator unit square (x to the east,
 * y to the south, 0..1) with a spatial index. Owns projection and look-up; cutting is tiler.ts.
 */
import Flatbush from 'flatbush';
import { DEGREE, type GeometryColumn, NO_COORDINATE, type Table } from '../columns/column.ts';

const utf8 = new TextDecoder();

/** Longitude in degrees to the unit square. */
export const mercatorX = (lng: number): number => (lng + 180) / 360;
/** Latitude in degrees to the unit square (EPSG:3857). */
export function mercatorY(lat: number): number {
  const sine = Math.sin((lat * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

/** The text or word of one cell; '' when the column is absent. */
export function textOf(table: Table, column: string, row: number): string {
  const data = table.columns[column];
  if (data?.kind === 'dict') return data.words[data.codes[row]] ?? '';
  if (data?.kind !== 'text') return '';
  return utf8.decode(data.bytes.subarray(data.offsets[row], data.offsets[row + 1]));
}

/** The number of one cell; `fallback` when the column is absent or the value is its sentinel. */
export function numberOf(table: Table, column: string, row: number, fallback = 0): number {
  const data = table.columns[column];
  if (data?.kind !== 'number') return fallback;
  const value = data.values[row];
  return value === data.missing ? fallback : value;
}

/** Rows whose bounding box meets the box, ascending. */
export interface RowIndex {
  within(west: number, north: number, east: number, south: number): number[];
}

function indexOf(rows: Int32Array, boxes: Float64Array): RowIndex {
  if (rows.length === 0) return { within: () => [] };
  const index = new Flatbush(rows.length, 16, Float64Array);
  for (let i = 0; i < rows.length; i++)
    index.add(boxes[4 * i], boxes[4 * i + 1], boxes[4 * i + 2], boxes[4 * i + 3]);
  index.finish();
  return {
    within: (west, north, east, south) =>
      index
        .search(west, north, east, south)
        .map((i) => rows[i])
        .sort((a, b) => a - b),
  };
}

export interface ShapeSource extends RowIndex {
  geometry: GeometryColumn;
  /** x, y per vertex on the unit square. */
  xy: Float64Array;
}

/** Projects and indexes a geometry column; null when the table has none. */
export function shapeSource(table: Table | undefined, column: string): ShapeSource | null {
  const geometry = table?.columns[column];
  if (!table || geometry?.kind !== 'geometry') return null;
  const { coords, ringVertices, rowRings } = geometry;
  const xy = new Float64Array(coords.length);
  for (let i = 0; i < coords.length; i += 2) {
    xy[i] = mercatorX(coords[i] / DEGREE);
    xy[i + 1] = mercatorY(coords[i + 1] / DEGREE);
  }
  const rows: number[] = [];
  const boxes: number[] = [];
  for (let row = 0; row < table.rows; row++) {
    const from = ringVertices[rowRings[row]];
    const to = ringVertices[rowRings[row + 1]];
    if (to <= from) continue;
    let [west, north, east, south] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let v = from; v < to; v++) {
      const x = xy[2 * v];
      const y = xy[2 * v + 1];
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < north) north = y;
      if (y > south) south = y;
    }
    rows.push(row);
    boxes.push(west, north, east, south);
  }
  return { geometry, xy, ...indexOf(Int32Array.from(rows), Float64Array.from(boxes)) };
}

export interface PointSource extends RowIndex {
  x: Float64Array;
  y: Float64Array;
}

/** Projects and indexes the lng, lat columns of a table; null when it has none. */
export function pointSource(table: Table | undefined): PointSource | null {
  const lng = table?.columns['lng'];
  const lat = table?.columns['lat'];
  if (!table || lng?.kind !== 'number' || lat?.kind !== 'number') return null;
  const x = new Float64Array(table.rows);
  const y = new Float64Array(table.rows);
  const rows: number[] = [];
  const boxes: number[] = [];
  for (let row = 0; row < table.rows; row++) {
    if (lng.values[row] === NO_COORDINATE || lat.values[row] === NO_COORDINATE) continue;
    x[row] = mercatorX(lng.values[row] / DEGREE);
    y[row] = mercatorY(lat.values[row] / DEGREE);
    rows.push(row);
    boxes.push(x[row], y[row], x[row], y[row]);
  }
  return { x, y, ...indexOf(Int32Array.from(rows), Float64Array.from(boxes)) };
}
