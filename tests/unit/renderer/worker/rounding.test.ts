import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { writeGeneration } from '../../../../renderer/store/generation.ts';
import { NO_ACCESS, writingKeys } from '../../../../renderer/worker/access-state.ts';
import { ANSWER_WAYS } from '../../../../renderer/worker/answer-ways.ts';
import { createEngine } from '../../../../renderer/worker/engine.ts';
import type { DataEngine } from '../../../../renderer/worker/engine-api.ts';
import { type EngineState, openedOf } from '../../../../renderer/worker/engine-state.ts';
import { guarded } from '../../../../renderer/worker/guard.ts';
import type { AnswerMemory } from '../../../../renderer/worker/rounding.ts';
import { fromBase64, toBase64 } from '../../../../shared/access/byte-text.ts';
import { SMALL } from '../../../../shared/access/disclose.ts';
import type { Role } from '../../../../shared/access/roles.ts';
import type { CommunityBundle } from '../../../../shared/model/bundle.ts';
import { TABLE_NAMES } from '../../../../shared/model/tables.ts';
import { placeOf } from '../../../../shared/query/community.ts';
import { isOfPerson } from '../../../../shared/query/counted-people.ts';
import type { Filter, LngLat, Selection, Summary } from '../../../../shared/query/selection.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { random } from '../../../support/seeded-random.ts';
import { freshDatabases } from '../store/fresh-databases.ts';

const key = (id: string, fill: number) => ({
  id,
  state: 'active' as const,
  bytes: toBase64(new Uint8Array(32).fill(fill)),
});
const CORE = [key('core-1', 1)];
const PII = [key('pii-1', 2)];
const actor = (role: Role) => ({ id: `p-${role}`, role, grids: [], expiresAt: null });
const SECRET = toBase64(Uint8Array.from({ length: 32 }, (_, i) => (i * 29 + 3) & 255));
const REAL: CommunityBundle = { ...generateSample('y', 1), source: { kind: 'import', files: [] } };
const OPEN: Filter = { base: 'permanent', conditions: [], expression: '' };

/** The host's memory, shared by all windows of a test. */
function memoryOf(): AnswerMemory & { bytes: number[]; refuses: boolean; kept: number } {
  const memory = {
    bytes: [] as number[],
    refuses: false,
    kept: 0,
    read: async (after: number) => ({
      memory: toBase64(Uint8Array.from(memory.bytes.slice(after, after + 5_000))),
      size: memory.bytes.length,
    }),
    remember: async (answers: string, after: number) => {
      if (memory.refuses) throw new Error('full');
      if (after !== memory.bytes.length) return false;
      memory.bytes.push(...fromBase64(answers)!);
      memory.kept++;
      return true;
    },
  };
  return memory;
}

let databases: Databases;
let memory: ReturnType<typeof memoryOf>;
let written = false;
beforeEach(async () => {
  databases = await freshDatabases();
  memory = memoryOf();
  written = false;
});
afterEach(() => closeDatabases(databases));

function fresh(): EngineState {
  return { databases, opened: null, abort: null, packed: null, seq: 0, core: false, access: NO_ACCESS() };
}

/** A window over sealed data with this person at the desk; null: nobody. */
async function windowOf(role: Role | null): Promise<{ engine: DataEngine; state: EngineState }> {
  const state = fresh();
  const engine = createEngine(state);
  await engine.holdCoreKeys(CORE);
  await engine.holdDisclosure(SECRET, memory);
  if (!written) {
    await engine.takeDesk(actor('administrator'), PII);
    await writeGeneration(databases, 'g1', REAL, { keys: writingKeys(state.access, REAL), freeSpace: [] });
    written = true;
  }
  await engine.takeDesk(role && actor(role), role === 'administrator' ? PII : null);
  expect((await engine.start({ profileId: 'test', witness: null, core: false })).outcome).toBe('fine');
  return { engine, state };
}

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

  test('a few hundred selections that differ by one person say nothing of that person', async () => {
    const { engine, state } = await windowOf('planner');
    const { community } = openedOf(state);
    const next = random(11);
    const { tags, bases } = community.population;
    const [tag] = [...tags].sort((a, b) => b[1].count() - a[1].count())[0];
    const filter: Filter = {
      ...OPEN,
      conditions: [{ type: 'tags', table: 'residents', tags: [tag], match: 'any' }],
    };
    await engine.setFilter(filter);
    const rows = community.tables.residents!.rows;
    let differ = 0;
    let alone = 0;
    let asked = 0;
    // Around a place: everybody within a radius, and the same with the next one further out.
    while (asked < 150) {
      const row = Math.floor(next() * rows);
      const place = placeOf(community, 'residents', row);
      if (!place || !bases.permanent.has(row)) continue;
      asked++;
      const centre: LngLat = [
        place[0] / 1e7 + (next() - 0.5) * 0.002,
        place[1] / 1e7 + (next() - 0.5) * 0.002,
      ];
      const reach = Math.hypot((place[0] / 1e7 - centre[0]) * 95_000, (place[1] / 1e7 - centre[1]) * 111_195);
      const at = async (radius: number) => {
        const shape = { type: 'circle', center: centre, radius } as const;
        return (await engine.select([{ combine: 'replace', shape }])).selected.counts.residents ?? 0;
      };
      const truth = (radius: number) =>
        openedOf(state)
          .setSelection([{ combine: 'replace', shape: { type: 'circle', center: centre, radius } }])
          .sets!.residents.clone()
          .and(openedOf(state).filter.passes.residents)
          .count();
      const [small, large] = [await at(reach - 0.5), await at(reach + 0.5)];
      expect(isTold(small) && isTold(large)).toBe(true);
      const between = truth(reach + 0.5) - truth(reach - 0.5);
      if (between === 1) alone++;
      if (between === 1 && small !== large) differ++;
    }
    expect(alone).toBeGreaterThan(60);
    expect(differ).toBe(0);
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
