/**
 * Counts out of the fields of units: columns of whole numbers. Owns which columns are counts and how a value is read; identifiers are
 * columns of whole numbers too, so a person chooses among them.
 */
import type { Measure } from './partition-records.ts';

export interface MeasureColumn extends Measure {
  /** Units without a value: they count 0. */
  missing: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Columns whose values are all whole numbers of 0 and more (or missing) and add up exactly, in the order of the file. */
export function measureColumns(units: readonly Fields[]): MeasureColumn[] {
  const names = new Set(units.flatMap((fields) => Object.keys(fields)));
  return [...names].flatMap((name) => measureColumn(units, name) ?? []);
}

function measureColumn(units: readonly Fields[], name: string): MeasureColumn | null {
  const values = new Float64Array(units.length);
  let missing = 0;
  let sum = 0;
  for (const [unit, fields] of units.entries()) {
    const value = fields[name];
    if (value === null || value === undefined || value === '') {
      missing++;
      continue;
    }
    const count = wholeNumber(value);
    if (count === null) return null;
    values[unit] = count;
    sum += count;
  }
  if (missing === units.length || sum > Number.MAX_SAFE_INTEGER) return null;
  return { name, values, missing };
}

/** Text with a leading zero is a code, not a count. */
function wholeNumber(value: unknown): number | null {
  const text = typeof value === 'bigint' ? String(value) : value;
  const number = typeof text === 'string' && /^(0|[1-9]\d{0,15})$/.test(text.trim()) ? Number(text) : text;
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : null;
}
