/**
 * The form of a record, whatever its table: fields in groups, what is wrong beside each, saving and leaving. Owns its looks and the focus;
 * fields come from the rules of shared/edits, the state from form-store.ts.
 */
import './edit.css';
import { type FormEvent, useEffect, useRef } from 'react';
import type { EditProblem } from '../../shared/edits/edit-problem.ts';
import { isPersonalColumn } from '../../shared/edits/record-edit.ts';
import type { SavedEdit } from '../app/edit-session.ts';
import { useEngine } from '../worker/engine-context.tsx';
import { groupsOf } from './edit-fields.ts';
import { FieldProblems } from './FieldProblems.tsx';
import { type FormTask, isDirty, useForm } from './form-store.ts';
import { RecordField } from './RecordField.tsx';
import { useWording } from './wording.ts';

export interface RecordFormProps {
  task: FormTask;
  onSaved(saved: SavedEdit): void;
}

export function RecordForm({ task, onSaved }: RecordFormProps) {
  const wording = useWording();
  const { t, error } = wording;
  const engine = useEngine();
  const form = useForm();
  const root = useRef<HTMLFormElement>(null);
  useFirstField(root, form.problems);
  useLeaveGuard();
  const isNew = task.op === 'create';
  const title = task.title
    ? t(`edit.form.${task.title}`)
    : t(isNew ? 'edit.form.create' : 'edit.form.change', { table: wording.table(task.table) });
  const save = async (event: FormEvent) => {
    event.preventDefault();
    const saved = await form.save(engine);
    if (saved) onSaved(saved);
  };
  const errors = form.problems.filter(({ severity }) => severity === 'error').length;
  const saving = form.phase === 'saving';
  return (
    <form
      ref={root}
      className="edit-form"
      aria-label={title}
      aria-busy={saving}
      noValidate
      onSubmit={(event) => void save(event)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) {
          event.stopPropagation();
          form.leave();
        }
      }}
    >
      <header className="twin-dossier-head">
        <p className="twin-dossier-kind">{wording.table(task.table)}</p>
        <h2>{title}</h2>
        {form.title !== '' && <p>{form.title}</p>}
      </header>
      {form.masked && <p className="twin-hint edit-masked">{t('edit.masked')}</p>}
      {groupsOf(task.table, isNew, task.only).map((group) => {
        const fields = group.fields.filter(
          ({ column }) => !(form.masked && isPersonalColumn(task.table, column)),
        );
        if (fields.length === 0) return null;
        return (
          <fieldset key={group.id} className="twin-block edit-group" disabled={saving}>
            <legend>{t(`twin.group.${group.id}`)}</legend>
            {fields.map((rule) => (
              <RecordField
                key={rule.column}
                table={task.table}
                rule={rule}
                input={form.inputs[rule.column] ?? null}
                problems={form.problems.filter(({ field }) => field === rule.column)}
                onInput={(input) => form.put(rule.column, input)}
                onLeave={() => void form.check(engine)}
              />
            ))}
          </fieldset>
        );
      })}
      <FieldProblems problems={form.problems.filter(({ field }) => field === '')} />
      <footer className="edit-foot">
        <p role="status" className="twin-hint">
          {form.failure !== ''
            ? error(form.failure)
            : errors > 0
              ? t('edit.errors', { count: errors })
              : form.problems.length > 0
                ? t('edit.warnings', { count: form.problems.length })
                : ''}
        </p>
        {form.leaving ? (
          <Leaving />
        ) : (
          <div className="twin-actions">
            <button
              type="submit"
              className="twin-button twin-primary"
              disabled={saving || (!isNew && !isDirty(form))}
            >
              {t(form.problems.length > 0 && errors === 0 ? 'edit.saveAnyway' : 'edit.save')}
            </button>
            <button type="button" className="twin-button" disabled={saving} onClick={() => form.leave()}>
              {t('edit.cancel')}
            </button>
          </div>
        )}
      </footer>
    </form>
  );
}

/** What was typed is given up only when a person says so. */
function Leaving() {
  const { t } = useWording();
  const { stay, drop } = useForm();
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <div className="twin-actions" role="group" aria-label={t('edit.leave')}>
      <p>{t('edit.leave')}</p>
      <button ref={keep} type="button" className="twin-button" onClick={stay}>
        {t('edit.leave.stay')}
      </button>
      <button type="button" className="twin-button" onClick={drop}>
        {t('edit.leave.drop')}
      </button>
    </div>
  );
}

/** The first field when the form opens, the first wrong one when it was refused. */
function useFirstField(
  root: React.RefObject<HTMLFormElement | null>,
  problems: readonly EditProblem[],
): void {
  useEffect(() => {
    root.current?.querySelector<HTMLElement>('.edit-field :is(input, select, button)')?.focus();
  }, [root]);
  const refused = problems.some(({ severity }) => severity === 'error');
  useEffect(() => {
    if (refused) root.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [root, refused]);
}

/** The browser asks before a window with something unsaved is closed. */
function useLeaveGuard(): void {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (isDirty(useForm.getState())) event.preventDefault();
    };
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
}
