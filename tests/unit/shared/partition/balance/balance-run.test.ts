import { describe, expect, it } from 'vitest';
import en from '../../../../../assets/locales/balance.en.json';
import zh from '../../../../../assets/locales/balance.zh.json';
import {
  addException,
  lockCells,
  lockGrid,
  setGridAttributes,
} from '../../../../../shared/partition/actions/grid-records.ts';
import { acceptMoves } from '../../../../../shared/partition/balance/accept-moves.ts';
import type { BalancePlan, BalanceReasonId } from '../../../../../shared/partition/balance/balance-plan.ts';
import type { BalanceScope } from '../../../../../shared/partition/balance/balance-problem.ts';
import { balanceSteps } from '../../../../../shared/partition/balance/balance-run.ts';
import {
  type BalanceSettings,
  DEFAULT_BALANCE_WEIGHTS,
} from '../../../../../shared/partition/balance/balance-settings.ts';
import { gridParts } from '../../../../../shared/partition/grid-contiguity.ts';
import type { PartitionModel } from '../../../../../shared/partition/partition-model.ts';
import { inverted } from '../../../../../shared/partition/partition-patch.ts';
import { provePartition } from '../../../../../shared/partition/partition-proof.ts';
import { drawnPartition } from '../drawn-partition.ts';
import { madePartition } from '../made-partition.ts';
import { carryOut, madeTown } from './made-town.ts';

const settingsOf = (
  target: BalanceSettings['target'],
  seed: number,
  more: Partial<BalanceSettings> = {},
): BalanceSettings => ({ target, weights: DEFAULT_BALANCE_WEIGHTS, plans: 3, seed, effort: 1, ...more });

