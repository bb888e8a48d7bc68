import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wordAt } from '../../../../shared/columns/cell.ts';
import {
  countPerBuilding,
  countPerGrid,
  crossTable,
  rowsInQuestion,
  summarise,
} from '../../../../shared/query/aggregate.ts';
import { columnOf, linkAt } from '../../../../shared/query/column-access.ts';
import { type Community, rowCount } from '../../../../shared/query/community.ts';
import { facetsOf } from '../../../../shared/query/facets.ts';
import { controlOf, evaluateFilter } from '../../../../shared/query/filter.ts';
import type { Filter } from '../../../../shared/query/selection.ts';
import { evaluateSelection } from '../../../../shared/query/shapes.ts';
import { anyFilter } from './arbitraries.ts';
import { age, cell, passes, tagsOf } from './row-by-row.ts';
import { tinyCommunity } from './tiny-community.ts';

const seeds = fc.integer({ min: 1, max: 30 });

function residentsPassing(community: Community, filter: Filter): number[] {
  const rows: number[] = [];
  for (let row = 0; row < rowCount(community, 'residents'); row++)
    if (passes(community, filter, null, row)) rows.push(row);
  return rows;
}

const HALF = [
  {
    combine: 'replace' as const,
    shape: {
      type: 'box' as const,
      bounds: [120.6, 31.3, 120.606, 31.312] as [number, number, number, number],
    },
  },
];

describe('filter', () => {
  it('equals the conditions asked one resident at a time', () => {
    fc.assert(
      fc.property(seeds, anyFilter, (seed, filter) => {
        const community = tinyCommunity(seed);
        const found = evaluateFilter(community, filter).passes.residents;
        expect([...found.toRows()]).toEqual(residentsPassing(community, filter));
      }),
      { numRuns: 200 },
    );
  });

  it('gives the same twice and leaves what it keeps untouched', () => {
    const community = tinyCommunity(2);
    const filter: Filter = {
      base: 'permanent',
      conditions: [
        { type: 'range', table: 'residents', column: 'age', min: 20, max: 70 },
        { type: 'words', table: 'homes', column: 'tenure', words: ['owner', 'rented'] },
      ],
      expression: 'sex = female',
    };
    const first = evaluateFilter(community, filter).passes.residents.toRows();
    evaluateFilter(community, { ...filter, base: 'all', conditions: filter.conditions.slice(1) });
    expect(evaluateFilter(community, filter).passes.residents.toRows()).toEqual(first);
    expect(community.population.bases.permanent.count()).toBe(
      residentsPassing(community, { base: 'permanent', conditions: [], expression: '' }).length,
    );
  });

  it('lets no row pass a condition on a column that is not there', () => {
    const community = tinyCommunity(2);
    const conditions: Filter['conditions'] = [
      { type: 'range', table: 'residents', column: 'nothing', min: 0, max: 9 },
    ];
    expect(
      evaluateFilter(community, { base: 'all', conditions, expression: '' }).passes.residents.count(),
    ).toBe(0);
  });
});

