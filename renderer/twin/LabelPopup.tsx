/**
 * Gives a label by hand to those who are meant, or takes it off: the selection, what the filter leaves, or one record. A new label can be made
 * in the same step. Owns the form; what is kept is renderer/app/hand-work.ts.
 */
import { useEffect, useState } from 'react';
import type { TagSubject } from '../../shared/query/tag-rule.ts';
import { useScope } from '../app/access/seat.ts';
import { changeLabel, undoLabel, useHandWork } from '../app/hand-work.ts';
import { useEngine } from '../worker/engine-context.tsx';
import type { TagListing } from '../worker/quality-api.ts';
import type { Targets, WorkSource } from '../worker/work-api.ts';
import { Popup } from './Popup.tsx';
import { errorCode } from './store.ts';
import { useWording } from './wording.ts';

export interface LabelPopupProps {
  /** Kinds of record that can be meant, the usual one first. */
  subjects: readonly TagSubject[];
  source: WorkSource;
  align?: 'start' | 'end';
}

export function LabelPopup(props: LabelPopupProps) {
  const { t } = useWording();
  return (
    <Popup label={t('label.button')} align={props.align}>
      {(close) => <LabelForm {...props} onDone={close} />}
    </Popup>
  );
}

const NEW = ' new';
type Done = Targets & { on: boolean };

function LabelForm({ subjects, source, onDone }: LabelPopupProps & { onDone(): void }) {
  const wording = useWording();
  const { t } = wording;
  const engine = useEngine();
  const may = useScope('record.edit') !== 'none';
  const [subject, setSubject] = useState<TagSubject>(subjects[0]);
  const [all, setAll] = useState<TagListing[]>([]);
  const [chosen, setChosen] = useState('');
  const [name, setName] = useState('');
  const [state, setState] = useState<{ busy: boolean; failure: string; done: Done | null }>({
    busy: false,
    failure: '',
    done: null,
  });
  useEffect(() => {
    let gone = false;
    engine.tagListings().then(
      (tags) => !gone && setAll(tags),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [engine]);
  const tags = all.filter((tag) => tag.subject === subject && tag.kind !== 'rule');
  const taken = all.some((tag) => [wording.tag(tag.id), tag.name.zh, tag.name.en].includes(name.trim()));
  const making = chosen === NEW;
  const run = async (on: boolean) => {
    if (state.busy) return;
    setState({ busy: true, failure: '', done: null });
    try {
      const id = making ? `tag-${Date.now().toString(36)}` : chosen;
      const made = making ? newTag(id, name.trim(), subject) : undefined;
      const targets = await changeLabel(engine, { tag: id, subject, on, source, made });
      if (making) setAll(await engine.tagListings());
      setChosen(id);
      setState({ busy: false, failure: '', done: { ...targets, on } });
    } catch (error) {
      setState({ busy: false, failure: errorCode(error), done: null });
    }
  };
  return (
    <form
      className="twin-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run(true);
      }}
    >
      {subjects.length > 1 && (
        <fieldset className="twin-segments">
          <legend className="visually-hidden">{t('label.subject')}</legend>
          {subjects.map((each) => (
            <label key={each}>
              <input
                type="radio"
                name="twin-label-subject"
                checked={subject === each}
                onChange={() => {
                  setSubject(each);
                  setChosen('');
                }}
              />
              <span>{wording.table(each)}</span>
            </label>
          ))}
        </fieldset>
      )}
      <label className="twin-field">
        <span>{t('label.which')}</span>
        <select value={chosen} disabled={!may} onChange={(event) => setChosen(event.target.value)}>
          <option value="">{t('label.choose')}</option>
          {tags.map(({ id }) => (
            <option key={id} value={id}>
              {wording.tag(id)}
            </option>
          ))}
          <option value={NEW}>{t('label.new')}</option>
        </select>
      </label>
      {making && (
        <label className="twin-field">
          <span>{t('label.newName')}</span>
          <input maxLength={40} value={name} onChange={(event) => setName(event.target.value)} />
        </label>
      )}
      <p className="twin-hint" role="status">
        {!may && t('label.noRight')}
        {making && taken && t('tags.nameTaken')}
        {state.failure !== '' && wording.error(state.failure)}
        {state.done && <Told done={state.done} />}
      </p>
      <div className="twin-actions">
        <button
          type="submit"
          className="twin-button twin-primary"
          disabled={!may || state.busy || chosen === '' || (making && (name.trim() === '' || taken))}
        >
          {t('label.give')}
        </button>
        <button
          type="button"
          className="twin-button"
          disabled={!may || state.busy || chosen === '' || making}
          onClick={() => void run(false)}
        >
          {t('label.take')}
        </button>
        {state.done && <Undo onDone={onDone} />}
      </div>
    </form>
  );
}

function Told({ done: { ids, already, nameless, on } }: { done: Done }) {
  const { t, count } = useWording();
  const parts = [t(on ? 'label.done' : 'label.doneOff', { count: count(ids.length) })];
  if (already > 0) parts.push(t('label.already', { count: count(already) }));
  if (nameless > 0) parts.push(t('label.nameless', { count: count(nameless) }));
  return <>{parts.join(' · ')}</>;
}

function Undo({ onDone }: { onDone(): void }) {
  const { t } = useWording();
  const last = useHandWork((work) => work.last);
  if (!last) return null;
  return (
    <button
      type="button"
      className="twin-button"
      onClick={() => void undoLabel().then(onDone, () => undefined)}
    >
      {t('label.undo')}
    </button>
  );
}

function newTag(id: string, name: string, subject: TagSubject) {
  return {
    id,
    name: { zh: name, en: name },
    colour: subject === 'homes' ? ('homes' as const) : ('people' as const),
    owner: '',
    kind: 'manual' as const,
    subject,
    expression: '',
  };
}
