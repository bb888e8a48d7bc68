/**
 * The rows of a community in the exchange layout: references instead of row numbers, words as codes, dates as ISO text, geometry in
 * degrees WGS84. Owns the values; the layout is exchange-layout.ts and the files exchange-files.ts. Yields row by row, so that a
 * million of them never stand in memory.
 */
import { numberAt, tagsAt, textAt, wordAt } from '../columns/cell.ts';
import {
  type Column,
  DEGREE,
  type GeometryColumn,
  type NumberColumn,
  type Table,
} from '../columns/column.ts';
import { ringsAt } from '../columns/ring.ts';
import type { RawGeometry } from '../formats/source-record.ts';
import { type CommunityBundle, NO_GRID } from './bundle.ts';
import { type ExchangeField, exchangeLayer } from './exchange-layout.ts';
import { type ImportRole, ROLES } from './import-roles.ts';
import { NOWHERE } from './import-values.ts';
import { TABLES, type TableName } from './tables.ts';

export type ExchangeValue = string | number | null;

export interface ExchangeRow {
  geometry: RawGeometry | null;
  /** One per field. */
  values: ExchangeValue[];
}

/** What of a community goes out. */
export interface ExchangeChoice {
  tables: readonly TableName[];
  personal: boolean;
}

export interface ExchangeTable {
  table: TableName;
  rows: number;
  fields: ExchangeField[];
  /** Columns of a table of places that came with its file: kept as they are. */
  extras: string[];
  each(): Generator<ExchangeRow>;
}

/** The chosen tables that hold anything, in the order of the layout. Each can be gone through more than once. */
export function exchangeTables(bundle: CommunityBundle, choice: ExchangeChoice): ExchangeTable[] {
  return choice.tables.flatMap((name): ExchangeTable[] => {
    const table = bundle.tables[name];
    if (!table || table.rows === 0) return [];
    const fields = exchangeLayer(name).fields.filter(({ personal }) => choice.personal || !personal);
    const extras = name === 'places' ? Object.keys(table.columns).filter(isExtra) : [];
    return [
      {
        table: name,
        rows: table.rows,
        fields,
        extras,
        each: () => rowsOf(bundle, table, fields, extras, choice),
      },
    ];
  });
}

function isExtra(column: string): boolean {
  return !Object.hasOwn(TABLES.places.columns, column);
}

function* rowsOf(
  bundle: CommunityBundle,
  table: Table,
  fields: readonly ExchangeField[],
  extras: readonly string[],
  { personal }: ExchangeChoice,
): Generator<ExchangeRow> {
  const readers = [
    ...fields.map((field) => reader(bundle, table, field, personal)),
    ...extras.map((name) => plain(table.columns[name])),
  ];
  const shape = shapeReader(table);
  const linked = ROLES[table.name as ImportRole].place === 'linked';
  const links = linked ? fields.flatMap(({ target }, at) => (target ? [at] : [])) : [];
  for (let row = 0; row < table.rows; row++) {
    const geometry = shape(row);
    const values = readers.map((read) => read(row));
    // A record that stands nowhere says so: an empty row would be taken for an unfinished one.
    if (!geometry && links.length > 0 && links.every((at) => values[at] === null)) values[links[0]] = NOWHERE;
    yield { geometry, values };
  }
}

type Reader = (row: number) => ExchangeValue;

function reader(bundle: CommunityBundle, table: Table, field: ExchangeField, personal: boolean): Reader {
  if (field.column === null) return gridReader(bundle);
  const column = table.columns[field.column];
  if (!column) return () => null;
  switch (field.type) {
    case 'birth':
      return birthReader(table, personal);
    case 'link':
      return linkReader(bundle, column, field);
    case 'date':
      return (row) => isoDate(numberIn(column, row));
    case 'time':
      return (row) => isoTime(numberIn(column, row));
    case 'tags':
      return (row) => (column.kind === 'tags' ? tagsAt(column, row, table.rows).join(';') || null : null);
    case 'real':
      if (field.column === 'lng' || field.column === 'lat') return (row) => degrees(numberIn(column, row));
      return plain(column);
    default:
      return plain(column);
  }
}

