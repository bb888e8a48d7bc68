/**
 * query.filter: labels and an age range over the permanent residents to a row set, its count and the counts per grid,
 * against Array.filter and its length over row objects. One row per selectivity. Every run starts without the sets
 * that a community keeps of earlier conditions.
 */
import { tagsAt } from '../../../shared/columns/cell.ts';
import type { TagsColumn } from '../../../shared/columns/column.ts';
import { countPerGrid } from '../../../shared/query/aggregate.ts';
import { columnOf } from '../../../shared/query/column-access.ts';
import type { Community } from '../../../shared/query/community.ts';
import { evaluateFilter } from '../../../shared/query/filter.ts';
import type { Filter } from '../../../shared/query/selection.ts';
import { timeBoth } from '../measure.ts';
import { type BenchResult, faster } from '../result.ts';

interface Person {
  age: number;
  tags: string[];
}

interface Question {
  share: number;
  filter: Filter;
  test(person: Person): boolean;
}

const permanent = { base: 'permanent' as const, expression: '' };

const QUESTIONS: readonly Question[] = [
  {
    share: 1,
    filter: {
      ...permanent,
      conditions: [
        { type: 'tags', table: 'residents', tags: ['livingAlone60', 'disabled'], match: 'any' },
        { type: 'range', table: 'residents', column: 'age', min: 71, max: 74 },
      ],
    },
    test: ({ age, tags }) =>
      (tags.includes('livingAlone60') || tags.includes('disabled')) && age >= 71 && age <= 74,
  },
  {
    share: 10,
    filter: {
      ...permanent,
      conditions: [
        {
          type: 'tags',
          table: 'residents',
          tags: ['chronicallyIll', 'partyMember', 'emptyNest'],
          match: 'any',
        },
        { type: 'range', table: 'residents', column: 'age', min: 56, max: 72 },
      ],
    },
    test: ({ age, tags }) =>
      (tags.includes('chronicallyIll') || tags.includes('partyMember') || tags.includes('emptyNest')) &&
      age >= 56 &&
      age <= 72,
  },
  {
    share: 50,
    filter: {
      ...permanent,
      conditions: [{ type: 'range', table: 'residents', column: 'age', min: 20, max: 59 }],
      expression: 'not has tag "partyMember" and not has tag "disabled"',
    },
    test: ({ age, tags }) =>
      age >= 20 && age <= 59 && !tags.includes('partyMember') && !tags.includes('disabled'),
  },
];

function people(community: Community): Person[] {
  const { age, bases } = community.population;
  const tags = columnOf(community.tables.residents, 'tags', 'tags') as TagsColumn;
  return Array.from(bases.permanent.toRows(), (row) => ({
    age: age[row],
    tags: tagsAt(tags, row, age.length),
  }));
}

/** Throws when the two counts differ. */
export async function queryFilter(community: Community, smoke: boolean): Promise<BenchResult[]> {
  const rows = people(community);
  const results: BenchResult[] = [];
  const ask = (filter: Filter) => {
    // A community of its own: no set of an earlier run answers.
    const set = evaluateFilter({ ...community }, filter).passes.residents;
    return { found: set.count(), perGrid: countPerGrid(community, set) };
  };
  // Both sides are compiled before the first question counts.
  for (let i = 0; i < (smoke ? 1 : 5); i++)
    for (const { filter, test } of QUESTIONS) {
      ask(filter);
      rows.filter(test);
    }
  for (const { share, filter, test } of QUESTIONS) {
    let answer = ask(filter);
    let expected = 0;
    const [value, referenceValue] = await timeBoth(
      smoke ? 1 : 31,
      () => {
        answer = ask(filter);
      },
      () => {
        expected = rows.filter(test).length;
      },
    );
    const { found } = answer;
    const grids = answer.perGrid.reduce((sum, count) => sum + count, 0);
    if (found !== expected || grids !== expected)
      throw new Error(`query.filter: ${found} residents, ${grids} in grids, Array.filter finds ${expected}`);
    const exact = ((100 * found) / rows.length).toFixed(1);
    const reference = `Array.filter + count, ${rows.length} row objects, ${exact} % pass`;
    results.push(faster({ name: `query.filter.${share}`, value, unit: 'ms', reference, referenceValue }, 10));
  }
  return results;
}
