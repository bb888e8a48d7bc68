/**
 * Two tables one after the other, column by column: how imported rows join the rows that are there. Owns the joining
 * of every column kind; links of the second table are shifted by the caller.
 */
import { tagLanes } from '../columns/cell.ts';
import type {
  Column,
  DictColumn,
  GeometryColumn,
  NumberColumn,
  Table,
  TagsColumn,
  TextColumn,
} from '../columns/column.ts';
import { ColumnError } from '../columns/column-error.ts';
import { newNumbers } from '../columns/number-array.ts';
import { plainText } from '../columns/packed-text.ts';
import { TableBuilder } from '../columns/table-builder.ts';
import { TABLES, type TableName } from './tables.ts';

/** Rows of `first`, then of `second` (whose arrays may be taken over); a column that only one has is "not known" in the rows of the other. */
export function concatTables(first: Table, second: Table): Table {
  if (second.rows === 0) return first;
  const columns: Record<string, Column> = {};
  for (const name of new Set([...Object.keys(first.columns), ...Object.keys(second.columns)])) {
    const a = first.columns[name] ?? blankColumn(second.columns[name], first.rows);
    const b = second.columns[name] ?? blankColumn(first.columns[name], second.rows);
    columns[name] = concatColumns(a, b, first.rows, second.rows, first.name, name);
  }
  return { name: first.name, rows: first.rows + second.rows, columns };
}

/** Cells of `b` mean in `a` what they mean in `b`. */
function sameShape(a: Column, b: Column): boolean {
  const starts = (long: readonly string[], short: readonly string[]) =>
    short.length <= long.length && short.every((word, i) => word === long[i]);
  if (a.kind === 'number' && b.kind === 'number') return a.type === b.type && a.missing === b.missing;
  if (a.kind === 'dict' && b.kind === 'dict') return starts(b.words, a.words);
  if (a.kind === 'tags' && b.kind === 'tags') return starts(b.names, a.names);
  if (a.kind === 'geometry' && b.kind === 'geometry') return a.shape === b.shape;
  return a.kind === 'text' && b.kind === 'text';
}

/**
 * The table with every core column of the model: one that was kept before the model had a column says nothing in it. Columns of persons are
 * left as they are: where they are closed, a blank one would pass for what they hold.
 */
export function wholeTable(table: Table): Table {
  const name = table.name as TableName;
  const missing = Object.entries(TABLES[name].columns).filter(
    ([column, spec]) => spec.class === 'core' && !(column in table.columns),
  );
  if (missing.length === 0) return table;
  const like = new TableBuilder(name).finish();
  const columns = { ...table.columns };
  for (const [column] of missing) columns[column] = blankColumn(like.columns[column], table.rows);
  return { ...table, columns };
}

/** A column like `like` in which nothing is known. */
function blankColumn(like: Column, rows: number): Column {
  switch (like.kind) {
    case 'number': {
      const values = newNumbers(like.type, rows);
      values.fill(like.missing ?? (like.type === 'f32' || like.type === 'f64' ? Number.NaN : 0));
      return { ...like, values };
    }
    case 'dict':
      return { kind: 'dict', codes: new Uint8Array(rows), words: [''] };
    case 'text':
    case 'packed':
      return { kind: 'text', bytes: new Uint8Array(0), offsets: new Uint32Array(rows + 1) };
    case 'tags':
      return { kind: 'tags', masks: new Uint32Array(tagLanes(like) * rows), names: like.names };
    case 'geometry':
      return {
        kind: 'geometry',
        shape: like.shape,
        coords: new Int32Array(0),
        ringVertices: new Uint32Array(1),
        rowRings: new Uint32Array(rows + 1),
        ringRole: new Uint8Array(0),
      };
  }
}

function concatColumns(
  a: Column,
  b: Column,
  aRows: number,
  bRows: number,
  table: string,
  name: string,
): Column {
  if (aRows === 0 && sameShape(a, b)) return b;
  if (a.kind === 'number' && b.kind === 'number') return concatNumbers(a, b);
  if (a.kind === 'dict' && b.kind === 'dict') return concatDicts(a, b);
  if (a.kind === 'text' && b.kind === 'text') return concatTexts(a, b);
  if (a.kind === 'tags' && b.kind === 'tags') return concatTags(a, b, aRows, bRows);
  if (a.kind === 'geometry' && b.kind === 'geometry') return concatGeometry(a, b);
  if (isText(a) || isText(b)) return concatTexts(asText(a, aRows), asText(b, bRows));
  throw new ColumnError('wrong-kind', table, name, `${a.kind} and ${b.kind}`);
}

const isText = (column: Column) => column.kind === 'text' || column.kind === 'packed';

