/** Micro-grids, drawn: what they may have, and what becomes of them when ground changes grid. */
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { WGS84 } from '../../../../shared/geo/crs.ts';
import { latticeFor } from '../../../../shared/partition/lattice.ts';
import { microCode } from '../../../../shared/partition/micro-codes.ts';
import { inverted } from '../../../../shared/partition/partition-patch.ts';
import { provePartition } from '../../../../shared/partition/partition-proof.ts';
import { type PlanAction, runAction } from '../../../../shared/partition/plan-action.ts';
import { PlanEditedSchema } from '../../../../shared/partition/plan-records.ts';
import { planSheets } from '../../../../shared/partition/sheets/plan-sheets.ts';
import { type DrawnPartition, drawnPartition } from './drawn-partition.ts';

/** A has 01 (its west), 02 (its middle) and a rest in none. */
function drawn(): DrawnPartition {
  const plan = drawnPartition(`
    AAABB
    AAABB
    CCCDD`);
  const { grid, cell } = plan;
  act(
    plan,
    { type: 'createMicro', grid: grid('A'), name: 'west', attributes: { head: '王', phone: '' } },
    { type: 'createMicro', grid: grid('A'), name: 'middle' },
    { type: 'assignMicro', cells: [cell(0, 0), cell(0, 1)], micro: 0 },
    { type: 'assignMicro', cells: [cell(1, 0), cell(1, 1)], micro: 1 },
  );
  return plan;
}

/** Each is kept as a record would be, proved, taken back to the byte and done again. */
function act({ model }: DrawnPartition, ...actions: PlanAction[]): void {
  for (const action of actions) {
    const before = model.stateText();
    const result = runAction(model, action);
    if (!result.ok) throw new Error(`${action.type}: ${result.reason}`);
    const body = { kind: 'plan.edited', plan: 'p-abcdef', after: 1, step: 1, name: 'x', by: '' };
    const { patch } = v.parse(PlanEditedSchema, { ...body, patch: JSON.parse(JSON.stringify(result.patch)) });
    model.apply(patch);
    const after = model.stateText();
    expect(provePartition(model)).toEqual({ holds: true, faults: [] });
    model.apply(inverted(patch));
    expect(model.stateText()).toBe(before);
    model.apply(patch);
    expect(model.stateText()).toBe(after);
  }
}

const refusal = ({ model }: DrawnPartition, action: PlanAction) => {
  const result = runAction(model, action);
  return result.ok ? 'done' : result.reason;
};

/** Codes by square, `.` for none. */
const picture = ({ model, picture: grids, cell }: DrawnPartition): string[] =>
  grids().map((row, r) =>
    [...row]
      .map((_, c) => {
        const micro = model.microOf(cell(c, r));
        return micro < 0 ? '.' : microCode(model, micro);
      })
      .join(' '),
  );

describe('a micro-grid', () => {
  it('has ground of its own grid alone, and the next code of it', () => {
    const plan = drawn();
    const { model, cell } = plan;
    expect(picture(plan)).toEqual(['A01 A02 . . .', 'A01 A02 . . .', '. . . . .']);
    expect(model.micro(0)).toMatchObject({ name: 'west', attributes: { head: '王' } });
    expect(refusal(plan, { type: 'assignMicro', cells: [cell(3, 0)], micro: 0 })).toBe('outside-grid');
    // The part of a stroke that is within the grid counts.
    act(plan, { type: 'assignMicro', cells: [cell(2, 0), cell(3, 0), cell(1, 0)], micro: 0 });
    expect(picture(plan)).toEqual(['A01 A01 A01 . .', 'A01 A02 . . .', '. . . . .']);
    expect(model.micros.totals(0)).toEqual([4]);
  });

  it('keeps its code when others go, and none is given again', () => {
    const plan = drawn();
    const { grid, model } = plan;
    act(plan, { type: 'deleteMicro', micro: 1 }, { type: 'createMicro', grid: grid('A'), name: 'new' });
    expect(microCode(model, 2)).toBe('A03');
    expect(refusal(plan, { type: 'createMicro', grid: grid('A'), name: 'x', suffix: '02' })).toBe(
      'code-taken',
    );
    expect(refusal(plan, { type: 'setMicro', micro: 0, suffix: '2' })).toBe('code-invalid');
    act(plan, { type: 'setGrid', grid: grid('A'), code: 'X' });
    expect(microCode(model, 0)).toBe('X01');
  });

  it('merged keeps the lower code; divided by a line leaves it on the larger part', () => {
    const plan = drawn();
    const { grid, line } = plan;
    act(plan, { type: 'mergeMicros', micros: [1, 0] });
    expect(picture(plan)).toEqual(['A01 A01 . . .', 'A01 A01 . . .', '. . . . .']);
    const created = { grid: grid('A'), name: 'part' };
    act(plan, { type: 'splitMicro', micro: 0, line: line([1, -0.1], [1, 1], [-0.1, 1]), created });
    expect(plan.model.micros.totals(0)).toEqual([3]);
    act(plan, { type: 'splitMicro', micro: -1, line: line([2, 1], [3, 1]), created });
    expect(picture(plan)[0].split(' ')[2]).not.toBe(picture(plan)[1].split(' ')[2]);
  });
});

