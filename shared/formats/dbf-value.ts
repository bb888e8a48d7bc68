/**
 * One value of a dBASE row. Owns the types; a number of more than fifteen digits stays text, so that identity numbers survive.
 */
import type { DbfColumn } from './dbf-header.ts';

export type DbfValue = string | number | boolean | null;

/** Days from the Julian day 0 to 1970-01-01. */
const EPOCH_JULIAN = 2_440_588;
const LATIN = new TextDecoder('windows-1252');

/** `row` holds the whole row, the deletion mark first. */
export function dbfValue(row: Uint8Array, column: DbfColumn, text: TextDecoder, level7: boolean): DbfValue {
  const bytes = row.subarray(column.offset, column.offset + column.width);
  switch (column.type) {
    case 'N':
    case 'F':
      return numberOf(bytes);
    case 'L':
      return booleanOf(bytes);
    case 'D':
      return dateOf(LATIN.decode(bytes).replaceAll('\0', ' ').trim());
    case 'C':
      return textOf(bytes, text);
    default:
      return binaryOf(bytes, column.type, level7, text);
  }
}

/** The part of a text cell that says something: without the blanks and zero bytes behind it. */
export function trimCell(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end--;
  return bytes.subarray(0, end);
}

function textOf(bytes: Uint8Array, text: TextDecoder): string | null {
  const cell = trimCell(bytes);
  if (cell.length === 0) return null;
  const value = text.decode(cell);
  // A character cut by the width of the column is no character.
  return cell.length === bytes.length ? value.replace(/\ufffd+$/, '') : value;
}

/** Empty and `****` (did not fit when written) are null. */
function numberOf(bytes: Uint8Array): DbfValue {
  const cell = LATIN.decode(bytes).replaceAll('\0', ' ').trim();
  if (cell === '' || /^[*?]+$/.test(cell)) return null;
  const plain = cell.replace(',', '.');
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][+-]?\d+)?$/.test(plain)) return cell;
  const value = Number(plain.replace(/[dD]/, 'e'));
  if (!Number.isFinite(value)) return cell;
  const digits = plain.replace(/\D/g, '').replace(/^0+/, '').length;
  return /^[+-]?\d+$/.test(plain) && digits > 15 ? plain : value;
}

function booleanOf(bytes: Uint8Array): boolean | null {
  const letter = String.fromCharCode(bytes[0]);
  if ('YyTt'.includes(letter)) return true;
  return 'NnFf'.includes(letter) ? false : null;
}

/** YYYYMMDD; what is no date stays as it is written. */
function dateOf(cell: string): string | null {
  if (cell === '' || /^0+$/.test(cell)) return null;
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(cell);
  return match ? `${match[1]}-${match[2]}-${match[3]}` : cell;
}

function binaryOf(bytes: Uint8Array, type: string, level7: boolean, text: TextDecoder): DbfValue {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if ((type === 'I' || type === '+') && bytes.length === 4) return integerOf(view, level7);
  if (bytes.length !== 8) return textOf(bytes, text);
  if (type === 'B') return finite(view.getFloat64(0, true));
  if (type === 'O') return level7 ? finite(double7(bytes)) : finite(view.getFloat64(0, true));
  if (type === 'Y') return Number(view.getBigInt64(0, true)) / 10_000;
  const day = type === 'T' ? view.getInt32(0, true) : view.getInt32(0, false);
  const ms = type === 'T' ? view.getInt32(4, true) : view.getInt32(4, false);
  return momentOf(day, ms);
}

function integerOf(view: DataView, level7: boolean): number | null {
  if (!level7) return view.getInt32(0, true);
  const bits = view.getUint32(0, false);
  return bits === 0 ? null : (bits ^ 0x80000000) | 0;
}

/** dBASE 7 turns the sign bit of a positive number and every bit of a negative one, so that bytes sort as numbers do. */
function double7(bytes: Uint8Array): number {
  if (bytes.every((byte) => byte === 0)) return Number.NaN;
  const turned = bytes[0] & 0x80 ? bytes.map((b, i) => (i === 0 ? b ^ 0x80 : b)) : bytes.map((b) => b ^ 0xff);
  return new DataView(turned.buffer, turned.byteOffset, 8).getFloat64(0, false);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function momentOf(day: number, ms: number): string | null {
  const moment = new Date((day - EPOCH_JULIAN) * 86_400_000 + ms);
  if (day <= 0 || Number.isNaN(moment.getTime())) return null;
  const iso = moment.toISOString();
  return ms === 0 ? iso.slice(0, 10) : iso.slice(0, 19);
}
