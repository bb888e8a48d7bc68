/**
 * One record of a file as one row of a role: place, fields, extra columns, references to other records. Owns the
 * reasons why a row is refused and the notes on what was mended; knows nothing of other rows.
 */

import type { Ring } from '../columns/ring.ts';
import type { CellInput } from '../columns/table-builder.ts';
import { fieldOf, type SourceRecord } from '../formats/source-record.ts';
import type { FieldSpec, RoleSpec } from './import-fields.ts';
import { type CheckedGeometry, insidePoint, isInside } from './import-geometry.ts';
import { NO_CELLS, type PlaceCells, placeReader } from './import-place.ts';
import type { LayerPlan, RowNote, RowReason } from './import-plan.ts';
import { ROLES } from './import-roles.ts';
import {
  type PlainDate,
  plainText,
  readDate,
  readNumber,
  readTags,
  readTime,
  readWord,
} from './import-values.ts';

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
  /** What a person says that values of this column mean. */
  words: ReadonlyMap<string, string> | null;
}

/** Told of every value of a word column that is not understood. */
type OnUnknownWord = (column: string, value: string) => void;

/** The reading of one layer: made once, called for every record. */
export function rowMapper(
  layer: LayerPlan,
  onUnknown: OnUnknownWord = () => {},
): (record: SourceRecord) => RowOutcome {
  const role = ROLES[layer.role];
  const readings: Reading[] = [];
  const extras: { column: string; type: 'text' | 'number' }[] = [];
  const known = new Set<string>();
  for (const { name, target, type, words } of layer.choices) {
    known.add(name);
    if (target.to === 'field' && role.fields[target.field]) {
      const chosen = words?.length ? new Map(words.map(({ value, word }) => [value, word])) : null;
      readings.push({ column: name, field: target.field, spec: role.fields[target.field], words: chosen });
    } else if (target.to === 'extra') extras.push({ column: name, type });
  }
  const readPlace = placeReader(layer);
  // Columns of files may be called anything; an object without a prototype costs more than the row.
  const odd = extras.some(({ column }) => column === '__proto__');
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
      extra: odd ? Object.create(null) : {},
      notes: [],
    };
    const place: PlaceCells = { ...NO_CELLS };
    for (const reading of readings)
      readField(row, place, reading, fieldOf(record, reading.column), onUnknown);
    for (const { column, type } of extras) row.extra[column] = extraValue(fieldOf(record, column), type);
    if (role.keepsExtra)
      for (const name in record.fields) if (!known.has(name)) row.notes.push('column-late');
    const stated = role.keys.length > 0 ? row.values[role.keys[0]] : undefined;
    if (typeof stated === 'string' && stated !== '') row.id = stated;
    const checked = readPlace(record.geometry, place);
    if (checked && !checked.ok) return { ok: false, reason: checked.reason, detail: checked.detail };
    const placed = place.lng !== undefined && place.lat !== undefined;
    if (placed && role.place === 'building' && checked?.ok && checked.kind === 'polygon') {
      const stated = readPlace(null, { ...NO_CELLS, lng: place.lng, lat: place.lat });
      if (stated?.ok && stated.kind === 'point' && isInside(checked.rings, stated)) row.point = stated;
    }
    return settle(row, checked, layer, role);
  };
}

function readField(
  row: MappedRow,
  place: PlaceCells,
  reading: Reading,
  value: unknown,
  onUnknown: OnUnknownWord,
): void {
  const { field, spec } = reading;
  switch (spec.type) {
    case 'text':
      row.values[field] = spec.verbatim && typeof value === 'string' ? value : plainText(value);
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
      const chosen = reading.words?.get(plainText(value));
      const word = chosen ?? (spec.words ? readWord(value, spec.words) : plainText(value));
      row.values[field] = word ?? '';
      if (word === null) {
        row.notes.push('word-unknown');
        onUnknown(reading.column, plainText(value));
      }
      return;
    }
    case 'time':
      row.values[field] = readTime(value);
      if (row.values[field] === 0 && plainText(value) !== '') row.notes.push('date-ignored');
      return;
    case 'tags':
      row.values[field] = readTags(value);
      return;
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
      if (checked.kind === 'polygon') row.point ??= insidePoint(checked.rings);
    }
  }
  const named = (field: string) => Boolean(row.values[field] || row.links[field]);
  const lacking = role.needs?.find((field) => !named(field));
  if (lacking !== undefined)
    return refuse(role.fields[lacking].type === 'link' ? 'missing-link' : 'missing-name');
  return placeRefusal(row, layer, role) ?? { ok: true, row };
}

/** Why the place of a row does not do for its role; null: it does. */
function placeRefusal(row: MappedRow, layer: LayerPlan, role: RoleSpec): RowOutcome | null {
  const refuse = (reason: RowReason, detail = ''): RowOutcome => ({ ok: false, reason, detail });
  switch (role.place) {
    case 'outline':
      return row.shape === 'point' || row.shape === 'line' ? refuse('needs-polygon', row.shape) : null;
    case 'building':
      if (row.shape === 'line' || (row.shape === 'point' && layer.format.startsWith('geojson')))
        return refuse('needs-polygon', row.shape);
      if (row.point === null) return refuse('no-geometry');
      if (row.shape === 'point') row.notes.push('no-footprint');
      setHeight(row);
      return null;
    case 'ground':
      if (row.shape === null) return refuse('no-geometry');
      return row.shape === 'point' ? refuse('needs-polygon', 'point') : null;
    case 'point':
      if (row.shape === 'line') return refuse('needs-point', 'line');
      return row.point === null ? refuse('no-geometry') : null;
    case 'linked': {
      if (row.shape === 'line') return refuse('needs-point', 'line');
      const linked = Object.entries(role.fields).some(
        ([field, { target }]) => target && Boolean(row.links[field]),
      );
      return row.point === null && !linked ? refuse('missing-place') : null;
    }
    case 'home':
      return row.links['building'] || row.id ? null : refuse('missing-place');
    case 'free':
      return row.shape === 'line' ? refuse('needs-point', 'line') : null;
    case 'none':
      return null;
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
