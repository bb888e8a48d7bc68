import { describe, expect, it } from 'vitest';
import { Bitset } from '../../../../shared/columns/bitset.ts';
import { tagsAt } from '../../../../shared/columns/cell.ts';
import { evaluateChecks } from '../../../../shared/quality/evaluate.ts';
import { openCommunity } from '../../../../shared/query/community.ts';
import type { TagRule } from '../../../../shared/query/tag-rule.ts';
import {
  BUILT_IN_TAGS,
  putTags,
  readRule,
  recomputeTags,
  rowsOfRule,
  rulesInForce,
  withTagSets,
} from '../../../../shared/query/tag-rules.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';

const bundle = generateSample('y', 1);
const community = openCommunity(bundle, { today: bundle.asOfDay });
const own: TagRule = {
  id: 'tag-old',
  name: { zh: '老', en: 'Old' },
  colour: 'people',
  owner: '',
  kind: 'rule',
  subject: 'residents',
  expression: 'age >= 80',
};

describe('built-in rules', () => {
  const sets = recomputeTags(community, BUILT_IN_TAGS);
  const impossible = evaluateChecks(community).get('ageRange') ?? new Bitset(0);
  it('give what the register gave, but for the spoilt records', () => {
    for (const [id, rows] of sets) {
      const known = community.population.tags.get(id) ?? community.homeTags.get(id);
      if (!known) throw new Error(id);
      // Of an impossible age the register says something, a rule nothing.
      const differing = rows.clone().andNot(known).or(known.clone().andNot(rows));
      const differ = (rows.size === impossible.size ? differing.andNot(impossible) : differing).count();
      // Links that were lost on purpose.
      expect(differ, id).toBeLessThanOrEqual(Math.max(6, known.count() * 0.12));
    }
  });
  it('leave a label alone whose column says nothing', () => {
    const residents = bundle.tables.residents;
    if (!residents) throw new Error('no residents');
    const { assistance: _, ...columns } = residents.columns;
    const poor = openCommunity(
      { ...bundle, tables: { ...bundle.tables, residents: { ...residents, columns } } },
      { today: bundle.asOfDay },
    );
    expect(recomputeTags(poor, BUILT_IN_TAGS).has('minimumAllowance')).toBe(false);
    expect(putTags(poor, BUILT_IN_TAGS).population.tags.get('minimumAllowance')?.count()).toBe(
      community.population.tags.get('minimumAllowance')?.count(),
    );
  });
});

describe('a rule of the desk', () => {
  const next = putTags(community, rulesInForce([own]));
  it('is a bit of the column and a set of the filter, and the community before stays', () => {
    const wanted = rowsOfRule(community, 'residents', own.expression);
    expect(next.population.tags.get('tag-old')?.equals(wanted)).toBe(true);
    const column = next.tables.residents?.columns['tags'];
    if (column?.kind !== 'tags') throw new Error('no labels');
    const rows = next.tables.residents?.rows ?? 0;
    for (let row = 0; row < rows; row += 7)
      expect(tagsAt(column, row, rows).includes('tag-old')).toBe(wanted.has(row));
    expect(community.population.tags.has('tag-old')).toBe(false);
  });
  it('replaces the built-in one of the same id', () => {
    const changed = { ...own, id: 'widowed60' };
    expect(rulesInForce([changed]).filter(({ id }) => id === 'widowed60')).toEqual([changed]);
  });
  it('names no value of persons', () => {
    for (const text of ['name = "张三"', 'age > 3 and not phone starts with "10"', 'idNumber is known'])
      expect(() => readRule(text), text).toThrow(expect.objectContaining({ code: 'query-personal-field' }));
    expect(() => readRule('health != "none"')).not.toThrow();
  });
  it('that cannot be carried out leaves the others', () => {
    const gone = { ...own, id: 'gone', expression: 'has tag "nowhere"' };
    expect([...recomputeTags(community, [gone, own]).keys()]).toEqual(['tag-old']);
  });
});

it('labels past the 32nd have a lane of their own', () => {
  const table = { name: 'residents', rows: 3, columns: {} };
  const sets = new Map(Array.from({ length: 40 }, (_, i) => [`t${i}`, Bitset.of(3, i % 2 ? [2] : [0])]));
  const column = withTagSets(table, undefined, sets);
  expect(column.names).toHaveLength(40);
  expect(tagsAt(column, 0, 3)).toHaveLength(20);
  expect(tagsAt(column, 1, 3)).toEqual([]);
  expect(tagsAt(column, 2, 3)).toContain('t39');
});
