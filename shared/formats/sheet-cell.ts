/**
 * Numbers of a spreadsheet as what they mean: dates as ISO text, long digit strings as text, codes with their zeros. Owns
 * the two date systems and the limit of fifteen digits; where cells come from is not its matter.
 */
import type { CellCounts, CellValue } from './sheet-book.ts';
import type { NumberKind } from './sheet-number-format.ts';

/** Digits that a spreadsheet's number keeps (IEEE 754 double, cut by Excel to 15). */
const KEPT_DIGITS = 15;
/** From this many digits on a whole number is a code or a telephone, not an amount. */
const CODE_DIGITS = 11;
/** 9999-12-31 in the 1900 system. */
const LAST_DAY = 2_958_465;
/** Days from 1900-01-00 to 1904-01-01. */
const DAYS_1904 = 1462;
const DAY_MS = 86_400_000;
/** Serial 61 (1900-03-01) and later count from here: the system has a 29 February 1900 that never was. */
const EPOCH = Date.UTC(1899, 11, 30);

/**
 * A number cell as its value. `text`: the digits as the file writes them, '' where it stores a binary double. Serials with a
 * date format become 'YYYY-MM-DD' or 'YYYY-MM-DDTHH:MM:SS', with a time format 'HH:MM:SS'. A number whose digits went lost
 * stays in scientific notation: it must not pass as an id.
 */
export function numberCell(
  value: number,
  text: string,
  { kind, width }: NumberKind,
  date1904: boolean,
  counts: CellCounts,
): CellValue {
  switch (kind) {
    case 'date':
      return dateText(date1904 ? value + DAYS_1904 : value) ?? digitsOf(value, text, counts);
    case 'time':
      return timeText(value, date1904) ?? digitsOf(value, text, counts);
    case 'elapsed':
      return elapsedText(value) ?? digitsOf(value, text, counts);
    case 'padded':
      if (Number.isSafeInteger(value) && value >= 0 && value < 1e15)
        return String(value).padStart(width, '0');
      return digitsOf(value, text, counts);
    case 'text': {
      const digits = digitsOf(value, text, counts);
      return typeof digits === 'number' ? String(digits) : digits;
    }
    default:
      return digitsOf(value, text, counts);
  }
}

function digitsOf(value: number, text: string, counts: CellCounts): CellValue {
  const size = Math.abs(value);
  if (size < 1e10 || !Number.isInteger(value)) return value;
  if (size < 10 ** KEPT_DIGITS) return size >= 10 ** (CODE_DIGITS - 1) ? String(value) : value;
  const exact = Number.isSafeInteger(value) ? String(value) : longDigits(value, text);
  if (/[1-9]/.test(exact.replace('-', '').slice(KEPT_DIGITS))) return exact;
  counts.digitsLost++;
  return value.toExponential(KEPT_DIGITS - 1).replace('e', 'E');
}

/** Digits as written, where they are more than a double could have had: then nothing was rounded on the way. */
function longDigits(value: number, text: string): string {
  return /^-?\d+$/.test(text) && text !== String(value) ? text : '';
}

/** Registers hold the same days over and over. */
const days = new Map<number, string>();
const DAYS_KEPT = 60_000;

/** Null for what is no day of the 1900 system. */
function dateText(serial: number): string | null {
  if (!(serial >= 1 && serial < LAST_DAY + 1)) return null;
  const day = Math.floor(serial);
  const seconds = Math.round((serial - day) * 86_400);
  if (seconds === 0) {
    const known = days.get(day);
    if (known !== undefined) return known;
  }
  const date = new Date(EPOCH + (day < 60 ? day + 1 : day) * DAY_MS + seconds * 1000).toISOString();
  if (seconds !== 0) return seconds === 86_400 ? date.slice(0, 10) : date.slice(0, 19);
  if (days.size < DAYS_KEPT) days.set(day, date.slice(0, 10));
  return date.slice(0, 10);
}

/** A moment with a day keeps its day even under a format that shows the clock only. */
function timeText(value: number, date1904: boolean): string | null {
  if (value >= 1) return dateText(date1904 ? value + DAYS_1904 : value);
  return value >= 0 ? clock(Math.round(value * 86_400) % 86_400) : null;
}

function elapsedText(value: number): string | null {
  return value >= 0 && value <= LAST_DAY ? clock(Math.round(value * 86_400)) : null;
}

function clock(seconds: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** A cell that holds its date as text (`t="d"`): the day, with its time where there is one. */
export function isoDateCell(text: string): string {
  const found = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2}))?/.exec(text);
  if (found === null) return text;
  return found[2] === undefined || found[2] === '00:00:00' ? found[1] : `${found[1]}T${found[2]}`;
}
