/**
 * Edits of a filter, one control at a time. Owns pure functions from filter to filter; evaluates nothing and
 * knows no React. A control that constrains nothing leaves no condition behind.
 */
import type { TableName } from '../../shared/model/tables.ts';
import type { Condition, Filter, PopulationBase } from '../../shared/query/selection.ts';

type WordsCondition = Extract<Condition, { type: 'words' }>;
type RangeCondition = Extract<Condition, { type: 'range' }>;
type TagsCondition = Extract<Condition, { type: 'tags' }>;

/** Identifies the control a condition belongs to; one condition per control. */
export function controlKey(condition: Condition): string {
  return condition.type === 'tags'
    ? `tags:${condition.table}`
    : `${condition.type}:${condition.table}.${condition.column}`;
}

/** Puts the condition in the place of the one of the same control, or at the end. */
export function putCondition(filter: Filter, condition: Condition): Filter {
  const key = controlKey(condition);
  const at = filter.conditions.findIndex((other) => controlKey(other) === key);
  if (at < 0) return { ...filter, conditions: [...filter.conditions, condition] };
  return { ...filter, conditions: filter.conditions.with(at, condition) };
}

/** Without the condition of that control; the same filter when there is none. */
export function dropCondition(filter: Filter, key: string): Filter {
  const conditions = filter.conditions.filter((condition) => controlKey(condition) !== key);
  return conditions.length === filter.conditions.length ? filter : { ...filter, conditions };
}

export function wordsOf(filter: Filter, table: TableName, column: string): string[] {
  const key = `words:${table}.${column}`;
  const found = filter.conditions.find((condition) => controlKey(condition) === key);
  return (found as WordsCondition | undefined)?.words ?? [];
}

/** Adds the word to its control, or takes it away. */
export function toggleWord(filter: Filter, table: TableName, column: string, word: string): Filter {
  const now = wordsOf(filter, table, column);
  const words = now.includes(word) ? now.filter((other) => other !== word) : [...now, word];
  if (words.length === 0) return dropCondition(filter, `words:${table}.${column}`);
  return putCondition(filter, { type: 'words', table, column, words });
}

export function tagsOf(filter: Filter, table: 'residents' | 'homes'): TagsCondition {
  const found = filter.conditions.find((condition) => controlKey(condition) === `tags:${table}`);
  return (found as TagsCondition | undefined) ?? { type: 'tags', table, tags: [], match: 'any' };
}

export function toggleTag(filter: Filter, table: 'residents' | 'homes', tag: string): Filter {
  const now = tagsOf(filter, table);
  const tags = now.tags.includes(tag) ? now.tags.filter((other) => other !== tag) : [...now.tags, tag];
  if (tags.length === 0) return dropCondition(filter, `tags:${table}`);
  return putCondition(filter, { ...now, tags });
}

/** Any of the tags or all of them; without a tag chosen there is nothing to match. */
export function setTagMatch(filter: Filter, table: 'residents' | 'homes', match: 'any' | 'all'): Filter {
  const now = tagsOf(filter, table);
  return now.tags.length === 0 ? filter : putCondition(filter, { ...now, match });
}

/** Oldest age the filter knows; facets count 0..120. */
export const MAX_AGE = 120;

/** Inclusive years, or null when all ages pass. */
export function agesOf(filter: Filter): [number, number] | null {
  const found = filter.conditions.find((condition) => controlKey(condition) === 'range:residents.age');
  if (!found) return null;
  const { min, max } = found as RangeCondition;
  return [min, max];
}

/** Inclusive years in either order; the full range removes the condition. */
export function setAges(filter: Filter, from: number, to: number): Filter {
  const min = Math.max(0, Math.min(from, to));
  const max = Math.min(MAX_AGE, Math.max(from, to));
  if (min === 0 && max === MAX_AGE) return dropCondition(filter, 'range:residents.age');
  return putCondition(filter, { type: 'range', table: 'residents', column: 'age', min, max });
}

export function setBase(filter: Filter, base: PopulationBase): Filter {
  return filter.base === base ? filter : { ...filter, base };
}

export function setExpression(filter: Filter, expression: string): Filter {
  const text = expression.trim();
  return filter.expression === text ? filter : { ...filter, expression: text };
}

/** Nothing constrained except the population base. */
export function isOpen(filter: Filter): boolean {
  return filter.conditions.length === 0 && filter.expression === '';
}

/** All conditions away; the base stays, since every count is named by it. */
export function clearFilter(filter: Filter): Filter {
  return isOpen(filter) ? filter : { ...filter, conditions: [], expression: '' };
}
