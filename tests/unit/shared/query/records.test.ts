import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NONE } from '../../../../shared/columns/column.ts';
import { localPlane, squaredDistance } from '../../../../shared/geo/distance.ts';
import { NO_GRID } from '../../../../shared/model/bundle.ts';
import { summarise } from '../../../../shared/query/aggregate.ts';
import { linkAt } from '../../../../shared/query/column-access.ts';
import { columnStatistics } from '../../../../shared/query/column-statistics.ts';
import { type PointTable, placeOf, rowCount, setGridOfBuilding } from '../../../../shared/query/community.ts';
import { directoryOf } from '../../../../shared/query/directory.ts';
import { recordDossier } from '../../../../shared/query/dossier.ts';
import { evaluateFilter } from '../../../../shared/query/filter.ts';
import { nearest } from '../../../../shared/query/near.ts';
import { planCounts, previewAssign } from '../../../../shared/query/plan-statistics.ts';
import { NO_FILTER } from '../../../../shared/query/selection.ts';
import { evaluateSelection } from '../../../../shared/query/shapes.ts';
import { buildingDossier } from '../../../../shared/query/stacking.ts';
import { tablePage } from '../../../../shared/query/table-page.ts';
import { whatIsHere } from '../../../../shared/query/what-is-here.ts';
import { age, cell, inBase } from './row-by-row.ts';
import { tinyCommunity } from './tiny-community.ts';

const town = tinyCommunity(4);
const nothing = { sets: null };
const permanent = evaluateFilter(town, NO_FILTER);

