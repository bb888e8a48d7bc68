import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { ANSWER_WAYS } from '../../../../renderer/worker/answer-ways.ts';
import { createEngine } from '../../../../renderer/worker/engine.ts';
import { openedOf } from '../../../../renderer/worker/engine-state.ts';
import { guarded } from '../../../../renderer/worker/guard.ts';
import { SMALL } from '../../../../shared/access/disclose.ts';
import type { Role } from '../../../../shared/access/roles.ts';
import { TABLE_NAMES } from '../../../../shared/model/tables.ts';
import { labelAt } from '../../../../shared/query/column-access.ts';
import { placeOf } from '../../../../shared/query/community.ts';
import { isOfPerson } from '../../../../shared/query/counted-people.ts';
import type { Filter, LngLat, Selection, Summary } from '../../../../shared/query/selection.ts';
import {
  actor,
  CORE,
  freshState,
  type MadeMemory,
  madeMemory,
  REAL,
  sealedWindow,
} from '../../../support/sealed-window.ts';
import { random } from '../../../support/seeded-random.ts';
import { freshDatabases } from '../store/fresh-databases.ts';

const OPEN: Filter = { base: 'permanent', conditions: [], expression: '' };

let databases: Databases;
let memory: MadeMemory;
beforeEach(async () => {
  databases = await freshDatabases();
  memory = madeMemory();
});
afterEach(() => closeDatabases(databases));

const windowOf = (role: Role | null) => sealedWindow(databases, memory, role);
const fresh = () => freshState(databases);

/** Every number about people in a summary. */
function numbersOf({ counts, households, pyramid, tags, homeTags, words }: Summary): number[] {
  const wordsOf = (name: string) => (words[name] ?? []).map(({ count }) => count);
  const people = Object.keys(words).filter((name) => !/^(device|camera)/.test(name));
  return [
    ...[counts.residents, counts.homes, counts.vehicles].map((count) => count ?? 0),
    households,
    ...pyramid.male,
    ...pyramid.female,
    pyramid.unknown,
    ...tags.map(({ count }) => count),
    ...homeTags.map(({ count }) => count),
    ...people.flatMap(wordsOf),
  ];
}

const isTold = (value: number) => value === 0 || (value >= SMALL && value % 5 === 0);

