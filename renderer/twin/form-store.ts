/**
 * The form that is open in this window: whose it is, what stands in its fields, what is wrong with it. Owns that state and saving; it is kept
 * when another workspace comes to the front, and dropped with the person at the desk.
 */
import { create } from 'zustand';
import type { EditError, EditProblem } from '../../shared/edits/edit-problem.ts';
import { fieldRules } from '../../shared/edits/field-rules.ts';
import type { DraftEdit, DraftValue } from '../../shared/edits/make-edits.ts';
import type { EditTable } from '../../shared/edits/record-edit.ts';
import { TABLES } from '../../shared/model/tables.ts';
import { type SavedEdit, saveEdit } from '../app/edit-session.ts';
import type { EditRequest, FormRecord } from '../worker/edit-api.ts';
import type { DataEngine } from '../worker/engine-api.ts';
import {
  type FieldInput,
  type FormInputs,
  fieldKind,
  inputOf,
  sameInput,
  valueOfInput,
} from './edit-fields.ts';
import { errorCode } from './store.ts';

export interface FormTask {
  op: 'create' | 'change';
  table: EditTable;
  /** Row of now, for `change`. */
  row: number | null;
  /** Only these columns are asked for: a move to another home. */
  only?: readonly string[];
  /** `edit.form.<title>`, else by table and op. */
  title?: string;
}

/** What a new record starts with. */
export interface FormPreset {
  values?: Record<string, DraftValue>;
  links?: Record<string, { row: number; label: string }>;
}

interface FormState {
  task: FormTask | null;
  start: FormInputs;
  inputs: FormInputs;
  /** Personal fields are left out: no reason was given to see them. */
  masked: boolean;
  title: string;
  problems: readonly EditProblem[];
  phase: 'editing' | 'saving';
  /** Code of what went wrong with saving; '' when nothing did. */
  failure: string;
  /** Leaving was asked for while something is not saved. */
  leaving: boolean;
}

interface FormActions {
  create(table: EditTable, preset?: FormPreset, title?: string): void;
  change(record: FormRecord, only?: readonly string[], title?: string): void;
  put(column: string, input: FieldInput): void;
  /** Problems of what stands there now, once saving was tried. */
  check(engine: DataEngine): Promise<void>;
  /** null: it was not saved, and the state says why. */
  save(engine: DataEngine): Promise<SavedEdit | null>;
  /** Closes, or asks first where something would be lost. */
  leave(): void;
  stay(): void;
  drop(): void;
  /** Rows moved under the open form. */
  follow(engine: Pick<DataEngine, 'followRows'>): Promise<void>;
}

const START: FormState = {
  task: null,
  start: {},
  inputs: {},
  masked: false,
  title: '',
  problems: [],
  phase: 'editing',
  failure: '',
  leaving: false,
};

/** Counts forms: what comes back for an earlier one is of no use to the next. */
let opened = 0;

