/**
 * What the ledger keeps of grid plans: one row a record of the journal, by its place there. Written only as records are applied; all of it can
 * be read again from the journal.
 */
import type { JournalBody } from '../../shared/host/journal-record.ts';
import type { PlanRecord } from '../../shared/partition/plan-history.ts';
import type { PlanLedgerBody } from '../../shared/partition/signed/signed-records.ts';
import type { Databases } from './databases.ts';
import type { LedgerDatabase } from './ledger.ts';
import { asStorage } from './storage-error.ts';

export interface PlanRecordRow extends PlanRecord {
  plan: string;
}

const PLAN_KINDS = [
  ...(['plan.created', 'plan.edited', 'plan.stepped', 'plan.stated'] as const),
  ...(['plan.signed', 'plan.received', 'plan.answered'] as const),
] as const;

export function isOfPlan(body: JournalBody): body is PlanLedgerBody {
  return (PLAN_KINDS as readonly string[]).includes(body.kind);
}

/** Inside the transaction that applies the records. */
export async function keepPlans(
  ledger: LedgerDatabase,
  records: readonly { seq: number; at: number; body: JournalBody }[],
): Promise<void> {
  const rows = records.flatMap(({ seq, at, body }): PlanRecordRow[] =>
    isOfPlan(body) ? [{ seq, plan: body.plan, at, body }] : [],
  );
  if (rows.length > 0) await ledger.planRecords.bulkPut(rows);
}

/** Of one plan, or of all, in the order of the journal. */
export async function readPlanRecords({ ledger }: Databases, plan?: string): Promise<PlanRecordRow[]> {
  return asStorage(() =>
    plan === undefined
      ? ledger.planRecords.orderBy('seq').toArray()
      : ledger.planRecords.where('plan').equals(plan).sortBy('seq'),
  );
}