/** A column of numbers as text, where an extra column is a number in one import and text in another. */
function asText(column: Column, rows: number): TextColumn {
  if (column.kind === 'text') return column;
  if (column.kind === 'packed') return plainText(column);
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  const offsets = new Uint32Array(rows + 1);
  for (let row = 0; row < rows; row++) {
    const value =
      column.kind === 'number'
        ? column.values[row]
        : column.kind === 'dict'
          ? column.words[column.codes[row]]
          : '';
    const known =
      typeof value === 'string' ||
      (!Number.isNaN(value) && !(column.kind === 'number' && value === column.missing));
    const bytes = encoder.encode(known ? String(value) : '');
    parts.push(bytes);
    offsets[row + 1] = offsets[row] + bytes.length;
  }
  const all = new Uint8Array(offsets[rows]);
  for (let row = 0; row < rows; row++) all.set(parts[row], offsets[row]);
  return { kind: 'text', bytes: all, offsets };
}

function concatNumbers(a: NumberColumn, b: NumberColumn): NumberColumn {
  const values = newNumbers(a.type, a.values.length + b.values.length);
  values.set(a.values);
  values.set(b.values, a.values.length);
  return { ...a, values };
}

function concatDicts(a: DictColumn, b: DictColumn): DictColumn {
  const words = [...a.words];
  const codeOf = new Map(words.map((word, code) => [word, code]));
  const codes = b.words.map((word) => {
    const known = codeOf.get(word);
    if (known !== undefined) return known;
    codeOf.set(word, words.length);
    return words.push(word) - 1;
  });
  const length = a.codes.length + b.codes.length;
  const joined =
    words.length <= 0x100
      ? new Uint8Array(length)
      : words.length <= 0x10000
        ? new Uint16Array(length)
        : new Uint32Array(length);
  joined.set(a.codes);
  for (let row = 0; row < b.codes.length; row++) joined[a.codes.length + row] = codes[b.codes[row]];
  return { kind: 'dict', codes: joined, words };
}

function concatTexts(a: TextColumn, b: TextColumn): TextColumn {
  const aRows = a.offsets.length - 1;
  const bRows = b.offsets.length - 1;
  const used = a.offsets[aRows];
  const bytes = new Uint8Array(used + b.offsets[bRows]);
  bytes.set(a.bytes.subarray(0, used));
  bytes.set(b.bytes.subarray(0, b.offsets[bRows]), used);
  const offsets = new Uint32Array(aRows + bRows + 1);
  offsets.set(a.offsets);
  for (let row = 1; row <= bRows; row++) offsets[aRows + row] = used + b.offsets[row];
  return { kind: 'text', bytes, offsets };
}

function concatTags(a: TagsColumn, b: TagsColumn, aRows: number, bRows: number): TagsColumn {
  const names = [...new Set([...a.names, ...b.names])];
  const joined: TagsColumn = { kind: 'tags', masks: new Uint32Array(0), names };
  const rows = aRows + bRows;
  joined.masks = new Uint32Array(tagLanes(joined) * rows);
  copyTags(a, aRows, joined, rows, 0);
  copyTags(b, bRows, joined, rows, aRows);
  return joined;
}

function copyTags(from: TagsColumn, fromRows: number, to: TagsColumn, toRows: number, at: number): void {
  if (from.names.every((name, bit) => name === to.names[bit])) {
    for (let lane = 0; lane < tagLanes(from); lane++)
      to.masks.set(from.masks.subarray(lane * fromRows, (lane + 1) * fromRows), lane * toRows + at);
    return;
  }
  from.names.forEach((name, bit) => {
    const target = to.names.indexOf(name);
    const source = (bit >>> 5) * fromRows;
    const base = (target >>> 5) * toRows + at;
    for (let row = 0; row < fromRows; row++) {
      if ((from.masks[source + row] >>> (bit & 31)) & 1) to.masks[base + row] |= 1 << (target & 31);
    }
  });
}

function concatGeometry(a: GeometryColumn, b: GeometryColumn): GeometryColumn {
  const shifted = (first: Uint32Array, second: Uint32Array): Uint32Array => {
    const joined = new Uint32Array(first.length + second.length - 1);
    joined.set(first);
    const base = first[first.length - 1];
    for (let i = 1; i < second.length; i++) joined[first.length - 1 + i] = base + second[i];
    return joined;
  };
  const coords = new Int32Array(a.coords.length + b.coords.length);
  coords.set(a.coords);
  coords.set(b.coords, a.coords.length);
  const ringRole = new Uint8Array(a.ringRole.length + b.ringRole.length);
  ringRole.set(a.ringRole);
  ringRole.set(b.ringRole, a.ringRole.length);
  return {
    kind: 'geometry',
    shape: a.shape,
    coords,
    ringVertices: shifted(a.ringVertices, b.ringVertices),
    rowRings: shifted(a.rowRings, b.rowRings),
    ringRole,
  };
}