describe('summary', () => {
  it('equals a recount', () => {
    fc.assert(
      fc.property(seeds, anyFilter, fc.boolean(), (seed, filter, all) => {
        const community = tinyCommunity(seed);
        const selection = evaluateSelection(community, all ? [] : HALF);
        const result = evaluateFilter(community, filter);
        const rows = residentsPassing(community, filter).filter(
          (row) => selection.sets?.residents.has(row) ?? true,
        );
        const summary = summarise(community, selection, result);
        expect(summary.counts.residents).toBe(rows.length);
        const households = new Set(rows.map((row) => cell(community, 'residents', 'household', row)));
        households.delete(null);
        expect(summary.households).toBe(households.size);
        const male = new Uint32Array(21);
        for (const row of rows) {
          const years = age(community, row);
          if (years !== null && cell(community, 'residents', 'sex', row) === 'male')
            male[Math.min(20, Math.floor(years / 5))]++;
        }
        expect(summary.pyramid.male).toEqual(male);
        const sum = (list: Uint32Array) => list.reduce((a, b) => a + b, 0);
        expect(sum(summary.pyramid.male) + sum(summary.pyramid.female) + summary.pyramid.unknown).toBe(
          rows.length,
        );
        for (const { word, count } of summary.tags)
          expect(count).toBe(rows.filter((row) => tagsOf(community, 'residents', row).includes(word)).length);
        for (const { word, count } of summary.words['marital'])
          expect(count).toBe(
            rows.filter((row) => (cell(community, 'residents', 'marital', row) ?? '') === word).length,
          );
        expect(summary.words['health']).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });

  it('counts per building, per grid and across two columns', () => {
    const community = tinyCommunity(9);
    const result = evaluateFilter(community, { base: 'permanent', conditions: [], expression: 'age < 70' });
    const set = rowsInQuestion(evaluateSelection(community, HALF), result, 'residents')!;
    const perBuilding = new Uint32Array(rowCount(community, 'buildings'));
    const perGrid = new Uint32Array(rowCount(community, 'grids') + 1);
    const pairs: Record<string, number> = {};
    for (const row of set.toRows()) {
      const home = linkAt(community.tables.residents, 'home', row);
      const building = linkAt(community.tables.homes, 'building', home);
      if (building < perBuilding.length) perBuilding[building]++;
      perGrid[Math.min(community.plan.gridOfBuilding[building] ?? 99, perGrid.length - 1)]++;
      const pair = `${cell(community, 'residents', 'sex', row) ?? ''}|${cell(community, 'residents', 'marital', row) ?? ''}`;
      pairs[pair] = (pairs[pair] ?? 0) + 1;
    }
    expect(countPerBuilding(community, set)).toEqual(perBuilding);
    expect(countPerGrid(community, set)).toEqual(perGrid);
    const table = crossTable(community, set, 'sex', 'marital')!;
    const found: Record<string, number> = {};
    table.rows.forEach((a, i) => {
      table.columns.forEach((b, j) => {
        const count = table.counts[i * table.columns.length + j];
        if (count > 0) found[`${a}|${b}`] = count;
      });
    });
    expect(found).toEqual(pairs);
    expect(crossTable(community, set, 'sex', 'health')).toBeNull();
    expect(crossTable(community, set, 'sex', 'birthYear')).toBeNull();
  });
});

describe('facets', () => {
  it('count each control under all other controls', () => {
    fc.assert(
      fc.property(seeds, anyFilter, fc.boolean(), (seed, filter, all) => {
        const community = tinyCommunity(seed);
        const selection = evaluateSelection(community, all ? [] : HALF);
        const facets = facetsOf(community, selection, evaluateFilter(community, filter));
        const under = (control: string) =>
          residentsPassing(community, {
            ...filter,
            conditions: filter.conditions.filter((c) => controlOf(c) !== control),
          }).filter((row) => selection.sets?.residents.has(row) ?? true);
        const sexes = under('residents.sex');
        for (const { word, count } of facets.words['sex'])
          expect(count).toBe(
            sexes.filter((row) => (cell(community, 'residents', 'sex', row) ?? '') === word).length,
          );
        const tagged = under('residents.tags');
        for (const { word, count } of facets.tags)
          expect(count).toBe(
            tagged.filter((row) => tagsOf(community, 'residents', row).includes(word)).length,
          );
        const aged = under('residents.age');
        facets.ages.forEach((count, years) => {
          expect(count).toBe(aged.filter((row) => age(community, row) === years).length);
        });
        expect(facets.matching).toBe(under('').length);
      }),
      { numRuns: 60 },
    );
  });

  it('count homes under the conditions on homes but their own', () => {
    const community = tinyCommunity(4);
    const filter: Filter = {
      base: 'all',
      conditions: [{ type: 'words', table: 'homes', column: 'tenure', words: ['rented'] }],
      expression: '',
    };
    const facets = facetsOf(community, { sets: null }, evaluateFilter(community, filter));
    const tenure = columnOf(community.tables.homes, 'tenure', 'dict')!;
    for (const { word, count } of facets.words['tenure']) {
      let expected = 0;
      for (let home = 0; home < rowCount(community, 'homes'); home++)
        if (wordAt(tenure, home) === word) expected++;
      expect(count).toBe(expected);
    }
    expect(facets.words['tenure'].length).toBeGreaterThan(1);
  });
});
