/**
 * One record of a file as one row of a role: place, fields, extra columns, references to other records. Owns the
 * reasons why a row is refused and the notes on what was mended; knows nothing of other rows.
 */

import type { Ring } from '../columns/ring.ts';
import type { CellInput } from '../columns/table-builder.ts';
import { isObject, parseLenient } from '../formats/json-record.ts';
import type { RawGeometry, SourceRecord } from '../formats/source-record.ts';
import { readWkt } from '../formats/wkt-reader.ts';
import type { FieldSpec, RoleSpec } from './import-fields.ts';
import { type CheckedGeometry, checkGeometry, insidePoint } from './import-geometry.ts';
import type { LayerPlan, RowNote, RowReason } from './import-plan.ts';
import { ROLES } from './import-roles.ts';
import { type PlainDate, plainText, readDate, readNumber, readWord } from './import-values.ts';

export interface MappedRow {
  line: number;
  id: string;
  /** Whole 1e-7 degrees. */
  point: { lng: number; lat: number } | null;
  rings: Ring[] | null;
  shape: 'point' | 'line' | 'polygon' | null;
  /** Fields of kind text, number and word. */
  values: Record<string, CellInput>;
  dates: Record<string, PlainDate | null>;
  /** Texts that name another record. */
  links: Record<string, string>;
  extra: Record<string, string | number | null>;
  notes: RowNote[];
}

export type RowOutcome = { ok: true; row: MappedRow } | { ok: false; reason: RowReason; detail: string };

interface Reading {
  column: string;
  field: string;
  spec: FieldSpec;
}

/** The reading of one layer: made once, called for every record. */
export function rowMapper(layer: LayerPlan): (record: SourceRecord) => RowOutcome {
  const role = ROLES[layer.role];
  const readings: Reading[] = [];
  const extras: { column: string; type: 'text' | 'number' }[] = [];
  const known = new Set<string>();
  for (const { name, target, type } of layer.choices) {
    known.add(name);
    if (target.to === 'field' && role.fields[target.field]) {
      readings.push({ column: name, field: target.field, spec: role.fields[target.field] });
    } else if (target.to === 'extra') extras.push({ column: name, type });
  }
  return (record) => {
    const row: MappedRow = {
      line: record.line,
      id: record.id,
      point: null,
      rings: null,
      shape: null,
      values: {},
      dates: {},
      links: {},
      extra: {},
      notes: [],
    };
    const place: PlaceCells = { lng: undefined, lat: undefined, pair: undefined, wkt: undefined };
    for (const reading of readings) readField(row, place, reading, record.fields[reading.column]);
    for (const { column, type } of extras) row.extra[column] = extraValue(record.fields[column], type);
    if (role.keepsExtra)
      for (const name in record.fields) if (!known.has(name)) row.notes.push('column-late');
    if (typeof row.values['id'] === 'string' && row.values['id'] !== '') row.id = row.values['id'];
    const checked = placeOf(record.geometry, place, layer.swap);
    if (checked && !checked.ok) return { ok: false, reason: checked.reason, detail: checked.detail };
    return settle(row, checked, layer, role);
  };
}

interface PlaceCells {
  lng: unknown;
  lat: unknown;
  pair: unknown;
  wkt: unknown;
}

function readField(row: MappedRow, place: PlaceCells, reading: Reading, value: unknown): void {
  const { field, spec } = reading;
  switch (spec.type) {
    case 'text':
      row.values[field] = plainText(value);
      return;
    case 'link':
      row.links[field] = plainText(value);
      return;
    case 'number': {
      const number = readNumber(value);
      const believed =
        number !== null && number >= (spec.min ?? -Infinity) && number <= (spec.max ?? Infinity);
      row.values[field] = believed ? number : null;
      if (!believed && plainText(value) !== '') row.notes.push('number-ignored');
      return;
    }
    case 'word': {
      const word = spec.words ? readWord(value, spec.words) : plainText(value);
      row.values[field] = word ?? '';
      if (word === null) row.notes.push('word-unknown');
      return;
    }
    case 'date':
    case 'birth':
      row.dates[field] = readDate(value);
      if (row.dates[field] === null && plainText(value) !== '') row.notes.push('date-ignored');
      return;
    default:
      place[spec.type] = value;
  }
}