it('the sheet of a grid lists its micro-grids in play with heads and counts', () => {
  const { model } = drawn();
  const lattice = latticeFor(WGS84, [120.5, 31.2, 120.52, 31.22]);
  const about = { lattice, labels: [], lines: [], workers: new Map() };
  const [first, second] = planSheets({ ...about, model, before: model }).grids;
  expect(first.micros).toMatchObject([
    { code: 'A01', name: 'west', head: '王', phone: '', counts: [2] },
    { code: 'A02', name: 'middle', head: '', counts: [2] },
  ]);
  // Two squares of 10 m, to the difference between the places of a lattice.
  expect(first.micros[0].area).toBeCloseTo(first.area / 3, 3);
  expect(second.micros).toEqual([]);
});

describe('when ground changes grid', () => {
  it('a micro-grid that is parted keeps what stayed; what left is in none', () => {
    const plan = drawn();
    const { cell, grid } = plan;
    act(plan, { type: 'assignCells', cells: [cell(1, 0), cell(2, 0)], grid: grid('B') });
    expect(picture(plan)).toEqual(['A01 . . . .', 'A01 A02 . . .', '. . . . .']);
  });

  it('one that goes whole goes along, with the next code of its new grid and the old one kept', () => {
    const plan = drawn();
    const { cell, grid, model } = plan;
    act(
      plan,
      { type: 'createMicro', grid: grid('B'), name: 'of B' },
      { type: 'assignCells', cells: [cell(1, 0), cell(1, 1), cell(2, 0), cell(2, 1)], grid: grid('B') },
    );
    expect(picture(plan)).toEqual(['A01 B02 . . .', 'A01 B02 . . .', '. . . . .']);
    expect(model.micro(1)).toMatchObject({ name: 'middle', formerCodes: ['A02'] });
    act(plan, { type: 'createMicro', grid: grid('A'), name: 'next' });
    expect(microCode(model, 3)).toBe('A03');
  });

  it('merged grids bring theirs along; those of a deleted grid end', () => {
    const plan = drawn();
    const { grid, model } = plan;
    act(
      plan,
      { type: 'createMicro', grid: grid('B'), name: 'empty' },
      { type: 'swapGrids', a: grid('A'), b: grid('D') },
    );
    expect(picture(plan)[0]).toBe('D01 D02 . . .');
    act(plan, { type: 'mergeGrids', grids: [grid('D'), grid('B')] });
    expect(picture(plan)[0]).toBe('B02 B03 . . .');
    act(plan, { type: 'deleteGrid', grid: grid('B') });
    expect(picture(plan)).toEqual(['. . . . .', '. . . . .', '. . . . .']);
    expect(model.microIds().every((id) => model.micro(id).retired)).toBe(true);
  });

  it('a line that splits a grid parts what it cuts and takes along what is wholly behind it', () => {
    const plan = drawn();
    const { grid, line } = plan;
    const created = { code: 'E', name: 'E' };
    act(plan, { type: 'splitGrid', grid: grid('A'), line: line([1.3, -0.1], [1.3, 2.1]), created });
    // The buildings of 02 are east of the line, with more others: that side is A still. 01 is wholly west of it.
    expect(picture(plan)).toEqual(['E01 A02 . . .', 'E01 A02 . . .', '. . . . .']);
    const west = plan.model.cellsIn(plan.model.gridOf(plan.cell(0, 0)));
    expect(west.map(plan.model.microOf).sort()).toEqual([-1, -1, 0, 0]);
  });

  it('cells of two micro-grids are not made one', () => {
    const plan = drawn();
    const { cell } = plan;
    expect(refusal(plan, { type: 'mergeCells', cells: [cell(0, 0), cell(1, 0)] })).toBe('different-micros');
  });
});
