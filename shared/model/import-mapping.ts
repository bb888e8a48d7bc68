/**
 * Guesses what a file is and what its columns mean, from names, geometry and a sample of values. Owns the guess only:
 * every part of it can be changed by a person before anything is read for good.
 */
import { type CellBlock, cellText } from '../formats/cell-block.ts';
import type { SourceRecord } from '../formats/source-record.ts';
import { type FieldSpec, PLACE } from './import-fields.ts';
import { fitOf, holdsShapes } from './import-fit.ts';
import type { ColumnChoice, ColumnTarget, FoundColumn, LayerPlan, ValueCount } from './import-plan.ts';
import { IMPORT_ROLES, type ImportRole, ROLES } from './import-roles.ts';
import { foldName, plainText, readWord } from './import-values.ts';

const EXAMPLES = 3;
const COLUMN_LIMIT = 500;
/** A column with more different values than this holds no words of a vocabulary. */
const VALUES = 60;
/** Characters of a value that may be a word. */
const VALUE_LENGTH = 40;

interface Column {
  filled: number;
  numbers: number;
  examples: string[];
  /** null: too many, or not looked for. */
  values: Map<string, number> | null;
}

/** Collects the columns of records as they pass: names, examples, whether every value is a number, and the values where they are few. */
export class ColumnSurvey {
  records = 0;
  private readonly withValues: boolean;
  /** Geometry types and how often each occurs; '' for none. */
  readonly geometry: Record<string, number> = {};
  private readonly columns = new Map<string, Column>();

  constructor({ values = false } = {}) {
    this.withValues = values;
  }

  add(record: SourceRecord): void {
    this.records++;
    const type = record.geometry?.type.slice(0, 40) ?? '';
    this.geometry[type] = (this.geometry[type] ?? 0) + 1;
    for (const name of Object.keys(record.fields)) this.value(name, record.fields[name]);
  }

  /** The rows of a block, a column at a time. Values are not counted. */
  addBlock(block: CellBlock): void {
    this.records += block.rows;
    this.geometry[''] = (this.geometry[''] ?? 0) + block.rows;
    block.names.forEach((name, index) => {
      const column = this.column(name);
      if (column) surveyCells(column, block, index);
    });
  }

  private value(name: string, value: unknown): void {
    const column = this.column(name);
    if (!column || value === null || value === undefined || value === '') return;
    column.filled++;
    if (isNumeric(value)) column.numbers++;
    if (column.values) countValue(column, value);
    if (column.examples.length < EXAMPLES) addExample(column, value);
  }

  /** null: there are too many. */
  private column(name: string): Column | null {
    const known = this.columns.get(name);
    if (known || this.columns.size >= COLUMN_LIMIT) return known ?? null;
    const column = { filled: 0, numbers: 0, examples: [], values: this.withValues ? new Map() : null };
    this.columns.set(name, column);
    return column;
  }

  found(): FoundColumn[] {
    return [...this.columns].map(([name, { filled, numbers, examples, values }]) => ({
      name,
      type: filled > 0 && numbers === filled ? 'number' : numbers > 0 ? 'mixed' : 'text',
      examples,
      ...(values && values.size > 0 ? { values: byCount(values) } : {}),
    }));
  }
}

function addExample(column: Column, value: unknown): void {
  const shown = (typeof value === 'object' ? JSON.stringify(value) : String(value)).slice(0, 60);
  if (!column.examples.includes(shown)) column.examples.push(` ${shown}`.slice(1));
}

function surveyCells(column: Column, block: CellBlock, index: number): void {
  const { bytes, from, to, rows } = block;
  for (let row = 0, i = index; row < rows; row++, i += block.names.length) {
    if (from[i] === to[i]) continue;
    column.filled++;
    // A minus sign or a digit: else it is no number.
    if (bytes[from[i]] <= 57 && to[i] - from[i] <= 16 && isNumeric(cellText(block, row, index)))
      column.numbers++;
    if (column.examples.length < EXAMPLES) addExample(column, cellText(block, row, index));
  }
}

function countValue(column: Column, value: unknown): void {
  const text = plainText(value);
  const { values } = column;
  if (!values || text === '') return;
  if (text.length > VALUE_LENGTH || (values.size >= VALUES && !values.has(text))) column.values = null;
  else values.set(text, (values.get(text) ?? 0) + 1);
}

