/**
 * What an 18-character id number says (GB 11643): its check character, the date of birth and the sex in it. Works on the
 * bytes of a text column, nothing is decoded.
 */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_BYTES = new TextEncoder().encode('10X98765432');
const ZERO = 48;
const LOWER_X = 120;
const UPPER_X = 88;

export const ID_LENGTH = 18;

/** Is the check character that of the 17 digits before it (ISO 7064 MOD 11-2)? False also when one is no digit. */
export function checkCharacterFits(bytes: Uint8Array, at: number): boolean {
  let sum = 0;
  for (let i = 0; i < 17; i++) {
    const digit = bytes[at + i] - ZERO;
    if (digit < 0 || digit > 9) return false;
    sum += digit * WEIGHTS[i];
  }
  const last = bytes[at + 17] === LOWER_X ? UPPER_X : bytes[at + 17];
  return last === CHECK_BYTES[sum % 11];
}

function digits(bytes: Uint8Array, from: number, count: number): number {
  let value = 0;
  for (let i = 0; i < count; i++) value = value * 10 + bytes[from + i] - ZERO;
  return value;
}

/** Year, month and day as one number yyyymmdd; the number must have a fitting check character. */
export function birthInId(bytes: Uint8Array, at: number): number {
  return digits(bytes, at + 6, 8);
}

/** true: male. */
export function maleInId(bytes: Uint8Array, at: number): boolean {
  return ((bytes[at + 16] - ZERO) & 1) === 1;
}

/** Is yyyymmdd a day of the calendar? */
export function isDate(day: number): boolean {
  const [year, month, date] = [Math.floor(day / 10_000), Math.floor(day / 100) % 100, day % 100];
  if (month < 1 || month > 12 || date < 1) return false;
  return date <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
