/**
 * From a filter to the rows that pass, per table. Conditions go down the chain of place (building -> home ->
 * resident, vehicle), never up: a condition on tenure leaves residents of such homes, a condition on age leaves
 * homes as they are. Other tables follow their own conditions. Sets of single conditions are kept, so that
 * changing one control costs one scan.
 */
import { Bitset } from '../columns/bitset.ts';
import type { TableName } from '../model/tables.ts';
import { columnOf, linkValues } from './column-access.ts';
import { type Community, rowCount } from './community.ts';
import { evaluateExpression } from './expression-eval.ts';
import { parseExpression } from './expression-parser.ts';
import { EMPTY_LEXICON, type Lexicon } from './lexicon.ts';
import { ageRange } from './population.ts';
import { isSelectable, type Selectable } from './row-sets.ts';
import { scanRange, scanWords } from './scan.ts';
import type { Condition, Filter } from './selection.ts';
import { spread } from './spread.ts';

/** One condition with what it lets pass in each table that it speaks about. */
export interface FilterPart {
  /** `<table>.<column>`, `<table>.tags` or 'expression': the control it belongs to. */
  control: string;
  passes: Partial<Record<Selectable, Bitset>>;
}

export interface FilterResult {
  filter: Filter;
  parts: FilterPart[];
  /** Rows that pass; a table that is absent is not filtered. Residents are always there (the base). */
  passes: Partial<Record<Selectable, Bitset>> & { residents: Bitset };
}

/**
 * @throws QueryError when the expression cannot be understood; the caller keeps the filter it had.
 */
export function evaluateFilter(
  community: Community,
  filter: Filter,
  lexicon: Lexicon = EMPTY_LEXICON,
): FilterResult {
  const parts = filter.conditions.map((condition) => conditionPart(community, condition));
  const expression = parseExpression(filter.expression, lexicon);
  if (expression) {
    const passes = remembered(community, `${community.plan.version} ${filter.expression}`, () => ({
      residents: evaluateExpression(community, expression, 'residents'),
    }));
    parts.push({ control: 'expression', passes });
  }
  const passes: FilterResult['passes'] = {
    residents: passing(community, filter, parts, 'residents') ?? community.population.bases.all,
  };
  for (const part of parts)
    for (const table of Object.keys(part.passes) as Selectable[]) {
      const set = passes[table] ?? passing(community, filter, parts, table);
      if (set) passes[table] = set;
    }
  return { filter, parts, passes };
}

/**
 * Rows of one table under the base and all parts, but for those of one control; null: every row passes. The set
 * is fresh or shared: do not change it.
 */
export function passing(
  community: Community,
  filter: Filter,
  parts: readonly FilterPart[],
  table: Selectable,
  without?: string,
): Bitset | null {
  let set = table === 'residents' ? community.population.bases[filter.base] : null;
  let own = false;
  for (const part of parts) {
    const other = part.passes[table];
    if (!other || part.control === without) continue;
    if (!set) set = other;
    else {
      set = own ? set.and(other) : set.clone().and(other);
      own = true;
    }
  }
  return set;
}

/** The control a condition belongs to. */
export function controlOf(condition: Condition): string {
  return `${condition.table}.${condition.type === 'tags' ? 'tags' : condition.column}`;
}

function conditionPart(community: Community, condition: Condition): FilterPart {
  const passes = remembered(community, JSON.stringify(condition), () =>
    downwards(community, condition.table, conditionRows(community, condition)),
  );
  return { control: controlOf(condition), passes };
}

/** A column that the community has not is known of no row: nothing passes. */
function conditionRows(community: Community, condition: Condition): Bitset {
  const table = community.tables[condition.table];
  const none = () => new Bitset(rowCount(community, condition.table));
  switch (condition.type) {
    case 'words': {
      const column = columnOf(table, condition.column, 'dict');
      const wanted = new Set(condition.words);
      return column ? scanWords(column, (word) => wanted.has(word)) : none();
    }
    case 'range': {
      if (condition.table === 'residents' && condition.column === 'age')
        return ageRange(community.population, condition.min, condition.max);
      const column = columnOf(table, condition.column, 'number');
      return column ? scanRange(column, condition.min, condition.max) : none();
    }
    case 'tags': {
      const sets = condition.table === 'residents' ? community.population.tags : community.homeTags;
      const wanted = condition.tags.map((tag) => sets.get(tag) ?? none());
      if (condition.match === 'any') return wanted.reduce((all, set) => all.or(set), none());
      return wanted.reduce((all, set) => all.and(set), none().not());
    }
  }
}

function downwards(community: Community, table: TableName, rows: Bitset): FilterPart['passes'] {
  if (table === 'buildings' || table === 'homes') {
    const homes = spread(community, table, rows, 'homes');
    const passes: FilterPart['passes'] = {
      homes,
      residents: spread(community, 'homes', homes, 'residents'),
      vehicles: byLink(linkValues(community.tables.vehicles, 'home'), homes),
    };
    if (table === 'buildings') passes.buildings = rows;
    return passes;
  }
  return isSelectable(table) ? { [table]: rows } : {};
}

function byLink(links: Uint32Array, owners: Bitset): Bitset {
  const set = new Bitset(links.length);
  for (let row = 0; row < links.length; row++)
    if (links[row] < owners.size && owners.has(links[row])) set.add(row);
  return set;
}

/** At 1,100,000 residents a part takes up to 0.3 MB; this many are kept per community. */
const MOST_PARTS = 48;
const memory = new WeakMap<Community, Map<string, FilterPart['passes']>>();

function remembered(
  community: Community,
  key: string,
  make: () => FilterPart['passes'],
): FilterPart['passes'] {
  const kept = memory.get(community) ?? new Map<string, FilterPart['passes']>();
  memory.set(community, kept);
  const known = kept.get(key);
  const passes = known ?? make();
  kept.delete(key);
  kept.set(key, passes);
  if (kept.size > MOST_PARTS) kept.delete(kept.keys().next().value!);
  return passes;
}
