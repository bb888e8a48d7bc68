import { beforeEach, expect, test, vi } from 'vitest';
import { beginPlan, doOnPlan, movePlan, openPlan, stepPlan } from '../../../../renderer/app/plan-session.ts';
import type { DataEngine } from '../../../../renderer/worker/engine-api.ts';

/** What happened, in its order. */
let done: string[] = [];
let kept: string | null = null;
vi.mock('../../../../renderer/app/open-session.ts', () => ({
  currentHost: () => ({
    async call(method: string) {
      done.push(method);
      if (method === 'plan.get') return kept && { token: kept };
      return { token: 't' };
    },
  }),
  appendAndApply: async ([body]: [{ kind: string }]) => void done.push(`append ${body.kind}`),
}));
vi.mock('../../../../renderer/app/access/audit-notes.ts', () => ({
  notePlanBegun: async () => void done.push('noted'),
  notePlanState: async (_plan: string, state: string) => void done.push(`noted ${state}`),
}));

const refusal = { ok: false as const, reason: 'locked' as const, at: null, atoms: [] };
let steps = 0;
const engine = {
  cancel: async () => void done.push('cancel'),
  draftPlan: async ({ id }: { id: string }) => {
    done.push('draft');
    return { bytes: 9, sha256: 'ab', body: { kind: 'plan.created', plan: id } };
  },
  sendPlanBase: async (sha256: string, token: string) => void done.push(`send ${sha256} ${token}`),
  openPlan: async (id: string, token: string) => `${id} ${token}`,
  actOn: async ({ type }: { type: string }) =>
    type === 'lockGrid' ? refusal : { ok: true, body: { kind: 'plan.edited' } },
  statePlan: async () => ({ kind: 'plan.stated', plan: 'p-abc123' }),
  planStep: async () => (steps > 0 ? { kind: 'plan.stepped' } : null),
} as unknown as DataEngine;

beforeEach(() => {
  done = [];
  kept = null;
  steps = 0;
});

test('the partition is kept before the record that names it', async () => {
  const id = await beginPlan(engine, { name: '2027', areas: null }, () => {});
  expect(id).toMatch(/^p-[0-9a-z]{6,24}$/);
  expect(done).toEqual(['draft', 'plan.put', 'send ab t', 'plan.commit', 'noted', 'append plan.created']);
});

test('given up while it is made, the host hears nothing of it and the journal neither', async () => {
  const given = new AbortController();
  const begun = beginPlan(engine, { name: '2027', areas: null }, () => {}, given.signal);
  given.abort();
  await expect(begun).rejects.toMatchObject({ code: 'storage-cancelled' });
  expect(done).toEqual(['draft', 'cancel']);
});

test('a refused step is told and nothing is written', async () => {
  expect(await doOnPlan(engine, { type: 'lockGrid', grid: 0 }, 'x')).toBe(refusal);
  expect(done).toEqual([]);
  expect(await doOnPlan(engine, { type: 'unlockGrid', grid: 0 }, 'x')).toBeNull();
  expect(done).toEqual(['append plan.edited']);
});

test('with nothing to take back nothing is written', async () => {
  expect(await stepPlan(engine, 'undo')).toBe(false);
  steps = 1;
  expect(await stepPlan(engine, 'undo')).toBe(true);
  expect(done).toEqual(['append plan.stepped']);
});

test('a plan whose base the host does not have is damaged, not empty', async () => {
  await expect(openPlan(engine, 'p-abc123')).rejects.toMatchObject({ code: 'plan-damaged' });
  kept = 'k';
  expect(await openPlan(engine, 'p-abc123')).toBe('p-abc123 k');
});

test('a new state is written down before it is kept', async () => {
  await movePlan(engine, 'submitted', null, '');
  expect(done).toEqual(['noted submitted', 'append plan.stated']);
});
