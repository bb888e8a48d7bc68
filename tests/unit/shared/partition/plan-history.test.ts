import * as v from 'valibot';
import { expect, test } from 'vitest';
import { JournalBodySchema } from '../../../../shared/host/journal-record.ts';
import { joined } from '../../../../shared/partition/joined-patch.ts';
import { NO_GRID } from '../../../../shared/partition/outline.ts';
import { inverted } from '../../../../shared/partition/partition-patch.ts';
import { type PlanAction, runAction } from '../../../../shared/partition/plan-action.ts';
import {
  follow,
  historiesOf,
  newHistory,
  type PlanRecord,
  stepNames,
} from '../../../../shared/partition/plan-history.ts';
import type { PlanCreated, PlanRecordBody } from '../../../../shared/partition/plan-records.ts';
import { PLAN_STATES, PLAN_TRANSITIONS, planObstacles } from '../../../../shared/partition/plan-state.ts';
import { madePartition } from './made-partition.ts';

const created: PlanCreated = {
  kind: 'plan.created',
  plan: 'p-abc123',
  name: '2027',
  community: '云和社区',
  generation: 'g1',
  base: { sha256: '0'.repeat(64), bytes: 10 },
  by: '',
};

function made() {
  const { model } = madePartition(3, 6, 4, 2);
  const records: PlanRecord[] = [{ seq: 7, at: 1, body: created }];
  const history = newHistory({ seq: 7, at: 1, body: created });
  let seq = 7;
  /** As the journal would: every record gets the next but one number, whether it counts or not. */
  const append = (body: PlanRecordBody) => {
    seq += 2;
    const record = { seq, at: seq, body };
    records.push(record);
    const patch = follow(history, record);
    if (patch) model.apply(patch);
    return patch;
  };
  const act = (action: PlanAction, name = 'step') => {
    const result = runAction(model, action);
    if (!result.ok) throw new Error(result.reason);
    const { patch } = result;
    const edit = { plan: created.plan, after: history.seq, step: history.done + 1, name, patch, by: '' };
    return { kind: 'plan.edited' as const, ...edit };
  };
  const step = (direction: 'undo' | 'redo') => ({
    kind: 'plan.stepped' as const,
    plan: created.plan,
    after: history.seq,
    direction,
    step: direction === 'undo' ? history.done : history.done + 1,
    by: '',
  });
  const say = (to: (typeof PLAN_STATES)[number], effectiveFrom: number | null = null) => ({
    kind: 'plan.stated' as const,
    plan: created.plan,
    after: history.seq,
    state: to,
    day: 20_000,
    effectiveFrom,
    note: '',
    by: 'p-1',
  });
  return { model, records, history, append, act, step, say };
}

test('steps are taken back and done again, and a new step drops those that were taken back', () => {
  const { model, history, append, act, step } = made();
  const before = model.stateText();
  const [cell] = model.cellsIn(0);
  append(act({ type: 'assignCells', cells: [cell], grid: 1 }, 'a'));
  append(act({ type: 'deleteGrid', grid: 2 }, 'b'));
  const both = model.stateText();
  append(step('undo'));
  append(step('undo'));
  expect(model.stateText()).toBe(before);
  expect(append(step('undo'))).toBeNull();
  append(step('redo'));
  append(step('redo'));
  expect(model.stateText()).toBe(both);
  append(step('undo'));
  expect(stepNames(history)).toEqual({ undo: ['a'], redo: ['b'] });
  append(act({ type: 'lockGrid', grid: 1 }, 'c'));
  expect(stepNames(history)).toEqual({ undo: ['c', 'a'], redo: [] });
});

test('of two windows that edit at once the first counts, and every reader comes to the same', () => {
  const { model, records, history, append, act, step } = made();
  const first = act({ type: 'lockGrid', grid: 0 });
  const second = act({ type: 'lockGrid', grid: 1 });
  expect(append(first)).not.toBeNull();
  expect(append(second)).toBeNull();
  expect(model.grid(1).locked).toBe(false);
  // The same number of steps again, but not the same plan.
  append(step('undo'));
  expect(append({ ...second, step: 1 })).toBeNull();
  const again = historiesOf(records).get(created.plan);
  expect(again).toEqual(history);
});

test('1,200 steps are taken back to the byte', () => {
  const { model, history, append, act, step } = made();
  const before = model.stateText();
  for (let i = 0; i < 600; i++) {
    append(act({ type: 'lockGrid', grid: i % 4 }));
    append(act({ type: 'unlockGrid', grid: i % 4 }));
  }
  expect(history.done).toBe(1200);
  while (history.done > 0) append(step('undo'));
  expect(model.stateText()).toBe(before);
});

