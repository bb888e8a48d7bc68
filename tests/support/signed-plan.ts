/** A small plan as it would be signed, and the machine that signs: keys and post of a host without a vault, over a journal that the test keeps. */
import type { AuditLog } from '../../electron/services/audit-log.ts';
import type { Desk } from '../../electron/services/desk.ts';
import type { PlanBook } from '../../electron/services/plan-book.ts';
import { PlanKeys } from '../../electron/services/plan-keys.ts';
import { PlanPost } from '../../electron/services/plan-post.ts';
import type { Vault } from '../../electron/services/vault.ts';
import type { JournalBody, JournalRecord } from '../../shared/host/journal-record.ts';
import type { SubmissionDraft } from '../../shared/partition/signed/signed-plan.ts';

const ids = { node: 1, arc: 1, cell: 1, grid: 1, exception: 0 };
const none = { ids: [], before: [], after: [] };

export const PLAN_DRAFT: SubmissionDraft = {
  kind: 'submission',
  plan: 'p-abc123',
  name: '2027 网格',
  community: '云和社区',
  areas: [{ name: '云和社区', code: '320508001001' }],
  generation: 'g1',
  from: 'plan-0',
  base: { sha256: '0'.repeat(64), bytes: 3 },
  steps: [
    {
      name: '画入 第一网格',
      by: 'p-1',
      at: 1_000,
      patch: {
        ...{ nodes: [], arcs: [], cells: [], grids: [], exceptions: [] },
        cellGrid: { ids: [7], before: [0], after: [1] },
        atomCell: none,
        next: { before: ids, after: ids },
      },
    },
  ],
  proof: { holds: true, cells: 12, grids: 2 },
  totals: {
    measures: ['households', 'residents'],
    grids: [
      { code: '320508001001001', tallies: [310, 802] },
      { code: '320508001001002', tallies: [298, 777] },
    ],
    unassigned: [0, 0],
  },
  trail: [
    { state: 'checked', at: 2_000, day: 20_000, effectiveFrom: null, by: 'p-1' },
    { state: 'submitted', at: 3_000, day: 20_000, effectiveFrom: null, by: 'p-1' },
  ],
};

export const NO_VAULT = { state: 'none' } as unknown as Vault;

export interface Machine {
  keys: PlanKeys;
  post: PlanPost;
}

/** `base`: SHA-256 of the partition that the host holds for a plan; null: none. */
export function machine(
  folder: string,
  book: PlanBook,
  append: (body: JournalBody) => Promise<JournalRecord>,
  base: (plan: string) => string | null,
  now = Date.now,
): Machine {
  const keys = new PlanKeys({ folder, vault: NO_VAULT, now });
  const desk = { status: () => NO_VAULT, demandAdministrator: () => {} } as unknown as Desk;
  const audit = {
    async appendWith(bodies: JournalBody[]) {
      return { entries: [], records: [await append(bodies[0])] };
    },
  } as unknown as AuditLog;
  const bases = {
    async get(plan: string) {
      const sha256 = base(plan);
      return sha256 === null
        ? null
        : { token: 't', info: { generation: plan, name: '', bytes: 1, sha256, createdAt: 0 } };
    },
  };
  return { keys, post: new PlanPost({ desk, audit, keys, book, bases, now }) };
}