describe('near', () => {
  it('equals sorting all by distance', () => {
    const tables: PointTable[] = ['devices', 'cameras', 'workers', 'facilities'];
    fc.assert(
      fc.property(
        fc.integer({ min: -20, max: 140 }),
        fc.integer({ min: -20, max: 140 }),
        fc.integer({ min: 0, max: 30 }),
        fc.constantFrom(0, 120, 400, Infinity),
        (dx, dy, k, within) => {
          const point: [number, number] = [120.6 + dx / 1e4, 31.3 + dy / 1e4];
          const [x, y] = point.map((v) => Math.round(v * 1e7));
          const all = tables.flatMap((table) =>
            Array.from({ length: rowCount(town, table) }, (_, row) => {
              const place = placeOf(town, table, row);
              return place ? [Math.sqrt(squaredDistance(localPlane(y), x, y, place[0], place[1]))] : [];
            }).flat(),
          );
          const expected = all
            .filter((d) => d <= within)
            .sort((a, b) => a - b)
            .slice(0, k);
          const found = nearest(town, { point, tables, k, within });
          expect(found.map((hit) => hit.distance)).toEqual(expected);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('plan statistics', () => {
  it('count each grid, and a preview equals the plan once changed', () => {
    const c = tinyCommunity(11);
    const check = () => {
      for (const info of planCounts(c).grids) {
        let residents = 0;
        let aged = 0;
        const households = new Set<unknown>();
        for (let row = 0; row < rowCount(c, 'residents'); row++) {
          const building = linkAt(c.tables.homes, 'building', linkAt(c.tables.residents, 'home', row));
          if (
            building === NONE ||
            c.plan.gridOfBuilding[building] !== info.row ||
            !inBase(c, row, 'permanent')
          )
            continue;
          residents++;
          if ((age(c, row) ?? 0) >= 60) aged++;
          const household = cell(c, 'residents', 'household', row);
          if (household !== null) households.add(household);
        }
        expect([info.residents, info.aged60, info.households]).toEqual([residents, aged, households.size]);
      }
    };
    check();
    const moved = [0, 2, 2, 5, 9];
    for (const grid of [1, NO_GRID]) {
      const preview = previewAssign(c, moved, grid);
      const before = planCounts(c);
      setGridOfBuilding(c, moved, grid);
      expect(planCounts(c)).toEqual(preview);
      expect(preview).not.toEqual(before);
      check();
    }
  });

  it('counts who is in no grid: the parts add up to the whole community', () => {
    const c = tinyCommunity(5);
    const whole = summarise(c, nothing, evaluateFilter(c, NO_FILTER)).counts;
    const sums = () => {
      const { grids, unassigned, unlinked } = planCounts(c);
      const parts = [...grids, unassigned, unlinked];
      return {
        residents: parts.reduce((sum, part) => sum + part.residents, 0),
        buildings: parts.reduce((sum, part) => sum + part.buildings, 0),
      };
    };
    const all = { residents: whole.residents, buildings: rowCount(c, 'buildings') };
    expect(sums()).toEqual(all);
    const loose = [...Array(rowCount(c, 'residents')).keys()].filter(
      (row) => linkAt(c.tables.residents, 'home', row) === NONE && inBase(c, row, 'permanent'),
    );
    expect(planCounts(c).unlinked.residents).toBe(loose.length);
    const before = planCounts(c).unassigned.buildings;
    const inGrid = [...c.plan.gridOfBuilding.keys()].filter((b) => c.plan.gridOfBuilding[b] !== NO_GRID);
    setGridOfBuilding(c, inGrid.slice(0, 2), NO_GRID);
    expect(planCounts(c).unassigned.buildings).toBe(before + 2);
    expect(sums()).toEqual(all);
  });
});

describe('tables', () => {
  it('page through the selection in order', () => {
    const selection = evaluateSelection(town, [
      { combine: 'replace', shape: { type: 'members', table: 'grids', rows: [0, 1] } },
    ]);
    const ask = (from: number, to: number, descending: boolean) =>
      tablePage(
        town,
        {
          table: 'residents',
          scope: 'selection',
          columns: ['age', 'name', 'sex', 'tags'],
          sort: { column: 'age', descending },
          from,
          to,
        },
        selection,
        permanent,
      );
    const all = ask(0, 1000, false);
    expect(all.total).toBe(all.rows.length);
    expect(all.total).toBe(
      [...selection.sets!.residents.toRows()].filter((row) => inBase(town, row, 'permanent')).length,
    );
    // Not known comes last both ways.
    const ages = all.cells['age'].map((v) => (v === '' ? 999 : Number(v)));
    expect(ages).toEqual([...ages].sort((a, b) => a - b));
    expect([...ask(3, 7, false).rows]).toEqual([...all.rows.slice(3, 7)]);
    const downAges = ask(0, 1000, true).cells['age'].map((v) => (v === '' ? -1 : Number(v)));
    expect(downAges).toEqual([...downAges].sort((a, b) => b - a));
    expect(() =>
      tablePage(
        town,
        {
          table: 'homes',
          scope: 'all',
          columns: [],
          sort: { column: 'x', descending: false },
          from: 0,
          to: 1,
        },
        nothing,
        permanent,
      ),
    ).toThrowError(/unknown-column/);
  });

  it('follow the selection into tables that no shape selects', () => {
    const selection = evaluateSelection(town, [
      { combine: 'replace', shape: { type: 'members', table: 'buildings', rows: [1, 2, 3, 4] } },
    ]);
    const page = tablePage(
      town,
      { table: 'contacts', scope: 'selection', columns: [], sort: null, from: 0, to: 100 },
      selection,
      permanent,
    );
    for (const row of page.rows)
      expect(selection.sets!.residents.has(linkAt(town.tables.contacts, 'resident', row))).toBe(true);
    const grids = tablePage(
      town,
      { table: 'grids', scope: 'selection', columns: [], sort: null, from: 0, to: 100 },
      selection,
      permanent,
    );
    expect([...grids.rows]).toEqual(
      [...new Set([1, 2, 3, 4].map((b) => town.plan.gridOfBuilding[b]))].filter((g) => g !== NO_GRID).sort(),
    );
  });

  it('give statistics of a column', () => {
    const stats = columnStatistics(
      town,
      { table: 'residents', scope: 'all', column: 'age' },
      nothing,
      permanent,
    );
    const ages = [...permanent.passes.residents.toRows()].map((row) => age(town, row));
    const known = ages.filter((a) => a !== null);
    expect(stats.rows).toBe(ages.length);
    expect(stats.missing).toBe(ages.length - known.length);
    expect([stats.min, stats.max]).toEqual([Math.min(...known), Math.max(...known)]);
    expect(stats.mean).toBeCloseTo(known.reduce((a, b) => a + b, 0) / known.length, 9);
    expect(stats.distinct).toBe(new Set(known).size);
  });
});

describe('dossiers', () => {
  it('link a resident to home, building, grid, household and back', () => {
    const row = 5;
    const person = recordDossier(town, 'residents', row);
    const home = linkAt(town.tables.residents, 'home', row);
    expect(person.links.find((link) => link.relation === 'home')?.row).toBe(home);
    expect(person.links.some((link) => link.relation === 'building')).toBe(true);
    expect(person.age).toBe(age(town, row));
    expect(person.fields.filter((field) => field.pii).map((field) => field.column)).toContain('phone');
    const back = recordDossier(town, 'homes', home);
    expect(back.links.some((link) => link.table === 'residents' && link.row === row)).toBe(true);
    expect(() => recordDossier(town, 'residents', 1e7)).toThrow(RangeError);
  });

  it('open for every record of every table', () => {
    for (const table of Object.keys(town.tables) as (keyof typeof town.tables)[])
      for (let row = 0; row < rowCount(town, table); row++)
        expect(recordDossier(town, table, row).row).toBe(row);
  });

  it('stack the homes of a building', () => {
    const filter = evaluateFilter(town, { base: 'all', conditions: [], expression: 'sex = female' });
    for (let building = 0; building < rowCount(town, 'buildings'); building++) {
      const dossier = buildingDossier(town, building, filter);
      expect(dossier.residents).toBe(dossier.cells.reduce((sum, c) => sum + c.residents, 0));
      for (const c of dossier.cells) {
        expect(linkAt(town.tables.homes, 'building', c.home)).toBe(building);
        let matching = 0;
        for (let row = 0; row < rowCount(town, 'residents'); row++)
          if (
            linkAt(town.tables.residents, 'home', row) === c.home &&
            cell(town, 'residents', 'sex', row) === 'female'
          )
            matching++;
        expect(c.matching).toBe(matching);
      }
    }
  });

  it('say what is at a point, with the grid of the plan', () => {
    const building = Array.from({ length: 14 }, (_, b) => b).find((b) => placeOf(town, 'buildings', b))!;
    const [x, y] = placeOf(town, 'buildings', building)!;
    const here = whatIsHere(town, [x / 1e7, y / 1e7]);
    expect(here.some((ref) => ref.table === 'buildings' && ref.row === building)).toBe(true);
    const grid = town.plan.gridOfBuilding[building];
    if (grid !== NO_GRID) expect(here.some((ref) => ref.table === 'grids' && ref.row === grid)).toBe(true);
    expect(whatIsHere(town, [100, 20])).toEqual([]);
  });

  it('list devices for the host without people', () => {
    const directory = directoryOf(town, 'g1');
    expect(directory.devices.length).toBe(rowCount(town, 'devices'));
    for (const device of directory.devices) expect(device.place).not.toMatch(/[王李张]/);
  });
});