/** Values with their counts, most frequent first. */
export function byCount(values: ReadonlyMap<string, number>): ValueCount[] {
  return [...values].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}

/** A number, and not a code: text with a leading zero or of more than 15 digits stays text. */
function isNumeric(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value === 'string' && value.length <= 16 && /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(value);
}

/** What the file most likely is. Geometry decides where it can, names of columns else, the file's name last. */
export function guessRole(
  fileName: string,
  columns: FoundColumn[],
  geometry: Record<string, number>,
): ImportRole {
  let best: ImportRole = 'places';
  let bestScore = 0;
  for (const role of IMPORT_ROLES) {
    const score = roleScore(role, fileName, columns, geometry);
    if (score > bestScore) {
      best = role;
      bestScore = score;
    }
  }
  return best;
}

/** Tables that few offices have: a name or a code alone could be anybody's. */
const SELDOM: readonly ImportRole[] = [
  'entrances',
  'pastAlerts',
  'addresses',
  'parties',
  'services',
  'readings',
];

/** Fields that say more than any other what a file is about. */
const TELLING: Record<ImportRole, string[]> = {
  areas: ['code', 'level', 'parent'],
  grids: ['code', 'community'],
  compounds: ['company'],
  contacts: ['resident', 'order', 'consent'],
  vehicles: ['plate', 'energy'],
  cameras: ['bearing', 'view', 'range'],
  facilities: ['party'],
  organisations: ['unifiedCode', 'headcount', 'contact'],
  workers: ['role', 'grid', 'onDuty'],
  entrances: ['building', 'label'],
  pastAlerts: ['device', 'raised', 'closed'],
  buildings: ['floors', 'height', 'use', 'builtYear', 'base'],
  homes: ['door', 'area', 'tenure', 'owner', 'floor'],
  residents: ['sex', 'idNumber', 'birth', 'relation', 'marital', 'name'],
  devices: ['installed', 'model', 'health'],
  places: ['name'],
  basemap: ['kind', 'width'],
  addresses: ['code', 'road', 'number'],
  parties: ['type', 'duties'],
  services: ['resident', 'outcome', 'worker', 'at'],
  readings: ['device', 'at', 'value'],
};

function roleScore(
  role: ImportRole,
  fileName: string,
  columns: FoundColumn[],
  geometry: Record<string, number>,
): number {
  const shapes = shapeCounts(geometry);
  const drawn = shapes.points + shapes.lines + shapes.polygons;
  // Files of buildings often carry address points as well.
  const polygonal = shapes.polygons > 0 && shapes.polygons >= drawn * 0.25 && shapes.polygons >= shapes.lines;
  const linear = shapes.lines > shapes.polygons && shapes.lines >= shapes.points;
  const { place } = ROLES[role];
  if (place === 'building' && (linear || (shapes.points > 0 && !polygonal))) return 0;
  if (place === 'ground' && !linear && !polygonal) return 0;
  if (place === 'outline' && shapes.points + shapes.lines > 0) return 0;
  if ((linear || polygonal) && place !== 'ground' && place !== 'building' && place !== 'outline') return 0;
  const matched = new Set(matchColumns(role, columns).values());
  const telling = TELLING[role].filter((field) => matched.has(field)).length;
  const named = ROLES[role].fileNames.test(fileName);
  const marked = role === 'buildings' && polygonal && columns.some(isBuildingMark);
  // An address alone could be anybody's, and a row of a building table needs a place.
  if (!named && matched.size === 1 && matched.has('address')) return 0;
  const placed = drawn > 0 || PLACES.some((field) => matched.has(field));
  if (place === 'building' && !placed && telling === 0 && !named) return 0;
  let score = telling * 2 + (named ? 2 : 0);
  // Every layer of a map has ids and names.
  score += [...matched].filter((field) => drawn === 0 || !ANYBODYS.has(field)).length * 0.2;
  if (role === 'devices' && knowsDeviceKinds(columns)) score += 6;
  const seldom = place === 'outline' || SELDOM.includes(role);
  if (seldom && !named) score -= 3;
  if (role === 'buildings' && polygonal) score += marked ? 4 : 0.5;
  if (role === 'basemap') score += linear ? 6 : 0.6;
  // A layer of roads or water says so by its name, whatever heights it holds.
  if (role === 'basemap' && polygonal && GROUND_LAYER.test(fileName)) score += 4;
  if (role === 'places') score += 0.1;
  return score;
}

