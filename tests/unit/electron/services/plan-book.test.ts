import { expect, test } from 'vitest';
import { PlanBook } from '../../../../electron/services/plan-book.ts';
import type { JournalBody } from '../../../../shared/host/journal-record.ts';
import { localDayOf } from '../../../../shared/partition/plan-day.ts';
import type { PlanCreated, PlanStated } from '../../../../shared/partition/plan-records.ts';

const DAY = 20_000;
const created: PlanCreated = {
  kind: 'plan.created',
  plan: 'p-abc123',
  name: '2027',
  community: '云和社区',
  generation: 'g1',
  base: { sha256: '0'.repeat(64), bytes: 10 },
  by: 'p-1',
};
const ids = { node: 1, arc: 1, cell: 1, grid: 1, exception: 0 };
const none = { ids: [], before: [], after: [] };
const patch = { nodes: [], arcs: [], cells: [], grids: [], exceptions: [] };

function book() {
  const plans = new PlanBook(() => DAY * 86_400_000);
  let seq = 0;
  /** As the host does: checked, then written down. */
  const append = (body: JournalBody) => {
    plans.check(body);
    plans.replay({ seq: ++seq, at: seq, body });
  };
  const edit = (after: number, step: number): JournalBody => ({
    ...{ kind: 'plan.edited', plan: created.plan, after, step, name: 'x', by: 'p-1' },
    patch: { ...patch, cellGrid: none, atomCell: none, next: { before: ids, after: ids } },
  });
  const say = (after: number, state: PlanStated['state'], by: string, day: number | null = null) => ({
    ...{ kind: 'plan.stated' as const, plan: created.plan, after, state, day: DAY, note: '', by },
    effectiveFrom: day,
  });
  return { plans, append, edit, say };
}

test('a step that was made on another state of the plan is a conflict, and so is a plan begun twice', () => {
  const { append, edit } = book();
  expect(() => append(edit(1, 1))).toThrow(expect.objectContaining({ code: 'not-found' }));
  append(created);
  append(edit(1, 1));
  expect(() => append(edit(1, 1))).toThrow(expect.objectContaining({ code: 'conflict' }));
  append(edit(2, 2));
  expect(() => append(created)).toThrow(expect.objectContaining({ code: 'conflict' }));
});

test('handed in it is frozen; who handed it in does not approve it, nor anybody without a day', () => {
  const { plans, append, edit, say } = book();
  const refused = expect.objectContaining({ code: 'not-allowed' });
  append(created);
  expect(() => append(say(1, 'submitted', 'p-1'))).toThrow(refused);
  append(say(1, 'checked', 'p-1'));
  append(say(2, 'submitted', 'p-1'));
  expect(() => append(edit(3, 1))).toThrow(expect.objectContaining({ code: 'conflict' }));
  expect(plans.needs(say(3, 'approved', 'p-2', DAY))).toBe('plan.approve');
  expect(() => append(say(3, 'approved', 'p-1', DAY + 1))).toThrow(refused);
  expect(() => append(say(3, 'approved', 'p-2'))).toThrow(refused);
  // What was in force yesterday stays so.
  expect(() => append(say(3, 'approved', 'p-2', DAY - 1))).toThrow(refused);
  // The host has a clock of its own.
  expect(() => append({ ...say(3, 'approved', 'p-2', DAY + 9), day: DAY + 7 })).toThrow(refused);
  append(say(3, 'approved', 'p-2', DAY + 1));
  expect(() => append(say(4, 'effective', 'p-2'))).toThrow(refused);
  append(say(4, 'draft', 'p-2'));
  append(edit(5, 1));
});

test('a plan that does not follow the one approved last is not approved', () => {
  const { append, say } = book();
  const other = { ...created, plan: 'p-other1' };
  append(created);
  append(other);
  append(say(1, 'checked', 'p-1'));
  append(say(3, 'submitted', 'p-1'));
  append(say(4, 'approved', 'p-2', DAY + 1));
  append({ ...say(2, 'checked', 'p-1'), plan: other.plan });
  append({ ...say(6, 'submitted', 'p-1'), plan: other.plan });
  const approval = { ...say(7, 'approved', 'p-2', DAY + 2), plan: other.plan };
  expect(() => append(approval)).toThrow(expect.objectContaining({ code: 'not-allowed' }));
  // Sent back, the first stands in nobody's way.
  append(say(5, 'draft', 'p-2'));
  append(approval);
});

test('in China the day begins at midnight there', () => {
  const zone = process.env['TZ'];
  process.env['TZ'] = 'Asia/Shanghai';
  try {
    expect(localDayOf(Date.parse('2026-12-01T15:59:59Z'))).toBe(Date.parse('2026-12-01') / 86_400_000);
    expect(localDayOf(Date.parse('2026-12-01T16:00:00Z'))).toBe(Date.parse('2026-12-02') / 86_400_000);
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
});

test('what each record needs of a role', () => {
  const { plans, append, edit, say } = book();
  expect(plans.needs(created)).toBe('plan.edit');
  append(created);
  expect(plans.needs(edit(1, 1))).toBe('plan.edit');
  expect(plans.needs(say(1, 'checked', ''))).toBe('plan.edit');
  // No way leads there from a draft: then nothing less than the right to approve is asked.
  expect(plans.needs(say(1, 'effective', ''))).toBe('plan.approve');
  expect(plans.needs({ kind: 'bookmark.removed', id: 'b' })).toBeNull();
});
