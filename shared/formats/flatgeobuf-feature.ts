/**
 * One feature of a FlatGeobuf: its geometry and its values. Owns the meaning of the tables (fbs of FlatGeobuf 3); throws
 * RangeError where they lead outside of the feature, `null` geometry types are curves that are not read.
 */
import type { FlatTable } from './flatbuffer-table.ts';
import { hasThreePlaces, joinShapes, type SimpleShape } from './geometry-parts.ts';
import type { FieldType } from './opened-file.ts';
import type { RawGeometry } from './source-record.ts';

export interface FgbColumn {
  name: string;
  type: number;
}

export type FgbValue = string | number | boolean | null;

const BYTE = 0;
const BOOL = 2;
const DOUBLE = 10;
const BINARY = 14;
/** Bytes of a value by column type; 0: a length and bytes follow. */
const WIDTHS = [1, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 0, 0, 0, 0];
const decoder = new TextDecoder();

export function fgbFieldType(type: number): FieldType {
  if (type === BOOL) return 'boolean';
  if (type >= BYTE && type < 9) return 'integer';
  return type === 9 || type === DOUBLE ? 'number' : 'text';
}

/** Binary columns hold pictures and the like: they are left out. */
export function isReadFgbColumn({ type }: FgbColumn): boolean {
  return type >= BYTE && type < BINARY;
}

/** Values by name, null where the feature has none. Throws RangeError. */
export function fgbValues(bytes: Uint8Array, columns: readonly FgbColumn[]): Record<string, FgbValue> {
  const values: Record<string, FgbValue> = Object.create(null);
  for (const column of columns) if (isReadFgbColumn(column)) values[column.name] = null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const column = columns[view.getUint16(at, true)];
    if (!column || column.type > BINARY) throw new RangeError('column');
    at += 2;
    let width = WIDTHS[column.type];
    if (width === 0) {
      width = view.getUint32(at, true);
      at += 4;
    }
    if (at + width > bytes.length) throw new RangeError('value');
    if (isReadFgbColumn(column)) values[column.name] = cellOf(view, at, width, column.type);
    at += width;
  }
  return values;
}

function cellOf(view: DataView, at: number, width: number, type: number): FgbValue {
  switch (type) {
    case 0:
      return view.getInt8(at);
    case 1:
      return view.getUint8(at);
    case 2:
      return view.getUint8(at) !== 0;
    case 3:
      return view.getInt16(at, true);
    case 4:
      return view.getUint16(at, true);
    case 5:
      return view.getInt32(at, true);
    case 6:
      return view.getUint32(at, true);
    case 7:
      return whole(view.getBigInt64(at, true));
    case 8:
      return whole(view.getBigUint64(at, true));
    case 9:
      // The shortest number that is this float: 0.1 and not 0.10000000149.
      return finite(Number(view.getFloat32(at, true).toPrecision(7)));
    case 10:
      return finite(view.getFloat64(at, true));
    default:
      return decoder.decode(new Uint8Array(view.buffer, view.byteOffset + at, width));
  }
}

/** A whole number that a double cannot hold stays text. */
function whole(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value.toString();
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Parts that one feature may hold, nested ones too: the same table may be pointed to many times. */
interface Budget {
  numbers: number;
}

/**
 * Geometries of a feature: one, or one for each kind of a mixed collection. Throws RangeError for what does not fit in the
 * feature, is not a number, or is a curve. `bytes`: size of the feature.
 */
export function fgbGeometries(table: FlatTable, type: number, bytes: number): RawGeometry[] {
  const shapes: SimpleShape[] = [];
  const budget: Budget = { numbers: bytes / 2 };
  addShapes(table, type === 0 ? table.uint8(6) : type, shapes, budget, 0);
  const declared = type === 0 ? table.uint8(6) : type;
  if (shapes.length > 0 && declared >= 4 && declared <= 6) {
    // A Multi type of one part stays what it is.
    return [{ type: `Multi${shapes[0].kind}`, coordinates: shapes.map(({ coordinates }) => coordinates) }];
  }
  return joinShapes(shapes);
}

function addShapes(
  table: FlatTable,
  type: number,
  shapes: SimpleShape[],
  budget: Budget,
  depth: number,
): void {
  if (depth > 4 || --budget.numbers < 0) throw new RangeError('parts');
  switch (type) {
    case 1:
    case 4:
      for (const position of positionsOf(table, budget))
        shapes.push({ kind: 'Point', coordinates: position });
      return;
    case 2:
    case 5:
      for (const line of cut(table, positionsOf(table, budget))) {
        if (line.length < 2) throw new RangeError('line');
        shapes.push({ kind: 'LineString', coordinates: line });
      }
      return;
    case 3:
    case 17:
      addPolygon(table, shapes, budget);
      return;
    // Collections: polygons, geometries, surfaces of polygons, surfaces of triangles.
    case 6:
    case 7:
    case 15:
    case 16:
      for (const part of table.tables(7)) {
        const own = part.uint8(6);
        const kind = type === 7 ? own : type === 16 ? 17 : 3;
        addShapes(part, kind, shapes, budget, depth + 1);
      }
      return;
    default:
      throw new RangeError(`type ${type}`);
  }
}

function addPolygon(table: FlatTable, shapes: SimpleShape[], budget: Budget): void {
  const rings = cut(table, positionsOf(table, budget)).filter((ring) => ring.length > 0);
  if (rings.length === 0) return;
  for (const ring of rings) {
    if (!hasThreePlaces(ring)) throw new RangeError('ring');
  }
  shapes.push({ kind: 'Polygon', coordinates: rings });
}

function positionsOf(table: FlatTable, budget: Budget): number[][] {
  budget.numbers -= table.vector(1, 8).length;
  if (budget.numbers < 0) throw new RangeError('parts');
  const xy = table.doubles(1);
  const z = table.doubles(2);
  const withZ = z.length > 0 && z.length * 2 === xy.length && z.every((value) => Number.isFinite(value));
  if (xy.length % 2 !== 0 || !xy.every((value) => Number.isFinite(value)))
    throw new RangeError('coordinates');
  const positions: number[][] = [];
  for (let i = 0; i < xy.length; i += 2) {
    positions.push(withZ ? [xy[i], xy[i + 1], z[i / 2]] : [xy[i], xy[i + 1]]);
  }
  return positions;
}

/** Parts of a line or polygon: `ends` counts vertices. */
function cut(table: FlatTable, positions: number[][]): number[][][] {
  const ends = table.uint32s(0);
  if (ends.length === 0) return positions.length > 0 ? [positions] : [];
  let from = 0;
  const parts = ends.map((end) => {
    if (end < from || end > positions.length) throw new RangeError('ends');
    const part = positions.slice(from, end);
    from = end;
    return part;
  });
  if (from !== positions.length) throw new RangeError('ends');
  return parts;
}
