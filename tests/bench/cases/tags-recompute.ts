/**
 * tags.recompute: ten rule labels over all residents, worked out anew and written into the labels column, against
 * `Array.filter` of each rule over the same residents as row objects with `tags: string[]`, each object's labels set anew.
 */
import { TABLES } from '../../../shared/model/tables.ts';
import { type Community, openCommunity } from '../../../shared/query/community.ts';
import type { TagRule } from '../../../shared/query/tag-rule.ts';
import { BUILT_IN_TAGS, recomputeTags, rowsOfRule, withTagSets } from '../../../shared/query/tag-rules.ts';
import { type RowObject, rowObjects } from '../community.ts';
import { timeBoth } from '../measure.ts';
import { type BenchResult, faster } from '../result.ts';

/** More row objects would leave no room for the rest of the heap; `filter` is linear in them. */
const ROWS = 200_000;
const COLUMNS = ['presence', 'marital', 'assistance', 'disability', 'health', 'mobility', 'relation'];

interface Person {
  age: number;
  householdSize: number;
  tags: string[];
  words: RowObject;
}

const is = (column: string, word: string) => (person: Person) => person.words[column] === word;
/** A word that is not known is neither the same nor another. */
const other = (column: string, word: string) => (person: Person) =>
  person.words[column] !== undefined && person.words[column] !== word;

/** The built-in rules of residents as a program of row objects would write them. */
const PLAIN: Record<string, (person: Person) => boolean> = {
  livingAlone60: (p) => p.age >= 60 && p.householdSize === 1 && other('presence', 'away')(p),
  widowed60: (p) => p.age >= 60 && p.words['marital'] === 'widowed',
  minimumAllowance: is('assistance', 'minimumAllowance'),
  nearLowIncome: is('assistance', 'nearLowIncome'),
  extremePoverty: is('assistance', 'extremePoverty'),
  disabled: other('disability', 'none'),
  chronicallyIll: other('health', 'none'),
  limitedMobility: other('mobility', 'full'),
  leftBehindChild: (p) =>
    p.age < 16 && p.words['presence'] === 'present' && p.words['relation'] === 'grandchild',
  newborn: (p) => p.age < 1,
};

function people(community: Community, rows: number): Person[] {
  const { population, tables } = community;
  const residents = tables.residents;
  if (!residents) throw new Error('tags.recompute: no residents');
  const columns = COLUMNS.filter((column) => column in TABLES.residents.columns);
  const words = rowObjects(
    residents,
    Uint32Array.from({ length: rows }, (_, row) => row),
    columns,
  );
  return words.map((own, row) => ({
    // 255: not known; no rule of ages holds for it.
    age: population.age[row] === 255 ? Number.NaN : population.age[row],
    householdSize: population.householdSize[population.household[row]] ?? 0,
    tags: [],
    words: own,
  }));
}

/** @returns how many carry each label. */
function filterRows(rows: Person[]): Map<string, number> {
  for (const person of rows) person.tags = [];
  const counts = new Map<string, number>();
  for (const [tag, holds] of Object.entries(PLAIN)) {
    const found = rows.filter(holds);
    for (const person of found) person.tags.push(tag);
    counts.set(tag, found.length);
  }
  return counts;
}

function requireSame(
  community: Community,
  rules: TagRule[],
  counts: Map<string, number>,
  rows: number,
): void {
  for (const { id, expression } of rules) {
    const own = rowsOfRule(community, 'residents', expression).countRange(0, rows);
    if (own !== counts.get(id)) throw new Error(`tags.recompute: ${id} ${own}, ${counts.get(id)}`);
  }
}

export async function tagsRecompute(opened: Community, smoke: boolean): Promise<BenchResult[]> {
  // Opened afresh: nothing that a question has remembered helps.
  const community = openCommunity(opened.bundle, { today: opened.today });
  const { residents } = community.tables;
  if (!residents) throw new Error('tags.recompute: no residents');
  const rules = BUILT_IN_TAGS.filter(({ id }) => id in PLAIN);
  const rows = Math.min(residents.rows, ROWS);
  const objects = people(community, rows);
  requireSame(community, rules, filterRows(objects), rows);
  const before = residents.columns['tags'];
  const ours = () =>
    withTagSets(residents, before?.kind === 'tags' ? before : undefined, recomputeTags(community, rules));
  const [value, part] = await timeBoth(smoke ? 1 : 7, ours, () => filterRows(objects));
  const referenceValue = (part * residents.rows) / rows;
  const reference = `Array.filter a rule, ${rows} row objects, scaled to ${residents.rows}`;
  return [faster({ name: 'tags.recompute', value, unit: 'ms', reference, referenceValue }, 10)];
}
