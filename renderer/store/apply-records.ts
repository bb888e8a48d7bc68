/**
 * Applies records of the host's journal to the ledger: their effects and the journal position in one transaction, so
 * that a record is never applied twice nor skipped. Owns no rule of what a record means beyond where it is kept.
 */
import type { Alert } from '../../shared/cases/alert.ts';
import type { JournalRecord } from '../../shared/host/journal-record.ts';
import { keepBookmark } from './bookmark-ledger.ts';
import { keepCases } from './case-ledger.ts';
import type { Databases } from './databases.ts';
import type { LedgerDatabase, OverlayRow, PlanPatchRow } from './ledger.ts';
import { keepPlans } from './plan-ledger.ts';
import { keepQuality } from './quality-ledger.ts';
import { keepShifts } from './shift-ledger.ts';
import { asStorage, StorageError } from './storage-error.ts';
import { keepWork } from './work-ledger.ts';

interface Applied {
  /** The journal position now. */
  seq: number;
  /** Records that were new here, in order. */
  records: JournalRecord[];
  gridsChanged: boolean;
  alertsChanged: boolean;
  generationChanged: boolean;
}

/**
 * Idempotent: records at or below the position are passed over. Throws StorageError 'storage-journal-gap' (values
 * {expected, found}) and applies nothing when one is missing in between; with `fromAnywhere` the first new record may
 * lie further on (the journal's older part went into a snapshot that was just restored).
 */
export async function applyRecords(
  databases: Databases,
  records: readonly JournalRecord[],
  options: { fromAnywhere?: boolean } = {},
): Promise<Applied> {
  const { ledger } = databases;
  const stores = [
    ledger.meta,
    ledger.planPatches,
    ledger.overlay,
    ledger.planRecords,
    ledger.alerts,
    ledger.audit,
    ledger.caseEvents,
  ];
  return asStorage(() =>
    ledger.transaction('rw', stores, async () => {
      let seq = await positionOf(ledger);
      const fresh = records.filter((record) => record.seq > seq);
      let anywhere = options.fromAnywhere === true;
      for (const record of fresh) {
        if (record.seq !== seq + 1 && !anywhere) {
          const values = { expected: seq + 1, found: record.seq };
          throw new StorageError('storage-journal-gap', `${values.expected}, ${values.found}`, values);
        }
        anywhere = false;
        seq = record.seq;
      }
      await keep(ledger, fresh);
      if (fresh.length > 0) await ledger.meta.put({ key: 'journalSeq', value: seq });
      const kinds = new Set(fresh.map((record) => record.body.kind));
      return {
        seq,
        records: fresh,
        gridsChanged: kinds.has('plan.assigned'),
        alertsChanged: kinds.has('alert.changed'),
        generationChanged: kinds.has('generation.activated'),
      };
    }),
  );
}

async function positionOf(ledger: LedgerDatabase): Promise<number> {
  const row = await ledger.meta.get('journalSeq');
  return row ? Number(row.value) : 0;
}

/** The highest journal record applied; 0: none. */
export async function journalPosition({ ledger }: Databases): Promise<number> {
  return asStorage(() => positionOf(ledger));
}

async function keep(ledger: LedgerDatabase, records: JournalRecord[]): Promise<void> {
  const patches: PlanPatchRow[] = [];
  const overlay: OverlayRow[] = [];
  const alerts = new Map<string, Alert>();
  const audit: { seq: number; at: number; action: string; detail: string; count: number }[] = [];
  for (const { seq, at, body } of records) {
    switch (body.kind) {
      case 'plan.assigned': {
        const { generation, plan, buildings, before, after } = body;
        patches.push({ seq, generation, plan, buildings, before, after });
        break;
      }
      case 'record.edited': {
        const { kind: _kind, ...row } = body;
        overlay.push({ seq, at, ...row });
        break;
      }
      case 'alert.changed':
        alerts.set(body.alert.id, body.alert as Alert);
        break;
      case 'audit':
        audit.push({ seq, at, action: body.action, detail: body.detail, count: body.count });
        break;
      case 'tag.saved':
      case 'tag.removed':
      case 'quality.measured':
      case 'spotcheck.recorded':
        await keepQuality(ledger, seq, at, body);
        break;
      case 'bookmark.saved':
      case 'bookmark.removed':
        await keepBookmark(ledger, body);
        break;
      case 'generation.activated':
        // The flip itself happened in its own transaction; the record is its trace.
        break;
    }
  }
  await keepWork(ledger, records);
  await keepPlans(ledger, records);
  await keepCases(ledger, records);
  await keepShifts(ledger, records);
  await ledger.planPatches.bulkPut(patches);
  await ledger.overlay.bulkPut(overlay);
  await ledger.alerts.bulkPut([...alerts.values()]);
  await ledger.audit.bulkPut(audit);
}

/** Patches of a generation's plans, in journal order. */
export async function readPlanPatches({ ledger }: Databases, generation: string): Promise<PlanPatchRow[]> {
  return asStorage(() => ledger.planPatches.where('generation').equals(generation).sortBy('seq'));
}

/** Changes of a generation's records, in journal order. */
export async function readOverlay({ ledger }: Databases, generation: string): Promise<OverlayRow[]> {
  return asStorage(() => ledger.overlay.where('generation').equals(generation).sortBy('seq'));
}

export async function readAlerts({ ledger }: Databases): Promise<Alert[]> {
  return asStorage(() => ledger.alerts.toArray());
}
