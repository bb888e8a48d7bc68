/**
 * The place of one record: its geometry, or what its columns say, brought to whole 1e-7 degrees of WGS84. Owns reading places from cells and
 * their conversion; whether the shape can be used is import-geometry.ts.
 */
import { isObject, parseLenient } from '../formats/json-record.ts';
import type { RawGeometry, SourceRecord } from '../formats/source-record.ts';
import { readWkt } from '../formats/wkt-reader.ts';
import { WGS84 } from '../geo/crs.ts';
import { type PointTransform, transformer, transformGeometry } from '../geo/crs-transform.ts';
import { type CheckedGeometry, checkGeometry } from './import-geometry.ts';
import type { ColumnChoice, LayerPlan } from './import-plan.ts';
import { type ImportRole, ROLES } from './import-roles.ts';
import { plainText, readNumber } from './import-values.ts';

export interface PlaceCells {
  lng: unknown;
  lat: unknown;
  pair: unknown;
  wkt: unknown;
}

export const NO_CELLS: Readonly<PlaceCells> = {
  lng: undefined,
  lat: undefined,
  pair: undefined,
  wkt: undefined,
};

/** What checks the places of a layer: made once, called for every record. */
export function placeReader(
  plan: Pick<LayerPlan, 'swap' | 'crs' | 'factor'>,
): (geometry: RawGeometry | null, cells: PlaceCells) => CheckedGeometry | null {
  const toDegrees = placeTransform(plan);
  return (geometry, cells) => {
    const raw = rawPlace(geometry, cells);
    if (!raw) return null;
    if (!toDegrees) return checkGeometry(raw, plan.swap);
    return checkGeometry(transformGeometry(toDegrees, raw).geometry, false);
  };
}

/** From the layer's own numbers to degrees; null: they are degrees already (with latitude first where `swap` says so). */
export function placeTransform({
  swap,
  crs,
  factor,
}: Pick<LayerPlan, 'swap' | 'crs' | 'factor'>): PointTransform | null {
  if (crs === null || (crs.definition.form === 'degrees' && factor === 1)) return null;
  const step = transformer(crs, WGS84);
  return (x, y, out, at) =>
    swap ? step(y * factor, x * factor, out, at) : step(x * factor, y * factor, out, at);
}

/** The place of a record as the file has it: its geometry, else what its columns say; null: it has none. */
export function rawPlace(geometry: RawGeometry | null, cells: PlaceCells): RawGeometry | null {
  if (geometry) return geometry;
  const named = geometryCell(cells.wkt) ?? pairCell(cells.pair);
  if (named) return named;
  // Half a place is none.
  if (plainText(cells.lng) === '' || plainText(cells.lat) === '') return null;
  return { type: 'Point', coordinates: [coordinate(cells.lng), coordinate(cells.lat)] };
}

/** NaN for a cell that is there and is no number: the check names it. */
function coordinate(value: unknown): number {
  return typeof value === 'number' ? value : (readNumber(value) ?? Number.NaN);
}

function geometryCell(value: unknown): RawGeometry | null {
  const text = typeof value === 'string' ? value : '';
  const parsed = isObject(value) ? { value } : text.trimStart().startsWith('{') ? parseLenient(text) : null;
  if (parsed && 'value' in parsed && isObject(parsed.value) && typeof parsed.value['type'] === 'string') {
    return { type: parsed.value['type'], coordinates: parsed.value['coordinates'] };
  }
  return text === '' ? null : readWkt(text);
}

/** `[lng, lat]`, `{lng, lat}` or `"lng,lat"`. */
function pairCell(value: unknown): RawGeometry | null {
  if (value === null || value === undefined || value === '') return null;
  if (Array.isArray(value)) return { type: 'Point', coordinates: value };
  if (isObject(value)) {
    if (typeof value['type'] === 'string') return { type: value['type'], coordinates: value['coordinates'] };
    const lng = value['lng'] ?? value['lon'] ?? value['longitude'] ?? value['x'];
    const lat = value['lat'] ?? value['latitude'] ?? value['y'];
    return { type: 'Point', coordinates: [coordinate(lng), coordinate(lat)] };
  }
  const parts = plainText(value)
    .replace(/^[[(]|[\])]$/g, '')
    .split(/[,;\s]+/);
  return { type: 'Point', coordinates: parts.slice(0, 2).map((part) => coordinate(part)) };
}

/** The cells of a record that may hold its place, by what the columns were taken for. */
export function cellsOf(
  role: ImportRole,
  choices: readonly ColumnChoice[],
): (record: SourceRecord) => PlaceCells {
  const { fields } = ROLES[role];
  const columns: [keyof PlaceCells, string][] = [];
  for (const { name, target } of choices) {
    const type = target.to === 'field' ? fields[target.field]?.type : undefined;
    if (type === 'lng' || type === 'lat' || type === 'pair' || type === 'wkt') columns.push([type, name]);
  }
  return (record) => {
    const cells: PlaceCells = { ...NO_CELLS };
    for (const [cell, name] of columns) cells[cell] = record.fields[name];
    return cells;
  };
}

/** Places of records in the file's own numbers, x and y in turn: the first position of each, at most `limit` of them. */
export function rawPlaces(
  records: readonly SourceRecord[],
  role: ImportRole,
  choices: readonly ColumnChoice[],
  limit: number,
): Float64Array {
  const cells = cellsOf(role, choices);
  const found: number[] = [];
  const step = Math.max(1, Math.floor(records.length / limit));
  for (let i = 0; i < records.length && found.length < 2 * limit; i += step) {
    let position: unknown = rawPlace(records[i].geometry, cells(records[i]))?.coordinates;
    while (Array.isArray(position) && Array.isArray(position[0])) position = position[0];
    if (!Array.isArray(position)) continue;
    const [x, y]: unknown[] = position;
    if (typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y))
      found.push(x, y);
  }
  return Float64Array.from(found);
}
