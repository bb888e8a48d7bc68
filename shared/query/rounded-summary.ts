/**
 * The answers of aggregate.ts and facets.ts in numbers that a planner may see. Same questions, same shapes; what counts people, homes,
 * vehicles or devices goes through CountedPeople, what stands in the open (buildings, cameras, facilities) is counted as it is.
 */
import { Bitset } from '../columns/bitset.ts';
import { type CrossTable, countWords, OTHER_WORDS, RESIDENT_WORDS, rowsInQuestion } from './aggregate.ts';
import type { Facets } from './answers.ts';
import { type AroundCounts, aroundOf } from './around.ts';
import { columnOf } from './column-access.ts';
import { rowCount } from './community.ts';
import { type CountedPeople, isCounted, pyramidColumn } from './counted-people.ts';
import { evaluateFilter, type FilterResult, passing } from './filter.ts';
import { SELECTABLE, type Selectable } from './row-sets.ts';
import { NO_FILTER, type Shape, type Summary, type WordCount } from './selection.ts';
import { evaluateSelection, type SelectionResult } from './shapes.ts';

/** As `summarise`. Words of a column that nobody has stand with 0. */
export function roundedSummary(
  people: CountedPeople,
  selection: SelectionResult,
  filter: FilterResult,
): Summary {
  const { community } = people;
  const exact = isOpenQuestion(selection, filter);
  const sets = {} as Record<Selectable, Bitset>;
  const counts: Summary['counts'] = {};
  for (const table of SELECTABLE) {
    const set = rowsInQuestion(selection, filter, table) ?? Bitset.full(rowCount(community, table));
    sets[table] = set;
    counts[table] =
      isCounted(table) && !(exact && table === 'devices') ? people.count(table, set) : set.count();
  }
  gatherResidents(people, sets.residents);
  const words: Record<string, WordCount[]> = {};
  for (const name of RESIDENT_WORDS) addWords(people, words, name, 'residents', name, sets.residents, false);
  for (const [key, { table, column }] of Object.entries(OTHER_WORDS))
    addWords(people, words, key, table, column, sets[table], exact && table === 'devices');
  return {
    base: filter.filter.base,
    counts,
    households: people.households(sets.residents),
    pyramid: people.pyramid(sets.residents),
    tags: people.byTag('residents', community.population.tags, sets.residents),
    homeTags: people.byTag('homes', community.homeTags, sets.homes),
    words,
  };
}

/** As `countAround`: sums of bands that were told, each rounded by itself. */
export function roundedAround(people: CountedPeople, shape: Shape): AroundCounts {
  const selection = evaluateSelection(people.community, [{ combine: 'replace', shape }]);
  return aroundOf(roundedSummary(people, selection, evaluateFilter(people.community, NO_FILTER)));
}

/** As `facetsOf`; ages come in bands of five years, spread over their years. */
export function roundedFacets(
  people: CountedPeople,
  selection: SelectionResult,
  filter: FilterResult,
): Facets {
  const { community } = people;
  const exact = isOpenQuestion(selection, filter);
  const sets = new Map<string, Bitset>();
  const inQuestion = (table: Selectable, control: string): Bitset => {
    const constrained = filter.parts.some((part) => part.control === control);
    const key = constrained ? control : table;
    const known = sets.get(key);
    if (known) return known;
    const passes = passing(community, filter.filter, filter.parts, table, control);
    const set = (passes ?? Bitset.full(rowCount(community, table))).clone();
    const selected = selection.sets?.[table];
    if (selected) set.and(selected);
    sets.set(key, set);
    return set;
  };
  // The set of all columns that have no condition of their own.
  gatherResidents(people, inQuestion('residents', ''));
  const words: Record<string, WordCount[]> = {};
  const add = (key: string, table: Selectable, column: string) =>
    addWords(
      people,
      words,
      key,
      table,
      column,
      inQuestion(table, `${table}.${column}`),
      exact && table === 'devices',
    );
  for (const name of RESIDENT_WORDS) add(name, 'residents', name);
  for (const [key, { table, column }] of Object.entries(OTHER_WORDS)) add(key, table, column);
  add('buildingUse', 'buildings', 'use');
  return {
    words,
    tags: people.byTag('residents', community.population.tags, inQuestion('residents', 'residents.tags')),
    homeTags: people.byTag('homes', community.homeTags, inQuestion('homes', 'homes.tags')),
    ages: people.ages(inQuestion('residents', 'residents.age')),
    matching: people.count('residents', inQuestion('residents', '')),
  };
}

/** As `crossTable`: all words of both columns, those of small cells with 0. */
export function roundedCrossTable(
  people: CountedPeople,
  set: Bitset,
  row: string,
  column: string,
): CrossTable | null {
  if (!RESIDENT_WORDS.includes(row) || !RESIDENT_WORDS.includes(column)) return null;
  const { residents } = people.community.tables;
  const a = columnOf(residents, row, 'dict');
  const b = columnOf(residents, column, 'dict');
  if (!a || !b) return null;
  const across = b.words.length;
  const cells = people.part('residents', set, `${row} x ${column}`, (rows) => {
    const cellOf = new Uint32Array(a.codes.length);
    for (let i = 0; i < rows.length; i++) cellOf[rows[i]] = a.codes[rows[i]] * across + b.codes[rows[i]];
    const prints = people.partition('residents', rows, cellOf, a.words.length * across);
    return Uint32Array.from({ length: a.words.length * across }, (_, i) => people.disclose(prints.at(i)));
  });
  // Not known comes last.
  const order = (words: readonly string[]) =>
    words.map((_, code) => code).sort((x, y) => Number(words[x] === '') - Number(words[y] === '') || x - y);
  const down = order(a.words);
  const over = order(b.words);
  return {
    rows: down.map((code) => a.words[code]),
    columns: over.map((code) => b.words[code]),
    counts: Uint32Array.from(down.flatMap((i) => over.map((j) => cells[i * across + j]))),
  };
}

/** The one question whose devices are counted as they are: all of them, so that a fault shows on every screen. */
function isOpenQuestion(selection: SelectionResult, filter: FilterResult): boolean {
  return !selection.sets && filter.parts.length === 0;
}

/** All columns of residents that a summary counts by. */
function gatherResidents(people: CountedPeople, set: Bitset): void {
  const { community } = people;
  const columns = RESIDENT_WORDS.flatMap((name) => {
    const column = columnOf(community.tables.residents, name, 'dict');
    return column ? [{ name, codes: column.codes, parts: column.words.length }] : [];
  });
  people.gather('residents', set, [...columns, pyramidColumn(community)]);
}

function addWords(
  people: CountedPeople,
  words: Record<string, WordCount[]>,
  key: string,
  table: Selectable,
  name: string,
  set: Bitset,
  exact: boolean,
): void {
  const column = columnOf(people.community.tables[table], name, 'dict');
  if (!column) return;
  words[key] =
    isCounted(table) && !exact ? people.byWord(table, name, column, set) : countWords(column, set.toRows());
}
