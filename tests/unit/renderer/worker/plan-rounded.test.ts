import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { closeDatabases, type Databases } from '../../../../renderer/store/databases.ts';
import type { PlanView } from '../../../../renderer/worker/plan-api.ts';
import { SMALL } from '../../../../shared/access/disclose.ts';
import { type MadeMemory, madeMemory, sealedWindow } from '../../../support/sealed-window.ts';
import { freshDatabases } from '../store/fresh-databases.ts';
import { PLAN } from './plan-desks.ts';
import { host } from './plan-host.ts';

vi.mock('../../../../renderer/host.ts', () => import('./plan-host.ts'));

let databases: Databases;
let memory: MadeMemory;
beforeEach(async () => {
  databases = await freshDatabases();
  memory = madeMemory();
});
afterEach(() => {
  closeDatabases(databases);
  host.clear();
});

const isTold = (value: number) => value === 0 || (value >= SMALL && value % 5 === 0);

/** The same plan as somebody who sees numbers has it, and as a planner does. */
async function bothViews() {
  const { engine: exact } = await sealedWindow(databases, memory, 'administrator');
  const { sha256, body } = await exact.draftPlan({ id: PLAN, name: 'plan' }, () => {});
  await exact.sendPlanBase(sha256, 'base');
  await exact.applyJournal([{ seq: 1, at: 1, body }]);
  const truth = await exact.openPlan(PLAN, 'base');
  const { engine } = await sealedWindow(databases, memory, 'planner');
  return { exact, truth, engine, told: await engine.openPlan(PLAN, 'base') };
}

const of = (view: PlanView, measure: string) => view.measures.indexOf(measure);

test('a planner has told numbers of every grid, near the true ones, and of nothing else', async () => {
  const { truth, told } = await bothViews();
  expect(told.numbers).toBe('rounded');
  expect(told.measures).toEqual(['households', 'residents', 'aged60', 'keyPopulation']);
  for (const [i, grid] of told.grids.entries()) {
    expect(grid.tallies).toHaveLength(4);
    expect([...grid.tallies, ...(grid.baseTallies ?? [])].every(isTold)).toBe(true);
    expect(grid.tallies).toEqual(grid.baseTallies);
    for (const measure of told.measures) {
      const off = grid.tallies[of(told, measure)] - truth.grids[i].tallies[of(truth, measure)];
      expect(Math.abs(off)).toBeLessThan(20);
    }
  }
});

test('a building with few of a kind more or less does not change what is told of them in a grid', async () => {
  const { exact, truth, engine, told } = await bothViews();
  const aged = of(truth, 'aged60');
  let tried = 0;
  for (let atom = 0; atom < truth.atoms.cell.length && tried < 3; atom++) {
    const cell = truth.atoms.cell[atom];
    const from = truth.cells.grid[truth.cells.ids.indexOf(cell)] ?? -1;
    if (cell < 0 || from < 0) continue;
    const action = { type: 'assignCells', cells: [cell], grid: -1 } as const;
    const now = await exact.tryAction(action);
    if (!now.ok) throw new Error(now.reason);
    const lost =
      truth.grids[from].tallies[aged] - (now.grids.find(({ id }) => id === from)?.tallies[aged] ?? 0);
    if (lost < 1 || lost > 7) continue;
    tried++;
    const preview = await engine.tryAction(action);
    if (!preview.ok) throw new Error(preview.reason);
    const place = of(told, 'aged60');
    expect(preview.grids.find(({ id }) => id === from)?.tallies[place]).toBe(told.grids[from].tallies[place]);
    expect(preview.unassigned[place]).toBe(told.unassigned[place]);
  }
  expect(tried).toBeGreaterThan(0);
});

test('what becomes of codes is told to a planner with told numbers', async () => {
  const { exact, engine } = await bothViews();
  const [truth, told] = [await exact.planCodes(), await engine.planCodes()];
  expect(told.map(({ fate, before }) => [fate, before?.code])).toEqual(
    truth.map(({ fate, before }) => [fate, before?.code]),
  );
  const counts = told.flatMap(({ before, after }) =>
    [before, ...after].flatMap((side) => [side?.households ?? -1, side?.residents ?? -1]),
  );
  expect(counts.every(isTold)).toBe(true);
});

test('who moves and what is compared is not for a planner', async () => {
  const { engine } = await bothViews();
  await expect(engine.planMoves()).rejects.toMatchObject({ code: 'not-allowed' });
  await expect(engine.comparePlan(null)).rejects.toMatchObject({ code: 'not-allowed' });
});
