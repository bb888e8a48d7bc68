/** A plan carried over: onto the same borders it comes to the same; onto others, with its conflicts. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import { writeGeneration } from '../../../../renderer/store/generation.ts';
import { NO_ACCESS } from '../../../../renderer/worker/access-state.ts';
import { createEngine } from '../../../../renderer/worker/engine.ts';
import type { EngineState } from '../../../../renderer/worker/engine-state.ts';
import type { JournalBody, JournalRecord } from '../../../../shared/host/journal-record.ts';
import { microCode } from '../../../../shared/partition/micro-codes.ts';
import { provePartition } from '../../../../shared/partition/partition-proof.ts';
import type { PlanAction } from '../../../../shared/partition/plan-action.ts';
import { generateSample } from '../../../../shared/sample/sample.ts';
import { freshDatabases } from '../store/fresh-databases.ts';

const host = new Map<string, Uint8Array<ArrayBuffer>>();
vi.mock('../../../../renderer/host.ts', () => ({
  putBulk: async (token: string, bytes: Uint8Array<ArrayBuffer>) => void host.set(token, bytes),
  getBulk: async (token: string) => host.get(token),
}));

const DAY = 20_100;
const NO_DRIFT = { borders: false, waiting: null, gone: 0, unknown: 0 };
let store: Databases;
let state: EngineState;
let engine: ReturnType<typeof createEngine>;
let journal: JournalRecord[];

async function append(body: JournalBody): Promise<void> {
  const record = { seq: journal.length + 1, at: 1_000, body };
  journal.push(record);
  await engine.applyJournal([record]);
}

async function begin(plan: string): Promise<void> {
  const made = await engine.draftPlan({ id: plan, name: plan }, () => {});
  await engine.sendPlanBase(made.sha256, plan);
  await append(made.body);
  await engine.openPlan(plan, plan);
}

async function act(action: PlanAction): Promise<void> {
  const written = await engine.actOn(action, '');
  if (!written.ok) throw new Error(written.reason);
  await append(written.body);
}

async function carry(plan: string, choices: Record<string, 'plan' | 'today'> = {}) {
  const made = await engine.draftCarry({ id: plan, name: plan }, () => {});
  await engine.sendPlanBase(made.sha256, plan);
  await append(made.body);
  await engine.openPlan(plan, plan);
  const step = await engine.carryStep(choices, 'carried');
  if (step) await append(step);
  return { ...made, step };
}

function model() {
  if (!state.plan) throw new Error('no plan');
  return state.plan.model;
}
const gridOfAtom = () =>
  Array.from(model().atoms.keys, (_, atom) => {
    const cell = model().cellOf(atom);
    return cell < 0 ? '' : model().gridOf(cell) < 0 ? '-' : model().grid(model().gridOf(cell)).code;
  });
/** A cell with buildings at the border of its grid, and the grid beyond. */
function borderCell(skip = 0): { cell: number; from: number; to: number } {
  const found = model()
    .cellIds()
    .flatMap((cell) => {
      const from = model().gridOf(cell);
      const to = model()
        .neighboursOf(cell)
        .map(model().gridOf)
        .find((grid) => grid >= 0 && grid !== from);
      return from >= 0 && to !== undefined && model().atomsIn(cell).length > 0 ? [{ cell, from, to }] : [];
    });
  return found[skip];
}

beforeEach(async () => {
  journal = [];
  store = await freshDatabases();
  await writeGeneration(store, 'g1', generateSample('cun', 1), { freeSpace: [] });
  state = {
    ...{ databases: store, opened: null, abort: null, packed: null, seq: 0, core: false },
    access: NO_ACCESS(),
  };
  engine = createEngine(state);
  await engine.start({ profileId: 'test', witness: null, core: false });
  state.day = { today: DAY, asOf: null };
});
afterEach(() => {
  closeDatabases(store);
  host.clear();
});

