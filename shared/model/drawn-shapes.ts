/**
 * The polygons and points of an opened geodata file with the system they are in, for whoever measures on them. Owns which layers are read,
 * how a record is called, and that nothing is placed by a guess: the system is the one the file says, or the one given.
 */
import { META_TABLE } from '../formats/geopackage-writer.ts';
import type { OpenedSource } from '../formats/open-file.ts';
import type { LayerInfo } from '../formats/opened-file.ts';
import type { RawGeometry, SourceRecord } from '../formats/source-record.ts';
import { type Crs, CrsError, WGS84 } from '../geo/crs.ts';
import { type PointTransform, transformer } from '../geo/crs-transform.ts';
import type { DrawnPolygon, DrawnPosition } from '../partition/drawn-grids.ts';
import { seenCrs } from './import-describe.ts';
import { looksSwapped } from './import-look.ts';

export interface Shape {
  /** Unique in the file. */
  name: string;
  row: number;
  polygons: readonly DrawnPolygon[];
  point: DrawnPosition | null;
  fields: Record<string, unknown>;
}

export interface ShapeFile {
  format: string;
  /** Of all shapes. */
  crs: Crs;
  /** The file writes the northing first: it was turned round. */
  axesSwapped: boolean;
  shapes: Shape[];
  unreadable: { name: string; row: number }[];
}

export interface ShapeWish {
  /** The layer taken when the file has it, else every layer. */
  usual: string;
  /** Only this layer. */
  layer?: string;
  /** The system, where the file does not say. */
  from?: Crs;
}

/** The opened file stays open. Throws FormatError, CrsError 'crs-unknown', 'crs-mixed'. */
export async function drawnShapes(source: OpenedSource, wish: ShapeWish): Promise<ShapeFile> {
  const file: ShapeFile = {
    format: source.format,
    crs: WGS84,
    axesSwapped: false,
    shapes: [],
    unreadable: [],
  };
  let first = true;
  for (const info of chosenLayers(source, wish)) {
    const records = await layerRecords(source, info.name, file);
    const shapes = records.map((record, at) => shapeOf(record, at));
    const points = somePlaces(shapes);
    if (points.length === 0) {
      file.shapes.push(...shapes);
      continue;
    }
    const crs = systemOf(source, info, points, wish.from);
    const swapped = axesSwapped(crs, points);
    file.axesSwapped ||= swapped;
    if (first) file.crs = crs;
    first = false;
    const carry = transformer(crs, file.crs);
    const same = crs.id === file.crs.id && !swapped;
    file.shapes.push(...(same ? shapes : shapes.map((shape) => carried(shape, carry, swapped))));
  }
  file.shapes = namedApart(file.shapes);
  return file;
}

/** The shape in another system. Long sides are cut first: what is straight in one system is bent in another. */
export function shapeIn(shape: Shape, from: Crs, to: Crs): Shape {
  if (from.id === to.id) return shape;
  const reach = from.unit === 'degree' ? 0.001 : 100;
  const polygons = shape.polygons.map((polygon) => polygon.map((ring) => shortSides(ring, reach)));
  return carried({ ...shape, polygons }, transformer(from, to), false);
}

function chosenLayers({ layers }: OpenedSource, { layer, usual }: ShapeWish): LayerInfo[] {
  const data = layers.filter(({ name }) => name !== META_TABLE);
  if (layer !== undefined) return data.filter(({ name }) => name === layer);
  const known = data.filter(({ name }) => name === usual);
  return known.length > 0 ? known : data;
}

async function layerRecords(source: OpenedSource, layer: string, file: ShapeFile): Promise<SourceRecord[]> {
  const records: SourceRecord[] = [];
  for await (const batch of source.read(layer)) {
    for (const record of batch.records) records.push(record);
    for (const { line } of batch.unread) file.unreadable.push({ name: `#${line}`, row: line });
  }
  return records;
}

function systemOf(source: OpenedSource, info: LayerInfo, points: Float64Array, from: Crs | undefined): Crs {
  const { crs, problem } = seenCrs(source.format, info, points);
  if (from && crs && crs.id !== from.id && info.crs)
    throw new CrsError('crs-mixed', `the layer ${info.name} says it is in ${crs.id}, not ${from.id}`);
  const system = from ?? crs;
  if (system) return system;
  const reason =
    problem?.code === 'crs-unknown'
      ? `the layer ${info.name} names a coordinate system that is not known: ${problem.message}`
      : `the layer ${info.name} does not say its coordinate system`;
  throw new CrsError('crs-unknown', `${reason}; give it with --from`);
}

