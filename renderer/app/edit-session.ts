/**
 * Changing records from this window: prepared by the worker, kept by the host, applied when the journal tells. Owns these steps, what was saved
 * last and what can be taken back; forms and drawing call `saveEdit`. Nothing is shown as saved before the host has flushed it.
 */
import { create } from 'zustand';
import type { EditTable } from '../../shared/edits/record-edit.ts';
import type { EditRequest, PreparedEdit } from '../worker/edit-api.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import { keepEdit } from './access/seat.ts';
import { applied } from './journal-position.ts';
import { tellDirectory } from './open-session.ts';

export interface EditNote {
  /** `undone`: a change was taken back. */
  kind: 'saved' | 'undone' | 'failed';
  /** The change; for 'failed' the one that could not be taken back. */
  edit: string;
  table: EditTable;
  op: 'create' | 'change' | 'remove';
  /** Error code of 'failed'. */
  code: string;
}

interface Edits {
  /** What the window says of the last change; null: nothing to say. */
  note: EditNote | null;
  /** Changes of this window that can be taken back, the newest last. */
  undoable: string[];
  busy: boolean;
  dismiss(): void;
}

export const useEdits = create<Edits>((set) => ({
  note: null,
  undoable: [],
  busy: false,
  dismiss: () => set({ note: null }),
}));

const MOST_UNDOABLE = 50;
const set = useEdits.setState;

export interface SavedEdit {
  edit: string;
  /** Where the records of the request are now, in its order but for records that went along; null: removed. */
  records: { table: EditTable; row: number | null }[];
}

/** What was sent and never answered: sent again as it is, it is kept once. */
let unanswered: { request: string; prepared: PreparedEdit } | null = null;
/** A hurried second click finds the first one under way. */
let underWay: { request: string; done: Promise<SavedEdit> } | null = null;

/**
 * Resolves when the host has flushed the change and this window has applied it. Rejects with what `prepareEdit` rejects with (problems, conflict,
 * rights) or HostError: 'conflict', 'disk-full', 'disconnected', ...: nothing is saved then, but for 'disconnected', where the same
 * request may be given again.
 */
export function saveEdit(engine: DataEngine, request: EditRequest): Promise<SavedEdit> {
  const text = JSON.stringify(request);
  if (underWay?.request === text) return underWay.done;
  const done = save(engine, request, text).finally(() => {
    underWay = null;
    set({ busy: false });
  });
  underWay = { request: text, done };
  set({ busy: true });
  return done;
}

async function save(engine: DataEngine, request: EditRequest, text: string): Promise<SavedEdit> {
  const again = unanswered?.request === text ? unanswered.prepared : null;
  const prepared = again ?? (await engine.prepareEdit(request));
  await keep(prepared, text);
  const [first] = request.edits;
  const { edit } = prepared.body;
  set({
    note: { kind: 'saved', edit, table: first.table, op: first.op, code: '' },
    undoable: [...useEdits.getState().undoable, edit].slice(-MOST_UNDOABLE),
  });
  return { edit, records: await engine.editedRows(edit) };
}

async function keep(prepared: PreparedEdit, text: string): Promise<void> {
  unanswered = null;
  try {
    const { last } = await keepEdit(prepared);
    await applied(last);
    // One window tells it for all; what fails here is told again at the next start, and the change is kept.
    await tellDirectory().catch(() => undefined);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'disconnected')
      unanswered = { request: text, prepared };
    throw error;
  }
}

/** Takes a change back; what comes of it is in `note`. False: it could not. */
export async function undoEdit(engine: DataEngine, edit: string): Promise<boolean> {
  if (useEdits.getState().busy) return false;
  set({ busy: true });
  try {
    const prepared = await engine.prepareUndo(edit);
    await keep(prepared, edit);
    const [{ table, op }] = prepared.body.edits;
    set({
      note: { kind: 'undone', edit, table, op, code: '' },
      undoable: useEdits.getState().undoable.filter((each) => each !== edit),
    });
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'internal';
    set({
      note: { kind: 'failed', edit, table: 'residents', op: 'change', code },
      // What was overtaken stays so; anything else may be tried again.
      undoable: useEdits.getState().undoable.filter((each) => each !== edit || !code.startsWith('edit-')),
    });
    return false;
  } finally {
    set({ busy: false });
  }
}

/** The newest change of this window, or nothing. */
export function undoLast(engine: DataEngine): Promise<boolean> {
  const last = useEdits.getState().undoable.at(-1);
  return last ? undoEdit(engine, last) : Promise.resolve(false);
}

/** Another person or community: what was done before is not theirs to take back. */
export function forgetEdits(): void {
  unanswered = null;
  set({ note: null, undoable: [] });
}
