/** Plans in force by day: map, tables and counts follow them, in every window and from every beginning of the journal. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { writeGeneration } from '../../../../renderer/store/generation.ts';
import { NO_ACCESS } from '../../../../renderer/worker/access-state.ts';
import { createEngine } from '../../../../renderer/worker/engine.ts';
import type { DataEngine } from '../../../../renderer/worker/engine-api.ts';
import type { EngineState } from '../../../../renderer/worker/engine-state.ts';
import type { JournalBody, JournalRecord } from '../../../../shared/host/journal-record.ts';
import { NO_GRID } from '../../../../shared/model/bundle.ts';
import type { PlanAction } from '../../../../shared/partition/plan-action.ts';
import type { PlanState } from '../../../../shared/partition/plan-state.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { freshDatabases } from '../store/fresh-databases.ts';

/** What the host would hold, by token: here the plan's id. */
const host = new Map<string, Uint8Array<ArrayBuffer>>();
vi.mock('../../../../renderer/host.ts', () => ({
  putBulk: async (token: string, bytes: Uint8Array<ArrayBuffer>) => void host.set(token, bytes),
  getBulk: async (token: string) => host.get(token),
}));

const SAMPLE = generateSample('cun', 1);
const FIRST = 'p-first1';
const SECOND = 'p-second2';
const DAY = 20_100;

interface Desk {
  state: EngineState;
  engine: DataEngine;
}
const databases: Databases[] = [];
const desks: Desk[] = [];
let journal: JournalRecord[];

async function open(generation = 'g1', bundle = SAMPLE, records = journal): Promise<Desk> {
  const store = await freshDatabases();
  databases.push(store);
  await writeGeneration(store, generation, bundle, { freeSpace: [] });
  const state: EngineState = {
    ...{ databases: store, opened: null, abort: null, packed: null, seq: 0, core: false },
    access: NO_ACCESS(),
  };
  const desk = { state, engine: createEngine(state) };
  await desk.engine.start({ profileId: 'test', witness: null, core: false });
  await desk.engine.applyJournal(records);
  return desk;
}

async function append(body: JournalBody): Promise<void> {
  const record = { seq: journal.length + 1, at: 1_000 + journal.length, body };
  journal.push(structuredClone(record));
  for (const { engine } of desks) await engine.applyJournal([record]);
}

/** As the page does. */
async function serve({ engine }: Desk, today: number, asOf: number | null = null): Promise<boolean> {
  for (let token: string | null = null; ; ) {
    const { need, changed } = await engine.servePlan({ today, asOf }, token);
    if (need === null) return changed;
    token = need;
  }
}

async function begin({ engine }: Desk, plan: string): Promise<void> {
  const made = await engine.draftPlan({ id: plan, name: plan }, () => {});
  await engine.sendPlanBase(made.sha256, plan);
  await append(made.body);
  await engine.openPlan(plan, plan);
}

async function act({ engine }: Desk, action: PlanAction): Promise<void> {
  const written = await engine.actOn(action, action.type);
  if (!written.ok) throw new Error(written.reason);
  await append(written.body);
}

async function say({ engine }: Desk, to: PlanState, from: number | null = null): Promise<void> {
  await append(await engine.statePlan(to, from, ''));
}

async function approve(desk: Desk, from: number): Promise<void> {
  await say(desk, 'checked');
  await say(desk, 'submitted');
  await say(desk, 'approved', from);
}

/** What the desk shows of its grids: code, buildings, residents; and what lies in the tables. */
async function shown({ engine, state }: Desk) {
  const status = await engine.status();
  const community = state.opened?.community;
  if (!status || !community) throw new Error('not open');
  const counts = new Map(
    status.grids.map(({ code, buildings, residents }) => [code, [buildings, residents]]),
  );
  const total = [...status.grids, status.unassigned, status.unlinked].reduce(
    (sum, { residents }) => sum + residents,
    0,
  );
  return { counts, total, inForce: status.inForce?.plan ?? null, plan: community.plan.gridOfBuilding };
}

/** The first two grids made one: the code of the second is free of use for ever. */
async function mergeTwo(desk: Desk): Promise<{ kept: string; gone: string }> {
  const model = desk.state.plan?.model;
  if (!model) throw new Error('no plan');
  const [a, b] = model.gridIds().filter((grid) => !model.grid(grid).retired);
  const codes = [model.grid(a).code, model.grid(b).code].sort();
  await act(desk, { type: 'mergeGrids', grids: [a, b] });
  return { kept: codes[0], gone: codes[1] };
}

beforeEach(() => {
  journal = [];
});
afterEach(() => {
  desks.length = 0;
  for (const store of databases.splice(0)) closeDatabases(store);
  host.clear();
});

