/**
 * What the page asks of the worker about changing records: types only. The worker checks, seals and describes a change; the page hands
 * it to the host (`record.edit`), and every window applies it when the journal tells. renderer/app/edit-session.ts does these steps.
 */
import type { EditProblem } from '../../shared/edits/edit-problem.ts';
import type { DraftEdit, DraftValue } from '../../shared/edits/make-edits.ts';
import type { EditTable, RecordEdited } from '../../shared/edits/record-edit.ts';
import type { AuditRequest } from '../../shared/host/access-schemas.ts';

export interface EditRequest {
  edits: DraftEdit[];
  /** Why, in a code (`deceased`, `movedAway`, ...): goes to the audit entry. */
  reason?: string;
  /** Warnings were shown and accepted. */
  confirmed?: boolean;
}

/** What goes to the host's `record.edit`. */
export interface PreparedEdit {
  body: Omit<RecordEdited, 'kind' | 'by'>;
  audit: AuditRequest;
  /** Journal position that it was prepared on: the host refuses it when one of its records changed since. */
  after: number;
}

/** A record as a form shows it. */
export interface FormRecord {
  table: EditTable;
  row: number;
  title: string;
  /** Every editable column, personal ones in clear only for who may see this person. Links are the row of now. */
  values: Record<string, DraftValue>;
  /** What links lead to, by column, for showing. */
  links: Record<string, { row: number; label: string }>;
  /** Personal values are masked here: a reason must be given first. */
  masked: boolean;
}

export interface HouseholdChoice {
  household: number;
  /** Name of its head, else of its first member; masked where the dossier is. */
  label: string;
  size: number;
}

export interface FieldChange {
  column: string;
  /** As shown: words are codes, links are labels, geometry is the number of corners. Personal values masked where the role says so. */
  before: string | number;
  after: string | number;
  personal: boolean;
}

export interface EditHistoryEntry {
  edit: string;
  seq: number;
  at: number;
  /** Id of the person at the desk; '' for nobody. */
  by: string;
  undoOf: string | null;
  op: 'create' | 'change' | 'remove';
  /** Taken back since. */
  undone: boolean;
  fields: FieldChange[];
}

export interface EditEngine {
  /** Whether the person at the desk may change this record, or (without a row) make one somewhere. */
  mayEdit(record: { table: EditTable; row?: number }): Promise<boolean>;
  /** `revealed`: a reason was given and audited. Rejects with AccessNeededError 'not-allowed'. */
  formRecord(record: { table: EditTable; row: number; revealed: boolean }): Promise<FormRecord>;
  /** Households of a home that a new or moving person can join. */
  householdsOf(home: number): Promise<HouseholdChoice[]>;
  /** Entrances of a building, for a home in it. */
  entrancesOf(building: number): Promise<{ row: number; label: string }[]>;
  /** Problems of a request, without keeping anything. */
  checkEdit(request: EditRequest): Promise<EditProblem[]>;
  /**
   * Checks, completes, seals. Rejects with EditError ('edit-invalid' with `problems`: errors, or warnings that were not confirmed;
   * 'edit-conflict', 'edit-gone', 'edit-nothing') or AccessNeededError ('not-allowed', 'vault-locked', 'vault-needed').
   */
  prepareEdit(request: EditRequest): Promise<PreparedEdit>;
  /** The inverse of a change, ready for the host. Rejects with EditError 'edit-overtaken', 'edit-undone', 'edit-other-generation', or as above. */
  prepareUndo(edit: string): Promise<PreparedEdit>;
  /** Changes of one record since the generation was made, the newest first. */
  editHistory(record: { table: EditTable; row: number }): Promise<EditHistoryEntry[]>;
  /** Where the records of a change are now; null: removed. */
  editedRows(edit: string): Promise<{ table: EditTable; row: number | null }[]>;
  /** Rows of now of records that had these rows before the last change was applied here; null: removed. */
  followRows(records: { table: EditTable; row: number }[]): Promise<(number | null)[]>;
  /** Numbers that buildings keep when rows move: what plan records name. */
  slotsOf(buildings: number[]): Promise<number[]>;
}
