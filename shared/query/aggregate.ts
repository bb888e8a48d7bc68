/**
 * Counts over sets of rows: words, labels, pyramid, households, per building, per grid, cross-tables, and the summary
 * of a selection. Owns no state. Core columns only: nothing personal is counted.
 */
import { Bitset } from '../columns/bitset.ts';
import { type DictColumn, NONE } from '../columns/column.ts';
import { TABLES, type TableName } from '../model/tables.ts';
import { columnOf } from './column-access.ts';
import { type Community, residentsOfBuilding, rowCount } from './community.ts';
import type { FilterResult } from './filter.ts';
import { UNKNOWN_CELL } from './population.ts';
import { countWithin, filledWords } from './row-set.ts';
import { SELECTABLE, type Selectable } from './row-sets.ts';
import { PYRAMID_BANDS, type Pyramid, type Summary, type WordCount } from './selection.ts';
import type { SelectionResult } from './shapes.ts';

/** Summary words of tables other than residents: key -> table and column. */
export const OTHER_WORDS: Record<string, { table: Selectable; column: string }> = {
  tenure: { table: 'homes', column: 'tenure' },
  deviceKind: { table: 'devices', column: 'kind' },
  deviceHealth: { table: 'devices', column: 'health' },
  cameraHealth: { table: 'cameras', column: 'health' },
  vehicleKind: { table: 'vehicles', column: 'kind' },
};

/** Resident columns that may be counted by word: dictionaries of class core. */
export const RESIDENT_WORDS: readonly string[] = Object.entries(TABLES.residents.columns)
  .filter(([, spec]) => spec.kind === 'dict' && spec.class === 'core')
  .map(([name]) => name);

/** Rows of a table that are selected (or all, when nothing is) and pass the filter. null: every row. */
export function rowsInQuestion(
  selection: SelectionResult,
  filter: FilterResult,
  table: Selectable,
): Bitset | null {
  const selected = selection.sets?.[table] ?? null;
  const passes = filter.passes[table] ?? null;
  if (!selected || !passes) return selected ?? passes;
  return selected.clone().and(passes);
}

/** Counts of one selection under one filter; an empty selection means the whole community. */
export function summarise(community: Community, selection: SelectionResult, filter: FilterResult): Summary {
  const counts: Partial<Record<TableName, number>> = {};
  const sets = {} as Record<Selectable, Bitset>;
  for (const table of SELECTABLE) {
    const set = rowsInQuestion(selection, filter, table) ?? Bitset.full(rowCount(community, table));
    sets[table] = set;
    counts[table] = set.count();
  }
  const words: Record<string, WordCount[]> = {};
  const rows = sets.residents.toRows();
  for (const name of RESIDENT_WORDS) {
    const column = columnOf(community.tables.residents, name, 'dict');
    if (column) words[name] = countWords(column, rows);
  }
  for (const [key, { table, column: name }] of Object.entries(OTHER_WORDS)) {
    const column = columnOf(community.tables[table], name, 'dict');
    if (column) words[key] = countWords(column, sets[table].toRows());
  }
  return {
    base: filter.filter.base,
    counts,
    households: countHouseholds(community, sets.residents),
    pyramid: countPyramid(community, sets.residents),
    tags: countTags(community.population.tags, sets.residents),
    homeTags: countTags(community.homeTags, sets.homes),
    words,
  };
}

/** Sex by five-year band, over residents. */
export function countPyramid(community: Community, residents: Bitset): Pyramid {
  const { cell } = community.population;
  const cells = new Uint32Array(UNKNOWN_CELL + 1);
  const { words } = residents;
  for (let i = 0; i < words.length; i++) {
    let word = words[i];
    const base = i << 5;
    while (word !== 0) {
      cells[cell[base + 31 - Math.clz32(word & -word)]]++;
      word &= word - 1;
    }
  }
  const male = new Uint32Array(PYRAMID_BANDS);
  const female = new Uint32Array(PYRAMID_BANDS);
  for (let band = 0; band < PYRAMID_BANDS; band++) {
    male[band] = cells[band * 2];
    female[band] = cells[band * 2 + 1];
  }
  return { male, female, unknown: cells[UNKNOWN_CELL] };
}

/** Rows of the set that carry each label, in label order; labels nobody carries too. */
export function countTags(tags: ReadonlyMap<string, Bitset>, set: Bitset): WordCount[] {
  const part = filledWords(set);
  return Array.from(tags, ([word, rows]) => ({ word, count: countWithin(rows, part) }));
}

/** Rows per word, most frequent first, words that do not occur left out; '' (not known) comes last. */
export function countWords(column: DictColumn, rows: Uint32Array): WordCount[] {
  const counts = new Uint32Array(column.words.length);
  const { codes } = column;
  if (codes instanceof Uint8Array) tallyBytes(codes, rows, counts);
  else for (let i = 0; i < rows.length; i++) counts[codes[rows[i]]]++;
  return sortedCounts(column.words, counts);
}

