/** The ledger's copy of shifts handed over: one row a record of the journal, by its place there; all of it can be read again from there. */
import * as v from 'valibot';
import {
  type Handover,
  handoverAfter,
  ShiftHandedOverSchema,
  ShiftTakenOverSchema,
} from '../../shared/cases/handover.ts';
import type { JournalRecord } from '../../shared/host/journal-record.ts';
import type { Databases } from './databases.ts';
import type { LedgerDatabase } from './ledger.ts';
import { asStorage } from './storage-error.ts';

/** Of the shifts of about four months, two a day. */
const MOST_READ = 500;
const RecordSchema = v.variant('kind', [ShiftHandedOverSchema, ShiftTakenOverSchema]);

/** Inside the transaction that applies the records. */
export async function keepShifts(ledger: LedgerDatabase, records: readonly JournalRecord[]): Promise<void> {
  for (const { seq, body } of records)
    if (body.kind === 'shift.handedOver' || body.kind === 'shift.takenOver')
      // So that keys are in the order of the journal.
      await ledger.meta.put({ key: `shift:${String(seq).padStart(12, '0')}`, value: JSON.stringify(body) });
}

/** The newest first. */
export async function readHandovers({ ledger }: Databases): Promise<Handover[]> {
  const rows = await asStorage(() =>
    ledger.meta.where('key').startsWith('shift:').reverse().limit(MOST_READ).toArray(),
  );
  const found = new Map<string, Handover>();
  for (const { value } of rows.reverse()) {
    const body = v.parse(RecordSchema, JSON.parse(String(value)));
    const id = body.kind === 'shift.handedOver' ? body.handover.id : body.handover;
    const after = handoverAfter(found.get(id), body);
    if (after) found.set(id, after);
  }
  return [...found.values()].sort((a, b) => b.at - a.at);
}