/** Degrees tell by themselves; metres when they have no place as they stand and have one the other way round. */
function axesSwapped(crs: Crs, points: Float64Array): boolean {
  if (crs.unit === 'degree') return looksSwapped(points);
  const enter = transformer(crs, WGS84);
  const out = [0, 0];
  let straight = 0;
  let turned = 0;
  for (let at = 0; at < points.length; at += 2) {
    if (enter(points[at], points[at + 1], out, 0)) straight++;
    if (enter(points[at + 1], points[at], out, 0)) turned++;
  }
  return straight * 4 < points.length && turned * 4 > points.length;
}

const NAMES = [
  'code',
  'id',
  'name',
  '网格编码',
  '网格编号',
  '编码',
  '编号',
  '网格名称',
  '名称',
  'objectid',
  'fid',
  'gid',
];

function shapeOf({ geometry, fields, id, line }: SourceRecord, at: number): Shape {
  const keys = new Map(Object.keys(fields).map((key) => [key.trim().toLowerCase(), key]));
  let name = '';
  for (const wanted of NAMES) {
    const key = keys.get(wanted);
    const value = key === undefined ? undefined : fields[key];
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    name = String(value).trim();
    if (name !== '') break;
  }
  return {
    name: name || id || `#${at + 1}`,
    row: line,
    polygons: polygonsOf(geometry),
    point: geometry?.type === 'Point' && Array.isArray(geometry.coordinates) ? geometry.coordinates : null,
    fields,
  };
}

/** What is not a list of lists of positions has no ring and is dropped; positions are checked where they are placed. */
function polygonsOf(geometry: RawGeometry | null): DrawnPolygon[] {
  const { type, coordinates } = geometry ?? { type: '', coordinates: null };
  if (!Array.isArray(coordinates)) return [];
  const polygons: unknown[] = type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' ? coordinates : [];
  return polygons
    .map((polygon) => (Array.isArray(polygon) ? polygon.filter(Array.isArray) : []))
    .map((rings) => rings.map((ring) => ring.filter(Array.isArray)))
    .filter((rings) => rings.length > 0);
}

/** The first name stays as it is; those after it say their row. */
function namedApart(shapes: readonly Shape[]): Shape[] {
  const seen = new Set<string>();
  return shapes.map((shape, at) => {
    const name = seen.has(shape.name) ? `${shape.name} #${at + 1}` : shape.name;
    seen.add(name);
    return name === shape.name ? shape : { ...shape, name };
  });
}

const MOST_PLACES = 5000;

function somePlaces(shapes: readonly Shape[]): Float64Array {
  const found: number[] = [];
  const step = Math.max(1, Math.floor(shapes.length / MOST_PLACES));
  for (let i = 0; i < shapes.length; i += step) {
    const [x, y] = shapes[i].polygons.at(0)?.at(0)?.at(0) ?? shapes[i].point ?? [];
    if (typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y))
      found.push(x, y);
  }
  return Float64Array.from(found);
}

function carried(shape: Shape, carry: PointTransform, swapped: boolean): Shape {
  const out = [0, 0];
  const move = ([a, b]: DrawnPosition): DrawnPosition => {
    const [x, y] = swapped ? [b, a] : [a, b];
    if (typeof x !== 'number' || typeof y !== 'number') return [Number.NaN, Number.NaN];
    carry(x, y, out, 0);
    return [out[0], out[1]];
  };
  return {
    ...shape,
    polygons: shape.polygons.map((polygon) => polygon.map((ring) => ring.map(move))),
    point: shape.point && move(shape.point),
  };
}

const MOST_PIECES = 1000;

function shortSides(ring: readonly DrawnPosition[], reach: number): DrawnPosition[] {
  return ring.flatMap((position, at) => {
    const [ax, ay] = position;
    const [bx, by] = ring.at(at + 1) ?? [];
    if (typeof ax !== 'number' || typeof ay !== 'number' || typeof bx !== 'number' || typeof by !== 'number')
      return [position];
    const pieces = Math.min(MOST_PIECES, Math.ceil(Math.hypot(bx - ax, by - ay) / reach)) || 1;
    return Array.from({ length: pieces }, (_, piece) => [
      ax + ((bx - ax) * piece) / pieces,
      ay + ((by - ay) * piece) / pieces,
    ]);
  });
}
