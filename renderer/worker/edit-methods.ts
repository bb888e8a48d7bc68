/**
 * The worker's part of changing records: who may, what a form shows, checks, and a change ready for the host. Nothing is kept here: a change
 * counts once the journal tells of it (generation-methods.ts).
 */
import { auditEvent } from '../../shared/access/audit.ts';
import { allows, scopeOf } from '../../shared/access/permissions.ts';
import { NONE } from '../../shared/columns/column.ts';
import { completeDrafts } from '../../shared/edits/complete.ts';
import { EditError } from '../../shared/edits/edit-problem.ts';
import { rulesOf } from '../../shared/edits/edit-rules.ts';
import {
  type DraftEdit,
  inverseEdits,
  type MadeEdits,
  makeEdits,
  rowOfSlot,
  slotOfRow,
} from '../../shared/edits/make-edits.ts';
import { slotOfKey } from '../../shared/edits/overlay.ts';
import type { EditTable, StableKey } from '../../shared/edits/record-edit.ts';
import { demandUntouched, withSourcesTakenBack } from '../../shared/edits/take-back.ts';
import { validateEdits } from '../../shared/edits/validate.ts';
import type { AuditRequest } from '../../shared/host/access-schemas.ts';
import { labelAt, linkAt } from '../../shared/query/column-access.ts';
import { whatIsHere } from '../../shared/query/what-is-here.ts';
import { AccessNeededError } from './access-state.ts';
import { gridCodeOf } from './disclosure.ts';
import type { EditEngine, EditRequest, PreparedEdit } from './edit-api.ts';
import { editHistory } from './edit-history.ts';
import { sealedPersonal } from './edit-state.ts';
import { type EngineState, openedOf } from './engine-state.ts';
import { entrancesOf, formRecord, householdsOf } from './form-record.ts';
import { localDay } from './local-day.ts';

export function editMethods(state: EngineState): EditEngine {
  return {
    async mayEdit({ table, row }) {
      if (!rulesOf(table) || state.core) return false;
      return mayEditAt(state, row === undefined ? null : gridCodeOf(openedOf(state).community, table, row));
    },
    async formRecord(request) {
      const grid = gridCodeOf(openedOf(state).community, request.table, request.row);
      if (!mayEditAt(state, grid)) throw new AccessNeededError('not-allowed');
      return formRecord(state, request);
    },
    householdsOf: async (home) => householdsOf(state, home),
    entrancesOf: async (building) => entrancesOf(state, building),
    async checkEdit({ edits }) {
      return validated(state, completed(state, edits)).problems;
    },
    prepareEdit: (request) => prepareEdit(state, request),
    prepareUndo: (edit) => prepareUndo(state, edit),
    editHistory: async (record) => editHistory(state, record),
    async editedRows(edit) {
      const { edited } = openedOf(state);
      const found = edited.edits.find(({ row }) => row.edit === edit);
      return (found?.row.edits ?? []).map(({ table, key }) => {
        const slot = slotOfKey(edited.overlay, table, key);
        const row = slot === NONE ? NONE : edited.rowOf(table, slot);
        return { table, row: row === NONE ? null : row };
      });
    },
    async followRows(records) {
      const { edited } = openedOf(state);
      return records.map(({ table, row }) => {
        const now = rowOfSlot(edited.now, table, slotOfRow(edited.before, table, row));
        return now === NONE ? null : now;
      });
    },
    async slotsOf(buildings) {
      return buildings.map((row) => openedOf(state).edited.slotOf('buildings', row));
    },
  };
}

