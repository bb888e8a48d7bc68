/** What becomes of each code, drawn: the plan before, what is done to it, and the table to the byte. */
import { describe, expect, it } from 'vitest';
import { codesGiven } from '../../../../shared/partition/actions/grid-records.ts';
import { codeTable } from '../../../../shared/partition/code-table.ts';
import { offeredCode } from '../../../../shared/partition/grid-codes.ts';
import { modelFromText } from '../../../../shared/partition/partition-model.ts';
import { type PlanAction, runAction } from '../../../../shared/partition/plan-action.ts';
import { type DrawnPartition, drawnPartition } from './drawn-partition.ts';

/** The table as lines `old fate new ...` of codes after the actions. */
function table(plan: DrawnPartition, ...actions: PlanAction[]): string {
  const { model } = plan;
  const before = modelFromText(model.stateText(), model.atoms);
  for (const action of actions) {
    const result = runAction(model, action);
    if (!result.ok) throw new Error(`${action.type}: ${result.reason}`);
    model.apply(result.patch);
  }
  return codeTable(before, model)
    .map(({ fate, before: old, after }) =>
      [old === null ? '-' : before.grid(old).code, fate, ...after.map((grid) => model.grid(grid).code)].join(
        ' ',
      ),
    )
    .join('\n');
}

const created = (code: string) => ({ code, name: code });

describe('codes before and after', () => {
  const drawn = () =>
    drawnPartition(`
      AAABB
      AAABB
      CCCDD`);

  it('stay where nothing is done, and where buildings only change grid', () => {
    const plan = drawn();
    const { cell, grid } = plan;
    expect(table(plan)).toBe('A kept A\nB kept B\nC kept C\nD kept D');
    expect(table(plan, { type: 'assignCells', cells: [cell(3, 0), cell(3, 2)], grid: grid('A') })).toBe(
      'A kept A\nB kept B\nC kept C\nD kept D',
    );
  });

  it('a split leaves the code on the larger part, wherever the line is drawn from', () => {
    for (const line of [
      [
        [1, 0],
        [1, 2],
      ],
      [
        [1, 2],
        [1, 0],
      ],
    ] as [number, number][][]) {
      const plan = drawn();
      const split = { type: 'splitGrid' as const, grid: plan.grid('A'), line: plan.line(...line) };
      expect(table(plan, { ...split, created: created('E') })).toBe(
        'A split A E\nB kept B\nC kept C\nD kept D',
      );
      expect(plan.picture()).toEqual(['EAABB', 'EAABB', 'CCCDD']);
    }
  });

  it('a merge keeps the lower code, a new code is told, a deleted grid ends', () => {
    const plan = drawn();
    const { grid } = plan;
    expect(
      table(
        plan,
        { type: 'mergeGrids', grids: [grid('B'), grid('A')] },
        { type: 'setGrid', grid: grid('C'), code: 'X' },
        { type: 'deleteGrid', grid: grid('D') },
      ),
    ).toBe('A kept A\nB merged A\nC renamed X\nD retired');
  });

  it('a grid that is divided among others is split into them, the greater share first', () => {
    const plan = drawn();
    const { cell, grid } = plan;
    expect(
      table(
        plan,
        { type: 'assignCells', cells: [cell(0, 2)], grid: grid('A') },
        { type: 'assignCells', cells: [cell(1, 2), cell(2, 2)], grid: grid('D') },
        { type: 'deleteGrid', grid: grid('C') },
      ),
    ).toBe('A kept A\nB kept B\nC split D A\nD kept D');
  });

  it('a grid made anew on the ground of one is that one renamed; of several, they are merged into it', () => {
    const plan = drawn();
    const { cell, grid, model } = plan;
    const all = (letter: string) => model.cellsIn(grid(letter));
    const next = model.next.grid;
    const make = (code: string): PlanAction => ({ type: 'createGrid', ...created(code), community: 0 });
    const text = table(
      plan,
      make('N'),
      { type: 'assignCells', cells: all('B'), grid: next },
      { type: 'deleteGrid', grid: grid('B') },
      make('M'),
      { type: 'assignCells', cells: [...all('C'), ...all('D')], grid: next + 1 },
      { type: 'deleteGrid', grid: grid('C') },
      { type: 'deleteGrid', grid: grid('D') },
    );
    expect(text).toBe('A kept A\nB renamed N\nC merged M\nD merged M');
    expect(model.gridOf(cell(0, 2))).toBe(next + 1);
  });

  it('a grid of ground that was in none is new', () => {
    const plan = drawnPartition(`
      AA..
      AA..`);
    const { cell, model } = plan;
    expect(
      table(
        plan,
        { type: 'createGrid', ...created('N'), community: 0 },
        { type: 'assignCells', cells: [cell(2, 0), cell(3, 1)], grid: model.next.grid },
      ),
    ).toBe('A kept A\n- new N');
  });

  it('a code that ended is not offered again', () => {
    const plan = drawn();
    const { model, grid } = plan;
    table(
      plan,
      { type: 'setGrid', grid: grid('D'), code: '320583001001004' },
      { type: 'setGrid', grid: grid('A'), code: '320583001001001' },
      { type: 'deleteGrid', grid: grid('D') },
    );
    const own = model.gridIds().map((id) => model.grid(id).code);
    expect(offeredCode(own, '320583001001', codesGiven(model))).toBe('320583001001005');
    const again = runAction(model, {
      type: 'createGrid',
      ...created('320583001001004'),
      community: 0,
    });
    expect(again).toMatchObject({ ok: false, reason: 'code-taken' });
  });
});
