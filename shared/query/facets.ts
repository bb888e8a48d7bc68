/**
 * Counts for the filter panel: what each control would show under all other filters, over the selection or the
 * whole community. Owns which control speaks of which table.
 */
import { Bitset } from '../columns/bitset.ts';
import { countAges, countTags, countWords, OTHER_WORDS, RESIDENT_WORDS } from './aggregate.ts';
import type { Facets } from './answers.ts';
import { columnOf } from './column-access.ts';
import { type Community, rowCount } from './community.ts';
import { type FilterResult, passing } from './filter.ts';
import type { Selectable } from './row-sets.ts';
import type { WordCount } from './selection.ts';
import type { SelectionResult } from './shapes.ts';

export function facetsOf(community: Community, selection: SelectionResult, filter: FilterResult): Facets {
  // Controls without a condition share one set, so it is made and listed once a table.
  const shared = new Map<Selectable, { set: Bitset; rows: Uint32Array }>();
  const inQuestion = (table: Selectable, control: string) => {
    const constrained = filter.parts.some((part) => part.control === control);
    const known = constrained ? undefined : shared.get(table);
    if (known) return known;
    const passes = passing(community, filter.filter, filter.parts, table, control);
    const selected = selection.sets?.[table];
    const set = (passes ?? Bitset.full(rowCount(community, table))).clone();
    if (selected) set.and(selected);
    const made = { set, rows: set.toRows() };
    if (!constrained) shared.set(table, made);
    return made;
  };
  const words: Record<string, WordCount[]> = {};
  const addWords = (key: string, table: Selectable, name: string) => {
    const column = columnOf(community.tables[table], name, 'dict');
    if (column) words[key] = countWords(column, inQuestion(table, `${table}.${name}`).rows);
  };
  for (const name of RESIDENT_WORDS) addWords(name, 'residents', name);
  for (const [key, { table, column }] of Object.entries(OTHER_WORDS)) addWords(key, table, column);
  addWords('buildingUse', 'buildings', 'use');
  const matching = inQuestion('residents', '');
  return {
    words,
    tags: countTags(community.population.tags, inQuestion('residents', 'residents.tags').set),
    homeTags: countTags(community.homeTags, inQuestion('homes', 'homes.tags').set),
    ages: countAges(community, inQuestion('residents', 'residents.age').set),
    matching: matching.rows.length,
  };
}
