/**
 * The head of a dBASE table (.dbf): dBASE III to 7, FoxPro. Owns the columns and the arithmetic of rows, checked against the
 * size of the file; values are dbf-reader.ts.
 */
import { FormatError } from './format-error.ts';
import type { LayerField } from './opened-file.ts';
import type { SourceFile } from './source-file.ts';

export interface DbfColumn {
  /** Bytes of the name as they stand. */
  name: Uint8Array;
  /** Upper-case letter or sign of the dBASE type. */
  type: string;
  /** In the row, behind the deletion mark. */
  offset: number;
  width: number;
  decimals: number;
}

export interface DbfHeader {
  columns: DbfColumn[];
  /** Rows that fit in the file; `declared` is what the header says. */
  rows: number;
  declared: number;
  start: number;
  rowWidth: number;
  /** Language driver, 0: not said. */
  language: number;
  /** dBASE 7 stores numbers high byte first and with the sign turned. */
  level7: boolean;
}

/** Types whose value is in the row; the others (memos, pictures, system flags) point elsewhere. */
const READ_TYPES = 'CNFDLIO@TBY+';

/** Throws FormatError: empty-file, truncated, damaged {place: 'dbf'}, unsupported-version. */
export async function readDbfHeader(file: SourceFile): Promise<DbfHeader> {
  if (file.size === 0) throw new FormatError('empty-file');
  const head = await file.slice(0, 32);
  if (head.length < 32) throw new FormatError('truncated', { place: 'dbf' });
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const kind = head[0] & 7;
  if (head[0] === 0x02 || (kind !== 3 && kind !== 4 && head[0] !== 0x30 && head[0] !== 0x31)) {
    const version = `0x${head[0].toString(16).padStart(2, '0')}`;
    throw new FormatError('unsupported-version', { place: 'dbf' }, { format: 'dBASE', version });
  }
  const declared = view.getUint32(4, true);
  const start = view.getUint16(8, true);
  const rowWidth = view.getUint16(10, true);
  if (start > file.size) throw new FormatError('truncated', { place: 'dbf' });
  const level7 = kind === 4 && start >= 68;
  const columns = readColumns(await file.slice(0, start), level7, rowWidth);
  if (columns.length === 0 || rowWidth < 2) throw damaged();
  const rows = Math.min(declared, Math.floor((file.size - start) / rowWidth));
  return { columns, rows, declared, start, rowWidth, language: head[29], level7 };
}

function readColumns(bytes: Uint8Array, level7: boolean, rowWidth: number): DbfColumn[] {
  const [first, step, nameWidth] = level7 ? [68, 48, 32] : [32, 32, 11];
  const columns: DbfColumn[] = [];
  for (let at = first; at + step <= bytes.length && bytes[at] !== 0x0d; at += step) {
    const raw = bytes.subarray(at, at + nameWidth);
    const end = raw.indexOf(0);
    const tail = level7 ? at + 32 : at + 11;
    columns.push({
      name: raw.slice(0, end < 0 ? nameWidth : end),
      type: String.fromCharCode(bytes[tail]).toUpperCase(),
      offset: 0,
      width: level7 ? bytes[tail + 1] : bytes[tail + 5],
      decimals: level7 ? bytes[tail + 2] : bytes[tail + 6],
    });
  }
  if (place(columns) === rowWidth) return columns;
  // FoxPro and Clipper write texts wider than 255 with the high byte where the decimals stand.
  const long = columns.map((column) =>
    column.type === 'C' ? { ...column, width: column.width + 256 * column.decimals } : column,
  );
  if (place(long) === rowWidth) return long;
  if (place(columns) > rowWidth) throw damaged();
  return columns;
}

/** Sets the offsets; the width of a row that they make. */
function place(columns: DbfColumn[]): number {
  let at = 1;
  for (const column of columns) {
    column.offset = at;
    at += column.width;
  }
  return at;
}

/** True for columns whose values are in the row. */
export function isReadColumn({ type, width }: DbfColumn): boolean {
  return READ_TYPES.includes(type) && width > 0;
}

/** The type a person sees. */
export function dbfFieldType({ type, decimals }: DbfColumn): LayerField['type'] {
  if (type === 'L') return 'boolean';
  if (type === 'D') return 'date';
  if (type === 'I' || type === '+' || (type === 'N' && decimals === 0)) return 'integer';
  return 'NFOBY'.includes(type) ? 'number' : 'text';
}

function damaged(): FormatError {
  return new FormatError('damaged', { place: 'dbf' }, { place: 'DBF' });
}
