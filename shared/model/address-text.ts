/**
 * The text of an address made plain before it is taken apart: half-width, lower case, one dash, numerals as digits, remarks in brackets
 * left out. Owns spelling only; what a number means is address-parse.ts.
 */

/** A longer text is no address; nothing of it is read. */
export const ADDRESS_LIMIT = 120;
const RAW_LIMIT = 500;

const NUMERALS = '零一二三四五六七八九';
const ANY_NUMERAL = /[零〇○一二两三四五六七八九十百]/;
/** Numerals are numbers before a unit, or at the end after one: 三元里 and 五福路 are names. */
const BEFORE_UNIT =
  /[零一二两三四五六七八九十百]+(?=号|幢|栋|座|楼|单元|门|梯|室|房|户|层|弄|支弄|巷|组|队|期|区|村|[-#之])/g;
const AFTER_UNIT =
  /(?<=[号幢栋座楼元门梯层弄室#之-])[零一二两三四五六七八九十百]+(?=$|[^零一二两三四五六七八九十百\p{L}])/gu;
/** Within brackets: something of a house, not a remark. */
const HOUSE_PART = /^[\da-z-]*\d[\da-z-]*(?:号楼?|幢|栋|座|单元|室|层|#)?$/;

/** 十二 -> 12, 二百零三 -> 203, 五零一 -> 501. Anything else than numerals is not expected. */
export function numeralValue(text: string): string {
  if (!/[十百]/.test(text)) {
    let digits = '';
    for (const char of text) digits += char === '两' ? '2' : String(NUMERALS.indexOf(char));
    return digits;
  }
  let total = 0;
  let digit = 0;
  let known = false;
  for (const char of text) {
    if (char === '百' || char === '十') {
      total += (known ? digit : 1) * (char === '百' ? 100 : 10);
      digit = 0;
      known = false;
    } else {
      digit = char === '两' ? 2 : NUMERALS.indexOf(char);
      known = true;
    }
  }
  return String(total + digit);
}

/** '' where the text is too long to be an address. */
export function plainAddress(text: string): string {
  if (text.length === 0 || text.length > RAW_LIMIT) return '';
  let plain = halfWidth(text).toLowerCase();
  if (/[([{<]/.test(plain)) plain = withoutRemarks(plain);
  if (/[^\da-z\u4e00-\u9fff〇#-]/.test(plain)) plain = separated(plain);
  if (ANY_NUMERAL.test(plain)) {
    plain = plain
      .replace(/[〇○]/g, '零')
      .replace(BEFORE_UNIT, numeralValue)
      .replace(AFTER_UNIT, numeralValue);
  }
  if (plain.includes('第')) plain = plain.replace(/第(?=\d)/g, '');
  return plain.length > ADDRESS_LIMIT ? '' : plain;
}

function halfWidth(text: string): string {
  let plain = text;
  if (/[\uff01-\uff5e\u3000]/.test(plain))
    plain = plain.replace(/[\uff01-\uff5e\u3000]/g, (char) =>
      char === '\u3000' ? ' ' : String.fromCharCode(char.charCodeAt(0) - 0xfee0),
    );
  if (/[【〔〈「『《［]/.test(plain))
    plain = plain.replace(/[【〔〈「『《［]/g, '(').replace(/[】〕〉」』》］]/g, ')');
  return plain;
}

/** What stands in brackets is a remark, unless it is a part of the house: 幸福小区(3幢)501. */
function withoutRemarks(text: string): string {
  return text
    .replace(/[([{<]([^()[\]{}<>]*)[)\]}>]/g, (_, inner: string) => (HOUSE_PART.test(inner) ? inner : ''))
    .replace(/[([{<].*$/, '')
    .replace(/[)\]}>]/g, '');
}

/** Dashes of every kind and separators between two numbers become '-'; other signs go. */
function separated(text: string): string {
  return text
    .replace(/no\.?\s*(?=\d)/g, '')
    .replace(/[‐‑‒–—―−~_]+/g, '-')
    .replace(/([\da-z])[\s.,/\\、，。;:·]+(?=\d)/g, '$1-')
    .replace(/[^\da-z\u4e00-\u9fff〇○#-]/g, '')
    .replace(/-{2,}/g, '-')
    .replace(/(?<![\da-z号幢栋座楼元#])-|-(?![\da-z零一二两三四五六七八九十百])/g, '');
}
