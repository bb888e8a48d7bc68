/** The unified code of organisations (统一社会信用代码, GB 32100-2015): its check character. Owns nothing about the organisation. */

const SYMBOLS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

/** 18 places of its alphabet with a check character that holds. */
export function isUnifiedCode(code: string): boolean {
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code)) return false;
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += SYMBOLS.indexOf(code[i]) * WEIGHTS[i];
  return SYMBOLS[(31 - (sum % 31)) % 31] === code[17];
}