test('onto the same borders a plan comes to the same, its own lines too, without a conflict', async () => {
  await begin('p-ours00');
  const { cell, to, from } = borderCell();
  await act({ type: 'assignCells', cells: [cell], grid: to });
  await act({ type: 'createGrid', code: 'neu-1', name: '新网格', community: 0 });
  const made = Math.max(...model().gridIds());
  await act({ type: 'assignCells', cells: [borderCell(3).cell], grid: made });
  await act({ type: 'setGrid', grid: from, name: '改名' });
  const wanted = gridOfAtom();
  expect(await engine.planDrift()).toEqual(NO_DRIFT);
  const { conflicts } = await carry('p-again0');
  expect(conflicts).toEqual([]);
  expect(gridOfAtom()).toEqual(wanted);
  expect(
    model()
      .gridIds()
      .map((grid) => model().grid(grid).name),
  ).toContain('改名');
  expect(provePartition(model()).faults).toEqual([]);
  // The plan before is as it was.
  await engine.openPlan('p-ours00', 'p-ours00');
  expect(gridOfAtom()).toEqual(wanted);
});

/** Codes of micro-grids by building, '' for none; all of them with their heads. */
const micros = () => ({
  of: Array.from(model().atoms.keys, (_, atom) => {
    const micro = model().microOf(model().cellOf(atom));
    return micro < 0 ? '' : microCode(model(), micro);
  }),
  heads: model()
    .microIds()
    .map((micro) => [
      microCode(model(), micro),
      model().micro(micro).attributes['head'],
      model().micro(micro).retired,
    ]),
});

test('micro-grids are carried over, and a plan begun on the plan in force has those of that plan', async () => {
  await begin('p-ours00');
  const { to } = borderCell();
  const filled = () =>
    model()
      .cellsIn(to)
      .filter((cell) => model().atomsIn(cell).length > 0);
  await act({ type: 'createMicro', grid: to, name: '东', attributes: { head: '甲' } });
  await act({ type: 'createMicro', grid: to, name: '撤销' });
  await act({ type: 'deleteMicro', micro: 1 });
  await act({ type: 'assignMicro', cells: filled().slice(0, 2), micro: 0 });
  // Streets and greens too.
  await act({
    type: 'assignMicro',
    cells: model()
      .cellsIn(to)
      .filter((cell) => model().atomsIn(cell).length === 0),
    micro: 0,
  });
  const wanted = micros();
  const area = () =>
    model()
      .cellsInMicro(0)
      .reduce((sum, cell) => sum + model().doubleAreaOf(cell), 0) / 2e6;
  const before = area();
  expect(wanted.of.filter(Boolean)).toHaveLength(2);
  await carry('p-again0');
  expect(micros().of).toEqual(wanted.of);
  expect(micros().heads).toEqual(wanted.heads.filter(([, , retired]) => !retired));
  expect(Math.abs(area() - before)).toBeLessThan(1);

  await engine.openPlan('p-ours00', 'p-ours00');
  const { history } = state.plan ?? {};
  for (const to of ['checked', 'submitted', 'approved'] as const)
    await append({
      ...{
        kind: 'plan.stated',
        plan: 'p-ours00',
        after: history?.seq ?? 0,
        state: to,
        day: DAY,
        note: '',
        by: '',
      },
      effectiveFrom: to === 'approved' ? DAY : null,
    });
  for (let token: string | null = null; ; ) {
    const { need } = await engine.servePlan({ today: DAY, asOf: null }, token);
    if (need === null) break;
    token = need;
  }
  await begin('p-next00');
  // With the retired one: its code is not given again.
  expect(micros()).toEqual(wanted);
  expect(Math.abs(area() - before)).toBeLessThan(1);
  expect(provePartition(model()).faults).toEqual([]);
  // What this plan changes is carried onto the same ground, what it leaves alone stays.
  await act({ type: 'setMicro', micro: 0, attributes: { head: '乙' } });
  const within = (micro: number) => filled().filter((cell) => model().microOf(cell) === micro);
  await act({ type: 'assignMicro', cells: within(0).slice(1), micro: -1 });
  await act({ type: 'createMicro', grid: to, name: '新' });
  await act({ type: 'assignMicro', cells: within(-1).slice(0, 1), micro: 2 });
  const changed = micros();
  await carry('p-last00');
  expect(micros()).toEqual(changed);
  expect(provePartition(model()).faults).toEqual([]);
});

