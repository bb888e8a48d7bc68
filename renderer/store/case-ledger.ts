/** The ledger's copy of case events: written only as records of the journal are applied, and all of it can be read again from there. */
import type { CaseEvent } from '../../shared/cases/case-event.ts';
import type { JournalRecord } from '../../shared/host/journal-record.ts';
import type { Databases } from './databases.ts';
import type { LedgerDatabase } from './ledger.ts';
import { asStorage } from './storage-error.ts';

/** Inside the transaction that applies the records. */
export async function keepCases(ledger: LedgerDatabase, records: readonly JournalRecord[]): Promise<void> {
  await ledger.caseEvents.bulkPut(caseEventsOf(records));
}

export function caseEventsOf(records: readonly JournalRecord[]): CaseEvent[] {
  return records.flatMap(({ body }) => (body.kind === 'case.event' ? [body.event] : []));
}

/** Case after case, each in the order of its events. */
export async function readCaseEvents({ ledger }: Databases): Promise<CaseEvent[]> {
  return asStorage(() => ledger.caseEvents.orderBy('[caseId+n]').toArray());
}

export async function readEventsOf({ ledger }: Databases, caseId: string): Promise<CaseEvent[]> {
  return asStorage(() =>
    ledger.caseEvents.where('[caseId+n]').between([caseId, 0], [caseId, Number.MAX_SAFE_INTEGER]).toArray(),
  );
}
