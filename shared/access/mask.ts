/**
 * How a personal value reads while it is masked: enough to tell two records apart on the phone, not enough to find the person. Pure;
 * who sees what masked is the worker's.
 */

const HIDDEN = '＊＊＊';

/** `column` as in model/tables.ts. '' stays '': that nothing is known is no secret. */
export function maskedValue(column: string, value: string | number): string {
  const text = String(value);
  if (text === '') return '';
  switch (column) {
    case 'name':
    case 'owner':
    case 'contact':
      return maskedName(text);
    case 'phone':
    case 'ownerPhone':
      return text.length < 9 ? HIDDEN : `${text.slice(0, 3)}****${text.slice(-2)}`;
    case 'idNumber':
      return text.length < 15 ? HIDDEN : `${text.slice(0, 4)}${'*'.repeat(text.length - 6)}${text.slice(-2)}`;
    default:
      return HIDDEN;
  }
}

/** 王秀英 as 王＊＊: the family name alone, whatever the length. */
export function maskedName(name: string): string {
  const [first] = name;
  return first === undefined ? '' : `${first}＊＊`;
}