function plansOf(model: PartitionModel, scope: BalanceScope, settings: BalanceSettings): BalancePlan[] {
  const steps = balanceSteps(model, scope, settings);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

const idsOf = ({ moves }: BalancePlan) => moves.map(({ id }) => id);
const HOUSEHOLDS_ONLY = { households: 100, moved: 1, compounds: 0, compactness: 0, walking: 0, care: 0 };
const DRAWN: BalanceScope = { measures: { households: 'households', residents: 'households', care: [] } };

describe('balancing of made towns', () => {
  it.each([1, 2, 3, 4, 5, 6])(
    'keeps every hard rule, and is never worse than the start (seed %i)',
    (seed) => {
      const { model, scope, target, roll } = madeTown(seed, 10, 8, 6);
      const cells = model.cellIds();
      const locked = cells.filter(() => roll() < 0.1);
      carryOut(model, lockCells(model, locked, true));
      carryOut(model, setGridAttributes(model, 4, { kind: 'exclusive' }));
      carryOut(model, lockGrid(model, 5, true));
      const kept = new Map(
        [...locked, ...model.cellsIn(4), ...model.cellsIn(5)].map((c) => [c, model.gridOf(c)]),
      );
      const before = model.stateText();
      const plans = plansOf(model, scope, settingsOf(target, seed));
      expect(model.stateText()).toBe(before);
      expect(plans.length).toBeGreaterThan(0);
      for (const plan of plans) {
        expect(plan.cost.after).toBeLessThan(plan.cost.before);
        const result = acceptMoves(model, plan.moves, idsOf(plan));
        if (!result.ok) throw new Error(result.reason);
        model.apply(result.patch);
        for (const grid of model.gridIds()) expect(gridParts(model, grid)).toHaveLength(1);
        for (const [cell, grid] of kept) expect(model.gridOf(cell)).toBe(grid);
        expect(provePartition(model).faults).toEqual([]);
        for (const { grid, after } of plan.grids) expect(model.totals.of(grid)[0]).toBe(after);
        model.apply(inverted(result.patch));
      }
    },
  );

  it('stays within communities', () => {
    const { model } = madePartition(5, 12, 6, 2, 2);
    const scope = madeTown(1, 2, 2, 1).scope;
    const total = model.gridIds().reduce((sum, grid) => sum + model.totals.of(grid)[0], 0);
    const even = Math.round(total / model.gridIds().length);
    const target = { min: even, max: even + 1 };
    const weights = { ...HOUSEHOLDS_ONLY, moved: 0 };
    const plans = plansOf(model, { measures: scope.measures }, settingsOf(target, 1, { weights }));
    expect(plans.length).toBeGreaterThan(0);
    for (const { moves } of plans)
      for (const { from, to, cells } of moves) {
        expect(model.grid(from).community).toBe(model.grid(to).community);
        for (const cell of cells) expect(model.cell(cell).community).toBe(model.grid(to).community);
      }
  });

  it('gives the same plans for the same seed, and different plans of one seed', () => {
    const run = (seed: number) => {
      const { model, scope, target } = madeTown(7, 10, 8, 5);
      return plansOf(model, scope, settingsOf(target, seed, { plans: 5 }));
    };
    const plans = run(11);
    expect(run(11)).toEqual(plans);
    expect(run(12)).not.toEqual(plans);
    expect(plans.length).toBeGreaterThanOrEqual(3);
    expect(new Set(plans.map(({ moves }) => JSON.stringify(moves))).size).toBe(plans.length);
    const costs = plans.map(({ cost }) => cost.after);
    expect(costs).toEqual(costs.toSorted((a, b) => a - b));
  });

  it('looks at chosen grids alone', () => {
    const { model, scope, target } = madeTown(3, 10, 8, 5);
    const chosen = [0, 1, 2];
    for (const { moves, grids } of plansOf(model, { ...scope, grids: chosen }, settingsOf(target, 1))) {
      expect(grids.map(({ grid }) => grid)).toEqual(chosen);
      for (const { from, to } of moves)
        expect([chosen.includes(from), chosen.includes(to)]).toEqual([true, true]);
    }
  });

  it('can be stopped at any step, tells how far it is, and leaves the model alone', () => {
    const { model, scope, target } = madeTown(2, 10, 8, 5);
    const before = model.stateText();
    const steps = balanceSteps(model, scope, settingsOf(target, 1));
    const told: number[] = [];
    for (let i = 0; i < 10; i++) {
      const step = steps.next();
      if (step.done) throw new Error('done already');
      told.push(step.value.done);
    }
    expect(told).toEqual(told.toSorted((a, b) => a - b));
    expect(told[9]).toBeLessThan(0.5);
    steps.return([]);
    expect(steps.next()).toEqual({ done: true, value: undefined });
    expect(model.stateText()).toBe(before);
  });

  it('refuses settings that are none', () => {
    const { model, scope } = madeTown(1, 3, 3, 2);
    expect(() => plansOf(model, scope, settingsOf({ min: 5, max: 4 }, 1))).toThrow();
    expect(() => plansOf(model, scope, settingsOf({ min: 4, max: 5 }, 1, { plans: 9 }))).toThrow();
  });
});

describe('balancing of drawn grids', () => {
  it('says of each move why', () => {
    const drawn = drawnPartition(`
      AAAAAABB
      AAAAAABB`);
    const settings = settingsOf({ min: 8, max: 8 }, 1, { weights: HOUSEHOLDS_ONLY });
    const [plan] = plansOf(drawn.model, DRAWN, settings);
    expect(plan.cost.after).toBe(4 * 25);
    expect(plan.before.households).toBe(8);
    expect(plan.after).toMatchObject({ households: 0, moved: 4 });
    expect(plan.grids).toEqual([
      { grid: 0, before: 12, after: 8 },
      { grid: 1, before: 4, after: 8 },
    ]);
    expect(plan.moves[0]).toMatchObject({
      from: 0,
      to: 1,
      reason: { id: 'relieves', values: { before: 12 } },
    });
  });

  it('fills a grid that has too few, and passes on through the one between', () => {
    const drawn = drawnPartition(`
      AAAAAABBBBC
      AAAAAABBBBC`);
    const weights = { ...HOUSEHOLDS_ONLY, compactness: 1 };
    const [plan] = plansOf(drawn.model, DRAWN, settingsOf({ min: 7, max: 8 }, 1, { weights }));
    expect(plan.after.households).toBe(0);
    expect(new Set(plan.moves.map(({ reason }) => reason.id))).toEqual(new Set(['relieves', 'fills']));
  });

  it('makes a compound whole where that is what counts', () => {
    const drawn = drawnPartition(`
      AAABBB
      AAABBB`);
    const weights = { ...HOUSEHOLDS_ONLY, households: 1, compounds: 100 };
    const compounds = drawn.model.atoms.keys.map((key) => (Number(key.split(',')[0]) < 4 ? 1 : 2));
    const [plan] = plansOf(
      drawn.model,
      { ...DRAWN, compounds },
      settingsOf({ min: 4, max: 8 }, 1, { weights }),
    );
    expect(plan.before.compounds).toBe(1);
    expect(plan.after.compounds).toBe(0);
    expect(plan.moves.map(({ reason }) => reason)).toEqual([{ id: 'compounds', values: { gain: 1 } }]);
  });

  it('finds no plan where nothing is to be gained', () => {
    const drawn = drawnPartition(`
      AABB
      AABB`);
    expect(
      plansOf(drawn.model, DRAWN, settingsOf({ min: 4, max: 4 }, 1, { weights: HOUSEHOLDS_ONLY })),
    ).toEqual([]);
  });

  it('goes over a footbridge and not over a railway', () => {
    const railway = drawnPartition(`
      AAAAB`);
    const { model } = railway;
    carryOut(
      model,
      addException(model, { kind: 'cut', from: railway.at(3.5, 0.5), to: railway.at(4.5, 0.5) }),
    );
    const settings = settingsOf({ min: 2, max: 3 }, 1, { weights: HOUSEHOLDS_ONLY });
    expect(plansOf(model, DRAWN, settings)).toEqual([]);
    carryOut(
      model,
      addException(model, { kind: 'link', from: railway.at(0.5, 0.5), to: railway.at(4.5, 0.5) }),
    );
    const [plan] = plansOf(model, DRAWN, settings);
    expect(plan.moves.map(({ cells }) => cells)).toEqual([[railway.cell(0, 0)]]);
  });
});

describe('words of a plan', () => {
  const reasons: Record<BalanceReasonId, true> = {
    relieves: true,
    fills: true,
    compounds: true,
    compactness: true,
    walking: true,
    care: true,
    'makes-room': true,
  };

  it.each([
    ['zh', zh],
    ['en', en],
  ])('are there for every reason, kind of plan and refusal (%s)', (_, words) => {
    const kinds = ['none', 'moved', 'compounds', 'compactness', 'care'];
    expect(Object.keys(words).sort()).toEqual(
      [
        ...Object.keys(reasons).map((id) => `balance.reason.${id}`),
        ...kinds.map((kind) => `balance.emphasis.${kind}`),
        'balance.refused.cut-off',
        'balance.refused.emptied',
      ].sort(),
    );
  });
});

describe('moves taken one by one', () => {
  const move = (
    drawn: ReturnType<typeof drawnPartition>,
    id: number,
    from: string,
    to: string,
    at: [number, number],
  ) => ({
    id,
    from: drawn.grid(from),
    to: drawn.grid(to),
    cells: [drawn.cell(...at)],
    atoms: [],
    households: 1,
    residents: 1,
    reason: { id: 'makes-room' as const, values: {} },
  });

  it('names the moves that have to come along', () => {
    const drawn = drawnPartition(`
      AAAB
      CCCC`);
    const moves = [
      move(drawn, 0, 'A', 'C', [0, 0]),
      move(drawn, 1, 'A', 'C', [1, 0]),
      move(drawn, 2, 'C', 'A', [3, 1]),
    ];
    expect(acceptMoves(drawn.model, moves, [0])).toMatchObject({ ok: true });
    expect(acceptMoves(drawn.model, moves, [1])).toEqual({
      ok: false,
      reason: 'cut-off',
      grid: drawn.grid('A'),
      cells: [drawn.cell(2, 0)],
      needs: [0],
    });
    expect(acceptMoves(drawn.model, moves, [2])).toMatchObject({ ok: false, reason: 'cut-off', needs: [] });
    expect(acceptMoves(drawn.model, moves, [])).toMatchObject({ ok: false, reason: 'nothing-changes' });
  });

  it('does not empty a grid, and refuses a plan of another state', () => {
    const drawn = drawnPartition(`
      AB`);
    const moves = [move(drawn, 0, 'B', 'A', [1, 0])];
    const before = drawn.model.stateText();
    expect(acceptMoves(drawn.model, moves, [0])).toMatchObject({ ok: false, reason: 'emptied', grid: 1 });
    expect(drawn.model.stateText()).toBe(before);
    carryOut(drawn.model, lockCells(drawn.model, [drawn.cell(1, 0)], true));
    expect(acceptMoves(drawn.model, moves, [0])).toMatchObject({ ok: false, reason: 'locked' });
    expect(acceptMoves(drawn.model, [{ ...moves[0], from: 0, to: 1 }], [0])).toMatchObject({
      ok: false,
      reason: 'unknown',
    });
  });

  it.each([1, 2, 3])('keeps every grid whole whatever is chosen (seed %i)', (seed) => {
    const { model, scope, target, roll } = madeTown(seed, 10, 8, 5);
    const [plan] = plansOf(model, scope, settingsOf(target, seed, { plans: 1 }));
    for (let i = 0; i < 30; i++) {
      const chosen = idsOf(plan).filter(() => roll() < 0.5);
      let result = acceptMoves(model, plan.moves, chosen);
      if (!result.ok && result.reason === 'nothing-changes') continue;
      if (!result.ok && 'needs' in result) {
        expect(result.needs.length).toBeGreaterThan(0);
        result = acceptMoves(model, plan.moves, [...chosen, ...result.needs]);
      }
      if (!result.ok) throw new Error(result.reason);
      model.apply(result.patch);
      for (const grid of model.gridIds()) expect(gridParts(model, grid)).toHaveLength(1);
      model.apply(inverted(result.patch));
    }
  });
});
