/** How the fields of a form are asked for, and between what stands in an input and a value of the model. Pure; rules are shared/edits. */
import { DEGREE } from '../../shared/columns/column.ts';
import { type FieldRule, type FormGroup, formOf } from '../../shared/edits/field-rules.ts';
import type { DraftValue } from '../../shared/edits/make-edits.ts';
import { TABLES, type TableName } from '../../shared/model/tables.ts';
import { HOME_TAGS, RESIDENT_TAGS, type Vocabulary, WORDS } from '../../shared/model/words.ts';

export type FieldKind =
  | 'text'
  | 'phone'
  | 'number'
  | 'degrees'
  | 'day'
  | 'moment'
  | 'word'
  | 'tags'
  | 'link'
  | 'household';

/** What stands in an input: text as typed, labels, or the record a link leads to. */
export type FieldInput = string | readonly string[] | { row: number; label: string } | null;
export type FormInputs = Readonly<Record<string, FieldInput>>;

export function fieldKind(table: TableName, { column, form }: FieldRule): FieldKind {
  if (table === 'residents' && column === 'household') return 'household';
  if (column === 'lng' || column === 'lat') return 'degrees';
  const spec = TABLES[table].columns[column];
  if (spec?.kind === 'tags') return 'tags';
  if (spec?.kind === 'dict') return spec.words ? 'word' : 'text';
  if (spec?.kind !== 'number') return form === 'phone' ? 'phone' : 'text';
  if (spec.link) return 'link';
  return spec.role === 'date' ? 'day' : spec.role === 'time' ? 'moment' : 'number';
}

/** Words of a closed vocabulary; [] for another field. */
export function wordsOf(table: TableName, column: string): { vocabulary: string; words: readonly string[] } {
  const spec = TABLES[table].columns[column];
  if (spec?.kind !== 'dict' || !spec.words) return { vocabulary: '', words: [] };
  return { vocabulary: spec.words, words: WORDS[spec.words as Vocabulary] };
}

export function labelsOf(table: TableName): readonly string[] {
  return table === 'residents' ? RESIDENT_TAGS : table === 'homes' ? HOME_TAGS : [];
}

/** `only`: these columns alone. A form of a new record leaves out what is asked later. */
export function groupsOf(table: TableName, isNew: boolean, only?: readonly string[]): FormGroup[] {
  return formOf(table)
    .map(({ id, fields }) => ({
      id,
      fields: fields.filter(({ column, later }) => (only ? only.includes(column) : !(isNew && later))),
    }))
    .filter(({ fields }) => fields.length > 0);
}

export function inputOf(kind: FieldKind, value: DraftValue | undefined, label = ''): FieldInput {
  if (kind === 'tags') return Array.isArray(value) ? value : [];
  if (kind === 'link')
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? { row: value.row, label }
      : null;
  if (typeof value === 'number') {
    if (kind === 'degrees') return (value / DEGREE).toFixed(7);
    if (kind === 'moment') return localMoment(value);
    if (kind === 'day') return new Date(value * 86_400_000).toISOString().slice(0, 10);
    return String(Number(value.toFixed(3)));
  }
  return typeof value === 'string' ? value : '';
}

/** `YYYY-MM-DDThh:mm` here. */
function localMoment(seconds: number): string {
  const at = new Date(seconds * 1000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** What is typed and cannot be read stays text: the check of the field tells. */
export function valueOfInput(kind: FieldKind, input: FieldInput): DraftValue {
  if (input === null) return null;
  if (typeof input === 'object') return 'row' in input ? { row: input.row } : [...input];
  const text = input.normalize('NFKC').trim();
  if (text === '') return null;
  switch (kind) {
    case 'number': {
      const number = Number(text);
      return Number.isFinite(number) ? number : text;
    }
    case 'household':
      return /^\d+$/.test(text) ? Number(text) : text;
    case 'degrees': {
      const number = Number(text);
      return Number.isFinite(number) ? Math.round(number * DEGREE) : text;
    }
    case 'day': {
      const time = Date.parse(`${text}T00:00:00Z`);
      return Number.isNaN(time) ? text : time / 86_400_000;
    }
    case 'moment': {
      const time = Date.parse(text);
      return Number.isNaN(time) ? text : Math.floor(time / 1000);
    }
    case 'phone':
      return text.replace(/\s/g, '');
    default:
      return text;
  }
}

export function sameInput(a: FieldInput | undefined, b: FieldInput | undefined): boolean {
  if (a && b && typeof a === 'object' && typeof b === 'object') {
    if ('row' in a && 'row' in b) return a.row === b.row;
    if (Array.isArray(a) && Array.isArray(b))
      return a.length === b.length && a.every((each) => b.includes(each));
    return false;
  }
  return (a ?? '') === (b ?? '');
}