test('an approved plan serves from its day, and older days keep the grids that they had', async () => {
  const desk = await open();
  desks.push(desk);
  const before = await shown(desk);
  await begin(desk, FIRST);
  const { kept, gone } = await mergeTwo(desk);
  desk.state.day = { today: DAY, asOf: null };
  await approve(desk, DAY + 2);
  expect(await serve(desk, DAY)).toBe(false);
  expect((await shown(desk)).counts).toEqual(before.counts);
  expect(await desk.engine.plans()).toMatchObject([{ state: 'approved' }]);

  // The day turns.
  expect(await serve(desk, DAY + 2)).toBe(true);
  const after = await shown(desk);
  expect(after.inForce).toBe(FIRST);
  expect(await desk.engine.plans()).toMatchObject([{ state: 'effective' }]);
  expect(after.counts.has(gone)).toBe(false);
  expect(after.counts.get(kept)).toEqual(
    [0, 1].map((i) => (before.counts.get(kept)?.[i] ?? 0) + (before.counts.get(gone)?.[i] ?? 0)),
  );
  expect(after.total).toBe(before.total);
  expect(Array.from(after.plan)).not.toContain(NO_GRID);
  // Every way of asking knows the grids of the day alone.
  expect((await desk.engine.search(gone, 5)).filter(({ table }) => table === 'grids')).toEqual([]);
  const [hit] = (await desk.engine.search(kept, 5)).filter(({ table }) => table === 'grids');
  const dossier = await desk.engine.dossier('grids', hit.row);
  expect(dossier.fields).toMatchObject(
    expect.arrayContaining([expect.objectContaining({ column: 'code', value: kept })]),
  );

  expect(await serve(desk, DAY + 2, DAY + 1)).toBe(true);
  expect((await shown(desk)).counts).toEqual(before.counts);
  expect((await desk.engine.status())?.asOf).toBe(DAY + 1);
  expect(await serve(desk, DAY + 2)).toBe(true);
  expect((await shown(desk)).counts).toEqual(after.counts);
});

test('from every beginning of the journal a window comes to grids that add up', async () => {
  const desk = await open();
  desks.push(desk);
  const before = await shown(desk);
  await begin(desk, FIRST);
  await mergeTwo(desk);
  desk.state.day = { today: DAY, asOf: null };
  await approve(desk, DAY);
  await serve(desk, DAY);
  const after = await shown(desk);
  for (let length = 0; length <= journal.length; length++) {
    const other = await open('g1', SAMPLE, journal.slice(0, length));
    await serve(other, DAY);
    const now = await shown(other);
    expect(now.total).toBe(before.total);
    expect(now.counts).toEqual(length === journal.length ? after.counts : before.counts);
  }
});

test('a plan follows a plan: the one before is archived, what it ended stays ended, its codes are not given again', async () => {
  const desk = await open();
  desks.push(desk);
  await begin(desk, FIRST);
  const { kept, gone } = await mergeTwo(desk);
  desk.state.day = { today: DAY, asOf: null };
  await approve(desk, DAY);
  await serve(desk, DAY);
  const first = await shown(desk);
  await begin(desk, SECOND);
  const model = desk.state.plan?.model;
  const grid = model?.gridIds().find((id) => model.grid(id).code === kept) ?? -1;
  const create = (code: string): PlanAction => ({
    type: 'createGrid',
    code,
    name: '新',
    community: 0,
  });
  expect(await desk.engine.actOn(create(gone), '')).toMatchObject({ ok: false, reason: 'code-taken' });
  await act(desk, create('新-1'));
  const made = model?.gridIds().find((id) => model.grid(id).code === '新-1') ?? -1;
  await act(desk, { type: 'assignCells', cells: model?.cellsIn(grid).slice(0, 12) ?? [], grid: made });
  expect(await desk.engine.planObstacles('approved', DAY + 5)).toBeNull();
  // Other checks are not what this is about: parts may hang on nothing.
  const { history } = desk.state.plan ?? {};
  for (const state of ['checked', 'submitted', 'approved'] as const)
    await append({
      ...{ kind: 'plan.stated', plan: SECOND, after: history?.seq ?? 0, state, day: DAY, note: '', by: '' },
      effectiveFrom: state === 'approved' ? DAY + 5 : null,
    });
  await serve(desk, DAY + 5);
  const second = await shown(desk);
  expect(second.inForce).toBe(SECOND);
  expect(second.counts.has('新-1')).toBe(true);
  expect(second.total).toBe(first.total);
  expect((await desk.engine.plans()).map(({ state }) => state)).toEqual(['archived', 'effective']);
  await serve(desk, DAY + 5, DAY + 4);
  expect((await shown(desk)).counts).toEqual(first.counts);

  // Records linked to a grid that the plan made find it in a window that starts anew.
  const other = await open();
  await serve(other, DAY + 5);
  expect((await shown(other)).counts).toEqual(second.counts);
});

test('in a generation written anew under a plan the plan holds on, and days before it are shown as they were', async () => {
  const desk = await open();
  desks.push(desk);
  const before = await shown(desk);
  await begin(desk, FIRST);
  await mergeTwo(desk);
  desk.state.day = { today: DAY, asOf: null };
  await approve(desk, DAY);
  await serve(desk, DAY);
  const after = await shown(desk);
  const { opened } = desk.state;
  if (!opened) throw new Error('not open');
  const plan = { ...opened.bundle.plan, gridOfBuilding: opened.community.plan.gridOfBuilding };
  const anew = await open('g2', { ...opened.bundle, plan });
  await serve(anew, DAY + 1);
  expect((await shown(anew)).counts).toEqual(after.counts);
  await serve(anew, DAY + 1, DAY - 1);
  expect((await shown(anew)).counts).toEqual(before.counts);

  // Grids that a file brought in anew are other ground: the plan does not hold there.
  const foreign = await open('g3', { ...SAMPLE, plan: { ...SAMPLE.plan, id: 'plan-other' } });
  await serve(foreign, DAY + 1);
  expect((await shown(foreign)).inForce).toBeNull();
});
