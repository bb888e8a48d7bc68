/**
 * How codes and numbers of the model read in the language of the window. Owns formatting only; the texts are in the
 * locale files. Counts carry thin grouping (narrow no-break space), years and numbers that name things carry none.
 */
import { useMemo } from 'react';
import { type IntlShape, useIntl } from 'react-intl';
import { DEGREE } from '../../shared/columns/column.ts';
import { type ColumnSpec, TABLES, type TableName } from '../../shared/model/tables.ts';
import { grouped, peopleText, SMALL, useRounded } from '../app/count.tsx';

type Values = Record<string, string | number>;

export interface Wording {
  t(id: string, values?: Values): string;
  /** The first id that has a text, else the fallback as it is. */
  first(ids: string[], fallback: string): string;
  /** 1 117 500 */
  count(value: number): string;
  /** A number of people, homes, vehicles or devices: 1 117 500, or "<10" where numbers are rounded. */
  people(value: number): string;
  /** Whole percent of `whole`; an en dash when there is nothing to compare with. */
  share(part: number, whole: number): string;
  table(table: TableName): string;
  column(table: TableName, column: string): string;
  tag(tag: string): string;
  word(vocabulary: string, word: string): string;
  /** The kind of a record: a word of its table's `kind` column, else as it came. */
  kind(table: TableName, kind: string): string;
  relation(relation: string, table: TableName): string;
  value(table: TableName, column: string, value: string | number | null | undefined): string;
  error(code: string): string;
  /** 35 m, 1.2 km. */
  distance(metres: number): string;
}

const NOTHING = '–';
/** Numbers that name or date something; grouping would make them read as amounts. */
const PLAIN = /(year|month|day|household|floor|floors|level|order|row)$/i;
/** The column that says what kind a record is, where it is not `kind`. */
const KIND_COLUMN: Partial<Record<TableName, string>> = {
  buildings: 'use',
  homes: 'tenure',
  workers: 'role',
  areas: 'level',
};
const HIGHEST_LINK = 0xffffffff;

function specOf(table: TableName, column: string): ColumnSpec | undefined {
  return TABLES[table].columns[column];
}

function vocabularyOf(table: TableName, column: string): string | null {
  const spec = specOf(table, column);
  return spec?.kind === 'dict' && spec.words ? spec.words : null;
}

/** Right-aligned with tabular figures. Links are numbers in the file but names on the screen. */
export function isNumeric(table: TableName, column: string): boolean {
  if (isAge(table, column)) return true;
  const spec = specOf(table, column);
  return spec?.kind === 'number' && !spec.link && !spec.role;
}

/** Links that a table shows by the title of what they lead to. */
const TITLED_LINKS: readonly TableName[] = ['areas', 'grids', 'compounds', 'buildings', 'entrances', 'homes'];

function titledLink(spec: ColumnSpec | undefined): TableName | null {
  const link = spec?.kind === 'number' ? spec.link : undefined;
  return link && TITLED_LINKS.includes(link) ? link : null;
}

/** Personal columns, and the home of a person: an address down to the door. */
export function isPersonal(table: TableName, column: string): boolean {
  const spec = specOf(table, column);
  return spec?.class === 'pii' || (table !== 'homes' && titledLink(spec) === 'homes');
}

/** Worked out from the birth date; the engine offers it as a column of residents. */
function isAge(table: TableName, column: string): boolean {
  return table === 'residents' && column === 'age';
}

/** Columns that a table can show: no geometry, and of links those to places; links to persons are on the record's page. */
export function shownColumns(table: TableName): string[] {
  const { columns } = TABLES[table];
  const own = Object.keys(columns).filter((column) => {
    const spec = columns[column];
    return spec.kind !== 'geometry' && (!(spec.kind === 'number' && spec.link) || titledLink(spec) !== null);
  });
  return table === 'residents' ? ['age', ...own] : own;
}

/** Coordinates are stored as whole 1e-7 degrees; a value beyond 180 can only be that. */
function degrees(value: number): string {
  return (Math.abs(value) > 180 ? value / DEGREE : value).toFixed(6);
}

function numberText(intl: IntlShape, column: string, value: number): string {
  if (column === 'lng' || column === 'lat') return degrees(value);
  if (PLAIN.test(column)) return String(value);
  return grouped(intl, value, 1);
}

function dateText(intl: IntlShape, role: 'date' | 'time', value: number): string {
  if (value === 0) return NOTHING;
  if (role === 'date') {
    return intl.formatDate(value * 86_400_000, {
      timeZone: 'UTC',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  }
  return intl.formatDate(value * 1000, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
}

function valueText(
  intl: IntlShape,
  words: Pick<Wording, 'word' | 'tag' | 't'>,
  table: TableName,
  column: string,
  value: string | number | null | undefined,
): string {
  if (value === '' || value === null || value === undefined) return NOTHING;
  const spec = specOf(table, column);
  if (spec?.kind === 'tags')
    return String(value)
      .split(/[,;\s|]+/)
      .filter(Boolean)
      .map(words.tag)
      .join(words.t('twin.list'));
  if (typeof value === 'string') {
    const vocabulary = vocabularyOf(table, column);
    return vocabulary ? words.word(vocabulary, value) : value;
  }
  if (!Number.isFinite(value) || value === HIGHEST_LINK) return NOTHING;
  if (spec?.kind === 'number' && spec.missing === value && column !== 'floorsBelow') return NOTHING;
  if (spec?.kind === 'number' && spec.role) return dateText(intl, spec.role, value);
  return numberText(intl, column, value);
}

/** The wording for one language; `useWording` keeps it while the language stays. */
export function wordingOf(intl: IntlShape, rounded = false): Wording {
  const t = (id: string, values?: Values) => intl.formatMessage({ id }, values);
  const has = (id: string) => id in intl.messages;
  const first = (ids: string[], fallback: string) => {
    const id = ids.find(has);
    return id ? t(id) : fallback;
  };
  const word = (vocabulary: string, code: string) =>
    code === '' ? t('twin.unknown') : first([`word.${vocabulary}.${code}`], code);
  const tag = (id: string) => first([`tag.${id}`], id);
  return {
    t,
    first,
    word,
    tag,
    count: (value) => grouped(intl, value, 0),
    people: (value) => peopleText(intl, value, rounded),
    share: (part, whole) =>
      whole > 0 && !(rounded && part < SMALL)
        ? `${Math.min(100, Math.round((part / whole) * 100))}\u202f%`
        : NOTHING,
    table: (table) => t(`table.${table}`),
    column: (table, column) =>
      isAge(table, column) ? t('twin.age') : first([`column.${table}.${column}`], column),
    kind(table, kind) {
      const vocabulary = vocabularyOf(table, KIND_COLUMN[table] ?? 'kind');
      return vocabulary && kind !== '' ? word(vocabulary, kind) : kind;
    },
    relation: (relation, table) =>
      first(
        [`twin.relation.${relation}`, `word.relation.${relation}`, `column.${table}.${relation}`],
        t(`table.${table}`),
      ),
    value: (table, column, value) => valueText(intl, { word, tag, t }, table, column, value),
    error: (code) => first([`error.${code}`], t('error.twinUnknown', { code })),
    distance: (metres) =>
      metres < 1000
        ? t('twin.metres', { value: Math.round(metres) })
        : t('twin.kilometres', { value: (metres / 1000).toFixed(1) }),
  };
}

export function useWording(): Wording {
  const intl = useIntl();
  const rounded = useRounded();
  return useMemo(() => wordingOf(intl, rounded), [intl, rounded]);
}