function extraValue(value: unknown, type: 'text' | 'number'): string | number | null {
  return type === 'number' ? readNumber(value) : plainText(value);
}

/** The place of a record: its geometry, else what its columns say; null: it has none. */
function placeOf(geometry: RawGeometry | null, cells: PlaceCells, swap: boolean): CheckedGeometry | null {
  if (geometry) return checkGeometry(geometry, swap);
  const named = geometryCell(cells.wkt) ?? pairCell(cells.pair);
  if (named) return checkGeometry(named, swap);
  const lng = plainText(cells.lng);
  const lat = plainText(cells.lat);
  // Half a place is none.
  if (lng === '' || lat === '') return null;
  const position = [coordinate(cells.lng), coordinate(cells.lat)];
  return checkGeometry({ type: 'Point', coordinates: position }, swap);
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

/** Puts the place into the row as its role needs it, or says why the row cannot be used. */
function settle(
  row: MappedRow,
  checked: CheckedGeometry | null,
  layer: LayerPlan,
  role: RoleSpec,
): RowOutcome {
  const refuse = (reason: RowReason, detail = ''): RowOutcome => ({ ok: false, reason, detail });
  const nameless = layer.role === 'residents' && !row.values['name'] && !row.values['idNumber'] && !row.id;
  if (nameless) return refuse('missing-name');
  if (checked?.ok) {
    row.shape = checked.kind;
    if (checked.kind === 'point') row.point = { lng: checked.lng, lat: checked.lat };
    else {
      row.rings = checked.rings;
      if (checked.closed && checked.kind === 'polygon') row.notes.push('ring-closed');
      if (checked.kind === 'polygon') row.point = insidePoint(checked.rings);
    }
  }
  switch (layer.role) {
    case 'buildings':
      if (row.shape === 'line' || (row.shape === 'point' && layer.format.startsWith('geojson')))
        return refuse('needs-polygon', row.shape);
      if (row.point === null) return refuse('no-geometry');
      if (row.shape === 'point') row.notes.push('no-footprint');
      setHeight(row);
      return { ok: true, row };
    case 'basemap':
      if (row.shape === null) return refuse('no-geometry');
      return row.shape === 'point' ? refuse('needs-polygon', 'point') : { ok: true, row };
    case 'places':
      if (row.shape === 'line') return refuse('needs-point', 'line');
      return row.point === null ? refuse('no-geometry') : { ok: true, row };
    case 'devices': {
      if (row.shape === 'line') return refuse('needs-point', 'line');
      const linked = Boolean(row.links['building'] || row.links['home']);
      return row.point === null && !linked ? refuse('missing-place') : { ok: true, row };
    }
    case 'homes': {
      const placed = Boolean(row.links['building'] || row.id);
      return placed ? { ok: true, row } : refuse('missing-place');
    }
    case 'residents':
      return role.table === 'residents' ? { ok: true, row } : refuse('missing-place');
  }
}

/** Metres a floor counts for where only floors are known (GB 50096 asks 2.8 m clear storey height at least). */
const FLOOR_HEIGHT = 3;
/** A building of unknown height is drawn like two floors. */
const UNKNOWN_HEIGHT = 6;

function setHeight(row: MappedRow): void {
  if (typeof row.values['height'] === 'number') return;
  const floors = row.values['floors'];
  if (typeof floors === 'number') row.values['height'] = Math.round(floors) * FLOOR_HEIGHT;
  else {
    row.values['height'] = UNKNOWN_HEIGHT;
    row.notes.push('height-assumed');
  }
}
