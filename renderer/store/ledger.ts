/**
 * The ledger database: which generation is active, and the live copy of what the host's journal records. Strict
 * durability. Owns the shapes of its rows; generation.ts and apply-records.ts write them.
 *
 * Later stores (outbox, inbox, shifts, savedViews) are added as further Dexie
 * versions; `SCHEMA_EPOCH` is raised only when older programs could no longer read what is here.
 */
import { Dexie, type Table } from 'dexie';
import type { Alert } from '../../shared/cases/alert.ts';
import type { CaseEvent } from '../../shared/cases/case-event.ts';
import type { RecordEdited } from '../../shared/edits/record-edit.ts';
import type { PlanRecordRow } from './plan-ledger.ts';

export const LEDGER_VERSION = 4;

type MetaRow =
  | { key: 'active'; value: string }
  | { key: 'epoch'; value: number }
  /** The highest journal record whose effects are here. */
  | { key: 'journalSeq'; value: number }
  /** JSON: the generation that the last import replaced (import-ledger.ts). */
  | { key: 'before'; value: string }
  /** JSON of a RememberedMapping, by the signature of a header. */
  | { key: `mapping:${string}`; value: string }
  /** JSON of a Bookmark (bookmark-ledger.ts). */
  | { key: `bookmark:${string}`; value: string }
  /** JSON of what quality-ledger.ts keeps: rules of labels, points of the trend, spot checks. */
  | { key: `tag:${string}` | `point:${string}` | `spot:${string}`; value: string }
  /** JSON of a record of shift-ledger.ts. */
  | { key: `shift:${string}`; value: string }
  /** JSON of what work-ledger.ts keeps, and where in the journal a label was removed. */
  | { key: `hand:${string}` | `notice:${string}` | `round:${string}` | `gone:${string}`; value: string };

export interface GenerationRow {
  id: string;
  state: 'building' | 'ready' | 'retired';
  epoch: number;
  /** JSON of the manifest; '' while building. */
  manifest: string;
  /** SHA-256 hex of the manifest's canonical JSON. */
  manifestHash: string;
  rows: Record<string, number>;
  bytes: number;
  name: { zh: string; en: string };
  source: string;
  createdAt: number;
  activatedAt: number;
}

interface PlanRow {
  /** generation/plan */
  key: string;
  generation: string;
  plan: string;
  /** Plan 0, whose membership is in the cache. */
  base: boolean;
}

export interface PlanPatchRow {
  seq: number;
  generation: string;
  plan: string;
  buildings: number[];
  before: number[];
  after: number;
}

/** A change of records, as the journal has it; personal values only in its sealed field. */
export interface OverlayRow extends Omit<RecordEdited, 'kind'> {
  seq: number;
  at: number;
}

interface AuditRow {
  seq: number;
  at: number;
  action: string;
  detail: string;
  count: number;
}

export class LedgerDatabase extends Dexie {
  declare meta: Table<MetaRow, string>;
  declare generations: Table<GenerationRow, string>;
  declare plans: Table<PlanRow, string>;
  declare planPatches: Table<PlanPatchRow, number>;
  declare overlay: Table<OverlayRow, number>;
  declare planRecords: Table<PlanRecordRow, number>;
  declare alerts: Table<Alert, string>;
  declare audit: Table<AuditRow, number>;
  declare caseEvents: Table<CaseEvent, [string, number]>;

  constructor(profileId: string) {
    super(`linli-ledger-${profileId}`, {
      chromeTransactionDurability: 'strict',
      cache: 'disabled',
      // Deleted while in use, it must not come back empty by itself.
      autoOpen: false,
    });
    this.version(1).stores({
      meta: 'key',
      generations: 'id',
      plans: 'key, generation',
      planPatches: 'seq, generation',
      alerts: 'id',
      audit: 'seq',
    });
    this.version(2).stores({ overlay: 'seq, generation' });
    this.version(3).stores({ planRecords: 'seq, plan' });
    this.version(LEDGER_VERSION).stores({ caseEvents: '[caseId+n]' });
  }
}
