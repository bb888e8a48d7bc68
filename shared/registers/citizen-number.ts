/**
 * Citizen numbers as keys (GB 11643): one spelling for each, the old 15-digit form as the 18 digits it became, and whether the
 * check digit holds. Owns nothing about persons.
 */

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/** The check digit of the first 17 digits: ISO 7064 MOD 11-2. */
export function checkDigitOf(digits: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += (digits.charCodeAt(i) - 48) * WEIGHTS[i];
  return CHECKS[sum % 11];
}

/** Upper case, without blanks; 15 digits (births of the 1900s) as 18. '' stays ''. */
export function citizenNumber(text: string): string {
  if (text === '') return '';
  const plain = /^\d{17}[\dX]$/.test(text) ? text : text.replace(/[\s'’-]/g, '').toUpperCase();
  if (!/^\d{15}$/.test(plain)) return plain;
  const digits = `${plain.slice(0, 6)}19${plain.slice(6)}`;
  return digits + checkDigitOf(digits);
}

/** 18 digits with a check digit that holds. */
export function isSound(number: string): boolean {
  return /^\d{17}[\dX]$/.test(number) && checkDigitOf(number) === number[17];
}