/** A loop that sees one array type only runs several times faster; nearly all dictionaries are bytes. */
function tallyBytes(codes: Uint8Array, rows: Uint32Array, counts: Uint32Array): void {
  for (let i = 0; i < rows.length; i++) counts[codes[rows[i]]]++;
}

function sortedCounts(words: readonly string[], counts: ArrayLike<number>): WordCount[] {
  const found: WordCount[] = [];
  words.forEach((word, code) => {
    if (counts[code] > 0) found.push({ word, count: counts[code] });
  });
  // A stable sort: equal counts keep the order of the vocabulary.
  return found.sort((a, b) => Number(a.word === '') - Number(b.word === '') || b.count - a.count);
}

/** Different households with a resident in the set; residents without a household count in none. */
export function countHouseholds(community: Community, residents: Bitset): number {
  const { household, households } = community.population;
  const seen = new Bitset(households);
  const { words } = residents;
  let last = NONE;
  let count = 0;
  for (let i = 0; i < words.length; i++) {
    let word = words[i];
    while (word !== 0) {
      const number = household[(i << 5) + 31 - Math.clz32(word & -word)];
      word &= word - 1;
      if (number === last || number === NONE) continue;
      last = number;
      if (!seen.has(number)) {
        seen.add(number);
        count++;
      }
    }
  }
  return count;
}

/** Residents of the set per building row. */
export function countPerBuilding(community: Community, residents: Bitset): Uint32Array {
  const counts = new Uint32Array(rowCount(community, 'buildings'));
  for (let building = 0; building < counts.length; building++) {
    const [from, to] = residentsOfBuilding(community, building);
    counts[building] = residents.countRange(from, to);
  }
  return counts;
}

/** Residents of the set per grid row of the plan; the last entry: those in no grid or without a home. */
export function countPerGrid(community: Community, residents: Bitset): Uint32Array {
  const grids = rowCount(community, 'grids');
  const sums = new Uint32Array(grids + 1);
  const { homeStarts, residentStarts, plan } = community;
  const { gridOfBuilding } = plan;
  let inGrids = 0;
  for (let building = 0; building < gridOfBuilding.length; ) {
    // Neighbours are mostly of one grid: their residents are one run of rows.
    const grid = gridOfBuilding[building];
    const from = residentStarts[homeStarts[building]];
    while (building < gridOfBuilding.length && gridOfBuilding[building] === grid) building++;
    if (grid >= grids) continue;
    const count = residents.countRange(from, residentStarts[homeStarts[building]]);
    sums[grid] += count;
    inGrids += count;
  }
  sums[grids] = residents.count() - inGrids;
  return sums;
}

/** Residents of the set per year of age 0..120. */
export function countAges(community: Community, residents: Bitset): Uint32Array {
  const { age } = community.population;
  const counts = new Uint32Array(256);
  tallyBytes(age, residents.toRows(), counts);
  return counts.slice(0, 121);
}

/** counts[i * columns.length + j]: residents of the set with word i of one column and word j of the other. */
export interface CrossTable {
  rows: string[];
  columns: string[];
  counts: Uint32Array;
}

/**
 * Cross-table of two categorical resident columns, not-known ('') included where it occurs; null when either column
 * is absent, not categorical, or personal.
 */
export function crossTable(
  community: Community,
  residents: Bitset,
  row: string,
  column: string,
): CrossTable | null {
  if (!RESIDENT_WORDS.includes(row) || !RESIDENT_WORDS.includes(column)) return null;
  const a = columnOf(community.tables.residents, row, 'dict');
  const b = columnOf(community.tables.residents, column, 'dict');
  if (!a || !b) return null;
  const across = b.words.length;
  const all = new Uint32Array(a.words.length * across);
  const rows = residents.toRows();
  for (let i = 0; i < rows.length; i++) all[a.codes[rows[i]] * across + b.codes[rows[i]]]++;
  const used = (count: number, cellsOf: (code: number) => number[]) =>
    Array.from({ length: count }, (_, code) => code)
      .filter((code) => cellsOf(code).some((cell) => all[cell] > 0))
      // Not known comes last.
      .sort((x, y) => Number(x === 0) - Number(y === 0) || x - y);
  const down = used(a.words.length, (code) => b.words.map((_, j) => code * across + j));
  const over = used(across, (code) => a.words.map((_, i) => i * across + code));
  return {
    rows: down.map((code) => a.words[code]),
    columns: over.map((code) => b.words[code]),
    counts: Uint32Array.from(down.flatMap((i) => over.map((j) => all[i * across + j]))),
  };
}
