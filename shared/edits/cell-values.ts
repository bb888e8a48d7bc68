/**
 * Cells of columns as values of a change, and back: numbers, words, labels, rings. Owns what "the same" means between them.
 */
import { numberAt, tagsAt, textAt, wordAt } from '../columns/cell.ts';
import type { Column, NumberType, Table } from '../columns/column.ts';
import { newNumbers } from '../columns/number-array.ts';
import { ringsAt } from '../columns/ring.ts';
import type { EditRing, EditValue } from './record-edit.ts';

/** A cell as a change names it; a link is its row. null: not known, or no such column. Geometry is ringsOfCell's. */
export function editValueAt(table: Table | undefined, name: string, row: number, rows: number): EditValue {
  const column = table?.columns[name];
  switch (column?.kind) {
    case 'number':
      return numberAt(column, row);
    case 'dict':
      return wordAt(column, row) || null;
    case 'text':
    case 'packed':
      return textAt(column, row) || null;
    case 'tags':
      return tagsAt(column, row, rows);
    default:
      return null;
  }
}

/** Rings of a geometry cell in plain arrays; [] for none. */
export function ringsOfCell(table: Table | undefined, name: string, row: number): EditRing[] {
  const column = table?.columns[name];
  if (column?.kind !== 'geometry') return [];
  return ringsAt(column, row).map(({ role, coords }) => ({ role, coords: Array.from(coords) }));
}

/** Labels compare as sets; '' and no labels count as not known. */
export function sameEditValue(a: EditValue, b: EditValue): boolean {
  if (Array.isArray(a) || Array.isArray(b)) {
    const [one, other] = [labels(a), labels(b)];
    return one.length === other.length && one.every((label) => other.includes(label));
  }
  return (a === '' ? null : a) === (b === '' ? null : b);
}

function labels(value: EditValue): string[] {
  return Array.isArray(value) ? value : [];
}

export function sameRings(a: readonly EditRing[], b: readonly EditRing[]): boolean {
  return (
    a.length === b.length &&
    a.every(
      ({ role, coords }, i) =>
        role === b[i].role &&
        coords.length === b[i].coords.length &&
        coords.every((c, k) => c === b[i].coords[k]),
    )
  );
}

/** Whether a number column can hold it as it is; fractions only in f32 and f64. */
export function fitsType(value: number, type: NumberType): boolean {
  if (type === 'f32' || type === 'f64') return Number.isFinite(type === 'f32' ? Math.fround(value) : value);
  const cell = newNumbers(type, 1);
  cell[0] = value;
  return cell[0] === value;
}

/** The value as the column will give it back: a word or text by kind, a number rounded to the column's width; null where it cannot be held. */
export function storedValue(kind: Column['kind'], type: NumberType | undefined, value: EditValue): EditValue {
  switch (kind) {
    case 'number':
      if (typeof value !== 'number' || !type || !fitsType(value, type)) return null;
      return type === 'f32' ? Math.fround(value) : value;
    case 'dict':
    case 'text':
    case 'packed':
      return typeof value === 'string' && value !== '' ? value : null;
    case 'tags':
      return Array.isArray(value) ? [...new Set(value)] : [];
    default:
      return null;
  }
}