const PLACES = Object.keys(PLACE);
const ANYBODYS: ReadonlySet<string> = new Set(['id', 'name']);
/** Ends the title of a file or layer: the surfaces of CityJSON (3.0 of the specification) and their usual names. */
const GROUND_LAYER =
  /(?:^|[\s_-])(?:roads?|railway|waterway|waterbody|water|land_?use|plant_?cover|bridge|tunnel|transportsquare|tinrelief|道路|水系|绿地|地块)(?:\.\w+)?$/i;

function isBuildingMark(column: FoundColumn): boolean {
  return (
    /^building|楼|层数/.test(foldName(column.name)) ||
    column.examples.some((example) => example === 'building')
  );
}

function knowsDeviceKinds(columns: FoundColumn[]): boolean {
  return columns.some((column) =>
    column.examples.some((example) => /\D{2}/.test(example) && Boolean(readWord(example, 'deviceKind'))),
  );
}

function shapeCounts(geometry: Record<string, number>): { points: number; lines: number; polygons: number } {
  const of = (...types: string[]) => types.reduce((sum, type) => sum + (geometry[type] ?? 0), 0);
  return {
    points: of('Point', 'MultiPoint'),
    lines: of('LineString', 'MultiLineString'),
    polygons: of('Polygon', 'MultiPolygon'),
  };
}

/** Columns of codes stay text even when every value is made of digits. */
const CODE_NAME = /code|id$|phone|mobile|tel$|zip|编码|代码|编号|号码|电话|手机|证号|邮编/;

/** What becomes of each column in this role: a field, kept as it is (where the role keeps more), or left out. */
export function guessChoices(role: ImportRole, columns: FoundColumn[]): ColumnChoice[] {
  const matched = matchColumns(role, columns);
  return columns.map(({ name, type }) => {
    const field = matched.get(name);
    const target: ColumnTarget =
      field !== undefined ? { to: 'field', field } : { to: ROLES[role].keepsExtra ? 'extra' : 'ignored' };
    return { name, target, type: type === 'number' && !CODE_NAME.test(foldName(name)) ? 'number' : 'text' };
  });
}

/** Some column of the plan is read into a personal field: it must be sealed, so there must be a vault. */
export function holdsPersonalData(layers: readonly Pick<LayerPlan, 'role' | 'choices'>[]): boolean {
  return layers.some(({ role, choices }) =>
    choices.some(({ target }) => target.to === 'field' && ROLES[role].fields[target.field]?.pii === true),
  );
}

/** After every name. */
const BY_VALUE = 500;
/** More than any rank. */
const DOUBT = 1000;

/** Column name -> field, each field at most once, the best fitting first. */
function matchColumns(role: ImportRole, columns: FoundColumn[]): Map<string, string> {
  const candidates: { column: string; field: string; rank: number }[] = [];
  for (const column of columns) {
    const folded = foldName(column.name);
    for (const [field, spec] of Object.entries(ROLES[role].fields)) {
      const named = matchRank(folded, field, spec);
      const rank = named < 0 && spec.type === 'wkt' && holdsShapes(column) ? BY_VALUE : named;
      const fit = rank < 0 ? 'no' : fitOf(column, spec);
      if (fit === 'no') continue;
      // Of two names that may mean the same, the one whose values are understood.
      const doubt = spec.words && fit === 'unsure' ? DOUBT : 0;
      candidates.push({ column: column.name, field, rank: rank + doubt });
    }
  }
  candidates.sort((a, b) => a.rank - b.rank);
  const matched = new Map<string, string>();
  const taken = new Set<string>();
  for (const { column, field } of candidates) {
    if (matched.has(column) || taken.has(field)) continue;
    matched.set(column, field);
    taken.add(field);
  }
  return matched;
}

/** Smaller is better; -1: no match. A Chinese name may stand inside a longer one. */
function matchRank(folded: string, field: string, spec: FieldSpec): number {
  if (folded === foldName(field)) return 0;
  for (let index = 0; index < spec.names.length; index++) {
    if (folded === foldName(spec.names[index])) return index + 1;
  }
  for (let index = 0; index < spec.names.length; index++) {
    const name = spec.names[index];
    if (name.length >= 2 && /[\u4e00-\u9fff]/.test(name) && folded.includes(foldName(name)))
      return 100 + index - name.length;
  }
  return -1;
}