export const useForm = create<FormState & FormActions>((set, get) => ({
  ...START,
  create(table, preset = {}, title) {
    // What is typed already is not thrown away by another button.
    if (isDirty(get())) return set({ leaving: true });
    const inputs = inputsOf(table, preset.values ?? {}, preset.links ?? {});
    opened++;
    set({
      ...START,
      task: { op: 'create', table, row: null, ...(title ? { title } : {}) },
      start: inputs,
      inputs,
    });
  },
  change(record, only, title) {
    if (isDirty(get())) return set({ leaving: true });
    const inputs = inputsOf(record.table, record.values, record.links);
    const task: FormTask = { op: 'change', table: record.table, row: record.row };
    if (only) task.only = only;
    if (title) task.title = title;
    opened++;
    set({ ...START, task, start: inputs, inputs, masked: record.masked, title: record.title });
  },
  put: (column, input) =>
    set({
      inputs: { ...get().inputs, [column]: input },
      failure: '',
      leaving: false,
      problems: get().problems.filter(({ field }) => field !== column),
    }),
  async check(engine) {
    const { task, problems } = get();
    if (!task || problems.length === 0) return;
    const mine = opened;
    const found = await engine.checkEdit(requestOf(get())).catch(() => null);
    if (found && mine === opened) set({ problems: found });
  },
  async save(engine) {
    const state = get();
    if (!state.task || state.phase === 'saving') return null;
    // Warnings that are on the screen have been read.
    const confirmed =
      state.problems.length > 0 && state.problems.every(({ severity }) => severity === 'warning');
    const mine = opened;
    set({ phase: 'saving', failure: '', leaving: false });
    try {
      const saved = await saveEdit(engine, { ...requestOf(state), confirmed });
      if (mine === opened) set(START);
      return saved;
    } catch (error) {
      const problems = problemsOf(error);
      // Locked meanwhile: the form is gone, and what comes back is of no use here.
      if (mine !== opened) return null;
      set(problems ? { phase: 'editing', problems } : { phase: 'editing', failure: errorCode(error) });
      return null;
    }
  },
  leave: () => (isDirty(get()) ? set({ leaving: true }) : set(START)),
  stay: () => set({ leaving: false }),
  drop() {
    opened++;
    set(START);
  },
  async follow(engine) {
    const { task, inputs, start } = get();
    if (!task) return;
    const mine = opened;
    const links = Object.entries(inputs).flatMap(([column, input]) => {
      const target = targetOf(task.table, column);
      return target && isLink(input) ? [{ column, table: target, row: input.row }] : [];
    });
    const own = task.row === null ? [] : [{ table: task.table, row: task.row }];
    const rows = await engine.followRows([...own, ...links]);
    if (mine !== opened) return;
    if (task.row !== null && rows[0] === null) return set({ failure: 'edit-gone' });
    const moved = { ...inputs };
    const from = { ...start };
    links.forEach(({ column, row: before }, i) => {
      const input = inputs[column];
      const row = rows[own.length + i];
      const to = row === null || !isLink(input) ? null : { ...input, row };
      moved[column] = to;
      const first = start[column];
      if (first && isLink(first) && first.row === before) from[column] = to;
    });
    set({ task: task.row === null ? task : { ...task, row: rows[0] }, inputs: moved, start: from });
  },
}));

function isLink(input: FieldInput | undefined): input is { row: number; label: string } {
  return input !== null && typeof input === 'object' && 'row' in input;
}

function targetOf(table: EditTable, column: string): EditTable | undefined {
  const spec = TABLES[table].columns[column];
  return spec?.kind === 'number' ? spec.link : undefined;
}

function inputsOf(
  table: EditTable,
  values: Record<string, DraftValue>,
  links: Record<string, { row: number; label: string }>,
): FormInputs {
  const inputs: Record<string, FieldInput> = {};
  for (const [column, rule] of fieldRules(table)) {
    const value = links[column] ? { row: links[column].row } : values[column];
    if (value !== undefined) inputs[column] = inputOf(fieldKind(table, rule), value, links[column]?.label);
  }
  return inputs;
}

/** Something would be lost. */
export function isDirty({ task, inputs, start }: Pick<FormState, 'task' | 'inputs' | 'start'>): boolean {
  if (!task) return false;
  return Object.keys(inputs).some((column) => !sameInput(inputs[column], start[column]));
}

/** The request of what stands in the form. */
export function requestOf({
  task,
  inputs,
  start,
}: Pick<FormState, 'task' | 'inputs' | 'start'>): EditRequest {
  if (!task) return { edits: [] };
  const set: Record<string, DraftValue> = {};
  const expected: Record<string, DraftValue> = {};
  for (const [column, rule] of fieldRules(task.table)) {
    if (task.op === 'change' && sameInput(inputs[column], start[column])) continue;
    const kind = fieldKind(task.table, rule);
    const value = valueOfInput(kind, inputs[column] ?? null);
    if (task.op === 'create' && value === null) continue;
    set[column] = value;
    expected[column] = valueOfInput(kind, start[column] ?? null);
  }
  const draft: DraftEdit =
    task.op === 'create'
      ? { table: task.table, op: 'create', set }
      : { table: task.table, op: 'change', row: task.row ?? undefined, set, expected };
  return { edits: [draft] };
}

function problemsOf(error: unknown): readonly EditProblem[] | null {
  const problems = (error as Partial<EditError> | null)?.problems;
  return Array.isArray(problems) && problems.length > 0 ? problems : null;
}