/** Names a change, and with `n` in front a record. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const newKey = (): StableKey => `n${newId()}`;

function completed(state: EngineState, edits: readonly DraftEdit[]): DraftEdit[] {
  return completeDrafts(openedOf(state).bundle, edits, newKey);
}

function validated(state: EngineState, drafts: readonly DraftEdit[]) {
  const { bundle, community } = openedOf(state);
  return validateEdits(bundle, drafts, community.today);
}

async function prepareEdit(state: EngineState, request: EditRequest): Promise<PreparedEdit> {
  const opened = openedOf(state);
  const drafts = completed(state, request.edits);
  demandEditor(state, drafts);
  const { overlay, now } = opened.edited;
  // First what somebody else did meanwhile: checking against it would tell of problems that are not the person's.
  const made = makeEdits(overlay, now, drafts, newKey, localDay());
  const { valid, problems } = validated(state, drafts);
  if (!valid || (problems.length > 0 && !request.confirmed))
    throw new EditError('edit-invalid', {}, problems);
  return prepared(state, made, drafts, null, request.reason);
}

async function prepareUndo(state: EngineState, id: string): Promise<PreparedEdit> {
  const { edited, personal: columns } = openedOf(state);
  const found = edited.edits.find(({ row }) => row.edit === id);
  if (!found) throw new EditError('edit-other-generation');
  if (edited.edits.some(({ row }) => row.undoOf === id)) throw new EditError('edit-undone');
  if (found.personal === null || columns === 'withheld') throw new AccessNeededError('vault-locked');
  const made = { edits: found.row.edits, personal: found.personal };
  const rows = made.edits.map(({ table, key, op }): DraftEdit => {
    const slot = slotOfKey(edited.overlay, table, key);
    return { table, op, row: slot === NONE ? NONE : edited.rowOf(table, slot) };
  });
  demandEditor(
    state,
    rows.filter(({ row }) => row !== NONE),
  );
  demandUntouched(edited.overlay, edited.now, made);
  const back = withSourcesTakenBack(edited.overlay, edited.now, inverseEdits(made));
  return prepared(state, back, rows, id);
}

/** Seals, and says for the audit log what it is about. Throws AccessNeededError. */
async function prepared(
  state: EngineState,
  { edits, personal }: MadeEdits,
  drafts: readonly DraftEdit[],
  undoOf: string | null,
  reason?: string,
): Promise<PreparedEdit> {
  const opened = openedOf(state);
  const after = state.seq;
  const edit = newId();
  const demo = opened.bundle.source.kind === 'sample';
  const { sealed, open } = await sealedPersonal(state.access, demo, edit, personal);
  const { generation } = opened.info;
  return {
    body: { generation, edit, edits, sealed, open, undoOf },
    audit: auditOf(state, edits, drafts, undoOf !== null, reason),
    after,
  };
}

function auditOf(
  state: EngineState,
  edits: MadeEdits['edits'],
  drafts: readonly DraftEdit[],
  undo: boolean,
  reason: string | undefined,
): AuditRequest {
  const { community, personal } = openedOf(state);
  const [{ table, row = NONE }] = drafts;
  const first = edits[0];
  const columns = Object.keys(first.set).length + Object.keys(first.geometry).length;
  // The person's own id, of which the host keeps a tag: only where there is a vault to make it.
  const resident =
    table === 'residents'
      ? row
      : table === 'contacts'
        ? linkAt(community.tables.contacts, 'resident', row)
        : NONE;
  const subject =
    personal === 'open' && resident !== NONE ? labelAt(community.tables.residents, 'id', resident) : '';
  const grid = gridOfDraft(state, drafts[0]);
  const detail: AuditRequest['detail'] = { table: first.table, what: first.op, columns };
  if (undo) detail['undo'] = true;
  if (reason) detail['reason'] = reason;
  return auditEvent('record.edited', {
    ...{ count: edits.length, detail, subject },
    grid: /^[A-Za-z0-9._:-]{0,40}$/.test(grid) ? grid : '',
  });
}

/** Throws AccessNeededError where the person at the desk may not change all of these. */
function demandEditor(state: EngineState, drafts: readonly DraftEdit[]): void {
  if (state.core) throw new AccessNeededError('not-allowed');
  const { personal, community } = openedOf(state);
  if (personal === 'plain') return;
  if (personal === 'withheld') {
    const { actor } = state.access;
    const may = !actor || scopeOf(actor.role, 'record.edit') !== 'none';
    throw new AccessNeededError(may ? 'vault-locked' : 'not-allowed');
  }
  for (const draft of drafts) {
    const grids = [gridOfDraft(state, draft)];
    if (draft.op !== 'create' && draft.row !== undefined)
      grids.push(gridCodeOf(community, draft.table, draft.row));
    if (!grids.every((grid) => mayEditAt(state, grid))) throw new AccessNeededError('not-allowed');
  }
}

/** `grid` null: somewhere. */
function mayEditAt(state: EngineState, grid: string | null): boolean {
  const { personal } = openedOf(state);
  const { actor } = state.access;
  if (personal === 'plain') return true;
  if (!actor || personal === 'withheld') return false;
  if (grid === null) return scopeOf(actor.role, 'record.edit') !== 'none';
  return allows(actor, 'record.edit', { now: Date.now(), grid }).allowed;
}

/** Code of the grid that a record will lie in: by its new place, else where it is. '' for none. */
function gridOfDraft(state: EngineState, { table, row, set = {} }: DraftEdit): string {
  const { community } = openedOf(state);
  const rowOf = (column: string) => {
    const value = set[column];
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value.row : null;
  };
  for (const [column, target] of PLACES) {
    const to = rowOf(column);
    if (to !== null) return gridCodeOf(community, target, to);
  }
  if (row !== undefined) return gridCodeOf(community, table, row);
  const { lng, lat } = set;
  if (typeof lng !== 'number' || typeof lat !== 'number') return '';
  const here = whatIsHere(community, [lng / 1e7, lat / 1e7]).find((ref) => ref.table === 'grids');
  return here ? labelAt(community.tables.grids, 'code', here.row) : '';
}

const PLACES: readonly [string, EditTable][] = [
  ['home', 'homes'],
  ['building', 'buildings'],
  ['resident', 'residents'],
];