function plain(column: Column): Reader {
  switch (column.kind) {
    case 'text':
    case 'packed':
      return (row) => textAt(column, row) || null;
    case 'dict':
      return (row) => wordAt(column, row) || null;
    case 'number':
      return column.type === 'f32'
        ? (row) => shortest(numberAt(column, row))
        : (row) => numberAt(column, row);
    default:
      return () => null;
  }
}

function numberIn(column: Column, row: number): number | null {
  return column.kind === 'number' ? numberAt(column, row) : null;
}

/** The shortest decimal that is the same 32-bit number. */
function shortest(value: number | null): number | null {
  if (value === null || Number.isInteger(value)) return value;
  for (let digits = 5; digits < 10; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return text;
  }
  return value;
}

function degrees(value: number | null): number | null {
  return value === null ? null : value / DEGREE;
}

function isoDate(day: number | null): string | null {
  return day === null ? null : new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function isoTime(seconds: number | null): string | null {
  return seconds === null ? null : `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

/** The day is told only with the personal columns. */
function birthReader(table: Table, personal: boolean): Reader {
  const [year, month, day] = ['birthYear', 'birthMonth', 'birthDay'].map((name) => table.columns[name]);
  const two = (value: number) => String(value).padStart(2, '0');
  return (row) => {
    const y = numberIn(year, row) ?? 0;
    const m = month ? (numberIn(month, row) ?? 0) : 0;
    const d = personal && day ? (numberIn(day, row) ?? 0) : 0;
    if (y === 0) return null;
    if (m === 0) return String(y);
    return d === 0 ? `${y}-${two(m)}` : `${y}-${two(m)}-${two(d)}`;
  };
}

/** Where records of a table are known by. */
const KNOWN_BY: Partial<Record<TableName, string>> = { areas: 'code', grids: 'code', entrances: 'label' };

function linkReader(bundle: CommunityBundle, column: Column, { target }: ExchangeField): Reader {
  const other = target ? bundle.tables[target] : undefined;
  const named = target ? other?.columns[KNOWN_BY[target] ?? 'id'] : undefined;
  if (!named) return () => null;
  const read = plain(named);
  return (row) => {
    const linked = numberIn(column, row);
    return linked === null ? null : read(linked);
  };
}

function gridReader({ tables, plan }: CommunityBundle): Reader {
  const code = tables.grids?.columns['code'];
  const read = code ? plain(code) : () => null;
  return (row) => {
    const grid = plan.gridOfBuilding[row] ?? NO_GRID;
    return grid === NO_GRID ? NOWHERE : read(grid);
  };
}

function shapeReader(table: Table): (row: number) => RawGeometry | null {
  const shapes = Object.values(table.columns).filter((column) => column.kind === 'geometry');
  const { lng, lat } = table.columns as Record<string, NumberColumn | undefined>;
  return (row) => {
    for (const column of shapes) {
      if (column.rowRings[row + 1] > column.rowRings[row]) return shapeAt(column, row);
    }
    if (shapes.length > 0 || !lng || !lat) return null;
    const x = degrees(numberAt(lng, row));
    const y = degrees(numberAt(lat, row));
    return x === null || y === null ? null : { type: 'Point', coordinates: [x, y] };
  };
}

/** The row's shape in degrees: always the MULTI form, so that a layer has one type. */
function shapeAt(column: GeometryColumn, row: number): RawGeometry {
  const lines = ringsAt(column, row).map(({ coords, role }) => {
    const points: number[][] = [];
    for (let i = 0; i < coords.length; i += 2) points.push([coords[i] / DEGREE, coords[i + 1] / DEGREE]);
    return { points, role };
  });
  if (column.shape === 'line')
    return { type: 'MultiLineString', coordinates: lines.map(({ points }) => points) };
  const polygons: number[][][][] = [];
  for (const { points, role } of lines) {
    const ring = [...points, points[0]];
    if (role === 0 || polygons.length === 0) polygons.push([ring]);
    else polygons[polygons.length - 1].push(ring);
  }
  return { type: 'MultiPolygon', coordinates: polygons };
}