test('a border that was drawn by hand is carried over to where it was drawn', async () => {
  await begin('p-ours00');
  let moved = 0;
  for (const arc of model().arcIds()) {
    const { from, to, via, left, right } = model().arc(arc);
    if (moved > 3 || left < 0 || right < 0 || model().gridOf(left) === model().gridOf(right)) continue;
    const a = model().node(from);
    const [bx, by] = via.length > 0 ? via : [model().node(to).x, model().node(to).y];
    const [dx, dy] = [bx - a.x, by - a.y];
    const length = Math.hypot(dx, dy);
    // Half a metre aside of the middle of its first side.
    const aside = (step: number, over: number) => Math.round(step / 2 + (500 * over) / length);
    const place: [number, number] = [a.x + aside(dx, -dy), a.y + aside(dy, dx)];
    if (length < 3000) continue;
    const written = await engine.actOn({ type: 'insertVertex', arc, at: 1, to: place }, '');
    if (!written.ok) continue;
    await append(written.body);
    moved++;
  }
  expect(moved).toBeGreaterThan(0);
  const areas = () =>
    new Map(
      model()
        .gridIds()
        .map((grid) => [model().grid(grid).code, model().gridDoubleArea(grid) / 2e6]),
    );
  const wanted = areas();
  const base = await engine.openPlan('p-ours00', 'p-ours00');
  expect(base.history.undo.length).toBe(moved);
  const { conflicts } = await carry('p-again0');
  expect(conflicts).toEqual([]);
  expect(provePartition(model()).faults).toEqual([]);
  // Square metres: the ground is laid out anew, to the millimetre of each corner.
  for (const [code, area] of areas()) expect(Math.abs(area - (wanted.get(code) ?? 0))).toBeLessThan(1);
});

test('what others moved meanwhile is a conflict with a place, and the choice is kept', async () => {
  await begin('p-ours00');
  const { cell, from, to } = borderCell();
  const [atom] = model().atomsIn(cell);
  const codes = [from, to].map((grid) => model().grid(grid).code);
  const third =
    model()
      .gridIds()
      .find((grid) => grid !== from && grid !== to) ?? -1;
  await act({ type: 'assignCells', cells: [cell], grid: to });
  await act({ type: 'setGrid', grid: from, name: '我们的名' });
  await act({ type: 'createGrid', code: '77', name: '双编', community: 0 });
  // Another plan is in force by now.
  await begin('p-theirs');
  await act({ type: 'assignCells', cells: [cell], grid: third });
  await act({ type: 'setGrid', grid: from, name: '他们的名' });
  await act({ type: 'createGrid', code: '77', name: '先到', community: 0 });
  const { history } = state.plan ?? {};
  for (const to of ['checked', 'submitted', 'approved'] as const)
    await append({
      ...{
        kind: 'plan.stated',
        plan: 'p-theirs',
        after: history?.seq ?? 0,
        state: to,
        day: DAY,
        note: '',
        by: '',
      },
      effectiveFrom: to === 'approved' ? DAY : null,
    });
  for (let token: string | null = null; ; ) {
    const { need } = await engine.servePlan({ today: DAY, asOf: null }, token);
    if (need === null) break;
    token = need;
  }
  await engine.openPlan('p-ours00', 'p-ours00');
  expect(await engine.planDrift()).toMatchObject({ borders: true });
  const first = await engine.draftCarry({ id: 'p-look00', name: 'x' }, () => {});
  const moved = first.conflicts.find(({ kind }) => kind === 'moved-both');
  expect(moved).toMatchObject({
    plan: codes[1],
    choice: 'plan',
    at: [expect.any(Number), expect.any(Number)],
  });
  expect(first.conflicts.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['moved-both', 'grid-changed', 'code-taken']),
  );
  const changed = first.conflicts.find(({ kind }) => kind === 'grid-changed');
  await carry('p-again0', { [moved?.id ?? '']: 'today', [changed?.id ?? '']: 'plan' });
  const now = gridOfAtom();
  expect(now[atom]).toBe(first.conflicts.find(({ kind }) => kind === 'moved-both')?.today);
  const names = model()
    .gridIds()
    .map((grid) => `${model().grid(grid).code} ${model().grid(grid).name}`);
  expect(names).toEqual(expect.arrayContaining([`${codes[0]} 我们的名`, '77 先到', '78 双编']));
  expect(await engine.planDrift()).toEqual(NO_DRIFT);
});