describe('where only rounded numbers may be seen', () => {
  test('every method has its way, and one without a way does not get through', async () => {
    const names = Object.keys(createEngine(fresh()));
    expect(names.sort()).toEqual(Object.keys(ANSWER_WAYS).sort());
    const more = { ...createEngine(fresh()), tellAll: async () => 'all' };
    const engine = guarded(fresh(), more) as unknown as { tellAll(): Promise<string> };
    await expect(engine.tellAll()).rejects.toMatchObject({ code: 'not-allowed' });
  });

  test.each([['planner'], ['contractor'], [null]] as const)(
    '%s is refused what is about persons',
    async (role) => {
      const { engine } = await windowOf(role);
      const methods = engine as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
      const refused = Object.entries(ANSWER_WAYS).flatMap(([name, way]) => (way === 'refused' ? [name] : []));
      expect(refused.length).toBeGreaterThan(20);
      for (const name of refused)
        await expect(
          methods[name]({}, {}, () => {}),
          name,
        ).rejects.toMatchObject({ code: 'not-allowed' });
      const request = { scope: 'all', columns: ['id'], sort: null, from: 0, to: 9 } as const;
      for (const table of ['residents', 'contacts', 'vehicles', 'homes', 'pastAlerts'] as const) {
        const asked = { ...request, table, columns: ['id'] };
        await expect(engine.page(asked)).rejects.toMatchObject({ code: 'not-allowed' });
        await expect(engine.columnStatistics({ table, scope: 'all', column: 'id' })).rejects.toMatchObject({
          code: 'not-allowed',
        });
        await expect(engine.dossier(table, 0)).rejects.toMatchObject({ code: 'not-allowed' });
        const file = { ...asked, format: 'csv', title: '', headings: {}, words: {} } as const;
        await expect(engine.exportRows(file)).rejects.toMatchObject({ code: 'not-allowed' });
        for (const type of ['rows', 'buffer'] as const) {
          const shape = { type, table, rows: [0], distance: 10 } as Selection[number]['shape'];
          await expect(engine.select([{ combine: 'replace', shape }])).rejects.toMatchObject({
            code: 'not-allowed',
          });
        }
      }
    },
  );

  test('summary, facets, cross table, plan and status hold told numbers only, and these are near the true ones', async () => {
    const exact = await windowOf('administrator');
    const truth = (await exact.engine.select([])).whole;
    const { engine } = await windowOf('planner');
    const { whole, selected } = await engine.select([]);
    expect(selected).toEqual(whole);
    const told = numbersOf(whole);
    expect(told.every(isTold)).toBe(true);
    expect(Math.abs((whole.counts.residents ?? 0) - (truth.counts.residents ?? 0))).toBeLessThan(5);
    expect(whole.counts.buildings).toBe(truth.counts.buildings);
    expect(whole.words['deviceHealth']).toEqual(truth.words['deviceHealth']);
    const facets = await engine.facets();
    expect(
      [...facets.tags, ...facets.homeTags, ...facets.words['sex']].every(({ count }) => isTold(count)),
    ).toBe(true);
    expect(facets.matching).toBe(whole.counts.residents);
    const cross = await engine.crossTable({ row: 'sex', column: 'marital' });
    expect([...cross!.counts].every(isTold)).toBe(true);
    const status = await engine.status();
    expect(status?.numbers).toBe('rounded');
    for (const { households, residents, aged60, keyPopulation } of status!.grids)
      expect([households, residents, aged60, keyPopulation].every(isTold)).toBe(true);
    expect(status!.rows.contacts).toBeUndefined();
    const preview = await engine.previewAssign([0, 1, 2], 1);
    expect(preview.grids.every((grid) => isTold(grid.residents))).toBe(true);
  });

  test('marks, dossiers, search and devices lead to nobody', async () => {
    const { engine, state } = await windowOf('planner');
    const { community } = openedOf(state);
    const layers = ['residents', 'homes', 'vehicles', 'devices'] as const;
    for (const zoom of [12, 16, 19]) {
      const marks = await engine.marks({
        bounds: REAL.bounds,
        zoom,
        layers: [...layers],
        budget: 20_000,
        colorBy: { residents: 'sex' },
      });
      for (const { layer, level, counts, categories, rows } of marks) {
        if (layer === 'devices') {
          if (level === 'record') for (const row of rows) expect(isOfPerson(community, row)).toBe(false);
          continue;
        }
        expect(level).not.toBe('record');
        expect(categories).toEqual([]);
        expect([...counts].every((count) => count >= SMALL && count % 5 === 0)).toBe(true);
      }
    }
    for (const table of TABLE_NAMES) {
      const rows = Math.min(40, community.tables[table]?.rows ?? 0);
      for (let row = 0; row < rows; row++) {
        const dossier = await engine.dossier(table, row).catch(() => null);
        for (const link of dossier?.links ?? [])
          expect(['residents', 'homes', 'vehicles', 'contacts', 'pastAlerts']).not.toContain(link.table);
      }
    }
    const building = await engine.building(0);
    expect(building.cells).toEqual([]);
    expect(isTold(building.residents) && isTold(building.households)).toBe(true);
    const hits = await engine.search('1', 24);
    expect(hits.filter(({ table }) => ['residents', 'homes', 'vehicles'].includes(table))).toEqual([]);
  });

  test('hundreds of selections that differ by one person say nothing of that person', async () => {
    const { engine, state } = await windowOf('planner');
    const { community } = openedOf(state);
    const next = random(11);
    const { tags, bases } = community.population;
    const { residents } = community.tables;
    const [tag, holders] = [...tags].sort((a, b) => b[1].count() - a[1].count())[0];
    const filter: Filter = {
      ...OPEN,
      conditions: [{ type: 'tags', table: 'residents', tags: [tag], match: 'any' }],
    };
    const everybody = bases.permanent.toRows();
    const marked = holders.clone().and(bases.permanent).toRows();
    const seen = { with: new Map<number, number>(), without: new Map<number, number>() };
    for (let pair = 0; pair < 150; pair++) {
      // Everybody around a person, and the same without that person, who has the trait or not.
      const from = next() < 0.5 ? marked : everybody;
      const person = from[Math.floor(next() * from.length)];
      const place = placeOf(community, 'residents', person);
      if (!place) continue;
      const center: LngLat = [place[0] / 1e7, place[1] / 1e7];
      const selection: Selection = [
        { combine: 'replace', shape: { type: 'circle', center, radius: 30 + next() * 150 } },
      ];
      const { age } = community.population;
      const likeThem = `age = ${age[person]} and sex = ${labelAt(residents, 'sex', person) || 'male'}`;
      const others = { ...filter, expression: `not (${likeThem})` };
      const truth: number[] = [];
      const answer = async (asked: Filter) => {
        await engine.setFilter(asked);
        const told = (await engine.select(selection)).selected.counts.residents ?? 0;
        const { selection: within, filter: passing } = openedOf(state);
        truth.push(within.sets!.residents.clone().and(passing.passes.residents).count());
        return told;
      };
      const turn = next() < 0.5;
      const first = await answer(turn ? others : filter);
      const second = await answer(turn ? filter : others);
      expect(isTold(first) && isTold(second)).toBe(true);
      // Others of that age and sex with the trait: then it is a pair of two persons or more.
      if (Math.abs(truth[0] - truth[1]) > 1) continue;
      const side = holders.has(person) ? seen.with : seen.without;
      const difference = turn ? second - first : first - second;
      side.set(difference, (side.get(difference) ?? 0) + 1);
    }
    expect([...seen.with.values()].reduce((sum, n) => sum + n, 0)).toBeGreaterThan(15);
    // Nothing but "no difference" is ever seen, of those with the trait as of those without.
    expect([...seen.with.keys()]).toEqual([0]);
    expect([...seen.without.keys()]).toEqual([0]);
  });

  test('numbers are kept before they are shown, in one message a question, and another window gives the same', async () => {
    const first = await windowOf('planner');
    memory.kept = 0;
    const { whole } = await first.engine.select([]);
    expect(memory.kept).toBeLessThanOrEqual(1);
    const second = await windowOf('contractor');
    expect((await second.engine.select([])).whole).toEqual(whole);
    // Now both ask something new in turn: each learns what the other was told.
    const shape = (radius: number): Selection => [
      { combine: 'replace', shape: { type: 'circle', center: middle(), radius } },
    ];
    const one = (await first.engine.select(shape(120))).selected;
    const two = (await second.engine.select(shape(120.5))).selected;
    expect((await first.engine.select(shape(120.5))).selected).toEqual(two);
    expect((await second.engine.select(shape(120))).selected).toEqual(one);
    memory.refuses = true;
    await expect(first.engine.select(shape(333))).rejects.toMatchObject({ code: 'numbers-withheld' });
  });

  test('a selection of one person ends when a planner sits down', async () => {
    const { engine, state } = await windowOf('administrator');
    await engine.select([{ combine: 'replace', shape: { type: 'rows', table: 'residents', rows: [3] } }]);
    await engine.takeDesk(actor('planner'), null);
    expect(openedOf(state).asked).toEqual([]);
  });

  test('a sample is fiction: everybody sees it as it is', async () => {
    const state = fresh();
    const engine = createEngine(state);
    await engine.holdCoreKeys(CORE);
    await engine.takeDesk(actor('planner'), null);
    await engine.loadSample({ sample: 'y', seed: 1 }, () => {});
    expect((await engine.status())?.numbers).toBe('exact');
    expect((await engine.dossier('residents', 0)).fields.length).toBeGreaterThan(0);
  });
});

function middle(): LngLat {
  const [west, south, east, north] = REAL.bounds;
  return [(west + east) / 2, (south + north) / 2];
}
