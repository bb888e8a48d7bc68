/** Asks once more before a record goes: for a person how he left, for anything else why. Owns the question; saving is edit-session.ts. */
import { type FormEvent, useId, useState } from 'react';
import type { EditProblem } from '../../shared/edits/edit-problem.ts';
import { saveEdit } from '../app/edit-session.ts';
import type { EditRequest } from '../worker/edit-api.ts';
import { useEngine } from '../worker/engine-context.tsx';
import { FieldProblems } from './FieldProblems.tsx';
import { errorCode } from './store.ts';
import type { EditedRecord } from './use-may-edit.ts';
import { useWording } from './wording.ts';

/** `away`: the record stays. */
const LEFT = ['away', 'movedAway', 'deceased', 'mistake'] as const;
const REMOVED = ['gone', 'mistake', 'double'] as const;

export function RemoveForm({ record, onDone }: { record: EditedRecord; onDone(): void }) {
  const { t, error } = useWording();
  const engine = useEngine();
  const name = useId();
  const [why, setWhy] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState('');
  const [problems, setProblems] = useState<readonly EditProblem[]>([]);
  const { table, row } = record;
  const run = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFailure('');
    setProblems([]);
    const request: EditRequest = {
      reason: why,
      confirmed: true,
      edits: [
        why === 'away'
          ? { table, op: 'change', row, set: { presence: 'away' } }
          : { table, op: 'remove', row },
      ],
    };
    try {
      await saveEdit(engine, request);
      onDone();
    } catch (thrown) {
      const found = (thrown as { problems?: EditProblem[] }).problems ?? [];
      setProblems(found);
      setFailure(found.length > 0 ? '' : errorCode(thrown));
      setBusy(false);
    }
  };
  return (
    <form className="twin-form" onSubmit={(event) => void run(event)}>
      <p className="twin-form-title">{t(table === 'residents' ? 'edit.left.how' : 'edit.remove.why')}</p>
      <fieldset className="seat-reasons">
        <legend className="visually-hidden">
          {t(table === 'residents' ? 'edit.left.how' : 'edit.remove.why')}
        </legend>
        {(table === 'residents' ? LEFT : REMOVED).map((each) => (
          <label key={each} className="twin-check">
            <input type="radio" name={name} checked={why === each} onChange={() => setWhy(each)} />
            <span>{t(`edit.reason.${each}`)}</span>
          </label>
        ))}
      </fieldset>
      <FieldProblems problems={problems} />
      <p className="twin-hint" role="status">
        {failure === '' ? t(why === 'away' ? 'edit.away.note' : 'edit.remove.note') : error(failure)}
      </p>
      <button type="submit" className="twin-button twin-primary" disabled={busy || why === ''}>
        {t(why === 'away' ? 'edit.save' : 'edit.remove.go')}
      </button>
    </form>
  );
}
