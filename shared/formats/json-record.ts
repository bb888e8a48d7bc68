/**
 * One JSON text as one record: a GeoJSON feature, a bare geometry, or a plain record with coordinates in its
 * fields. Owns that reading only; the shape of the geometry is checked in shared/model.
 */
import { readUtf8 } from '../columns/utf8.ts';
import type { FlatCoordinates } from './flat-coordinates.ts';
import { ObjectScan } from './object-scan.ts';
import { cutRaw, type RawGeometry, type SourceRecord, type UnreadRecord } from './source-record.ts';

const GEOMETRY_TYPES: ReadonlySet<string> = new Set([
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
  'GeometryCollection',
]);

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export interface TextPlace {
  line: number;
  column: number;
  place: string;
}

/** Parses and shapes one record; a broken one comes back with its reason and place. */
export function readJsonRecord(text: string, at: TextPlace): SourceRecord | UnreadRecord {
  const flat = flatFeature(text, at);
  if (flat) return flat;
  const parsed = parseLenient(text);
  if ('error' in parsed) {
    const place = errorPlace(text, parsed.error, at);
    return { ...place, place: at.place, reason: 'broken-json', params: {}, raw: cutRaw(text) };
  }
  if (!isObject(parsed.value)) {
    return { ...at, reason: 'not-a-record', params: {}, raw: cutRaw(text) };
  }
  return shapeRecord(parsed.value, at.line, () => text);
}

const encoder = new TextEncoder();
const scan = new ObjectScan();

/** A feature whose coordinates are read by themselves; null: it has to be read as a whole. */
function flatFeature(text: string, { line }: TextPlace): SourceRecord | null {
  if (!text.includes('"coordinates"')) return null;
  const bytes = encoder.encode(text);
  const from = bytes.indexOf(123);
  if (from < 0 || scan.read(bytes, from) < 0 || !scan.flat) return null;
  const rest = parseStrict(`${readUtf8(bytes, 0, scan.from)}null${readUtf8(bytes, scan.end, bytes.length)}`);
  return isObject(rest) ? shapeFlat(rest, line, () => text, bytes, scan) : null;
}

/**
 * A feature that was parsed with null in place of its coordinates, which stand in bytes[from, end); null: they were not those of its
 * geometry. `text`: the whole of it.
 */
export function shapeFlat(
  value: JsonObject,
  line: number,
  text: () => string,
  bytes: Uint8Array,
  { flat, from, end }: { flat: FlatCoordinates | null; from: number; end: number },
): SourceRecord | null {
  const { type, geometry } = value;
  if (type !== 'Feature' || flat === null || !isObject(geometry)) return null;
  // The key may have been somebody's property.
  if (geometry['coordinates'] !== null || typeof geometry['type'] !== 'string') return null;
  const record = shapeRecord(value, line, text);
  record.geometry = new FlatGeometry(geometry['type'], flat, bytes, from, end);
  return record;
}

/** A geometry whose nested coordinates are parsed again when somebody asks for them. */
class FlatGeometry implements RawGeometry {
  readonly type: string;
  readonly flat: FlatCoordinates;
  private readonly bytes: Uint8Array;
  private readonly from: number;
  private readonly end: number;

  constructor(type: string, flat: FlatCoordinates, bytes: Uint8Array, from: number, end: number) {
    this.type = type;
    this.flat = flat;
    this.bytes = bytes;
    this.from = from;
    this.end = end;
  }

  get coordinates(): unknown {
    return JSON.parse(readUtf8(this.bytes, this.from, this.end));
  }

  /** Written out again it is a plain GeoJSON geometry: a getter alone would be left out. */
  toJSON(): { type: string; coordinates: unknown } {
    return { type: this.type, coordinates: this.coordinates };
  }
}

function parseStrict(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isUnread(record: SourceRecord | UnreadRecord): record is UnreadRecord {
  return 'reason' in record;
}

/** A parsed object as a record: feature, bare geometry or plain record. `text`: what it was parsed from. */
export function shapeRecord(value: JsonObject, line: number, text: () => string): SourceRecord {
  const raw = () => cutRaw(text());
  if (value['type'] === 'Feature' || (isObject(value['properties']) && 'geometry' in value)) {
    const fields = isObject(value['properties']) ? value['properties'] : {};
    const id = value['id'];
    const named = typeof id === 'string' || typeof id === 'number' ? String(id) : '';
    return { line, id: named, geometry: rawGeometry(value['geometry']), fields, raw };
  }
  if (GEOMETRY_TYPES.has(String(value['type'])) && ('coordinates' in value || 'geometries' in value)) {
    return { line, id: '', geometry: rawGeometry(value), fields: {}, raw };
  }
  return { line, id: '', geometry: null, fields: value, raw };
}

function rawGeometry(value: unknown): RawGeometry | null {
  if (!isObject(value) || typeof value['type'] !== 'string') return null;
  return { type: value['type'], coordinates: value['coordinates'] };
}

/** JSON.parse, and NaN / Infinity read as null, as some programs write them against the standard. */
export function parseLenient(text: string): { value: unknown } | { error: Error } {
  try {
    return { value: JSON.parse(text) };
  } catch (cause) {
    const error = cause instanceof Error ? cause : new Error(String(cause));
    if (!/\bNaN\b|\bInfinity\b/.test(text)) return { error };
    const mended = text.replace(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (found) =>
      found.startsWith('"') ? found : 'null',
    );
    try {
      return { value: JSON.parse(mended) };
    } catch {
      return { error };
    }
  }
}

/** The place the engine's message names (`position N`, or `line L column C`), seen from the start of the file. */
export function errorPlace(
  text: string,
  error: Error,
  at: { line: number; column: number },
): { line: number; column: number } {
  const position = /position (\d+)/.exec(error.message);
  const offset = position ? Number(position[1]) : 0;
  const before = text.slice(0, offset);
  const lines = before.split('\n').length - 1;
  const inLine = lines === 0 ? at.column + offset : offset - before.lastIndexOf('\n');
  return { line: at.line + lines, column: inLine };
}
