/**
 * Writes rows as a dBASE III table (.dbf) in UTF-8. Owns the columns (short names of 10 bytes, types, widths measured from the
 * values) and says of each value whether the table holds it as it is.
 */
import type { FieldType, LayerField } from './opened-file.ts';
import { shortNames } from './short-names.ts';

/** The most a dBASE table takes: columns, and bytes of one text. */
export const DBF_COLUMNS = 255;
const TEXT = 254;
const NUMBER = 24;

export interface DbfOutColumn {
  /** Full name. */
  name: string;
  short: string;
  type: 'C' | 'N' | 'L' | 'D';
  width: number;
  decimals: number;
}

interface Measure {
  field: LayerField;
  /** Longest value, bytes. */
  width: number;
  decimals: number;
  numbers: boolean;
  booleans: boolean;
  dates: boolean;
}

const encoder = new TextEncoder();

/** Measures values row by row, then makes the columns. */
export class DbfMeasure {
  private readonly measures: Measure[];

  constructor(fields: readonly LayerField[]) {
    this.measures = fields
      .slice(0, DBF_COLUMNS)
      .map((field) => ({ field, width: 1, decimals: 0, numbers: true, booleans: true, dates: true }));
  }

  add(values: Record<string, unknown>): void {
    for (const measure of this.measures) {
      const value = values[measure.field.name];
      if (value === null || value === undefined || value === '') continue;
      const text = valueText(value);
      if (typeof value !== 'boolean') measure.booleans = false;
      if (typeof value !== 'number' || !Number.isFinite(value) || text.length > NUMBER)
        measure.numbers = false;
      if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value) || value === '0000-00-00')
        measure.dates = false;
      measure.width = Math.max(measure.width, encoder.encode(text).length);
      const point = text.indexOf('.');
      if (point >= 0) measure.decimals = Math.max(measure.decimals, text.length - point - 1);
    }
  }

  columns(): DbfOutColumn[] {
    const shorts = shortNames(this.measures.map(({ field }) => field.name));
    return this.measures.map((measure, index) => {
      const { field } = measure;
      const type = letter(measure, field.type);
      const width = { L: 1, D: 8, N: Math.min(NUMBER, measure.width), C: Math.min(TEXT, measure.width) }[
        type
      ];
      const decimals = type === 'N' ? Math.min(15, measure.decimals, Math.max(0, width - 2)) : 0;
      return { name: field.name, short: shorts[index], type, width, decimals };
    });
  }
}

function letter(measure: Measure, type: FieldType): DbfOutColumn['type'] {
  if (type === 'boolean' && measure.booleans) return 'L';
  if ((type === 'number' || type === 'integer') && measure.numbers) return 'N';
  return type === 'date' && measure.dates ? 'D' : 'C';
}

/** What is written for a value; objects as JSON. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** The head of the table. */
export function dbfHead(columns: readonly DbfOutColumn[], rows: number): Uint8Array {
  const length = 32 + columns.length * 32 + 1;
  const bytes = new Uint8Array(length);
  const view = new DataView(bytes.buffer);
  bytes.set([3, 80, 1, 1]);
  view.setUint32(4, rows, true);
  view.setUint16(8, length, true);
  view.setUint16(10, rowWidth(columns), true);
  columns.forEach(({ short, type, width, decimals }, index) => {
    const at = 32 + index * 32;
    bytes.set(encoder.encode(short), at);
    bytes[at + 11] = type.charCodeAt(0);
    bytes[at + 16] = width;
    bytes[at + 17] = decimals;
  });
  bytes[length - 1] = 0x0d;
  return bytes;
}

function rowWidth(columns: readonly DbfOutColumn[]): number {
  return columns.reduce((sum, { width }) => sum + width, 1);
}

/** One row; `changed` holds the full names of values that the table does not give back as they are. */
export function dbfRow(
  columns: readonly DbfOutColumn[],
  values: Record<string, unknown>,
): { bytes: Uint8Array; changed: string[] } {
  const bytes = new Uint8Array(rowWidth(columns)).fill(0x20);
  const changed: string[] = [];
  let at = 1;
  for (const column of columns) {
    const value = values[column.name];
    const text = cellText(value, column);
    const { written, read } = encoder.encodeInto(text, bytes.subarray(at, at + column.width));
    if (column.type === 'N')
      bytes
        .subarray(at, at + column.width)
        .copyWithin(column.width - written, 0, written)
        .fill(0x20, 0, column.width - written);
    at += column.width;
    if (value === null || value === undefined || value === '') continue;
    const plain = isPlain(value, text, column.type);
    if (read < text.length || !plain) changed.push(column.name);
  }
  return { bytes, changed };
}

/** Whether the cell reads back as the value: a whole number of more than 15 digits comes back as text. */
function isPlain(value: unknown, text: string, type: DbfOutColumn['type']): boolean {
  if (type === 'C') return typeof value === 'string' && /[^ \0]$/.test(value);
  return type !== 'N' || !/^-?\d{16,}$/.test(text);
}

function cellText(value: unknown, { type }: DbfOutColumn): string {
  if (value === null || value === undefined) return '';
  if (type === 'L') return value === true ? 'T' : 'F';
  return type === 'D' ? String(value).replaceAll('-', '') : valueText(value);
}
