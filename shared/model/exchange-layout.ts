/**
 * The exchange layout: every table of a community as a layer with named fields, as it is exported and read back. Derived from the tables
 * and from the names the import knows, so that the two cannot part. Described for people in docs/exchange.md. Owns names and types
 * only; values are written in exchange-rows.ts.
 */
import { shortNames } from '../formats/short-names.ts';
import { type ImportRole, ROLES } from './import-roles.ts';
import { TABLE_NAMES, TABLES, type TableName } from './tables.ts';
import { type Vocabulary, WORDS } from './words.ts';

/** The number of the layout, written into every export that has room for it. */
export const EXCHANGE_VERSION = 1;

/** A table of key and value about the export itself, where the format has no better place. */
export const ABOUT_LAYER = 'linli_meta';

export type ExchangeType =
  | 'text'
  | 'integer'
  | 'real'
  /** A word of a closed vocabulary (words.ts). */
  | 'word'
  /** YYYY-MM-DD. */
  | 'date'
  /** YYYY-MM-DDTHH:MM:SSZ. */
  | 'time'
  /** YYYY-MM-DD, YYYY-MM or YYYY: as much of it as is known and may be told. */
  | 'birth'
  /** Ids separated by `;`. */
  | 'tags'
  /** What another record is known by: its id, its code, an entrance's label. */
  | 'link';

export interface ExchangeField {
  name: string;
  /** At most ten bytes: the column of a Shapefile. */
  short: string;
  type: ExchangeType;
  /** Left out of exports without personal columns. */
  personal: boolean;
  words: readonly string[];
  /** For links: the table whose record it names. */
  target: TableName | null;
  /** The table's column; null for what comes from elsewhere (the plan's grid). */
  column: string | null;
}

export type ExchangeShape = 'point' | 'polygon' | 'ground' | 'none';

export interface ExchangeLayer {
  table: TableName;
  role: ImportRole;
  shape: ExchangeShape;
  fields: readonly ExchangeField[];
}

/** Columns told together with another one. */
const TOLD_ELSEWHERE: Partial<Record<TableName, readonly string[]>> = {
  residents: ['birthMonth', 'birthDay'],
};

function shapeOf(table: TableName): ExchangeShape {
  if (table === 'basemap') return 'ground';
  const { columns } = TABLES[table];
  if (Object.values(columns).some(({ kind }) => kind === 'geometry')) return 'polygon';
  return 'lng' in columns ? 'point' : 'none';
}

function layerOf(table: TableName): ExchangeLayer {
  const role = table as ImportRole;
  const shape = shapeOf(table);
  const fields: Omit<ExchangeField, 'short'>[] = [];
  for (const [column, spec] of Object.entries(TABLES[table].columns)) {
    if (spec.kind === 'geometry' || TOLD_ELSEWHERE[table]?.includes(column)) continue;
    // The point of a point layer is its geometry; a building has its inside point besides its footprint.
    const place = column === 'lng' || column === 'lat';
    if (place && shape === 'point') continue;
    const name = fieldName(role, column);
    if (name === null) continue;
    fields.push({
      name,
      type: place ? 'real' : typeOf(role, name, column),
      personal: spec.class === 'pii',
      words: spec.kind === 'dict' && spec.words ? WORDS[spec.words as Vocabulary] : [],
      target: linkTarget(role, name, column),
      column,
    });
  }
  if (table === 'buildings')
    fields.push({ name: 'grid', type: 'link', personal: false, words: [], target: 'grids', column: null });
  const short = shortNames(fields.map(({ name }) => name));
  return { table, role, shape, fields: fields.map((field, index) => ({ ...field, short: short[index] })) };
}

/** The import's field that fills a column; null: it can be told in no file. */
function fieldName(role: ImportRole, column: string): string | null {
  if (column === 'birthYear') return 'birth';
  const { fields } = ROLES[role];
  if (Object.hasOwn(fields, column) && (fields[column].column ?? column) === column) return column;
  const named = Object.entries(fields).find(([, spec]) => spec.column === column);
  return named?.[0] ?? null;
}

function typeOf(role: ImportRole, name: string, column: string): ExchangeType {
  if (name === 'birth') return 'birth';
  const spec = TABLES[ROLES[role].table].columns[column];
  switch (spec.kind) {
    case 'number':
      if (spec.link) return 'link';
      if (spec.role) return spec.role;
      return spec.type.startsWith('f') ? 'real' : 'integer';
    case 'dict':
      return spec.words ? 'word' : 'text';
    case 'tags':
      return 'tags';
    default:
      return 'text';
  }
}

function linkTarget(role: ImportRole, name: string, column: string): TableName | null {
  const spec = TABLES[ROLES[role].table].columns[column];
  if (spec.kind === 'number' && spec.link) return spec.link;
  return ROLES[role].fields[name]?.target ?? null;
}

export const EXCHANGE_LAYERS: readonly ExchangeLayer[] = TABLE_NAMES.map(layerOf);

const LAYER_OF = new Map(EXCHANGE_LAYERS.map((layer) => [layer.table as string, layer]));

export function exchangeLayer(table: TableName): ExchangeLayer {
  return LAYER_OF.get(table) as ExchangeLayer;
}

/** The layer of that name; null: there is none. */
export function exchangeLayerNamed(name: string): ExchangeLayer | null {
  return LAYER_OF.get(name) ?? null;
}
