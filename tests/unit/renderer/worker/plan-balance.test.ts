import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DataEngine } from '../../../../renderer/worker/engine-api.ts';
import type { BalanceRequest } from '../../../../renderer/worker/plan-api.ts';
import { DEFAULT_BALANCE_WEIGHTS } from '../../../../shared/partition/balance/balance-settings.ts';
import { PlanDesks, stateText } from './plan-desks.ts';

vi.mock('../../../../renderer/host.ts', () => import('./plan-host.ts'));

let desks: PlanDesks;
beforeEach(() => {
  desks = new PlanDesks('y');
});
afterEach(() => desks.end());

const request = (more: Partial<BalanceRequest['settings']> = {}): BalanceRequest => ({
  grids: null,
  settings: {
    target: { min: 318, max: 322 },
    weights: DEFAULT_BALANCE_WEIGHTS,
    plans: 3,
    seed: 7,
    effort: 1,
    ...more,
  },
});
const balanced = (engine: DataEngine, asked = request()) => engine.balancePlan(asked, () => {});

describe('balancing the plan of a community', () => {
  test('the same seed gives the same plans, each better than today, and the plan stays as it is', async () => {
    const desk = await desks.begun();
    const before = stateText(desk);
    const shares: number[] = [];
    const first = await desk.engine.balancePlan(request(), ({ done }) => shares.push(done));
    expect(first.plans.length).toBeGreaterThan(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    for (const { cost, moves } of first.plans) {
      expect(cost.after).toBeLessThan(cost.before);
      expect(moves.length).toBeGreaterThan(0);
    }
    expect(await balanced(desk.engine)).toEqual(first);
    expect(stateText(desk)).toBe(before);
  });

  test('all moves of a plan are one named step that is taken back as one', async () => {
    const desk = await desks.begun();
    const { engine, view } = desk;
    const before = stateText(desk);
    const [plan] = (await balanced(engine)).plans;
    const written = await engine.acceptBalance(
      plan.moves,
      plan.moves.map(({ id }) => id),
      'balanced',
    );
    if (!written.ok) throw new Error(written.reason);
    await desks.append(written.body);
    const change = await engine.planChange(view.seq);
    expect(change?.history.undo).toEqual(['balanced']);
    const households = view.measures.indexOf('households');
    for (const { grid, after } of plan.grids) {
      const now = change?.grids.find(({ id }) => id === grid) ?? view.grids.find(({ id }) => id === grid);
      expect(now?.tallies[households]).toBe(after);
    }
    const undo = await engine.planStep('undo');
    if (undo) await desks.append(undo);
    expect(stateText(desk)).toBe(before);
  });

  test('moves of a plan that the borders have overtaken are refused, and nothing is written', async () => {
    const desk = await desks.begun();
    const { engine } = desk;
    const [plan] = (await balanced(engine)).plans;
    const [move] = plan.moves;
    await desks.act(engine, { type: 'assignCells', cells: move.cells, grid: move.to });
    expect(await engine.acceptBalance(plan.moves, [move.id], 'again')).toMatchObject({
      ok: false,
      reason: 'unknown',
    });
  });

  test('where locks leave nothing to move it is told why', async () => {
    const { engine, view } = await desks.begun();
    const [first, second, ...others] = view.grids.filter(({ retired }) => !retired).map(({ id }) => id);
    for (const grid of others) await desks.act(engine, { type: 'lockGrid', grid });
    await desks.act(engine, { type: 'setGrid', grid: second, kind: 'exclusive' });
    const { plans, hindrances } = await balanced(engine);
    expect(plans).toEqual([]);
    expect(hindrances).toMatchObject({ grids: 1, exclusive: 1, locked: others.length, pairs: 0 });
    await desks.act(engine, { type: 'setGrid', grid: second, kind: 'general' });
    const cells = [...view.cells.ids].filter((_, i) => [first, second].includes(view.cells.grid[i]));
    await desks.act(engine, { type: 'lockCells', cells });
    const locked = await balanced(engine);
    expect(locked.plans).toEqual([]);
    expect(locked.hindrances).toMatchObject({ grids: 2, freeCells: 0 });
    expect(locked.hindrances.fixedCells).toBeGreaterThan(0);
  });

  test('a search that is given up changes nothing', async () => {
    const desk = await desks.begun();
    const before = stateText(desk);
    const asked = desk.engine.balancePlan(request({ effort: 50 }), () => void desk.engine.cancel());
    await expect(asked).rejects.toMatchObject({ code: 'storage-cancelled' });
    expect(stateText(desk)).toBe(before);
  });
});
