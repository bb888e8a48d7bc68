import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PlanView } from '../../../../renderer/worker/plan-api.ts';
import { PLAN, PlanDesks } from './plan-desks.ts';

vi.mock('../../../../renderer/host.ts', () => import('./plan-host.ts'));

let desks: PlanDesks;
beforeEach(() => {
  desks = new PlanDesks('y');
});
afterEach(() => desks.end());

/** Cells with buildings, by grid. */
function held({ cells, atoms }: PlanView, grid: number): number[] {
  const inPlay = new Set(atoms.cell);
  return [...cells.ids].filter((cell, i) => cells.grid[i] === grid && inPlay.has(cell));
}

describe('comparing plans', () => {
  test('with the borders it began with: grids by code, the difference is who moves', async () => {
    const { engine, view } = await desks.begun();
    expect(await engine.comparePlan(null)).toMatchObject({ name: null, moves: { buildings: [] } });
    const going = held(view, 0).slice(0, 5);
    await desks.act(engine, { type: 'assignCells', cells: going, grid: 1 });
    const { grids, moves, cells, measures } = await engine.comparePlan(null);
    expect([...cells]).toEqual(going);
    const residents = measures.indexOf('residents');
    const change = (code: string) => {
      const found = grids.find((grid) => grid.code === code);
      return (found?.after?.tallies[residents] ?? 0) - (found?.before?.tallies[residents] ?? 0);
    };
    const [pair] = moves.pairs;
    expect(pair.residents).toBeGreaterThan(0);
    expect(change(pair.from)).toBe(-pair.residents);
    expect(change(pair.to)).toBe(pair.residents);
    expect(
      grids.filter(({ code }) => ![pair.from, pair.to].includes(code)).map(({ code }) => change(code)),
    ).toEqual(Array.from({ length: grids.length - 2 }, () => 0));
  });

  test('with another plan: grids that both made under one number are told apart by code', async () => {
    const { engine, view } = await desks.begun();
    const { community } = view.grids[0];
    const next = view.grids.length;
    const [first, second] = held(view, 0);
    await desks.act(engine, {
      type: 'several',
      actions: [
        { type: 'createGrid', code: 'A-1', name: 'A', community },
        { type: 'assignCells', cells: [first], grid: next },
      ],
    });
    const other = await engine.draftPlan({ id: 'p-other1', name: '另一方案' }, () => {});
    await engine.sendPlanBase(other.sha256, 'other');
    await desks.append(other.body);
    await engine.openPlan('p-other1', 'other');
    await desks.act(engine, {
      type: 'several',
      actions: [
        { type: 'createGrid', code: 'B-1', name: 'B', community },
        { type: 'assignCells', cells: [first, second], grid: next },
      ],
    });
    const { name, grids, moves, cells } = await engine.comparePlan({ id: PLAN, token: 'base' });
    expect(name).toBe('2027 网格');
    expect(grids.find(({ code }) => code === 'A-1')).toMatchObject({ before: { name: 'A' }, after: null });
    expect(grids.find(({ code }) => code === 'B-1')).toMatchObject({ before: null, after: { name: 'B' } });
    expect(moves.pairs.map(({ from, to }) => [from, to])).toEqual(
      expect.arrayContaining([
        ['A-1', 'B-1'],
        [view.grids[0].code, 'B-1'],
      ]),
    );
    expect([...cells].sort()).toEqual([first, second].sort());
  });

  test('old codes and new ones with counts of either side, on the page and as CSV', async () => {
    const { engine, view } = await desks.begun();
    const [a, b] = view.grids;
    await desks.act(engine, { type: 'mergeGrids', grids: [b.id, a.id] });
    const rows = await engine.planCodes();
    const at = (measure: string) => view.measures.indexOf(measure);
    const side = ({ code, name, tallies }: typeof a) => ({
      ...{ code, name },
      households: tallies[at('households')],
      residents: tallies[at('residents')],
    });
    const both = a.tallies.map((count, m) => count + b.tallies[m]);
    const after = [side({ ...a, tallies: both })];
    expect(rows.slice(0, 2)).toEqual([
      { fate: 'kept', before: side(a), after },
      { fate: 'merged', before: side(b), after },
    ]);
    const fates = {
      kept: '保留',
      renamed: '换码',
      merged: '并入',
      split: '拆分',
      retired: '撤销',
      new: '新设',
    };
    const file = await engine.exportPlanCodes({ columns: [...'abcdefghi'], fates });
    const cells = (...values: (string | number)[]) => values.join(',');
    const { code, name, households, residents } = side(b);
    expect((await file.text()).split('\r\n')[2]).toBe(
      cells(
        code,
        name,
        households,
        residents,
        '并入',
        a.code,
        a.name,
        after[0].households,
        after[0].residents,
      ),
    );
  });

  test('a plan that is not there is told', async () => {
    const { engine } = await desks.begun();
    await expect(engine.comparePlan({ id: 'p-nobody', token: 'base' })).rejects.toMatchObject({
      code: 'plan-unknown',
    });
  });
});