test('several actions are one step; where one is refused nothing is done', () => {
  const { model, append, act, step } = made();
  const before = model.stateText();
  const grid = model.next.grid;
  const cells = model.cellsIn(0).slice(0, 2);
  const making: PlanAction = { type: 'createGrid', code: 'X-1', name: 'X', community: 0 };
  const refused = runAction(model, {
    type: 'several',
    actions: [making, { type: 'assignCells', cells, grid: grid + 1 }],
  });
  expect(refused).toMatchObject({ ok: false, reason: 'unknown' });
  expect(model.stateText()).toBe(before);
  append(act({ type: 'several', actions: [making, { type: 'assignCells', cells, grid }] }));
  expect(model.cellsIn(grid)).toEqual(cells);
  append(step('undo'));
  expect(model.stateText()).toBe(before);
});

test('code and name are set in one step; a code that was given is refused and the name stays', () => {
  const { model, append, act } = made();
  append(act({ type: 'setGrid', grid: 0, code: 'N-1', name: 'North' }));
  expect(model.grid(0)).toMatchObject({ code: 'N-1', name: 'North' });
  const taken = runAction(model, { type: 'setGrid', grid: 1, code: 'N-1', name: 'South' });
  expect(taken).toMatchObject({ ok: false, reason: 'code-taken' });
  expect(runAction(model, { type: 'setGrid', grid: 0, name: 'North' })).toMatchObject({
    ok: false,
    reason: 'nothing-changes',
  });
});

test('a joined patch does and undoes what its parts did', () => {
  const { model } = made();
  const before = model.stateText();
  const patches = [0, 1, 2].map((grid) => {
    const result = runAction(model, { type: 'assignCells', cells: model.cellsIn(3).slice(0, 1), grid });
    if (!result.ok) throw new Error(result.reason);
    model.apply(result.patch);
    return result.patch;
  });
  const after = model.stateText();
  const whole = joined(patches);
  model.apply(inverted(whole));
  expect(model.stateText()).toBe(before);
  model.apply(whole);
  expect(model.stateText()).toBe(after);
});

test('every patch is what the journal takes', () => {
  const { model, act } = made();
  const [x, y] = [model.atoms.x[0], model.atoms.y[0]];
  const actions: PlanAction[] = [
    { type: 'assignCells', cells: model.cellsIn(0).slice(0, 1), grid: NO_GRID },
    { type: 'shatter', building: 0 },
    { type: 'mergeGrids', grids: [0, 1] },
    { type: 'splitCell', cell: model.cellOf(0), line: [x - 50_000, y + 6000, x + 50_000, y + 6000] },
  ];
  for (const action of actions)
    expect(v.safeParse(JournalBodySchema, act(action))).toMatchObject({ success: true });
});

test('a plan that is handed in is frozen; sent back it is a draft again, and an edit takes its check away', () => {
  const { model, history, append, act, step, say } = made();
  append(act({ type: 'lockGrid', grid: 0 }));
  append(say('checked'));
  expect(history.state).toBe('checked');
  append(act({ type: 'unlockGrid', grid: 0 }));
  expect(history.state).toBe('draft');
  append(say('checked'));
  append(say('submitted'));
  const frozen = model.stateText();
  expect(append(act({ type: 'lockGrid', grid: 1 }))).toBeNull();
  expect(append(step('undo'))).toBeNull();
  expect(model.stateText()).toBe(frozen);
  // No way leads there.
  append(say('effective', 20_001));
  expect(history.state).toBe('submitted');
  append(say('approved', 20_010));
  expect(history).toMatchObject({ state: 'approved', effectiveFrom: 20_010, submittedBy: 'p-1' });
  append(say('draft'));
  expect(history).toMatchObject({ state: 'draft', effectiveFrom: null });
});

test('what stands in the way of a state', () => {
  const facts = {
    ...{ checksPass: true, baseCurrent: true, by: 'p-2', submittedBy: 'p-1' },
    ...{ today: 20_000, effectiveFrom: 20_000 },
  };
  expect(planObstacles('submitted', 'approved', facts)).toEqual([]);
  expect(planObstacles('submitted', 'approved', { ...facts, by: 'p-1', checksPass: false })).toEqual([
    'checks-pass',
    'other-person',
  ]);
  expect(planObstacles('submitted', 'approved', { ...facts, effectiveFrom: null })).toEqual(['day-given']);
  // What was in force on a past day stays so, and what is in force is not taken back.
  expect(planObstacles('submitted', 'approved', { ...facts, today: 20_001 })).toEqual(['day-ahead']);
  expect(planObstacles('submitted', 'approved', { ...facts, baseCurrent: false })).toEqual(['base-current']);
  expect(planObstacles('approved', 'draft', { ...facts, today: 19_999 })).toEqual([]);
  expect(planObstacles('approved', 'draft', facts)).toEqual(['before-day']);
  // Nobody says that a plan is in force: its day does.
  for (const state of PLAN_STATES) expect(planObstacles(state, 'effective', facts)).toBeNull();
  // Every other state but the first is reached, and every one but the last is left.
  for (const state of PLAN_STATES.filter((each) => each !== 'effective')) {
    expect(state === 'draft' || PLAN_TRANSITIONS.some(({ to }) => to === state)).toBe(true);
    expect(state === 'archived' || PLAN_TRANSITIONS.some(({ from }) => from === state)).toBe(true);
  }
});
